// Patterns of the literature and at random, and what it means to tell the entries of a matrix, from the definitions.
import fc from 'fast-check'
import { Pattern } from '../../../modes/index.ts'

export type Place = readonly [row: number, column: number]

const range = (n: number): readonly number[] => Array.from({ length: n }, (_, k) => k)

export const entriesOf = (p: Pattern): readonly Place[] =>
  range(p.shape[0]).flatMap((i) => [...Pattern.row(p, i)].map((j): Place => [i, j]))

/** Entries (i, j) with -l <= j - i <= u. */
export const band = (n: number, l: number, u: number): Pattern =>
  Pattern.ofRows(
    range(n).map((i) => range(n).filter((j) => j - i >= -l && j - i <= u)),
    n,
  )

/** Its first row, its first column and its diagonal. */
export const arrowhead = (n: number): Pattern =>
  Pattern.ofRows(
    range(n).map((i) => (i === 0 ? range(n) : [0, i])),
    n,
  )

const CROSS = [
  [0, 0],
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
] as const

const crossAt = (i: number, j: number, rows: number, columns: number, periodic: boolean): readonly Place[] =>
  CROSS.map(([a, b]): Place => {
    const [x, y] = [i + a, j + b]
    return periodic ? [(x + rows) % rows, (y + columns) % columns] : [x, y]
  }).filter(([x, y]) => x >= 0 && y >= 0 && x < rows && y < columns)

/** The Laplacian on a grid with neighbours in four directions. */
export const fivePoint = (rows: number, columns: number, periodic = false): Pattern =>
  Pattern.ofEntries(
    [rows * columns, rows * columns],
    range(rows * columns).flatMap((at) =>
      crossAt(Math.floor(at / columns), at % columns, rows, columns, periodic).map(
        ([x, y]): Place => [at, x * columns + y],
      ),
    ),
  )

/** Two species that diffuse on a periodic n by n grid and react where they are; `last` says which axis the species is. */
export const brusselator = (n: number, last = false): Pattern => {
  const at = (s: number, i: number, j: number): number => (last ? (i * n + j) * 2 + s : (s * n + i) * n + j)
  return Pattern.ofEntries(
    [2 * n * n, 2 * n * n],
    range(2).flatMap((s) =>
      range(n).flatMap((i) =>
        range(n).flatMap((j) => [
          ...crossAt(i, j, n, n, true).map(([x, y]): Place => [at(s, i, j), at(s, x, y)]),
          [at(s, i, j), at(1 - s, i, j)] as Place,
        ]),
      ),
    ),
  )
}

/** Any pattern up to this size, thin ones more often. */
export const patterns = (most: number): fc.Arbitrary<Pattern> =>
  fc.tuple(fc.integer({ min: 0, max: most }), fc.integer({ min: 0, max: most })).chain(([m, n]) =>
    fc
      .array(fc.tuple(fc.nat(Math.max(0, m - 1)), fc.nat(Math.max(0, n - 1))), {
        maxLength: m * n === 0 ? 0 : 3 * Math.max(m, n),
      })
      .map((entries) => Pattern.ofEntries([m, n], entries)),
  )

/** Any symmetric pattern up to this size, with its whole diagonal or with any part of it. */
export const symmetricPatterns = (most: number, whole: boolean): fc.Arbitrary<Pattern> =>
  fc.integer({ min: 1, max: most }).chain((n) =>
    fc.array(fc.tuple(fc.nat(n - 1), fc.nat(n - 1)), { maxLength: 2 * n }).map((entries) =>
      Pattern.ofEntries(
        [n, n],
        [
          ...entries.flatMap(([i, j]): Place[] => [
            [i, j],
            [j, i],
          ]),
          ...(whole ? range(n).map((i): Place => [i, i]) : []),
        ],
      ),
    ),
  )

/** Whether no other column of the group of column j has an entry in row i. */
export const toldByColumn = (p: Pattern, groups: ArrayLike<number>, [i, j]: Place): boolean =>
  groups[j] >= 0 && [...Pattern.row(p, i)].every((k) => k === j || groups[k] !== groups[j])

/** Whether the sums over groups of columns determine every symmetric matrix of the pattern: by the rank of the system. */
export const determined = (p: Pattern, groups: ArrayLike<number>): boolean => {
  const unknowns = entriesOf(p).filter(([i, j]) => i <= j)
  const numberOf = new Map(unknowns.map(([i, j], k) => [`${i},${j}`, k]))
  const sums = new Map<string, number[]>()
  for (const [i, j] of entriesOf(p)) {
    if (groups[j] < 0) continue
    const key = `${i},${groups[j]}`
    const sum = sums.get(key) ?? unknowns.map(() => 0)
    sum[numberOf.get(`${Math.min(i, j)},${Math.max(i, j)}`)!]++
    sums.set(key, sum)
  }
  const rows = [...sums.values()]
  let rank = 0
  for (let k = 0; k < unknowns.length; k++) {
    const pivot = rows.findIndex((row, r) => r >= rank && Math.abs(row[k]) > 1e-9)
    if (pivot < 0) return false
    ;[rows[rank], rows[pivot]] = [rows[pivot], rows[rank]]
    for (let r = rank + 1; r < rows.length; r++) {
      const factor = rows[r][k] / rows[rank][k]
      if (factor !== 0) rows[r] = rows[r].map((x, c) => x - factor * rows[rank][c])
    }
    rank++
  }
  return true
}

/** Whether neighbours differ in colour. */
export const proper = (p: Pattern, groups: ArrayLike<number>): boolean =>
  entriesOf(p).every(([i, j]) => i === j || groups[i] !== groups[j])

/** Whether some path on four vertices has two colours only. */
export const hasTwoColouredPath = (p: Pattern, g: ArrayLike<number>): boolean => {
  const beside = (v: number): readonly number[] => [...Pattern.row(p, v)].filter((u) => u !== v)
  return entriesOf(p).some(
    ([b, c]) =>
      b !== c &&
      beside(b).some((a) => a !== c && g[a] === g[c] && beside(c).some((d) => d !== b && d !== a && g[d] === g[b])),
  )
}

/** Whether some cycle has two colours only: whether an edge between two colours joins what others already join. */
export const hasTwoColouredCycle = (p: Pattern, g: ArrayLike<number>): boolean => {
  const sets = new Map<string, Map<number, number>>()
  return entriesOf(p).some(([i, j]) => {
    if (i >= j) return false
    const key = `${Math.min(g[i], g[j])},${Math.max(g[i], g[j])}`
    const names = sets.get(key) ?? new Map<number, number>()
    sets.set(key, names)
    const [a, b] = [names.get(i) ?? i, names.get(j) ?? j]
    if (a === b) return true
    for (const v of [i, j]) if (!names.has(v)) names.set(v, v)
    for (const [v, name] of names) if (name === a) names.set(v, b)
    return false
  })
}

/** Every way to put `n` things into groups, numbered by first appearance, some into none. */
export const groupings = (n: number): readonly (readonly number[])[] =>
  range(n).reduce<readonly (readonly number[])[]>(
    (sofar) => sofar.flatMap((groups) => range(Math.max(-1, ...groups) + 3).map((g) => [...groups, g - 1])),
    [[]],
  )

export const countOf = (groups: ArrayLike<number>): number => new Set(Array.from(groups).filter((g) => g >= 0)).size
