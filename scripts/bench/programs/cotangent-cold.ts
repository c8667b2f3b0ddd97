/** The measured process of the library where nothing is compiled: both graphs of a work, as they run at first. */
import { coldRun } from '../../../lib/engine/gear.ts'
import { conformInputs } from '../../../lib/interpret/evaluate.ts'
import type { Tensor } from '../../../modes/index.ts'
import { workOf } from '../adbench.ts'
import { serve } from '../serve.ts'
import { joined } from '../work.ts'

await serve((task) => {
  const { size } = task
  const work = workOf(task)
  const { primal, derivative, inputs, read, from } = work.drawn(work.data(size), size)
  const values = conformInputs(derivative, inputs)
  const [runPrimal, runDerivative] = [coldRun(primal), coldRun(derivative)]
  let entries: ArrayLike<number> = []
  return {
    value: () => runPrimal(values.slice(0, primal.inputs.length)),
    derivative: () => {
      const outputs = runDerivative(values).map((y) => (y as Tensor).data)
      entries = read ? read(outputs) : joined(outputs.slice(from ?? primal.outputs.length))
    },
    entries: () => entries,
  }
})
