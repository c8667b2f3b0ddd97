/** Intervals enclose what is computed at every point of a box: with doubles by `evaluate`, with reals by fractions. */
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  Algebra,
  add,
  type Bounds,
  cond,
  div,
  type Elements,
  elementwise,
  enclose,
  evaluateOrThrow,
  exp,
  forward,
  type Graph,
  gather,
  graph,
  greater,
  type Interval,
  inputTypes,
  interpret,
  log,
  mod,
  mul,
  notEnclosed,
  recip,
  reverse,
  select,
  sin,
  solve,
  sqrt,
  sub,
  sum,
  type Tensor,
  type TensorType,
  tanh,
  type Value,
} from '../../../modes/index.ts'
import { EVERYTHING, graphs, numbers, singles, type Table } from '../../generators.ts'
import { thrown } from '../../support.ts'

const sized = (shape: readonly number[], entry: (k: number) => number): Tensor => ({
  shape,
  data: Float64Array.from({ length: shape.reduce((n, extent) => n * extent, 1) }, (_, k) => entry(k)),
})

const isWhole = (lo: number, hi: number): boolean => lo === Number.NEGATIVE_INFINITY && hi === Number.POSITIVE_INFINITY

/** How many entries there were, and of how many anything was known. */
interface Seen {
  entries: number
  known: number
}

/** Points of a box: both ends, the middle, and two that no symmetry knows. */
const PARTS = [0, 1, 0.5, 0.137, 0.781]

/** Asserts that values at points of the box around `xs` are enclosed. */
const enclosed = (g: Graph, xs: readonly number[], radius: number, seen: Seen): void => {
  const types = inputTypes(g) as readonly TensorType[]
  const at = (k: number, entry: number): number => xs[(7 * k + entry) % xs.length]!
  const width = (k: number, entry: number): number => radius * ((k + 3 * entry) % 4)
  const end = (part: number): readonly Tensor[] =>
    types.map(({ shape }, k) => sized(shape, (entry) => at(k, entry) + (2 * part - 1) * width(k, entry)))
  const [low, high] = [end(0), end(1)]
  const bounds = enclose(
    g,
    types.map((_, k) => [low[k]!, high[k]!] as const),
  )
  for (const part of PARTS) {
    const values = evaluateOrThrow(g, end(part)) as readonly Tensor[]
    values.forEach(({ data }, k) => {
      data.forEach((y, entry) => {
        const [lo, hi] = [bounds[k]!.lo.data[entry]!, bounds[k]!.hi.data[entry]!]
        seen.entries++
        if (isWhole(lo, hi)) return
        seen.known++
        assert.ok(lo <= y && y <= hi, `output ${k} entry ${entry}: ${y} is not in [${lo}, ${hi}]`)
      })
    })
  }
}

test('values and derivatives at points of a box are within the bounds, which are mostly finite', () => {
  const seen = { entries: 0, known: 0 }
  fc.assert(
    fc.property(graphs(EVERYTHING, 5), numbers, fc.constantFrom(0, 1e-3, 0.05), (f, xs, radius) => {
      for (const g of [f, forward(f), reverse(f)]) enclosed(g, xs, radius, seen)
    }),
    { numRuns: 40 },
  )
  assert.ok(seen.known > 0.6 * seen.entries, `${seen.known} of ${seen.entries}`)
})

test('each op alone, on narrow and on wide boxes', () => {
  const kinds: readonly Table[] = ['elementary', 'chosen', 'structural', 'reductions']
  const seen = { entries: 0, known: 0 }
  for (const f of singles(kinds))
    for (const radius of [0, 0.1, 3])
      for (const g of [f, reverse(f)]) enclosed(g, [0.3, -1.25, 0.7, 2.1, -0.4], radius, seen)
  assert.ok(seen.known > 0.6 * seen.entries, `${seen.known} of ${seen.entries}`)
})

const pair = ({ lo, hi }: Bounds): readonly number[] => [lo.data[0]!, hi.data[0]!]
const on = (f: Graph, lower: number, upper: number): readonly number[] => pair(enclose(f, [[lower, upper]])[0]!)
const of = (f: Parameters<typeof graph>[1]): Graph => graph([[]], f)
const LINE = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]

