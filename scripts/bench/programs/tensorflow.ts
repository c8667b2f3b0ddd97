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
      sum: (a, axis, keep) => tf.sum(a, axis, keep),
    }
    const { parameters, f, second } = byPeers[work]!(ops, workOf(task).data(size), size)
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
    let slopes: readonly Float32Array[] = []
    return {
      value: () => tf.tidy(() => f(...point).dataSync()[0]!),
      derivative: () => {
        slopes = tf.tidy(() => derivatives().map((dx) => dx.dataSync()))
      },
      entries: () => joined(slopes),
    }
  })
