// The types of derivatives: what comes back has the type of what was asked, and what cannot be asked does not compile.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  type Arg,
  add,
  batchMap,
  gaussNewton,
  grad,
  graph,
  hessian,
  hvp,
  jacobian,
  jvp,
  mul,
  type Point,
  type Prepared,
  prepare,
  prepareSparse,
  type Result,
  SparseMatrix,
  sin,
  sparseHessian,
  sparseJacobian,
  sum,
  type Tensor,
  tensor,
  toNested,
  valueAndGrad,
  vjp,
  type Wire,
} from '../../modes/index.ts'
import { near, values } from '../support.ts'

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
/** Compiles where a value is of type B exactly: `typed<B>()(x, true)`. */
const typed =
  <B>() =>
  <A>(x: A, _same: Same<A, B>): A =>
    x
/** What must not compile, and is not run. */
const notRun = (_: () => unknown): void => {}

const product = (a: Wire, b: Wire): Wire => mul(a, b)
const square = (x: Wire): Wire => sum(mul(x, x))

test('a list of argument numbers gives a tuple, each of its entries typed as its argument is', () => {
  const [value, [a, b]] = valueAndGrad((a: Wire, b: Wire) => mul(a, b), { argnums: [0, 1] })(2, 3)
  assert.equal([value, a, b], [6, 3, 2])
  assert.is(a + b - value, -1)
  const f = (x: Wire, y: Wire): Wire => sum(mul(x, y))
  const both = typed<readonly [Tensor, Tensor]>()(grad(f, { argnums: [0, 1] })([2], [3]), true)
  assert.equal(both.map(toNested), [[3], [2]])
  const [y, x] = typed<readonly [number, Tensor]>()(grad(f, { argnums: [1, 0] })([2], 3), true)
  assert.is(y, 2)
  near(x, [3], 0)
  assert.equal(typed<readonly []>()(grad(product, { argnums: [] })(2, 3), true), [])
  const numbers: readonly number[] = [1, 0]
  assert.equal(typed<readonly number[]>()(grad(product, { argnums: numbers })(2, 3), true), [2, 3])
  const rows = jacobian((x: Wire, y: Wire) => [mul(x, y)], { argnums: [0, 1] })(2, [3, 4])
  near(typed<readonly [readonly [number | Tensor, Tensor]]>()(rows, true)[0][1], [[2, 0], [0, 2]], 0) // biome-ignore format: one line says it
  // @ts-expect-error: there are two of them
  assert.is(grad(product, { argnums: [0, 1] })(2, 3)[2], undefined)
})

test('numbers at numbers, tensors at arrays and tensors, in trees leaf by leaf', () => {
  assert.is(typed<number>()(grad((x, y) => mul(x, y))(0, 4), true), 4)
  let w: Tensor = tensor([1, 2])
  w = grad(square)(w)
  assert.equal([...w.data], [2, 4])
  near(toNested(typed<Tensor>()(grad(square)([1, 2]), true)), [2, 4], 0)
  near(toNested(grad(square)(Float32Array.of(1, 2))), [2, 4], 0)
  near(toNested(hessian(square)([1, 2])), [[2, 0], [0, 2]], 0) // biome-ignore format: one line says it
  near(toNested(jacobian((x) => mul(x, x))([1, 2])), [[2, 0], [0, 4]], 0) // biome-ignore format: one line says it
  assert.is(typed<number>()(hessian(square)(3), true), 2)
  assert.is(typed<number>()(hvp(square)(3, 5), true), 10)
  near(typed<Tensor>()(gaussNewton((x) => mul(x, x))([1, 2], [1, 1]), true), [4, 16], 0)
  const { a, b } = hessian(({ a, b }: { a: Wire; b: Wire }) => mul(a, a, sum(b)))({ a: 3, b: [4] })
  assert.is(typed<number>()(a.a, true), 8)
  near(typed<Tensor>()(b.a, true), [6], 0)
  const [, [p, { q }]] = valueAndGrad(([p, { q }]: readonly [Wire, { readonly q: readonly Wire[] }]) =>
    mul(p, q[0]!, sum(q[1]!)),
  )([2, { q: [3, tensor([5])] }])
  assert.is(typed<number>()(p, true) + typed<number>()(q[0], true), 25)
  near(typed<Tensor>()(q[1], true), [6], 0)
})

test('values, tangents and cotangents: trees like the result and like the points, without wires', () => {
  const f = (x: Wire, y: Wire) => ({ z: mul(x, y), list: [x, sin(y)] })
  type Like = { readonly z: number | Tensor; readonly list: readonly (number | Tensor)[] }
  const [value, along] = typed<readonly [Like, Like]>()(jvp(f)([2, 3], [1, 0]), true)
  assert.equal([value.z, along.z, along.list], [6, 3, [1, 0]])
  const [, back] = vjp(f)(2, [3])
  const [dx, dy] = typed<readonly [number, Tensor]>()(back({ z: [1], list: [1, [0]] }), true)
  assert.is(dx, 4)
  near(dy, [2], 0)
  const [slope, aux] = grad((x) => [mul(x, x), { twice: add(x, x) }], { hasAux: true })(3)
  assert.equal([typed<number>()(slope, true), typed<number | Tensor>()(aux.twice, true)], [6, 6])
  near(typed<Tensor>()(batchMap((x: Wire) => mul(x, x))([1, 2]), true), [1, 4], 0)
})

