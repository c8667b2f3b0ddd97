/** Dense Jacobians by colours: the products with the groups of a colouring, and each entry taken from where it stands. */
import { nodeAt, type Ref } from '../graph.ts'
import { concat } from '../ops/concat.ts'
import { fill } from '../ops/constant.ts'
import { gather, scatterAdd } from '../ops/gather.ts'
import { reshape } from '../ops/linalg.ts'
import type { Tape } from '../tape.ts'
import { sizeOf, type TensorType } from '../types.ts'
import type { Wire } from '../wire.ts'
import type { Colouring } from './colouring.ts'
import { products } from './compressed.ts'
import { rowsOf } from './conflicts.ts'
import type { Pattern } from './pattern.ts'
import { readingOf } from './reading.ts'

/** Where each of some tensors begins among the entries of all, and its type. */
const spans = ({ primal }: Tape, refs: readonly Ref[]) => {
  let first = 0
  return refs.map((ref) => {
    const { shape } = nodeAt(primal, ref).type as TensorType
    const begin = first
    first += sizeOf(shape)
    return { shape, begin, end: first }
  })
}

/**
 * Draws dy/dx for each sink y and each source x of a tape, by the lanes of a direct colouring of its pattern. What the
 * pattern leaves out is 0.
 */
export const colouredBlocks = (tape: Tape, pattern: Pattern, colouring: Colouring): readonly Wire[] => {
  const { places, from } = readingOf(pattern, colouring)
  const [sinks, sources] = [spans(tape, tape.sinks), spans(tape, tape.sources)]
  const [m, n] = pattern.shape
  const lanes = products(tape, colouring)
  const flat = lanes.map((wire) => reshape(wire, [sizeOf(wire.shape)]))
  // A product by its number, lane after lane and each whole, against its place where tensor stands after tensor.
  const border = colouring.columnPasses * m
  const placeOf = (product: number): number => {
    const [passes, width, all, base, at] =
      product < border
        ? [colouring.columnPasses, m, sinks, 0, product]
        : [colouring.rowPasses, n, sources, border, product - border]
    const [group, entry] = [Math.floor(at / width), at % width]
    const { begin, end } = all.find((span) => entry < span.end)!
    return base + passes * begin + group * (end - begin) + entry - begin
  }
  const rowAt = rowsOf(pattern)
  return sinks.flatMap((y) =>
    sources.map((x) => {
      const [taken, put]: [number[], number[]] = [[], []]
      places.forEach((place, k) => {
        const [i, j] = [rowAt[place]!, pattern.columns[place]!]
        if (i < y.begin || i >= y.end || j < x.begin || j >= x.end) return
        taken.push(placeOf(from[k]!))
        put.push((i - y.begin) * (x.end - x.begin) + j - x.begin)
      })
      const shape = [...y.shape, ...x.shape]
      return taken.length === 0
        ? fill(shape, 0)
        : reshape(scatterAdd(gather(concat(flat), taken), put, sizeOf(shape)), shape)
    }),
  )
}
