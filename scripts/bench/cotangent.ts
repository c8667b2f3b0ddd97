/** The measured process of the library: draws a work, differentiates it in reverse, evaluates both. */
import {
  add,
  constant,
  evaluateOrThrow,
  type Graph,
  graph,
  linearize,
  mul,
  sigmoid,
  sin,
  Tape,
  type Tensor,
  tanh,
  unit,
  type Wire,
} from '../../modes/index.ts'
import { answer, bytesInUse, POINT, repeated, timed } from './measure.ts'
import type { Ops, Work } from './works.ts'

const ops: Ops<Wire> = { number: constant, again: (x) => x, add, mul, sin, tanh, sigmoid }

const WARM_NODES = 5000
const WARM_TIMES = 20

const drawn = (work: Work, nodes: number): Graph => graph([[]], (x) => work(ops, nodes)(x!))
const gradientOf = (primal: Graph): Graph => {
  const tape = Tape.transpose(linearize(primal))
  return Tape.read(tape, () => Tape.fullFlow(tape, [unit({ shape: [] })]))
}

/** All that is timed of a work, once. */
const once = (work: Work, nodes: number) => {
  const [primal, draw] = timed(() => drawn(work, nodes))
  const [gradient, derivative] = timed(() => gradientOf(primal))
  const [[slope], first] = timed(() => evaluateOrThrow(gradient, [POINT]))
  const again = timed(() => evaluateOrThrow(gradient, [POINT]))[1]
  evaluateOrThrow(primal, [POINT])
  const value = timed(() => evaluateOrThrow(primal, [POINT]))[1]
  const times = { draw, derivative, firstResult: draw + derivative + first, primal: value, gradient: again }
  return { times, added: gradient.nodes.size - primal.nodes.size, slope: (slope as Tensor).data[0]! }
}

/** The bytes that a graph keeps in use as long as it is held. */
const bytesOf = async (work: Work, nodes: number): Promise<number> => {
  const before = await bytesInUse()
  const held = drawn(work, nodes)
  return (await bytesInUse()) - before + 0 * held.nodes.size
}

await answer(async (work, { nodes, repetitions }) => {
  repeated(WARM_TIMES, WARM_NODES, (size) => once(work, size))
  const all = repeated(repetitions, nodes, (size) => once(work, size))
  const bytes = await bytesOf(work, nodes)
  const each = (name: keyof (typeof all)[number]['times']): readonly number[] =>
    all.map(({ times }) => (times[name] * 1000) / nodes)
  return {
    draw: each('draw'),
    derivative: each('derivative'),
    firstResult: each('firstResult'),
    primal: each('primal'),
    gradient: each('gradient'),
    bytesPerNode: bytes / nodes,
    derivativeNodes: all[0]!.added / nodes,
    slope: all[0]!.slope,
  }
})
