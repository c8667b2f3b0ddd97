/** Where NaN and infinities come from: numbers that carry the operation that first made them one. */
import type { Graph, Ref } from '../graph.ts'
import { nodeAt } from '../graph.ts'
import { conformInputs } from '../interpret/evaluate.ts'
import { isTuple, type Type } from '../types.ts'
import type { Arrayish, Value } from '../value.ts'
import { type Algebra, entriesOfAll, mapEntries, type Place } from './algebra.ts'
import { interpret } from './interpret.ts'
import { callOp, numbers, ofValue, valueOf } from './numbers.ts'

/** What gave a number that is not finite, of numbers that are, or a NaN of numbers that are none. */
interface Cause {
  readonly operation: string
  readonly of: readonly number[]
  readonly told: boolean
}
interface Caused {
  readonly value: number
  readonly cause: Cause | undefined
}

/** A node at which a NaN or an infinity arose in a run, first of its kind. */
export interface NonFinite {
  readonly value: number
  readonly ref: Ref
  /** The bodies that the node is in, outermost first; `ref` is its place in the innermost. */
  readonly within: readonly string[]
  readonly op: string
  readonly label: string | undefined
  readonly scope: string | undefined
  /** For a node of a derivative: the node of the primal graph that it belongs to. */
  readonly primal: Ref | undefined
  /** The first entry that is not finite, as an index, and how many there are. */
  readonly entry: readonly number[]
  readonly count: number
  /** The operation on numbers that gave it, and of which numbers. */
  readonly operation: string
  readonly of: readonly number[]
  /** All of it in a sentence. */
  readonly sentence: string
}

/** A result that is worse than all it was made of has a new cause, else the cause of what it was made of. */
const made = (value: number, operation: string, xs: readonly Caused[]): Caused => {
  if (Number.isFinite(value)) return { value, cause: undefined }
  const nan = Number.isNaN(value)
  const old = xs.find((x) => (nan ? Number.isNaN(x.value) : !Number.isFinite(x.value)))
  return { value, cause: old ? old.cause : { operation, of: xs.map((x) => x.value), told: false } }
}

const valuesOf = (xs: readonly Caused[]): readonly number[] => xs.map((x) => x.value)

const causes = (tell: (x: Caused, place: Place) => Caused): Algebra<Caused> => ({
  name: 'causes',
  constant: (x) => made(x, 'constant', []),
  add: (a, b) => made(a.value + b.value, 'sum', [a, b]),
  mul: (xs, absorbing) => made(numbers.mul(valuesOf(xs), absorbing), 'product', xs),
  neg: (x) => made(-x.value, 'negation', [x]),
  apply: (op, xs) => made(callOp(op, valuesOf(xs)), op.name, xs),
  number: (x) => x.value,
  choose: (_, options) => options[0]!,
  other: (op, xs) => {
    const all = entriesOfAll(xs)
    const result = op.eval(...xs.map((x) => valueOf(mapEntries(x, ({ value }) => value))))
    return mapEntries(ofValue(result), (value) => made(value, op.name, all))
  },
  at: (x, place) => (x.cause && !x.cause.told ? tell(x, place) : x),
})

const indexOf = (type: Type, flat: number): readonly number[] => {
  if (isTuple(type)) return [flat]
  let rest = flat
  const index = [...type.shape].reverse().map((extent) => {
    const i = rest % extent
    rest = Math.floor(rest / extent)
    return i
  })
  return index.reverse()
}

const SHOWN = 6
const listed = (xs: readonly number[]): string =>
  `${xs.slice(0, SHOWN).join(', ')}${xs.length > SHOWN ? `, ... (${xs.length} numbers)` : ''}`

const nameOf = (graph: Graph, ref: Ref): string => {
  const { op, about } = nodeAt(graph, ref)
  return `%${ref} ${op.name}${about?.label ? ` "${about.label}"` : ''}`
}

const found = (graph: Graph, { value, cause }: Caused, { node, ref, entry, within }: Place): NonFinite => {
  const { label, scope, primal } = node.about ?? {}
  const { operation, of } = cause!
  const kind = node.op.family.kind
  const index = indexOf(node.type, entry)
  const where = [
    `%${ref} ${node.op.name}`,
    ...(label ? [`"${label}"`] : []),
    ...(scope ? [`in ${scope}`] : []),
    ...(index.length > 0 ? [`at [${index.join()}]`] : []),
    ...(within.length > 0 ? [`inside ${within.join(', ')}`] : []),
  ].join(' ')
  const owner = primal === undefined || within.length > 0 ? '' : `, in the derivative of ${nameOf(graph, primal)}`
  const given = kind === 'input' || kind === 'constant' ? 'it was given' : 'an index names no entry'
  const how = operation === 'constant' ? given : `${operation}(${listed(of)}) = ${value}`
  return {
    value,
    ref,
    within,
    op: node.op.name,
    label,
    scope,
    primal,
    entry: index,
    count: 1,
    operation,
    of,
    sentence: `${value} arose in ${where}${owner}: ${how}`,
  }
}

/**
 * The nodes at which NaN arose out of numbers that are none, or an infinity out of finite numbers, in the order of the
 * run; one record a node, bodies looked into step by step. What is later masked away is among them.
 *
 * @throws AdError `ArityError` or `ValueError` where the values do not fit the inputs
 * @example
 * nonFinites(graph([[2]], (x) => sum(log(x))), [[-1, 0]]).map(({ value }) => value) // => [NaN]
 */
export const nonFinites = (graph: Graph, inputs: readonly (Arrayish | Value)[]): readonly NonFinite[] => {
  const seen = new Map<string, NonFinite>()
  const tell = (x: Caused, place: Place): Caused => {
    const key = `${place.within.join('/')}%${place.ref}`
    const known = seen.get(key)
    seen.set(key, known ? { ...known, count: known.count + 1 } : found(graph, x, place))
    return { value: x.value, cause: { ...x.cause!, told: true } }
  }
  const algebra = causes(tell)
  const given = conformInputs(graph, inputs).map((value) => mapEntries(ofValue(value), algebra.constant))
  interpret(algebra)(graph, given)
  return [...seen.values()]
}

/**
 * Where a NaN or an infinity first arose in a run of a graph, undefined where none did.
 *
 * @throws AdError `ArityError` or `ValueError` where the values do not fit the inputs
 * @example
 * const first = firstNonFinite(graph([[]], (x) => mul(x, log(x))), [0])
 * first.sentence === '-Infinity arose in %1 log: log(0) = -Infinity' // => true
 */
export const firstNonFinite = (graph: Graph, inputs: readonly (Arrayish | Value)[]): NonFinite | undefined =>
  nonFinites(graph, inputs)[0]
