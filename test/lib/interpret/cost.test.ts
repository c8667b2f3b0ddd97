// cost predicts what a counting run observes; both agree with counts by hand and with Griewank and Walther's tables.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { type Cost, cost } from '../../../lib/interpret/cost.ts'
import { count } from '../../../lib/interpret/count.ts'
import { evaluateOrThrow } from '../../../lib/interpret/evaluate.ts'
import { callGraph } from '../../../lib/ops/call.ts'
import { einsumOp } from '../../../lib/ops/einsum.ts'
import { mulAbsorbing } from '../../../lib/ops/linalg.ts'
import {
  add,
  broadcastTo,
  checkpoint,
  checkpointAll,
  concat,
  cond,
  draw,
  einsum,
  eye,
  fill,
  forward,
  type Graph,
  graph,
  greater,
  inputTypes,
  Linear,
  matmul,
  maximum,
  mul,
  neg,
  type Op,
  outer,
  pad,
  parts,
  recip,
  reverse,
  sameValue,
  scan,
  select,
  show,
  sin,
  sizeOf,
  slice,
  solve,
  sum,
  type Tensor,
  type TensorType,
  tensor,
  trace,
  tuple,
  type Value,
  type Wire,
} from '../../../modes/index.ts'

const total = ({ multiplications, additions, nonlinear }: Cost): number => multiplications + additions + nonlinear
const arithmetic = ({ multiplications, additions, nonlinear }: Cost): readonly number[] => [
  multiplications,
  additions,
  nonlinear,
]
const memory = ({ bytes, peakBytes }: Cost): readonly number[] => [bytes, peakBytes]

/** Small whole and half numbers, signs mixed, the same for the same graph. */
const pointOf = (g: Graph): readonly Tensor[] =>
  inputTypes(g).map((type, k) => {
    const { shape } = type as TensorType
    return tensor(
      Array.from({ length: sizeOf(shape) }, (_, i) => ((7 * i + 3 * k) % 9) / 2 - 1.5),
      shape,
    )
  })

/** The law: cost(g) = what count observes, for conds in the branch taken, and count = evaluate to the bit. */
const holds = (g: Graph, xs: readonly Value[] = pointOf(g), branch: 'then' | 'else' = 'then'): void => {
  const counted = count(g, xs)
  assert.equal(counted.cost, cost(g, { branch }), show(g))
  evaluateOrThrow(g, xs).forEach((value, k) => {
    assert.ok(sameValue(value, counted.outputs[k]!), `output ${k} of\n${show(g)}`)
  })
}

const flip: Op = {
  family: { name: 'flip', kind: 'other' },
  name: 'flip',
  params: null,
  key: '',
  hash: 0xf11,
  type: (x) => x!,
  eval: (x) => ({ shape: (x as Tensor).shape, data: (x as Tensor).data.slice().reverse() }),
  partial: (_, y) => Linear.ofStep({ op: flip, at: 0, args: [y.ref], from: y.type, to: y.type }),
  adjoint: () => flip,
}
/** A user's op that gives its argument back. */
const same: Op = {
  ...flip,
  family: { name: 'same', kind: 'other' },
  name: 'same',
  hash: 0x5a3e,
  eval: (x) => x!,
  partial: (_, y) => Linear.identity(y.type),
}

