/** One small graph for every public function on wires, at a point away from its kinks: what the tables of ops are run on. */

import { pointOf } from '../../laws/scale.ts'
import * as ops from '../../lib/ops/index.ts'
import { type Arg, type Graph, graph, type Op, type Shape, type Value, type Wire } from '../../modes/index.ts'

export interface Sample {
  readonly graph: Graph
  readonly at: readonly Value[]
}

type Case = readonly [shapes: readonly Shape[], f: (...xs: Wire[]) => Arg | readonly Arg[], numbers?: readonly number[]]
const matrix: readonly Shape[] = [[2, 2]]
const vector: readonly Shape[] = [[4]]
const two: readonly Shape[] = [
  [2, 2],
  [2, 2],
]
const chosen: readonly Shape[] = [[4], []]
const on = (...sample: Case): Case => sample
const { add, mul, sin, less } = ops
/** Two matrices, the first with 3/2 and 2 on its diagonal. */
const wellPosed = [1.5, 0.3, -0.2, 2, 0.7, 0.4, -0.5, 0.6]

const cases: Readonly<Record<string, Case>> = {
  add: on(two, (a, b) => add(a, b)),
  argmax: on(matrix, (x) => ops.argmax(x)),
  argmin: on(matrix, (x) => ops.argmin(x)),
  broadcastTo: on(vector, (x) => ops.broadcastTo(x, [3, 4])),
  checkpoint: on(vector, (x) => ops.checkpoint((y) => sin(mul(y, y)))(x)),
  checkpointAll: on(vector, (x) => ops.checkpointAll((y) => [sin(y), ops.exp(y)])(x)),
  concat: on(two, (a, b) => ops.concat([a, b], 1)),
  cond: on(chosen, (x, mask) =>
    ops.cond(
      mask,
      (y) => mul(y, y),
      (y) => sin(y),
      x,
    ),
  ),
  condAll: on(chosen, (x, mask) =>
    ops.condAll(
      mask,
      (y) => [y, sin(y)],
      (y) => [sin(y), y],
      x,
    ),
  ),
  constant: on(vector, () => ops.constant([1, -0, 0.5])),
  cumprod: on(vector, (x) => ops.cumprod(x)),
  cumsum: on(vector, (x) => ops.cumsum(x, 0, { backward: true })),
  customDerivative: on(vector, (x) =>
    ops.customDerivative(
      (y) => sin(y),
      ([y], _, [dy]) => mul(ops.cos(y), dy),
    )(x),
  ),
  customDerivativeAll: on(vector, (x) =>
    ops.customDerivativeAll(
      (y) => [sin(y)],
      ([y], _, [dy]) => [mul(ops.cos(y), dy)],
    )(x),
  ),
  diag: on(matrix, (x) => ops.diag(x)),
  div: on(two, (a, b) => ops.div(a, b)),
  dot: on(two, (a, b) => ops.dot(a, b)),
  einsum: on(two, (a, b) => ops.einsum('ij,kj->ik', a, b)),
  expandDims: on(vector, (x) => ops.expandDims(x, 0)),
  eye: on(matrix, () => ops.eye(2)),
  fill: on(vector, () => ops.fill([4], 2.5)),
  flip: on(vector, (x) => ops.flip(x)),
  foldl: on(vector, (x) => ops.foldl((c, t) => add(mul(c, 2), t), 0, x)),
  fori: on(vector, (x) => ops.fori(3, (i, c) => mul(c, add(i, 1)), x)),
  frobeniusNorm: on(matrix, (x) => ops.frobeniusNorm(x)),
  gather: on(vector, (x) => ops.gather(x, [2, 0, 2])),
  identity: on(vector, (x) => ops.identity(x)),
  logSoftmax: on(matrix, (x) => ops.logSoftmax(x)),
  logsumexp: on(matrix, (x) => ops.logsumexp(x)),
  map: on(matrix, (x) => ops.map((row) => ops.dot(row, row), x)),
  matmul: on(two, (a, b) => ops.matmul(a, b)),
  max: on(matrix, (x) => ops.max(x, 0)),
  mean: on(matrix, (x) => ops.mean(x)),
  min: on(matrix, (x) => ops.min(x, 0)),
  mul: on(two, (a, b) => mul(a, b)),
  neg: on(vector, (x) => ops.neg(x)),
  norm: on(vector, (x) => ops.norm(x)),
  normalDensity: on(vector, (x) => ops.normalDensity(x)),
  oneHot: on(vector, (x) => ops.oneHot(x, 4)),
  ones: on(vector, (x) => ops.ones(x.type)),
  outer: on([[2], [3]], (a, b) => ops.outer(a, b)),
  pad: on(vector, (x) => ops.pad(x, [[1, 2]])),
  parts: on(two, (a, b) => ops.parts(ops.tuple([a, b]))),
  power: on(vector, (x) => ops.power(x, -2)),
  prod: on(vector, (x) => ops.prod(x)),
  project: on(two, (a, b) => ops.project(1, ops.tuple([a, b]))),
  reshape: on(vector, (x) => ops.reshape(x, [2, 2])),
  scan: on(vector, (x) => ops.scan(([c], [t]) => ({ carry: [mul(c, t)], out: [sin(c)] }), [1], [x]).out),
  scatterAdd: on(vector, (x) => ops.scatterAdd(x, [2, 0, 2, 1], 3)),
  sigmoidCrossEntropy: on(two, (a, b) => ops.sigmoidCrossEntropy(a, b)),
  slice: on(matrix, (x) => ops.slice(x, [null, [1, 2]])),
  softmax: on(matrix, (x) => ops.softmax(x)),
  softmaxCrossEntropy: on(two, (a, b) => ops.softmaxCrossEntropy(a, b)),
  solve: on(two, (a, b) => ops.solve(a, b), wellPosed),
  square: on(vector, (x) => ops.square(x)),
  squaredDifference: on(two, (a, b) => ops.squaredDifference(a, b)),
  squeeze: on([[1, 3]], (x) => ops.squeeze(x)),
  stack: on(two, (a, b) => ops.stack([a, b])),
  stopGradient: on(vector, (x) => ops.stopGradient(x)),
  sub: on(two, (a, b) => ops.sub(a, b)),
  sum: on(matrix, (x) => ops.sum(x, 0)),
  tile: on(vector, (x) => ops.tile(x, [2])),
  trace: on(matrix, (x) => ops.trace(x)),
  transpose: on(matrix, (x) => ops.transpose(x)),
  tuple: on(two, (a, b) => ops.parts(ops.tuple([a, b]))),
  variance: on(vector, (x) => ops.variance(x)),
  whileLoop: on([[]], (x) =>
    ops.whileLoop(
      (c) => less(c, 9),
      (c) => mul(c, 2),
      x,
      { bound: 5 },
    ),
  ),
  whileLoopAll: on([[]], (x) =>
    ops.whileLoopAll(
      (c) => less(c, 9),
      (c, n) => [mul(c, 2), add(n, 1)],
      [x, 0],
      { bound: 5 },
    ),
  ),
  zeros: on(vector, (x) => ops.zeros(x.type)),
}

