/** Lanes: wires of a graph being batched, with what is known of which of their tensors have the new leading axis. */
import type { Op } from '../op.ts'
import { select } from '../ops/compare.ts'
import { broadcastTo, reshape, transpose } from '../ops/linalg.ts'
import { scan } from '../ops/scan.ts'
import { parts, tuple } from '../ops/tuple.ts'
import { isTuple, type Type, tupleType, withLanes } from '../types.ts'
import { draw, type Wire } from '../wire.ts'

/** Whether a tensor has lanes; of a tuple, part by part. */
export type Mark = boolean | readonly Mark[]

/** A wire whose marked tensors have a leading axis of lanes; the others are the same in every lane. */
export interface Laned {
  readonly wire: Wire
  readonly mark: Mark
}

export const anyLanes = (mark: Mark): boolean => (typeof mark === 'boolean' ? mark : mark.some(anyLanes))

/** The mark of a type with lanes everywhere, or nowhere. */
export const uniform = (type: Type, on: boolean): Mark =>
  isTuple(type) ? type.tuple.map((part) => uniform(part, on)) : on

const markAt = (mark: Mark, k: number): Mark => (typeof mark === 'boolean' ? mark : mark[k]!)

/** Lanes where either has them. */
export const either = (a: Mark, b: Mark): Mark =>
  typeof a === 'boolean'
    ? typeof b === 'boolean'
      ? a || b
      : either(b, a)
    : a.map((part, k) => either(part, markAt(b, k)))

export const lanedType = (type: Type, mark: Mark, size: number): Type =>
  isTuple(type)
    ? tupleType(type.tuple.map((part, k) => lanedType(part, markAt(mark, k), size)))
    : withLanes(type, mark === true ? size : undefined)

export const lanedParts = ({ wire, mark }: Laned): readonly Laned[] =>
  parts(wire).map((part, k) => ({ wire: part, mark: markAt(mark, k) }))

export const lanedTuple = (xs: readonly Laned[]): Laned => ({
  wire: tuple(xs.map((x) => x.wire)),
  mark: xs.map((x) => x.mark),
})

/** The wire with lanes wherever a mark wants them: what is the same in every lane is repeated. */
export const withMark = (x: Laned, wanted: Mark, size: number): Wire => {
  const { wire, mark } = x
  if (isTuple(wire.type))
    return anyLanes(wanted) ? tuple(lanedParts(x).map((part, k) => withMark(part, markAt(wanted, k), size))) : wire
  return wanted === true && mark === false ? broadcastTo(wire, [size, ...wire.shape]) : wire
}

/** The wire with lanes everywhere. */
export const everywhere = (x: Laned, size: number): Wire => withMark(x, uniform(x.wire.type, true), size)

/** Lanes first and steps second, or the other way round. */
export const turned = ({ wire, mark }: Laned): Wire =>
  mark === true ? transpose(wire, [1, 0, ...wire.shape.slice(2).map((_, k) => k + 2)]) : wire

/** Lane by lane: `a` where the mask is not 0, else `b`. Both have lanes everywhere. */
export const selectLanes = (mask: Wire, a: Wire, b: Wire): Wire =>
  isTuple(a.type)
    ? tuple(parts(a).map((part, k) => selectLanes(mask, part, parts(b)[k]!)))
    : select(reshape(mask, [...mask.shape, ...a.shape.slice(1).map(() => 1)]), a, b)

const leaves = (wire: Wire): readonly Wire[] => (isTuple(wire.type) ? parts(wire).flatMap(leaves) : [wire])
const lanedLeaves = (x: Laned): readonly Wire[] =>
  isTuple(x.wire.type) ? lanedParts(x).flatMap(lanedLeaves) : x.mark === true ? [x.wire] : []

/** A wire of this type, its tensors taken one after the other. */
const rebuilt = (type: Type, next: () => Wire): Wire =>
  isTuple(type) ? tuple(type.tuple.map((part) => rebuilt(part, next))) : next()

const laneOf = (x: Laned, next: () => Wire): Wire =>
  isTuple(x.wire.type) ? tuple(lanedParts(x).map((part) => laneOf(part, next))) : x.mark === true ? next() : x.wire

const oneByOne = (wires: readonly Wire[]): (() => Wire) => {
  let at = 0
  return () => wires[at++]!
}

/** Any op, lane by lane, by a scan over the lanes: what holds of every op. */
export const eachLane = (op: Op, type: Type, args: readonly Laned[]): Laned => {
  const { out } = scan(
    (_, slices) => {
      const next = oneByOne(slices)
      return {
        carry: [],
        out: leaves(
          draw(
            op,
            args.map((x) => laneOf(x, next)),
          ),
        ),
      }
    },
    [],
    args.flatMap(lanedLeaves),
  )
  return { wire: rebuilt(type, oneByOne(out)), mark: uniform(type, true) }
}
