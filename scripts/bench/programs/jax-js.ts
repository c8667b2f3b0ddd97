/** The measured process of jax-js on its `wasm` backend: value and gradients of a work, traced once and compiled. */
import { grad, hessian, init, jit, nn, numpy, valueAndGrad } from '@jax-js/jax'
import { workOf } from '../adbench.ts'
import { byPeers } from '../peers/index.ts'
import type { ArrayOps } from '../peers/ops.ts'
import { serve } from '../serve.ts'
import { joined } from '../work.ts'

type Wire = numpy.Array

/** Node 20 has no half precision; jax-js asks of arrays that are not of singles whether they are of it. */
Object.assign(globalThis, { Float16Array: (globalThis as { Float16Array?: unknown }).Float16Array ?? class {} })

await serve(async (task) => {
  const { work, size, precision } = task
  await init('wasm')
  const dtype = precision === 'f64' ? 'float64' : 'float32'
  const Numbers = precision === 'f64' ? Float64Array : Float32Array
  /** Ops free their arguments; what is traced once may keep them. */
  const ops: ArrayOps<Wire> = {
    constant: (data, shape) => numpy.array(Numbers.from(data), { shape: [...shape], dtype }),
    add: (a, b) => a.ref.add(b.ref),
    sub: (a, b) => a.ref.sub(b.ref),
    mul: (a, b) => a.ref.mul(b.ref),
    div: (a, b) => a.ref.div(b.ref),
    scale: (by, a) => a.ref.mul(by),
    exp: (a) => numpy.exp(a.ref),
    log: (a) => numpy.log(a.ref),
    sin: (a) => numpy.sin(a.ref),
    cos: (a) => numpy.cos(a.ref),
    sqrt: (a) => numpy.sqrt(a.ref),
    tanh: (a) => numpy.tanh(a.ref),
    softmax: (a) => nn.softmax(a.ref),
    softplus: (a) => nn.softplus(a.ref),
    logSumExp: (a) => nn.logsumexp(a.ref, -1),
    matmul: (a, b) => numpy.matmul(a.ref, b.ref),
    transpose: (a, axes) => numpy.transpose(a.ref, [...axes]),
    reshape: (a, shape) => numpy.reshape(a.ref, [...shape]),
    part: (a, shape, axis, from, to) => a.ref.slice(...shape.map((_, k) => (k === axis ? [from, to] : []))),
    concat: (parts, axis) =>
      numpy.concatenate(
        parts.map((x) => x.ref),
        axis,
      ),
    sum: (a, axis, keep = false) => numpy.sum(a.ref, axis ?? null, { keepdims: keep }),
  }
  const { parameters, f, second, rows } = byPeers[work]!(ops, workOf(task).data(size), size)
  const point = parameters.map(({ data, shape }) => ops.constant(data, shape))
  const value = jit((...xs: Wire[]) => f(...xs))
  const first = (x: Wire): Wire => f(x)
  const along = (v: Wire) => grad((x: Wire) => numpy.sum(grad(first)(x).mul(v.ref), null, { keepdims: false }))
  const seeds = rows?.seeds.map((seed) => ops.constant(seed, rows.shape))
  const slopesOf = (g: (...xs: Wire[]) => Wire, xs: readonly Wire[]): readonly Wire[] =>
    valueAndGrad(g, { argnums: xs.map((_, k) => k) })(...xs)[1]
  const withSeeds = (xs: readonly Wire[]): readonly Wire[] =>
    seeds!.flatMap((seed) =>
      slopesOf(
        (...ys) => ops.sum(ops.mul(f(...ys), seed)),
        xs.map((x) => x.ref),
      ),
    )
  const derivatives = seeds
    ? jit((...xs: Wire[]) => withSeeds(xs))
    : second === undefined
      ? jit((...xs: Wire[]) => slopesOf((...ys) => f(...ys), xs))
      : second === 'hessian'
        ? jit((...xs: Wire[]) => [hessian(first)(xs[0]!)])
        : jit((...xs: Wire[]) => [along(ops.constant(second.data, second.shape))(xs[0]!)])
  let slopes: readonly ArrayLike<number>[] = []
  const again = (): Wire[] => point.map((x) => x.ref)
  return {
    value: () => value(...again()).dataSync()[0],
    derivative: () => {
      slopes = derivatives(...again()).map((slope) => slope.dataSync())
    },
    entries: () => {
      const count = parameters.length
      return rows && seeds ? rows.read(seeds.map((_, k) => slopes.slice(k * count, (k + 1) * count))) : joined(slopes)
    },
  }
})
