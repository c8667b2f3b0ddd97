/** Functions of values that draw graphs: the bridge from `(x) => ...` on trees of wires to trees of numbers and tensors. */
import { replay } from './compose.ts'
import { asType, type Closure, closure, noCapture } from './drawing.ts'
import type { GradientOptions } from './engine/cold/gradient.ts'
import { gradientInGear, runInGear } from './engine/gear.ts'
import { fail } from './error.ts'
import { type Graph, inputTypes } from './graph.ts'
import { lift } from './ops/constant.ts'
import { nameOf, type Place, refuse } from './places.ts'
import { leavesLike, resultsOf, split, typeOf } from './points.ts'
import type { Differentiable, Result, Structured } from './results.ts'
import { flatten, LEAF, type Leaves, listOf, type Structure, type Tree, unflatten } from './tree.ts'
import { isTuple, type Shape, sameShape, type Type } from './types.ts'
import { conform, type Tensor } from './value.ts'
import { Wire } from './wire.ts'

/** A function drawn at points: its graph, and the trees that the inputs and outputs of the graph are the leaves of. */
export interface Application extends Closure, Structured {
  /** The structure of the auxiliary result, whose leaves are the last outputs; undefined where there is none. */
  readonly aux: Structure | undefined
  /** The leaves of the points. */
  readonly leaves: readonly (Tensor | Wire)[]
}

/** A result; an empty list is no result, where among points it is a tensor without entries. */
const splitResult = (x: unknown, place: Place) =>
  Array.isArray(x) && x.length === 0 ? { structure: listOf([]), leaves: [] } : split(x, place)

const wantsPair = (place: Place, found: string): never =>
  refuse(place, found, 'a pair [value, aux]', 'return [value, aux], or leave hasAux out')

/** The trees of wires of these structures, one after another. */
const rebuild = <L>(structures: readonly Structure[], leaves: readonly L[]): readonly Tree<L>[] =>
  unflatten(listOf(structures), leaves) as readonly Tree<L>[]

const drawn = (
  f: (...xs: never[]) => unknown,
  takes: readonly Structure[],
  types: readonly Type[],
  op: string,
  hasAux: boolean,
): Closure & { readonly gives: Structure; readonly aux: Structure | undefined } => {
  const place: Place = { op, path: () => 'the result' }
  let [gives, aux]: [Structure, Structure | undefined] = [LEAF, undefined]
  const { graph, captured } = closure(types, (...xs) => {
    const result = f(...(rebuild(takes, xs) as never[]))
    if (hasAux && (!Array.isArray(result) || result.length !== 2)) return wantsPair({ op }, nameOf(result))
    const [value, more] = (hasAux ? result : [result]) as readonly unknown[]
    const main = splitResult(value, place)
    const rest = hasAux ? splitResult(more, { op, path: () => 'aux' }) : undefined
    ;[gives, aux] = [main.structure, rest?.structure]
    return [...main.leaves, ...(rest?.leaves ?? [])].map(lift)
  })
  return { graph, captured, gives, aux }
}

/** A graph as a function of points: one for each input, or trees where it knows of any. */
const applied = (f: Graph | Structured, points: readonly unknown[], op: string, hasAux: boolean): Application => {
  const graph = 'nodes' in f ? f : f.graph
  const outputs = graph.outputs.map(() => LEAF)
  const takes = 'nodes' in f ? graph.inputs.map(() => LEAF) : f.takes
  const gives = 'nodes' in f ? (outputs.length === 1 ? LEAF : listOf(outputs)) : f.gives
  if (points.length !== takes.length)
    fail({
      tag: 'ArityError',
      op,
      found: `${points.length} points`,
      expected: `${takes.length}`,
      cure: 'give a point for each input of the graph',
    })
  const leaves = takes.flatMap((structure, argument) => leavesLike(structure, points[argument], { op, argument }))
  if (!hasAux) return { graph, captured: [], takes, gives, aux: undefined, leaves }
  if (gives.kind !== 'list' || gives.parts.length !== 2) return wantsPair({ op }, 'a graph without a pair of results')
  return { graph, captured: [], takes, gives: gives.parts[0]!, aux: gives.parts[1]!, leaves }
}

