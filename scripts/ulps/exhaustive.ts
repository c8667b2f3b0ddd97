/** Every float there is: the kernel of floats against that of doubles, whose own error is 2^-28 of a float's unit or so. */
import { kernels } from '../../lib/engine/math/index.ts'
import type { Worst } from './measure.ts'
import { running } from './run.ts'

const BLOCK = 1 << 14
const ALL = 2 ** 32

/** The unit in the last place of a float as large as a double of this exponent field. */
const units = Float64Array.from({ length: 2048 }, (_, k) => 2 ** (Math.min(127, Math.max(-126, k - 1023)) - 23))
const LARGEST = 2 ** 128

/** The worst error over every `stride`th float, or an infinite one where NaN, or the sign of a zero, is not right. */
export const worstOfAll = (name: string, stride = 1): Worst => {
  const kernel = kernels[name]!
  const narrow = running(kernel, 'f32', BLOCK)
  const wide = running(kernel, 'f64', BLOCK)
  const x = narrow.inputs[0]!
  const bits = new Uint32Array(x.buffer, x.byteOffset, BLOCK)
  const [y, exact] = [narrow.output, wide.output]
  const high = new Uint32Array(exact.buffer, exact.byteOffset, 2 * BLOCK)
  let ulps = 0
  let at = Number.NaN
  let samples = 0
  for (let start = 0; start < ALL; start += BLOCK * stride, samples += BLOCK) {
    for (let k = 0; k < BLOCK; k++) bits[k] = start + k * stride
    wide.inputs[0]!.set(x)
    narrow.run()
    wide.run()
    for (let k = 0; k < BLOCK; k++) {
      const [a, b] = [y[k]!, exact[k]!]
      // Rounded correctly: at most half a unit, which is not what is looked for.
      if (a === Math.fround(b) && a !== 0) continue
      if (Object.is(a, Math.fround(b))) continue
      const [found, right] = [Math.max(-LARGEST, Math.min(a, LARGEST)), Math.max(-LARGEST, Math.min(b, LARGEST))]
      const error = Math.abs(found - right) / units[(high[2 * k + 1]! >>> 20) & 2047]!
      // A zero of the wrong sign is an error of no units; a double that no float can show is not.
      const wrong = error === 0 || Number.isNaN(error) ? Number.POSITIVE_INFINITY : error
      if (wrong > ulps) {
        ulps = wrong
        at = x[k]!
      }
    }
  }
  return { name, precision: 'f32', ulps, at: [at], samples }
}
