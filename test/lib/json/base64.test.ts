/** Base64 of doubles, held against Node's own; every bit survives, and only what is written is read. */
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { base64Length, fromBase64, toBase64 } from '../../../lib/json/base64.ts'

const bytesOf = (x: Float64Array): Uint8Array => new Uint8Array(x.buffer, x.byteOffset, x.byteLength)
/** Doubles of any bits, NaNs with payloads among them. */
const doubles = fc
  .array(fc.uint8Array({ minLength: 8, maxLength: 8 }), { maxLength: 9 })
  .map((parts) => new Float64Array(Uint8Array.from(parts.flatMap((part) => [...part])).buffer))

test('it is the base64 of the little-endian bytes, and comes back to the bit', () => {
  fc.assert(
    fc.property(doubles, (x) => {
      const text = toBase64(x)
      const view = new DataView(new ArrayBuffer(x.byteLength))
      bytesOf(x).forEach((byte, k) => {
        view.setUint8(k, byte)
      })
      assert.is(text, Buffer.from(view.buffer).toString('base64'))
      assert.is(text.length, base64Length(x.length))
      assert.equal(bytesOf(fromBase64(text, x.length)!), bytesOf(x))
    }),
  )
})

test('1 is AAAAAAAA8D8=', () => assert.is(toBase64(Float64Array.of(1)), 'AAAAAAAA8D8='))

test('part of an array is written without the rest', () =>
  assert.is(toBase64(Float64Array.of(0, 1, 2).subarray(1, 2)), 'AAAAAAAA8D8='))

test('what is not exactly that is refused', () => {
  const bad = [
    '',
    'AAAAAAAA8D8',
    'AAAAAAAA8D9=',
    'AAAAAAA=8D8=',
    'AAAA AAA8D8=',
    'AAAAAAAA8D-=',
    'AAAAAAAA8Dé=',
    'AAAAAAAA8D8A',
  ]
  for (const text of bad) assert.is(fromBase64(text, 1), undefined, text)
  assert.is(fromBase64('AAAAAAAA8D8=', 2), undefined)
  assert.is(fromBase64('====', 0), undefined)
  assert.equal(fromBase64('', 0), new Float64Array(0))
})

test.run()
