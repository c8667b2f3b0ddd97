/** How facts go through loops, step by step as far as the steps are known. */
import type { Graph } from '../graph.ts'
import { type Scan, scanTypes } from '../ops/scanTypes.ts'
import { holds, refuseSteps, type While, whileParts } from '../ops/while.ts'
import type { Type } from '../types.ts'
import { allSame, type Facts, joined, sliceFacts, stackFacts, valueOf } from './sparsityFacts.ts'

/** The facts of a graph's outputs, from those of its inputs. */
export type Of = (graph: Graph, inputs: readonly Facts[]) => readonly Facts[]

/** The facts of what a scan gives, worked out step by step; a step that knows what the last one did gives the same. */
export const scanFacts = (params: Scan, given: readonly Facts[], of: Of): readonly Facts[] => {
  const { body, carries, xs: sequences, length, backward } = params
  const { inputs, results } = scanTypes(params)
  const steps: (readonly Facts[])[] = new Array(length)
  const before: (readonly Facts[])[] = new Array(length)
  let carry = given.slice(0, carries)
  let last: { readonly from: readonly Facts[]; readonly to: readonly Facts[] } | undefined
  for (let k = 0; k < length; k++) {
    const step = backward ? length - 1 - k : k
    const slices = given.slice(carries, carries + sequences)
    const from = [
      ...carry,
      ...slices.map((own, i) => sliceFacts(own, inputs[carries + i]!, step)),
      ...given.slice(carries + sequences),
    ]
    last = allSame(from, last?.from) ? last! : { from, to: of(body, from) }
    before[step] = carry
    steps[step] = last.to.slice(carries)
    carry = last.to.slice(0, carries)
  }
  const stack = (lists: readonly (readonly Facts[])[], types: readonly Type[]): readonly Facts[] =>
    types.map((type, k) =>
      stackFacts(
        lists.map((list) => list[k]!),
        type,
      ),
    )
  const outs = results.slice(carries, results.length - carries)
  return [...carry, ...stack(steps, outs), ...stack(before, results.slice(results.length - carries))]
}

/** The facts of the carries before each step of a while that is known to be taken, and of any carries after those. */
export const whileCourse = (params: While, given: readonly Facts[], of: Of) => {
  const { carry, ofCondition, ofStep } = whileParts(params, given)
  const after = (facts: readonly Facts[]): readonly Facts[] => of(params.step, [...facts, ...ofStep])
  const taken: (readonly Facts[])[] = []
  let facts: readonly Facts[] = carry
  for (;;) {
    const mask = valueOf(of(params.condition, [...facts, ...ofCondition])[0]!)
    if (!mask) {
      for (;;) {
        const next = after(facts)
        const wider = facts.map((x, i) => joined(x, next[i]!))
        if (allSame(wider, facts)) return { taken, last: facts, open: true }
        facts = wider
      }
    }
    if (!holds(mask)) return { taken, last: facts, open: false }
    if (taken.length >= params.limit) refuseSteps(params.limit)
    taken.push(facts)
    facts = after(facts)
  }
}
