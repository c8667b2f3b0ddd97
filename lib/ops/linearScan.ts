/**
 * The derivative of a scan, drawn as a scan along the trajectory: forward over (c, x, dx) with dc carried, and once
 * transposed backward with c' and the cotangents of the parameters carried.
 */
import { absolute } from '../absolute.ts'
import { replayNodes } from '../compose.ts'
import { inputTypes } from '../graph.ts'
import type { Drawn } from '../op.ts'
import { Tape } from '../tape.ts'
import { isTuple, type Type, withLanes } from '../types.ts'
import { closure, type Wire } from '../wire.ts'
import { addWires } from './add.ts'
import { isSeed, type Pushed, pushSome, seedsOf } from './body.ts'
import { transpose } from './linalg.ts'
import { type Scan, type Scanned, scanTypes, stacked } from './scanTypes.ts'
import { parts, tuple, zeros } from './tuple.ts'

type Seeds = readonly (Wire | undefined)[]

/** Lanes lead, steps come second; inside a scan steps lead. Its own inverse. */
const turned = (wire: Wire, lanes: number | undefined): Wire =>
  lanes === undefined ? wire : transpose(wire, [1, 0, ...wire.shape.slice(2).map((_, k) => k + 2)])

const mapSeeds = (seeds: Seeds, f: (wire: Wire) => Wire): Seeds => seeds.map((seed) => (seed ? f(seed) : undefined))

/** The carries that are not zero at every step: those that start so, and all that these lead to. */
const liveCarries = (
  tape: Tape,
  start: readonly boolean[],
  others: (live: readonly boolean[]) => readonly boolean[],
  lanes: number | undefined,
): { live: readonly boolean[]; pushed: Pushed } => {
  let live = start
  for (;;) {
    const pushed = pushSome(tape, others(live), lanes)
    const next = live.map((on, k) => on || pushed.reached[k]!)
    if (next.every((on, k) => on === live[k])) return { live, pushed }
    live = next
  }
}

const pick = <A>(xs: readonly A[], wanted: readonly boolean[]): readonly A[] => xs.filter((_, k) => wanted[k])
/** Values for the wanted places, in order; undefined for the rest. */
const placed = (wanted: readonly boolean[], given: readonly Wire[]): Seeds => {
  let next = 0
  return wanted.map((want) => (want ? given[next++] : undefined))
}

