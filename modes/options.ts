/** What value-level functions are told, and what they refuse. */
import {
  AdError,
  type Conventions,
  type Graph,
  isTuple,
  nodeAt,
  type Ref,
  type Structure,
  showType,
  type TensorType,
} from '../lib/index.ts'

export interface Options {
  /** What a derivative is where there is none. `cotangent` by default. */
  readonly conventions?: Conventions
}

export interface AuxOptions<H extends boolean = boolean> extends Options {
  /** Whether the function gives a pair `[value, aux]`, of which only the value is differentiated. */
  readonly hasAux?: H
}

export interface ArgumentOptions<
  N extends number | readonly number[] = number | readonly number[],
  H extends boolean = boolean,
> extends AuxOptions<H> {
  /** The argument to differentiate with respect to, or a list of them, counted from 0. The first by default. */
  readonly argnums?: N
}

/** The options that `linearize` knows. */
export const conventionsOf = ({ conventions }: Options): Options => (conventions ? { conventions } : {})

/** The one output, of the first `count`, of a function that must have one, and its type. */
export const onlyOutput = (
  op: string,
  graph: Graph,
  count: number = graph.outputs.length,
): { readonly of: Ref; readonly type: TensorType } => {
  const [of] = graph.outputs
  if (of === undefined || count !== 1)
    throw new AdError({
      tag: 'ArityError',
      op,
      found: `${count} results`,
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
export const onlyNumber = (
  op: string,
  graph: Graph,
  count?: number,
): { readonly of: Ref; readonly type: TensorType } => {
  const only = onlyOutput(op, graph, count)
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

/** The numbers of the leaves of these arguments among the leaves of all. */
export const leafNumbers = (takes: readonly Structure[], args: readonly number[]): readonly number[] => {
  const starts = [0]
  for (const { size } of takes) starts.push(starts.at(-1)! + size)
  return args.flatMap((k) => Array.from({ length: takes[k]!.size }, (_, leaf) => starts[k]! + leaf))
}