test('wires at wires, and results of either kind at points of either kind', () => {
  const drawn = (x: Wire) => typed<Wire>()(grad(product)(3, x), true)
  assert.is(grad(drawn)(2), 1)
  const tree = (b: Wire) => grad(({ w, b }: { w: Wire; b: Wire }) => mul(sum(w), b))({ w: [1, 2], b })
  near(values((b) => typed<Wire>()(tree(b).w, true), 5)[0], [5, 5], 0)
  assert.is(values((v) => typed<readonly [Wire, Wire]>()(jvp((x) => mul(x, x))([3], [v]), true)[1], 1)[0], 6)
  assert.is(values((v) => typed<readonly [Wire]>()(vjp((x) => mul(x, x))(3)[1](v), true)[0], 1)[0], 6)
  assert.is(values((v) => typed<Wire>()(hvp(square)(3, v), true), 1)[0], 2)
  assert.is(
    grad(
      graph(
        [[], []],
        grad((x, y) => mul(x, x, y)),
      ),
    )(3, 2),
    4,
  )
  assert.is(typed<number>()(grad(grad((x: Wire) => mul(x, x, x)))(2), true), 12)
  const either = (x: number | Wire) => typed<number | Wire>()(grad(square)(x), true)
  assert.is(either(3), 6)
  const general: (x: Point) => Result = grad((x: Wire) => mul(x, x))
  const narrow: (x: number) => number = grad((x) => mul(x, x))
  assert.equal([general(3), narrow(3)], [6, 6])
})

interface At {
  a: number
  b: number[]
}
interface Parameters {
  a: Wire
  b: Wire
}
interface Results {
  both: Wire
  more: readonly Wire[]
}
interface Cotangent {
  both: number[]
  more: number[]
}
interface Branch {
  value: number
  branches: Branch[]
}
interface Drawn {
  value: Wire
  branches: Drawn[]
}

test('interfaces are points, results and cotangents', () => {
  const at: At = { a: 3, b: [1, 2] }
  const f = ({ a, b }: Parameters): Results => ({ both: mul(a, b), more: [a] })
  const slope = grad((p: Parameters) => sum(f(p).both))(at)
  assert.is(typed<number>()(slope.a, true), 3)
  near(typed<Tensor>()(slope.b, true), [3, 3], 0)
  near(typed<Tensor>()(jacobian(f)(at).both.b, true), [[3, 0], [0, 3]], 0) // biome-ignore format: one line says it
  const cotangent: Cotangent = { both: [1, 0], more: [1] }
  assert.is(typed<number>()(vjp(f)(at)[1](cotangent)[0].a, true), 2)
  const branch: Branch = { value: 2, branches: [{ value: 3, branches: [] }] }
  const slopes = grad((x: Drawn) => mul(x.value, x.branches[0]!.value))
  assert.is(typed<number>()(slopes(branch).value, true), 3)
})

test('functions that are drawn, and graphs', () => {
  const f = prepare(({ a, b }: Parameters) => [mul(a, b)], [{ a: [], b: [2] }])
  const [row] = typed<readonly [{ readonly a: number | Tensor; readonly b: Tensor }]>()(
    jacobian(f)({ a: 3, b: [1, 2] }),
    true,
  )
  near(row.a, [1, 2], 0)
  const one: Prepared = prepare((p: Parameters) => sum(mul(p.a, p.b)), [{ a: [], b: [2] }])
  near(typed<Tensor>()(grad(one)({ a: 3, b: [1, 2] }).b, true), [3, 3], 0)
  assert.is(typed<number>()(valueAndGrad(graph([[]], (x) => sin(x)))(0)[0], true), 0)
})

test('sparse matrices are of values', () => {
  const { values: entries } = sparseHessian((x) => sum(mul(x, x, x)))([1, 2])
  assert.equal([...entries], [6, 12])
  const f = ({ a, b }: Parameters) => mul(a, b)
  const { at } = prepareSparse(f, [{ a: [], b: [2] }])
  near(SparseMatrix.toDense(at({ a: 3, b: [1, 2] })), [[1, 3, 0], [2, 0, 3]], 0) // biome-ignore format: one line says it
  // @ts-expect-error: a wire has no entries to read
  notRun(() => graph([[2]], (x) => [sparseJacobian(square)(x).values]))
})

test('points are tied to parameters', () => {
  const f = ({ a, b }: Parameters): Wire => mul(a, b)
  // @ts-expect-error: b is missing
  assert.throws(() => grad(f)({ a: 1 }))
  // @ts-expect-error: a text
  assert.throws(() => grad(f)({ a: 1, b: 'x' }))
  // @ts-expect-error: a point is missing
  assert.throws(() => grad(product)(1))
  // @ts-expect-error: a point too many
  assert.throws(() => grad(product)(1, 2, 3))
  // @ts-expect-error: a tangent is missing
  assert.throws(() => jvp(product)([1, 2], [1]))
  // @ts-expect-error: a cotangent too many
  assert.throws(() => vjp(product)(1, 2)[1](1, 2))
  // @ts-expect-error: a tree for a wire
  assert.throws(() => grad(square)({ a: 1 }))
  // @ts-expect-error: a shape is missing
  assert.throws(() => prepare(f, [{ a: [] }]))
  // @ts-expect-error: nothing is returned
  assert.throws(() => grad((x) => void sin(x))(1))
  // @ts-expect-error: what is returned is no tree of wires and values
  assert.throws(() => jacobian((x) => ({ x, name: 'x' }))(1))
  const power = (x: Wire, n = 3): Arg => (n === 1 ? x : mul(x, power(x, n - 1)))
  assert.is(grad(power)(2), 12)
  assert.is(grad((x: Wire, ...more: Wire[]) => mul(x, ...more))(2, 3, 5), 15)
  assert.is(grad((x: Wire, y?: Wire) => mul(x, y ?? 2))(2), 2)
})

test.run()
