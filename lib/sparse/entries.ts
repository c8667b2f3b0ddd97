/** The entries of a sparse Jacobian, row by row, drawn as one vector: products with groups, and what they tell. */
import { dependencies, type Graph, nodeAt, type Ref } from '../graph.ts'
import { cost } from '../interpret/cost.ts'
import { add, neg } from '../ops/add.ts'
import { concat } from '../ops/concat.ts'
import { fill } from '../ops/constant.ts'
import { gather, scatterAdd } from '../ops/gather.ts'
import { reshape } from '../ops/linalg.ts'
import { Tape } from '../tape.ts'
import { sizeOf, type TensorType } from '../types.ts'
import { tensor } from '../value.ts'
import type { Wire } from '../wire.ts'
import type { Colouring } from './colouring.ts'
import { products } from './compressed.ts'
import type { Pattern } from './pattern.ts'
import { type Reading, readingOf } from './reading.ts'
import { sifted } from './sift.ts'

const flat = (wire: Wire): Wire => reshape(wire, [sizeOf(wire.shape)])
const numbers = (table: Int32Array): Float64Array => new Float64Array(table)
const taken = (x: Wire, table: Int32Array): Wire => gather(x, tensor(numbers(table)))

/**
 * Products by number, lane after lane and each whole, as `readingOf` has them, in a list of tensors each with all lanes:
 * where product k is.
 */
const placesOfProducts = (
  { primal, sinks, sources }: Tape,
  { shape: [m, n], columnPasses, rowPasses }: Colouring,
): Int32Array => {
  const places = new Int32Array(columnPasses * m + rowPasses * n)
  let at = 0
  const lanes = (refs: readonly Ref[], passes: number, width: number, base: number): void => {
    let first = base
    for (const ref of refs) {
      const size = sizeOf((nodeAt(primal, ref).type as TensorType).shape)
      for (let g = 0; g < passes; g++) for (let k = 0; k < size; k++) places[first + g * width + k] = at++
      first += size
    }
  }
  if (columnPasses > 0) lanes(sinks, columnPasses, m, 0)
  if (rowPasses > 0) lanes(sources, rowPasses, n, columnPasses * m)
  return places
}

/** For each number read, which one it is taken out of once it is known, -1 for none. */
const nextOf = ({ from, out }: Reading): Int32Array => {
  if (out.every((product) => product < 0)) return out
  const readers = new Map<number, number>()
  from.forEach((product, k) => {
    readers.set(product, k)
  })
  return out.map((product) => (product < 0 ? -1 : (readers.get(product) ?? -1)))
}

/**
 * What is left of each of `sums` once what is read before it has been taken out, trees of them at once: x = s - C x, where
 * C adds up children, is (1 - C)(1 + C^2)(1 + C^4)... s, as many factors as the logarithm of the depth (pointer doubling:
 * Wyllie 1979, The complexity of parallel computations).
 */
const substituted = (sums: Wire, next: Int32Array): Wire => {
  const size = next.length
  let [result, ahead, first] = [sums, next, true]
  while (ahead.some((k) => k >= 0)) {
    const jump = ahead
    const moved = Int32Array.from(jump.keys()).filter((k) => jump[k]! >= 0)
    const parts = scatterAdd(taken(result, moved), tensor(numbers(moved.map((k) => jump[k]!))), size)
    result = add(result, first ? neg(parts) : parts)
    first = false
    ahead = jump.map((k) => (k < 0 ? -1 : jump[k]!))
  }
  return result
}

/** Draws the entries of the Jacobian of a tape at the places of its pattern, by the lanes of a colouring. */
export const drawEntries = (tape: Tape, pattern: Pattern, colouring: Colouring): Wire => {
  const reading = readingOf(pattern, colouring)
  const { places, from, mirror } = reading
  if (places.length === 0) return fill([0], 0)
  const at = placesOfProducts(tape, colouring)
  const lanes = concat(products(tape, colouring).map(flat))
  // Which number read each place is.
  const read = new Int32Array(pattern.columns.length)
  places.forEach((place, k) => {
    read[place] = k
    if (mirror) read[mirror[place]!] = k
  })
  const next = nextOf(reading)
  if (next.every((k) => k < 0))
    return taken(
      lanes,
      read.map((k) => at[from[k]!]!),
    )
  return taken(
    substituted(
      taken(
        lanes,
        from.map((k) => at[k]!),
      ),
      next,
    ),
    read,
  )
}

/** What a node costs beside its operations, in operations. */
const NODE = 32

const weight = (graph: Graph): number => {
  const { multiplications, additions, nonlinear } = cost(graph, { trips: 1 })
  const count = dependencies(graph, graph.outputs).reduce((sum, needed) => sum + needed, 0)
  return multiplications + additions + nonlinear + NODE * count
}

/**
 * x -> the entries of the Jacobian of a tape at the places of its pattern, row by row: by the lanes of a colouring, or by
 * what is left of these once it is known which of their entries are zeros and ones, where that is less.
 */
export const entries = (tape: Tape, pattern: Pattern, colouring: Colouring): Graph => {
  const lanes = Tape.read(tape, () => [drawEntries(tape, pattern, colouring)])
  const fewer = sifted(tape.primal, lanes)
  return fewer && weight(fewer) < weight(lanes) ? fewer : lanes
}
