/** Known entries: what entries of a graph's tensors are, where they follow from constants with zeros among their entries. */
import { dependencies, type Graph, type Node, type Ref } from '../graph.ts'
import type { Constant } from '../ops/constant.ts'
import { isTuple, sizeOf } from '../types.ts'
import { formulaOf } from './formulas.ts'

/** Numbers by what stands for them: 0 for 0; UNKNOWN stands for any. */
export interface Values {
  readonly number: (code: number) => number
  readonly code: (x: number) => number
  readonly count: () => number
}
export const UNKNOWN = -1

/** A factor of entry e: entry `at[e]`, or e, of a tensor with these codes, or with one for all of its entries. */
export interface Source {
  readonly ref: Ref
  readonly at: Int32Array | undefined
  readonly codes: Int16Array | undefined
  readonly code: number
}
export interface Product {
  readonly sources: readonly Source[]
  readonly negative: boolean
  readonly absorbing: boolean
}

export interface Known {
  readonly nodes: readonly Node[]
  readonly values: Values
  /** For each tensor that is looked at entry by entry, what its entries are. */
  readonly codes: ReadonlyMap<Ref, Int16Array>
  /** The products that the entries of such a tensor are sums of. */
  readonly sum: (ref: Ref) => readonly Product[]
}

/** The entries of a factor for entries of a product, -1 for none, and what they are: 0 for none. */
export interface Read {
  readonly places: Int32Array
  readonly states: Int16Array
}
export const readOf = ({ at, codes, code }: Source, entries: Int32Array): Read => {
  const size = entries.length
  const places = at ? new Int32Array(size) : entries
  if (at) for (let k = 0; k < size; k++) places[k] = at[entries[k]!]!
  const states = new Int16Array(size)
  if (codes) for (let k = 0; k < size; k++) states[k] = places[k]! < 0 ? 0 : codes[places[k]!]!
  else for (let k = 0; k < size; k++) states[k] = places[k]! < 0 ? 0 : code
  return { places, states }
}

/** What the factors that are known make together, 0 where one is 0; and for which entries some are not known. */
export const coefficientsOf = ({ negative }: Product, reads: readonly Read[], size: number, values: Values) => {
  const coefficients = new Float64Array(size).fill(negative ? -1 : 1)
  const open = new Uint8Array(size)
  for (const { states } of reads)
    for (let k = 0; k < size; k++) {
      const state = states[k]!
      if (state === UNKNOWN) open[k] = 1
      else if (state === 0) coefficients[k] = 0
      else if (coefficients[k] !== 0) coefficients[k]! *= values.number(state)
    }
  for (let k = 0; k < size; k++) if (coefficients[k] === 0) open[k] = 0
  return { coefficients, open }
}

export const numbersBelow = (size: number): Int32Array => {
  const numbers = new Int32Array(size)
  for (let k = 0; k < size; k++) numbers[k] = k
  return numbers
}

/** As many entries are looked at, and as many different numbers kept. */
const ENTRIES = 2 ** 25
const NUMBERS = 1000

export const valuesOf = (): Values => {
  const numbers = [0]
  const codes = new Map([[0, 0]])
  let [last, lastCode] = [0, 0]
  return {
    number: (code) => numbers[code]!,
    count: () => numbers.length,
    code: (x) => {
      if (x === last) return lastCode
      const code = codes.get(x) ?? numbers.push(x) - 1
      codes.set(x, code)
      ;[last, lastCode] = [x, code]
      return code
    },
  }
}

const isSeed = ({ op }: Node): boolean => {
  if (op.family.kind !== 'constant') return false
  const { fill, value } = op.params as Constant
  return fill === undefined && value.data.includes(0) && new Set(value.data.subarray(0, 64)).size <= 4
}

const seedCodes = ({ op }: Node, values: Values): Int16Array => {
  const { data } = (op.params as Constant).value
  const codes = new Int16Array(data.length)
  for (let e = 0; e < codes.length; e++) codes[e] = values.code(data[e]!)
  return codes
}

const codesOf = (sum: readonly Product[], size: number, values: Values): Int16Array => {
  const all = numbersBelow(size)
  const sums = new Float64Array(size)
  const unknown = new Uint8Array(size)
  for (const product of sum) {
    const reads = product.sources.map((source) => readOf(source, all))
    const { coefficients, open } = coefficientsOf(product, reads, size, values)
    for (let e = 0; e < size; e++) {
      if (open[e] === 1) unknown[e] = 1
      else sums[e]! += coefficients[e]!
    }
  }
  const codes = new Int16Array(size)
  for (let e = 0; e < size; e++) codes[e] = unknown[e] === 1 ? UNKNOWN : values.code(sums[e]!)
  return codes
}

/**
 * What is known in a graph, from node `start` on. A zero makes a product zero whatever its other factors are. Undefined
 * where there is too much to look at.
 */
export const knownIn = (graph: Graph, start: Ref): Known | undefined => {
  const nodes = graph.nodes.toArray()
  const needed = dependencies(graph, graph.outputs)
  const codes = new Map<Ref, Int16Array>()
  const fills = nodes.map(({ op }) => (op.family.kind === 'constant' ? (op.params as Constant).fill : undefined))
  const values = valuesOf()
  const filled = fills.map((fill) => (fill === undefined || Number.isNaN(fill) ? UNKNOWN : values.code(fill)))
  const sum = (ref: Ref): readonly Product[] => {
    const { args } = nodes[ref]!
    const terms = formulaOf(
      nodes[ref]!,
      args.map((arg) => nodes[arg]!),
    )
    return (terms ?? []).map(({ factors, negative, absorbing }) => ({
      negative,
      absorbing,
      sources: factors.map(({ arg, at }) => {
        const from = args[arg]!
        return { ref: from, at, codes: codes.get(from), code: filled[from]! }
      }),
    }))
  }
  let room = ENTRIES
  for (let ref = start; ref < nodes.length; ref++) {
    const node = nodes[ref]!
    if (!needed[ref] || isTuple(node.type)) continue
    const size = sizeOf(node.type.shape)
    const seed = isSeed(node)
    if (!seed && !node.args.some((arg) => codes.has(arg))) continue
    const products = seed ? [] : sum(ref)
    if (!seed && products.length === 0) continue
    room -= size
    if (room < 0) return undefined
    codes.set(ref, seed ? seedCodes(node, values) : codesOf(products, size, values))
    if (values.count() > NUMBERS) return undefined
  }
  return codes.size > 0 ? { nodes, values, codes, sum } : undefined
}
