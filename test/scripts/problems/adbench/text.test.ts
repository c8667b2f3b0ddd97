// Numbers in text files, and what is said of files that are not what they should be.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { AdError } from '../../../../lib/error.ts'
import { blocksOf } from '../../../../scripts/problems/adbench/text.ts'
import { thrown } from '../../../support.ts'

const read = (text: string) =>
  blocksOf('some.txt', text, ['rows', 'columns'] as const, ([rows, columns]) => [
    { what: 'an entry', count: rows * columns },
    { what: 'a place', count: 1, below: () => rows },
  ])

test('sizes, then blocks, however lines are broken', () => {
  const expected = { sizes: [1, 2], blocks: [[0.5, -2e-3], [0]] }
  assert.equal(read('1 2\n.5 -2.E-3\n0\n'), expected)
  assert.equal(read('1\r\n\r\n2 +0.5\t-0.002\r\n  0'), expected)
})

const wrong: readonly (readonly [text: string, message: string])[] = [
  ['', 'some.txt, line 1): found the end of the file, expected a number for rows'],
  ['1 2\n0.5', 'some.txt, line 2): found the end of the file, expected a number for an entry, 2 of 2'],
  ['1 2\n\n0.5 x\n0', 'some.txt, line 3): found "x", expected a number for an entry, 2 of 2'],
  ['1 2\n0.5 1e999\n0', 'some.txt, line 2): found "1e999", expected a number for an entry, 2 of 2'],
  ['1 2\n0.5 NaN\n0', 'some.txt, line 2): found "NaN", expected a number for an entry, 2 of 2'],
  ['1 2.5\n0.5', 'some.txt, line 1): found "2.5", expected a whole number from 0 for columns'],
  ['0 2\n', 'some.txt, line 1): found "0", expected a whole number from 1 for rows'],
  ['-1 2\n', 'some.txt, line 1): found "-1", expected a whole number from 0 for rows'],
  ['1 2\n1 1\n1', 'some.txt, line 3): found "1", expected a whole number from 0 to 0 for a place'],
  ['1 2\n1 1\n0 7', 'some.txt, line 3): found "7", expected the end of the file'],
]

for (const [text, message] of wrong)
  test(`${JSON.stringify(text)} is refused`, () => {
    const e = thrown(() => read(text))
    assert.instance(e, AdError)
    assert.ok((e as Error).message.includes(message), (e as Error).message)
  })

test.run()
