/** What value-level functions are told, and what they refuse. */
import {
  AdError,
  type Conventions,
  type Graph,
  isTuple,
  nodeAt,
  type Ref,
  showType,
  type TensorType,
} from '../lib/index.ts'

export interface Options {
  /** What a derivative is where there is none. `cotangent` by default. */
  readonly conventions?: Conventions
}

export interface ArgumentOptions extends Options {
  /** The arguments to differentiate with respect to, counted from 0. The first by default. */
  readonly argnums?: number | readonly number[]
}

/** The options that `linearize` knows. */
export const conventionsOf = ({ conventions }: Options): Options => (conventions ? { conventions } : {})

/** The one output of a function that must have one, and its type. */
export const onlyOutput = (op: string, graph: Graph): { readonly of: Ref; readonly type: TensorType } => {
  const [of] = graph.outputs
  if (of === undefined || graph.outputs.length > 1)
    throw new AdError({
      tag: 'ArityError',
      op,
      found: `${graph.outputs.length} results`,
      expected: 'one',
      cure: 'return one tensor, or use vjp',
    })
  return { of, type: tensorTypeAt(op, graph, of) }
}

export const tensorTypeAt = (op: string, graph: Graph, ref: Ref): TensorType => {
  const { type } = nodeAt(graph, ref)
  if (isTuple(type))
    throw new AdError({
      tag: 'ShapeError',
      op,
      found: showType(type),
      expected: 'a tensor',
      cure: 'use its parts one by one',
    })
  return type
}

/** The one number that a function to take the gradient of must give. */
export const onlyNumber = (op: string, graph: Graph): { readonly of: Ref; readonly type: TensorType } => {
  const only = onlyOutput(op, graph)
  if (only.type.shape.length > 0)
    throw new AdError({
      tag: 'ShapeError',
      op,
      found: showType(only.type),
      expected: 'one number, f64',
      cure: 'sum the result, or use jacobian or vjp',
    })
  return only
}

/** Argument numbers as a list, each of an argument that there is. */
export const argumentsOf = (op: string, argnums: number | readonly number[], count: number): readonly number[] => {
  const list = typeof argnums === 'number' ? [argnums] : argnums
  for (const k of list)
    if (!Number.isInteger(k) || k < 0 || k >= count)
      throw new AdError({
        tag: 'ArityError',
        op,
        argument: 'argnums',
        found: String(k),
        expected: `a whole number from 0 to ${count - 1}`,
        cure: 'count arguments from 0',
      })
  return list
}
