/** Compile: a graph as a function that is quick, by WebAssembly that is generated for it. */
import { type Graph, inputTypes, outputTypes } from '../graph.ts'
import { conformInputs } from '../interpret/evaluate.ts'
import type { Op } from '../op.ts'
import { refuseSteps } from '../ops/while.ts'
import { isTuple, type Type } from '../types.ts'
import { type Arrayish, fresh, scalarValue, type Tensor, type Value } from '../value.ts'
import { absorptionOf } from './absorption.ts'
import { arenaOf } from './arena.ts'
import { flattened } from './draft.ts'
import { type Emitted, emit } from './emit.ts'
import type { Precision } from './emitter.ts'
import { lower } from './lower.ts'
import { outsideName, platformFunction } from './point.ts'
import { isTuplePlace, type Opaque, type Place, type Slot } from './program.ts'
import { innerLists, memorySlots, type Step, stepsOfProgram, tasksOf } from './steps.ts'
import { type Env, instantiate, memoryOf } from './wasm/index.ts'

export interface CompileOptions {
  /** What numbers are computed in: doubles, or singles, of which a vector holds four. */
  readonly precision?: Precision
}

/** A graph compiled. Called with a value for each input, it gives the outputs, as `evaluateOrThrow` does. */
export interface Compiled {
  (inputs: readonly (Arrayish | Value)[]): readonly Value[]
  /** Where the inputs lie, flat, tuples part by part: `run` reads what is written here. */
  readonly inputs: readonly Numbers[]
  /** Where `run` leaves the outputs, until the next run. */
  readonly outputs: readonly Numbers[]
  /** Runs the graph on what lies in `inputs`. It allocates nothing. */
  readonly run: () => void
}
type Numbers = Float64Array | Float32Array

/** The function of doubles that an elementwise op is, one at a time. */
const functionOf = (op: Op): ((...xs: number[]) => number) => {
  const known = platformFunction(op)
  return known ?? ((...xs) => (op.eval(...xs.map(scalarValue)) as Tensor).data[0]!)
}

/** Functions from outside, by the names that a module imports them by. */
const functionsOf = (steps: readonly Step[]): Readonly<Record<string, (...xs: number[]) => number>> => {
  const found: Record<string, (...xs: number[]) => number> = {}
  const visit = (list: readonly Step[]): void => {
    for (const step of list) {
      for (const task of tasksOf(step)) {
        if (task.tag !== 'point' || task.op.name !== 'op') continue
        const name = outsideName(task.op.op)
        if (name !== undefined) found[name] ??= functionOf(task.op.op)
      }
      innerLists(step).forEach(visit)
    }
  }
  visit(steps)
  return found
}

type See = (slot: Slot) => Numbers

/** A value copied out of memory. */
const valueAt = (place: Place, type: Type, see: See): Value =>
  isTuple(type)
    ? { tuple: type.tuple.map((t, k) => valueAt((place as readonly Place[])[k]!, t, see)) }
    : fresh(type.shape, Float64Array.from(see((place as { readonly slot: Slot }).slot)))

const putAt = (place: Place, value: Value, see: See): void => {
  if (isTuplePlace(place))
    place.forEach((part, k) => {
      putAt(part, (value as { tuple: readonly Value[] }).tuple[k]!, see)
    })
  else see(place.slot).set((value as Tensor).data)
}

const flatValues = (value: Value): readonly Tensor[] => ('tuple' in value ? value.tuple.flatMap(flatValues) : [value])

/** A run of an op's `eval`, from memory to memory. */
const evaluation =
  ({ op, args, types, outs }: Opaque, see: See) =>
  (): void => {
    const result = op.eval(...args.map((place, k) => valueAt(place, types[k]!, see)))
    flatValues(result).forEach(({ data }, k) => {
      see(outs[k]!).set(data)
    })
  }

/** Whether a value is a tensor of a type already, so that it can be copied as it is. */
const fits = (x: Arrayish | Value, type: Type): x is Tensor | number =>
  !isTuple(type) &&
  (typeof x === 'number'
    ? type.shape.length === 0
    : typeof x === 'object' &&
      'data' in x &&
      x.data instanceof Float64Array &&
      !('offset' in x || 'stride' in x || 'strides' in x) &&
      x.shape.length === type.shape.length &&
      type.shape.every((extent, axis) => extent === (x as Tensor).shape[axis]))

/**
 * A graph as a function that is quick from its first call on: its ops fused into loops over one memory, which is planned
 * ahead, in WebAssembly with vectors. Results are those of `evaluateOrThrow` up to the order of sums. In f32, numbers are
 * singles, and whole numbers exact below 2^24.
 *
 * @throws AdError `ArityError` or `ValueError`, when it is called with values that do not fit the inputs
 * @example
 * compile(graph([[3]], (x) => sum(mul(x, x))))([[1, 2, 3]]) // => [14]
 */
export const compile = (graph: Graph, { precision = 'f64' }: CompileOptions = {}): Compiled => {
  const program = lower(graph)
  const steps = stepsOfProgram(program)
  const slotsOf = (places: readonly Place[]): readonly Slot[] =>
    places.flatMap((place) => flattened(place).map(({ slot }) => slot))
  const [ins, outs] = [slotsOf(program.inputs), slotsOf(program.outputs)]
  const memory = memorySlots(steps, outs)
  const constants = [...memory].filter((slot) => slot.data)
  const counters = [...memory].filter((slot) => slot.counts)
  const arena = arenaOf(steps, memory, [...ins, ...constants, ...counters], outs, precision === 'f64' ? 8 : 4)
  const absorption = absorptionOf(steps)
  const emitted = (careful: boolean): Emitted => emit(steps, arena, { precision, careful, absorption, outputs: outs })
  const first = emitted(absorption.always)
  const space = memoryOf(first.pages)
  const Numbers = precision === 'f64' ? Float64Array : Float32Array
  const at = (slot: Slot): Numbers => new Numbers(space.buffer, arena.at.get(slot) ?? 0, slot.size)
  const views = new Map<Slot, Numbers>()
  const see: See = (slot) => {
    const view = views.get(slot) ?? at(slot)
    views.set(slot, view)
    return view
  }
  for (const slot of constants) see(slot).set(slot.data!)
  const functions = functionsOf(steps)
  const instance = ({ code, opaque, limits }: Emitted): (() => number) => {
    const env: Record<string, Env[string]> = { memory: space, ...functions }
    opaque.forEach((task, k) => {
      env[`eval ${k}`] = evaluation(task, see)
    })
    limits.forEach((limit, k) => {
      env[`limit ${k}`] = () => refuseSteps(limit)
    })
    return instantiate(code, env)['run'] as () => number
  }
  const plain = instance(first)
  let careful: (() => number) | undefined
  const run = (): void => {
    if (plain() === 0 || absorption.always) return
    careful ??= instance(emitted(true))
    careful()
  }
  const types = inputTypes(graph)
  const results = outputTypes(graph)
  const apply = (inputs: readonly (Arrayish | Value)[]): readonly Value[] => {
    const values =
      inputs.length === types.length && inputs.every((x, k) => fits(x, types[k]!))
        ? (inputs as readonly (Tensor | number)[])
        : conformInputs(graph, inputs)
    values.forEach((value, k) => {
      const place = program.inputs[k]!
      if (typeof value === 'number') see((place as { readonly slot: Slot }).slot)[0] = value
      else putAt(place, value, see)
    })
    run()
    return program.outputs.map((place, k) => valueAt(place, results[k]!, see))
  }
  return Object.assign(apply, { inputs: ins.map(see), outputs: outs.map(see), run })
}
