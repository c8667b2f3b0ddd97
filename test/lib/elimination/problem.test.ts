/** Problems of elimination: what a document must be, told by the place that is wrong. */

import * as fc from 'fast-check'
import { isLeft, isRight } from 'fp-ts/lib/Either.js'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { eliminationProblem, eliminationProblemOrThrow } from '../../../modes/index.ts'
import { problems, published } from './problems.ts'

test('a problem is read as it is written', () => {
  for (const problem of published) assert.equal(eliminationProblemOrThrow(JSON.parse(JSON.stringify(problem))), problem)
  fc.assert(
    fc.property(problems(8), (problem) => {
      assert.ok(isRight(eliminationProblem(problem)))
    }),
  )
})

const good = { name: 'f', inputs: [0], outputs: [2], edges: [[0, 1, 'unit'] as unknown, [1, 2, 'variable']] }
const refusals: readonly (readonly [json: unknown, message: RegExp])[] = [
  [null, /argument \$: found null, expected a problem of elimination/],
  [{ ...good, name: 3 }, /argument \$\.name: found 3, expected a text/],
  [{ ...good, inputs: undefined }, /argument \$\.inputs: found nothing/],
  [{ ...good, inputs: [] }, /argument \$\.inputs: found no vertex/],
  [{ ...good, inputs: [-1] }, /argument \$\.inputs\[0\]: found -1, expected a whole number/],
  [{ ...good, vertices: 3 }, /argument \$\.vertices: found "vertices"/],
  [{ ...good, edges: [[0, 1]] }, /argument \$\.edges\[0\]: found a list of 2, expected an edge \[from, to, label\]/],
  [{ ...good, edges: [[0, 1.5, 'unit']] }, /argument \$\.edges\[0\]\[1\]: found 1\.5/],
  [{ ...good, edges: [[0, 1, 'one']] }, /argument \$\.edges\[0\]\[2\]: found "one", expected "unit", "constant" or/],
  [{ ...good, ops: { 1: 2 } }, /argument \$\.ops/],
  [{ ...good, inputs: [0, 0] }, /argument \$\.inputs\[1\]: found 0 again/],
  [{ ...good, outputs: [2, 2] }, /argument \$\.outputs\[1\]: found 2 again/],
  [{ ...good, outputs: [2, 0] }, /argument \$\.outputs\[1\]: found the input 0/],
  [{ ...good, inputs: [0, 1] }, /argument \$\.edges\[0\]: found an edge into the input 1/],
  [{ ...good, outputs: [1, 2] }, /argument \$\.edges\[1\]: found an edge out of the output 1.*copy/],
  [{ ...good, edges: [...good.edges, [0, 1, 'variable']] }, /argument \$\.edges\[2\]: found a second edge from 0 to 1/],
  [{ ...good, edges: [...good.edges, [1, 1, 'unit']] }, /argument \$\.edges: found a cycle through 1/],
  [
    { ...good, edges: [...good.edges, [1, 3, 'unit'], [3, 4, 'unit'], [4, 1, 'unit']] },
    /found a cycle through (1|3|4),/,
  ],
  [{ ...good, edges: [...good.edges, [3, 1, 'unit']] }, /argument \$\.edges\[2\]: found 3, which no input reaches/],
  [{ ...good, edges: [...good.edges, [1, 3, 'unit']] }, /argument \$\.edges\[2\]: found 3, which reaches no output/],
]

refusals.forEach(([json, message]) => {
  test(`refused: ${message.source}`, () => {
    const made = eliminationProblem(json)
    assert.ok(isLeft(made))
    if (isLeft(made)) assert.match(made.left.message, message)
    assert.throws(() => eliminationProblemOrThrow(json), message)
  })
})

test('a deep digraph is checked without recursion', () => {
  const n = 50_000
  const edges = Array.from({ length: n }, (_, k) => [k, k + 1, 'unit'])
  assert.is(eliminationProblemOrThrow({ name: 'chain', inputs: [0], outputs: [n], edges }).edges.length, n)
})

test.run()
