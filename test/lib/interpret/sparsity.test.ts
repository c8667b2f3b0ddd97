// Patterns by hand: bands, arrowheads, grids, loops, branches, indices, and what is known or not known of them.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { Linear } from '../../../lib/linear.ts'
import {
  type Arg,
  abs,
  add,
  argmax,
  checkpoint,
  concat,
  cond,
  constant,
  cos,
  cumsum,
  customDerivative,
  div,
  draw,
  einsum,
  elementwise,
  exp,
  flip,
  floor,
  gather,
  graph,
  greater,
  hessianSparsity,
  jacobianSparsity,
  jax,
  less,
  log,
  matmul,
  max,
  maximum,
  mul,
  neg,
  type Op,
  Pattern,
  pad,
  parts,
  relu,
  reshape,
  type Shape,
  type SparsityOptions,
  scan,
  scatterAdd,
  select,
  sign,
  sin,
  slice,
  solve,
  sqrt,
  stopGradient,
  sub,
  sum,
  transpose,
  tuple,
  type Wire,
  whileLoop,
  whileLoopAll,
} from '../../../modes/index.ts'
import { thrown } from '../../support.ts'

/** The pattern as text, a line a row. */
const text = (p: Pattern): readonly string[] =>
  Pattern.toDense(p).map((row) => row.map((on) => (on ? 'x' : '.')).join(''))
type Drawing = (...xs: Wire[]) => Arg | readonly Arg[]
const of = (shapes: readonly Shape[], f: Drawing, options?: SparsityOptions): readonly string[] =>
  text(jacobianSparsity(graph(shapes, f), options))
const secondOf = (shapes: readonly Shape[], f: Drawing, options?: SparsityOptions): readonly string[] =>
  text(hessianSparsity(graph(shapes, f), options))

const DIAGONAL = ['x..', '.x.', '..x']
const DENSE = ['xxx', 'xxx', 'xxx']
const NOTHING = ['...', '...', '...']

/** Entry i of a vector becomes entry i + by, and what falls out at one end comes in at the other. */
const shifted = (x: Wire, by: number, axis = 0): Wire => {
  const at = (range: readonly [number | undefined, number | undefined]) => (axis === 0 ? [range] : [null, range])
  const cut = by > 0 ? -by : -by
  return concat([slice(x, at([cut, undefined])), slice(x, at([undefined, cut]))], axis)
}

test('Griewank and Walther: x y + sin z has three second derivatives', () => {
  const f = ([x, y, z]: readonly Wire[]) => add(mul(x, y), sin(z))
  assert.equal(
    of([[], [], []], (...xs) => f(xs)),
    ['xxx'],
  )
  assert.equal(
    secondOf([[], [], []], (...xs) => f(xs)),
    ['.x.', 'x..', '..x'],
  )
})

test('linear functions have no second derivative', () => {
  const f = (x: Wire) => sum(mul(cumsum(flip(x)), [1, -2, 3]))
  assert.equal(of([[3]], f), ['xxx'])
  assert.equal(secondOf([[3]], f), NOTHING)
})

test('a band: second differences of squares', () => {
  const f = (x: Wire) => {
    const y = mul(x, x)
    return add(slice(y, [[2]]), mul(-2, slice(y, [[1, -1]])), slice(y, [[0, -2]]))
  }
  assert.equal(of([[5]], f), ['xxx..', '.xxx.', '..xxx'])
  // The square in the middle stands in all three, 1 - 2 + 1 times.
  assert.equal(secondOf([[5]], f), ['x....', '.x...', '.....', '...x.', '....x'])
})

test('an arrowhead: every entry with the first', () => {
  const f = (x: Wire) => sum(mul(slice(x, [[0, 1]]), mul(x, x)))
  assert.equal(secondOf([[4]], f), ['xxxx', 'xx..', 'x.x.', 'x..x'])
})

