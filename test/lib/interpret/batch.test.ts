// batch(g) is g of every lane: in value, with derivatives, nested, and with arguments that all lanes share.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  add,
  batch,
  batchMap,
  checkpoint,
  concat,
  cond,
  constant,
  cos,
  cumsum,
  customDerivative,
  draw,
  einsum,
  evaluateOrThrow,
  eye,
  fori,
  forward,
  type Graph,
  grad,
  graph,
  greater,
  inputTypes,
  jacobian,
  Linear,
  less,
  max,
  mul,
  neg,
  type Op,
  outputTypes,
  pad,
  parts,
  project,
  reverse,
  scan,
  select,
  show,
  sin,
  sizeOf,
  slice,
  solve,
  stopGradient,
  sub,
  sum,
  type Tensor,
  type TensorType,
  tanh,
  tensor,
  tuple,
  type Value,
  type Wire,
  whileLoop,
  whileLoopAll,
} from '../../../modes/index.ts'
import { EVERYTHING, graphs, numbers, type Table } from '../../generators.ts'
import { checkSame, flat, near, thrown } from '../../support.ts'

/** Values for a graph's inputs, with lanes where the marks say so. */
const given = (g: Graph, size: number, marks: readonly boolean[], from: readonly number[]): readonly Tensor[] => {
  let next = 0
  return inputTypes(g).map((type, k) => {
    const { shape } = type as TensorType
    const full = marks[k] ? [size, ...shape] : shape
    return tensor(
      Array.from({ length: sizeOf(full) }, () => from[next++ % from.length]! + 0.01 * next),
      full,
    )
  })
}

const lane = ({ shape, data }: Tensor, k: number): Tensor => {
  const inner = shape.slice(1)
  return tensor(data.slice(k * sizeOf(inner), (k + 1) * sizeOf(inner)), inner)
}

/** g of each lane, stacked: what batch is to be. */
const oneByOne = (g: Graph, size: number, marks: readonly boolean[], xs: readonly Tensor[]): readonly Tensor[] => {
  const runs = Array.from({ length: size }, (_, k) =>
    evaluateOrThrow(
      g,
      xs.map((x, i) => (marks[i] ? lane(x, k) : x)),
    ),
  )
  return outputTypes(g).map((type, i) => {
    const { shape } = type as TensorType
    return tensor(
      runs.flatMap((run) => [...(run[i] as Tensor).data]),
      [size, ...shape],
    )
  })
}

type Same = (found: Value, expected: Tensor, what: string) => void
const toTheBit: Same = (found, expected, what) =>
  assert.ok(
    (found as Tensor).data.every((x, k) => Object.is(x, expected.data[k])),
    what,
  )
const upToRounding: Same = (found, expected, what) => near(found, expected, 1e-11, what)

const holds = (g: Graph, size: number, marks: readonly boolean[], xs: readonly Tensor[], same = upToRounding): void => {
  const expected = oneByOne(g, size, marks, xs)
  evaluateOrThrow(batch(g, { size, inputs: marks }), xs).forEach((y, k) => {
    assert.equal((y as Tensor).shape, expected[k]!.shape)
    same(y, expected[k]!, `output ${k} of\n${show(g)}`)
  })
}

const cases = (kinds: readonly Table[]) =>
  fc
    .tuple(graphs(kinds, 5), fc.constantFrom(3, 2, 1, 0), fc.tuple(fc.boolean(), fc.boolean()), numbers)
    .map(([g, size, marks, from]) => [g, size, marks.slice(0, g.inputs.length), from] as const)

test('batch(g) is g of every lane, whichever inputs have lanes', () => {
  fc.assert(
    fc.property(cases(EVERYTHING), ([g, size, marks, from]) => {
      holds(g, size, marks, given(g, size, marks, from))
    }),
    { numRuns: 100 },
  )
})

test('to the bit, where no sum or product is reordered', () => {
  fc.assert(
    fc.property(cases(['elementary', 'chosen']), ([g, size, marks, from]) => {
      holds(g, size, marks, given(g, size, marks, from), toTheBit)
    }),
    { numRuns: 100 },
  )
})

test('batch commutes with forward mode: batch(D g) ~ D(batch g)', () => {
  fc.assert(
    fc.property(cases(EVERYTHING), ([g, size, marks, from]) => {
      const twice = [...inputTypes(g), ...inputTypes(g)].map((_, k) => marks[k % g.inputs.length]!)
      const dg = forward(g)
      // An output has lanes even where it is the same in all.
      const expected = evaluateOrThrow(batch(dg, { size, inputs: twice }), given(dg, size, twice, from))
      const found = evaluateOrThrow(forward(batch(g, { size, inputs: marks })), given(dg, size, twice, from))
      found.forEach((y, k) => {
        near(y, expected[k], 1e-10, show(g))
      })
    }),
    { numRuns: 40 },
  )
})