// Counts by hand: multiplications, additions, nonlinear calls.
const counts: readonly (readonly [name: string, g: Graph, number, number, number])[] = [
  ['a + b', graph([[], []], (a, b) => add(a!, b!)), 0, 1, 0],
  ['a + b + c on vectors of 4', graph([[4], [4], [4]], (a, b, c) => add(a!, b!, c!)), 0, 8, 0],
  ['a * b', graph([[], []], (a, b) => mul(a!, b!)), 1, 0, 0],
  ['sin a', graph([[]], (a) => sin(a!)), 0, 0, 1],
  ['-a', graph([[5]], (a) => neg(a!)), 0, 0, 0],
  ['select and > on vectors of 3', graph([[3], [3]], (a, b) => select(greater(a!, b!), a!, b!)), 0, 0, 6],
  // n m entries, each a dot product of k: k products and k - 1 sums.
  [
    'matmul of 2x3 and 3x4',
    graph(
      [
        [2, 3],
        [3, 4],
      ],
      (a, b) => matmul(a!, b!),
    ),
    24,
    16,
    0,
  ],
  ['outer product of 2 and 3', graph([[2], [3]], (a, b) => outer(a!, b!)), 6, 0, 0],
  ['sum of 2x3', graph([[2, 3]], (a) => sum(a!)), 0, 5, 0],
  ['trace of 3x3', graph([[3, 3]], (a) => trace(a!)), 0, 2, 0],
  // The scalar multiplies the three sums, not the nine terms.
  ['2 times the row sums of 3x3', graph([[3, 3]], (a) => einsum(',ij->i', 2, a!)), 3, 6, 0],
  ['four scalars', graph([[], [], [], []], (...xs) => mul(...xs)), 3, 0, 0],
  ['spreading 1 to 3x3', graph([[]], (a) => broadcastTo(a!, [3, 3])), 0, 0, 0],
  ['the sum of nothing', graph([[0]], (a) => sum(a!)), 0, 0, 0],
  [
    'a matrix product over no letter',
    graph(
      [
        [2, 0],
        [0, 2],
      ],
      (a, b) => matmul(a!, b!),
    ),
    0,
    0,
    0,
  ],
  ['slice, pad, concat', graph([[4]], (a) => concat([pad(slice(a!, [[1, 3]]), [[1, 1]]), a!])), 0, 0, 0],
  // One unknown: x = b / a. Two: one multiplier, one row update, then l z = b and u x = z.
  ['solve 1x1', graph([[1, 1], [1]], (a, b) => solve(a!, b!)), 0, 0, 1],
  ['solve 2x2', graph([[2, 2], [2]], (a, b) => solve(a!, b!)), 3, 3, 3],
  // Elimination: row updates on 2x2 and 1x1, 5 products; substitution: 3 down and 3 up for each of 2 columns.
  [
    'solve 3x3, two columns',
    graph(
      [
        [3, 3],
        [3, 2],
      ],
      (a, b) => solve(a!, b!),
    ),
    17,
    17,
    9,
  ],
  [
    'solve without columns',
    graph(
      [
        [3, 3],
        [3, 0],
      ],
      (a, b) => solve(a!, b!),
    ),
    0,
    0,
    0,
  ],
  [
    'a call',
    graph(
      [[]],
      checkpoint((x) => mul(x, sin(x))),
    ),
    1,
    0,
    1,
  ],
  [
    'a scan of 5',
    graph([[], [5]], (a, x) => scan(([c], [t]) => ({ carry: [mul(c!, sin(t!))] }), [a!], [x!]).carry),
    5,
    0,
    5,
  ],
  ["a user's op on 3", graph([[3]], (a) => draw(flip, [a!])), 0, 0, 3],
  ['what no output needs', graph([[]], (a) => [sin(a!), a!].slice(1)), 0, 0, 0],
]
for (const [name, g, ...expected] of counts)
  test(`${name} counts ${expected.join(', ')}`, () => {
    assert.equal(arithmetic(cost(g)), expected)
    holds(g)
  })

