/**
 * Peeling: reading the entries of a symmetric matrix off sums over groups of columns, one after another, each from a
 * sum in which it is the only one left, and taking it out of the other sum that it is in.
 */
import type { Groups } from './groups.ts'
import { groupCount } from './groups.ts'
import type { Pattern } from './pattern.ts'

/** Sum (g, i) over the entries of row i in the columns of group g has number g * rows + i. */
export interface Peeling {
  /** Places in the order that they are read in, one of each pair across the diagonal. */
  readonly places: Int32Array
  /** The sum that each is what is left of. */
  readonly from: Int32Array
  /** The sum that each is then taken out of, -1 for none. */
  readonly out: Int32Array
}

/** Undefined where some entries are in no sum, or sums never come down to one entry. */
export const peeling = (
  { shape: [n], starts, columns }: Pattern,
  mirror: Int32Array,
  rows: Int32Array,
  groups: Groups,
): Peeling | undefined => {
  const sumOf = (place: number): number => {
    const g = groups[columns[place]!]!
    return g < 0 ? -1 : g * n + rows[place]!
  }
  const left = new Int32Array(groupCount(groups) * n)
  for (let place = 0; place < columns.length; place++) if (sumOf(place) >= 0) left[sumOf(place)]!++
  const total = mirror.reduce((count, other, place) => count + (other >= place ? 1 : 0), 0)
  const [places, from, out] = [new Int32Array(total), new Int32Array(total), new Int32Array(total)]
  const read = new Uint8Array(columns.length)
  const ready = new Int32Array(left.length)
  let [head, tail, found] = [0, 0, 0]
  left.forEach((count, sum) => {
    if (count === 1) ready[tail++] = sum
  })
  while (head < tail) {
    const sum = ready[head++]!
    if (left[sum] !== 1) continue
    const [g, i] = [Math.floor(sum / n), sum % n]
    let place = starts[i]!
    while (read[place] || groups[columns[place]!] !== g) place++
    const twin = mirror[place]!
    const other = twin === place ? -1 : sumOf(twin)
    places[found] = place
    from[found] = sum
    out[found++] = other
    read[place] = read[twin] = 1
    left[sum] = 0
    if (other >= 0 && --left[other]! === 1) ready[tail++] = other
  }
  return found === total ? { places, from, out } : undefined
}