test('Rosenbrock: the chained function has a tridiagonal Hessian', () => {
  const f = (x: Wire) => {
    const [a, b] = [slice(x, [[0, -1]]), slice(x, [[1]])]
    const d = sub(b, mul(a, a))
    return sum(add(mul(100, d, d), mul(sub(1, a), sub(1, a))))
  }
  assert.equal(secondOf([[5]], f), ['xx...', 'xxx..', '.xxx.', '..xxx', '...xx'])
})

test('the five points of a grid', () => {
  const N = 6
  const laplacian = graph([[N, N]], (u) => {
    const padded = pad(u, [
      [1, 1],
      [1, 1],
    ])
    const at = (i: number, j: number) =>
      slice(padded, [
        [i, i + N],
        [j, j + N],
      ])
    return add(at(0, 1), at(2, 1), at(1, 0), at(1, 2), mul(-4, exp(at(1, 1))))
  })
  const expected: [number, number][] = []
  for (let i = 0; i < N; i++)
    for (let j = 0; j < N; j++)
      for (const [k, l] of [
        [i, j],
        [i - 1, j],
        [i + 1, j],
        [i, j - 1],
        [i, j + 1],
      ])
        if (k >= 0 && k < N && l >= 0 && l < N) expected.push([i * N + j, k * N + l])
  assert.ok(Pattern.equals(jacobianSparsity(laplacian), Pattern.ofEntries([N * N, N * N], expected)))
})

/** The Brusselator on a periodic grid: u' = 1 + u^2 v - 4.4 u + a Lu, v' = 3.4 u - u^2 v + a Lv. */
const brusselator = (N: number) =>
  graph(
    [
      [N, N],
      [N, N],
    ],
    (u, v) => {
      const around = (w: Wire) => add(shifted(w, 1), shifted(w, -1), shifted(w, 1, 1), shifted(w, -1, 1), mul(-4, w))
      const uuv = mul(u, u, v)
      return [add(1, uuv, mul(-4.4, u), mul(10, around(u))), add(mul(3.4, u), mul(-1, uuv), mul(10, around(v)))]
    },
  )

test('the Brusselator on a grid of 32 by 32 has 12,288 entries: five of its own kind and one of the other', () => {
  const N = 32
  const p = jacobianSparsity(brusselator(N))
  assert.equal(p.shape, [2048, 2048])
  assert.is(Pattern.nnz(p), 12288)
  const expected: [number, number][] = []
  for (let own = 0; own < 2; own++)
    for (let i = 0; i < N; i++)
      for (let j = 0; j < N; j++) {
        const at = (which: number, k: number, l: number) => which * N * N + ((k + N) % N) * N + ((l + N) % N)
        for (const [k, l] of [
          [i, j],
          [i - 1, j],
          [i + 1, j],
          [i, j - 1],
          [i, j + 1],
        ])
          expected.push([at(own, i, j), at(own, k, l)])
        expected.push([at(own, i, j), at(1 - own, i, j)])
      }
  assert.ok(Pattern.equals(p, Pattern.ofEntries([2 * N * N, 2 * N * N], expected)))
})

test('a stencil of 100,352 entries has six of them in a row', () => {
  const p = jacobianSparsity(brusselator(224))
  assert.is(Pattern.nnz(p), 6 * 2 * 224 * 224)
})

test('parts of tensors move', () => {
  assert.equal(
    of([[3]], (x) => flip(x)),
    ['..x', '.x.', 'x..'],
  )
  assert.equal(
    of([[3]], (x) => pad(slice(x, [[0, 2]]), [[1, 0]])),
    NOTHING.map((_, k) => ['...', 'x..', '.x.'][k]),
  )
  assert.equal(
    of([[2], [1]], (x, y) => concat([y, x, y])),
    ['..x', 'x..', '.x.', '..x'],
  )
  assert.equal(
    of([[2, 2]], (x) => transpose(x)),
    ['x...', '..x.', '.x..', '...x'],
  )
})

test('running sums are triangular, from either end', () => {
  assert.equal(
    of([[3]], (x) => cumsum(x)),
    ['x..', 'xx.', 'xxx'],
  )
  assert.equal(
    of([[3]], (x) => cumsum(x, 0, { backward: true })),
    ['xxx', '.xx', '..x'],
  )
  assert.equal(
    of([[2, 2]], (x) =>
      sum(
        mul(
          [
            [0, 0],
            [1, 0],
          ],
          cumsum(x),
        ),
      ),
    ),
    ['x.x.'],
  )
})

