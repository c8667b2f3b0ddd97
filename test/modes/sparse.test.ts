// Sparse Jacobians and Hessians: entry for entry the dense ones, in as few lanes as there are groups.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  AdError,
  add,
  type ColouringKind,
  type Cost,
  colouring,
  concat,
  cos,
  cost,
  count,
  exp,
  forwardVector,
  gather,
  grad,
  graph,
  jacobian,
  mul,
  Pattern,
  prepareSparse,
  reshape,
  SparseMatrix,
  sin,
  slice,
  sparseHessian,
  sparseJacobian,
  sub,
  sum,
  tensor,
  type Wire,
} from '../../modes/index.ts'
import { near, thrown, values } from '../support.ts'

type Drawn = (x: Wire) => Wire
const ONE_SIDED: readonly (ColouringKind | 'auto')[] = ['auto', 'columns', 'rows', 'both']
const ALL: readonly (ColouringKind | 'auto')[] = [...ONE_SIDED, 'star', 'acyclic']

const point = (n: number, phase = 0): number[] =>
  Array.from({ length: n }, (_, k) => 0.3 + Math.sin(1 + phase + 2.1 * k))
const sizeOf = (shape: readonly number[]): number => shape.reduce((n, extent) => n * extent, 1)

const denseJacobian = (f: Drawn) => jacobian((x: Wire) => f(x), { mode: 'forward' })
const denseHessian = (f: Drawn) => jacobian((x: Wire) => grad((y: Wire) => f(y))(x), { mode: 'forward' })

/** Asserts that a sparse matrix is well formed and is the dense one of these entries. */
const same = (found: SparseMatrix, dense: unknown, rows: number, columns: number, what: string): void => {
  assert.equal(found.shape, [rows, columns], what)
  found.values.forEach((_, k) => {
    const i = found.rows[k]
    assert.ok(found.starts[i] <= k && k < found.starts[i + 1], `${what}: coordinates and compressed rows`)
  })
  near(SparseMatrix.toDense(found), tensor(tensor(dense as never).data, [rows, columns]), 1e-11, what)
}

const checkJacobian = (f: Drawn, shape: readonly number[], what: string): void => {
  const x = tensor(point(sizeOf(shape)), shape)
  const dense = tensor(denseJacobian(f)(x) as never)
  const columns = sizeOf(shape)
  for (const kind of ONE_SIDED)
    same(
      sparseJacobian(f, { colouring: kind })(x),
      dense,
      dense.data.length / Math.max(1, columns),
      columns,
      `${what} ${kind}`,
    )
}

const checkHessian = (f: Drawn, shape: readonly number[], what: string): void => {
  const x = tensor(point(sizeOf(shape)), shape)
  const dense = denseHessian(f)(x)
  for (const kind of ALL)
    same(sparseHessian(f, { colouring: kind })(x), dense, sizeOf(shape), sizeOf(shape), `${what} ${kind}`)
}

/** A row of zeros at either end, and the neighbours of each entry along an axis. */
const shifted = (u: Wire, by: 1 | -1, axis: 0 | 1): Wire => {
  const zeros = tensor(new Array(u.shape[1 - axis]).fill(0), axis === 0 ? [1, u.shape[1]] : [u.shape[0], 1])
  const range = (r: readonly [(number | undefined)?, number?]) => (axis === 0 ? [r] : [null, r])
  return by === 1
    ? concat([slice(u, range([1])), zeros], axis)
    : concat([zeros, slice(u, range([undefined, -1]))], axis)
}
const neighbours = (u: Wire): Wire => add(shifted(u, 1, 0), shifted(u, -1, 0), shifted(u, 1, 1), shifted(u, -1, 1))
/** The five-point Laplacian with a reaction. */
const grid: Drawn = (u) => add(neighbours(u), mul(-4, u), exp(u))