export const linearScan = (
  drawScan: (scan: Scan, inputs: readonly Wire[]) => Scanned,
  scan: Scan,
  tape: Tape,
): Drawn => {
  const { carries, xs, length, backward, body } = scan
  const types = scanTypes(scan)
  const given = inputTypes(body)
  const lane = (type: Type, lanes: number | undefined): Type => withLanes(type, lanes)

  /** A scan whose step replays the pushed body; `f` gets its flows by seeds in the order of the tape's sources. */
  const along = (
    pushed: Pushed,
    x: readonly Wire[],
    y: readonly Wire[],
    carried: readonly Wire[],
    stackedSeeds: readonly Wire[],
    constants: readonly Wire[],
    backwards: boolean,
    lanes: number | undefined,
    step: (
      flows: (seeds: readonly Wire[]) => readonly Wire[],
      carry: readonly Wire[],
      slices: readonly Wire[],
      fixed: readonly Wire[],
    ) => { carry: readonly Wire[]; out: readonly Wire[] },
  ) => {
    const trajectory = y.slice(carries + types.outs.length)
    const points = [...trajectory, ...x.slice(carries, carries + xs)]
    const params = x.slice(carries + xs)
    const rest = [...carried, ...points, ...stackedSeeds.map((wire) => turned(wire, lanes)), ...params, ...constants]
    const sizes = [carried.length, points.length, stackedSeeds.length, params.length]
    const inner = rest.map((wire, k) =>
      k < sizes[0]! || k >= sizes[0]! + sizes[1]! + sizes[2]! ? wire.type : unstacked(wire.type),
    )
    const { graph } = closure(inner, (...wires) => {
      const cut = (from: number, count: number): readonly Wire[] => wires.slice(from, from + count)
      const at = cut(sizes[0]!, sizes[1]!)
      const fixed = cut(sizes[0]! + sizes[1]! + sizes[2]!, sizes[3]!)
      const flows = (seeds: readonly Wire[]): readonly Wire[] =>
        replayNodes(pushed.graph, [...at, ...fixed, ...seeds], pushed.graph.outputs)
      const { carry, out } = step(
        flows,
        cut(0, sizes[0]!),
        cut(sizes[0]! + sizes[1]!, sizes[2]!),
        wires.slice(rest.length - constants.length),
      )
      return [...carry, ...out]
    })
    return drawScan(
      { body: graph, carries: carried.length, xs: points.length + stackedSeeds.length, length, backward: backwards },
      rest,
    )
  }

  const forward = (
    x: readonly Wire[],
    y: readonly Wire[],
    seeds: Seeds,
    lanes: number | undefined,
  ): readonly Wire[] => {
    const [dc, dx, dp] = [seeds.slice(0, carries), seeds.slice(carries, carries + xs), seeds.slice(carries + xs)]
    const others = (live: readonly boolean[]): readonly boolean[] => [...live, ...dx.map(isSeed), ...dp.map(isSeed)]
    const { live, pushed } = liveCarries(tape, dc.map(isSeed), others, lanes)
    const first = dc.flatMap((seed, k) => (live[k] ? [seed ?? zeros(lane(types.carry[k]!, lanes))] : []))
    const wanted = pushed.reached.slice(carries)
    const result = along(
      pushed,
      x,
      y,
      first,
      dx.filter(isSeed),
      dp.filter(isSeed),
      backward,
      lanes,
      (flows, carry, slices, fixed) => {
        const all = flows([...carry, ...slices, ...fixed])
        return { carry: pick(all.slice(0, carries), live), out: pick(all.slice(carries), wanted) }
      },
    )
    const back = (wire: Wire): Wire => turned(wire, lanes)
    return [
      ...placed(live, result.carry),
      ...placed(wanted, result.out.map(back)),
      ...placed(live, result.trajectory.map(back)),
    ].map((wire, k) => wire ?? zeros(lane(types.results[k]!, lanes)))
  }

  const reverse = (
    x: readonly Wire[],
    y: readonly Wire[],
    seeds: Seeds,
    lanes: number | undefined,
  ): readonly Wire[] => {
    const outs = types.outs.length
    const [cc, yy, tt] = [seeds.slice(0, carries), seeds.slice(carries, carries + outs), seeds.slice(carries + outs)]
    const others = (live: readonly boolean[]): readonly boolean[] => [...live, ...yy.map(isSeed)]
    const { live, pushed } = liveCarries(
      tape,
      cc.map((seed, k) => isSeed(seed) || isSeed(tt[k])),
      others,
      lanes,
    )
    const wantedXs = pushed.reached.slice(carries, carries + xs)
    const wantedPs = pushed.reached.slice(carries + xs)
    const zero = (type: Type): Wire => zeros(lane(type, lanes))
    const first = [
      ...cc.flatMap((seed, k) => (live[k] ? [seed ?? zero(types.carry[k]!)] : [])),
      ...pick(types.params, wantedPs).map(zero),
    ]
    const count = live.filter(Boolean).length
    const stackedSeeds = [...yy.filter(isSeed), ...tt.filter(isSeed)]
    const result = along(pushed, x, y, first, stackedSeeds, [], !backward, lanes, (flows, carry, slices) => {
      const all = flows([...carry.slice(0, count), ...slices.slice(0, yy.filter(isSeed).length)])
      const along = placed(tt.map(isSeed), slices.slice(yy.filter(isSeed).length))
      const next = pick(
        all.slice(0, carries).map((wire, k) => (along[k] ? addWires([wire, along[k]]) : wire)),
        live,
      )
      const params = pick(all.slice(carries + xs), wantedPs).map((wire, k) => addWires([carry[count + k]!, wire]))
      return { carry: [...next, ...params], out: pick(all.slice(carries, carries + xs), wantedXs) }
    })
    return [
      ...placed(live, result.carry),
      ...placed(
        wantedXs,
        result.out.map((wire) => turned(wire, lanes)),
      ),
      ...placed(wantedPs, result.carry.slice(count)),
    ].map((wire, k) => wire ?? zero(k >= carries && k < carries + xs ? stacked(length, given[k]!) : given[k]!))
  }

  return {
    name: 'linearScan',
    draw: ([x, y, d], _, lanes) =>
      tuple(
        (tape.transposed ? reverse : forward)(
          parts(x!),
          parts(y!),
          mapSeeds(seedsOf(d!), (wire) => wire),
          lanes,
        ),
      ),
    adjoint: () => linearScan(drawScan, scan, Tape.transpose(tape)),
    absolute: () => linearScan(drawScan, scan, absolute(tape)),
    source: tape.edges,
    key: `${length} ${backward}${tape.transposed ? ' transposed' : ''}`,
  }
}

const unstacked = (type: Type): Type => (isTuple(type) ? type : { shape: type.shape.slice(1) })