test('zeros of a constant matrix count', () => {
  const a = [
    [1, 0, 0],
    [0, 0, 2],
    [3, 0, 4],
  ]
  assert.equal(
    of([[3]], (x) => matmul(a, x)),
    ['x..', '..x', 'x.x'],
  )
  assert.equal(
    of([[3]], (x) => sum(mul([0, 1, 1], matmul(a, x)))),
    ['x.x'],
  )
  assert.equal(
    secondOf([[3]], (x) => sum(mul(x, matmul(a, x)))),
    ['x.x', '..x', 'xxx'],
  )
  assert.equal(
    of([[3, 3], [3]], (m, x) => matmul(mul(a, m), x)).map((row) => row.slice(9)),
    ['x..', '..x', 'x.x'],
  )
})

test('zeros that ops make of unknown values count', () => {
  const padded = (x: Wire) => pad(x, [[0, 1]])
  assert.equal(
    of([[1], [2]], (x, y) => mul(sin(padded(x)), y)),
    ['xx.', '...'],
  )
  assert.equal(
    of([[1], [2]], (x, y) => mul(cos(padded(x)), y)),
    ['xx.', '..x'],
  )
  assert.equal(
    of([[2], [2, 2]], (x, y) => mul(einsum('i->ii', x), y)),
    ['x.x...', '......', '......', '.x...x'],
  )
  assert.equal(
    of([[2], [0]], (x, y) => einsum('i,j->i', x, y)),
    ['..', '..'],
  )
  assert.equal(
    of([[2], [2]], (x, y) => mul(add(cumsum(padded(slice(x, [[0, 1]]))), pad(slice(x, [[0, 1]]), [[1, 0]])), y)),
    ['x.x.', 'x..x'],
  )
  assert.equal(
    of([[2], [2]], (x, y) => mul(neg(padded(slice(x, [[1]]))), scatterAdd(x, [1, 1], 2), y)),
    ['....', '....'],
  )
  const columns = (b: Wire) =>
    pad(reshape(b, [2, 1]), [
      [0, 0],
      [0, 1],
    ])
  assert.equal(
    of([[2], [2]], (b, y) =>
      mul(
        sum(
          solve(
            [
              [2, 1],
              [1, 3],
            ],
            columns(b),
          ),
          0,
        ),
        y,
      ),
    ),
    ['xxx.', '....'],
  )
  const either = (m: Wire, x: Wire) =>
    cond(
      m,
      (y) => mul([1, 0, 0], y),
      (y) => mul([0, 1, 0], y),
      x,
    )
  assert.equal(
    of([[], [3], [3]], (m, x, y) => mul(either(m, x), y)),
    ['.x..x..', '..x..x.', '.......'],
  )
  assert.equal(
    of([[1], [2]], (x, y) => mul(max(reshape(padded(x), [2, 1]), 1), y)),
    ['xx.', '...'],
  )
  assert.equal(
    of([[1], [2]], (x, y) => mul(argmax(reshape(padded(x), [1, 2]), 1), y)),
    ['.x.', '..x'],
  )
  assert.equal(
    of([[3]], (x) => mul(0, x), { conventions: jax }),
    NOTHING,
  )
})

test('a dense matrix, a system', () => {
  assert.equal(
    of([[3, 3], [3]], (a, x) => matmul(a, x)),
    ['xxx......xxx', '...xxx...xxx', '......xxxxxx'],
  )
  assert.equal(
    of([[3]], (b) =>
      solve(
        [
          [2, 1, 0],
          [1, 3, 1],
          [0, 1, 4],
        ],
        b,
      ),
    ),
    DENSE,
  )
  assert.equal(
    of([[3, 3]], (a) => solve(a, [1, 2, 3])),
    ['xxxxxxxxx', 'xxxxxxxxx', 'xxxxxxxxx'],
  )
  // Each column of a right-hand side is a system of its own.
  assert.equal(
    of([[2, 2]], (b) =>
      solve(
        [
          [2, 1],
          [1, 3],
        ],
        b,
      ),
    ),
    ['x.x.', '.x.x', 'x.x.', '.x.x'],
  )
})

