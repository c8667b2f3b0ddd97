/** The least count of edge elimination of small digraphs, by best-first search through the digraphs that it leads to. */
import { isNontrivial, type Label, type Metric, plusLabel, timesLabel } from './labels.ts'
import type { EdgeElimination, EdgeStep } from './order.ts'
import type { EliminationProblem } from './problem.ts'

export interface ExactEdgesOptions {
  readonly metric?: Metric
  /** An order that is known, of all edges. What is not better is not looked at. */
  readonly known: EdgeElimination
  /** How many digraphs are looked at, at most. */
  readonly nodes?: number
  readonly stop?: () => boolean
}

/** The best order found, and that no order of edges costs less than `lowerBound`. */
export interface ExactEdges extends EdgeElimination {
  readonly lowerBound: number
  readonly proven: boolean
}

/** Labels by row and column, 0 where there is no edge. */
type Matrix = Uint8Array
const CODES: readonly Label[] = ['unit', 'constant', 'variable']
const codeOf = (label: Label): number => CODES.indexOf(label) + 1
const labelOf = (code: number): Label => CODES[code - 1]!

const NODES = 4000

/**
 * The least count of edge elimination and an order that has it, if the budget suffices: digraphs are taken up by what has
 * been spent on the way to them and what they cost at least, a product for each vertex as `edgeBound` has it.
 *
 * @example
 * const problem = { name: 'f', inputs: [0], outputs: [2], edges: [[0, 1, 'unit'], [1, 2, 'variable']] }
 * const known = { count: 2, order: [] }
 * exactEdgeOrder(problem, { known }).count // => 1
 */
export const exactEdgeOrder = (
  { inputs, outputs, edges }: EliminationProblem,
  { metric = 'joins', known, nodes = NODES, stop = () => false }: ExactEdgesOptions,
): ExactEdges => {
  const names = [...new Set([...inputs, ...outputs, ...edges.flatMap((edge) => edge.slice(0, 2) as number[])])]
  const number = new Map(names.map((v, k) => [v, k]))
  const n = names.length
  const ends = inputs.length + outputs.length
  const start: Matrix = new Uint8Array(n * n)
  for (const [from, to, label] of edges)
    start[number.get(from)! * n + number.get(to)!] = codeOf(metric === 'joins' ? 'variable' : label)

  const column = (a: Matrix, v: number): readonly number[] => names.flatMap((_, u) => (a[u * n + v] ? [u] : []))
  const row = (a: Matrix, v: number): readonly number[] => names.flatMap((_, w) => (a[v * n + w] ? [w] : []))
  /** What is left costs at least a product for each of these vertices. */
  const rest = (a: Matrix): number => {
    let count = 0
    for (let v = ends; v < n; v++) {
      const into = column(a, v).map((u) => a[u * n + v]!)
      const out = row(a, v).map((w) => a[v * n + w]!)
      const all = (codes: readonly number[], least: number): boolean => codes.every((code) => code >= least)
      if (into.length > 0 && ((all(into, 3) && all(out, 2)) || (all(into, 2) && all(out, 3)))) count++
    }
    return count
  }
  /** The digraph after a step that joins edge (u, v) with those on the other side of `middle`, and what it costs. */
  const after = (a: Matrix, u: number, v: number, middle: number): readonly [cost: number, next: Matrix] => {
    const next = a.slice()
    const label = labelOf(a[u * n + v]!)
    let cost = 0
    for (const far of middle === v ? row(a, v) : column(a, u)) {
      const [second, at] = middle === v ? [a[v * n + far]!, u * n + far] : [a[far * n + u]!, far * n + v]
      if (isNontrivial(label, labelOf(second))) cost++
      const product = timesLabel(label, labelOf(second))
      next[at] = codeOf(next[at] ? plusLabel(labelOf(next[at]!), product) : product)
    }
    next[u * n + v] = 0
    const left = middle === v ? column(next, v) : row(next, u)
    if (left.length === 0) for (let w = 0; w < n; w++) next[middle * n + w] = next[w * n + middle] = 0
    return [cost, next]
  }

  const nameOf = (a: Matrix): string => String.fromCharCode(...a)
  const spent = new Map<string, { readonly cost: number; readonly by?: EdgeStep; readonly before?: string }>()
  const waiting: Matrix[][] = []
  const put = (bound: number, a: Matrix): void => {
    while (waiting.length <= bound) waiting.push([])
    waiting[bound]!.push(a)
  }
  spent.set(nameOf(start), { cost: 0 })
  put(rest(start), start)
  let left = nodes
  for (let bound = 0; bound < Math.min(waiting.length, known.count); bound++)
    for (let a = waiting[bound]!.pop(); a; a = waiting[bound]!.pop()) {
      const name = nameOf(a)
      const { cost } = spent.get(name)!
      if (cost + rest(a) < bound) continue
      let done = true
      for (let v = ends; v < n; v++)
        for (const [around, front] of [
          [column(a, v), true],
          [row(a, v), false],
        ] as const)
          for (const end of around) {
            done = false
            const [from, to] = front ? [end, v] : [v, end]
            const [own, next] = after(a, from, to, v)
            const total = cost + own
            const key = nameOf(next)
            const estimate = total + rest(next)
            if (estimate >= known.count || (spent.get(key)?.cost ?? Number.POSITIVE_INFINITY) <= total) continue
            spent.set(key, {
              cost: total,
              by: { side: front ? 'F' : 'B', from: names[from]!, to: names[to]! },
              before: name,
            })
            put(estimate, next)
          }
      if (done) {
        const order: EdgeStep[] = []
        for (let step = spent.get(name)!; step.by; step = spent.get(step.before!)!) order.push(step.by)
        return { count: cost, order: order.reverse(), lowerBound: cost, proven: true }
      }
      if (left-- <= 0 || stop()) return { ...known, lowerBound: bound, proven: false }
    }
  return { ...known, lowerBound: known.count, proven: true }
}
