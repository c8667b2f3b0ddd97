// The law `compile = evaluate`: on random graphs and their derivatives, at random points and at the edges of the numbers.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  AdError,
  type Arrayish,
  abs,
  add,
  argmax,
  compile,
  concat,
  constant,
  cos,
  diag,
  draw,
  einsum,
  elementwise,
  evaluateOrThrow,
  exp,
  fill,
  floor,
  forward,
  type Graph,
  gather,
  graph,
  greater,
  inputTypes,
  isTuple,
  Linear,
  log,
  matmul,
  max,
  maximum,
  mul,
  neg,
  type Op,
  pad,
  power,
  recip,
  reshape,
  reverse,
  scan,
  scatterAdd,
  show,
  sin,
  sizeOf,
  slice,
  sqrt,
  sub,
  sum,
  type Tensor,
  type Type,
  tanh,
  tensor,
  trace,
  transpose,
  type Value,
  type Wire,
  whileLoop,
} from '../../../modes/index.ts'
import { EVERYTHING, FLAT, graphs, numbers, SMOOTH, singles } from '../../generators.ts'
import { thrown } from '../../support.ts'

/** Values of types, filled with numbers one after the other. */
const valuesOf = (types: readonly Type[], entries: readonly number[]): readonly Value[] => {
  let next = 0
  const value = (type: Type): Value =>
    isTuple(type)
      ? { tuple: type.tuple.map(value) }
      : tensor(
          Array.from({ length: sizeOf(type.shape) }, () => entries[next++ % entries.length]!),
          type.shape,
        )
  return types.map(value)
}

const leaves = (values: readonly Value[]): readonly Tensor[] =>
  values.flatMap((value) => ('tuple' in value ? leaves(value.tuple) : [value]))

/** Agreement entry by entry, relative to the largest entry of the tensor and to 1; NaN and infinities to the letter. */
const agree = (found: readonly Value[], expected: readonly Value[], tolerance: number, what = ''): void => {
  const [a, b] = [leaves(found), leaves(expected)]
  assert.is(a.length, b.length)
  b.forEach((x, k) => {
    assert.equal(a[k]!.shape, x.shape)
    const scale = x.data.reduce((most, y) => (Number.isFinite(y) ? Math.max(most, Math.abs(y)) : most), 1)
    x.data.forEach((y, i) => {
      const z = a[k]!.data[i]!
      assert.ok(
        Object.is(y, z) || y === z || Math.abs(y - z) <= tolerance * scale,
        `${what} output ${k} entry ${i}: found ${z}, expected ${y}`,
      )
    })
  })
}

/** What running a graph gives, or how it fails. */
const outcome = (f: () => readonly Value[]): readonly Value[] | string => {
  try {
    return f()
  } catch (e) {
    if (!(e instanceof AdError)) throw e
    return e.message
  }
}

const holds = (f: Graph, xs: readonly Value[], tolerance = 1e-11, what = ''): void => {
  const [found, expected] = [outcome(() => compile(f)(xs)), outcome(() => evaluateOrThrow(f, xs))]
  if (typeof found === 'string' || typeof expected === 'string') assert.equal(found, expected)
  else agree(found, expected, tolerance, what)
}

test('compile = evaluate on random graphs', () => {
  fc.assert(
    fc.property(graphs(EVERYTHING, 8), numbers, (f, entries) => holds(f, valuesOf(inputTypes(f), entries))),
    { numRuns: 60 },
  )
})

test('compile = evaluate on every rule alone, and on its derivatives', () => {
  const entries = Array.from({ length: 23 }, (_, k) => Math.cos(3 * k + 1))
  for (const f of singles(EVERYTHING))
    for (const g of [f, forward(f), reverse(f)]) holds(g, valuesOf(inputTypes(g), entries), 1e-11)
})

