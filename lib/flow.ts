/** Flows: what linear maps do to wires. The carriers of `push`: tangents or cotangents on their way through a tape. */
import { belongTo } from './drawing.ts'
import type { Ref } from './graph.ts'
import type { Kernel } from './kernel.ts'
import { isDrawn, isIdentityMap, isSlope, isStep, isZeroMap, Linear, type Path, type Step, sameStep } from './linear.ts'
import { addWires } from './ops/add.ts'
import { isNumber, isZero } from './ops/constant.ts'
import { contract, contractNumbers, scaled } from './ops/contract.ts'
import { reshape } from './ops/linalg.ts'
import { parts, tuple } from './ops/tuple.ts'
import { isTuple, type Shape, sameShape, scalar, type Type } from './types.ts'
import { draw, refOf, type Wire, wireAt } from './wire.ts'

/** A wire and what is left to do to it before it reaches a vertex. */
export interface Arrival {
  readonly wire: Wire
  readonly path: Path
}
/** A wire on its way into a map, and those before it: what waits at one vertex for another to come is no list that grows. */
interface Waiting {
  readonly wire: Wire
  readonly map: Linear
  readonly before: Waiting | undefined
}

/** By vertex: what waits there to be summed, and one more than the place of the sum once somebody asked for it. */
export interface Flows {
  readonly lanes: number | undefined
  readonly waiting: (Waiting | undefined)[]
  readonly settled: Int32Array
}

const lead = (shape: Shape, lanes: number | undefined): Shape => (lanes === undefined ? shape : [lanes, ...shape])

/** `k` applied to a wire, as a tensor of a shape. */
const applyKernel = (k: Kernel, wire: Wire, shape: Shape, lanes: number | undefined): Wire => {
  if (lanes === undefined && k.extent.length === 0 && shape.length === 0 && isNumber(wire))
    return contractNumbers(
      k.operands.length === 1
        ? [wire, wireAt(k.operands[0]!.ref)]
        : [wire, ...k.operands.map(({ ref }) => wireAt(ref))],
      k.coef,
      k.absorbing,
    )
  const operands = k.operands.map(({ ref, spec }) => ({ wire: wireAt(ref), word: spec }))
  if (lanes === undefined)
    return contract([{ wire, word: k.hole }, ...operands], k.out, k.extent, shape, k.coef, k.absorbing)
  const lane = k.extent.length
  const hole = { wire, word: [lane, ...k.hole] }
  return contract([hole, ...operands], [lane, ...k.out], [...k.extent, lanes], [lanes, ...shape], k.coef, k.absorbing)
}

const applyStep = ({ op, at, args }: Step, wire: Wire, lanes: number | undefined): Wire => {
  const xs = args.map((ref, k) => (k === at ? wire : wireAt(ref)))
  return isDrawn(op) ? op.draw(xs, at, lanes) : draw(op, xs)
}

const shaped = (wire: Wire, to: Type, lanes: number | undefined): Wire => {
  if (isTuple(to)) return wire
  const shape = lead(to.shape, lanes)
  return sameShape(wire.shape, shape) ? wire : reshape(wire, shape)
}

/** The sum of wires of one type, part by part for tuples; known zeros are left out, and equal wires counted. */
export const sumOf = (wires: readonly Wire[]): Wire => {
  if (wires.length === 1) return wires[0]!
  if (isTuple(wires[0]!.type)) {
    const columns = wires.map(parts)
    return tuple(columns[0]!.map((_, k) => sumOf(columns.map((column) => column[k]!))))
  }
  const kept = wires.some(isZero) ? wires.filter((wire) => !isZero(wire)) : wires
  if (kept.length === 0) return wires[0]!
  return addWires(allDiffer(kept) ? kept : counted(kept))
}

const allDiffer = (wires: readonly Wire[]): boolean =>
  wires.length === 2 ? wires[0]!.ref !== wires[1]!.ref : new Set(wires.map(({ ref }) => ref)).size === wires.length

/** Equal wires as one multiple of each. */
const counted = (wires: readonly Wire[]): readonly Wire[] => {
  const times = new Map<Ref, { readonly wire: Wire; count: number }>()
  for (const wire of wires) {
    const known = times.get(wire.ref)
    if (known) known.count++
    else times.set(wire.ref, { wire, count: 1 })
  }
  return [...times.values()].map(({ wire, count }) => (count === 1 ? wire : scaled(wire, count)))
}

const endsInStep = ({ path }: Arrival): boolean => path.length > 0 && isStep(path[path.length - 1]!)

