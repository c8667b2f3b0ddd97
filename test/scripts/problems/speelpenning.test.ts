/** Speelpenning's product: its closed value and gradient, and all modes. */
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { cost, evaluateOrThrow, reverse } from '../../../modes/index.ts'
import { speelpenning, speelpenningPoint, speelpenningProblem } from '../../../scripts/problems/speelpenning.ts'
import { flat, near } from '../../support.ts'
import { checkScalars } from './scalars.ts'

test('the product telescopes to 1 / (n + 1), and its slope in x_i is that over x_i', () => {
  for (const n of [1, 2, 10, 300]) {
    const { graph, inputs, outputs } = speelpenningProblem(n)
    const point = speelpenningPoint(n)
    assert.equal(outputs, [[]])
    assert.equal(
      inputs.map(({ name, value }) => [name, value.data[0]]),
      point.map((x, i) => [`x${i + 1}`, x]),
    )
    const [y, ...slopes] = evaluateOrThrow(reverse(graph), [...point, 1]).map((v) => flat(v)[0]!)
    near(y, 1 / (n + 1), 1e-14)
    near(
      slopes,
      point.map((x) => 1 / (n + 1) / x),
      1e-14,
    )
  }
})

test('n - 1 products, two numbers each, and no other op', () => {
  const { graph } = speelpenningProblem(10)
  assert.is(graph.nodes.size, 10 + 9)
  assert.is(cost(graph).multiplications, 9)
})

test('forward, reverse and differences agree', () => checkScalars(speelpenning, speelpenningPoint(7)))

test.run()
