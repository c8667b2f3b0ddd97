// ADBench's LSTM against loops over characters, layers and bits; one scan against all characters drawn.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { constant, evaluateOrThrow, graph, hvp, key, normal, reverse, type Wire } from '../../../modes/index.ts'
import { type LstmInstance, lstmInstance } from '../../../scripts/problems/adbench/lstm.ts'
import { type LstmCourse, lstm, lstmOf, lstmProblem } from '../../../scripts/problems/lstm.ts'
import { flat, near } from '../../support.ts'
import { check, type Plain } from './agreement.ts'

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x))

/** Character by character, layer by layer, bit by bit. */
const plainOf =
  ({ state, sequence }: LstmInstance): Plain =>
  (main, extra) => {
    const [count, bits] = sequence.shape
    const layers = state.shape[0] / 2
    const memory = Float64Array.from(state.data)
    let total = 0
    for (let t = 0; t < count - 1; t++) {
      let through = Array.from({ length: bits }, (_, i) => sequence.data[t * bits + i] * extra[i])
      for (let layer = 0; layer < layers; layer++) {
        const [hidden, cell] = [2 * layer * bits, (2 * layer + 1) * bits]
        const weight = (gate: number, i: number): number => main[8 * layer * bits + gate * bits + i]
        const bias = (gate: number, i: number): number => main[8 * layer * bits + 4 * bits + gate * bits + i]
        through = through.map((x, i) => {
          const forget = sigmoid(x * weight(0, i) + bias(0, i))
          const enter = sigmoid(memory[hidden + i] * weight(1, i) + bias(1, i))
          const leave = sigmoid(x * weight(2, i) + bias(2, i))
          const change = Math.tanh(memory[hidden + i] * weight(3, i) + bias(3, i))
          memory[cell + i] = memory[cell + i] * forget + enter * change
          memory[hidden + i] = leave * Math.tanh(memory[cell + i])
          return memory[hidden + i]
        })
      }
      const y = through.map((x, i) => x * extra[bits + i] + extra[2 * bits + i])
      const norm = Math.log(y.reduce((sum, x) => sum + Math.exp(x), 2))
      y.forEach((x, i) => {
        total += sequence.data[(t + 1) * bits + i] * (x - norm)
      })
    }
    return [-total / (bits * (count - 1))]
  }

const instance = lstmInstance(3, { layers: 2, characters: 9, bits: 3 })

for (const course of ['scan', 'unrolled'] as const)
  test(`value and derivatives are those of loops (${course})`, () => {
    check(lstmOf(instance, course, course), plainOf(instance))
  })

test('it learns from the state too', () => {
  const { main, extra, state, sequence } = instance
  const by = (course: LstmCourse): readonly number[] => {
    const g = graph([main.shape, extra.shape, state.shape], (a, b, c) => lstm(sequence, course)(a, b, c))
    return evaluateOrThrow(reverse(g), [main, extra, state, 1]).flatMap(flat)
  }
  near(by('scan'), by('unrolled'), 1e-13)
})

test('the scan and all characters drawn have the same Hessian', () => {
  const { main, extra, state, sequence } = instance
  const along = normal(key(4), main.shape)
  const by = (course: LstmCourse): unknown =>
    hvp((x: Wire) => lstm(sequence, course)(x, constant(extra), constant(state)))(main, along)
  near(flat(by('scan')), flat(by('unrolled')), 1e-12)
})

test('the scan is one node whatever the length', () => {
  const nodes = (characters: number, course: LstmCourse): number => lstmProblem({ characters, course }).graph.nodes.size
  assert.is(nodes(16, 'scan'), nodes(128, 'scan'))
  // Gates that look at the character alone are drawn once for each of the 16; else a layer is 11 nodes, or 17 above it.
  assert.ok(nodes(32, 'unrolled') - nodes(16, 'unrolled') >= 16 * (11 + 17))
})

test.run()