test('compile = evaluate on derivatives of the first and second order', () => {
  fc.assert(
    fc.property(graphs(FLAT, 5), numbers, (f, entries) => {
      for (const g of [forward(f), reverse(f), forward(reverse(f))]) holds(g, valuesOf(inputTypes(g), entries), 1e-10)
    }),
    { numRuns: 25 },
  )
  fc.assert(
    fc.property(graphs(EVERYTHING, 4), numbers, (f, entries) => {
      const g = reverse(f)
      holds(g, valuesOf(inputTypes(g), entries), 1e-10)
    }),
    { numRuns: 25 },
  )
})

/** Graphs that say what the random ones seldom do. */
const cases: Readonly<Record<string, Graph>> = {
  'sums of many parts': graph([[4, 6]], (x) => {
    const columns = Array.from({ length: 6 }, (_, k) => slice(x, [null, [k, k + 1]]))
    const padded = columns.map((column, k) =>
      pad(exp(column), [
        [0, 0],
        [k, 5 - k],
      ]),
    )
    return [add(...padded), mul(2, add(x, ...padded.slice(1)))]
  }),
  'parts that a sum and another op read': graph([[6]], (x) => {
    const padded = [0, 1, 2].map((k) => pad(slice(x, [[2 * k, 2 * k + 2]]), [[2 * k, 4 - 2 * k]]))
    return [add(...padded), sin(padded[1]!)]
  }),
  'views of views': graph([[4, 6]], (x) => {
    const back = slice(transpose(x), [
      [undefined, undefined, -2],
      [1, 3],
    ])
    return [
      reshape(back, [6]),
      mul(
        back,
        slice(x, [
          [0, 3],
          [2, 4],
        ]),
      ),
      sum(reshape(transpose(x), [4, 6]), 0),
    ]
  }),
  'a reshape that no stride can be': graph([[4, 6]], (x) => exp(reshape(transpose(x), [3, 8]))),
  'diagonals both ways': graph([[3, 3], [3]], (a, x) => [diag(x), trace(a), einsum('ii,i->i', a, x)]),
  'products of matrices of any size': graph(
    [
      [17, 23],
      [23, 9],
      [5, 17, 3],
    ],
    (a, b, c) => [
      matmul(a, b),
      matmul(transpose(b), transpose(a)),
      einsum('bij,ik->bkj', c, a),
      einsum('ij,jk,bil->bkl', a, b, c),
    ],
  ),
  'more terms than are packed at once': graph(
    [
      [5, 600],
      [600, 7],
    ],
    (a, b) => matmul(a, b),
  ),
  'sums along every axis': graph([[7, 5, 9]], (x) => [0, 1, 2].map((axis) => sum(exp(x), axis))),
  'a loop whose carries change places': graph(
    [[], []],
    (a, b) => scan(([x, y]) => ({ carry: [y!, x!], out: [sub(x!, y!)] }), [a, b], [[1, 2, 3]]).carry,
  ),
  'a loop in a loop': graph(
    [[3, 4], [4]],
    (x, h) =>
      scan(
        ([c], [row]) => ({
          carry: [scan(([d], [y]) => ({ carry: [tanh(add(d!, y!))], out: [] }), [c!], [row!]).carry[0]!],
          out: [c!],
        }),
        [sum(h)],
        [x],
      ).out[0]!,
  ),
  'nothing at all': graph([[0, 3], []], (x, y) => [sum(x, 0), max(concat([sum(x, 0), [1]]), 0), mul(x, y)]),
  'outputs that are inputs, constants and one another': graph([[2], []], (x, y) => [
    x,
    y,
    x,
    constant([1, 2]),
    fill([3], 7),
    transpose(x),
  ]),
  'indices that name nothing': graph([[3, 2], [4]], (x, k) => [
    gather(x, k),
    scatterAdd(gather(x, [0, 1, 2, 0]), k, 3),
  ]),
}

test('compile = evaluate on views, parts, loops and edges', () => {
  const entries = Array.from({ length: 301 }, (_, k) => Math.round(3 * Math.cos(7 * k + 1) * 64) / 64)
  for (const [what, f] of Object.entries(cases))
    for (const g of [f, reverse(f), forward(f)]) holds(g, valuesOf(inputTypes(g), entries), 1e-12, what)
})

