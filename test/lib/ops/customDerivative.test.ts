// A custom derivative with the right rule is the function itself in every order, mode and place; with another rule, that rule.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  adjointness,
  checkGradients,
  linearInTheDirection,
  mixedSecondDerivatives,
  nothingAlongZero,
  symmetricSecondDerivative,
  type Values,
  valuesOf,
} from '../../../laws/index.ts'
import { evaluateOrThrow } from '../../../lib/interpret/evaluate.ts'
import {
  type Arg,
  add,
  checkpoint,
  cond,
  cos,
  cost,
  count,
  customDerivative,
  customDerivativeAll,
  div,
  exp,
  floor,
  foldl,
  forward,
  type Graph,
  grad,
  graph,
  greater,
  hessian,
  inputTypes,
  jacobian,
  jvp,
  log,
  matmul,
  mul,
  neg,
  nodeAt,
  outputTypes,
  reverse,
  sameValue,
  scan,
  sigmoid,
  sin,
  solve,
  sub,
  sum,
  tanh,
  tensor,
  vjp,
  type Wire,
  zeros,
} from '../../../modes/index.ts'
import { checkAll, checkSame, type Drawn, flat, near, spied, thrown, values } from '../../support.ts'

/** x^2 y as one op. */
const product = customDerivative(
  (x, y) => mul(x, x, y),
  ([x, y], _, [dx, dy]) => add(mul(2, x!, y!, dx!), mul(x!, x!, dy!)),
)
/** Its rule is drawn from the result. */
const ownTanh = customDerivative(
  (x) => tanh(x),
  (_, y, [dx]) => mul(dx!, sub(1, mul(y, y))),
)
const at = [0.7, -0.4]

const pairs: Readonly<Record<string, readonly [Drawn, Drawn]>> = {
  'of two arguments': [(x) => sum(product(sin(x), exp(x))), (x) => sum(mul(sin(x), sin(x), exp(x)))],
  'of one argument twice': [(x) => sum(product(x, x)), (x) => sum(mul(x, x, x))],
  'from the result': [(x) => sum(ownTanh(mul(x, 2))), (x) => sum(tanh(mul(x, 2)))],
  'of a constant and a wire': [(x) => sum(product([3, 4], x)), (x) => sum(mul([9, 16], x))],
  'in a checkpoint': [(x) => sum(checkpoint((y) => product(y, ownTanh(y)))(x)), (x) => sum(mul(x, x, tanh(x)))],
  'in a branch': [
    (x) =>
      sum(
        cond(
          greater(sum(x), 0),
          (y) => product(y, ownTanh(x)),
          (y) => y,
          x,
        ),
      ),
    (x) => sum(mul(x, x, tanh(x))),
  ],
  'in a scan': [
    (x) => foldl((c, t) => ownTanh(product(add(c, t), t)), 0.5, x),
    (x) => foldl((c, t) => tanh(mul(add(c, t), add(c, t), t)), 0.5, x),
  ],
  'in a custom derivative': [
    (x) =>
      sum(
        customDerivative(
          (y) => ownTanh(y),
          ([y], _, [dy]) => sub(dy!, mul(dy!, product(ownTanh(y!), 1))),
        )(x),
      ),
    (x) => sum(tanh(x)),
  ],
}
for (const [name, [f, g]] of Object.entries(pairs))
  test(`the function itself ${name}`, () => checkSame(f, g, at, 3, name))

test('a rule over bodies: a scan, a branch and a checkpoint of the tangent', () => {
  // Sums of squares, and twice the pairing as a fold.
  const squares = customDerivative(
    (x) => sum(mul(x, x)),
    ([x], _, [dx]) =>
      cond(
        greater(sum(x!), -100),
        (a, da) =>
          checkpoint((b, db) =>
            mul(2, scan(([c], [s, t]) => ({ carry: [add(c!, mul(s!, t!))] }), [0], [b, db]).carry[0]!),
          )(a, da),
        () => 0,
        x!,
        dx!,
      ),
  )
  checkSame(
    (x) => mul(squares(sin(x)), sum(x)),
    (x) => mul(sum(mul(sin(x), sin(x))), sum(x)),
    at,
    2,
  )
})

test('the derivative of a limit: x with a x = b, without differentiating how it was found', () => {
  // Richardson's iteration x <- x + (b - a x), whose limit has dx = inverse(a) (db - da x).
  const limit = customDerivative(
    (a, b) => scan(([x]) => ({ carry: [add(x!, sub(b, matmul(a, x!)))] }), [b], [], { length: 60 }).carry[0]!,
    ([a], x, [da, db]) => solve(a!, sub(db!, matmul(da!, x))),
  )
  const [a, b] = [
    [
      [1, 0.2],
      [-0.1, 0.9],
    ],
    [1, 2],
  ]
  near(values(limit, a, b)[0], values((p, q) => solve(p!, q!), a, b)[0], 1e-14)
  const slopes = (f: (p: Wire, q: Wire) => Wire) =>
    [0, 1].flatMap((argnums) => flat(jacobian((p, q) => f(p!, q!), { argnums })(a, b)))
  near(
    slopes((p, q) => limit(p, q)),
    slopes((p, q) => solve(p, q)),
  )
})

