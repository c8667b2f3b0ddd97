// Jacobians: rows and columns of every shape, by both modes, empty ones too, and once more differentiated.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  add,
  cos,
  exp,
  jacobian,
  jacobianWay,
  matmul,
  mul,
  outer,
  reshape,
  sin,
  slice,
  sub,
  sum,
  tanh,
  tensor,
  transpose,
  type Wire,
} from '../../modes/index.ts'
import { checkJacobian, type Drawn, near, spied, values } from '../support.ts'

const MODES = ['forward', 'reverse', 'mixed', 'coloured'] as const

test('axes are those of the result and then those of the argument', () => {
  const f = (x: Wire): Wire => outer(mul(x, x), [1, 2, 3])
  for (const mode of MODES)
    near(jacobian(f, { mode })([4, 5]), [
      [
        [8, 0],
        [16, 0],
        [24, 0],
      ],
      [
        [0, 10],
        [0, 20],
        [0, 30],
      ],
    ])
})

test('random functions between shapes of all ranks, by both modes, against differences', () => {
  const steps: readonly Drawn[] = [
    sin,
    (x) => mul(x, cos(x)),
    (x) => sum(x, x.shape.length === 0 ? [] : [0]),
    (x) => transpose(x),
    (x) => outer(x, [1, -0.5]),
    (x) => reshape(exp(sin(x)), [x.shape.reduce((n, e) => n * e, 1)]),
    (x) => add(tanh(sum(x)), x),
    (x) => (x.shape.length === 2 ? matmul(transpose(x), x) : sub(x, 1)),
  ]
  const someShape = fc.array(fc.constantFrom(1, 2, 3), { maxLength: 2 })
  fc.assert(
    fc.property(someShape, fc.array(fc.nat(7), { minLength: 1, maxLength: 4 }), (shape, picks) => {
      const size = shape.reduce<number>((n, e) => n * e, 1)
      const at = tensor(
        Array.from({ length: size }, (_, k) => Math.sin(1 + 2.3 * k)),
        shape,
      )
      checkJacobian((x) => picks.reduce<Wire>((y, k) => steps[k](y), x), at, `${picks}`)
    }),
    { numRuns: 60 },
  )
})

test('empty rows and columns', () => {
  for (const mode of MODES) {
    near(jacobian((x) => mul(sum(x), [1, 2]), { mode })(tensor([], [0])), tensor([], [2, 0]))
    near(jacobian((x) => mul(x, tensor([], [0, 1])), { mode })([1, 2]), tensor([], [0, 2, 2]))
  }
})

test('a result that does not depend on the argument, one that is the argument', () => {
  for (const mode of MODES) {
    near(jacobian(() => [1, 2], { mode })([1, 2, 3]), [
      [0, 0, 0],
      [0, 0, 0],
    ])
    near(jacobian((x) => x, { mode })([1, 2]), [
      [1, 0],
      [0, 1],
    ])
    near(jacobian((x) => x, { mode })(5), 1)
    near(jacobian((x) => x, { mode })([5]), [[1]])
  }
})

test('by another argument, with wires captured', () => {
  near(jacobian((x, y) => mul(x, y), { argnums: 1 })([1, 2], [3, 4]), [
    [1, 0],
    [0, 2],
  ])
  near(values((a) => jacobian((x) => mul(x, x, a))([1, 2]), 3)[0], [
    [6, 0],
    [0, 12],
  ])
})

test('one sweep, in the mode with fewer lanes', () => {
  const { apply, seen } = spied(Math.sin, cos)
  jacobian((x) => sum(apply(x)))([1, 2, 3, 4])
  assert.is(seen.count, 0, 'the value is not needed, and one sweep needs the slopes once')
  assert.is(seen.drawn, 1)
})

test('three Jacobians deep: the derivative tensor of a cubic, in every nesting', () => {
  // The third derivative of sum(x)^3 is 6 in every entry.
  const modes = MODES
  for (const a of modes)
    for (const b of modes)
      for (const c of modes) {
        const third = jacobian(
          (x) => jacobian((y) => jacobian((z) => mul(sum(z), sum(z), sum(z)), { mode: a })(y), { mode: b })(x),
          { mode: c },
        )
        near(third([0.3, -2]), tensor(new Array(8).fill(6), [2, 2, 2]), 0)
      }
})

