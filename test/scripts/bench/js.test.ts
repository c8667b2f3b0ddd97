// Every work by hand in JavaScript has the derivative that is drawn, and the slopes that differences of its value have.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { byHand } from '../../../scripts/bench/js/index.ts'
import { disagreement, TOLERANCE } from '../../../scripts/bench/kernelRows.ts'
import { kernels } from '../../../scripts/bench/works/index.ts'
import { drawnEntries, small } from './small.ts'

test('every work is there in JavaScript', () => {
  assert.equal(
    Object.keys(kernels).filter((name) => !(name in byHand)),
    [],
  )
})

Object.entries(small).forEach(([name, size]) => {
  test(`${name} by hand has the derivative that is drawn`, () => {
    const data = kernels[name]!.data(size).map(({ data: entries }) => entries)
    const hand = byHand[name]!(data, size)
    hand.derivative()
    assert.is(disagreement(hand.entries(), drawnEntries(name), TOLERANCE.f64), undefined)
  })
})

/** Those whose derivative is the gradient of one number, in parameters that stand first among the data. */
const gradients = [
  'blackScholes',
  'rosenbrock',
  'multiplyAdds',
  'mixture',
  'lstm',
  'perceptron',
  'attention',
  'recurrence',
]

gradients.forEach((name) => {
  test(`${name} by hand has the slopes that differences of its value have`, () => {
    const size = small[name]!
    const data = kernels[name]!.data(size).map(({ data: entries }) => Float64Array.from(entries))
    const { value, derivative, entries } = byHand[name]!(data, size)
    derivative()
    const found = Float64Array.from(entries())
    let at = 0
    for (const parameter of data)
      for (let k = 0; k < parameter.length && at < found.length; k++, at++) {
        const x = parameter[k]!
        const step = 1e-5 * Math.max(1, Math.abs(x))
        const [right, left] = [x + step, x - step].map((moved) => {
          parameter[k] = moved
          return value() as number
        })
        parameter[k] = x
        const slope = (right! - left!) / (2 * step)
        assert.ok(Math.abs(found[at]! - slope) <= 1e-5 * Math.max(1, Math.abs(slope)), `${at}: ${found[at]}, ${slope}`)
      }
    assert.is(at, found.length)
  })
})

test('states kept or checkpointed, the gradient of a recurrence is the same', () => {
  assert.is(disagreement(drawnEntries('checkpointed'), drawnEntries('recurrence'), TOLERANCE.f64), undefined)
})

test.run()
