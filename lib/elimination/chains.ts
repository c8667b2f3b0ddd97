/** Jacobian chains: in which order to multiply the Jacobians of functions that run one after the other. */
import { fail } from '../error.ts'

/**
 * A step of an accumulation: it gives the Jacobian of the factors `from` to `to - 1`. A `product` multiplies those of the
 * factors before and from `at`; a `tangent` applies the factors from `at` on to the columns of the Jacobian of those
 * before, an `adjoint` the factors before `at` to the rows of the Jacobian of the rest, to unit vectors where there is
 * no such Jacobian.
 */
export interface ChainStep {
  readonly by: 'product' | 'tangent' | 'adjoint'
  readonly from: number
  readonly at: number
  readonly to: number
  /** Multiply-adds. */
  readonly cost: number
}

export interface ChainPlan {
  /** From the inputs on: all tangents. */
  readonly forward: number
  /** From the outputs on: all adjoints. */
  readonly reverse: number
  readonly optimum: number
  /** What to do for it, in order. */
  readonly steps: readonly ChainStep[]
}

export interface MatrixFreePlan extends Omit<ChainPlan, 'forward' | 'reverse'> {
  readonly tangent: number
  /** Undefined where the memory does not hold the tape of the whole chain. */
  readonly adjoint: number | undefined
}

export interface ChainOptions {
  /** What may be stored at once. There is no limit by default. */
  readonly memory?: number
}

const refuse = (op: string, argument: string, found: string, expected: string, cure: string): never =>
  fail({ tag: 'ValueError', op, argument, found, expected, cure })

const checkCounts = (op: string, argument: string, counts: readonly number[], least: number): void => {
  if (counts.length < least)
    refuse(op, argument, `${counts.length} numbers`, `at least ${least}`, 'name the width before and after each factor')
  const wrong = counts.find((n) => !Number.isSafeInteger(n) || n < 1)
  if (wrong !== undefined) refuse(op, argument, `${wrong}`, 'whole numbers from 1', 'count entries or operations')
}

interface Plan {
  readonly cost: number
  readonly step?: Omit<ChainStep, 'cost'> & { readonly own: number }
  /** What comes before the step, in order. */
  readonly before: readonly Plan[]
}
const IMPOSSIBLE: Plan = { cost: Number.POSITIVE_INFINITY, before: [] }
const cheaper = (a: Plan, b: Plan): Plan => (b.cost < a.cost ? b : a)

const stepsOf = (plan: Plan): readonly ChainStep[] => {
  const found: ChainStep[] = []
  const waiting = [plan]
  // Last step first: what is put down last of what comes before it is what happened last.
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (next.step) {
      const { own, ...step } = next.step
      found.push({ ...step, cost: own })
    }
    waiting.push(...next.before)
  }
  return found.reverse()
}

/**
 * The cheapest order to multiply dense Jacobians, factor k of `widths[k + 1]` rows and `widths[k]` columns (dynamic
 * programming over runs of factors, Godbole 1973). `memory` is how many entries of finished products may be held at
 * once: the operands of a multiplication, as far as they are products, its result, and products that wait. The factors
 * are given and do not count.
 *
 * @throws AdError `ValueError` for widths that are no whole numbers from 1, and for a memory in which no order fits
 * @example
 * denseChain([4, 8, 2, 8, 4]).optimum // => 160
 */
