/** Known entries: the entries of a graph's tensors in classes, where they follow from constants with zeros among them. */
import { dependencies, type Graph, type Node, type Ref } from '../graph.ts'
import type { Constant } from '../ops/constant.ts'
import { isTuple, sizeOf } from '../types.ts'
import { formulaOf, type Piece, type Term } from './formulas.ts'

/** Of entry e of a result entry `at[e]`, or e, of a tensor: one of class `own` there, or ALL where they are all alike. */
export interface Operand {
  readonly ref: Ref
  readonly own: number
  readonly at: Int32Array | undefined
}
export const ALL = -1

/** A number times what is not known. */
export interface Product {
  readonly coefficient: number
  /** Whether a zero counts more than an infinity or a NaN. */
  readonly absorbing: boolean
  readonly operands: readonly Operand[]
}

/** What each entry of a class is: a number and products. It is known where there are none. */
export interface Class {
  readonly rest: number
  readonly products: readonly Product[]
}
export const isKnown = ({ products }: Class): boolean => products.length === 0

/** The entries of a tensor: which class each is of. */
export interface Classes {
  readonly of: Int32Array
  readonly classes: readonly Class[]
}

export interface Known {
  readonly nodes: readonly Node[]
  /** For each tensor that is looked at entry by entry, what its entries are. */
  readonly classes: ReadonlyMap<Ref, Classes>
}

/** As many classes as there may be in one tensor. */
const MOST = 2000

const numberOf = (rest: number): Class => ({ rest, products: [] })

const seedOf = ({ op }: Node): Classes | undefined => {
  if (op.family.kind !== 'constant') return undefined
  const { fill, value } = op.params as Constant
  const { data } = value
  if (fill !== undefined || !data.includes(0) || new Set(data.subarray(0, 64)).size > 4) return undefined
  const numbers = new Map<number, number>()
  const of = new Int32Array(data.length)
  let [last, own] = [Number.NaN, -1]
  for (let e = 0; e < of.length; e++) {
    if (data[e] !== last) {
      last = data[e]!
      own = numbers.get(last) ?? numbers.size
      numbers.set(last, own)
      if (own > MOST) break
    }
    of[e] = own
  }
  return { of, classes: [...numbers.keys()].map(numberOf) }
}

/** The class of an entry, or the entries alike of a tensor that is not looked at, whose number may be known. */
interface Column {
  readonly ref: Ref
  readonly at: Int32Array | undefined
  readonly known: Classes | undefined
  readonly fill: number | undefined
}

/** What all entries for which columns are of these classes are, one number for each that is looked at. */
type Choice = readonly number[]

/** Which classes of columns come together: the choice of each entry; undefined where there are too many. */
const choicesOf = (columns: readonly Column[], size: number) => {
  const [first, ...more] = columns as readonly [Column, ...Column[]]
  let of = first.known!.of
  if (first.at) {
    const { at } = first
    const own = new Int32Array(size)
    for (let e = 0; e < size; e++) own[e] = of[at[e]!]!
    of = own
  }
  let choices: Choice[] = first.known!.classes.map((_, k) => [k])
  for (const { at, known } of more) {
    const [other, count] = [known!.of, known!.classes.length]
    const numbers = new Int32Array(choices.length * count).fill(-1)
    const [next, joined]: [Int32Array, Choice[]] = [new Int32Array(size), []]
    for (let e = 0; e < size; e++) {
      const [a, b] = [of[e]!, other[at ? at[e]! : e]!]
      let number = numbers[a * count + b]!
      if (number < 0) {
        number = joined.push([...choices[a]!, b]) - 1
        numbers[a * count + b] = number
        if (number >= MOST) return undefined
      }
      next[e] = number
    }
    of = next
    choices = joined
  }
  return { of, choices }
}

