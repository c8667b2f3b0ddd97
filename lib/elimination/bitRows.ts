/** Digraphs as rows of bits, quick to copy and to eliminate from: what an exact search walks through. */
import { cutting } from './cuts.ts'
import { type Metric, nontrivialProducts } from './labels.ts'
import type { EliminationProblem } from './problem.ts'

/** Rows of neighbours: all, by edges that are no units, by variable ones; of those before, then of those after. */
const PLANES = 6
type Plane = 0 | 1 | 2 | 3 | 4 | 5
const [ALL, NONUNIT, VARIABLE] = [0, 1, 2] as const

/** Vertices are numbered from 0: the intermediate ones ascending, then the ends. */
export interface Layout {
  readonly names: readonly number[]
  readonly inner: number
  readonly size: number
  readonly words: number
}

export type Rows = Uint32Array

const popcount = (mask: number): number => {
  let x = mask - ((mask >>> 1) & 0x55555555)
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333)
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/** The layout and the rows of a problem; where all products count, every edge is taken for variable. */
export const bitRows = ({ inputs, outputs, edges }: EliminationProblem, metric: Metric) => {
  const ends = [...inputs, ...outputs]
  const kept = new Set(ends)
  const inner = [...new Set(edges.flatMap((edge) => edge.slice(0, 2) as number[]))]
    .filter((v) => !kept.has(v))
    .sort((a, b) => a - b)
  const names = [...inner, ...ends]
  const number = new Map(names.map((v, k) => [v, k]))
  const words = Math.ceil(names.length / 32)
  const layout: Layout = { names, inner: inner.length, size: names.length, words }
  const rows = new Uint32Array(PLANES * names.length * words)
  const set = (plane: number, v: number, w: number): void => {
    rows[(plane * names.length + v) * words + (w >> 5)]! |= 1 << (w & 31)
  }
  for (const [from, to, label] of edges) {
    const [a, b] = [number.get(from)!, number.get(to)!]
    const depth = metric === 'joins' || label === 'variable' ? VARIABLE : label === 'constant' ? NONUNIT : ALL
    for (let plane = ALL; plane <= depth; plane++) {
      set(plane, b, a)
      set(plane + 3, a, b)
    }
  }
  return { layout, rows }
}

const rowAt = ({ size, words }: Layout, plane: number, v: number): number => (plane * size + v) * words

export const has = (layout: Layout, rows: Rows, plane: Plane, v: number, w: number): boolean =>
  ((rows[rowAt(layout, plane, v) + (w >> 5)]! >>> (w & 31)) & 1) === 1

/** How many neighbours of a kind a vertex has. */
export const degree = (layout: Layout, rows: Rows, plane: Plane, v: number): number => {
  const at = rowAt(layout, plane, v)
  let count = 0
  for (let k = 0; k < layout.words; k++) count += popcount(rows[at + k]!)
  return count
}

export const neighbours = (layout: Layout, rows: Rows, plane: Plane, v: number): number[] => {
  const at = rowAt(layout, plane, v)
  const found: number[] = []
  for (let k = 0; k < layout.words; k++)
    for (let word = rows[at + k]!; word !== 0; word &= word - 1) found.push(32 * k + 31 - Math.clz32(word & -word))
  return found
}

export const costAt = (layout: Layout, rows: Rows, v: number): number =>
  nontrivialProducts(
    { nonunit: degree(layout, rows, 1, v), variable: degree(layout, rows, 2, v) },
    { nonunit: degree(layout, rows, 4, v), variable: degree(layout, rows, 5, v) },
  )

/** Takes a vertex out of rows: what is before it is joined with what is after it. */
export const take = (layout: Layout, rows: Rows, v: number): void => {
  const { words } = layout
  for (const [here, there] of [
    [0, 3],
    [3, 0],
  ] as const) {
    // Rows `there` of the neighbours `here`: of those before, what is after them, and the other way round.
    const ahead = [0, 1, 2].map((depth) => rowAt(layout, there + depth, v))
    for (const p of neighbours(layout, rows, here, v)) {
      const nonunit = has(layout, rows, (here + NONUNIT) as Plane, v, p)
      const variable = has(layout, rows, (here + VARIABLE) as Plane, v, p)
      const [all, non, vary] = [0, 1, 2].map((depth) => rowAt(layout, there + depth, p)) as [number, number, number]
      for (let k = 0; k < words; k++) {
        const whole = rows[ahead[ALL]! + k]!
        const met = rows[all + k]! & whole
        rows[non + k]! |= met | (nonunit ? whole : rows[ahead[NONUNIT]! + k]!)
        rows[vary + k]! |= variable ? whole : rows[ahead[VARIABLE]! + k]!
        rows[all + k]! |= whole
      }
      for (const row of [all, non, vary]) rows[row + (v >> 5)]! &= ~(1 << (v & 31))
    }
  }
}

/** For each vertex that is left, the least vertex cuts by nonunit and variable edges, before and after it. */
export type Cuts = Int32Array
const CUTS = 4

export const noCuts = ({ inner }: Layout): Cuts => new Int32Array(CUTS * inner)

/** The least that a vertex can cost, by its cuts. */
export const leastCost = (cuts: Cuts, v: number): number =>
  nontrivialProducts(
    { nonunit: cuts[CUTS * v]!, variable: cuts[CUTS * v + 1]! },
    { nonunit: cuts[CUTS * v + 2]!, variable: cuts[CUTS * v + 3]! },
  )

/** The least cut before (0) or after (2) a vertex by nonunit edges. */
export const cutOf = (cuts: Cuts, v: number, side: 0 | 2): number => cuts[CUTS * v + side]!

/** Raises the cuts of the vertices that are left to what they are in these rows. Elimination never makes one smaller. */
export const raiseCuts = (layout: Layout, rows: Rows, cuts: Cuts, left: readonly number[]): void => {
  const isEnd = (v: number): boolean => v >= layout.inner
  for (const side of [0, 3] as const) {
    const next: number[][] = Array.from({ length: layout.size }, () => [])
    for (const v of left) next[v] = neighbours(layout, rows, side, v)
    const cut = cutting(next, isEnd, () => {})
    for (const v of left)
      for (const [at, plane] of [
        [1, VARIABLE],
        [0, NONUNIT],
      ] as const) {
        const place = CUTS * v + (side === 0 ? 0 : 2) + at
        const first = degree(layout, rows, (side + plane) as Plane, v)
        if (first === cuts[place]) continue
        if (at === 0 && first === degree(layout, rows, (side + VARIABLE) as Plane, v)) cuts[place] = cuts[place + 1]!
        else cuts[place] = cut(neighbours(layout, rows, (side + plane) as Plane, v))
      }
  }
}