const rolled = (u: Wire, by: 1 | -1, axis: 1 | 2): Wire => {
  const range = (r: readonly [(number | undefined)?, number?]) => (axis === 1 ? [null, r] : [null, null, r])
  return by === 1
    ? concat([slice(u, range([1])), slice(u, range([0, 1]))], axis)
    : concat([slice(u, range([-1])), slice(u, range([undefined, -1]))], axis)
}
/** The Brusselator on a periodic grid: u and v side by side along the first axis. */
const brusselator: Drawn = (w) => {
  const diffusion = add(rolled(w, 1, 1), rolled(w, -1, 1), rolled(w, 1, 2), rolled(w, -1, 2), mul(-4, w))
  const [u, v] = [slice(w, [[0, 1]]), slice(w, [[1, 2]])]
  const uuv = mul(u, u, v)
  return add(diffusion, concat([add(1, uuv, mul(-4.4, u)), sub(mul(3.4, u), uuv)], 0))
}

/** Row 0 has all entries, the others the first and their own. */
const arrowhead: Drawn = (x) => {
  const [head, rest] = [slice(x, [[0, 1]]), slice(x, [[1]])]
  return concat([reshape(sum(mul(x, x)), [1]), mul(head, sin(rest))], 0)
}

test('stencils, the Brusselator and an arrowhead agree with dense Jacobians by all colourings', () => {
  checkJacobian(grid, [4, 5], 'grid')
  checkJacobian(brusselator, [2, 4, 5], 'Brusselator')
  checkJacobian(arrowhead, [9], 'arrowhead')
  checkJacobian((x) => mul(x, x), [], 'a number')
})

test('Hessians of sums over stencils, chains and arrowheads agree with dense ones by all colourings', () => {
  checkHessian((u) => sum(mul(exp(u), neighbours(u))), [4, 4], 'grid')
  checkHessian((x) => sum(mul(sin(slice(x, [[1]])), slice(x, [[undefined, -1]]))), [12], 'chain')
  checkHessian((x) => mul(sum(exp(x)), sum(slice(x, [[0, 1]]))), [5], 'dense')
  checkHessian((x) => sum(mul(sum(slice(x, [[0, 1]])), sin(x))), [8], 'arrowhead')
  checkHessian((x) => sum(x), [3], 'zero')
})

test('random sparse functions: sums of products of entries picked at random', () => {
  const n = 7
  const picks = fc.array(fc.tuple(fc.nat(n - 1), fc.nat(n - 1), fc.boolean()), { minLength: 1, maxLength: 9 })
  fc.assert(
    fc.property(picks, (terms) => {
      const entry = (x: Wire, at: readonly number[]): Wire => gather(x, [...at])
      const products: Drawn = (x) => {
        const [a, b] = [
          entry(
            x,
            terms.map(([i]) => i),
          ),
          entry(
            x,
            terms.map(([, j]) => j),
          ),
        ]
        return mul(
          a,
          sin(b),
          terms.map(([, , whole]) => (whole ? 1 : -2)),
        )
      }
      checkJacobian(products, [n], JSON.stringify(terms))
      checkHessian((x) => sum(products(x)), [n], JSON.stringify(terms))
    }),
    { numRuns: 25 },
  )
})

test('several arguments and results, in the order of their leaves', () => {
  type P = { readonly a: Wire; readonly b: readonly [Wire, Wire] }
  const f = ({ a, b: [u, v] }: P, c: Wire) => [mul(a, u), { q: mul(c, sum(mul(v, v))) }]
  const p = { a: [1, 2], b: [3, tensor([[4], [5]])] }
  for (const kind of ONE_SIDED) {
    const j = sparseJacobian(f, { argnums: [1, 0], colouring: kind })(p, 7)
    // Columns: c, a0, a1, u, v0, v1.
    near(SparseMatrix.toDense(j), [
      [0, 3, 0, 1, 0, 0],
      [0, 0, 3, 2, 0, 0],
      [41, 0, 0, 0, 56, 70],
    ])
    assert.equal([...j.starts], [0, 2, 4, 7])
  }
  const h = sparseHessian((x: Wire, y: Wire) => mul(x, x, sum(y)), { argnums: [0, 1] })(2, [5, 6])
  near(SparseMatrix.toDense(h), [
    [22, 4, 4],
    [4, 0, 0],
    [4, 0, 0],
  ])
  assert.is(h.values.length, 5)
})

