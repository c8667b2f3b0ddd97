/** Dense Jacobians by colours: the entries of a sparse one, each put where it stands. */
import { nodeAt, type Ref } from '../graph.ts'
import { fill } from '../ops/constant.ts'
import { gather, scatterAdd } from '../ops/gather.ts'
import { reshape } from '../ops/linalg.ts'
import type { Tape } from '../tape.ts'
import { sizeOf, type TensorType } from '../types.ts'
import type { Wire } from '../wire.ts'
import type { Colouring } from './colouring.ts'
import { rowsOf } from './conflicts.ts'
import { drawEntries } from './entries.ts'
import type { Pattern } from './pattern.ts'

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
 * Draws dy/dx for each sink y and each source x of a tape, by the lanes of a colouring of its pattern. What the pattern
 * leaves out is 0.
 */
export const colouredBlocks = (tape: Tape, pattern: Pattern, colouring: Colouring): readonly Wire[] => {
  const entries = drawEntries(tape, pattern, colouring)
  const [sinks, sources] = [spans(tape, tape.sinks), spans(tape, tape.sources)]
  const rows = rowsOf(pattern)
  return sinks.flatMap((y) =>
    sources.map((x) => {
      const [taken, put]: [number[], number[]] = [[], []]
      pattern.columns.forEach((j, place) => {
        const i = rows[place]!
        if (i < y.begin || i >= y.end || j < x.begin || j >= x.end) return
        taken.push(place)
        put.push((i - y.begin) * (x.end - x.begin) + j - x.begin)
      })
      const shape = [...y.shape, ...x.shape]
      if (taken.length === 0) return fill(shape, 0)
      const own = taken.length === pattern.columns.length ? entries : gather(entries, taken)
      return reshape(scatterAdd(own, put, sizeOf(shape)), shape)
    }),
  )
}
