/** Readings: how the entries of a matrix come out of its products with groups of columns and of rows. */
import { fail } from '../error.ts'
import { showShape } from '../types.ts'
import type { Colouring } from './colouring.ts'
import { mirrored, rowsOf, turned } from './conflicts.ts'
import { alone } from './groups.ts'
import { SparseMatrix } from './matrix.ts'
import type { Pattern } from './pattern.ts'
import { type Peeling, peeling } from './peeling.ts'

/**
 * The products, m numbers for each group of columns and then n for each group of rows, are read in this order: place
 * `places[k]` is product `from[k]`, which is then taken out of product `out[k]`, if that is not -1.
 */
export interface Reading extends Peeling {
  readonly pattern: Pattern
  /** For a symmetric matrix the place across the diagonal of each place; else undefined. */
  readonly mirror: Int32Array | undefined
}

const untold = (pattern: Pattern, place: number): never =>
  fail({
    tag: 'ValueError',
    op: 'colouring',
    found: `no group that tells entry [${rowsOf(pattern)[place]}, ${pattern.columns[place]}]`,
    expected: 'one for each entry of the pattern',
    cure: 'colour this pattern, or give the pattern that the colouring was made for',
  })

/** The number of the product that each place can be read off, -1 for none. */
const sources = (pattern: Pattern, { columns, rows, columnPasses }: Colouring): Int32Array => {
  const [m, n] = pattern.shape
  const rowAt = rowsOf(pattern)
  const byColumn = alone(pattern, columns)
  const from = pattern.columns.map((j, place) => (byColumn[place] ? columns[j]! * m + rowAt[place]! : -1))
  const other = turned(pattern)
  const byRow = alone(other, rows)
  other.places.forEach((place, at) => {
    if (byRow[at] && from[place]! < 0) {
      const i = rowAt[place]!
      from[place] = columnPasses * m + rows[i]! * n + pattern.columns[place]!
    }
  })
  return from
}

const direct = (pattern: Pattern, colouring: Colouring, mirror: Int32Array | undefined): Peeling => {
  const all = sources(pattern, colouring)
  const every = Int32Array.from(pattern.columns.keys())
  const places = mirror ? every.filter((place) => mirror[place]! >= place) : every
  const from = places.map((place) => Math.max(all[place]!, mirror ? all[mirror[place]!]! : -1))
  const missed = from.indexOf(-1)
  if (missed >= 0) untold(pattern, places[missed]!)
  return { places, from, out: new Int32Array(places.length).fill(-1) }
}

const bySubstitution = (pattern: Pattern, { columns }: Colouring, mirror: Int32Array): Peeling =>
  peeling(pattern, mirror, rowsOf(pattern), columns) ??
  fail({
    tag: 'ValueError',
    op: 'colouring',
    found: 'groups with a cycle of two colours',
    expected: 'an acyclic colouring of the pattern',
    cure: 'colour this pattern, or give the pattern that the colouring was made for',
  })

/**
 * How a matrix of this pattern is read by a colouring of it.
 *
 * @throws AdError `ShapeError` where the colouring is of another shape, `ValueError` where it leaves entries untold
 */
export const readingOf = (pattern: Pattern, colouring: Colouring): Reading => {
  const { kind, shape } = colouring
  if (shape[0] !== pattern.shape[0] || shape[1] !== pattern.shape[1])
    fail({
      tag: 'ShapeError',
      op: 'colouring',
      found: `a colouring of shape ${showShape(shape)}`,
      expected: `one of ${showShape(pattern.shape)}, as the pattern`,
      cure: 'colour this pattern',
    })
  const mirror = kind === 'star' || kind === 'acyclic' ? mirrored('colouring', pattern) : undefined
  const read = kind === 'acyclic' ? bySubstitution(pattern, colouring, mirror!) : direct(pattern, colouring, mirror)
  return { ...read, pattern, mirror }
}

/** The matrix that these products tell. */
export const decompress = ({ pattern, places, from, out, mirror }: Reading, products: Float64Array): SparseMatrix => {
  const left = products.slice()
  const values = new Float64Array(pattern.columns.length)
  for (let k = 0; k < places.length; k++) {
    const [place, rest] = [places[k]!, out[k]!]
    const value = left[from[k]!]!
    values[place] = value
    if (mirror) values[mirror[place]!] = value
    if (rest >= 0) left[rest]! -= value
  }
  return SparseMatrix.of(pattern, values)
}
