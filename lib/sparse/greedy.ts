/** Greedy colouring: each vertex in turn takes the first colour that no neighbour has. */
import type { Conflicts } from './conflicts.ts'

/** A colour for each vertex, -1 for those that `takes` leaves out. */
export const greedy = (
  { size, neighbours }: Conflicts,
  order: Int32Array,
  takes: (vertex: number) => boolean,
): Int32Array => {
  const colours = new Int32Array(size).fill(-1)
  const taken = new Int32Array(size + 1).fill(-1)
  const into = new Int32Array(size)
  for (const v of order) {
    if (!takes(v)) continue
    const count = neighbours(v, into)
    for (let k = 0; k < count; k++) {
      const colour = colours[into[k]!]!
      if (colour >= 0) taken[colour] = v
    }
    let colour = 0
    while (taken[colour] === v) colour++
    colours[v] = colour
  }
  return colours
}
