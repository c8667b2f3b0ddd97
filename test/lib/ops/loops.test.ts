// Loops are what host loops draw, in value and in derivatives of every order and nesting.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  type Arg,
  add,
  concat,
  cos,
  exp,
  foldl,
  fori,
  grad,
  graph,
  map,
  mul,
  reshape,
  sin,
  slice,
  sum,
  tanh,
  type Wire,
} from '../../../modes/index.ts'
import { checkSame, type Drawn, near, thrown, values } from '../../support.ts'

const at = [
  [0.7, -0.4],
  [0.3, 1.1],
  [-0.9, 0.2],
]
const row = (x: Wire, k: number): Wire => reshape(slice(x, [[k, k + 1]]), x.shape.slice(1))
const indices = (x: Wire): readonly number[] => [...new Array(x.shape[0]!).keys()]

const hostMap = (f: (...xs: Wire[]) => Wire, ...xs: Wire[]): Wire =>
  concat(
    indices(xs[0]!).map((k) => {
      const y = f(...xs.map((x) => row(x, k)))
      return reshape(y, [1, ...y.shape])
    }),
  )
const hostFold = (step: (c: Wire, x: Wire) => Wire, init: Arg, xs: Wire): Wire =>
  indices(xs).reduce<Wire>((c, k) => step(c, row(xs, k)), mul(1, init))
const hostFori = (count: number, step: (i: Wire, c: Wire) => Wire, init: Wire): Wire =>
  Array.from({ length: count }, (_, i) => i).reduce<Wire>((c, i) => step(mul(1, i), c), init)

const pairs: Readonly<Record<string, readonly [Drawn, Drawn]>> = {
  'map of one, over a wire from around': [
    (x) => {
      const s = sum(sin(x))
      return sum(
        mul(
          x,
          map((y) => mul(sin(y), s, y), x),
        ),
      )
    },
    (x) => {
      const s = sum(sin(x))
      return sum(
        mul(
          x,
          hostMap((y) => mul(sin(y), s, y), x),
        ),
      )
    },
  ],
  'map of two, to numbers': [
    (x) => sum(map((y, z) => sum(mul(y, exp(z), z)), x, cos(x))),
    (x) => sum(hostMap((y, z) => sum(mul(y, exp(z), z)), x, cos(x))),
  ],
  fori: [
    (x) => sum(fori(3, (i, c) => mul(tanh(add(c, x)), add(i, 0.5)), sin(x))),
    (x) => sum(hostFori(3, (i, c) => mul(tanh(add(c, x)), add(i, 0.5)), sin(x))),
  ],
  foldl: [
    (x) => sum(foldl((c, y) => mul(sin(add(c, y)), y), [1, 2], x)),
    (x) => sum(hostFold((c, y) => mul(sin(add(c, y)), y), [1, 2], x)),
  ],
}
for (const [name, [f, g]] of Object.entries(pairs)) test(name, () => checkSame(f, g, at, 2, name))

test('a map in a fold in a fori, third derivatives', () => {
  const f = (loop: typeof fori, each: typeof hostMap, fold: typeof hostFold): Drawn => {
    return (x) =>
      sum(
        loop(
          2,
          (i, c) =>
            mul(
              fold(
                (s, y) => add(sin(y), mul(s, 0.5, y)),
                c,
                each((y) => mul(y, y), x),
              ),
              add(i, 1),
            ),
          row(x, 0),
        ),
      )
  }
  checkSame(
    f(fori, map as typeof hostMap, foldl as typeof hostFold),
    f(hostFori as typeof fori, hostMap, hostFold),
    at.slice(0, 2),
    3,
  )
})

test('no steps at all', () => {
  assert.is(values((x) => fori(0, (_, c) => mul(c, 2), x), 5)[0], 5)
  assert.is(grad((x) => fori(0, (_, c) => mul(c, 2), x))(5), 1)
  assert.is(values((x) => foldl((c, y) => add(c, y), 7, x), [])[0], 7)
  near(values((x) => map((y) => sin(y), x), [])[0], [])
})

test('the index counts from 0: a power series by Horner, 1 + 2 x + 3 x^2', () => {
  const f = (x: Wire): Wire => fori(3, (i, c) => add(mul(c, x), add(3, mul(-1, i))), 0)
  assert.is(values(f, 10)[0], 321)
  // 2 + 6 x
  assert.is(grad(f)(10), 62)
})

test('what is no loop is refused', () => {
  for (const count of [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])
    assert.match(
      String(thrown(() => graph([[]], (x) => fori(count, (_, c) => c, x)))),
      /ArityError in fori, argument count/,
    )
  assert.match(String(thrown(() => graph([[]], (x) => map((y) => y, x)))), /ShapeError in scan/)
  assert.match(String(thrown(() => graph([[2], [3]], (x, y) => map((a, b) => add(a, b), x, y)))), /ShapeError in scan/)
  assert.match(String(thrown(() => graph([[2]], (x) => foldl(() => x, 0, x)))), /ShapeError in scan, argument carry/)
})

test.run()
