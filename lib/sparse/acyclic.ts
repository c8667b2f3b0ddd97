/**
 * Acyclic colourings of symmetric patterns: proper, and no cycle has two colours only, so that the edges between two
 * colours form trees and each entry follows from the leaves inward.
 */
import type { Pattern } from './pattern.ts'

/**
 * Colours in this order, keeping the tree that each edge between two coloured vertices belongs to (Gebremedhin,
 * Tarafdar, Manne, Pothen 2007, New acyclic and star coloring algorithms, algorithm 3.1).
 */
export const acyclicColours = ({ shape: [n], starts, columns }: Pattern, mirror: Int32Array, order: Int32Array) => {
  const colours = new Int32Array(n).fill(-1)
  const taken = new Int32Array(n + 1).fill(-1)
  // Trees as disjoint sets of edges, an edge named by the first of its places; for each tree the vertex that met it
  // last, and the neighbour that it was met through.
  const parents = Int32Array.from(columns, (_, place) => place)
  const metBy = new Int32Array(columns.length).fill(-1)
  const metThrough = new Int32Array(columns.length)
  const lastOf = new Int32Array(n + 1).fill(-1)
  const firstOf = new Int32Array(n + 1)
  const tree = (place: number): number => {
    let root = Math.min(place, mirror[place]!)
    while (parents[root] !== root) {
      parents[root] = parents[parents[root]!]!
      root = parents[root]!
    }
    return root
  }
  const unite = (a: number, b: number): void => {
    parents[tree(a)] = tree(b)
  }
  /** Calls back for each path v, w, x of coloured w and x, with the places of its edges. */
  const paths = (v: number, visit: (w: number, x: number, far: number, near: number) => void): void => {
    for (let near = starts[v]!; near < starts[v + 1]!; near++) {
      const w = columns[near]!
      if (w === v || colours[w]! < 0) continue
      for (let far = starts[w]!; far < starts[w + 1]!; far++) {
        const x = columns[far]!
        if (x !== v && x !== w && colours[x]! >= 0) visit(w, x, far, near)
      }
    }
  }
  for (const v of order) {
    if (starts[v] === starts[v + 1]) continue
    for (let place = starts[v]!; place < starts[v + 1]!; place++)
      if (columns[place] !== v && colours[columns[place]!]! >= 0) taken[colours[columns[place]!]!] = v
    paths(v, (w, x, far) => {
      if (taken[colours[x]!] === v) return
      const met = tree(far)
      if (metBy[met] !== v) {
        metBy[met] = v
        metThrough[met] = w
      } else if (metThrough[met] !== w) taken[colours[x]!] = v
    })
    let colour = 0
    while (taken[colour] === v) colour++
    colours[v] = colour
    for (let place = starts[v]!; place < starts[v + 1]!; place++) {
      const other = colours[columns[place]!]!
      if (columns[place] === v || other < 0) continue
      if (lastOf[other] === v) unite(place, firstOf[other]!)
      else {
        lastOf[other] = v
        firstOf[other] = place
      }
    }
    paths(v, (_, x, far, near) => {
      if (colours[x] === colour) unite(near, far)
    })
  }
  return colours
}
