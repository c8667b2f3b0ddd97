/**
 * Every float there is: the kernel of floats against the op's own function of doubles, which is off by a few 2^-29 of a
 * float's unit. Whatever is the worst so far is measured again with a hundred binary digits, and only that is reported.
 */
import { kernels } from '../../lib/engine/math/index.ts'
import type { Op } from '../../lib/op.ts'
import * as ops from '../../lib/ops/index.ts'
import { fresh, type Tensor } from '../../lib/value.ts'
import { ulps, type Worst } from './measure.ts'
import { references } from './reference.ts'
import { running } from './run.ts'

const BLOCK = 1 << 14
/** How many floats there are. */
export const ALL = 2 ** 32

/** The unit in the last place of a float as large as a double of this exponent field. */
const units = Float64Array.from({ length: 2048 }, (_, k) => 2 ** (Math.min(127, Math.max(-126, k - 1023)) - 23))
const LARGEST = 2 ** 128
const inRange = (x: number): number => Math.max(-LARGEST, Math.min(x, LARGEST))

/** The error with a hundred digits; as it was found where the function has no such reference, or its value no place. */
const certified = (name: string, x: number, y: number, found: number): number => {
  const exact = references[name]?.of(x, 0)
  if (exact === undefined || !Number.isFinite(found)) return found
  const size = Math.abs(exact.hi) * 2 ** exact.shift
  return size > 0 && size < LARGEST / 2 ? ulps(y, exact, 'f32') : found
}

/** The worst error over every `stride`th float, or an infinite one where NaN, or the sign of a zero, is not right. */
export const worstOfAll = (name: string, stride = 1): Worst => {
  const { op } = (ops as unknown as Readonly<Record<string, { readonly op: Op }>>)[name]!
  const narrow = running(kernels[name]!, 'f32', BLOCK)
  const x = narrow.inputs[0]!
  const bits = new Uint32Array(x.buffer, x.byteOffset, BLOCK)
  const y = narrow.output
  const wide = new Float64Array(BLOCK)
  // Half a unit is what remains where every result is rounded correctly.
  let [worst, reported, at, samples] = [0, 0.5, Number.NaN, 0]
  for (let start = 0; start < ALL; start += BLOCK * stride, samples += BLOCK) {
    for (let k = 0; k < BLOCK; k++) bits[k] = start + k * stride
    wide.set(x)
    narrow.run()
    const exact = (op.eval(fresh([BLOCK], wide)) as Tensor).data as Float64Array
    const high = new Uint32Array(exact.buffer, exact.byteOffset, 2 * BLOCK)
    for (let k = 0; k < BLOCK; k++) {
      const [a, b] = [y[k]!, exact[k]!]
      // Rounded correctly: at most half a unit, which is not what is looked for.
      if (a === Math.fround(b) && a !== 0) continue
      if (Object.is(a, Math.fround(b))) continue
      const error = Math.abs(inRange(a) - inRange(b)) / units[(high[2 * k + 1]! >>> 20) & 2047]!
      // A zero of the wrong sign is an error of no units; a double that no float can show is not.
      const found = error === 0 || Number.isNaN(error) ? Number.POSITIVE_INFINITY : error
      if (found > worst) {
        worst = found
        reported = certified(name, x[k]!, a, found)
        at = x[k]!
      }
    }
  }
  return { name, precision: 'f32', ulps: reported, at: Number.isNaN(at) ? [] : [at], samples }
}