test('batch commutes with reverse mode: batch(R g) ~ R(batch g)', () => {
  fc.assert(
    fc.property(cases(EVERYTHING), ([g, size, , from]) => {
      const rg = reverse(g)
      const all = rg.inputs.map(() => true)
      const xs = given(rg, size, all, from)
      const found = evaluateOrThrow(reverse(batch(g, { size })), xs)
      evaluateOrThrow(batch(rg, { size }), xs).forEach((y, k) => {
        near(found[k], y, 1e-10, show(g))
      })
    }),
    { numRuns: 40 },
  )
})

test('a batch of a batch is two leading axes', () => {
  fc.assert(
    fc.property(graphs(EVERYTHING, 4), numbers, (g, from) => {
      const all = g.inputs.map(() => true)
      const inner = batch(g, { size: 2 })
      holds(inner, 3, all, given(inner, 3, all, from))
    }),
    { numRuns: 40 },
  )
})

const flip: Op = {
  family: { name: 'flip', kind: 'other' },
  name: 'flip',
  params: null,
  key: '',
  hash: 0xf12,
  type: (x) => x!,
  eval: (x) => ({ shape: (x as Tensor).shape, data: (x as Tensor).data.slice().reverse() }),
  partial: (_, y) => Linear.ofStep({ op: flip, at: 0, args: [y.ref], from: y.type, to: y.type }),
  adjoint: () => flip,
}
/** (x, (y, z)) -> ((z, y), x + y) on tuples. */
const swapped: Op = {
  ...flip,
  family: { name: 'swapped', kind: 'other' },
  name: 'swapped',
  type: (x, t) => {
    const [y, z] = (t as { tuple: readonly TensorType[] }).tuple
    return { tuple: [{ tuple: [z!, y!] }, x!] }
  },
  eval: (x, t) => {
    const [y, z] = (t as { tuple: readonly Value[] }).tuple
    return { tuple: [{ tuple: [z!, y!] }, x!] }
  },
  partial: (at, y, xs) => Linear.zero(xs[at]!.type, y.type),
}
const cube = customDerivative(
  (x) => mul(x, x, x),
  ([x], _, [dx]) => mul(3, x!, x!, dx!),
)

/** Functions of two vectors of 3. */
const functions: Readonly<Record<string, (x: Wire, y: Wire) => Wire>> = {
  'a user op': (x, y) => draw(flip, [mul(x, y)]),
  'a user op on tuples': (x, y) => {
    const [t, s] = parts(draw(swapped, [x, tuple([y, mul(x, y)])]))
    return add(mul(project(0, t!), 2), project(1, t!), s!)
  },
  'slices, pads and concats': (x, y) => pad(slice(concat([x, y, [7]]), [[1, 6, 2]]), [[1, 2]]),
  einsums: (x, y) => einsum('i,j,j,k->ki', x, y, x, [1, 2]),
  'a matrix that all lanes share': (x, y) =>
    solve(add(mul(5, eye(3)), einsum('i,j->ij', [1, 2, 3], [1, 0, 1])), add(x, y)),
  'a right-hand side that all lanes share': (x) => solve(add(mul(5, eye(3)), einsum('i,j->ij', x, x)), [1, 2, 3]),
  'matrices with more leading axes on the right': (x, y) =>
    draw(solve(eye(1), [[1]]).node.op, [
      add(mul(5, eye(3)), einsum('i,j->ij', x, x)),
      einsum('i,j,k->ijk', [1, 2], y, [1, 3]),
    ]),
  'a branch that all lanes take': (x, y) =>
    cond(
      1,
      (z) => mul(z, y),
      () => constant([1, 2, 3]),
      x,
    ),
  'a branch that lanes choose': (x, y) =>
    cond(
      greater(sum(x), 0),
      (z) => mul(z, y),
      (z) => add(z, [1, 2, 3]),
      x,
    ),
  'a checkpoint': (x, y) => checkpoint((z) => sin(mul(z, y)))(x),
  'a scan in which the lanes enter late': (x, y) =>
    scan(
      ([a, b, c]) => ({ carry: [b!, c!, add(mul(c!, 0.5), x)], out: [a!] }),
      [
        [1, 1, 1],
        [2, 2, 2],
        [3, 3, 3],
      ],
      [y],
      {
        backward: true,
      },
    ).out[0]!,
  'a scan of what all lanes share': (x) =>
    scan(([c], [t]) => ({ carry: [tanh(add(mul(c!, t!), x))] }), [x], [[1, 2]]).trajectory[0]!,
  'a custom derivative': (x, y) => cube(mul(x, y)),
  'a custom derivative over what all lanes share': (x, y) =>
    customDerivative(
      (a, b) => mul(a, b, y),
      ([a, b], _, [da, db]) => mul(y, add(mul(a!, db!), mul(b!, da!))),
    )(x, [1, 2, 3]),
  'stopped gradients': (x, y) => mul(stopGradient(x), y),
  'a loop that ends with each lane': (x, y) =>
    whileLoop(
      (c) => less(sum(mul(c, c)), 30),
      (c) => mul(c, add(1.5, mul(0.1, sin(y)))),
      add(x, 0.5),
    ),
  'a loop that ends for all at once': (x, y) =>
    whileLoopAll(
      (_, k) => less(k!, 3),
      (c, k) => [mul(c!, y), add(k!, 1)],
      [x, 0],
    )[0]!,
  'a loop with a bound': (x) =>
    whileLoop(
      (c) => less(sum(mul(c, c)), 30),
      (c) => mul(c, 2),
      add(x, 2),
      { bound: 5 },
    ),
  'a running sum and the largest': (x, y) => add(cumsum(mul(x, y)), max(sub(x, y))),
  'a loop of known length': (x, y) => fori(3, (i, c) => add(mul(c, y), i), x),
  'what no lane reaches': (x) => select(1, cos([1, 2, 3]), neg(x)),
}
for (const [name, f] of Object.entries(functions))
  test(`${name}, and forward and reverse over and under`, () => {
    const g = graph([[3], [3]], f)
    const from = [0.3, -0.7, 1.1, 0.4, -0.2, 0.9, -1.2, 0.6, 0.8, 1.3, -0.5]
    for (const marks of [
      [true, true],
      [true, false],
      [false, true],
    ])
      for (const size of [3, 1, 0]) {
        holds(g, size, marks, given(g, size, marks, from))
        const dg = forward(g)
        const twice = [...marks, ...marks]
        holds(dg, size, twice, given(dg, size, twice, from))
        const found = evaluateOrThrow(forward(batch(g, { size, inputs: marks })), given(dg, size, twice, from))
        evaluateOrThrow(batch(dg, { size, inputs: twice }), given(dg, size, twice, from)).forEach((y, k) => {
          near(found[k], y, 1e-11)
        })
      }
    if (/^a loop that ends/.test(name)) return
    const rg = reverse(g)
    const all = rg.inputs.map(() => true)
    const xs = given(rg, 3, all, from)
    holds(rg, 3, all, xs)
    const found = evaluateOrThrow(reverse(batch(g, { size: 3 })), xs)
    evaluateOrThrow(batch(rg, { size: 3 }), xs).forEach((y, k) => {
      near(found[k], y, 1e-11)
    })
  })

