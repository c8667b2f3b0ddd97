/** Graphs of tensors: lowered to tasks, fused into steps, placed in an arena, and emitted. */
import { fail } from '../error.ts'
import type { Graph } from '../graph.ts'
import { refuseSteps } from '../ops/while.ts'
import { isTuple, type Type } from '../types.ts'
import { fresh, type Tensor, type Value } from '../value.ts'
import { absorptionOf } from './absorption.ts'
import { arenaOf } from './arena.ts'
import { flattened } from './draft.ts'
import { bytesFor, emit, foreign } from './emit.ts'
import type { Engine, Region } from './engine.ts'
import { lower } from './lower.ts'
import type { Precision } from './math/index.ts'
import { outsideOf } from './outside.ts'
import type { Opaque, Place, PointOp, Slot } from './program.ts'
import { homeOf } from './slots.ts'
import { innerLists, memorySlots, type Step, stepsOfProgram } from './steps.ts'
import { type Env, PAGE } from './wasm/index.ts'

type Numbers = Float64Array | Float32Array

const usesOf = function* (steps: readonly Step[]): Iterable<readonly [PointOp, number]> {
  for (const step of steps) {
    if (step.tag === 'nest')
      for (const task of step.members) if (task.tag === 'point') yield [task.op, task.args.length]
    for (const list of innerLists(step)) yield* usesOf(list)
  }
}

/** A value copied out of memory. */
const valueAt = (place: Place, type: Type, see: (slot: Slot) => Numbers): Value =>
  isTuple(type)
    ? { tuple: type.tuple.map((t, k) => valueAt((place as readonly Place[])[k]!, t, see)) }
    : fresh(type.shape, Float64Array.from(see((place as { readonly slot: Slot }).slot)))

const tensorsOf = (value: Value): readonly Tensor[] => ('tuple' in value ? value.tuple.flatMap(tensorsOf) : [value])

/** A run of an op's `eval`, from memory to memory. */
const evaluation =
  ({ op, args, types, outs }: Opaque, see: (slot: Slot) => Numbers) =>
  (): void => {
    const result = tensorsOf(op.eval(...args.map((place, k) => valueAt(place, types[k]!, see))))
    for (const [k, { data }] of result.entries()) see(outs[k]!).set(data)
  }

const slotsOf = (places: readonly Place[]): readonly Slot[] =>
  places.flatMap((place) => flattened(place).map(({ slot }) => slot))

/** Places are whole numbers: in singles, an axis must not be longer than what they count exactly. */
const countable = (steps: readonly Step[], precision: Precision): void => {
  if (precision === 'f64') return
  for (const step of steps) {
    if ('extent' in step && step.extent > 2 ** 24)
      fail({
        tag: 'ValueError',
        op: 'compile',
        found: `an axis of ${step.extent} entries that are taken by number`,
        expected: 'at most 2^24 in f32',
        cure: "compile with {precision: 'f64'}",
      })
    for (const list of innerLists(step)) countable(list, precision)
  }
}

/** The engine of any graph. */
export const tensorEngine = (graph: Graph, precision: Precision): Engine => {
  const program = lower(graph)
  const steps = stepsOfProgram(program)
  countable(steps, precision)
  const [inputs, outputs] = [slotsOf(program.inputs), slotsOf(program.outputs)]
  const memory = memorySlots(steps, outputs)
  const constants = [...memory].filter((slot) => slot.data ?? slot.places)
  const counters = [...memory].filter((slot) => slot.counts)
  const arena = arenaOf(steps, memory, [...inputs, ...constants, ...counters], outputs, precision === 'f64' ? 8 : 4)
  const absorption = absorptionOf(steps)
  const outside = outsideOf(usesOf(steps))
  const { opaque, limits } = foreign(steps)
  const regionOf = (slot: Slot): Region => ({ at: arena.at.get(slot) ?? 0, size: slot.size })
  const Numbers = precision === 'f64' ? Float64Array : Float32Array
  return {
    pages: Math.ceil(bytesFor(steps, arena, precision) / PAGE),
    inputs: inputs.map(regionOf),
    outputs: outputs.map(regionOf),
    constants: constants.map((slot) => ({ ...regionOf(slot), data: slot.data ?? slot.places! })),
    always: absorption.always,
    code: (careful) => emit(steps, arena, { precision, careful, absorption, outputs, outside }),
    functions: ({ buffer }) => {
      const integers = new Int32Array(buffer)
      const see = (slot: Slot): Numbers => {
        const { at } = regionOf(homeOf(slot))
        const step = slot.slice ? integers[regionOf(slot.slice.counter).at / 4]! : 0
        return new Numbers(buffer, at + step * slot.size * Numbers.BYTES_PER_ELEMENT, slot.size)
      }
      const own: Record<string, Env[string]> = {}
      opaque.forEach((task, k) => {
        own[`eval ${k}`] = evaluation(task, see)
      })
      limits.forEach((limit, k) => {
        own[`limit ${k}`] = () => refuseSteps(limit)
      })
      return { ...outside.functions, ...own }
    },
  }
}
