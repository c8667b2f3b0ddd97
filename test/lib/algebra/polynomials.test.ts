/** Polynomials in symbols: gradients of polynomials are their formal derivatives, and formulas have the values of runs. */
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { exactly, nearestTo, type Rational, rational, showRational } from '../../../lib/algebra/rational.ts'
import {
  type Arg,
  add,
  cond,
  cumprod,
  div,
  evaluateOrThrow,
  exp,
  formulas,
  type Graph,
  gather,
  grad,
  graph,
  greater,
  log,
  matmul,
  mean,
  mul,
  type Polynomial,
  polynomialAt,
  power,
  reverse,
  scatterAdd,
  select,
  showPolynomial,
  sin,
  solve,
  sub,
  sum,
  type Tensor,
  type Wire,
} from '../../../modes/index.ts'
import { numbers } from '../../generators.ts'
import { thrown } from '../../support.ts'

const shown = (g: Graph, names?: readonly string[]): readonly string[] => formulas(g, names).map(showPolynomial)
const of = (f: (...xs: Wire[]) => Wire, arity = 1): Graph => graph(new Array(arity).fill([]), f)

/** The derivative by the rule for powers, term by term. */
const derivative = (p: Polynomial, name: string): Polynomial => {
  const terms = [...p.terms.values()].flatMap(({ coef, powers }) => {
    const own = powers.find(([{ text }]) => text === name)
    if (!own) return []
    const [atom, n] = own
    const rest = powers.flatMap((x) => (x !== own ? [x] : n === 1 ? [] : [[atom, n - 1] as const]))
    return [{ coef: rational(coef.n * BigInt(n), coef.d), powers: rest }]
  })
  return { terms: new Map(terms.map((term) => [term.powers.map(([{ text }, n]) => `${text}^${n}`).join('*'), term])) }
}

test('formulas are read as they are written', () => {
  assert.equal(
    shown(
      of((x) => mul(add(x, 1), sub(x, 1))),
      ['x'],
    ),
    ['x^2 - 1'],
  )
  assert.equal(
    shown(
      of((x, y) => mul(3, add(x, y), y), 2),
      ['x', 'y'],
    ),
    ['3 x y + 3 y^2'],
  )
  assert.equal(shown(of((x) => div(add(x, 1), 4))), ['1/4 x0 + 1/4'])
  assert.equal(shown(of((x) => mul(0.1, x))), ['0.1 x0'])
  assert.equal(shown(of((x) => sub(x, x))), ['0'])
  assert.equal(
    shown(
      of((x) => mul(sin(mul(x, 2)), sin(add(x, x)))),
      ['x'],
    ),
    ['sin(2 x)^2'],
  )
  assert.equal(
    shown(
      of((x) => mul(x, x, div(3, x))),
      ['x'],
    ),
    ['3 x'],
  )
  assert.equal(
    shown(
      of((x) => exp(div(1, add(x, 1)))),
      ['x'],
    ),
    ['exp(recip(x + 1))'],
  )
  assert.equal(
    shown(
      of((x) => power(x, -2)),
      ['x'],
    ),
    ['x^-2'],
  )
  assert.equal(
    shown(
      graph([[3]], (x) => mean(x)),
      ['x'],
    ),
    ['1/3 x[0] + 1/3 x[1] + 1/3 x[2]'],
  )
  assert.equal(
    shown(
      graph([[3]], (x) => cumprod(x)),
      ['x'],
    ),
    ['x[0]', 'x[0] x[1]', 'x[0] x[1] x[2]'],
  )
})

test('the graph of a gradient, run on symbols, is the formal derivative', () => {
  const f = of((x, y) => add(power(add(x, y), 3), mul(x, y, y)), 2)
  assert.equal(shown(reverse(f), ['x', 'y', 'w']).slice(1), [
    '3 w x^2 + 6 w x y + 4 w y^2',
    '3 w x^2 + 8 w x y + 3 w y^2',
  ])
  const square = graph([[2, 2]], (x) => grad((y: Wire) => sum(matmul(y, y)))(x))
  assert.equal(shown(square, ['x'])[0], '2 x[0,0] + x[0,1] + x[1,0]')
})

/** Sums and products of entries of one input, drawn from numbers. */
const steps = fc.array(fc.tuple(fc.nat({ max: 9 }), fc.nat({ max: 9 }), fc.boolean()), { maxLength: 5 })
const polynomial =
  (list: readonly (readonly [number, number, boolean])[]) =>
  (x: Arg, a: Arg): Wire => {
    const pool: Arg[] = [x, mul(x, a), a]
    for (const [i, j, product] of list) {
      const [p, q] = [pool[i % pool.length]!, pool[j % pool.length]!]
      pool.push(product ? mul(p, q) : add(p, sub(0.5, q)))
    }
    return sum(pool[pool.length - 1]!)
  }

test('so it is for all polynomials: the same terms with the same fractions', () => {
  fc.assert(
    fc.property(steps, (list) => {
      const f = polynomial(list)
      const [value] = formulas(graph([[2], []], f), ['x', 'a'])
      const slopes = [0, 1].flatMap((argnums) =>
        formulas(
          graph([[2], []], (x, a) => grad(f, { argnums })(x, a)),
          ['x', 'a'],
        ),
      )
      for (const [k, name] of ['x[0]', 'x[1]', 'a'].entries())
        assert.is(showPolynomial(slopes[k]!), showPolynomial(derivative(value!, name)))
    }),
    { numRuns: 80 },
  )
})

