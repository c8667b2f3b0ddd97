/** The measured process of the library where nothing is compiled: both graphs of a work, interpreted. */
import { evaluateOrThrow, type Tensor } from '../../../modes/index.ts'
import { workOf } from '../adbench.ts'
import { serve } from '../serve.ts'
import { joined } from '../work.ts'

await serve((task) => {
  const { size } = task
  const work = workOf(task)
  const { primal, derivative, inputs, read, from } = work.drawn(work.data(size), size)
  let entries: ArrayLike<number> = []
  return {
    value: () => evaluateOrThrow(primal, inputs.slice(0, primal.inputs.length)),
    derivative: () => {
      const outputs = evaluateOrThrow(derivative, inputs).map((y) => (y as Tensor).data)
      entries = read ? read(outputs) : joined(outputs.slice(from ?? primal.outputs.length))
    },
    entries: () => entries,
  }
})
