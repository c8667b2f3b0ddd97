/** The example of learning prints what its models and optimisers do. */
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { optimisers, table } from '../../../scripts/examples/learn.ts'

test('a row for each model and optimiser; zeros know nothing: log 3, and one species of three is right', () => {
  const [title, head, ...rows] = table([0, 3]).split('\n')
  assert.match(title, /150/)
  assert.match(head, /model +optimiser +0 steps +3 steps/)
  assert.is(rows.length, 2 * Object.keys(optimisers).length)
  for (const row of rows) {
    const cells = /^(linear|network) +([A-Za-z ]+?) +(\d\.\d{4}) \((\d+)\) +(\d\.\d{4}) \((\d+)\)$/.exec(row)
    assert.ok(cells, row)
    const [, model, optimiser, first, wrong, later] = cells as RegExpExecArray
    assert.ok(optimiser in optimisers)
    assert.ok(Number(later) < Number(first), row)
    if (model === 'linear') assert.equal([first, wrong], [Math.log(3).toFixed(4), '100'])
  }
})

test.run()