test('compile = evaluate at zeros, infinities, NaN and the largest numbers', () => {
  const edges = [
    0,
    -0,
    1,
    -1,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    1e308,
    -1e308,
    5e-324,
    0.5,
  ]
  const tables = singles(FLAT)
  fc.assert(
    fc.property(fc.nat(), fc.array(fc.constantFrom(...edges), { minLength: 5, maxLength: 11 }), (k, entries) => {
      const f = tables[k % tables.length]!
      for (const g of [f, reverse(f)]) classesAgree(g, valuesOf(inputTypes(g), entries))
    }),
    { numRuns: 80 },
  )
})

/** Agreement where a last digit may turn an infinity into a large number and back: class by class. */
const classesAgree = (f: Graph, xs: readonly Value[]): void => {
  const [found, expected] = [leaves(compile(f)(xs)), leaves(evaluateOrThrow(f, xs))]
  expected.forEach((x, k) => {
    x.data.forEach((y, i) => {
      const z = found[k]!.data[i]!
      const near = Math.abs(z - y) <= 1e-9 * Math.max(1, Math.abs(y))
      assert.ok(
        Object.is(y, z) || y === z || near,
        `${show(f)} at ${JSON.stringify(xs.map((v) => [...(v as Tensor).data].map(String)))}: output ${k} entry ${i}: found ${z}, expected ${y}`,
      )
    })
  })
}

test('a zero absorbs an infinity in derivatives, by products of matrices too', () => {
  const f = reverse(graph([[8, 8]], (x) => matmul(sqrt(x), x)))
  const x = tensor(
    Array.from({ length: 64 }, (_, k) => (k % 3 === 0 ? 0 : k / 7)),
    [8, 8],
  )
  const w = tensor(
    Array.from({ length: 64 }, (_, k) => (k % 2 === 0 ? 0 : 1)),
    [8, 8],
  )
  holds(f, [x, w], 1e-13)
})

test('what is not summed in another order is the same to the bit', () => {
  const exact = graph([[7], []], (x, y) => [
    mul(x, x, y),
    add(x, y),
    recip(x),
    abs(neg(x)),
    floor(x),
    maximum(x, y),
    power(x, 2),
  ])
  const xs = [tensor([0.1, -0, 3.7, -2.5, 1e-300, 1e200, -7]), tensor(-0.3)]
  agree(compile(exact)(xs), evaluateOrThrow(exact, xs), 0)
  const numbersOnly = graph([[], []], (x, y) => [exp(mul(x, sin(y))), log(add(2, cos(x))), mul(x, y, y)])
  agree(compile(numbersOnly)([0.3, 1.7]), evaluateOrThrow(numbersOnly, [0.3, 1.7]), 0)
})

test('long graphs of numbers: values between functions, and sums of many terms', () => {
  const f = graph([[], []], (x, y) => {
    const terms: Wire[] = []
    let a = x
    for (let k = 0; k < 5000; k++) {
      a = k % 7 === 0 ? sin(a) : add(mul(a, y), x)
      if (k % 10 === 0) terms.push(mul(a, a))
    }
    return [add(...terms), a, add(x, ...terms.slice(0, 20), a)]
  })
  for (const g of [f, reverse(f), forward(reverse(f))])
    agree(
      compile(g)(valuesOf(inputTypes(g), [0.3, 0.7, -0.2])),
      evaluateOrThrow(g, valuesOf(inputTypes(g), [0.3, 0.7, -0.2])),
      1e-13,
    )
})

test('a graph a million nodes deep', () => {
  const f = graph([[]], (x) => {
    let a = x
    for (let k = 0; k < 5e5; k++) a = neg(k % 2 === 0 ? a : mul(a, x))
    return a
  })
  agree(compile(f)([1]), [tensor(1)], 0)
})