test('steps, signs, relations and what is held fixed give nothing', () => {
  for (const f of [stopGradient, sign, floor, argmax].map((g) => (x: Wire) => mul(g(x), [1, 2, 3])))
    assert.equal(of([[3]], f), NOTHING)
  assert.equal(
    of([[3]], (x) => greater(x, 0)),
    NOTHING,
  )
  assert.equal(
    of([[3]], (x) => mul(stopGradient(x), x)),
    DIAGONAL,
  )
  assert.equal(
    secondOf([[3]], (x) => sum(mul(sign(x), x, x))),
    DIAGONAL,
  )
})

test('choices are diagonal everywhere, and only what was chosen at a point', () => {
  const at = { at: [[-1, 2, -3]] }
  assert.equal(
    of([[3]], (x) => relu(x)),
    DIAGONAL,
  )
  assert.equal(
    of([[3]], (x) => relu(x), at),
    ['...', '.x.', '...'],
  )
  const choose = (x: Wire, y: Wire) => select(greater(x, 0), x, y)
  assert.equal(of([[2], [2]], choose), ['x.x.', '.x.x'])
  assert.equal(
    of([[2], [2]], choose, {
      at: [
        [1, -1],
        [5, 6],
      ],
    }),
    ['x...', '...x'],
  )
  assert.equal(
    of([[2], [2]], (x, y) => maximum(x, y), {
      at: [
        [1, -1],
        [0, 6],
      ],
    }),
    ['x...', '...x'],
  )
  // A tie is shared, so both count.
  assert.equal(
    of([[1], [1]], (x, y) => maximum(x, y), { at: [[2], [2]] }),
    ['xx'],
  )
  assert.equal(
    of([[3]], (x) => max(x)),
    ['xxx'],
  )
  assert.equal(
    of([[3]], (x) => max(x), { at: [[1, 4, 4]] }),
    ['.xx'],
  )
  assert.equal(
    of([[3]], (x) => select([1, 0, 1], x, 0)),
    ['x..', '...', '..x'],
  )
})

test('a slope that is 0, infinite or no number at the point', () => {
  assert.equal(
    of([[3]], (x) => sqrt(x), { at: [[0, 1, -1]] }),
    DIAGONAL,
  )
  assert.equal(
    of([[2]], (x) => cos(x), { at: [[0, 1]] }),
    ['..', '.x'],
  )
  assert.equal(
    of([[2]], (x) => abs(x), { at: [[0, 1]] }),
    ['..', '.x'],
  )
  assert.equal(
    of([[2]], (x) => abs(x), { at: [[0, 1]], conventions: jax }),
    ['x.', '.x'],
  )
  // d(y log x) / dy = log x is 0 at 1, and d/dx = y / x is 0 at y = 0.
  const f = (x: Wire, y: Wire) => mul(y, log(x))
  assert.equal(
    of([[3], [3]], f, {
      at: [
        [1, 2, 1],
        [0, 0, 3],
      ],
    }),
    ['......', '....x.', '..x...'],
  )
})

test('numbers that underflow are not taken for zeros', () => {
  assert.equal(
    of([[1], [1], [1]], (x, y, z) => draw(graphProduct, [x, y, z]), { at: [[1e-200], [1e-200], [1]] }),
    ['xxx'],
  )
})
const graphProduct: Op = graph([[1], [1], [1]], (x, y, z) => mul(x, y, z)).nodes.last()!.op

