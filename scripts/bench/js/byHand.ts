/** A work by hand: from its data to what is timed. */
import type { Kernel, Size } from '../work.ts'

export type ByHand = (data: readonly Readonly<Float64Array>[], size: Size) => Kernel