/** An arrival that ends in no step, done. */
const unshared = (to: Type, { wire, path }: Arrival, lanes: number | undefined): Wire => {
  const last = path[path.length - 1] as Kernel | undefined
  if (last === undefined) return shaped(wire, to, lanes)
  const before =
    path.length === 1
      ? wire
      : gather({ shape: last.hole.map((l) => last.extent[l]!) }, [{ wire, path: path.slice(0, -1) }], lanes)
  return isTuple(to) ? before : applyKernel(last, before, to.shape, lanes)
}

/** The sum at a vertex of type `to`. Arrivals that end with the same step are summed before it is applied, once. */
export const gather = (to: Type, arrivals: readonly Arrival[], lanes: number | undefined): Wire => {
  if (!arrivals.some(endsInStep)) return sumOf(arrivals.map((arrival) => unshared(to, arrival, lanes)))
  const terms: Wire[] = []
  const shared = new Map<number | string, { readonly step: Step; readonly arrivals: Arrival[] }[]>()
  for (const { wire, path } of arrivals) {
    const last = path[path.length - 1]
    if (last !== undefined && isStep(last)) {
      const arrival = { wire, path: path.slice(0, -1) }
      const bucket = isDrawn(last.op) ? last.op.key : last.op.hash
      const groups = shared.get(bucket) ?? []
      shared.set(bucket, groups)
      const same = groups.find(({ step }) => sameStep(step, last))
      if (same) same.arrivals.push(arrival)
      else groups.push({ step: last, arrivals: [arrival] })
    } else terms.push(unshared(to, { wire, path }, lanes))
  }
  for (const { step, arrivals: group } of [...shared.values()].flat())
    terms.push(shaped(applyStep(step, gather(step.from, group, lanes), lanes), to, lanes))
  return sumOf(terms)
}

/** Flows over `size` vertices with these seeds at the sources and nothing anywhere else. */
export const start = (
  size: number,
  sources: readonly Ref[],
  seeds: readonly (Wire | undefined)[],
  lanes: number | undefined,
): Flows => {
  const waiting: (Waiting | undefined)[] = new Array(size)
  sources.forEach((ref, k) => {
    const wire = seeds[k]
    if (wire) waiting[ref] = { wire, map: Linear.identity(wire.type), before: waiting[ref] }
  })
  return { lanes, waiting, settled: new Int32Array(size) }
}

/** All that waits, in order of arrival. */
const queue = (last: Waiting): readonly Waiting[] => {
  if (!last.before) return [last]
  const all: Waiting[] = []
  for (let each: Waiting | undefined = last; each; each = each.before) all.push(each)
  return all.reverse()
}

/** Whether a map takes numbers to numbers and nothing of its paths has to be known to draw it. */
const isPlain = ({ wire, map }: Waiting): boolean => isNumber(wire) && (isIdentityMap(map) || isSlope(map))

/** A number through a plain map. */
const through = ({ wire, map }: Waiting): Wire =>
  isSlope(map) ? contractNumbers([wire, wireAt(map.by)], 1, map.absorbing) : wire

/** The sum of all that waits at a vertex of type `to`. */
const collected = (to: Type, last: Waiting, lanes: number | undefined): Wire => {
  const all = queue(last)
  if (lanes === undefined && to === scalar && all.every(isPlain)) return sumOf(all.map(through))
  return gather(
    to,
    all.flatMap(({ wire, map }) => map.paths.map((path) => ({ wire, path }))),
    lanes,
  )
}

/** The sum of all that has arrived at a vertex; undefined where nothing has. Nothing may arrive there afterwards. */
export const settle = ({ lanes, waiting, settled }: Flows, ref: Ref): Wire | undefined => {
  const last = waiting[ref]
  if (last) {
    belongTo(ref)
    settled[ref] = refOf(collected(wireAt(ref).type, last, lanes)) + 1
    waiting[ref] = undefined
  }
  const sum = settled[ref]!
  return sum === 0 ? undefined : wireAt(sum - 1)
}

/** Sends a wire through a map to a vertex, to be summed there. */
export const deliver = (flows: Flows, to: Ref, map: Linear, wire: Wire | undefined): Flows => {
  if (wire && !isZeroMap(map)) flows.waiting[to] = { wire, map, before: flows.waiting[to] }
  return flows
}

/** `l` applied to a wire of the graph being drawn, whose nodes the operands of `l` name. */
export const applyLinear = (l: Linear, wire: Wire, lanes?: number): Wire | undefined =>
  l.paths.length === 0
    ? undefined
    : gather(
        l.to,
        l.paths.map((path) => ({ wire, path })),
        lanes,
      )