test('differences agree with a right rule and name a wrong one', () => {
  checkAll((x) => sum(product(x, ownTanh(x))), at, 'product')
  checkGradients((x) => product(x!, exp(x!)), [at], { order: 3 })
  const wrong = customDerivative(
    (x) => sin(x),
    ([x], _, [dx]) => mul(-1, cos(x!), dx!),
  )
  assert.match(String(thrown(() => checkGradients((x) => wrong(x!), [1]))), /LawError in custom/)
})

test('log(1 + e^x) has its slope where the plain one has none left', () => {
  const softplus = customDerivative(
    (x) => log(add(1, exp(x))),
    ([x], _, [dx]) => mul(sigmoid(x!), dx!),
  )
  assert.equal([grad(softplus)(1000), grad(softplus)(-1000), grad(softplus)(0)], [1, 0, 0.5])
  near(hessian(softplus)(0), 0.25)
})

test('a rule of any kind is what counts: a clipped cotangent, a straight-through step, a reversed gradient', () => {
  const step = customDerivative(
    (x) => greater(x, 0),
    (_x, _y, [dx]) => dx!,
  )
  const reversed = customDerivative(
    (x) => mul(1, x),
    (_x, _y, [dx]) => neg(dx!),
  )
  const nothing = customDerivative(
    (x) => exp(x),
    () => 0,
  )
  assert.equal([values(step, 2)[0], grad(step)(2), hessian(step)(2)], [1, 1, 0])
  assert.is(grad((x) => mul(reversed(x), x))(3), 0, '3 - 3')
  assert.equal([grad(nothing)(1), jvp(nothing)([1], [1])[1]], [0, 0])
})

test('of a rule that is not linear, the linear part at zero', () => {
  const odd = customDerivative(
    (x) => mul(x, 1),
    ([x], _, [dx]) => add(5, sin(mul(x!, dx!)), mul(dx!, dx!)),
  )
  for (const mode of ['forward', 'reverse'] as const) assert.is(jacobian(odd, { mode })(3), 3)
  assert.is(jvp(odd)([3], [0])[1], 0)
})

test('several results, one an argument; tangents of some are zero', () => {
  const polar = customDerivativeAll(
    (r, phi) => [mul(r, cos(phi)), mul(r, sin(phi)), r],
    ([r, phi], [x, y], [dr, dphi]) => [
      sub(mul(div(x!, r!), dr!), mul(y!, dphi!)),
      add(mul(sin(phi!), dr!), mul(x!, dphi!)),
      dr!,
    ],
  )
  const plain = (r: Wire, phi: Wire): readonly Wire[] => [mul(r, cos(phi)), mul(r, sin(phi)), r]
  near(jvp((r, phi) => polar(r!, phi!))([2, 0.3], [5, 7])[1], jvp((r, phi) => plain(r!, phi!))([2, 0.3], [5, 7])[1])
  near(vjp((r, phi) => polar(r!, phi!))(2, 0.3)[1](1, 10, 100), vjp((r, phi) => plain(r!, phi!))(2, 0.3)[1](1, 10, 100))
  assert.equal(
    customDerivativeAll(
      () => [],
      () => [],
    )(),
    [],
  )
})

test('what is captured is a constant to every derivative, in the function and in the rule', () => {
  const f = (x: Wire): Wire => {
    const [a, b] = [sin(x), exp(x)]
    return customDerivative(
      (y) => mul(y, a),
      (_ys, _y, [dy]) => mul(dy!, a, b),
    )(mul(x, x))
  }
  const [s, e] = [Math.sin(2), Math.exp(2)]
  assert.is(values(f, 2)[0], 4 * s)
  near(grad(f)(2), 4 * s * e)
  // d(2 x a b) with a and b constant.
  near(hessian(f)(2), 2 * s * e)
  for (const mode of ['forward', 'reverse'] as const) near(jacobian(f, { mode })(2), 4 * s * e)
  // From two levels up.
  const deep = (x: Wire): Wire =>
    checkpoint((y) =>
      foldl(
        (c, t) =>
          mul(
            c,
            product(t, x),
            customDerivative(
              (z) => mul(z, x),
              (_z, _w, [dz]) => mul(x, dz!),
            )(t),
          ),
        1,
        mul(y, [1, 2]),
      ),
    )(x)
  // x and 2 x as t: (t^2 x)(t x) with the last x a constant c: 4^... = (x^3 x c)(4 x^3 2 x c) = 8 x^8 c^2
  near(values(deep, 1.5)[0], 8 * 1.5 ** 10)
  near(grad(deep)(1.5), 64 * 1.5 ** 9)
})

