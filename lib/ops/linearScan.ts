/**
 * The derivative of a scan, drawn as a scan along the trajectory: forward over (c, x, dx) with dc carried, and once
 * transposed from the last step to the first, with c' and the cotangents of the parameters carried.
 */
import { absolute } from '../absolute.ts'
import { replayNodes } from '../compose.ts'
import { sumOf } from '../flow.ts'
import { inputTypes } from '../graph.ts'
import type { Drawn } from '../op.ts'
import { Tape } from '../tape.ts'
import { type Type, withLanes } from '../types.ts'
import type { Wire } from '../wire.ts'
import { isSeed, type Pushed, pushSome, seedsOf } from './body.ts'
import { transpose } from './linalg.ts'
import type { scan as drawScan } from './scan.ts'
import { type Scan, scanTypes, stacked } from './scanTypes.ts'
import { parts, tuple, zeros } from './tuple.ts'

type Seeds = readonly (Wire | undefined)[]
type Mask = readonly boolean[]

const pick = <A>(xs: readonly A[], wanted: Mask): readonly A[] => xs.filter((_, k) => wanted[k])

/** Values for the wanted places, in order; undefined for the rest. */
const placed = (wanted: Mask, given: readonly Wire[]): Seeds => {
  const left = [...given]
  return wanted.map((want) => (want ? left.shift() : undefined))
}

/** Lanes lead and steps come second; inside a scan steps lead. Its own inverse. */
const turned = (wire: Wire, lanes: number | undefined): Wire =>
  lanes === undefined ? wire : transpose(wire, [1, 0, ...wire.shape.slice(2).map((_, k) => k + 2)])

/** The carries that are not zero at every step, those that start so and all that they lead to, with the body pushed. */
const liveCarries = (
  tape: Tape,
  start: Mask,
  others: Mask,
  lanes: number | undefined,
): { live: Mask; pushed: Pushed } => {
  const pushed = pushSome(tape, [...start, ...others], lanes)
  const live = start.map((on, k) => on || pushed.reached[k]!)
  return live.every((on, k) => on === start[k]) ? { live, pushed } : liveCarries(tape, live, others, lanes)
}

export const linearScan = (draw: typeof drawScan, scan: Scan, tape: Tape): Drawn => {
  const { carries, xs, length, backward, body } = scan
  const types = scanTypes(scan)

  /** Tangents of carries, inputs and parameters to tangents of last carries, outputs and trajectory. */
  const forward = (at: readonly Wire[], params: readonly Wire[], seeds: Seeds, lanes: number | undefined): Seeds => {
    const [dc, dx, dp] = [seeds.slice(0, carries), seeds.slice(carries, carries + xs), seeds.slice(carries + xs)]
    const { live, pushed } = liveCarries(tape, dc.map(isSeed), [...dx, ...dp].map(isSeed), lanes)
    const wanted = pushed.reached.slice(carries)
    const first = pick(
      types.carry.map((type, k) => dc[k] ?? zeros(withLanes(type, lanes))),
      live,
    )
    const along = [...at, ...dx.filter(isSeed).map((wire) => turned(wire, lanes))]
    const { carry, out, trajectory } = draw(
      (tangents, slices) => {
        const here = [...slices.slice(0, at.length), ...params]
        const given = [...here, ...tangents, ...slices.slice(at.length), ...dp.filter(isSeed)]
        const flows = replayNodes(pushed.graph, given, pushed.graph.outputs)
        return { carry: pick(flows.slice(0, carries), live), out: pick(flows.slice(carries), wanted) }
      },
      first,
      along,
      { length, backward },
    )
    const back = (wire: Wire): Wire => turned(wire, lanes)
    return [...placed(live, carry), ...placed(wanted, out.map(back)), ...placed(live, trajectory.map(back))]
  }

  /** Cotangents of last carries, outputs and trajectory to cotangents of carries, inputs and parameters. */
  const reverse = (at: readonly Wire[], params: readonly Wire[], seeds: Seeds, lanes: number | undefined): Seeds => {
    const outs = types.outs.length
    const [dc, dy, dt] = [seeds.slice(0, carries), seeds.slice(carries, carries + outs), seeds.slice(carries + outs)]
    const start = dc.map((seed, k) => isSeed(seed) || isSeed(dt[k]))
    const { live, pushed } = liveCarries(tape, start, dy.map(isSeed), lanes)
    const [ofXs, ofParams] = [pushed.reached.slice(carries, carries + xs), pushed.reached.slice(carries + xs)]
    const zero = (type: Type): Wire => zeros(withLanes(type, lanes))
    const first = pick(
      types.carry.map((type, k) => dc[k] ?? zero(type)),
      live,
    )
    const along = [...at, ...[...dy, ...dt].filter(isSeed).map((wire) => turned(wire, lanes))]
    const { carry, out } = draw(
      (given, slices) => {
        const cotangents = given.slice(0, first.length)
        const sums = given.slice(first.length)
        const seeded = slices.slice(at.length)
        const ofOuts = seeded.slice(0, dy.filter(isSeed).length)
        const ofTrajectory = placed(dt.map(isSeed), seeded.slice(ofOuts.length))
        const flows = replayNodes(
          pushed.graph,
          [...slices.slice(0, at.length), ...params, ...cotangents, ...ofOuts],
          pushed.graph.outputs,
        )
        const before = flows.slice(0, carries).map((wire, k) => sumOf([wire, ofTrajectory[k]].filter(isSeed)))
        const shares = pick(flows.slice(carries + xs), ofParams)
        return {
          carry: [...pick(before, live), ...shares.map((share, k) => sumOf([sums[k]!, share]))],
          out: pick(flows.slice(carries, carries + xs), ofXs),
        }
      },
      [...first, ...pick(types.params, ofParams).map(zero)],
      along,
      { length, backward: !backward },
    )
    return [
      ...placed(live, carry.slice(0, first.length)),
      ...placed(
        ofXs,
        out.map((wire) => turned(wire, lanes)),
      ),
      ...placed(ofParams, carry.slice(first.length)),
    ]
  }

  const inputs = inputTypes(body).map((type, k) => (k >= carries && k < carries + xs ? stacked(length, type) : type))
  const results = tape.transposed ? inputs : types.results
  return {
    name: 'linearScan',
    draw: ([x, y, d], _, lanes) => {
      const given = parts(x!)
      const at = [...parts(y!).slice(carries + types.outs.length), ...given.slice(carries, carries + xs)]
      const flows = (tape.transposed ? reverse : forward)(at, given.slice(carries + xs), seedsOf(d!), lanes)
      return tuple(flows.map((wire, k) => wire ?? zeros(withLanes(results[k]!, lanes))))
    },
    adjoint: () => linearScan(draw, scan, Tape.transpose(tape)),
    absolute: () => linearScan(draw, scan, absolute(tape)),
    source: [tape.edges],
    key: `${length} ${backward}${tape.transposed ? ' transposed' : ''}`,
  }
}