test('without entries', () => {
  for (const kind of ONE_SIDED) {
    assert.equal(sparseJacobian((x) => mul(x, x), { colouring: kind })(tensor([], [0, 2])).shape, [0, 0])
    assert.equal(sparseJacobian((x) => mul(sum(x), [1, 2]), { colouring: kind })(tensor([], [0])).shape, [2, 0])
    assert.equal([...sparseJacobian(() => [1, 2], { colouring: kind })([3, 4]).starts], [0, 0, 0])
  }
})

test('a stencil takes no more than as many sweeps as colours, and what is left of them, and an arrowhead three', () => {
  const operations = ({ multiplications, additions, nonlinear }: Cost): number =>
    multiplications + additions + nonlinear
  for (const n of [6, 10, 14]) {
    const stencil = prepareSparse(grid, [[n, n]], { colouring: 'columns' })
    assert.is(stencil.colouring.passes, 5)
    const drawn = graph([[n, n]], grid)
    const lanes = (p: number): number => {
      const sweep = forwardVector(drawn, p)
      return operations(cost({ ...sweep, outputs: sweep.outputs.slice(1) }))
    }
    // What each lane takes, and what all share: the slopes.
    const perLane = lanes(2) - lanes(1)
    const shared = lanes(1) - perLane
    assert.ok(operations(stencil.cost) <= shared + 5 * perLane)
    // Off the diagonal all entries are 1; on it they are exp(u) - 4.
    assert.is(operations(stencil.cost), 2 * n * n)
    assert.ok(operations(cost(graph([[n, n]], (u) => denseJacobian(grid)(u) as Wire))) >= n * n * perLane)
    assert.equal(count(stencil.graph, [tensor(point(n * n), [n, n])]).cost, stencil.cost)
  }
  const arrow = prepareSparse(arrowhead, [[200]])
  assert.is(arrow.colouring.passes, 3)
  assert.is(arrow.colouring.kind, 'both')
})

test('auto takes the fewest operations', () => {
  for (const [f, shape] of [
    [grid, [6, 6]],
    [brusselator, [2, 6, 6]],
    [arrowhead, [30]],
  ] as const) {
    const operations = (kind: ColouringKind | 'auto'): number => {
      const { multiplications, additions, nonlinear } = prepareSparse(f, [shape], { colouring: kind }).cost
      return multiplications + additions + nonlinear
    }
    assert.is(operations('auto'), Math.min(...(['columns', 'rows', 'both'] as const).map(operations)))
  }
})

test('a plan serves many points; patterns and colourings can be given', () => {
  const plan = prepareSparse(grid, [[4, 4]])
  for (const phase of [0, 1]) {
    const x = tensor(point(16, phase), [4, 4])
    const expected = denseJacobian(grid)(x)
    same(plan.at(x), expected, 16, 16, 'prepared')
    same(sparseJacobian(grid, { pattern: plan.pattern, colouring: plan.colouring })(x), expected, 16, 16, 'given')
  }
  const full = Pattern.ofDense(Array.from({ length: 16 }, () => new Array<number>(16).fill(1)))
  const x = tensor(point(16), [4, 4])
  const j = sparseJacobian(grid, { pattern: full })(x)
  assert.is(j.values.length, 256)
  same(j, denseJacobian(grid)(x), 16, 16, 'a pattern that is too large')
  const second = prepareSparse((u: Wire) => sum(mul(cos(u), neighbours(u))), [[3, 3]], { derivative: 'hessian' })
  assert.ok(['star', 'acyclic'].includes(second.colouring.kind))
  same(
    second.at(tensor(point(9), [3, 3])),
    denseHessian((u) => sum(mul(cos(u), neighbours(u))))(tensor(point(9), [3, 3])),
    9,
    9,
    'h',
  )
})