test('the body runs once for value and derivative, and not at all where only the derivative is wanted of the arguments', () => {
  const { apply, seen } = spied(Math.sin, cos)
  const f = customDerivative(
    (x) => exp(apply(x)),
    ([x], y, [dx]) => mul(y, cos(x!), dx!),
  )
  const g = graph([[]], (x) => f(x))
  for (const df of [forward(g), reverse(g)]) {
    seen.count = 0
    near(evaluateOrThrow(df, [0.5, 1])[1], Math.exp(Math.sin(0.5)) * Math.cos(0.5))
    assert.is(seen.count, 1)
  }
  assert.is(seen.drawn, 0, 'the slope of what is inside is never asked for')
})

test('the laws of linear maps and of derivatives hold, whatever the rule', () => {
  // Not the derivative of its function, but linear in the tangents.
  const strange = customDerivative(
    (x, y) => mul(x, sin(y)),
    ([x, y], z, [dx, dy]) => add(mul(z, dx!), mul(3, cos(mul(x!, y!)), dy!), mul(2, dx!)),
  )
  // Second derivatives are symmetric where the rule is the derivative of the function.
  const g = graph([[2], [2]], (x, y) => product(x, ownTanh(y)))
  const f = graph([[2], [2]], (x, y) => strange(product(x, y), mul(x, y)))
  fc.assert(
    fc.property(
      fc.array(
        fc.integer({ min: -9, max: 9 }).map((k) => k / 7),
        { minLength: 17, maxLength: 17 },
      ),
      (numbers) => {
        const types = inputTypes(f)
        const of = (k: number): Values => valuesOf(types, numbers.slice(k).concat(numbers))
        const w = valuesOf(outputTypes(f), numbers.slice(5))
        for (const verdict of [
          nothingAlongZero(f, of(0)),
          linearInTheDirection(f, of(0), of(1), of(2)),
          adjointness(f, of(0), of(1), w),
          mixedSecondDerivatives(g, of(0), of(1), w),
          symmetricSecondDerivative(g, of(0), of(1), of(2), of(3)),
        ])
          assert.ok(verdict.holds, JSON.stringify(verdict))
      },
    ),
    { numRuns: 30 },
  )
})

test('count = cost, which is that of the body; derivatives too', () => {
  const g = graph([[3]], (x) => ownTanh(product(x, x)))
  const holds = (h: Graph): void => {
    const xs = inputTypes(h).map(() => tensor([0.1, 0.2, 0.3]))
    const counted = count(h, xs)
    assert.equal(counted.cost, cost(h))
    evaluateOrThrow(h, xs).forEach((y, k) => {
      assert.ok(sameValue(y, counted.outputs[k]!))
    })
  }
  for (const h of [g, forward(g), reverse(g), forward(reverse(g))]) holds(h)
  const { multiplications, nonlinear } = cost(g)
  assert.equal([multiplications, nonlinear], [6, 3])
})

test('equal ones are drawn once; of other rules, twice', () => {
  const g = graph([[]], (x) => [
    ownTanh(x),
    ownTanh(x),
    customDerivative(
      (y) => tanh(y),
      (_x, _y, [dx]) => dx!,
    )(x),
  ])
  assert.is(g.nodes.filter(({ op }) => op.family.kind === 'custom').size, 2)
  assert.is(nodeAt(g, g.outputs[0]!), nodeAt(g, g.outputs[1]!))
})

test('a tangent of another type is refused', () => {
  const wrong = (tangent: (dx: Wire) => Arg): string =>
    String(
      thrown(() =>
        graph([[2]], (x) =>
          customDerivative(
            (y) => sin(y),
            (_x, _y, [dx]) => tangent(dx!),
          )(x),
        ),
      ),
    )
  assert.match(
    wrong((dx) => sum(dx)),
    /ShapeError in customDerivative, argument tangent: found f64, expected f64\[2\], as the function gives/,
  )
  assert.match(
    wrong(() => 0),
    /ShapeError/,
  )
})

test('a tangent that no dx has a part in is refused as it is drawn, unless it is known to be 0', () => {
  const drawnBy = (tangent: (x: Wire, dx: Wire) => Arg) => () =>
    graph([[]], (x) =>
      customDerivative(
        (y) => mul(y, y),
        ([y], _, [dx]) => tangent(y!, dx!),
      )(x),
    )
  for (const wrong of [(x: Wire) => mul(2, x), () => 1, (x: Wire) => sub(x, 1)])
    assert.match(
      String(thrown(drawnBy(wrong))),
      /LawError in customDerivative, argument tangent: found a tangent without dx, expected one that is linear in dx/,
    )
  const second = customDerivativeAll(
    (x, y) => [mul(x!, y!), y!],
    ([x, y], _, [dx]) => [mul(dx!, y!), x!],
  )
  assert.match(String(thrown(() => graph([[], []], second))), /found a tangent without dx for result 1/)
  for (const right of [() => 0, () => zeros([]), (x: Wire, dx: Wire) => mul(x, dx)]) drawnBy(right)()
  assert.is(
    grad(
      customDerivative(
        (x) => floor(x),
        () => 0,
      ),
    )(2.5),
    0,
  )
})

test.run()