test('trees: a tree like the result, each leaf of it a tree like the argument, by both modes', () => {
  // y = x v + [0, u], z = u sum(x): every derivative by hand.
  type P = { readonly x: Wire; readonly deep: readonly [{ readonly u: Wire }, Wire] }
  const f = ({ x, deep: [{ u }, v] }: P) => ({ z: mul(u, sum(x)), y: [add(mul(x, v), mul(u, [0, 1]))] })
  const point = { x: [2, 3], deep: [{ u: 5 }, tensor([7, 11])] }
  for (const mode of [...MODES, undefined] as const) {
    const slopes = jacobian(f, mode ? { mode } : {})(point) as Record<string, unknown>
    assert.equal(Object.keys(slopes), ['y', 'z'])
    const y = (slopes['y'] as readonly unknown[])[0] as { x: unknown; deep: readonly [{ u: unknown }, unknown] }
    const z = slopes['z'] as typeof y
    near(y.x, [
      [7, 0],
      [0, 11],
    ])
    near(y.deep[0].u, [0, 1])
    near(y.deep[1], [
      [2, 0],
      [0, 3],
    ])
    near(z.x, [5, 5])
    assert.is(z.deep[0].u, 5)
    near(z.deep[1], [0, 0])
  }
})

test('lists of results, of arguments, of none; an auxiliary result', () => {
  const f = (x: Wire, y: Wire): readonly Wire[] => [mul(x, y), sin(x)]
  for (const mode of MODES) {
    assert.equal(jacobian(f, { mode, argnums: [1, 0] })(3, 5), [
      [3, 5],
      [0, Math.cos(3)],
    ])
    assert.equal(jacobian(f, { mode, argnums: [0, 0] })(3, 5)[0], [5, 5])
    assert.equal(jacobian(f, { mode, argnums: [] })(3, 5), [[], []])
    assert.equal(jacobian((x) => [x, x], { mode })(1), [1, 1])
    assert.equal(jacobian(() => [], { mode })(1), [])
    const [slope, aux] = jacobian((x) => [mul(x, x), { x, seven: 7 }], { mode, hasAux: true })(3)
    assert.equal([slope, aux], [6, { seven: 7, x: 3 }])
  }
})

test('trees on wires, and once more differentiated', () => {
  const f = ({ a, b }: { readonly a: Wire; readonly b: Wire }) => ({ p: mul(a, b, b) })
  const slope = (a: Wire, b: Wire) => jacobian(f)({ a, b })
  near(values((a, b) => slope(a, b).p.b, 3, 5)[0], 30)
  assert.equal(jacobian((a, b) => slope(a, b), { argnums: 1 })(3, 5), { p: { a: 10, b: 6 } })
})

test('without entries, beside others', () => {
  for (const mode of MODES) {
    const { a, b } = jacobian((p: { readonly a: Wire; readonly b: Wire }) => mul(p.b, add(1, sum(p.a))), { mode })({
      a: tensor([], [0, 2]),
      b: [3, 4],
    })
    near(a, tensor([], [2, 0, 2]))
    near(b, [
      [1, 0],
      [0, 1],
    ])
  }
})

test('the cheapest way is taken, and the reason names what the others cost', () => {
  const n = 30
  const point = Array.from({ length: n }, (_, k) => Math.sin(k))
  // Lanes are as many as entries; a bottleneck of two numbers is cheapest multiplied from both sides.
  const [up, down] = [0, 1].map((k) => Array.from({ length: 2 }, (_, i) => point.map((x) => Math.cos(x + i + k))))
  const narrow = (x: Wire) => matmul(sin(matmul(up, x)), down)
  const way = jacobianWay(narrow)(point)
  assert.is(way.mode, 'mixed')
  assert.match(way.reason, /^mixed \(.*\) takes [\d,]+ multiplications; forward [\d,]+, reverse [\d,]+/)
  for (const other of MODES)
    assert.ok(way.cost.multiplications <= jacobianWay(narrow, { mode: other })(point).cost.multiplications, other)
  assert.is(jacobianWay((x) => sum(mul(x, x)))(point).mode, 'reverse')
  assert.is(jacobianWay((x) => mul(x, point))(3).mode, 'forward')
  near(jacobian(narrow)(point), jacobian(narrow, { mode: 'reverse' })(point))
})

test('by colours, a band takes as many lanes as it is wide', () => {
  const n = 40
  const f = (x: Wire) => mul(sin(slice(x, [[2]])), add(slice(x, [[1, -1]]), slice(x, [[undefined, -2]])))
  const point = Array.from({ length: n }, (_, k) => Math.cos(k))
  const way = jacobianWay(f, { mode: 'coloured' })(point)
  assert.match(way.name, /3 lanes/)
  near(jacobian(f, { mode: 'coloured' })(point), jacobian(f, { mode: 'forward' })(point))
})

test.run()
