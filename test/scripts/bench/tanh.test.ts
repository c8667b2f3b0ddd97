// The nodes of the derivatives of tanh.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { tanhText } from '../../../scripts/bench/spine/table.ts'
import { tanhNodes } from '../../../scripts/bench/tanh.ts'

test('tanh has ten derivatives, the first of x, tanh x, its square, that negated, 1, and the difference', () => {
  const { forward, reverse } = tanhNodes()
  assert.equal([forward.length, forward[0], reverse.length, reverse[0]], [10, 6, 10, 6])
  assert.is(tanhText({ forward: [6, 9] }), 'nested forward   6 9')
})

test.run()
