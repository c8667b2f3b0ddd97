/** Formulas of scalar graphs, parsed back by mathjs and held against the graph at random points. */
import fc from 'fast-check'
import { all, create } from 'mathjs'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  type Arg,
  add,
  checkpoint,
  constant,
  cos,
  div,
  evaluateOrThrow,
  exp,
  formula,
  type Graph,
  grad,
  graph,
  greater,
  hessian,
  label,
  log,
  maximum,
  mul,
  neg,
  pow,
  power,
  recip,
  reverse,
  select,
  sigmoid,
  sin,
  sqrt,
  sub,
  sum,
  type Tensor,
  tanh,
  type Wire,
} from '../../../modes/index.ts'

const math = create(all!)
// What the formulas call that mathjs does not know.
math.import({
  sigmoid: (x: number) => 1 / (1 + Math.exp(-x)),
  prefer: (a: number, b: number, tie: number) => (a > b ? 1 : a < b ? 0 : tie),
})

const names = ['x', 'y', 'z']
const drawn = (f: (...xs: Wire[]) => Arg | readonly Arg[], count = 1): Graph => graph(Array(count).fill([]), f)
const gradOf = (f: (...xs: Wire[]) => Wire, count = 1): Graph =>
  drawn((...xs) => names.slice(0, count).map((_, k) => grad(f, { argnums: k })(...xs)), count)

/** The values of formula lines as mathjs reads them. */
const parsed = (text: string, point: readonly number[], count: number): readonly number[] => {
  const scope: Record<string, number> = Object.fromEntries(names.map((name, k) => [name, point[k]!]))
  const lines = text.split('\n')
  for (const line of lines.slice(0, lines.length - count)) math.evaluate(line.replace(/^let /, ''), scope)
  return lines.slice(lines.length - count).map((line) => Number(math.evaluate(line, scope)))
}

const agrees = (g: Graph, point: readonly number[]): void => {
  const text = formula(g, names.slice(0, g.inputs.length))
  const found = parsed(text, point, g.outputs.length)
  evaluateOrThrow(g, point.slice(0, g.inputs.length)).forEach((value, k) => {
    const expected = (value as Tensor).data[0]!
    assert.ok(
      Object.is(found[k], expected) || Math.abs(found[k]! - expected) <= 1e-10 * Math.max(1, Math.abs(expected)),
      `${text}\nat ${point}: ${found[k]} instead of ${expected}`,
    )
  })
}

test('as a person writes them', () => {
  const line = (f: (...xs: Wire[]) => Arg, count = 1): string => formula(drawn(f, count), names.slice(0, count))
  assert.is(formula(gradOf((x) => sin(mul(x!, x!)))), '2*x*cos(x^2)')
  assert.is(
    line((x, y) => sub(div(x!, y!), neg(tanh(power(x!, 3)))), 2),
    'x/y + tanh(x^3)',
  )
  assert.is(
    line((x, y) => div(x!, mul(y!, sub(x!, add(y!, 3)), y!)), 2),
    'x/(y^2*(x - y - 3))',
  )
  assert.is(
    line((x) => power(sub(neg(x!), 2), -3)),
    '(-x - 2)^(-3)',
  )
  assert.is(
    line((x) => neg(power(x!, 2))),
    '-x^2',
  )
  assert.is(
    line((x, y) => select(greater(x!, y!), mul(x!, y!), maximum(x!, y!)), 2),
    'x > y ? x*y : max(x, y)',
  )
  assert.is(
    line((x, y) => sub(y!, mul(x!, 0.5)), 2),
    'y - 0.5*x',
  )
})

test('a long term that is used twice is named once, by a name that nobody has', () => {
  const text = formula(
    graph([[], []], (a, b) => {
      const shared = tanh(exp(add(a, mul(2, b))))
      return [mul(shared, sin(shared)), a]
    }),
    ['a', 'b'],
  ).split('\n')
  assert.equal(text, ['let c = tanh(exp(a + 2*b))', 'c*sin(c)', 'a'])
})

test('a chain of any depth is cut into lines that a parser can read', () => {
  const g = drawn((x) => Array.from({ length: 3000 }).reduce<Wire>((y) => sin(y), x!))
  const text = formula(g)
  assert.ok(text.split('\n').every((line) => line.length < 300))
  agrees(g, [0.3])
})

