/**
 * Star colourings of symmetric patterns: proper, and no path on four vertices has two colours only, so that the edges
 * between two colours form stars and each entry can be read off at once.
 */
import type { Pattern } from './pattern.ts'

/**
 * Colours in this order, keeping the star that each edge between two coloured vertices belongs to (Gebremedhin,
 * Tarafdar, Manne, Pothen 2007, New acyclic and star coloring algorithms, algorithm 4.1).
 */
export const starColours = ({ shape: [n], starts, columns }: Pattern, mirror: Int32Array, order: Int32Array) => {
  const colours = new Int32Array(n).fill(-1)
  const taken = new Int32Array(n + 1).fill(-1)
  // The star of each edge, by the first of its two places, and the hub of each star, -1 while it is a single edge.
  const stars = new Int32Array(columns.length).fill(-1)
  const hubs: number[] = []
  // For each colour: the last vertex with a neighbour of it, the place of the first such edge, and for each neighbour
  // the vertex that its neighbours have been looked at for.
  const lastOf = new Int32Array(n + 1).fill(-1)
  const firstOf = new Int32Array(n + 1)
  const treated = new Int32Array(n).fill(-1)
  const edge = (place: number): number => Math.min(place, mirror[place]!)
  const forbidAround = (v: number, w: number): void => {
    for (let place = starts[w]!; place < starts[w + 1]!; place++) {
      const colour = colours[columns[place]!]!
      if (colour >= 0 && columns[place] !== v) taken[colour] = v
    }
    treated[w] = v
  }
  const forbid = (v: number): void => {
    for (let place = starts[v]!; place < starts[v + 1]!; place++) {
      const w = columns[place]!
      const colour = colours[w]!
      if (w === v || colour < 0) continue
      taken[colour] = v
      if (lastOf[colour] === v) {
        const first = columns[firstOf[colour]!]!
        if (treated[first] !== v) forbidAround(v, first)
        forbidAround(v, w)
        continue
      }
      lastOf[colour] = v
      firstOf[colour] = place
      for (let far = starts[w]!; far < starts[w + 1]!; far++) {
        const x = columns[far]!
        if (x !== v && x !== w && colours[x]! >= 0 && hubs[stars[edge(far)]!] === x) taken[colours[x]!] = v
      }
    }
  }
  const join = (v: number, place: number): void => {
    const w = columns[place]!
    for (let far = starts[w]!; far < starts[w + 1]!; far++)
      if (columns[far] !== v && columns[far] !== w && colours[columns[far]!] === colours[v]) {
        const star = stars[edge(far)]!
        hubs[star] = w
        stars[edge(place)] = star
        return
      }
    const first = firstOf[colours[w]!]!
    if (first !== place) {
      const star = stars[edge(first)]!
      hubs[star] = v
      stars[edge(place)] = star
    } else stars[edge(place)] = hubs.push(-1) - 1
  }
  for (const v of order) {
    if (starts[v] === starts[v + 1]) continue
    forbid(v)
    let colour = 0
    while (taken[colour] === v) colour++
    colours[v] = colour
    for (let place = starts[v]!; place < starts[v + 1]!; place++)
      if (columns[place] !== v && colours[columns[place]!]! >= 0) join(v, place)
  }
  return colours
}
