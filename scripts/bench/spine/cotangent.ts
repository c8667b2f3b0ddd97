/**
 * The measured process of the library: draws a work, differentiates it in reverse, runs both; compiled, or as they run at
 * first: in columns, on the loop.
 */
import { gradientProgram } from '../../../lib/engine/cold/gradient.ts'
import { type Program, runProgram, valueProgram } from '../../../lib/engine/cold/loop.ts'
import {
  add,
  compile,
  constant,
  cotangent,
  type Graph,
  graph,
  linearize,
  mul,
  sigmoid,
  sin,
  Tape,
  type Tensor,
  tanh,
  tensor,
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

/** A graph compiled, as a function of the point. */
const compiledAt = (g: Graph): (() => number) => {
  const compiled = compile(g)
  compiled.inputs[0]![0] = POINT
  return () => {
    compiled.run()
    return compiled.outputs[0]![0]!
  }
}

/** A program on the loop, as a function of the point: its last output. */
const loopAt =
  (program: Program): (() => number) =>
  () =>
    (runProgram(program, [tensor(POINT)]).at(-1) as Tensor).data[0]!

/** All that is timed of a work, once: what there is before the first run, then runs. */
const timesOf = (
  draw: number,
  differentiate: number,
  compiled: number,
  gradient: () => number,
  value: () => number,
) => {
  const [slope, first] = timed(gradient)
  const derivative = timed(gradient)[1]
  value()
  const firstResult = draw + differentiate + compiled + first
  return { slope, times: { draw, differentiate, compile: compiled, firstResult, primal: timed(value)[1], derivative } }
}

const onceHot = (work: Work, nodes: number) => {
  const [primal, draw] = timed(() => drawn(work, nodes))
  const [gradient, differentiate] = timed(() => slopeOf(primal))
  const [run, compiled] = timed(() => compiledAt(gradient))
  const added = gradient.nodes.size - primal.nodes.size
  return { ...timesOf(draw, differentiate, compiled, run, compiledAt(primal)), added }
}

const onceCold = (work: Work, nodes: number) => {
  const [primal, draw] = timed(() => drawn(work, nodes))
  const [gradient, differentiate] = timed(
    () => gradientProgram(primal, { wrt: primal.inputs, of: primal.outputs[0]!, conventions: cotangent })!,
  )
  const added = gradient.code.length - primal.nodes.size
  return { ...timesOf(draw, differentiate, 0, loopAt(gradient), loopAt(valueProgram(primal))), added }
}

const once = (work: Work, nodes: number, cold: boolean) => (cold ? onceCold : onceHot)(work, nodes)

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
