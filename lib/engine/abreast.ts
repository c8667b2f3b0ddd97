/** How many vectors the last loop of a nest takes at a time, and whether kernels are written in its body. */
import type { Emitter } from './emitter.ts'
import type { Computed, Folded } from './reading.ts'

/** As many kernels as are written in place, and as many as are so for two vectors at a time. */
const IN_PLACE = 8
const SIDE_BY_SIDE = 2
/** As many totals as sums are kept in together. */
const TOTALS = 4

export interface Abreast {
  readonly vectors: number
  readonly inPlace: boolean
}

/**
 * A few vectors at a time, so that neither a chain of sums nor the long chains inside of kernels keep the next ones
 * waiting; kernels are in place where that pays for their code, as their constants are then known before the loop.
 */
export const vectorsAbreast = (
  e: Emitter,
  points: readonly Computed[],
  folds: readonly Folded[],
  depth: number,
  extent: number,
): Abreast => {
  const inside = points.filter((x) => x.depth === depth)
  const kernels = inside.filter(({ task: { op } }) => op.name === 'op' && e.hasKernel(op.op)).length
  const sums = folds.filter((f) => f.depth < depth).length
  const forKernels = kernels <= SIDE_BY_SIDE ? 2 : 1
  const forSums = sums > 0 ? Math.max(1, Math.floor(TOTALS / sums)) : 1
  const wanted = kernels > 0 ? forKernels : forSums
  const vectors = wanted * e.lanes <= extent ? wanted : 1
  return { vectors, inPlace: kernels <= IN_PLACE && extent >= 2 * vectors * e.lanes }
}
