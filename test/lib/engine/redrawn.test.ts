// A graph drawn again is the same function but where it is asked to be another.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { asInputs, redrawn } from '../../../lib/engine/redrawn.ts'
import { add, cos, evaluateOrThrow, graph, mul, sin, type Tensor, type Value } from '../../../modes/index.ts'

const numbersOf = (values: readonly Value[]): readonly number[] => values.map((y) => (y as Tensor).data[0]!)
const f = graph([[], []], (x, y) => [mul(sin(x), y), add(sin(x), cos(y))])

test('nothing else is drawn where nothing else is asked for', () => {
  const again = redrawn(f, () => undefined)
  assert.equal(numbersOf(evaluateOrThrow(again, [0.3, 2])), [Math.sin(0.3) * 2, Math.sin(0.3) + Math.cos(2)])
})

test('a node drawn otherwise counts wherever it is used', () => {
  const again = redrawn(f, ({ op, args }, _, wires) => (op.name === 'sin' ? cos(wires[args[0]!]!) : undefined))
  assert.equal(numbersOf(evaluateOrThrow(again, [0.3, 2])), [Math.cos(0.3) * 2, Math.cos(0.3) + Math.cos(2)])
})

test('a value that is given is not computed', () => {
  const at = f.nodes.findIndex(({ op }) => op.name === 'sin')
  const given = { nodes: asInputs(f.nodes, [at]), inputs: [...f.inputs, at], outputs: f.outputs }
  assert.equal(numbersOf(evaluateOrThrow(given, [0.3, 2, 7])), [14, 7 + Math.cos(2)])
  assert.is(f.nodes.get(at)!.op.name, 'sin')
})

test.run()
