// Hostile expressions: each is a problem with a value and a gradient, or one AdError.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { AdError, evaluateOrThrow, reverse, type Tensor } from '../../modes/index.ts'
import { expressionProblem } from '../../scripts/compare/expression.ts'

/** Whether an expression is one: then it has a value and a gradient, else it ends with one AdError on one line. */
const accepted = async (text: string, at: string | undefined): Promise<boolean> => {
  try {
    const { graph, inputs } = await expressionProblem(text, at)
    const found = evaluateOrThrow(reverse(graph), [...inputs.map(({ value }) => value), 1])
    assert.is(found.length, 1 + inputs.length)
    for (const y of found) assert.is((y as Tensor).data.length, 1)
    return true
  } catch (e) {
    if (!(e instanceof AdError)) throw e
    assert.not.match(e.message, /\n/)
    assert.ok(e.message.length < 1000, `${e.message.length} characters`)
    return false
  }
}

/** Runs a number of texts, of which at least `some` must be accepted, and one refused. */
const swallowed = async (texts: fc.Arbitrary<readonly [string, string]>, numRuns: number, some = 1): Promise<void> => {
  const seen = { accepted: 0, refused: 0 }
  await fc.assert(
    fc.asyncProperty(texts, async ([text, at]) => {
      seen[(await accepted(text, at)) ? 'accepted' : 'refused']++
    }),
    { numRuns },
  )
  assert.ok(seen.accepted >= some && seen.refused > 0, JSON.stringify(seen))
}

const AT = 'x=0.5,y=-2'
const words =
  'x y x y 1 2.5 .5 3. 1e3 1e999 1e-999 0 ( ) ( ) + - * / ^ , sin cos exp log sqrt pow maximum relu pi e ' +
  'z __proto__ constructor toString valueOf hasOwnProperty prototype this import eval Function process ' +
  '= == ; : ? [ ] { } . .. ! % & | ~ @ # $ \\ \' " ` // /* */ -- ++ ** => true null NaN Infinity mod to in not ' +
  'i end 0x10 0b1 1_000 x2 2x \u00a0 \u2212 \u03c0 \ud83d\ude00 \u0000'
const tokens = [...words.split(' '), ' ', '\t', '\n', '\r', '\u2028', '\ufeff', '\ud800', 'constructor("return 1")()']

test('soups of tokens', () =>
  swallowed(
    fc.array(fc.constantFrom(...tokens), { maxLength: 12 }).map((soup) => [soup.join(soup.length % 2 ? ' ' : ''), AT]),
    500,
    0,
  ))

test('soups of tokens that all have a meaning', () =>
  swallowed(
    fc.array(fc.constantFrom(...tokens.slice(0, 31)), { maxLength: 8 }).map((soup) => [`x*y+${soup.join(' ')}`, AT]),
    500,
    10,
  ))

test('any text at all, as the expression and as the point', async () => {
  const text = fc.string({ unit: 'binary', maxLength: 30 })
  await swallowed(fc.tuple(fc.oneof(text, fc.constant('x*y')), fc.oneof(text, fc.constant(AT))), 200)
})

const pieces = [
  'x',
  'y',
  '=',
  ',',
  '1',
  '-',
  '1e5',
  '1e999',
  'Infinity',
  'NaN',
  '__proto__',
  'constructor',
  ' ',
  'é',
  '0x1',
]
test('points of any pieces', () =>
  swallowed(
    fc
      .array(fc.constantFrom(...pieces), { maxLength: 8 })
      .map((parts) => ['x*y', parts.length % 3 === 0 ? AT : `x=1,y${parts.join('')}`] as const),
    200,
  ))

/** An expression with one character more, fewer, or another. */
const edited = fc
  .tuple(fc.nat(), fc.constantFrom('put', 'drop', 'twice'), fc.constantFrom(...tokens))
  .map(([where, edit, token]) => {
    const text = 'maximum(x, -y^2) * exp(sin(x) / 3.5e0) - pow(y, 2) + 2x'
    const k = where % text.length
    return [
      text.slice(0, k) + (edit === 'put' ? token : edit === 'drop' ? '' : text.slice(k, k + 9)) + text.slice(k + 1),
      AT,
    ]
  }) as fc.Arbitrary<readonly [string, string]>
test('a good expression with one fault', () => swallowed(edited, 300, 10))

const nested = (open: string, close: string, times: number, core = 'x'): string =>
  `${open.repeat(times)}${core}${close.repeat(times)}`
const long: readonly (readonly [open: string, close: string])[] = [
  ['(', ')'],
  ['(', ''],
  ['', ')'],
  ['exp(', ')'],
  ['maximum(x,', ')'],
  ['-', ''],
  ['+-', ''],
  ['x^', ''],
  ['x*', ''],
  ['', '/x'],
  ['x+(', ')'],
  ['-(', ')^2'],
  ['2x ', ''],
  [' ', '\t'],
  ['1', ''],
  ['1.', ''],
  ['x,', ''],
  ['{', '}'],
  ['[', ']'],
  ['/*', '*/'],
]

for (const [open, close] of long)
  test(`deep and long: ${open} x ${close}`, async () => {
    for (const times of [3, 150, 1100, 30_000]) {
      const whether = await accepted(nested(open, close, times), 'x=0.5')
      if (times * (open.length + close.length) > 10_000) assert.not(whether, `${times} times`)
    }
  })

test('the host is as it was', () => {
  assert.is(({} as { polluted?: unknown }).polluted, undefined)
  assert.equal(Object.keys(Object.prototype), [])
})

test.run()