const hasOp = (f: unknown): f is ((...xs: Arg[]) => Wire) & { readonly op: Op } => typeof f === 'function' && 'op' in f

/** How many arguments an elementwise op takes. */
const arityOf = (op: Op): number =>
  [1, 2, 3].find((n) => {
    try {
      op.type(...Array.from({ length: n }, () => ({ shape: [] })))
      return true
    } catch {
      return false
    }
  })!

/** Points of entrywise ops that are not defined around 1/2. */
const domains: Readonly<Record<string, readonly number[]>> = { acosh: [1.7, 2.9, 2.3, 3.1] }
/** Numbers without a pattern around 1/2, no two of them equal. */
const around: readonly number[] = Array.from({ length: 13 }, (_, k) => 0.3 + (((k + 1) * 0.2533) % 0.41))

/** `elementwise` makes ops from functions of numbers; it takes no wire. */
const makers: ReadonlySet<string> = new Set(['elementwise'])

/** The public functions that draw. */
const functions = new Map(
  Object.entries<unknown>(ops)
    .filter(([name, f]) => typeof f === 'function' && !makers.has(name))
    .sort(([a], [b]) => (a < b ? -1 : 1)),
)
export const names: readonly string[] = [...functions.keys()]

const caseOf = (name: string): Case | undefined => {
  const f = functions.get(name)
  return cases[name] ?? (hasOp(f) ? [Array.from({ length: arityOf(f.op) }, () => [4]), (...xs) => f(...xs)] : undefined)
}

/** The sample of a public function; undefined where somebody has forgotten to write it. */
export const sampleOf = (name: string): Sample | undefined => {
  const known = caseOf(name)
  if (!known) return undefined
  const [shapes, f, numbers = domains[name] ?? around] = known
  const drawn = graph(shapes, f)
  return { graph: drawn, at: pointOf(drawn, numbers) }
}

/** The samples by name, of all public functions that have one. */
export const samples: ReadonlyMap<string, Sample> = new Map(
  names.flatMap((name) => {
    const sample = sampleOf(name)
    return sample ? [[name, sample] as const] : []
  }),
)
