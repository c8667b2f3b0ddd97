/** Compile: a graph as a function that is quick, by WebAssembly that is generated for it. */
import { fail } from '../error.ts'
import { checkGraph, checkOptions } from '../given.ts'
import { type Graph, inputTypes, outputTypes } from '../graph.ts'
import { conformInputs } from '../interpret/evaluate.ts'
import { isTuple, sizeOf, type Type } from '../types.ts'
import { type Arrayish, fresh, type Tensor, type Value } from '../value.ts'
import type { Region } from './engine.ts'
import type { Precision } from './math/index.ts'
import { scalarEngine } from './scalars.ts'
import { tensorEngine } from './tensors.ts'
import { instantiate, memoryOf } from './wasm/index.ts'

export interface CompileOptions {
  /** What numbers are computed in: doubles, or singles, of which a vector holds four. */
  readonly precision?: Precision
  /** Results are not copied: calls return the same tensors every time, whose entries the next run writes over. */
  readonly views?: boolean
}

/** A graph compiled. Called with a value for each input, it gives the outputs, as `evaluateOrThrow` does. */
export interface Compiled {
  (inputs: readonly (Arrayish | Value)[]): readonly Value[]
  /** Where the inputs lie, flat, tuples part by part: `run` reads what is written here. */
  readonly inputs: readonly (Float64Array | Float32Array)[]
  /** Where `run` leaves the outputs, until the next run. */
  readonly outputs: readonly (Float64Array | Float32Array)[]
  /** Runs the graph on what lies in `inputs`. It allocates nothing. */
  readonly run: () => void
}

/** Whether a value is a tensor of a type already, so that it can be copied as it is. */
const fits = (x: Arrayish | Value, type: Type): x is Tensor | number =>
  !isTuple(type) &&
  (typeof x === 'number'
    ? type.shape.length === 0
    : typeof x === 'object' &&
      x !== null &&
      'data' in x &&
      x.data instanceof Float64Array &&
      !('offset' in x || 'stride' in x || 'strides' in x) &&
      x.data.length === sizeOf(type.shape) &&
      x.shape.length === type.shape.length &&
      type.shape.every((extent, axis) => extent === (x as Tensor).shape[axis]))

const refuseViews = (): never =>
  fail({
    tag: 'ValueError',
    op: 'compile',
    argument: 'views',
    found: 'singles',
    expected: 'doubles, of which tensors are',
    cure: 'read the outputs of the compiled graph, or leave out views or precision',
  })

const refuseRun = (): never =>
  fail({
    tag: 'ValueError',
    op: 'compile',
    argument: 'run',
    found: 'a run inside of a run, by an op whose eval asks for one',
    expected: 'one run at a time on one memory',
    cure: 'call the compiled function, which takes another memory for that',
  })

/** How many tensors a value of a type is made of. */
const leaves = (type: Type): number => (isTuple(type) ? type.tuple.reduce((sum, t) => sum + leaves(t), 0) : 1)

/**
 * A graph as a function that is quick from its first call on: its ops fused into loops over one memory, which is planned
 * ahead, in WebAssembly with vectors. Results are those of `evaluateOrThrow` up to the order of sums, the last digits of
 * exp, sin and the like, and the order of the factors of an einsum with three of them and more, which may overflow where
 * the other order does not. In f32, numbers are singles, and whole numbers exact below 2^24. With `views`, results lie in that
 * memory and are good until the next run.
 *
 * @throws AdError `ValueError` for a graph whose values alive at once take more memory than there is, before any of it is
 * taken; on a machine that cannot compile it or may not (no WebAssembly, no vectors, a page's policy); in f32 for an axis of more than 2^24 entries that are taken by number, and for views, which tensors of doubles
 * cannot be; `ArityError` or `ValueError`, when it is called, for values that do not fit the inputs
 * @example
 * compile(graph([[3]], (x) => sum(mul(x, x))))([[1, 2, 3]]) // => [14]
 *
 * const double = compile(graph([[2]], (x) => add(x, x)), { views: true })
 * const [y] = double([[1, 2]])
 * double([[3, 4]])
 * y // => [6, 8]
 */
export const compile = (graph: Graph, options: CompileOptions = {}): Compiled => {
  checkGraph('compile', graph)
  checkOptions('compile', options, { precision: ['f64', 'f32'], views: [true, false] })
  const { precision = 'f64', views = false } = options
  if (views && precision === 'f32') refuseViews()
  const engine = scalarEngine(graph, precision) ?? tensorEngine(graph, precision)
  const memory = memoryOf(engine.pages)
  const Numbers = precision === 'f64' ? Float64Array : Float32Array
  const viewOf = ({ at, size }: Region): Float64Array | Float32Array => new Numbers(memory.buffer, at, size)
  for (const { data, ...region } of engine.constants)
    if (data instanceof Int32Array) new Int32Array(memory.buffer, region.at, region.size).set(data)
    else viewOf(region).set(data)
  const functions = engine.functions(memory)
  const instance = (careful: boolean): (() => number) =>
    instantiate(engine.code(careful), { ...functions, memory })['run'] as () => number
  const first = instance(engine.always)
  let careful: (() => number) | undefined
  let running = false
  const run = (): void => {
    if (running) refuseRun()
    running = true
    try {
      if (first() === 0 || engine.always) return
      careful ??= instance(true)
      careful()
    } finally {
      running = false
    }
  }
  const [inputs, outputs] = [engine.inputs.map(viewOf), engine.outputs.map(viewOf)]
  const [given, results] = [inputTypes(graph), outputTypes(graph)]

  const put = (value: Value | number, from: number): number => {
    if (typeof value === 'number') inputs[from]![0] = value
    else if ('tuple' in value) return value.tuple.reduce((at, part) => put(part, at), from)
    else inputs[from]!.set(value.data)
    return from + 1
  }
  const taken = (type: Type, from: number): Value => {
    if (!isTuple(type))
      return fresh(type.shape, views ? (outputs[from] as Float64Array) : Float64Array.from(outputs[from]!))
    let at = from
    return {
      tuple: type.tuple.map((t) => {
        const part = taken(t, at)
        at += leaves(t)
        return part
      }),
    }
  }
  const all = (): readonly Value[] => {
    let at = 0
    return results.map((type) => {
      const value = taken(type, at)
      at += leaves(type)
      return value
    })
  }
  const same = views ? all() : undefined
  /** Copied where it lies in this memory: a view of an earlier result may lie where an input goes. */
  const apart = (value: Value | number): Value | number =>
    typeof value === 'number'
      ? value
      : 'tuple' in value
        ? { tuple: value.tuple.map((part) => apart(part) as Value) }
        : value.data.buffer === memory.buffer
          ? fresh(value.shape, Float64Array.from(value.data))
          : value
  let inner: Compiled | undefined
  const apply = (values: readonly (Arrayish | Value)[]): readonly Value[] => {
    if (running) {
      inner ??= compile(graph, { precision, views })
      return inner(values)
    }
    const known = values.length === given.length && values.every((x, k) => fits(x, given[k]!))
    const fitting = known ? (values as readonly (Tensor | number)[]) : conformInputs(graph, values)
    let at = 0
    for (const value of fitting.map(apart)) at = put(value, at)
    run()
    return same ?? all()
  }
  return Object.assign(apply, { inputs, outputs, run })
}
