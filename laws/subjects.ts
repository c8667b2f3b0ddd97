/** What laws are asked of: modes and interpreters, each one entry of a list of plain values, under presets of conventions. */
import { runProgram, valueProgram } from '../lib/engine/cold/loop.ts'
import {
  add,
  batch,
  type Conventions,
  compile,
  cotangent,
  count,
  evaluateOrThrow,
  forward,
  forwardVector,
  Graph,
  graph,
  inputTypes,
  jax,
  type LinearizeOptions,
  matmul,
  mixed,
  mul,
  outputTypes,
  parseOrThrow,
  replay,
  reshape,
  reverse,
  reverseVector,
  simplify,
  sizeOf,
  slice,
  squeeze,
  stack,
  stringify,
  type Tensor,
  type TensorType,
  tfjs,
  torch,
  type Wire,
} from '../modes/index.ts'
import { checkpointed } from './agree.ts'
import { cubic } from './instructions/elementary.ts'
import { entriesOf, pullback, pushforward, type Values } from './scale.ts'

/** A mode as what it makes of f: (x, v) -> D f (x, v), or (x, w) -> R f (x, w), or both. */
export interface Mode {
  readonly name: string
  readonly D?: (f: Graph, options: LinearizeOptions) => Graph
  readonly R?: (f: Graph, options: LinearizeOptions) => Graph
  /** It makes the graphs that pushing a tape makes, node for node in canonical form, with f a prefix of each. */
  readonly exact?: boolean
}

const derivativeIn = (pushed: Graph, f: Graph): Graph => ({
  ...pushed,
  outputs: pushed.outputs.slice(f.outputs.length),
})

/** One of two lanes: a mode that takes lanes is given the vectors and, beside them, others that must not matter. */
const oneLaneOf = (f: Graph, lanes: Graph, given: readonly Wire[], vectors: readonly Wire[]): readonly Wire[] =>
  replay(lanes, [...given, ...vectors.map((v) => stack([mul(-0.5, v), v]))])
    .slice(f.outputs.length)
    .map((y) => squeeze(slice(y, [[1, 2]]), 0))

const inLanes =
  (mode: (f: Graph, lanes: number, options: LinearizeOptions) => Graph, types: (f: Graph) => Graph['inputs']) =>
  (f: Graph, options: LinearizeOptions): Graph => {
    const ends = types(f).map((ref) => f.nodes.get(ref)!.type)
    return graph([...inputTypes(f), ...ends], (...xs) =>
      oneLaneOf(f, mode(f, 2, options), xs.slice(0, f.inputs.length), xs.slice(f.inputs.length)),
    )
  }

/** The derivative along v from a graph of (y, dy/dx for each y and each x), by products of its blocks with v. */
const byJacobian =
  (jacobian: (f: Graph, options: LinearizeOptions) => Graph) =>
  (f: Graph, options: LinearizeOptions): Graph => {
    const [types, results] = [inputTypes(f), outputTypes(f)] as unknown as readonly TensorType[][]
    return graph([...types!, ...types!], (...xs) => {
      const n = types!.length
      const blocks = replay(jacobian(f, options), xs.slice(0, n)).slice(results!.length)
      return results!.map(({ shape }, j) => {
        const terms = types!.map((type, k) => {
          const size = sizeOf(type.shape)
          const matrix = reshape(blocks[j * n + k]!, [sizeOf(shape), size])
          return reshape(matmul(matrix, reshape(xs[n + k]!, [size])), shape)
        })
        return add(...terms)
      })
    })
  }

/** The modes of the library. A new one is one entry. */
export const modes: readonly Mode[] = [
  { name: 'forward', D: (f, options) => derivativeIn(forward(f, options), f), exact: true },
  { name: 'reverse', R: (f, options) => derivativeIn(reverse(f, options), f), exact: true },
  { name: 'forwardVector', D: inLanes(forwardVector, ({ inputs }) => inputs) },
  { name: 'reverseVector', R: inLanes(reverseVector, ({ outputs }) => outputs) },
  {
    name: 'checkpointed',
    D: (f, options) => pushforward(checkpointed(f), undefined, options),
    R: (f, options) => pullback(checkpointed(f), options),
  },
  { name: 'mixed', D: byJacobian((f, options) => mixed(f, { ...options, order: { kind: 'vertex', steps: [] } })) },
]

/** An interpreter, or a rewriting of graphs that keeps what they mean. */
export interface Interpreter {
  readonly name: string
  readonly run?: (f: Graph, x: Values) => Values
  readonly rewrite?: (f: Graph) => Graph
  /** It reorders no sum: values are those of `evaluate` to the bit. */
  readonly exact?: boolean
  /** It knows the ops of the library alone. */
  readonly closed?: boolean
}

const tensorsOf = (xs: Values): readonly Tensor[] => xs as readonly Tensor[]

/** A graph on two lanes, of which the second is what counts. */
const secondOfTwo = (f: Graph, x: Values): Values => {
  const lanes = tensorsOf(x).map((value) => ({
    shape: [2, ...value.shape],
    data: Float64Array.from([...value.data, ...value.data]),
  }))
  const types = outputTypes(f) as readonly TensorType[]
  return tensorsOf(evaluateOrThrow(batch(f, { size: 2 }), lanes)).map((value, k): Tensor => {
    const entries = entriesOf([value])
    return { shape: types[k]!.shape, data: Float64Array.from(entries.slice(entries.length / 2)) }
  })
}

/** The interpreters of the library. A new one is one entry. */
export const interpreters: readonly Interpreter[] = [
  { name: 'evaluate', run: evaluateOrThrow, exact: true },
  { name: 'count', run: (f, x) => count(f, x).outputs, exact: true },
  { name: 'loop', run: (f, x) => runProgram(valueProgram(f), x), exact: true },
  { name: 'compile', run: (f, x) => compile(f)(x) },
  { name: 'batch', run: secondOfTwo },
  { name: 'call', rewrite: checkpointed, exact: true },
  { name: 'replay', rewrite: (f) => graph(inputTypes(f), (...xs) => replay(f, xs)), exact: true },
  { name: 'trim', rewrite: (f) => Graph.trim(f), exact: true },
  { name: 'simplify', rewrite: (f) => simplify(f) },
  { name: 'JSON', rewrite: (f) => parseOrThrow(stringify(f), { families: [cubic.op] }), exact: true, closed: true },
]

/** The presets of conventions, by name. */
export const presets: Readonly<Record<string, Conventions>> = { cotangent, jax, torch, tfjs }
