/** TensorFlow.js on one of its backends: value and gradients of a work, read out. */
import { createRequire } from 'node:module'
import type * as Tensorflow from '@tensorflow/tfjs'
import { workOf } from '../adbench.ts'
import { byPeers } from '../peers/index.ts'
import type { ArrayOps } from '../peers/ops.ts'
import { serve } from '../serve.ts'
import { joined } from '../work.ts'

/** The package itself, not a bundle of it: its WebAssembly lies beside it. */
const require = createRequire(import.meta.url)

export const serveTensorflow = (backend: 'cpu' | 'wasm'): Promise<void> =>
  serve(async (task) => {
    const { work, size } = task
    const tf = require('@tensorflow/tfjs') as typeof Tensorflow
    if (backend === 'wasm') require('@tensorflow/tfjs-backend-wasm')
    if (!(await tf.setBackend(backend))) throw new Error(`tfjs has no backend ${backend} here`)
    const ops: ArrayOps<Tensorflow.Tensor> = {
      constant: (data, shape) => tf.tensor(Float32Array.from(data), [...shape]),
      add: tf.add,
      sub: tf.sub,
      mul: tf.mul,
      div: tf.div,
      scale: (by, a) => tf.mul(a, by),
      exp: tf.exp,
      log: tf.log,
      sin: tf.sin,
      cos: tf.cos,
      sqrt: tf.sqrt,
      tanh: tf.tanh,
      softmax: (a) => tf.softmax(a),
      softplus: tf.softplus,
      logSumExp: (a) => tf.logSumExp(a, -1),
      matmul: (a, b) => tf.matMul(a, b),
      transpose: (a, axes) => tf.transpose(a, [...axes]),
      reshape: (a, shape) => tf.reshape(a, [...shape]),
      part: (a, shape, axis, from, to) =>
        tf.slice(
          a,
          shape.map((_, k) => (k === axis ? from : 0)),
          shape.map((extent, k) => (k === axis ? to - from : extent)),
        ),
      concat: (parts, axis) => tf.concat([...parts], axis),
      sum: (a, axis, keep) => tf.sum(a, axis, keep),
    }
    const { parameters, f, second, rows } = byPeers[work]!(ops, workOf(task).data(size), size)
    const point = parameters.map(({ data, shape }) => ops.constant(data, shape))
    const both = tf.valueAndGrads(f)
    const slope = tf.grad((x) => f(x))
    const along = (v: Tensorflow.Tensor) => tf.grad((x) => tf.sum(tf.mul(slope(x), v)))(point[0]!)
    const columns = parameters[0]!.data.length
    const derivatives = (): readonly Tensorflow.Tensor[] => {
      if (second === undefined) return both(point).grads
      if (second !== 'hessian') return [along(ops.constant(second.data, second.shape))]
      return Array.from({ length: columns }, (_, k) => {
        const unit = new Float32Array(columns)
        unit[k] = 1
        return along(ops.constant(unit, [columns]))
      })
    }
    const seeds = rows?.seeds.map((seed) => ops.constant(seed, rows.shape))
    const withSeed = (seed: Tensorflow.Tensor) => tf.valueAndGrads((...xs) => tf.sum(tf.mul(f(...xs), seed)))(point)
    const read = (dx: Tensorflow.Tensor): Float32Array => dx.dataSync()
    let slopes: ArrayLike<number> = []
    return {
      value: () => tf.tidy(() => f(...point).dataSync()[0]!),
      derivative: () => {
        slopes = tf.tidy(() =>
          rows && seeds
            ? rows.read(seeds.map((seed) => withSeed(seed).grads.map(read)))
            : joined(derivatives().map(read)),
        )
      },
      entries: () => slopes,
    }
  })
