/** Expressions as problems: what they mean, and what is refused with its place. */
import * as fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { evaluateOrThrow, reverse, type Tensor } from '../../modes/index.ts'
import { expressionProblem } from '../../scripts/compare/expression.ts'

const number = (x: unknown): number => (x as Tensor).data[0]!

/** The value and the gradient of an expression. */
const derived = async (text: string, at: string): Promise<readonly number[]> => {
  const { graph, inputs } = await expressionProblem(text, at)
  return evaluateOrThrow(reverse(graph), [...inputs.map(({ value }) => value), 1]).map(number)
}

const { E, PI, exp, log, sin, cos } = Math
const meanings: readonly (readonly [text: string, at: string, expected: readonly number[]])[] = [
  ['x*y + exp(x+3)', 'x=3,y=4', [12 + exp(6), 4 + exp(6), 3]],
  ['y - x', 'x=1,y=5', [4, 1, -1]], // in the order of the expression
  ['-x^2', 'x=3', [-9, -6]],
  ['2^x^2', 'x=1', [2, 4 * log(2)]],
  ['2x + +x', 'x=5', [15, 3]],
  ['1 / x', 'x=4', [1 / 4, -1 / 16]],
  ['e^x * pi', 'x=1', [E * PI, E * PI]],
  ['sin(x) * cos(x)', 'x=0.3', [sin(0.3) * cos(0.3), cos(0.6)]],
  ['log(x) + sqrt(x)', 'x=4', [log(4) + 2, 1 / 4 + 1 / 4]],
  ['tanh(x) + sigmoid(x)', 'x=0', [0.5, 1.25]],
  ['maximum(x, 2) + relu(x - 5) + recip(x)', 'x=4', [4.25, 1 - 1 / 16]],
  ['pow(x, y)', ' x = 2 , y = 3.5e0 ', [2 ** 3.5, 3.5 * 2 ** 2.5, 2 ** 3.5 * log(2)]],
  ['__proto__ + constructor', '__proto__=1,constructor=2', [3, 1, 1]],
]

meanings.forEach(([text, at, expected]) => {
  test(`${text} at ${at}`, async () => {
    const found = await derived(text, at)
    assert.is(found.length, expected.length)
    found.forEach((x, k) => {
      assert.ok(Math.abs(x - expected[k]!) <= 4e-15 * Math.max(1, Math.abs(expected[k]!)), `${x} is not ${expected[k]}`)
    })
  })
})

const deep = (open: string, close: string, times: number): string => `${open.repeat(times)}x${close.repeat(times)}`
const refusals: readonly (readonly [text: string, at: string | undefined, message: RegExp])[] = [
  ['x @ 2', 'x=1', /at column 3\): found "@"/],
  ['x.constructor', 'x=1', /at column 2\): found "\."/],
  ['x["a"]', 'x=1', /at column 2\): found "\["/],
  ['x = 3', 'x=1', /at column 3\): found "=".*--at/],
  ['f(t)', 't=1', /at column 1\): found unknown function "f", expected one of cos, exp/],
  ['x; y', 'x=1,y=1', /at column 2\): found ";"/],
  ['x\ny', 'x=1,y=1', /at column 2\): found "\\n"/],
  ['x ? 1 : 2', 'x=1', /at column 3\): found "\?"/],
  ['x mod 2', 'x=1', /at column 3\): found the word mod/],
  ['x + true', 'x=1', /at column 5\): found the word true/],
  ['0x10 * x', 'x=1', /at column 1\): found "0"/],
  ['constructor(x)', 'x=1', /at column 1\): found unknown function "constructor"/],
  ['x + toString(x)', 'x=1', /at column 5\): found unknown function "toString"/],
  ['x * __proto__', 'x=1', /at column 5\): found no value for "__proto__".*\(x\)/],
  ['x + exp', 'x=1', /at column 5\): found exp without an argument/],
  ['x + exp(x, x)', 'x=1', /at column 5\): found 2 arguments, expected 1/],
  ['maximum(x)', 'x=1', /at column 1\): found 1 arguments, expected 2/],
  ['x + (x', 'x=1', /at column 7\): found Parenthesis \) expected/],
  ['x +', 'x=1', /at column 4\): found Unexpected end of expression/],
  ['x)', 'x=1', /at column 2\): found Unexpected operator \)/],
  ['  ', 'x=1', /found nothing/],
  ['2 + pi', undefined, /found no name to differentiate by/],
  ['x * y', undefined, /at column 1\): found no value for "x".*add --at x=\.\.\./],
  ['x * y', 'x=1', /at column 5\): found no value for "y".*add --at x=\.\.\.,y=\.\.\./],
  ['x', 'x=1,y=2', /at --at\): found a value for y/],
  ['x', 'x=1,x=2', /at --at\): found two values for x/],
  ['x', 'x=one', /at --at\): found "one" for x/],
  ['x', 'x=', /at --at\): found "x=", expected name=number/],
  ['x', 'exp=1', /at --at\): found a value for exp/],
  [deep('(', ')', 10_000), 'x=1', /at column 201\): found 201 open parentheses/],
  [deep('exp(', ')', 10_000), 'x=1', /at column 804\): found 201 open parentheses/],
  [deep('-', '', 9000), 'x=1', /found operators nested too deeply/],
  [deep('x^', '', 4000), 'x=1', /found operators nested too deeply/],
  [deep('x+', '', 4000), 'x=1', /found operators nested too deeply/],
  [deep('x+', '', 40_000), 'x=1', /found 80001 characters/],
]

refusals.forEach(([text, at, message]) => {
  test(`refused: ${text.slice(0, 30)}`, async () => {
    try {
      await expressionProblem(text, at)
    } catch (e) {
      assert.is((e as Error).name, 'AdError')
      assert.match((e as Error).message, message)
      return
    }
    assert.unreachable(`${text.slice(0, 30)} was accepted`)
  })
})

interface Told {
  readonly text: string
  readonly value: number
  /** What the value would be without any cancellation: rounding is measured by it. */
  readonly scale: number
}
const leaf = (text: string, value: number): Told => ({ text, value, scale: Math.abs(value) })
const joined = (a: Told, sign: string, b: Told): Told => ({
  text: `(${a.text} ${sign} ${b.text})`,
  value: sign === '+' ? a.value + b.value : sign === '-' ? a.value - b.value : a.value * b.value,
  scale: sign === '*' ? a.scale * b.scale : a.scale + b.scale,
})
const { told } = fc.letrec<{ told: Told }>((tie) => ({
  told: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom(leaf('x', 0.5), leaf('y', -2), leaf('pi', PI)),
    fc.nat(9).map((n) => leaf(`${n}.25`, n + 0.25)),
    fc.tuple(tie('told'), fc.constantFrom('+', '-', '*'), tie('told')).map(([a, sign, b]) => joined(a, sign, b)),
    tie('told').map((a): Told => ({ text: `sin(${a.text})`, value: sin(a.value), scale: a.scale })),
    tie('told').map((a): Told => ({ ...a, text: `-${a.text}`, value: -a.value })),
  ),
}))

test('what is written with all parentheses means what it says', () =>
  fc.assert(
    fc.asyncProperty(told, async ({ text, value, scale }) => {
      const { graph, inputs } = await expressionProblem(`${text} + (x + y)`, 'x=0.5,y=-2')
      const point = inputs.map((input) => input.value)
      const [found] = evaluateOrThrow(graph, point).map(number)
      assert.ok(Math.abs(found! - (value - 1.5)) <= 1e-14 * (scale + 2.5), `${found} is not ${value - 1.5}`)
    }),
    { numRuns: 200 },
  ))

test.run()
