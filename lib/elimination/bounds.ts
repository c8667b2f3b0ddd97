/** Lower bounds on what elimination costs, whatever the order. */
import { cutting } from './cuts.ts'
import { type Label, type Metric, nontrivialProducts, type Side } from './labels.ts'
import type { EliminationProblem } from './problem.ts'

interface Ends {
  readonly all: number[]
  readonly nonunit: number[]
  readonly variable: number[]
}

/** The neighbours of each vertex on both sides by label, vertices numbered in the order of `names`. */
const neighbourhoods = ({ inputs, outputs, edges }: EliminationProblem, metric: Metric) => {
  const names = [...new Set([...inputs, ...outputs, ...edges.flatMap((edge) => edge.slice(0, 2) as number[])])]
  const number = new Map(names.map((v, k) => [v, k]))
  const sides = (): readonly Ends[] => names.map(() => ({ all: [], nonunit: [], variable: [] }))
  const [before, after] = [sides(), sides()]
  const put = (ends: Ends, v: number, label: Label): void => {
    ends.all.push(v)
    if (metric === 'joins' || label !== 'unit') ends.nonunit.push(v)
    if (metric === 'joins' || label === 'variable') ends.variable.push(v)
  }
  for (const [from, to, label] of edges) {
    const [a, b] = [number.get(from)!, number.get(to)!]
    put(before[b]!, a, label)
    put(after[a]!, b, label)
  }
  return { names, number, before, after }
}

const WORK = 1e7

/**
 * A lower bound on what vertex elimination costs in any order: the sum over all vertices of the least vertex cut between
 * the inputs and it times that between it and the outputs. Eliminating v when the set X is gone joins it with all
 * vertices from which a way leads to v through X alone; the last vertex outside of X on any way from an input to v is
 * one of them, so they are a cut. For nontrivial products the cuts are between the inputs and v's variable edges, and
 * v's edges that are no units: such an edge stays so whatever it is multiplied with or added to, so what v is joined
 * with by edges of its kind is a cut of the ways that end with one. `work` bounds the steps of the search for cuts; a
 * vertex that it does not suffice for counts with cuts of 1.
 *
 * @example
 * const problem = { name: 'f', inputs: [0, 1], outputs: [3], edges: [[0, 2, 'unit'], [1, 2, 'unit'], [2, 3, 'variable']] }
 * vertexBound(problem) // => 2
 */
export const vertexBound = (problem: EliminationProblem, metric: Metric = 'joins', work: number = WORK): number => {
  const { names, number, before, after } = neighbourhoods(problem, metric)
  const kept = new Set([...problem.inputs, ...problem.outputs].map((v) => number.get(v)!))
  let left = work - problem.edges.length
  const spend = (steps: number): void => {
    left -= steps
  }
  const sideOf = (sides: readonly Ends[], isEnd: (v: number) => boolean): ((v: number) => Side) => {
    const cut = cutting(
      sides.map(({ all }) => all),
      isEnd,
      spend,
    )
    const known = (first: readonly number[]): number => (left > 0 ? cut(first) : Math.min(1, first.length))
    return (v) => {
      const { nonunit, variable } = sides[v]!
      const least = known(variable)
      return { variable: least, nonunit: nonunit.length === variable.length ? least : known(nonunit) }
    }
  }
  const isKept = (v: number): boolean => kept.has(v)
  const [behind, ahead] = [sideOf(before, isKept), sideOf(after, isKept)]
  let bound = 0
  names.forEach((_, v) => {
    if (!kept.has(v)) bound += nontrivialProducts(behind(v), ahead(v))
  })
  return bound
}

/**
 * A lower bound on what edge elimination costs in any order. An intermediate vertex goes with its last edge in or out,
 * and that is joined with what is on the other side: it costs a product in the middle of which the vertex stands, a
 * nontrivial one if all its edges on one side are variable and none on the other is a unit, which stays so. And each
 * entry of the Jacobian that is no edge from the beginning is the sum of some products.
 *
 * @example
 * const problem = { name: 'f', inputs: [0, 1], outputs: [3], edges: [[0, 2, 'unit'], [1, 2, 'unit'], [2, 3, 'variable']] }
 * edgeBound(problem) // => 2
 */
export const edgeBound = (problem: EliminationProblem, metric: Metric = 'joins', work: number = WORK): number => {
  const { names, number, before, after } = neighbourhoods(problem, metric)
  const kept = new Set([...problem.inputs, ...problem.outputs].map((v) => number.get(v)!))
  const all = (part: readonly number[], whole: readonly number[]): boolean => part.length === whole.length
  const costs = (v: number): boolean => {
    const [into, out] = [before[v]!, after[v]!]
    return (
      (all(into.variable, into.all) && all(out.nonunit, out.all)) ||
      (all(into.nonunit, into.all) && all(out.variable, out.all))
    )
  }
  const vertices = names.reduce((count, _, v) => count + (!kept.has(v) && costs(v) ? 1 : 0), 0)
  if (metric !== 'joins' || problem.inputs.length * problem.edges.length > work) return vertices
  let entries = 0
  for (const input of problem.inputs) {
    const start = number.get(input)!
    const seen = new Set([start])
    for (const v of seen) for (const w of after[v]!.all) seen.add(w)
    for (const output of problem.outputs) {
      const end = number.get(output)!
      if (seen.has(end) && !after[start]!.all.includes(end)) entries++
    }
  }
  return Math.max(vertices, entries)
}
