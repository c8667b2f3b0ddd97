/** Pullbacks of single nodes that are no numbers: (arguments, result, dy) -> dx as graphs, one for equal ops and types. */
import type { Conventions } from '../../conventions.ts'
import { closure } from '../../drawing.ts'
import { applyLinear } from '../../flow.ts'
import { dependencies, type Graph } from '../../graph.ts'
import { run } from '../../interpret/evaluate.ts'
import { Linear } from '../../linear.ts'
import type { Op } from '../../op.ts'
import { showType, type Type } from '../../types.ts'
import type { Value } from '../../value.ts'

/** What gives the cotangent of an argument: from which of (arguments, result, dy), by number. */
export interface Pullback {
  readonly needs: readonly number[]
  readonly eval: (...xs: Value[]) => Value
}

const pullbackGraph = (
  op: Op,
  at: number,
  xs: readonly Type[],
  y: Type,
  conventions: Conventions,
): Graph | undefined => {
  let isZero = false
  const { graph } = closure([...xs, y, y], (...wires) => {
    const map = op.partial(at, wires[xs.length]!, wires.slice(0, xs.length), conventions)
    const dx = applyLinear(Linear.adjoint(map), wires[xs.length + 1]!)
    isZero = dx === undefined
    return dx ? [dx] : []
  })
  return isZero ? undefined : graph
}

const pullback = (graph: Graph): Pullback => {
  const needed = dependencies(graph, graph.outputs)
  const needs = graph.inputs.flatMap((ref, k) => (needed[ref] ? [k] : []))
  const own = { ...graph, inputs: needs.map((k) => graph.inputs[k]!) }
  return { needs, eval: (...xs) => run(own, xs)[0]! }
}

type Known = Map<string, Pullback | undefined>
const pullbacks = new WeakMap<Conventions, WeakMap<Op, Known>>()

/** The pullback of an op in an argument; undefined where it is zero. */
export const pullbackOf = (
  op: Op,
  at: number,
  xs: readonly Type[],
  y: Type,
  conventions: Conventions,
): Pullback | undefined => {
  const byOp = pullbacks.get(conventions) ?? new WeakMap<Op, Known>()
  pullbacks.set(conventions, byOp)
  const known: Known = byOp.get(op) ?? new Map()
  byOp.set(op, known)
  const key = [at, ...xs.map(showType), showType(y)].join(' ')
  if (!known.has(key)) {
    const graph = pullbackGraph(op, at, xs, y, conventions)
    known.set(key, graph && pullback(graph))
  }
  return known.get(key)
}