test('entries by number: exact where the numbers are known', () => {
  const indices = [2, 0, 2]
  assert.equal(
    of([[3]], (x) => gather(x, indices)),
    ['..x', 'x..', '..x'],
  )
  assert.equal(
    of([[3]], (x) => scatterAdd(x, indices, 4)),
    ['.x.', '...', 'x.x', '...'],
  )
  assert.equal(
    of([[3], [3]], (x, k) => gather(x, k)),
    DENSE.map((row) => `${row}...`),
  )
  assert.equal(
    of([[3], [3]], (x, k) => gather(x, k), { at: [[1, 2, 3], indices] }),
    ['..x...', 'x.....', '..x...'],
  )
  assert.equal(
    of([[3], [3]], (x, k) => scatterAdd(x, k, 4)),
    ['xxx...', 'xxx...', 'xxx...', 'xxx...'],
  )
  assert.equal(
    of([[2, 2], [1]], (x, k) => gather(x, k, 0)),
    ['x.x..', '.x.x.'],
  )
  assert.equal(
    of([[2, 2], [1]], (x, k) => gather(x, k, 1)),
    ['xx...', '..xx.'],
  )
  assert.equal(
    of([[2, 2], [2]], (x, k) => scatterAdd(x, k, 3, 0)),
    ['x.x...', '.x.x..', 'x.x...', '.x.x..', 'x.x...', '.x.x..'],
  )
  // Numbers that constants make are known as well, and out of range there is nothing.
  assert.equal(
    of([[3]], (x) =>
      gather(
        x,
        argmax(
          constant([
            [1, 5, 2],
            [7, 3, 3],
          ]),
          1,
        ),
      ),
    ),
    ['.x.', 'x..'],
  )
  assert.equal(
    of([[3], [2]], (x, k) => gather(x, k), {
      at: [
        [1, 2, 3],
        [7, 1],
      ],
    }),
    ['.....', '.x...'],
  )
  assert.equal(
    secondOf([[3]], (x) => sum(mul(gather(x, indices), x))),
    ['.xx', 'x..', 'x.x'],
  )
})

test('cond: either branch where the mask is not known, else the one taken', () => {
  const f = (m: Wire, x: Wire) =>
    cond(
      m,
      (y) => flip(y),
      (y) => mul(y, y),
      x,
    )
  assert.equal(of([[], [3]], f), ['.x.x', '..x.', '.x.x'])
  assert.equal(of([[], [3]], f, { at: [1, [1, 2, 3]] }), ['...x', '..x.', '.x..'])
  assert.equal(of([[], [3]], f, { at: [0, [1, 2, 3]] }), ['.x..', '..x.', '...x'])
  assert.equal(of([[], [3]], f, { at: [0, [1, 0, 3]] }), ['.x..', '....', '...x'])
  assert.equal(
    of([[3]], (x) => f(constant(1), x)),
    ['..x', '.x.', 'x..'],
  )
  assert.equal(
    of([[], [3]], (m, x) => sum(f(m, x)), { at: [1, [1, 2, 3]] }),
    ['.xxx'],
  )
  assert.equal(secondOf([[], [3]], f), ['....', '.x..', '..x.', '...x'])
  assert.equal(secondOf([[], [3]], f, { at: [1, [1, 2, 3]] }), ['....', '....', '....', '....'])
})

test('checkpoints and tuples let patterns through', () => {
  assert.equal(
    of([[3]], (x) => checkpoint((y) => flip(mul(y, y)))(x)),
    ['..x', '.x.', 'x..'],
  )
  assert.equal(
    of([[2], [1]], (x, y) =>
      parts(tuple([y, tuple([x, y])])).flatMap((part) => ('tuple' in part.type ? parts(part) : [part])),
    ),
    ['..x', 'x..', '.x.', '..x'],
  )
  const whole = graph([[2], [1]], (x, y) => tuple([y, mul(x, y)]))
  assert.equal(text(jacobianSparsity(whole)), ['..x', 'x.x', '.xx'])
  assert.equal(text(hessianSparsity(whole)), ['..x', '..x', 'xx.'])
})

