/** Linearizing at a point runs every op of a graph once, and applying the linear map that it gives runs none of them. */
import { dependencies } from '../lib/graph.ts'
import { environment, type Graph, linearize, nodeAt, push, type Ref, type Tape } from '../modes/index.ts'
import { altered, withOps } from './ops.ts'
import type { Values } from './scale.ts'
import { claim, every, forEach, type Verdict } from './verdict.ts'

/** A graph that counts how often each of its nodes is run. */
const counting = (f: Graph): { readonly graph: Graph; readonly runs: readonly { count: number }[] } => {
  const runs = f.nodes.toArray().map(() => ({ count: 0 }))
  const places = new Map(f.nodes.toArray().map((node, ref) => [node, ref]))
  const graph = withOps(f, (node) => {
    const seen = runs[places.get(node)!]!
    return altered(node.op, 'counted', {
      eval: (...xs) => {
        seen.count++
        return node.op.eval(...xs)
      },
    })
  })
  return { graph, runs }
}

/**
 * linearize (f, x) runs every op of f that a result needs once; applying the map that it gives to v, and to u, runs none.
 * Ops of several nodes that are one node in the derivative, as value numbering has it, are run once together.
 */
export const linearizesOnce = (
  f: Graph,
  x: Values,
  [u, v]: readonly [Values, Values],
  toTape: (f: Graph) => Tape = linearize,
): Verdict => {
  const { graph, runs } = counting(f)
  const needed = dependencies(f, f.outputs)
  const wanted = (ref: Ref): number => (nodeAt(f, ref).op.family.kind === 'input' ? 0 : needed[ref]!)
  const program = push(toTape(graph))
  const there = environment(program, [...x, ...v.map(() => undefined)])
  const counted = (when: string): Verdict =>
    forEach(runs, ({ count }, ref) =>
      claim(count === wanted(ref), `%${ref} was run ${count} times ${when}, not ${wanted(ref)}`, f),
    )
  return every(
    () => counted('by linearizing'),
    () => {
      const point = there.inputs.slice(0, x.length)
      for (const direction of [v, u]) environment(program, [...point, ...direction], there)
      return counted('once the map was applied')
    },
  )
}