const numberAt = (g: Graph, xs: readonly number[]): readonly number[] =>
  (evaluateOrThrow(g, xs) as readonly Tensor[]).map(({ data }) => data[0]!)

test('a formula has the value of the run, functions of numbers in it or not', () => {
  const draws: readonly ((...xs: Wire[]) => Wire)[] = [
    (x, y) => mul(sin(mul(x, y)), exp(x)),
    (x, y) => add(log(add(2, mul(x, x))), power(y, 3)),
    (x, y) => div(sin(add(x, y)), add(3, exp(y))),
    (x, y) => select(greater(x, 0), mul(x, y), sin(y)),
    (x, y) => mul(0.1, add(x, 0.3), sub(y, 0.7)),
  ]
  fc.assert(
    fc.property(fc.constantFrom(...draws), numbers, (draw, xs) => {
      const f = of(draw, 2)
      const [x, y] = [xs[0]!, xs[1]!]
      const names = ['x', 'y', 'w']
      for (const [g, at] of [
        [f, [x, y]],
        [reverse(f), [x, y, 1]],
      ] as const) {
        const expected = numberAt(g, at)
        formulas(g, names).forEach((p, k) => {
          const found = polynomialAt(p, { x, y, w: 1 })
          assert.ok(Math.abs(found - expected[k]!) <= 1e-13 * Math.max(1, Math.abs(found)), `${found}, ${expected[k]}`)
        })
      }
    }),
    { numRuns: 60 },
  )
})

test('doubles are fractions and back, and fractions round to the nearest double', () => {
  const doubles = fc.double({ noNaN: true, noDefaultInfinity: true })
  fc.assert(fc.property(doubles, (x) => nearestTo(exactly(x)) === x))
  const whole = fc.bigInt({ min: -(2n ** 60n), max: 2n ** 60n })
  const error = ({ n, d }: Rational, x: number): bigint => {
    const { n: p, d: q } = exactly(x)
    const difference = n * q - p * d
    return difference < 0n ? -difference : difference
  }
  fc.assert(
    fc.property(whole, fc.bigInt({ min: 1n, max: 2n ** 60n }), (n, d) => {
      const r = rational(n, d)
      const x = nearestTo(r)
      const step = Math.max(Math.abs(x) * 2 ** -52, 2 ** -1000)
      for (const other of [x + step, x - step]) {
        const [mine, theirs] = [error(r, x) * exactly(other).d, error(r, other) * exactly(x).d]
        assert.ok(mine <= theirs, `${other} is nearer to ${n}/${d} than ${x}`)
      }
    }),
  )
  assert.equal(
    [0.1, 0.25, -3, 1e21].map((x) => showRational(exactly(x))),
    ['0.1', '1/4', '-3', '1000000000000000000000'],
  )
})

test('entries named by known numbers are these entries', () => {
  assert.equal(formulas(graph([[3]], (x) => gather(x, [0, 2]))).map(showPolynomial), ['x0[0]', 'x0[2]'])
  assert.equal(formulas(graph([[2]], (x) => scatterAdd(x, [2, 0], 3))).map(showPolynomial), ['x0[1]', '0', 'x0[0]'])
})

test('what is no formula is refused, and says why', () => {
  for (const f of [graph([[3], []], (x, i) => gather(x, i)), graph([[], []], (x, i) => scatterAdd(x, i, 3))])
    assert.match(String(thrown(() => formulas(f))), /ValueError in polynomials: found a choice by x1,/)
  const branch = of((x) =>
    cond(
      greater(x, 0),
      (y) => y,
      (y) => sin(y),
      x,
    ),
  )
  assert.match(
    String(thrown(() => formulas(branch, ['x']))),
    /ValueError in polynomials: found a choice by greater\(x, 0\)/,
  )
  const system = graph(
    [
      [1, 1],
      [1, 1],
    ],
    (a, b) => solve(a, b),
  )
  assert.match(String(thrown(() => formulas(system))), /ValueError in solve/)
  assert.match(
    String(thrown(() => formulas(of((x) => add(x, Number.POSITIVE_INFINITY))))),
    /found the constant Infinity/,
  )
  assert.match(
    String(
      thrown(() =>
        polynomialAt(
          formulas(
            of((x) => x),
            ['x'],
          )[0]!,
          { y: 1 },
        ),
      ),
    ),
    /argument x.*one of y/,
  )
})

test('a sum of ten thousand terms and a chain of a thousand functions are folded by loops', () => {
  const long = of((x) => {
    let y = x
    for (let k = 0; k < 10000; k++) y = add(mul(y, -1), x)
    return y
  })
  assert.equal(shown(long, ['x']), ['x'])
  const chain = of((x) => {
    let y = x
    for (let k = 0; k < 1000; k++) y = sin(y)
    return y
  })
  assert.ok(Math.abs(polynomialAt(formulas(chain, ['x'])[0]!, { x: 1 }) - numberAt(chain, [1])[0]!) < 1e-15)
})

test.run()