// Bytes by hand, in entries of 8: all arrays produced, and the most alive at once.
const entries: readonly (readonly [name: string, g: Graph, bytes: number, peak: number])[] = [
  ['an input', graph([[4]], (a) => a!), 0, 0],
  ['a constant', graph([], () => fill([6], 2)), 6, 6],
  ['a chain of three: two alive', graph([[4]], (a) => sin(sin(sin(a!)))), 12, 8],
  ['an output lives on', graph([[4]], (a) => [sin(a!), sin(sin(sin(a!)))]), 12, 12],
  // sin a and sin b in a tuple of which only one part is used again: the tuple keeps both alive till its last use.
  [
    'a tuple keeps its parts',
    graph([[2], [3]], (a, b) => {
      const whole = draw(same, [tuple([sin(a!), sin(b!)])])
      return sin(sin(parts(whole)[0]!))
    }),
    // 2 + 3, copied by the op: 5 more, sin: 2, sin: 2; at most both tuples are alive: 10.
    14,
    10,
  ],
  // Result 1 from the start, inside sin x and x sin x: 2.
  [
    'a call',
    graph(
      [[]],
      checkpoint((x) => mul(x, sin(x))),
    ),
    3,
    3,
  ],
  [
    'a call that gives its input back twice',
    graph(
      [[3]],
      checkpointAll((x) => [x, x]),
    ),
    6,
    6,
  ],
  // Result: carry 1, trajectory 5, no outputs. Inside: sin t and the product, 2 a step.
  [
    'a scan of 5',
    graph([[], [5]], (a, x) => scan(([c], [t]) => ({ carry: [mul(c!, sin(t!))] }), [a!], [x!]).carry),
    16,
    8,
  ],
  // Carries 2, outputs 0, trajectory 8; a step makes nothing.
  [
    'a scan that swaps',
    graph([[], []], (a, b) => scan(([c, d]) => ({ carry: [d!, c!] }), [a!, b!], [], { length: 4 }).carry),
    10,
    10,
  ],
  [
    'a scan of nothing',
    graph([[], [0]], (a, x) => scan(([c], [t]) => ({ carry: [mul(c!, sin(t!))] }), [a!], [x!]).carry),
    1,
    1,
  ],
]
for (const [name, g, ...expected] of entries)
  test(`${name} makes ${expected[0]} entries, at most ${expected[1]} alive`, () => {
    assert.equal(
      memory(cost(g)),
      expected.map((n) => 8 * n),
    )
    holds(g)
  })

// Griewank and Walther, Evaluating Derivatives, chapter 3, elementary tangent and adjoint complexity: beside the value,
// a tangent takes 1 sum for a sum, 2 products and 1 sum for a product, 1 product and 1 call for a function; a cotangent
// the same but for the sums, which are incremental there and so at most 2, 2 and 1. A single use needs none.
const elements: readonly (readonly [
  name: string,
  g: Graph,
  inForward: readonly number[],
  inReverse: readonly number[],
])[] = [
  ['a sum', graph([[], []], (a, b) => add(a!, b!)), [0, 1, 0], [0, 0, 0]],
  ['a product', graph([[], []], (a, b) => mul(a!, b!)), [2, 1, 0], [2, 0, 0]],
  ['a function', graph([[]], (a) => sin(a!)), [1, 0, 1], [1, 0, 1]],
]
for (const [name, g, inForward, inReverse] of elements)
  test(`the derivative of ${name} adds what the tables say`, () => {
    const more = (h: Graph): readonly number[] => arithmetic(cost(h)).map((n, k) => n - arithmetic(cost(g))[k]!)
    assert.equal(more(forward(g)), inForward)
    assert.equal(more(reverse(g)), inReverse)
  })

test('derivatives of straight-line programs cost no more than the tables say', () => {
  const line = fc.tuple(fc.constantFrom('add', 'mul', 'sin'), fc.nat(9), fc.nat(9))
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 12 }), (lines) => {
      const g = graph([[], []], (...xs) => {
        const pool = [...xs]
        for (const [op, i, j] of lines) {
          const [a, b] = [pool[pool.length - 1 - (i % pool.length)]!, pool[j % pool.length]!]
          pool.push(op === 'add' ? add(a, b) : op === 'mul' ? mul(a, b) : sin(a))
        }
        return pool.at(-1)!
      })
      const [products, sums, calls] = arithmetic(cost(g)) as [number, number, number]
      assert.ok(total(cost(forward(g))) <= 2 * sums + 4 * products + 3 * calls, show(forward(g)))
      assert.ok(total(cost(reverse(g))) <= 3 * sums + 5 * products + 4 * calls, show(reverse(g)))
    }),
  )
})