test('f32: numbers are singles, masks and indices exact', () => {
  fc.assert(
    fc.property(graphs(SMOOTH, 5), numbers, (f, entries) => {
      const xs = valuesOf(inputTypes(f), entries)
      const [found, expected] = [leaves(compile(f, { precision: 'f32' })(xs)), leaves(evaluateOrThrow(f, xs))]
      if (expected.some((x) => x.data.some((y) => !(Math.abs(y) < 1e6)))) return
      expected.forEach((x, k) => {
        const scale = x.data.reduce((most, y) => Math.max(most, Math.abs(y)), 1)
        x.data.forEach((y, i) => {
          assert.ok(Math.abs(found[k]!.data[i]! - y) <= 2e-3 * scale, `found ${found[k]!.data[i]}, expected ${y}`)
        })
      })
    }),
    { numRuns: 25 },
  )
  const table = graph([[300], [5]], (x, k) => [gather(x, k), argmax(x), greater(x, 0), floor(x)])
  const xs = [tensor(Array.from({ length: 300 }, (_, k) => (k * 37) % 101)), tensor([299, 0, 17, 255, 256])]
  agree(compile(table, { precision: 'f32' })(xs), evaluateOrThrow(table, xs), 0)
})

test('values that do not fit are refused as evaluate refuses them', () => {
  const f = graph([[3], []], (x, y) => mul(x, y))
  const wrong: readonly (readonly Arrayish[])[] = [
    [[1, 2, 3]],
    [[1, 2], 1],
    [[1, 2, 3], [1]],
    [[1, 2, 3], 'x' as unknown as number],
  ]
  for (const xs of wrong)
    assert.equal(
      thrown(() => compile(f)(xs)),
      thrown(() => evaluateOrThrow(f, xs)),
    )
  const endless = graph([[]], (x) =>
    whileLoop(
      (c) => greater(c, 0),
      (c) => add(c, 1),
      x,
      { limit: 10 },
    ),
  )
  assert.equal(
    thrown(() => compile(endless)([1])),
    thrown(() => evaluateOrThrow(endless, [1])),
  )
  agree(compile(endless)([-1]), [tensor(-1)], 0)
})

test('runs in place: inputs and outputs are views of one memory, and nothing else is needed', () => {
  const c = compile(graph([[2], []], (x, y) => [mul(x, y), sum(x)]))
  c.inputs[0]!.set([3, 4])
  c.inputs[1]![0] = 10
  c.run()
  assert.equal(
    c.outputs.map((x) => [...x]),
    [[30, 40], [7]],
  )
  assert.equal(
    c([[1, 2], 2]).map((x) => [...(x as Tensor).data]),
    [[2, 4], [3]],
  )
})

test('ops of users run by their eval, each its own', () => {
  const [f, g] = [
    elementwise(
      'own',
      (x) => x! + 1,
      () => 1,
    ),
    elementwise(
      'own',
      (x) => x! * 10,
      () => 10,
    ),
  ]
  holds(
    graph([[5], []], (x, y) => [f(x), g(x), g(f(y))]),
    [tensor([1, 2, 3, 4, 5]), tensor(2)],
    0,
  )
})

test('ops of users run on the slice of a step, and give one', () => {
  const turned: Op = {
    family: { name: 'turned', kind: 'other' },
    name: 'turned',
    params: null,
    key: '',
    hash: 0x7a3,
    type: (x) => x!,
    eval: (x) => tensor([...(x as Tensor).data].reverse(), (x as Tensor).shape),
    partial: (_, y, xs) => Linear.zero(xs[0]!.type, y.type),
  }
  const f = graph([[2], [4, 2], [2]], (c, xs, p) => {
    const loop = (backward: boolean) =>
      scan(([c], [x]) => ({ carry: [draw(turned, [c!])], out: [draw(turned, [x!]), draw(turned, [p])] }), [c], [xs], {
        backward,
      })
    return [false, true].flatMap((backward) => [...loop(backward).out, ...loop(backward).trajectory])
  })
  holds(f, [tensor([9, 8]), tensor([1, 2, 3, 4, 5, 6, 7, 8], [4, 2]), tensor([11, 12])], 0)
})

test('null is refused as any other value that is none', () => {
  const f = compile(graph([[]], (x) => x))
  assert.throws(
    () => f([null as never]),
    (e: unknown) => e instanceof AdError && e.info.tag === 'ValueError',
  )
})

test.run()
