/** Groups of columns or of rows: which entries one pass over a group tells apart from all others. */
import type { Pattern } from './pattern.ts'

/** For each column or row the number of its group, from 0 on, or -1 for none. */
export type Groups = Int32Array

export const noGroups = (size: number): Groups => new Int32Array(size).fill(-1)

export const groupCount = (groups: Groups): number => groups.reduce((most, g) => Math.max(most, g), -1) + 1

/** The same groups, numbered by first appearance, those of `dropped` dissolved. */
export const compact = (groups: Groups, dropped?: Uint8Array): Groups => {
  const names = new Int32Array(groupCount(groups)).fill(-1)
  let count = 0
  return groups.map((g) => {
    if (g < 0 || dropped?.[g]) return -1
    if (names[g]! < 0) names[g] = count++
    return names[g]!
  })
}

/** 1 at each place whose column is in a group no other column of which has an entry in that row. */
export const alone = ({ starts, columns }: Pattern, groups: Groups): Uint8Array => {
  const result = new Uint8Array(columns.length)
  const count = groupCount(groups)
  const [rowOf, placeOf] = [new Int32Array(count).fill(-1), new Int32Array(count)]
  for (let i = 0; i + 1 < starts.length; i++)
    for (let place = starts[i]!; place < starts[i + 1]!; place++) {
      const g = groups[columns[place]!]!
      if (g < 0) continue
      if (rowOf[g] === i) result[placeOf[g]!] = 0
      else {
        rowOf[g] = i
        placeOf[g] = place
        result[place] = 1
      }
    }
  return result
}

/**
 * Which groups no entry needs: 1 for each that goes, taken one by one from the one with the fewest entries, as long as
 * every entry has a group left that tells it. An entry has up to two, -1 for none (Montoison, Dalle, Gebremedhin 2025,
 * Revisiting sparse matrix coloring and bicoloring, call this post-processing).
 */
export const idle = (count: number, first: Int32Array, second: Int32Array): Uint8Array => {
  const [needed, entries] = [new Int32Array(count), new Int32Array(count + 1)]
  for (let e = 0; e < first.length; e++) {
    const [a, b] = [first[e]!, second[e]!]
    if (a >= 0) entries[a + 1]!++
    if (b >= 0) entries[b + 1]!++
    if (a < 0 || b < 0 || a === b) needed[Math.max(a, b)]!++
  }
  const sizes = entries.slice(1)
  for (let g = 0; g < count; g++) entries[g + 1]! += entries[g]!
  const next = entries.slice()
  const members = new Int32Array(entries[count]!)
  for (let e = 0; e < first.length; e++) for (const g of [first[e]!, second[e]!]) if (g >= 0) members[next[g]!++] = e
  const dropped = new Uint8Array(count)
  for (const g of [...sizes.keys()].sort((a, b) => sizes[a]! - sizes[b]!)) {
    if (needed[g]! > 0) continue
    dropped[g] = 1
    for (let k = entries[g]!; k < entries[g + 1]!; k++) {
      const e = members[k]!
      needed[first[e] === g ? second[e]! : first[e]!]!++
    }
  }
  return dropped
}