test('a scan spreads step by step, forward and from its results on', () => {
  const step = (c: Wire) => add(c, concat([slice(c, [[1]]), [0]]))
  const spread = (length: number) => (c: Wire) =>
    scan(([now]) => ({ carry: [step(now!)] }), [c], [], { length }).carry[0]!
  assert.equal(of([[4]], spread(0)), ['x...', '.x..', '..x.', '...x'])
  assert.equal(of([[4]], spread(1)), ['xx..', '.xx.', '..xx', '...x'])
  assert.equal(of([[4]], spread(2)), ['xxx.', '.xxx', '..xx', '...x'])
  assert.equal(
    of([[4]], (c) => slice(spread(2)(c), [[0, 1]])),
    ['xxx.'],
  )
  const products = (backward: boolean) => (c: Wire, x: Wire) => {
    const { carry, out, trajectory } = scan(([now], [t]) => ({ carry: [mul(now!, t!)], out: [sin(t!)] }), [c], [x], {
      backward,
    })
    return [...carry, ...out, ...trajectory]
  }
  // After the carry and the three inputs: the last carry, the outputs of each step, the carry before each.
  assert.equal(of([[], [3]], products(false)), ['xxxx', '.x..', '..x.', '...x', 'x...', 'xx..', 'xxx.'])
  assert.equal(of([[], [3]], products(true)), ['xxxx', '.x..', '..x.', '...x', 'x.xx', 'x..x', 'x...'])
  // Once a factor is 0, nothing before it matters.
  assert.equal(of([[], [3]], products(false), { at: [1, [1, 0, 1]] })[0], '..x.')
  assert.equal(
    secondOf([[], [3]], (c, x) => products(false)(c, x)[0]!),
    ['.xxx', 'x.xx', 'xx.x', 'xxx.'],
  )
  assert.equal(
    of([[3], [2]], (x, a) => scan(([c], [t]) => ({ carry: [add(mul(c!, a), t!)] }), [constant([1, 1])], [x]).carry),
    ['xxxx.', 'xxx.x'],
  )
})

test('a scan from one of its results on', () => {
  const trajectory = (backward: boolean, step: number) => (c: Wire, x: Wire) =>
    slice(scan(([now], [t]) => ({ carry: [mul(now!, t!)] }), [c], [x], { backward }).trajectory[0]!, [[step, step + 1]])
  assert.equal(of([[], [3]], trajectory(false, 2)), ['xxx.'])
  assert.equal(of([[], [3]], trajectory(true, 0)), ['x.xx'])
  assert.equal(of([[], [3]], trajectory(false, 2), { at: [1, [0, 1, 1]] }), ['.x..'])
  const total = (a: Wire) =>
    scan(([c], [k]) => ({ carry: [add(c!, gather(a, k!))] }), [0], [constant([0, 1, 2])]).carry[0]!
  assert.equal(of([[3]], total), ['xxx'])
})

test('a step of a scan may know its number', () => {
  const rotated = (x: Wire) => scan((_, [k]) => ({ carry: [], out: [gather(x, k!)] }), [], [constant([2, 0, 1])]).out
  assert.equal(of([[3]], rotated), ['..x', 'x..', '.x.'])
  const counted = (backward: boolean) => (x: Wire) =>
    scan(([k]) => ({ carry: [add(k!, 1)], out: [gather(x, k!)] }), [0], [], { length: 3, backward }).out
  assert.equal(of([[3]], counted(false)), DIAGONAL)
  assert.equal(of([[3]], counted(true)), DIAGONAL.toReversed())
})