test('einsums: any words, zero extents, diagonals, spread letters, scalar factors, with and without absorbing', () => {
  const word = fc.array(fc.nat(3), { maxLength: 3 })
  const numbers = fc.infiniteStream(fc.constantFrom(0, -0, 1, -2, 0.1, 3, Number.POSITIVE_INFINITY, Number.NaN))
  fc.assert(
    fc.property(
      fc.array(word, { maxLength: 4 }),
      word,
      fc.tuple(...[0, 1, 2, 3].map(() => fc.constantFrom(0, 1, 2, 3))),
      fc.boolean(),
      numbers,
      (words, out, extent, absorbing, stream) => {
        const shapeOf = (letters: readonly number[]): readonly number[] => letters.map((l) => extent[l]!)
        const op = einsumOp({ words, out, extent, shape: shapeOf(out), absorbing })
        const g = graph(words.map(shapeOf), (...xs) => draw(op, xs))
        const next = (): number => stream.next().value
        holds(
          g,
          words.map((w) => tensor(Array.from({ length: sizeOf(shapeOf(w)) }, next), shapeOf(w))),
        )
      },
    ),
    { numRuns: 300 },
  )
})

test('solve: batches, transposes, singular matrices, signed zeros; to the bit', () => {
  const entry = fc.constantFrom(0, -0, 1, -1, 0.3, 2, 1e-30, 7)
  fc.assert(
    fc.property(
      fc.nat(4),
      fc.nat(3),
      fc.constantFrom([], [2], [0], [2, 1]),
      fc.infiniteStream(entry),
      (n, m, lead, stream) => {
        const shapes = [lead.length > 0 ? [...lead.slice(1), n, n] : [n, n], [...lead, n, m]]
        const xs = [...shapes, shapes[1]!].map((s) =>
          tensor(
            Array.from({ length: sizeOf(s) }, () => stream.next().value),
            s,
          ),
        )
        const g = graph(shapes, (a, b) => solve(a!, b!))
        holds(g, xs.slice(0, 2))
        // Its adjoint solves with the transposed matrix.
        holds(reverse(g, { wrt: [g.inputs[1]!] }), [xs[0]!, xs[1]!, xs[2]!])
      },
    ),
    { numRuns: 200 },
  )
})

type Step = readonly [rule: number, a: number, b: number]
/** Rules on vectors of 3; every cond asks the mask. */
const rules: readonly ((mask: Wire, a: Wire, b: Wire) => Wire)[] = [
  (_, a, b) => add(a, b),
  (_, a, b) => mul(a, b),
  (_, a) => sin(a),
  (_, a) => recip(a),
  (_, a, b) => mulAbsorbing(recip(a), b),
  (_, a, b) => maximum(a, b),
  (_, a, b) => select(greater(a, b), neg(a), b),
  (_, a, b) => einsum('i,j,j->i', a, b, b),
  (_, a, b) => matmul(outer(a, b), a),
  (_, a, b) => mul(sum(a), b),
  (_, a, b) => concat([slice(a, [[1, 3]]), slice(b, [[0, 1]])]),
  (_, a) => pad(slice(a, [[0, 3, 2]]), [[1, 0]]),
  (_, a) => draw(flip, [a]),
  (_, a, b) => parts(draw(same, [tuple([tuple([a, b]), a])])).flatMap((x) => ('tuple' in x.type ? parts(x) : [x]))[1]!,
  (_, a, b) => solve(add(outer(a, b), mul(4, eye(3))), b),
  (mask, a, b) =>
    cond(
      mask,
      (x) => mul(x, sin(b)),
      (x) => add(x, b, x),
      a,
    ),
  (_, a, b) => checkpoint((x) => sin(mul(x, sin(x), b)))(a),
  (_, a, b) => checkpointAll((x, y) => [y, x, x])(a, b)[1]!,
  (mask, a, b) =>
    checkpoint((x) =>
      cond(
        mask,
        (y) => mul(y, b),
        (y) => sin(y),
        x,
      ),
    )(a),
  (_, a, b) => {
    const { carry, out } = scan(([c], [t]) => ({ carry: [sin(mul(c!, t!, b))], out: [sum(c!)] }), [a], [outer(b, a)])
    return mul(carry[0]!, out[0]!)
  },
  (mask, a, b) =>
    scan(
      ([c, d]) => ({
        carry: [
          d!,
          cond(
            mask,
            (x) => mul(x, x),
            (x) => sin(x),
            c!,
          ),
        ],
      }),
      [a, b],
      [],
      { length: 2 },
    ).trajectory.map((x) => sum(x, 0))[1]!,
  (_, a, b) =>
    scan((_, [t]) => ({ carry: [], out: [mul(t!, a)] }), [], [b], { backward: true }).out.map((x) => sum(x, 1))[0]!,
]
const programs = (size: number): fc.Arbitrary<readonly Step[]> =>
  fc.array(fc.tuple(fc.nat(rules.length - 1), fc.nat(9), fc.nat(9)), { minLength: 1, maxLength: size })

