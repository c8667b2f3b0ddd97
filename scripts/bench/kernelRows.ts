/** What was measured of the works, a row for each size, contestant and precision. */
import { median } from './median.ts'
import type { Precision, Size } from './work.ts'

export interface KernelRow {
  readonly work: string
  readonly size: Size
  /** The file that the data are from, of works on files. */
  readonly file: string | null
  readonly who: string
  readonly precision: Precision
  /** The quickest run, as is `derivative`. */
  readonly primal: number
  readonly derivative: number
  readonly median: { readonly primal: number; readonly derivative: number }
  readonly unit: 'us'
  /** The derivative's time in those of the primal. */
  readonly ratio: number
  /** Multiplications, additions and nonlinear calls of the library's graphs, of every row of a work the same. */
  readonly operations: { readonly primal: number; readonly derivative: number } | null
  /** What drawing, differentiating and compiling took, in milliseconds. */
  readonly compile: number | null
}

const rounded = (x: number): number => Number(x.toPrecision(4))

export const kernelRow = ({
  work,
  size,
  file,
  who,
  precision,
  value,
  derivative,
  operations,
  compile,
}: {
  readonly work: string
  readonly size: Size
  readonly file?: string | undefined
  readonly who: string
  readonly precision: Precision
  readonly value: readonly number[]
  readonly derivative: readonly number[]
  readonly operations?: readonly [number, number] | undefined
  readonly compile?: number | undefined
}): KernelRow => {
  const [primal, slope] = [Math.min(...value), Math.min(...derivative)]
  return {
    work,
    size,
    file: file ?? null,
    who,
    precision,
    primal: rounded(primal),
    derivative: rounded(slope),
    median: { primal: rounded(median(value)), derivative: rounded(median(derivative)) },
    unit: 'us',
    ratio: rounded(slope / primal),
    operations: operations ? { primal: operations[0], derivative: operations[1] } : null,
    compile: compile === undefined ? null : rounded(compile),
  }
}

/** How far derivatives may be from the library's in doubles, in the largest of its entries. */
export const TOLERANCE: Readonly<Record<Precision, number>> = { f64: 1e-8, f32: 2e-3 }

/** In what a derivative differs from the one expected, if it does. */
export const disagreement = (
  found: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
): string | undefined => {
  if (found.length !== expected.length) return `has ${found.length} entries, not ${expected.length}`
  let largest = 0
  for (let k = 0; k < expected.length; k++) largest = Math.max(largest, Math.abs(expected[k]!))
  for (let k = 0; k < expected.length; k++)
    if (!(Math.abs(found[k]! - expected[k]!) <= tolerance * largest))
      return `has ${found[k]} at ${k}, not ${expected[k]}`
  return undefined
}