const unary = [
  sin,
  cos,
  tanh,
  exp,
  sigmoid,
  neg,
  (x: Arg) => power(x, 2),
  (x: Arg) => power(x, -3),
  (x: Arg) => recip(x),
  (x: Arg) => log(add(1, mul(x, x))),
  (x: Arg) => sqrt(add(2, sin(x))),
]
const binary = [
  add,
  sub,
  mul,
  div,
  maximum,
  (a: Arg, b: Arg) => pow(add(1.5, sin(a)), b),
  (a: Arg, b: Arg) => select(greater(a, b), mul(a, 3), sub(b, 0.25)),
]
type Tree = (xs: readonly Wire[]) => Arg
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.nat(2).map(
      (k): Tree =>
        (xs) =>
          xs[k]!,
    ),
    fc.constantFrom(-2, -0.5, 1, 3).map(
      (c): Tree =>
        () =>
          c,
    ),
    fc.tuple(fc.constantFrom(...unary), tie('tree')).map(
      ([f, a]): Tree =>
        (xs) =>
          f(a(xs)),
    ),
    fc.tuple(fc.constantFrom(...binary), tie('tree'), tie('tree')).map(
      ([f, a, b]): Tree =>
        (xs) =>
          f(a(xs), b(xs)),
    ),
  ),
}))
const point = fc.tuple(
  ...[0, 1, 2].map(() => fc.integer({ min: -19, max: 19 }).map((k) => (k + 0.37) / 10)),
) as fc.Arbitrary<number[]>

/** Points where rounding is not blown up, and nothing overflows: what values are asked of a formula to agree at. */
const tame = (g: Graph, at: readonly number[]): boolean =>
  evaluateOrThrow({ ...g, outputs: [...g.nodes.keys()] }, at).every((value) => {
    const size = Math.abs((value as Tensor).data[0]!)
    return Number.isFinite(size) && size < 1e4
  })

test('mathjs reads back what the graph computes', () => {
  let tried = 0
  fc.assert(
    fc.property(tree, point, (f, at) => {
      const g = drawn((...xs) => f(xs), 3)
      if (!tame(g, at)) return
      tried++
      agrees(g, at)
    }),
    { numRuns: 150 },
  )
  assert.ok(tried > 50, `${tried}`)
})

test('and what its gradient and its Hessian compute', () => {
  const f = (x: Wire, y: Wire): Wire =>
    add(mul(x, exp(sin(mul(x, y)))), div(sigmoid(x), add(2, cos(y))), pow(add(3, sin(y)), x), maximum(mul(x, x), y))
  for (const at of [
    [0.4, 1.3],
    [-1.1, 0.6],
    [2.2, -0.7],
  ]) {
    agrees(gradOf(f as (...xs: Wire[]) => Wire, 2), at)
    agrees(reverse(drawn((x, y) => f(x!, y!), 2)), [...at, 1.7])
  }
  const second = drawn((x) => hessian((y) => mul(sin(y), exp(y)))(x!))
  // (e^x sin x)'' = 2 e^x cos x
  const [found] = parsed(formula(second), [0.8], 1)
  assert.ok(Math.abs(found! - 2 * Math.exp(0.8) * Math.cos(0.8)) < 1e-12)
})

test('labels name inputs where they are names', () => {
  assert.is(formula(graph([[], []], (a, b) => mul(label('rate', a), label('two words', b)))), 'rate*x1')
})

test('tensors, bodies and bad names are refused', () => {
  const refused = (work: () => unknown, message: RegExp): void =>
    assert.throws(work, (e: Error) => e.name === 'AdError' && message.test(e.message))
  refused(() => formula(graph([[2]], (x) => sum(x))), /f64\[2\].*scalar graphs/)
  refused(() => formula(graph([[]], (x) => checkpoint((y) => sin(y))(x))), /scalar graphs/)
  refused(() => formula(graph([], () => constant([1, 2]))), /scalar graphs/)
  const g = graph([[], []], (x, y) => add(x, y))
  refused(() => formula(g, ['x']), /1 names/)
  refused(() => formula(g, ['x', 'x']), /each once/)
  refused(() => formula(g, ['x', 'a b']), /"a b"/)
})

test.run()
