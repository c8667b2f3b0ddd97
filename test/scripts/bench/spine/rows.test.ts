// What is told of the spine: rows, their agreement, and the table.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { disagreements, type Row, rowOf } from '../../../../scripts/bench/spine/rows.ts'
import { tableOf } from '../../../../scripts/bench/spine/table.ts'

const measured = { work: 'chain', who: 'cotangent', precision: 'f64', nodes: 1000, repetitions: 3 } as const
const times = {
  draw: [3, 1, 2],
  differentiate: [9, 8, 700],
  firstResult: [20, 30, 25],
  primal: [0.5],
  derivative: [1, 2],
}
const own = rowOf(measured, { ...times, bytesPerNode: 278.7, derivativeNodes: 1.334, slope: 0.25 })
const peer = rowOf(
  { ...measured, who: 'tfjs', precision: 'f32' },
  { firstResult: [40], primal: [4], derivative: [40], slope: 0.2501 },
)
const broken: Row = rowOf({ ...measured, who: 'jax-js', nodes: 16_000 }, { error: 'RangeError: too deep' })

test('a row has medians, minima, and null for what there is not', () => {
  assert.equal([own.draw, own.min.draw, own.differentiate, own.min.differentiate], [2, 1, 9, 8])
  assert.equal([own.bytesPerNode, own.derivativeNodes, own.derivative, own.unit], [279, 1.334, 1.5, 'us/node'])
  assert.equal([peer.draw, peer.min.compile, peer.bytesPerNode, peer.derivativeNodes], [null, null, null, null])
  assert.equal([broken.error, broken.firstResult, broken.slope], ['RangeError: too deep', null, null])
})

test('slopes of one work must agree', () => {
  assert.equal(disagreements([own, peer, broken]), [])
  assert.match(disagreements([own, { ...peer, slope: 0.26 }])[0]!, 'cotangent finds the slope 0.25, tfjs 0.26')
  assert.is(disagreements([own, { ...peer, slope: Number.NaN }]).length, 1)
  assert.equal(disagreements([own, { ...peer, nodes: 10, slope: 1 }]), [])
  const large = [own, { ...peer, slope: 1 }].map((row) => ({ ...row, nodes: 10_000 }))
  assert.equal(disagreements(large), [])
})

test('the table tells minima and medians, and why a row is empty', () => {
  const [head, first, second, third] = tableOf([own, peer, broken]).split('\n') as [string, string, string, string]
  assert.is(head.length, first.length)
  assert.match(
    first,
    /^chain\s+1,000\s+cotangent f64\s+1\.0 \/ 2\.0\s+8\.0 \/ 9\.0\s+-\s+20\.0 \/ 25\.0\s.*279\s+1\.33$/,
  )
  assert.match(second, /^chain\s+1,000\s+tfjs f32\s+-\s+-\s+-\s+40\.0 \/ 40\.0\s.*-\s+-$/)
  assert.match(third, /^chain\s+16,000\s+jax-js f64\s+RangeError: too deep$/)
})

test.run()
