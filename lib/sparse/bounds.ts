/** Bounds: how few passes of each kind can tell all entries of a pattern. */
import type { Pattern } from './pattern.ts'

/** The most entries that a row has: its columns are in different groups. */
export const widestRow = ({ starts }: Pattern): number => {
  let most = 0
  for (let i = 0; i + 1 < starts.length; i++) most = Math.max(most, starts[i + 1]! - starts[i]!)
  return most
}

/** A pass over columns tells at most one entry of each row, one over rows at most one of each column. */
export const bothBound = ({ shape: [m, n], starts, columns }: Pattern): number => {
  if (columns.length === 0) return 0
  let rows = 0
  for (let i = 0; i < m; i++) if (starts[i + 1]! > starts[i]!) rows++
  const used = new Uint8Array(n)
  for (const j of columns) used[j] = 1
  return Math.ceil(
    columns.length /
      Math.max(
        rows,
        used.reduce((a, b) => a + b, 0),
      ),
  )
}

/**
 * For symmetric patterns. A vertex with an entry on the diagonal is in a group. Among v such vertices the edges between
 * any two of p groups form a forest, so there are at most (p - 1) v - p (p - 1) / 2 edges. For stars, an edge both of
 * whose ends have another lies in a triangle or a path on four vertices, and takes three groups.
 */
export const symmetricBound = (kind: 'star' | 'acyclic', { shape: [n], starts, columns }: Pattern): number => {
  if (columns.length === 0) return 0
  const diagonal = new Uint8Array(n)
  for (let i = 0; i < n; i++)
    for (let place = starts[i]!; place < starts[i + 1]!; place++) if (columns[place] === i) diagonal[i] = 1
  const degrees = new Int32Array(n)
  const count = (of: (i: number, j: number) => boolean): number => {
    let found = 0
    for (let i = 0; i < n; i++)
      for (let place = starts[i]!; diagonal[i] && place < starts[i + 1]!; place++) {
        const j = columns[place]!
        if (j === i || !diagonal[j]) continue
        degrees[i]! += 1
        if (j > i && of(i, j)) found++
      }
    return found
  }
  const vertices = diagonal.reduce((a, b) => a + b, 0)
  const edges = count(() => true)
  const inner = degrees.slice()
  let least = Math.min(1, vertices)
  while (edges > (least - 1) * vertices - (least * (least - 1)) / 2) least++
  const paths = kind === 'star' && count((i, j) => inner[i]! > 1 && inner[j]! > 1) > 0
  return Math.max(1, least, paths ? 3 : 0)
}