test('loops: as many steps as are known, else any number', () => {
  const shift = (c: Wire) => concat([slice(c, [[1]]), mul(0, slice(c, [[0, 1]]))])
  const steps = (n: Arg, x: Wire) =>
    whileLoopAll(
      (k) => less(k!, n),
      (k, c) => [add(k!, 1), shift(c!)],
      [0, x],
    )[1]!
  assert.equal(
    of([[3]], (x) => steps(2, x)),
    ['..x', '...', '...'],
  )
  assert.equal(of([[], [3]], steps), ['.xxx', '..xx', '...x'])
  assert.equal(of([[], [3]], steps, { at: [1, [1, 2, 3]] }), ['..x.', '...x', '....'])
  const shifting = (x: Wire) => whileLoop((c) => less(sum(c), 10), shift, x)
  assert.equal(of([[3]], shifting), ['xxx', '.xx', '..x'])
  // From the results on, with what the step captured.
  const first = (n: Wire, x: Wire, a: Wire) =>
    slice(
      whileLoop(
        (c) => less(sum(c), n),
        (c) => mul(a, shift(c)),
        x,
      ),
      [[0, 1]],
    )
  assert.equal(of([[], [3], [3]], first), ['.xxxxx.'])
  assert.equal(
    of([[], [3], [3]], first, { at: [1, [-1, -5, 3], [1, 1, 1]] }),
    ['...xxx.'].map(() => '...xxx.'),
  )
  // What the carry may be after any number of steps counts where it is a factor.
  const filling = (n: Wire, x: Wire) =>
    whileLoop(
      (c) => less(sum(c), n),
      (c) => concat([slice(c, [[0, 1]]), slice(c, [[0, -1]])]),
      pad(x, [[0, 2]]),
    )
  assert.equal(
    of([[], [1], [3]], (n, x, y) => mul(filling(n, x), y)),
    ['.xx..', '.x.x.', '.x..x'],
  )
  const counted = (x: Wire, limit: number) =>
    whileLoopAll(
      (k) => less(k!, 10),
      (k, c) => [add(k!, 1), mul(c!, c!)],
      [0, x],
      { limit },
    )[1]!
  assert.equal(
    of([[2]], (x) => counted(x, 10)),
    ['x.', '.x'],
  )
  const tooFew = graph([[2]], (x) => counted(x, 9))
  assert.is((thrown(() => jacobianSparsity(tooFew)) as { info: { tag: string } }).info.tag, 'ValueError')
  const bounded = (x: Wire) =>
    whileLoop(
      (c) => less(c, 100),
      (c) => mul(c, c),
      x,
      { bound: 10 },
    )
  assert.equal(of([[]], bounded), ['x'])
  const squares = (x: Wire) =>
    whileLoop(
      (c) => less(sum(c), 100),
      (c) => mul(c, c),
      x,
      { bound: 3 },
    )
  assert.equal(of([[2]], squares), ['x.', '.x'])
  assert.equal(
    of([[3]], (x) => mul(squares(pad(slice(x, [[0, 1]]), [[0, 2]])), x)),
    ['x..', '...', '...'],
  )
  assert.equal(of([[]], bounded, { at: [3] }), ['x'])
  assert.equal(secondOf([[]], bounded, { at: [200] }), ['.'])
  assert.equal(secondOf([[]], bounded, { at: [3] }), ['x'])
  const endless = graph([[]], (x) =>
    whileLoop(
      (c) => less(c, 100),
      (c) => mul(c, c),
      x,
    ),
  )
  assert.is((thrown(() => hessianSparsity(endless)) as { info: { tag: string } }).info.tag, 'LawError')
})

test('a derivative of its own: what its rule says', () => {
  const f = customDerivative(
    (x, a) => sum(mul(x, x, a)),
    ([x, a], _, [dx]) => sum(mul(slice(mul(x!, a!, dx!), [[1]]), 2)),
  )
  assert.equal(
    of([[3], [3]], (x, a) => f(x, a)),
    ['.xx...'],
  )
  assert.equal(
    of([[3], [3]], (x, a) => f(x, a), {
      at: [
        [1, 0, 2],
        [1, 1, 1],
      ],
    }),
    ['..x...'],
  )
  assert.equal(
    of([[], [3]], (s, x) => mul(x, f(x, [1, 1, 1]), s)),
    ['xxxx', 'xxxx', 'xx.x'].map((_, k) => ['xxxx', 'x.xx', 'x.xx'][k]),
  )
})