/** (mask, a, b) -> the last two results. */
const drawn = (steps: readonly Step[]): Graph =>
  graph([[], [3], [3]], (mask, ...xs) => {
    const pool = [...xs]
    for (const [rule, i, j] of steps)
      pool.push(rules[rule]!(mask!, pool.at(-1 - (i % pool.length))!, pool[j % pool.length]!))
    return pool.slice(-2)
  })
const masked = (g: Graph, branch: 'then' | 'else'): readonly Value[] => [
  tensor(branch === 'then' ? 1 : 0),
  ...pointOf(g).slice(1),
]

rules.forEach((_, k) => {
  test(`rule ${k}, its derivatives and second derivatives: count = cost`, () => {
    const g = drawn([
      [k, 0, 0],
      [k, 1, 0],
    ])
    for (const branch of ['then', 'else'] as const)
      for (const h of [g, forward(g), reverse(g), forward(reverse(g)), reverse(forward(g))])
        holds(h, masked(h, branch), branch)
  })
})

test('random graphs and their derivatives: count = cost, and no run exceeds the dearest', () => {
  fc.assert(
    fc.property(programs(6), fc.constantFrom('then' as const, 'else' as const), (steps, branch) => {
      const g = drawn(steps)
      for (const h of [g, forward(g), reverse(g)]) {
        holds(h, masked(h, branch), branch)
        const [found, most] = [cost(h, { branch }), cost(h)]
        for (const key of Object.keys(found) as (keyof Cost)[]) assert.ok(found[key] <= most[key], key)
      }
    }),
    { numRuns: 150 },
  )
})

test('a cond counts the branch that was taken, and cost the branch that it is asked for', () => {
  const g = graph([[], []], (mask, x) =>
    cond(
      mask!,
      (y) => mul(y, y, y),
      (y) => sin(y),
      x!,
    ),
  )
  assert.equal(arithmetic(count(g, [1, 2]).cost), [2, 0, 0])
  assert.equal(arithmetic(count(g, [0, 2]).cost), [0, 0, 1])
  assert.equal(arithmetic(cost(g, { branch: 'then' })), [2, 0, 0])
  assert.equal(arithmetic(cost(g, { branch: 'else' })), [0, 0, 1])
  assert.equal(arithmetic(cost(g)), [2, 0, 1])
})

test('a body run 2^40 times is costed once', () => {
  let g = graph([[]], (x) => sin(x!))
  for (let k = 0; k < 40; k++) {
    const body = g
    g = graph([[]], (x) => callGraph(body, callGraph(body, [x!])))
  }
  assert.is(cost(g).nonlinear, 2 ** 40)
})

const chain = (n: number): Graph =>
  graph([[]], (x) => {
    let y = x!
    for (let k = 0; k < n / 2; k++) y = mul(sin(y), y)
    return y
  })

test('a chain of 300,000 nodes is costed, one of 100,000 counted', () => {
  const expected = (n: number): Cost => ({
    multiplications: n / 2,
    additions: 0,
    nonlinear: n / 2,
    bytes: 8 * n,
    peakBytes: 24,
  })
  assert.equal(cost(chain(3e5)), expected(3e5))
  assert.equal(count(chain(1e5), [1]).cost, expected(1e5))
})

test.run()
