/** Faults of interpreters, of rewriting and of what must leave a graph alone. */
import { checkpointed } from '../../laws/agree.ts'
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
  simplify,
  stopGradient,
  type Wire,
  wireAt,
} from '../../modes/index.ts'
import type { Fault } from './functorFaults.ts'

/** Some graph with `f` of each of its results. */
const followed = (g: Graph, f: (y: Wire) => Wire): Graph => extend(g, () => g.outputs.map((ref) => f(wireAt(ref))))

const doubled = (f: Graph): Graph => followed(f, (y) => mul(2, y))

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

const stopped = (f: Graph): Graph =>
  graph(inputTypes(f), (...xs) =>
    replay(
      f,
      xs.map((x) => stopGradient(x)),
    ),
  )

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
  {
    name: 'a simplification of twice the function',
    parts: { simplify: (f, options) => doubled(simplify(f, options)) },
  },
  {
    name: 'a simplification that computes everything again',
    parts: { simplify: (f, options) => checkpointed(simplify(f, options)) },
  },
  {
    name: 'a simplification off in the last bit',
    parts: { simplify: (f, options) => followed(simplify(f, options), (y) => mul(1 + Number.EPSILON, y)) },
  },
  {
    name: 'a simplification that stops gradients',
    parts: { simplify: (f, options) => stopped(simplify(f, options)) },
  },
  { name: 'a rewriting of twice the function', parts: { rewrite: doubled } },
  {
    name: 'a rewriting that keeps values and stops gradients',
    parts: {
      rewrite: stopped,
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
