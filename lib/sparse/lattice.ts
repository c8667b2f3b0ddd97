/**
 * Lattice colourings: where columns are entries of tensors and rows reach the same neighbours everywhere, as stencils
 * do, the colour of an entry is a sum of multiples of its indices modulo the number of colours.
 */
import { type Shape, sizeOf } from '../types.ts'
import type { Conflicts } from './conflicts.ts'

/** Axes with at most this many entries (species, components) have no multiplier: each index there has a shift. */
const SMALL = 4
/** More differences than this, or more axes, are no stencil. */
const DIFFERENCES = 2000
const AXES = 3
/** How many multipliers and shifts are tried against differences before giving up. */
const TRIALS = 2e7
/** How many proper colourings are asked whether they are what is wanted. */
const ASKED = 30

/** Where each column stands: its block, numbered over all tensors and small axes, and its index along the others. */
interface Lattice {
  readonly blocks: Int32Array
  readonly blockCount: number
  readonly axes: number
  readonly indices: Int32Array
}

const latticeOf = (shapes: readonly Shape[], small: number): Lattice => {
  const long = (shape: Shape): Shape => shape.filter((extent) => extent > small)
  const axes = Math.max(0, ...shapes.map((shape) => long(shape).length))
  const size = shapes.reduce((n, shape) => n + sizeOf(shape), 0)
  const [blocks, indices] = [new Int32Array(size), new Int32Array(size * axes)]
  let [at, first] = [0, 0]
  for (const shape of shapes) {
    const pad = axes - long(shape).length
    for (let k = 0; k < sizeOf(shape); k++, at++) {
      let [rest, block, scale, axis] = [k, 0, 1, axes - 1]
      for (let d = shape.length - 1; d >= 0; d--) {
        const index = rest % shape[d]!
        rest = (rest - index) / shape[d]!
        if (shape[d]! > small) indices[at * axes + axis--] = index
        else {
          block += index * scale
          scale *= shape[d]!
        }
      }
      for (let d = 0; d < pad; d++) indices[at * axes + d] = 0
      blocks[at] = first + block
    }
    first += sizeOf(shape.filter((extent) => extent <= small))
  }
  return { blocks, blockCount: first, axes, indices }
}

/** From the later block to the earlier or the same one: the differences of the indices of columns in conflict. */
interface Difference {
  readonly from: number
  readonly to: number
  readonly by: readonly number[]
}

const differencesOf = ({ blocks, axes, indices }: Lattice, { size, neighbours }: Conflicts): readonly Difference[] => {
  const found = new Map<string, Difference>()
  const into = new Int32Array(size)
  for (let v = 0; v < size && found.size <= DIFFERENCES; v++) {
    const count = neighbours(v, into)
    for (let k = 0; k < count && found.size <= DIFFERENCES; k++) {
      const u = into[k]!
      if (blocks[u]! > blocks[v]! || (blocks[u] === blocks[v] && u > v)) continue
      const by = Array.from({ length: axes }, (_, d) => indices[v * axes + d]! - indices[u * axes + d]!)
      const key = `${blocks[v]},${blocks[u]},${by}`
      if (!found.has(key)) found.set(key, { from: blocks[v]!, to: blocks[u]!, by })
    }
  }
  return [...found.values()]
}

/** All ways to number `axes` axes from 0 to k - 1. */
const multipliers = function* (axes: number, k: number): Generator<readonly number[]> {
  for (let code = 0; code < k ** axes; code++)
    yield Array.from({ length: axes }, (_, d) => Math.floor(code / k ** d) % k)
}

const modulo = (x: number, k: number): number => ((x % k) + k) % k

/** A shift for each block so that no difference is 0 modulo k, by trying them in order and stepping back. */
const shiftsFor = (
  between: readonly (readonly Difference[])[],
  steps: readonly number[],
  k: number,
  spend: (trials: number) => boolean,
): readonly number[] | undefined => {
  const moved = ({ by }: Difference): number => by.reduce((sum, d, axis) => sum + d * steps[axis]!, 0)
  const shifts: number[] = []
  let next = 0
  for (;;) {
    const block = shifts.length
    if (block === between.length) return shifts
    if (!spend(between[block]!.length + 1)) return undefined
    // A first block may stand anywhere.
    const limit = block === 0 ? 1 : k
    const clashes = (shift: number): boolean =>
      between[block]!.some((d) => modulo(moved(d) + shift - (d.to === block ? shift : shifts[d.to]!), k) === 0)
    while (next < limit && clashes(next)) next++
    if (next < limit) {
      shifts.push(next)
      next = 0
    } else {
      if (block === 0) return undefined
      next = shifts.pop()! + 1
    }
  }
}

/** Between how many colours, and what a proper colouring must be besides. */
export interface Wanted {
  readonly fewest: number
  readonly most: number
  readonly accepts: (colours: Int32Array) => boolean
}

const search = (
  { blocks, blockCount, axes, indices }: Lattice,
  differences: readonly Difference[],
  { fewest, most, accepts }: Wanted,
): Int32Array | undefined => {
  const between = Array.from({ length: blockCount }, (_, block) => differences.filter(({ from }) => from === block))
  let [left, asked] = [TRIALS, 0]
  const spend = (trials: number): boolean => (left -= trials) > 0
  for (let k = Math.max(1, fewest); k <= most; k++)
    for (const steps of multipliers(axes, k)) {
      const shifts = shiftsFor(between, steps, k, spend)
      if (left <= 0) return undefined
      if (!shifts) continue
      const colours = blocks.map((block, v) => {
        let colour = shifts[block]!
        for (let d = 0; d < axes; d++) colour += steps[d]! * indices[v * axes + d]!
        return colour % k
      })
      if (accepts(colours)) return colours
      if (++asked === ASKED) return undefined
    }
  return undefined
}

/**
 * A proper colouring of a graph by a lattice, if one within these limits is found. It depends on the conflicts alone:
 * around a periodic axis the differences are those of the two ends.
 */
export const latticeColours = (
  conflicts: Conflicts,
  shapes: readonly Shape[],
  wanted: Wanted,
): Int32Array | undefined => {
  if (shapes.reduce((n, shape) => n + sizeOf(shape), 0) !== conflicts.size || wanted.most < wanted.fewest)
    return undefined
  const lattice = latticeOf(shapes, SMALL)
  if (lattice.axes > AXES) return undefined
  const differences = differencesOf(lattice, conflicts)
  return differences.length > DIFFERENCES ? undefined : search(lattice, differences, wanted)
}