test('users: an elementwise op is diagonal, a step of another op dense, and what it gives is not known', () => {
  const cube = elementwise(
    'cube',
    (x) => x ** 3,
    ([x]) => mul(3, x!, x!),
  )
  assert.equal(
    of([[3]], (x) => cube(x)),
    DIAGONAL,
  )
  assert.equal(
    of([[3]], (x) => cube(x), { at: [[0, 1, 2]] }),
    ['...', '.x.', '..x'],
  )
  const sorted: Op = {
    family: { name: 'sorted', kind: 'other' },
    name: 'sorted',
    params: null,
    key: '',
    hash: 7,
    type: (x) => x!,
    eval: (x) => ({ shape: [3], data: Float64Array.from((x as { data: Float64Array }).data).sort() }),
    partial: (_, y, [x]) =>
      Linear.ofStep({ op: { ...sorted, name: 'permuted' }, at: 0, args: [x!.ref], from: x!.type, to: y.type }),
  }
  assert.equal(
    of([[3]], (x) => draw(sorted, [x])),
    DENSE,
  )
  assert.equal(
    of([[3]], (x) => sum(draw(sorted, [mul([1, 0, 1], x)]))),
    ['x.x'],
  )
  assert.equal(
    of([[3], [3]], (x, y) => mul(draw(sorted, [x]), y)),
    DENSE.map((row, k) => `${row}${DIAGONAL[k]}`),
  )
  assert.equal(
    of([[3]], (x) => mul(draw(sorted, [constant([1, 0, 0])]), x)),
    ['...', '...', '..x'],
  )
})

test('inner nodes, some outputs, no entries', () => {
  const f = graph([[2], [2]], (x, y) => [mul(x, y), reshape(matmul(reshape(x, [1, 2]), reshape(sin(y), [2, 1])), [])])
  const [x, y] = f.inputs
  const [product, inner] = f.outputs
  assert.equal(text(jacobianSparsity(f, { wrt: [y!] })), ['x.', '.x', 'xx'])
  assert.equal(text(jacobianSparsity(f, { wrt: [y!, x!], of: [inner!, product!] })), ['xxxx', 'x.x.', '.x.x'])
  assert.equal(text(jacobianSparsity(f, { wrt: [x!, x!], of: [product!] })), ['x.x.', '.x.x'])
  const sine = f.nodes.findIndex(({ op }) => op.name === 'sin')
  assert.equal(text(jacobianSparsity(f, { wrt: [sine] })), ['..', '..', 'xx'])
  assert.equal(text(jacobianSparsity(f, { of: [sine] })), ['..x.', '...x'])
  assert.equal(text(hessianSparsity(f, { wrt: [x!] })), ['..', '..'])
  assert.equal(text(hessianSparsity(f, { of: [product!] })), ['..x.', '...x', 'x...', '.x..'])
  assert.equal(jacobianSparsity(graph([[0], [2]], (a, b) => [a, sum(a), b])).shape, [3, 2])
  assert.equal(jacobianSparsity(graph([], () => [1])).shape, [1, 0])
  assert.equal(text(jacobianSparsity(graph([[2]], () => constant([1, 2])))), ['..', '..'])
})

test('a chain of 20,000 numbers, and a sum over as many', () => {
  const chain = graph([[]], (x) => {
    let y = x
    for (let k = 0; k < 20000; k++) y = sin(y)
    return y
  })
  assert.equal(text(jacobianSparsity(chain)), ['x'])
  const many = graph([[100000]], (x) => sum(mul(x, x, x)))
  assert.is(Pattern.nnz(jacobianSparsity(many)), 100000)
  assert.is(Pattern.nnz(hessianSparsity(many)), 100000)
})

test('values that do not fit are refused as evaluate does, and nodes that there are not', () => {
  const f = graph([[2]], (x) => div(1, x))
  const tag = (options: SparsityOptions): unknown =>
    (thrown(() => jacobianSparsity(f, options)) as { info: { tag: string } }).info.tag
  assert.is(tag({ at: [] }), 'ArityError')
  assert.is(tag({ at: [[1]] }), 'ValueError')
  for (const ref of [-1, 0.5, f.nodes.size]) {
    assert.is(tag({ wrt: [ref] }), 'WireError')
    assert.is(tag({ of: [ref] }), 'WireError')
    for (const options of [{ wrt: [ref] }, { of: [ref] }])
      assert.match(String(thrown(() => hessianSparsity(f, options))), /WireError in hessianSparsity/)
  }
})

test.run()
