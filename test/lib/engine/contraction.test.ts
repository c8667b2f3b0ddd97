// Einsums compiled are einsums evaluated: any words, letters of no extent, diagonals, letters that stand in no word.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { einsumOp } from '../../../lib/ops/einsum.ts'
import { compile, draw, evaluateOrThrow, graph, sizeOf, type Tensor, tensor } from '../../../modes/index.ts'

/** Numbers whose sums and products are exact in any order, but for NaN, and what zeros meet. */
const entry = fc.constantFrom(0, -0, 1, -2, 0.5, 3, Number.POSITIVE_INFINITY, Number.NaN)
const word = fc.array(fc.nat(3), { maxLength: 3 })
const extents = fc.tuple(...[0, 1, 2, 3].map(() => fc.constantFrom(0, 1, 2, 3)))

test('einsums of any words', () => {
  fc.assert(
    fc.property(
      fc.array(word, { maxLength: 4 }),
      word,
      extents,
      fc.boolean(),
      fc.infiniteStream(entry),
      (words, out, extent, absorbing, stream) => {
        const shapeOf = (letters: readonly number[]): readonly number[] => letters.map((l) => extent[l]!)
        const op = einsumOp({ words, out, extent, shape: shapeOf(out), absorbing })
        const f = graph(words.map(shapeOf), (...xs) => draw(op, xs))
        const xs = words.map(shapeOf).map((shape) =>
          tensor(
            Array.from({ length: sizeOf(shape) }, () => stream.next().value),
            shape,
          ),
        )
        const [found, expected] = [compile(f)(xs), evaluateOrThrow(f, xs)].map(([y]) => y as Tensor)
        assert.equal(found!.shape, expected!.shape)
        expected!.data.forEach((y, k) => {
          assert.ok(found!.data[k] === y || (Number.isNaN(y) && Number.isNaN(found!.data[k])), `entry ${k}`)
        })
      },
    ),
    { numRuns: 1000 },
  )
})

test.run()
