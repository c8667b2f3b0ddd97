/** Functions of values that draw graphs: the bridge from `(x) => ...` on wires to numbers and tensors. */
import { asWires, replay } from './compose.ts'
import { type Closure, closure } from './drawing.ts'
import { fail } from './error.ts'
import { type Graph, inputTypes } from './graph.ts'
import { run } from './interpret/evaluate.ts'
import { type Arg, lift } from './ops/constant.ts'
import { sameType, showType, type Type } from './types.ts'
import { type Arrayish, conform, type Tensor, tensor, typeOfValue, type Value } from './value.ts'
import { Wire } from './wire.ts'

/** A function that draws its result, or a list of results, from wires. */
export type Drawable = (...xs: Wire[]) => Arg | readonly Arg[]
/** What can be differentiated: a function that draws, or a graph that is drawn. */
export type Differentiable = Drawable | Graph
/** What a derivative is asked at: values, or wires while a graph around is being drawn. */
export type Point = Arrayish | Wire
/** What comes back: a number for a scalar, else a tensor; a wire where the point or the function has wires. */
export type Result = number | Tensor | Wire

const valueOf = (x: Point): Tensor | Wire => (x instanceof Wire ? x : tensor(x))
const typeOf = (x: Tensor | Wire): Type => (x instanceof Wire ? x.type : typeOfValue(x))

/** The graph of a function at points of these types, with the wires that it captures. */
export const drawAt = (f: Differentiable, points: readonly Point[]): Closure =>
  typeof f === 'function'
    ? closure(
        points.map((x) => typeOf(valueOf(x))),
        (...xs) => asWires(f(...xs)),
      )
    : { graph: f, captured: [] }

/** A value as callers get it: a number for a scalar. */
export const resultOf = (value: Value): number | Tensor => {
  if ('tuple' in value)
    return fail({ tag: 'ValueError', op: 'result', found: 'a tuple', expected: 'a tensor', cure: 'return its parts' })
  return value.shape.length === 0 ? value.data[0]! : value
}

/**
 * Runs a graph at points, captured wires and further points, in this order. Where a wire is among them the graph is drawn
 * there, else it is evaluated.
 */
export const runAt = (
  graph: Graph,
  points: readonly Point[],
  captured: readonly Wire[],
  more: readonly Point[] = [],
): readonly Result[] => {
  const all: readonly Point[] = [...points, ...captured, ...more]
  if (all.some((x) => x instanceof Wire)) return replay(graph, all.map(lift))
  const types = inputTypes(graph)
  return run(
    graph,
    all.map((x, k) => conform(x as Arrayish, types[k]!, `input ${k}`)),
  ).map(resultOf)
}

/** Refuses tangents that are not of their primal's type, by number. */
export const sameAs = (op: string, points: readonly Point[], tangents: readonly Point[]): void => {
  if (points.length !== tangents.length)
    fail({
      tag: 'ArityError',
      op,
      found: `${tangents.length} tangents`,
      expected: `${points.length}`,
      cure: 'give a tangent for each point',
    })
  points.forEach((x, argument) => {
    const [a, b] = [typeOf(valueOf(x)), typeOf(valueOf(tangents[argument]!))]
    if (!sameType(a, b))
      fail({
        tag: 'ShapeError',
        op,
        argument,
        found: showType(b),
        expected: showType(a),
        cure: 'give tangents the shapes of their points',
      })
  })
}
