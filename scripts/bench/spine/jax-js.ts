/** The measured process of jax-js on its `wasm` backend: `grad` of a work. Its ops free their arguments. */
import { grad, init, nn, numpy } from '@jax-js/jax'
import { runEager } from './eager.ts'
import { answer } from './measure.ts'
import type { Ops } from './works.ts'

const ops: Ops<numpy.Array> = {
  number: numpy.array,
  again: (x) => x.ref,
  add: (a, b) => a.add(b),
  mul: (a, b) => a.mul(b),
  sin: numpy.sin,
  tanh: numpy.tanh,
  sigmoid: nn.sigmoid,
}

await answer(async (work, task) => {
  await init('wasm')
  return runEager(
    {
      value: (nodes, x) => work(ops, nodes)(numpy.array(x)).js(),
      slope: (nodes, x) => grad(work(ops, nodes))(numpy.array(x)).js(),
    },
    task,
  )
})
