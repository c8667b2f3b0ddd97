/** The measured process of the library: draws a work, differentiates it in reverse, runs both, compiled or interpreted. */
import {
  add,
  compile,
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
} from '../../../modes/index.ts'
import { answer, bytesInUse, POINT, repeated, timed } from './measure.ts'
import type { Ops, Work } from './works.ts'

const ops: Ops<Wire> = { number: constant, again: (x) => x, add, mul, sin, tanh, sigmoid }

const WARM_NODES = 5000
const WARM_TIMES = 20

const drawn = (work: Work, nodes: number): Graph => graph([[]], (x) => work(ops, nodes)(x!))
/** x -> dy/dx */
const slopeOf = (primal: Graph): Graph => {
  const tape = Tape.transpose(linearize(primal))
  return Tape.read(tape, () => Tape.fullFlow(tape, [unit({ shape: [] })]))
}

/** A graph as a function of the point, in the gear that is asked for. */
const geared = (g: Graph, cold: boolean): (() => number) => {
  if (cold) return () => (evaluateOrThrow(g, [POINT])[0] as Tensor).data[0]!
  const compiled = compile(g)
  compiled.inputs[0]![0] = POINT
  return () => {
    compiled.run()
    return compiled.outputs[0]![0]!
  }
}

/** All that is timed of a work, once. */
const once = (work: Work, nodes: number, cold: boolean) => {
  const [primal, draw] = timed(() => drawn(work, nodes))
  const [gradient, differentiate] = timed(() => slopeOf(primal))
  const [run, compiled] = timed(() => geared(gradient, cold))
  const [slope, first] = timed(run)
  const derivative = timed(run)[1]
  const value = geared(primal, cold)
  value()
  const times = {
    draw,
    differentiate,
    compile: compiled,
    firstResult: draw + differentiate + compiled + first,
    primal: timed(value)[1],
    derivative,
  }
  return { times, added: gradient.nodes.size - primal.nodes.size, slope }
}

/** The bytes that a graph keeps in use as long as it is held. */
const bytesOf = async (work: Work, nodes: number): Promise<number> => {
  const before = await bytesInUse()
  const held = drawn(work, nodes)
  return (await bytesInUse()) - before + 0 * held.nodes.size
}

await answer(async (work, { nodes, repetitions, cold }) => {
  repeated(WARM_TIMES, WARM_NODES, (size) => once(work, size, cold))
  const all = repeated(repetitions, nodes, (size) => once(work, size, cold))
  const bytes = await bytesOf(work, nodes)
  const each = (name: keyof (typeof all)[number]['times']): readonly number[] =>
    all.map(({ times }) => (times[name] * 1000) / nodes)
  return {
    draw: each('draw'),
    differentiate: each('differentiate'),
    ...(cold ? {} : { compile: each('compile') }),
    firstResult: each('firstResult'),
    primal: each('primal'),
    derivative: each('derivative'),
    bytesPerNode: bytes / nodes,
    derivativeNodes: all[0]!.added / nodes,
    slope: all[0]!.slope,
  }
})
