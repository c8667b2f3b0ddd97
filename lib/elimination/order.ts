/** Orders of elimination: lists of vertices or of edges, as values and as texts, and what it costs to follow one. */
import { fail } from '../error.ts'
import type { EdgeEliminable } from './digraph.ts'
import type { Eliminable } from './eliminable.ts'

/** F(from, to) joins an edge with all edges behind it, B(from, to) with all before it. */
export interface EdgeStep {
  readonly side: 'F' | 'B'
  readonly from: number
  readonly to: number
}

export type Order =
  | { readonly kind: 'vertex'; readonly steps: readonly number[] }
  | { readonly kind: 'edge'; readonly steps: readonly EdgeStep[] }

/** An order and what it costs: infinite, for part of an order, where there was no time for all of it. */
export interface Elimination {
  readonly count: number
  readonly order: readonly number[]
}
export interface EdgeElimination {
  readonly count: number
  readonly order: readonly EdgeStep[]
}

/** The order as a text: `3 1 2`, or `F(1,3) B(3,5)`. */
export const showOrder = (order: Order): string =>
  order.kind === 'vertex'
    ? order.steps.join(' ')
    : order.steps.map(({ side, from, to }) => `${side}(${from},${to})`).join(' ')

const refuse = (found: string, expected: string, cure: string): never =>
  fail({ tag: 'ValueError', op: 'order', found, expected, cure })

const whole = (digits: string, token: string): number => {
  const x = Number(digits)
  return Number.isSafeInteger(x) ? x : refuse(JSON.stringify(token), 'a vertex below 2^53', 'name a vertex')
}

/**
 * The order of a text: vertices (`3 1 2`, commas will do, too) or edges (`F(1,3) B(3,5)`), not both. The empty text is
 * the empty order of vertices.
 *
 * @throws AdError `ValueError` that names the part which is neither
 * @example
 * parseOrderOrThrow('F(1,3) B(3, 5)').steps[1].to // => 5
 */
export const parseOrderOrThrow = (text: string): Order => {
  const tokens = text.match(/[FB]\s*\([^)]*\)?|[^\s,]+/g) ?? []
  const vertices: number[] = []
  const edges: EdgeStep[] = []
  tokens.forEach((token, k) => {
    const edge = /^([FB])\s*\(\s*(\d+)\s*,\s*(\d+)\s*\)$/.exec(token)
    if (edge) edges.push({ side: edge[1] as 'F' | 'B', from: whole(edge[2]!, token), to: whole(edge[3]!, token) })
    else if (/^\d+$/.test(token)) vertices.push(whole(token, token))
    else
      refuse(
        `${JSON.stringify(token.slice(0, 40))} as step ${k + 1}`,
        'a vertex like 3 or an edge like F(1,3) or B(3,5)',
        'write "3 1 2" or "F(1,3) B(3,5)"',
      )
    if (edges.length > 0 && vertices.length > 0)
      refuse(
        `${JSON.stringify(token.slice(0, 40))} as step ${k + 1}`,
        `${edge ? 'a vertex' : 'an edge'} like the steps before`,
        'write vertices only or edges only: vertex 3 is F(i,3) for each edge into it',
      )
  })
  return edges.length > 0 ? { kind: 'edge', steps: edges } : { kind: 'vertex', steps: vertices }
}

/** What it costs to eliminate these vertices one after the other; infinite where `stop` holds before all are gone. */
export const follow = (e: Eliminable, order: readonly number[], stop?: () => boolean): number => {
  let count = 0
  for (const v of order) {
    if (stop?.()) return Number.POSITIVE_INFINITY
    count += e.eliminate(v)
  }
  return count
}

const stepOf = (e: EdgeEliminable, { side, from, to }: EdgeStep): number =>
  side === 'F' ? e.front(from, to) : e.back(from, to)

/**
 * What an order costs that leaves no intermediate vertex.
 *
 * @throws AdError `ValueError` for a step that is not possible, with its number, and for what is left over at the end
 * @example
 * const problem = { name: 'f', inputs: [0], outputs: [2], edges: [[0, 1, 'unit'], [1, 2, 'variable']] }
 * countOrder(digraph(problem), { kind: 'vertex', steps: [1] }) // => 1
 */
export const countOrder = (e: EdgeEliminable, order: Order): number => {
  let count = 0
  const possible = (holds: boolean, k: number, found: string, expected: string): void => {
    if (!holds) refuse(`${found} as step ${k + 1}`, expected, 'leave it out or put it elsewhere')
  }
  if (order.kind === 'vertex')
    order.steps.forEach((v, k) => {
      possible(e.isIntermediate(v), k, `${v}`, 'an intermediate vertex that is not yet eliminated')
      count += e.eliminate(v)
    })
  else
    order.steps.forEach((step, k) => {
      const { side, from, to } = step
      const text = `${side}(${from},${to})`
      possible(e.hasEdge(from, to), k, text, 'an edge that is there by then')
      possible(
        e.isIntermediate(side === 'F' ? to : from),
        k,
        text,
        side === 'F' ? 'an edge into an intermediate vertex' : 'an edge out of an intermediate vertex',
      )
      count += stepOf(e, step)
    })
  const left = e.intermediates()
  if (left.length > 0)
    refuse(
      `${left.length} of the vertices left over: ${left.slice(0, 10).join(' ')}${left.length > 10 ? ' ...' : ''}`,
      'an order that eliminates all intermediate vertices',
      'add them to the order',
    )
  return count
}
