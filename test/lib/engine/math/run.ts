/** Kernels at points, for the suites of this folder. */
import { kernels, type Precision } from '../../../../lib/engine/math/index.ts'
import { running } from '../../../../scripts/ulps/run.ts'

export const precisions: readonly Precision[] = ['f64', 'f32']

/** A kernel at some points, all of them in one run. */
export const at = (
  name: string,
  precision: Precision,
  ...points: readonly (readonly number[])[]
): readonly number[] => {
  const { inputs, output, run } = running(kernels[name]!, precision, points[0]!.length)
  inputs.forEach((x, k) => {
    x.set(points[k]!)
  })
  run()
  return [...output].slice(0, points[0]!.length)
}
