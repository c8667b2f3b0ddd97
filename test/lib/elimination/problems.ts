// What the suites of elimination share: the problems of the folder of data, random ones, and what all orders cost.
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import type { LabelledEdge } from '../../../lib/elimination/problem.ts'
import { type EliminationProblem, eliminationProblemOrThrow, type Label, type Metric } from '../../../modes/index.ts'

export const METRICS: readonly Metric[] = ['joins', 'nontrivial']

/** Lohoff and Neftci 2024 (AlphaGrad): computational graphs of three benchmarks of minpack and robotics. */
export const published: readonly EliminationProblem[] = [
  'propane-combustion',
  'human-heart-dipole',
  'robot-arm-6dof',
].map((name) => {
  const file = new URL(`../../../scripts/problems/elimination/${name}.json`, import.meta.url)
  return eliminationProblemOrThrow(JSON.parse(readFileSync(file, 'utf8')).problems[0])
})

const LABELS: readonly Label[] = ['unit', 'constant', 'variable', 'variable']

/** What lies on ways from inputs to outputs of a random digraph whose edges lead from smaller to larger numbers. */
const onWays = (sources: number, inner: number, sinks: number, edges: readonly LabelledEdge[]): EliminationProblem => {
  const inputs = Array.from({ length: sources }, (_, k) => k)
  const outputs = Array.from({ length: sinks }, (_, k) => sources + inner + k)
  const below = new Set(inputs)
  for (const [from, to] of edges) if (below.has(from)) below.add(to)
  const above = new Set(outputs)
  for (const [from, to] of edges.toReversed()) if (above.has(to)) above.add(from)
  const kept = edges.filter(([from, to]) => below.has(from) && above.has(to))
  return { name: 'random', inputs, outputs, edges: kept }
}

/** Digraphs of at most so many intermediate vertices. */
export const problems = (most: number): fc.Arbitrary<EliminationProblem> =>
  fc
    .record({
      sources: fc.integer({ min: 1, max: 3 }),
      inner: fc.integer({ min: 1, max: most }),
      sinks: fc.integer({ min: 1, max: 3 }),
      seed: fc.nat(),
      density: fc.integer({ min: 15, max: 70 }),
    })
    .map(({ sources, inner, sinks, seed, density }) => {
      const edges: LabelledEdge[] = []
      const size = sources + inner + sinks
      let state = seed
      const below = (n: number): number => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0
        return Math.floor((state / 2 ** 32) * n)
      }
      for (let from = 0; from < sources + inner; from++)
        for (let to = Math.max(sources, from + 1); to < size; to++) {
          const first = to === from + 1 || (from < sources && to === sources)
          if (first || below(100) < density) edges.push([from, to, LABELS[below(4)]!])
        }
      return onWays(sources, inner, sinks, edges)
    })

export const innerOf = ({ inputs, outputs, edges }: EliminationProblem): readonly number[] => {
  const ends = new Set([...inputs, ...outputs])
  return [...new Set(edges.flatMap((edge) => edge.slice(0, 2) as number[]))]
    .filter((v) => !ends.has(v))
    .sort((a, b) => a - b)
}

type Matrix = readonly (readonly (Label | undefined)[])[]

const product = (x: Label, y: Label): Label => (x === 'unit' ? y : y === 'unit' ? x : x === y ? x : 'variable')
const total = (x: Label | undefined, y: Label): Label =>
  x === undefined ? y : x === 'variable' || y === 'variable' ? 'variable' : 'constant'
const counts = (x: Label, y: Label, metric: Metric): number =>
  metric === 'joins' || (x !== 'unit' && y !== 'unit' && (x === 'variable' || y === 'variable')) ? 1 : 0

/** Elimination by the definition, on a matrix of labels: the count and the matrix without that vertex. */
export const eliminated = (a: Matrix, v: number, metric: Metric): readonly [number, Matrix] => {
  const next = a.map((row) => [...row])
  let count = 0
  for (let i = 0; i < a.length; i++)
    for (let j = 0; j < a.length; j++) {
      const [x, y] = [a[i]![v], a[v]![j]]
      if (x === undefined || y === undefined) continue
      count += counts(x, y, metric)
      next[i]![j] = total(a[i]![j], product(x, y))
    }
  for (let i = 0; i < a.length; i++) next[i]![v] = next[v]![i] = undefined
  return [count, next]
}

/** Front elimination of an edge by the definition; back elimination is that of the transposed matrix. */
export const frontEliminated = (a: Matrix, from: number, to: number, metric: Metric): readonly [number, Matrix] => {
  const next = a.map((row) => [...row])
  let count = 0
  a[to]!.forEach((y, k) => {
    if (y === undefined) return
    count += counts(a[from]![to]!, y, metric)
    next[from]![k] = total(a[from]![k], product(a[from]![to]!, y))
  })
  next[from]![to] = undefined
  if (next.every((row) => row[to] === undefined)) next[to]!.fill(undefined)
  return [count, next]
}

const transposed = (a: Matrix): Matrix => a.map((_, i) => a.map((row) => row[i]))

/** The least count over all orders of edges, each of them tried. */
export const leastByEdges = (problem: EliminationProblem, metric: Metric): number => {
  const inner = innerOf(problem)
  const known = new Map<string, number>()
  const least = (a: Matrix): number => {
    const name = a.map((row) => row.map((label) => label?.[0] ?? '-').join('')).join(' ')
    const found = known.get(name)
    if (found !== undefined) return found
    const after: number[] = []
    for (const [side, b] of [a, transposed(a)].entries())
      for (const v of inner)
        b.forEach((row, from) => {
          if (row[v] === undefined) return
          const [count, next] = frontEliminated(b, from, v, metric)
          after.push(count + least(side === 0 ? next : transposed(next)))
        })
    const answer = after.length === 0 ? 0 : Math.min(...after)
    known.set(name, answer)
    return answer
  }
  return least(matrixOf(problem))
}

export const matrixOf = ({ inputs, outputs, edges }: EliminationProblem): Matrix => {
  const size = 1 + Math.max(...inputs, ...outputs, ...edges.flatMap((edge) => edge.slice(0, 2) as number[]))
  const a: (Label | undefined)[][] = Array.from({ length: size }, () => new Array<Label | undefined>(size))
  for (const [from, to, label] of edges) a[from]![to] = label
  return a
}

/** The least count over all orders of the intermediate vertices, each of them tried. */
export const leastOf = (problem: EliminationProblem, metric: Metric): number => {
  let least = Number.POSITIVE_INFINITY
  const try_ = (a: Matrix, left: readonly number[], count: number): void => {
    if (left.length === 0) least = Math.min(least, count)
    for (const v of left) {
      const [spent, next] = eliminated(a, v, metric)
      try_(
        next,
        left.filter((u) => u !== v),
        count + spent,
      )
    }
  }
  try_(matrixOf(problem), innerOf(problem), 0)
  return least
}