test('a square is not below 0, and a square root of it is one', () => {
  assert.equal(
    on(
      of((x) => mul(x, x)),
      -1,
      2,
    ),
    [0, 4],
  )
  // The square is in [0, 4], and that times [-1, 2] in [-4, 8].
  assert.equal(
    on(
      of((x) => mul(x, x, x)),
      -1,
      2,
    ),
    [-4, 8],
  )
  const [lo, hi] = on(
    of((x) => sqrt(mul(x, x))),
    -3,
    2,
  )
  assert.ok(lo === 0 && hi! >= 3 && hi! < 3 + 1e-14)
})

test('two inputs that are one and the same interval are two unknowns', () => {
  const one: Interval = { lo: -1, hi: 2 }
  const [y] = interpret(Algebra.intervals)(
    graph([[], []], (a, b) => mul(a, b)),
    [
      { shape: [], entries: [one] },
      { shape: [], entries: [one] },
    ],
  ) as readonly [Elements<Interval>]
  assert.equal(y.entries[0], { lo: -2, hi: 4 })
})

test('what leaves a domain or divides by 0 is the whole line, from there on', () => {
  assert.equal(
    on(
      of((x) => recip(x)),
      -1,
      1,
    ),
    LINE,
  )
  assert.equal(
    on(
      of((x) => div(1, x)),
      0,
      1,
    ),
    LINE,
  )
  assert.equal(
    on(
      of((x) => sqrt(x)),
      -1e-300,
      1,
    ),
    LINE,
  )
  assert.equal(
    on(
      of((x) => exp(log(x))),
      -1,
      1,
    ),
    LINE,
  )
  assert.equal(
    on(
      of((x) => log(x)),
      0,
      1,
    )[0],
    Number.NEGATIVE_INFINITY,
  )
  assert.equal(
    on(
      of((x) => mul(0, recip(x))),
      -1,
      1,
    ),
    LINE,
  )
  assert.equal(
    on(
      of((x) => sub(exp(x), exp(x))),
      0,
      1000,
    ),
    LINE,
  )
})

test('a zero that may meet an overflow gives the whole line', () => {
  const overflown = graph([[], []], (x, y) => mul(x, exp(y)))
  assert.ok(Number.isNaN((evaluateOrThrow(overflown, [0, 1000])[0] as Tensor).data[0]))
  const bounds = enclose(overflown, [
    [0, 1],
    [0, 1000],
  ])
  assert.equal(pair(bounds[0]!), LINE)
})

test('extremes inside of a box count', () => {
  assert.equal(
    on(
      of((x) => sin(x)),
      0,
      2,
    )[1],
    1,
  )
  assert.equal(
    on(
      of((x) => sin(x)),
      -1e20,
      1e20,
    ),
    [-1, 1],
  )
  const [lo, hi] = on(
    of((x) => sin(x)),
    1,
    1.1,
  )
  assert.ok(lo! <= Math.sin(1) && hi! >= Math.sin(1.1) && hi! - lo! < 0.05)
})

test('a choice that is open is the hull of both, one that is not is one', () => {
  const chosen = of((x) => select(greater(x, 0), add(x, 10), x))
  assert.equal(on(chosen, -1, 1), [-1, 11])
  assert.equal(on(chosen, 1, 2), [11, 12])
  const branch = of((x) =>
    cond(
      greater(x, 0),
      (y) => add(y, 10),
      (y) => y,
      x,
    ),
  )
  assert.equal(on(branch, -1, 1), [-1, 11])
  assert.equal(on(branch, -2, -1), [-2, -1])
  const taken = graph([[3], []], (x, k) => gather(x, k))
  assert.equal(
    pair(
      enclose(taken, [
        [
          [1, 2, 3],
          [4, 5, 6],
        ],
        [1, 1],
      ])[0]!,
    ),
    [2, 5],
  )
  assert.equal(
    pair(
      enclose(taken, [
        [
          [1, 2, 3],
          [4, 5, 6],
        ],
        [0, 1],
      ])[0]!,
    ),
    LINE,
  )
})

test('functions that are not covered are listed, and are the whole line', () => {
  assert.equal(notEnclosed(), ['mod'])
  assert.equal(
    on(
      of((x) => mod(x, 3)),
      1,
      1,
    ),
    LINE,
  )
  const mine = elementwise(
    'sin',
    (x) => x,
    () => 1,
  )
  assert.equal(
    on(
      of((x) => mine(x)),
      1,
      1,
    ),
    LINE,
  )
  const system = graph(
    [
      [1, 1],
      [1, 1],
    ],
    (a, b) => solve(a, b),
  )
  assert.equal(
    pair(
      enclose(system, [
        [[[2]], [[2]]],
        [[[2]], [[2]]],
      ])[0]!,
    ),
    LINE,
  )
})

