/** The measured process of TensorFlow.js on its `cpu` backend: `tf.grad` of a work. */
import * as tf from '@tensorflow/tfjs'
import { runEager } from './eager.ts'
import { answer } from './measure.ts'
import type { Ops } from './works.ts'

const ops: Ops<tf.Tensor> = {
  number: tf.scalar,
  again: (x) => x,
  add: tf.add,
  mul: tf.mul,
  sin: tf.sin,
  tanh: tf.tanh,
  sigmoid: tf.sigmoid,
}

await answer(async (work, task) => {
  await tf.setBackend('cpu')
  return runEager(
    {
      value: (nodes, x) => tf.tidy(() => work(ops, nodes)(tf.scalar(x)).dataSync()[0]!),
      slope: (nodes, x) => tf.tidy(() => tf.grad(work(ops, nodes))(tf.scalar(x)).dataSync()[0]!),
    },
    task,
  )
})
