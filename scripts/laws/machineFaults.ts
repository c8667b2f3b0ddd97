/** Faults of interpreters, of rewriting and of what must leave a graph alone. */
import { run, scaled, type Values } from '../../laws/scale.ts'
import {
  cost,
  evaluateOrThrow,
  extend,
  type Graph,
  graph,
  inputTypes,
  mul,
  replay,
  stopGradient,
  wireAt,
} from '../../modes/index.ts'
import type { Fault } from './functorFaults.ts'

const doubled = (f: Graph): Graph => extend(f, () => f.outputs.map((ref) => mul(2, wireAt(ref))))

/** The einsums of a graph, of which the last words are read backward. */
const einsumOf = (f: Graph): boolean => f.nodes.some(({ op }) => op.family.kind === 'einsum')

/** An interpreter that remembers how often it has run. */
const forgetful = (): Fault => {
  let count = 0
  return {
    name: 'an interpreter whose second run differs',
    parts: { run: (f, x) => scaled(run(f, x), ++count % 2 === 0 ? 1.0000001 : 1) },
  }
}

export const machineFaults: readonly Fault[] = [
  {
    name: 'a cost that leaves out the last result',
    parts: { cost: (f, options) => cost({ ...f, outputs: f.outputs.slice(0, -1) }, options) },
  },
  {
    name: 'a cost of twice the function',
    parts: { cost: (f, options) => cost(doubled(f), options) },
  },
  { name: 'an interpreter off by a millionth', parts: { run: (f, x) => scaled(run(f, x), 1.000001) } },
  {
    name: 'an interpreter off in the last bit',
    parts: { run: (f, x) => scaled(run(f, x), 1 + Number.EPSILON) },
  },
  {
    name: 'an interpreter of the wrong sign where there is an einsum',
    parts: { run: (f, x) => scaled(run(f, x), einsumOf(f) ? -1 : 1) },
  },
  {
    name: 'an interpreter that squares what it is given',
    parts: {
      run: (f, x) =>
        run(
          f,
          x.map((value, k) =>
            'tuple' in value || k > 0 ? value : { shape: value.shape, data: value.data.map((e) => e * e) },
          ) as Values,
        ),
    },
  },
  forgetful(),
  {
    name: 'an interpreter that writes into its input',
    parts: {
      run: (f, x) => {
        const results = evaluateOrThrow(f, x)
        for (const value of x) if (!('tuple' in value)) (value.data as Float64Array)[0] = 1
        return results
      },
    },
  },
  { name: 'a rewriting of twice the function', parts: { rewrite: doubled } },
  {
    name: 'a rewriting that keeps values and stops gradients',
    parts: {
      rewrite: (f) =>
        graph(inputTypes(f), (...xs) =>
          replay(
            f,
            xs.map((x) => stopGradient(x)),
          ),
        ),
    },
  },
  {
    name: 'a rewriting that writes into its graph',
    parts: {
      rewrite: (f) => {
        const made = { ...f, outputs: [...f.outputs] }
        ;(f.outputs as number[]).push(f.outputs[0]!)
        return made
      },
    },
  },
]