test('what does not fit is refused', () => {
  const refused = (f: () => unknown): string => {
    const error = thrown(f)
    assert.instance(error, AdError)
    return (error as AdError).message
  }
  const square = (x: Wire): Wire => mul(x, x)
  const diagonal = Pattern.ofRows([[0], [1]], 2)
  assert.match(
    refused(() => sparseJacobian(square, { pattern: diagonal })([1, 2, 3])),
    /ShapeError in sparseJacobian, argument pattern: found a pattern of 2 by 2, expected 3 by 3/,
  )
  const starts = Int32Array.of(0, 1, 9)
  for (const [pattern, found] of [
    [Pattern.ofRows([[0], [2]], 2), /pattern: found column 2 in row 1, expected columns below 2, ascending/],
    [Pattern.ofRows([[1, 0], [1]], 2), /pattern: found column 0 in row 0, expected columns below 2, ascending/],
    [{ ...diagonal, starts }, /pattern: found starts that do not ascend from 0 to 2, the number of columns listed/],
    [{ ...diagonal, starts: Int32Array.of(0, 3, 2) }, /pattern: found starts that do not ascend from 0 to 2/],
  ] as const) {
    assert.match(
      refused(() => sparseJacobian(square, { pattern })([1, 2])),
      found,
    )
    assert.match(
      refused(() => sparseHessian((x) => sum(square(x)), { pattern })([1, 2])),
      found,
    )
  }
  assert.match(
    refused(() => sparseJacobian(square, { colouring: colouring(diagonal, 'columns') })([1, 2, 3])),
    /ShapeError in colouring: found a colouring of shape \[2,2\], expected one of \[3,3\]/,
  )
  const full = Pattern.ofRows(
    [
      [0, 1],
      [0, 1],
    ],
    2,
  )
  for (const kind of ['columns', 'rows', 'both'] as const)
    assert.match(
      refused(() => sparseJacobian(square, { pattern: full, colouring: colouring(diagonal, kind) })([1, 2])),
      /ValueError in colouring: found no group that tells entry \[0, 0\]/,
    )
  const ring = Pattern.ofEntries(
    [4, 4],
    [0, 1, 2, 3].flatMap(
      (i) =>
        [
          [i, i],
          [i, (i + 1) % 4],
          [(i + 1) % 4, i],
        ] as const,
    ),
  )
  const path = Pattern.ofEntries(
    [4, 4],
    [0, 1, 2, 3].flatMap(
      (i) =>
        [
          [i, i],
          ...(i < 3
            ? ([
                [i, i + 1],
                [i + 1, i],
              ] as const)
            : []),
        ] as const,
    ),
  )
  assert.match(
    refused(() =>
      sparseHessian((x) => sum(mul(x, x)), { pattern: ring, colouring: colouring(path, 'acyclic') })([1, 2, 3, 4]),
    ),
    /ValueError in colouring: found groups with a cycle of two colours/,
  )
  for (const kind of ['star', 'acyclic'] as const)
    assert.match(
      refused(() => sparseJacobian(square, { colouring: kind })([1, 2])),
      /ValueError in sparseJacobian, argument colouring/,
    )
  assert.match(
    refused(() => sparseHessian(square)([1, 2])),
    /ShapeError in sparseHessian/,
  )
  assert.match(
    refused(() => values((a) => sparseJacobian(square)(a as never) as never, [1, 2])),
    /WireError in sparseJacobian/,
  )
  assert.match(
    refused(() => values((a) => sparseJacobian((x) => mul(a, x))([1, 2]) as never, [1, 2])),
    /WireError/,
  )
})

test.run()