/** The classes of sums of products; undefined where there are too many. */
const classesOfSum = (terms: readonly Term[], columnOf: (arg: number, at?: Int32Array) => Column, size: number) => {
  const columns: Column[] = []
  const sum = terms.map(({ factors, negative, absorbing }) => ({
    sign: negative ? -1 : 1,
    absorbing,
    factors: factors.map(({ arg, at }) => {
      const column = columnOf(arg, at)
      if (!column.known) return { column, place: -1 }
      const same = columns.findIndex((other) => other.known!.of === column.known!.of && other.at === at)
      return { column, place: same >= 0 ? same : columns.push(column) - 1 }
    }),
  }))
  const joint = choicesOf(columns, size)
  if (!joint) return undefined
  const classes: Class[] = []
  const names = new Map<string, number>()
  const numbers = joint.choices.map((choice) => {
    let rest = 0
    let name = ''
    const products: Product[] = []
    for (const { sign, absorbing, factors } of sum) {
      let coefficient = sign
      const operands: Operand[] = []
      for (const { column, place } of factors) {
        const own = place < 0 ? ALL : choice[place]!
        const kind = own === ALL ? undefined : column.known!.classes[own]!
        const x = kind ? (isKnown(kind) ? kind.rest : undefined) : column.fill
        if (x === undefined) operands.push({ ref: column.ref, own, at: column.at })
        else if (coefficient !== 0) coefficient = x === 0 ? 0 : coefficient * x
        name += x === undefined ? `${own} ` : '= '
      }
      const open = coefficient !== 0 && operands.length > 0
      if (open) products.push({ coefficient, absorbing, operands })
      else rest += coefficient
      name = open ? `${name}${coefficient},` : `${name.slice(0, name.lastIndexOf(',') + 1)},`
    }
    const key = `${name}${rest}`
    const number = names.get(key) ?? classes.push({ rest, products }) - 1
    names.set(key, number)
    return number
  })
  if (numbers.every((number, k) => number === k)) return { of: joint.of, classes }
  const of = new Int32Array(size)
  for (let e = 0; e < size; e++) of[e] = numbers[joint.of[e]!]!
  return { of, classes }
}

/** The classes of pieces side by side, zero where there are none; undefined where there are too many. */
const classesOfPieces = (pieces: readonly Piece[], columnOf: (arg: number) => Column, size: number) => {
  const at = new Int32Array(size)
  const of = new Int32Array(size)
  const classes: Class[] = [numberOf(0)]
  const names = new Map<string, number>()
  const named = (key: string, one: Class): number => {
    const number = names.get(key) ?? classes.push(one) - 1
    names.set(key, number)
    return number
  }
  const classOf = ({ ref, known, fill }: Column, own: number): number => {
    const x = known ? known.classes[own]! : numberOf(fill ?? 0)
    if (isKnown(x) && (known || fill !== undefined)) return x.rest === 0 ? 0 : named(`${x.rest}`, numberOf(x.rest))
    const operand = { ref, own: known ? own : ALL, at }
    const product = { coefficient: 1, absorbing: false, operands: [operand] }
    return named(`${ref} ${operand.own}`, { rest: 0, products: [product] })
  }
  for (const { arg, to, from } of pieces) {
    const column = columnOf(arg)
    const numbers = new Int32Array(column.known?.classes.length ?? 1).fill(-1)
    const count = to?.length ?? from?.length ?? size
    for (let k = 0; k < count; k++) {
      const [e, place] = [to ? to[k]! : k, from ? from[k]! : k]
      const own = column.known ? column.known.of[place]! : 0
      if (numbers[own]! < 0) numbers[own] = classOf(column, own)
      at[e] = place
      of[e] = numbers[own]!
    }
    if (classes.length > MOST) return undefined
  }
  return { of, classes }
}

/**
 * What is known in a graph, from node `start` on. A zero makes a product zero whatever its other factors are. Undefined
 * where there are more than `room` entries to be looked at, or too many classes of them.
 */
export const knownIn = (graph: Graph, start: Ref, room: number): Known | undefined => {
  const nodes = graph.nodes.toArray()
  const needed = dependencies(graph, graph.outputs)
  const classes = new Map<Ref, Classes>()
  let left = room
  for (let ref = start; ref < nodes.length; ref++) {
    const node = nodes[ref]!
    if (!needed[ref] || isTuple(node.type)) continue
    const size = sizeOf(node.type.shape)
    const columnOf = (arg: number, at?: Int32Array): Column => {
      const from = node.args[arg]!
      const { op } = nodes[from]!
      const fill = op.family.kind === 'constant' ? (op.params as Constant).fill : undefined
      return { ref: from, at, known: classes.get(from), fill: Number.isNaN(fill) ? undefined : fill }
    }
    const seed = seedOf(node)
    if (!seed && !node.args.some((arg) => classes.has(arg))) continue
    const formula = seed
      ? undefined
      : formulaOf(
          node,
          node.args.map((arg) => nodes[arg]!),
        )
    if (!seed && !formula) continue
    const own =
      seed ??
      (formula!.tag === 'sum'
        ? classesOfSum(formula!.terms, columnOf, size)
        : classesOfPieces(formula!.pieces, columnOf, size))
    if (!own || own.classes.length > MOST) return undefined
    // What has the classes of an argument has not been looked at.
    if (!node.args.some((arg) => classes.get(arg)?.of === own.of)) left -= size
    if (left < 0) return undefined
    classes.set(ref, own)
  }
  return classes.size > 0 ? { nodes, classes } : undefined
}
