/** The measured process of the library: both graphs of a work, compiled. */
import { type Compiled, compile, cost, type Graph } from '../../../modes/index.ts'
import { workOf } from '../adbench.ts'
import { serve } from '../serve.ts'
import { type Drawn, joined } from '../work.ts'

const operationsOf = (graph: Graph): number => {
  const { multiplications, additions, nonlinear } = cost(graph)
  return multiplications + additions + nonlinear
}

await serve((task) => {
  const { size, precision } = task
  const work = workOf(task)
  const data = work.data(size)
  const begin = performance.now()
  const { primal, derivative, inputs, read, from }: Drawn = work.drawn(data, size)
  const loaded = (graph: Graph): Compiled => {
    const compiled = compile(graph, { precision })
    compiled.inputs.forEach((room, k) => {
      room.set(inputs[k]!.data)
    })
    return compiled
  }
  const [value, slope] = [loaded(primal), loaded(derivative)]
  const compiled = performance.now() - begin
  let entries: ArrayLike<number> = []
  return {
    value: value.run,
    derivative: read
      ? () => {
          slope.run()
          entries = read(slope.outputs)
        }
      : slope.run,
    entries: () => (read ? entries : joined(slope.outputs.slice(from ?? primal.outputs.length))),
    operations: [operationsOf(primal), operationsOf(derivative)],
    compile: compiled,
  }
})