/**
 * The graph of a function at points, trees of values or wires, with the wires that it captures.
 *
 * @throws AdError `ValueError` that names the path of what is neither a number, an array, a tensor nor a wire
 */
export const drawAt = <A extends readonly unknown[]>(
  f: Differentiable<A, unknown>,
  points: readonly unknown[],
  op = 'drawAt',
  hasAux = false,
): Application => {
  if (typeof f !== 'function') return applied(f, points, op, hasAux)
  const trees = points.map((x, argument) => split(x, { op, argument }))
  const takes = trees.map(({ structure }) => structure)
  const leaves = trees.flatMap((tree) => tree.leaves)
  return { ...drawn(f as (...xs: never[]) => unknown, takes, leaves.map(typeOf), op, hasAux), takes, leaves }
}

const wholeNumbers = (x: readonly unknown[]): boolean => x.every((n) => Number.isSafeInteger(n) && (n as number) >= 0)
const SHAPES: Leaves = {
  isLeaf: (x) => (Array.isArray(x) ? x.length === 0 || wholeNumbers(x) : isType(x)),
  numeric: false,
  expected: 'shapes (lists of whole numbers from 0) or types, or lists and records of them',
}
const isType = (x: object): boolean =>
  Object.keys(x).length === 1 &&
  (('shape' in x && Array.isArray(x.shape) && wholeNumbers(x.shape)) ||
    ('tuple' in x && Array.isArray(x.tuple) && x.tuple.every((part) => typeof part === 'object' && isType(part))))

/**
 * A function drawn for trees of shapes, or of types.
 *
 * @throws AdError `ValueError` that names the path of what is no shape, `WireError` where it captures wires
 */
export const structured = <A extends readonly unknown[], R>(
  f: (...xs: A) => R,
  inputs: readonly unknown[],
  op: string,
): Structured<A, R> => {
  const trees = inputs.map((x, argument) => flatten(x, SHAPES, { op, argument }))
  const takes = trees.map(({ structure }) => structure)
  const types = trees.flatMap(({ leaves }) => leaves.map((x) => asType(x as Shape | Type)))
  const closed = drawn(f as (...xs: never[]) => unknown, takes, types, op, false)
  return { graph: noCapture(closed), takes, gives: closed.gives }
}

/** Tensors of the shapes that the inputs of a graph have. */
const fitting = (graph: Graph, values: readonly Tensor[]): readonly Tensor[] => {
  inputTypes(graph).forEach((type, k) => {
    if (isTuple(type) || !sameShape(type.shape, values[k]!.shape)) conform(values[k]!, type, `input ${k}`)
  })
  return values
}

const areValues = (leaves: readonly (Tensor | Wire)[]): leaves is readonly Tensor[] =>
  !leaves.some((x) => x instanceof Wire)

/**
 * Runs a graph at wires and tensors that nobody else holds. Where a wire is among them the graph is drawn there, else it
 * is run, and compiled once it has run often.
 */
export const runAt = (graph: Graph, leaves: readonly (Tensor | Wire)[]): readonly Result[] =>
  areValues(leaves) ? resultsOf(runInGear(graph, fitting(graph, leaves))) : replay(graph, leaves.map(lift))

/**
 * The outputs of a graph and the gradient of one, which is a number, at wires and tensors that nobody else holds: what
 * running the graph `drawn()` gives, which is drawn where it is needed.
 */
export const gradientAt = (
  graph: Graph,
  options: GradientOptions,
  leaves: readonly (Tensor | Wire)[],
  drawn: () => Graph,
): readonly Result[] =>
  areValues(leaves) ? resultsOf(gradientInGear(graph, options, fitting(graph, leaves), drawn)) : runAt(drawn(), leaves)
