/** The demonstration of other algebras says what calculus says of x y + sin(x). */
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { demo } from '../../../scripts/examples/algebra.ts'

const sections = demo()
const linesOf = (start: string): readonly string[] => sections.find(({ title }) => title.startsWith(start))!.lines
const numbersIn = (line: string | undefined): readonly number[] => (line!.match(/-?\d+(\.\d+)?/g) ?? []).map(Number)

test('df/dx = y + cos x and df/dy = x, in numbers, intervals and symbols', () => {
  assert.equal(linesOf('numbers'), [`df/dx = ${Number((3 + Math.cos(2)).toPrecision(6))}`, 'df/dy = 2'])
  assert.equal(linesOf('polynomials'), ['df/dx = cos(x) w + w y', 'df/dy = w x'])
  const [dx, dy] = linesOf('intervals').map(numbersIn)
  // cos falls from 1.9 to 2.1.
  const expected = [2.5 + Math.cos(2.1), 3.5 + Math.cos(1.9)]
  dx!.forEach((x, k) => {
    assert.ok(Math.abs(x - expected[k]!) < 1e-5)
  })
  assert.equal(dy, [1.9, 2.1])
})

test('at x = 0 only df/dx may be other than zero', () => {
  assert.equal(linesOf('booleans'), ['df/dx = true', 'df/dy = false'])
})

test('two paths lead to df/dx, over the product and over the sine, and one to df/dy', () => {
  const paths = linesOf('paths')
  assert.is(paths.length, 3)
  assert.equal(
    paths.map((line) => Number(line.split(': ')[1])),
    [Math.cos(2), 3, 2],
  )
  assert.equal(linesOf('the tape').slice(0, 3), [
    `df/dx = ${Number((3 + Math.cos(2)).toPrecision(6))}`,
    'reached: true',
    'paths: 2',
  ])
})

test('the logarithm at 0 is found to be where the NaN comes from', () => {
  const [first, second] = linesOf('where')
  assert.is(first, '-Infinity arose in %1 log: log(0) = -Infinity')
  assert.is(second, 'NaN arose in %2 mul: product(0, -Infinity) = NaN')
})

test.run()
