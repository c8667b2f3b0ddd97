/** Modes agree: one Jacobian whichever way it is computed, no confusion of perturbations, checkpoints that change nothing. */
import { callGraph } from '../lib/ops/call.ts'
import {
  type Arg,
  add,
  forwardVector,
  Graph,
  graph,
  inputTypes,
  mul,
  outputTypes,
  type Point,
  type Result,
  reverseVector,
  type Shape,
  sizeOf,
  type Tensor,
  type TensorType,
  type Type,
  type Wire,
} from '../modes/index.ts'
import {
  absolutes,
  agree,
  entriesOf,
  identical,
  pullback,
  pullbackBound,
  pushforward,
  pushforwardBound,
  run,
  type Under,
  type Values,
  valuesOf,
} from './scale.ts'
import { claim, named, type Verdict } from './verdict.ts'

const size = (types: readonly Type[]): number => types.reduce((n, type) => n + sizeOf((type as TensorType).shape), 0)
const unitsOf = (types: readonly Type[]): readonly Values[] => {
  const n = size(types)
  return Array.from({ length: n }, (_, i) =>
    valuesOf(
      types,
      Array.from({ length: n }, (_, k) => (k === i ? 1 : 0)),
    ),
  )
}

/** All unit values of some types side by side: lane i is 1 in entry i of them all. */
const lanesOf = (types: readonly Type[]): Values => {
  const units = unitsOf(types)
  return types.map((type, k): Tensor => {
    const shape: Shape = [units.length, ...(type as TensorType).shape]
    return { shape, data: Float64Array.from(units.flatMap((unit) => entriesOf([unit[k]!]))) }
  })
}

type Matrix = readonly (readonly number[])[]
const transposed = (rows: Matrix, columns: number): Matrix =>
  Array.from({ length: columns }, (_, j) => rows.map((row) => row[j]!))

/** The rows of lanes: entry i of lane j of all values together. */
const rowsOf = (lanes: Values, count: number): Matrix =>
  Array.from({ length: count }, (_, j) =>
    lanes.flatMap((value) => {
      const all = entriesOf([value])
      return all.slice((j * all.length) / count, ((j + 1) * all.length) / count)
    }),
  )

type WayToJacobian = (f: Graph, x: Values) => Matrix

/** The Jacobian by a derivative along unit directions, column by column. */
export const columnsBy =
  (D: (f: Graph) => Graph): WayToJacobian =>
  (f, x) => {
    const df = D(f)
    return transposed(
      unitsOf(inputTypes(f)).map((v) => entriesOf(run(df, x, v))),
      size(outputTypes(f)),
    )
  }

/** The Jacobian by an adjoint derivative along unit covectors, row by row. */
export const rowsBy =
  (R: (f: Graph) => Graph): WayToJacobian =>
  (f, x) => {
    const rf = R(f)
    return unitsOf(outputTypes(f)).map((w) => entriesOf(run(rf, x, w)))
  }

/** The ways to a Jacobian, its rows the entries of all results, its columns those of all arguments. */
export const jacobians: Readonly<Record<string, WayToJacobian>> = {
  forward: columnsBy(pushforward),
  reverse: rowsBy(pullback),
  forwardVector: (f, x) => {
    const seeds = lanesOf(inputTypes(f))
    const n = size(inputTypes(f))
    const lanes = run(forwardVector(f, n), x, seeds).slice(f.outputs.length)
    return transposed(rowsOf(lanes, n), size(outputTypes(f)))
  },
  reverseVector: (f, x) => {
    const m = size(outputTypes(f))
    return rowsOf(run(reverseVector(f, m), x, lanesOf(outputTypes(f))).slice(f.outputs.length), m)
  },
}

const asValues = (matrix: Matrix): Values => [{ shape: [matrix.flat().length], data: Float64Array.from(matrix.flat()) }]

/** Jacobians by all ways, or by one and forward mode, agree within 1e-10 of the scale of each entry. */
export const modesAgree = (f: Graph, x: Values, ways: typeof jacobians = jacobians, under: Under = {}): Verdict => {
  const bound = pushforwardBound(f, under)
  const scale = transposed(
    unitsOf(inputTypes(f)).map((v) => entriesOf(run(bound, x, v))),
    size(outputTypes(f)),
  )
  const [first, ...others] = Object.entries(ways)
  const [reference, rest] = others.length > 0 ? [first![1], others] : [jacobians['forward']!, [first!]]
  const expected = asValues(reference(f, x))
  for (const [name, jacobian] of rest) {
    const verdict = named(name, agree(asValues(jacobian(f, x)), expected, asValues(scale), [f], 1e-10))
    if (!verdict.holds) return verdict
  }
  return { holds: true }
}

/** A derivative of functions of one number, at a point. */
export type Derivative = (f: (x: Wire) => Arg) => (x: Point) => Result

/**
 * D(x -> x * D(y -> x + y, 1), 1) = 1
 *
 * @example
 * noPerturbationConfusion((f) => grad(f), (f) => grad(f)).holds // => true
 */
export const noPerturbationConfusion = (outer: Derivative, inner: Derivative): Verdict => {
  const found = outer((x) => mul(x, inner((y) => add(x, y))(1) as Arg))(1)
  return claim(found === 1, `D(x -> x * D(y -> x + y, 1), 1) is ${String(found)}, not 1`)
}

/** f with all of it in one checkpoint. */
export const checkpointed = (f: Graph): Graph => graph(inputTypes(f), (...xs) => callGraph(f, xs))

/**
 * R (checkpoint f) (x, w) = R f (x, w) to the bit, for a region that is the whole graph: no argument of it is used
 * outside, so every sum of cotangents is bracketed as it was.
 */
export const checkpointKeepsTheGradient = (
  f: Graph,
  x: Values,
  w: Values,
  keep: (f: Graph) => Graph = checkpointed,
): Verdict => identical(run(pullback(keep(f)), x, w), run(pullback(f), x, w), [f])

/** R (f; checkpoint g) (x, w) ~ R (f;g) (x, w): where f's results share nodes with g, sums are bracketed differently. */
export const checkpointAgrees = (
  f: Graph,
  g: Graph,
  x: Values,
  w: Values,
  keep: (f: Graph) => Graph = checkpointed,
): Verdict => {
  const plain = Graph.compose(f, g)
  const kept = Graph.compose(f, keep(g))
  const scale = run(pullbackBound(plain), x, absolutes(w))
  return agree(run(pullback(kept), x, w), run(pullback(plain), x, w), scale, [f, g])
}
