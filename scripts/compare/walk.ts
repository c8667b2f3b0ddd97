/** A problem run by both modes with everything kept: the value, tangent, cotangent and slopes of each node. */
import {
  draw,
  evaluateOrThrow,
  forward,
  type Graph,
  graph,
  isTuple,
  type Node,
  nodeAt,
  type Ref,
  reverse,
  type Tensor,
  type Value,
} from '../../modes/index.ts'
import { onesOf } from './entries.ts'
import type { Problem } from './problem.ts'

/** What is known at each node that is a tensor; other nodes have no entry. */
export type At = ReadonlyMap<Ref, Tensor>

const isScalar = ({ type }: Node): boolean => !isTuple(type) && type.shape.length === 0

/** The slopes of a scalar node in each argument, there where it is evaluated. */
const slopesOf = ({ op, args }: Node, given: readonly Tensor[]): readonly number[] => {
  if (args.length === 0) return []
  const alone = graph(
    args.map(() => []),
    (...xs) => draw(op, xs),
  )
  const found = evaluateOrThrow(reverse(alone), [...given, 1])
  return found.slice(1).map((value) => (value as Tensor).data[0]!)
}

/** A walk along the direction of all ones, with seeds of all ones. */
export interface Walk {
  readonly graph: Graph
  readonly names: ReadonlyMap<Ref, string>
  readonly values: At
  readonly tangents: At
  readonly cotangents: At
  /** Of scalar nodes with scalar arguments: the slope in each argument. */
  readonly slopes: ReadonlyMap<Ref, readonly number[]>
}

export const walkOf = ({ graph: drawn, inputs, outputs }: Problem): Walk => {
  const refs = [...drawn.nodes.keys()].filter((ref) => !isTuple(nodeAt(drawn, ref).type))
  const point = inputs.map(({ value }) => value)
  const at = (found: readonly Value[]): At => new Map(refs.map((ref, k) => [ref, found[k] as Tensor]))
  const all = { ...drawn, outputs: refs }
  const ahead = evaluateOrThrow(forward(all, { of: refs }), [...point, ...onesOf(point.map(({ shape }) => shape))])
  const back = evaluateOrThrow(reverse(drawn, { wrt: refs }), [...point, ...onesOf(outputs)])
  const values = at(ahead.slice(0, refs.length))
  const plain = refs.filter((ref) => [ref, ...nodeAt(drawn, ref).args].every((k) => isScalar(nodeAt(drawn, k))))
  return {
    graph: drawn,
    names: new Map([
      ...refs.map((ref) => [ref, `%${ref}`] as const),
      ...drawn.inputs.map((ref, k) => [ref, inputs[k]!.name] as const),
    ]),
    values,
    tangents: at(ahead.slice(refs.length)),
    cotangents: at(back.slice(drawn.outputs.length)),
    slopes: new Map(
      plain.map((ref) => {
        const node = nodeAt(drawn, ref)
        return [
          ref,
          slopesOf(
            node,
            node.args.map((arg) => values.get(arg)!),
          ),
        ]
      }),
    ),
  }
}