test('the gradient of a neuron is bounded, and the mean value theorem holds', () => {
  const f = of((x) => tanh(sub(mul(3, x), 1)))
  const slope = enclose(reverse(f), [
    [0.2, 0.6],
    [1, 1],
  ])[1]!
  const [lo, hi] = pair(slope)
  const values = [0.2, 0.6].map((x) => (evaluateOrThrow(f, [x])[0] as Tensor).data[0]!)
  const mean = (values[1]! - values[0]!) / 0.4
  assert.ok(lo! <= mean && mean <= hi! && lo! > 0 && hi! <= 3.0001, `${mean} in [${lo}, ${hi}]`)
})

/** A fraction of whole numbers: what a double is, exactly. */
type Fraction = readonly [bigint, bigint]
const exactly = (x: number): Fraction => {
  let [n, d] = [x, 1n]
  while (!Number.isInteger(n)) [n, d] = [n * 2, d * 2n]
  return [BigInt(n), d]
}
const fractions = {
  ...Algebra.numbers,
  constant: exactly,
  add: ([a, b]: Fraction, [c, d]: Fraction): Fraction => [a * d + c * b, b * d],
  mul: (xs: readonly Fraction[]): Fraction => xs.reduce<Fraction>(([a, b], [c, d]) => [a * c, b * d], [1n, 1n]),
  neg: ([a, b]: Fraction): Fraction => [-a, b],
  apply: () => assert.unreachable('polynomials have no functions') as never,
  number: () => undefined,
  choose: () => assert.unreachable('polynomials choose nothing') as never,
  other: () => assert.unreachable('polynomials are sums and products') as never,
} as unknown as typeof Algebra.numbers

const notAbove = ([a, b]: Fraction, [c, d]: Fraction): boolean => a * d <= c * b

/** Sums and products of three inputs, drawn from numbers. */
const polynomial = (steps: readonly (readonly [number, number, boolean])[]): Graph =>
  graph([[2], [2], []], (x, y, a) => {
    const pool = [x, y, a]
    for (const [i, j, product] of steps) {
      const [p, q] = [pool[i % pool.length]!, pool[j % pool.length]!]
      pool.push(product ? mul(p, q) : add(p, sub(0.1, q)))
    }
    return sum(pool[pool.length - 1]!)
  })

test('on a point, the exact values of polynomials and of their gradients are within the bounds, which are narrow', () => {
  const steps = fc.array(fc.tuple(fc.nat({ max: 9 }), fc.nat({ max: 9 }), fc.boolean()), { maxLength: 7 })
  fc.assert(
    fc.property(steps, numbers, (list, xs) => {
      const f = polynomial(list)
      for (const g of [f, reverse(f)]) {
        const points = (inputTypes(g) as readonly TensorType[]).map(({ shape }, k) =>
          sized(shape, (i) => xs[2 * k + i]!),
        )
        const bounds = enclose(
          g,
          points.map((x) => [x, x] as readonly [Value, Value]),
        )
        const exact = interpret(fractions)(
          g,
          points.map(({ shape, data }) => ({ shape, entries: Array.from(data, exactly) as never })),
        ) as unknown as readonly { readonly entries: readonly Fraction[] }[]
        exact.forEach(({ entries }, k) => {
          entries.forEach((y, i) => {
            const [lo, hi] = [bounds[k]!.lo.data[i]!, bounds[k]!.hi.data[i]!]
            assert.ok(notAbove(exactly(lo), y) && notAbove(y, exactly(hi)), `output ${k} entry ${i}: [${lo}, ${hi}]`)
            assert.ok(hi - lo <= 1e-9 * Math.max(1, Math.abs(lo)), `${hi - lo} is wide`)
          })
        })
      }
    }),
    { numRuns: 40 },
  )
})

test('a box that is none is refused', () => {
  assert.match(
    String(
      thrown(() =>
        enclose(
          of((x) => x),
          [[1, 0]],
        ),
      ),
    ),
    /ValueError in enclose.*from 1 to 0/,
  )
  assert.match(
    String(
      thrown(() =>
        enclose(
          of((x) => x),
          [],
        ),
      ),
    ),
    /ArityError in enclose/,
  )
})

test.run()
