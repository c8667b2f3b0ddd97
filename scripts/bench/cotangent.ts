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
import { answer, POINT, retained, type Samples, type Task, timed } from './measure.ts'
import type { Ops, Work } from './works.ts'

const ops: Ops<Wire> = { number: constant, again: (x) => x, add, mul, sin, tanh, sigmoid }

const WARM_NODES = 5000
const WARM_TIMES = 12

const gradientOf = (primal: Graph): Graph => {
  const tape = Tape.transpose(linearize(primal))
  return Tape.read(tape, () => Tape.fullFlow(tape, [unit({ shape: [] })]))
}

/** All that is measured of a work, once. */
const once = async (work: Work, nodes: number) => {
  const before = await retained()
  const [primal, draw] = timed(() => graph([[]], (x) => work(ops, nodes)(x!)))
  const bytes = (await retained()) - before
  const [gradient, derivative] = timed(() => gradientOf(primal))
  const [[slope], first] = timed(() => evaluateOrThrow(gradient, [POINT]))
  const again = timed(() => evaluateOrThrow(gradient, [POINT]))[1]
  evaluateOrThrow(primal, [POINT])
  const value = timed(() => evaluateOrThrow(primal, [POINT]))[1]
  const drawn = gradient.nodes.size - primal.nodes.size
  return { draw, derivative, first: draw + derivative + first, value, again, bytes, drawn, slope }
}

const run = async (work: Work, { nodes, repetitions }: Task): Promise<Samples> => {
  for (let k = 0; k < WARM_TIMES; k++) await once(work, WARM_NODES)
  const all: Awaited<ReturnType<typeof once>>[] = []
  for (let k = 0; k < repetitions; k++) all.push(await once(work, nodes))
  const each = (of: (x: (typeof all)[number]) => number): readonly number[] => all.map((x) => of(x) / nodes)
  return {
    draw: each((x) => x.draw * 1000),
    derivative: each((x) => x.derivative * 1000),
    firstResult: each((x) => x.first * 1000),
    primal: each((x) => x.value * 1000),
    gradient: each((x) => x.again * 1000),
    bytesPerNode: each((x) => x.bytes),
    derivativeNodes: each((x) => x.drawn),
    slope: (all[0]!.slope as Tensor).data[0]!,
  }
}

await answer(run)