test('lanes that have ended keep their values to the bit, however long others go on', () => {
  const g = graph([[]], (x) =>
    whileLoop(
      (c) => less(c, 1e6),
      (c) => mul(c, c),
      x,
    ),
  )
  assert.equal(flat(evaluateOrThrow(batch(g, { size: 4 }), [[1.5, 1e6, Number.NaN, 1e200]])[0]), [
    ...[1.5, 1e6, Number.NaN, 1e200].map((x) => flat(evaluateOrThrow(g, [x])[0])[0]!),
  ])
})

test('labels stay, what no lane reaches is drawn once', () => {
  const g = graph([[], [40]], (a, x) => mul(a, sum(sin(x))))
  const b = batch(g, { size: 5, inputs: [true, false] })
  assert.is(b.nodes.filter(({ op, type }) => op.name === 'sin' && (type as TensorType).shape.join() === '40').size, 1)
})

test('batchMap: functions at many points, values or wires, with wires from around; its derivative is that of a scan', () => {
  near(
    batchMap((x, a) => mul(sum(x!), a!), { in: [true, false] })(
      [
        [1, 2],
        [3, 4],
      ],
      10,
    ),
    [30, 70],
  )
  const two = batchMap((x) => [sin(x!), mul(x!, 2)])([1, 2]) as readonly Tensor[]
  near(two[1], [2, 4])
  checkSame(
    (x) => sum(mul(x, batchMap((t) => mul(cube(t!), sum(x)))(x))),
    (x) => sum(mul(x, scan((_, [t]) => ({ carry: [], out: [mul(t!, t!, t!, sum(x))] }), [], [x]).out[0]!)),
    [0.4, -0.9],
    2,
  )
  // A gradient of each row: the Jacobian of rows is one of blocks.
  near(
    batchMap((x) => grad((y) => sum(mul(y, y, y)))(x!))([
      [1, 2],
      [3, 4],
    ]),
    [
      [3, 12],
      [27, 48],
    ],
  )
  near(batchMap((x) => jacobian((y) => mul(y, y))(x!))([[1, 2]]), [
    [
      [2, 0],
      [0, 4],
    ],
  ])
})

test('what does not fit is refused', () => {
  const g = graph([[2]], (x) => x)
  for (const options of [{ size: -1 }, { size: 1.5 }, { size: 2, inputs: [] }])
    assert.match(String(thrown(() => batch(g, options))), /ArityError in batch: found size/)
  assert.match(String(thrown(() => batchMap((x, y) => add(x!, y!))([1, 2], [1, 2, 3]))), /ShapeError in batchMap/)
  assert.match(String(thrown(() => batchMap((x) => x!)(3))), /ShapeError in batchMap/)
})

test.run()
