/** Splits: which entries of a matrix are to be told by groups of columns, and which by groups of rows. */
import { buckets } from './buckets.ts'
import { turned } from './conflicts.ts'
import type { Pattern } from './pattern.ts'

const lengths = ({ starts }: Pattern): Int32Array =>
  Int32Array.from({ length: starts.length - 1 }, (_, i) => starts[i + 1]! - starts[i]!)

/**
 * 1 at each place to be told by column groups, 0 by row groups. Takes away the row or the column with the fewest entries
 * left, whichever raises less the sum of the most entries that a row of the one part and a column of the other have
 * (Coleman and Verma 1998, minimum nonzero count ordering); of equals the one with fewer entries in all, since those that
 * are told already still conflict, and then `towards`.
 */
export const splitEntries = (pattern: Pattern, towards: 'columns' | 'rows'): Uint8Array => {
  const other = turned(pattern)
  const placeIn = [Int32Array.from(pattern.columns, (_, place) => place), other.places]
  const lines: readonly Pattern[] = [pattern, other]
  const counts = lines.map(lengths)
  const queues = counts.map((count) =>
    buckets(
      count,
      count.map((_, k) => k),
      'least',
    ),
  )
  counts.forEach((count, side) => {
    count.forEach((entries, line) => {
      if (entries === 0) queues[side]!.remove(line)
    })
  })
  const told = new Uint8Array(pattern.columns.length).fill(2)
  const widest: [number, number] = [0, 0]
  for (let left = pattern.columns.length; left > 0; ) {
    const heads = queues.map((queue) => queue.peek())
    const raised = heads.map((line, side) => widest[1 - side]! + Math.max(widest[side]!, queues[side]!.key(line)))
    const lengthAt = (of: number): number => counts[of]![heads[of]!]!
    const gain = raised[1]! - raised[0]! || lengthAt(1) - lengthAt(0) || (towards === 'columns' ? 1 : -1)
    const side = gain > 0 ? 0 : 1
    const line = heads[side]!
    widest[side] = Math.max(widest[side]!, queues[side]!.key(line))
    queues[side]!.remove(line)
    const across = queues[1 - side]!
    for (let at = lines[side]!.starts[line]!; at < lines[side]!.starts[line + 1]!; at++) {
      const place = placeIn[side]![at]!
      if (told[place] !== 2) continue
      told[place] = 1 - side
      left--
      const crossing = lines[side]!.columns[at]!
      across.move(crossing, -1)
      if (across.key(crossing) === 0) across.remove(crossing)
    }
  }
  return told
}