export const denseChain = (
  widths: readonly number[],
  { memory = Number.POSITIVE_INFINITY }: ChainOptions = {},
): ChainPlan => {
  checkCounts('denseChain', 'widths', widths, 2)
  const n = widths.length - 1
  const width = (k: number): number => widths[k]!
  const held = (i: number, j: number): number => (j - i === 1 ? 0 : width(i) * width(j))
  const known = new Map<number, Map<number, Plan>>()
  /** The cheapest plan of a run in a room, which is smaller while a product waits. */
  const best = (i: number, j: number, room: number): Plan => {
    if (j - i === 1) return { cost: 0, before: [] }
    const runs = known.get(room) ?? new Map<number, Plan>()
    known.set(room, runs)
    const found = runs.get(i * (n + 1) + j)
    if (found) return found
    let plan = IMPOSSIBLE
    for (let k = i + 1; k < j; k++) {
      const [left, right] = [held(i, k), held(k, j)]
      if (left + right + held(i, j) > room) continue
      const own = width(i) * width(k) * width(j)
      const joined = (before: readonly Plan[]): Plan => ({
        cost: before.reduce((sum, { cost }) => sum + cost, own),
        step: { by: 'product', from: i, at: k, to: j, own },
        before,
      })
      plan = cheaper(plan, joined([best(i, k, room), best(k, j, room - left)]))
      if (memory < Number.POSITIVE_INFINITY) plan = cheaper(plan, joined([best(k, j, room), best(i, k, room - right)]))
    }
    runs.set(i * (n + 1) + j, plan)
    return plan
  }
  const plan = best(0, n, memory)
  if (plan.cost === Number.POSITIVE_INFINITY)
    refuse('denseChain', 'memory', `${memory} entries`, 'room for the products of some order', 'allow more')
  let [forward, reverse] = [0, 0]
  for (let k = 1; k < n; k++) {
    forward += width(0) * width(k) * width(k + 1)
    reverse += width(n) * width(k) * width(k - 1)
  }
  return { forward, reverse, optimum: plan.cost, steps: stepsOf(plan) }
}

/**
 * The cheapest way to the Jacobian of a chain of programs that are applied to vectors only, forward as tangents or
 * backward as adjoints, program k of `edges[k]` multiply-adds from `widths[k]` to `widths[k + 1]` numbers. `memory` is how
 * many edges a tape may hold: the adjoint of a run of programs needs the tape of that run, tangents need none, dense
 * products are not counted, and neither is running programs again (Naumann, Matrix-free Jacobian chaining, 2024).
 *
 * @throws AdError `ValueError` for widths or edges that are no whole numbers from 1, or not one program between two widths
 * @example
 * matrixFreeChain([10, 2, 8, 1, 6], [40, 50, 30, 20]).optimum // => 200
 */
export const matrixFreeChain = (
  widths: readonly number[],
  edges: readonly number[],
  { memory = Number.POSITIVE_INFINITY }: ChainOptions = {},
): MatrixFreePlan => {
  checkCounts('matrixFreeChain', 'widths', widths, 2)
  checkCounts('matrixFreeChain', 'edges', edges, 1)
  const n = edges.length
  if (widths.length !== n + 1)
    refuse('matrixFreeChain', 'edges', `${n} programs between ${widths.length} widths`, 'one less', 'name each once')
  const sums = [0]
  for (const count of edges) sums.push(sums[sums.length - 1]! + count)
  const run = (i: number, j: number): number => sums[j]! - sums[i]!
  const plans = new Map<number, Plan>()
  const at = (i: number, j: number): Plan => plans.get(i * (n + 1) + j)!
  const plan = (
    by: ChainStep['by'],
    from: number,
    k: number,
    to: number,
    own: number,
    before: readonly Plan[],
  ): Plan => ({
    cost: before.reduce((sum, { cost }) => sum + cost, own),
    step: { by, from, at: k, to, own },
    before,
  })
  for (let length = 1; length <= n; length++)
    for (let i = 0; i + length <= n; i++) {
      const j = i + length
      const [w, v] = [widths[i]!, widths[j]!]
      let best = IMPOSSIBLE
      if (length === 1) {
        best = plan('tangent', i, i, j, w * run(i, j), [])
        if (run(i, j) <= memory) best = cheaper(best, plan('adjoint', i, j, j, v * run(i, j), []))
      }
      for (let k = i + 1; k < j; k++) {
        best = cheaper(best, plan('tangent', i, k, j, w * run(k, j), [at(i, k)]))
        if (run(i, k) <= memory) best = cheaper(best, plan('adjoint', i, k, j, v * run(i, k), [at(k, j)]))
        best = cheaper(best, plan('product', i, k, j, w * widths[k]! * v, [at(i, k), at(k, j)]))
      }
      plans.set(i * (n + 1) + j, best)
    }
  const { cost } = at(0, n)
  return {
    tangent: widths[0]! * run(0, n),
    adjoint: run(0, n) <= memory ? widths[n]! * run(0, n) : undefined,
    optimum: cost,
    steps: stepsOf(at(0, n)),
  }
}
