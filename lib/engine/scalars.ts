/**
 * Graphs of numbers: no loops, no views, only instructions, in functions of a thousand each. A value lives in a local of
 * its function, and in memory where another function reads it.
 */
import { dependencies, type Graph, type Node } from '../graph.ts'
import type { Op } from '../op.ts'
import type { Constant } from '../ops/constant.ts'
import type { Einsum } from '../ops/einsum.ts'
import { isTuple, sizeOf } from '../types.ts'
import { type Emitter, load, number, type Precision, pen, real, store } from './emitter.ts'
import type { Engine } from './engine.ts'
import { decidingArguments, outsideOf } from './outside.ts'
import { writePoint } from './point.ts'
import type { PointOp } from './program.ts'
import { callAll, exportRun } from './runner.ts'
import * as w from './wasm/index.ts'

/** How many nodes a function computes. */
const NODES = 1000
/** Sums of more terms than this are summed up as the terms come, so that these need not be kept. */
const TERMS = 8

const isNumber = ({ type }: Node): boolean => !isTuple(type) && sizeOf(type.shape) === 1
const KINDS: ReadonlySet<string> = new Set(['input', 'constant', 'neg', 'add', 'elementwise', 'einsum'])
const isScalar = (node: Node): boolean => {
  const { kind } = node.op.family
  return isNumber(node) && KINDS.has(kind) && (kind !== 'einsum' || (node.op.params as Einsum).extent.length === 0)
}

const COPY: PointOp = { name: 'copy' }
const NEG: PointOp = { name: 'neg' }
const ADD: PointOp = { name: 'add' }
const MUL: PointOp = { name: 'mul' }
const ABSORBING: PointOp = { name: 'absorbing' }

const pointOpOf = (op: Op): PointOp => {
  switch (op.family.kind) {
    case 'neg':
      return NEG
    case 'add':
      return ADD
    case 'einsum': {
      const { words, absorbing } = op.params as Einsum
      return words.length === 1 ? COPY : absorbing ? ABSORBING : MUL
    }
    default:
      return { name: 'op', op }
  }
}

/** What is to be done with each node, as columns. */
interface Columns {
  readonly nodes: readonly Node[]
  readonly ops: readonly PointOp[]
  /** The nodes to be computed, in order. */
  readonly order: Int32Array
  /** The function that computes a node; -1 for inputs and constants. */
  readonly chunk: Int32Array
  /** The number of a node's entry in memory, -1 where it has none. */
  readonly cell: Int32Array
  readonly cells: number
  readonly fill: readonly (number | undefined)[]
  /** Sums to which a node is added as soon as it is there, and whether it is the first term. */
  readonly terms: ReadonlyMap<
    number,
    readonly { readonly sum: number; readonly term: number; readonly first: boolean }[]
  >
  readonly summed: Uint8Array
  /** Whether a value may have a NaN that care would not have. */
  readonly doubtful: Uint8Array
}

const columnsOf = (graph: Graph): Columns | undefined => {
  const nodes = graph.nodes.toArray()
  const needed = dependencies(graph, graph.outputs)
  const count = nodes.length
  const order = new Int32Array(count)
  const chunk = new Int32Array(count).fill(-1)
  const cell = new Int32Array(count).fill(-1)
  const summed = new Uint8Array(count)
  const doubtful = new Uint8Array(count)
  const ops: PointOp[] = new Array(count)
  const fill: (number | undefined)[] = new Array(count)
  const terms = new Map<number, { sum: number; term: number; first: boolean }[]>()
  let cells = 0
  let computed = 0
  for (const ref of graph.inputs) {
    if (!isNumber(nodes[ref]!)) return undefined
    cell[ref] = cells++
  }
  for (let ref = 0; ref < count; ref++) {
    if (!needed[ref]) continue
    const node = nodes[ref]!
    if (!isScalar(node)) return undefined
    const { kind } = node.op.family
    if (kind === 'input') continue
    const { params } = node.op
    if (kind === 'constant') fill[ref] = (params as Constant).value.data[0]!
    else if (kind === 'einsum' && (params as Einsum).words.length === 0) fill[ref] = 1
    else {
      ops[ref] = pointOpOf(node.op)
      chunk[ref] = Math.floor(computed / NODES)
      order[computed++] = ref
    }
  }
  const keep = (ref: number): void => {
    if (cell[ref] === -1 && chunk[ref]! >= 0) cell[ref] = cells++
  }
  for (const ref of order.subarray(0, computed)) {
    const { args } = nodes[ref]!
    const own = chunk[ref]!
    const deciding = decidingArguments(ops[ref]!, args.length)
    for (let k = 0; k < args.length; k++) if (doubtful[args[k]!] && !deciding.includes(k)) doubtful[ref] = 1
    if (ops[ref] === ABSORBING) doubtful[ref] = 1
    if (ops[ref] === ADD && args.length > TERMS && own > 0 && chunk[args[0]!] !== own) {
      summed[ref] = 1
      cell[ref] = cells++
      let at = order[0]!
      args.forEach((term, k) => {
        if (chunk[term]! >= 0) at = Math.max(at, term)
        const list = terms.get(at) ?? []
        terms.set(at, list)
        list.push({ sum: ref, term, first: k === 0 })
        if (chunk[term] !== chunk[at]) keep(term)
      })
    } else for (const arg of args) if (chunk[arg] !== own) keep(arg)
  }
  for (const ref of graph.outputs) keep(ref)
  return { nodes, ops, order: order.subarray(0, computed), chunk, cell, cells, fill, terms, summed, doubtful }
}

/** One function: the nodes from one place of the order up to another. */
const writeChunk = (e: Emitter, c: w.Code, columns: Columns, from: number, to: number, known: Int32Array): void => {
  const { nodes, ops, order, cell, fill, terms, summed, doubtful } = columns
  const p = pen(e, c, false, undefined, true)
  const mine: number[] = []
  const localOf = (ref: number): number => {
    if (known[ref] === -1) {
      known[ref] = w.local(c, e.precision)
      mine.push(ref)
    }
    return known[ref]!
  }
  const push = (ref: number): void => {
    const x = fill[ref]
    if (x !== undefined) {
      number(p, x)
      return
    }
    const loaded = known[ref] !== -1
    const at = localOf(ref)
    if (loaded) w.from(c, at)
    else {
      w.i32(c, 0)
      load(p, cell[ref]! * e.entry)
      w.tee(c, at)
    }
  }
  let args: readonly number[] = []
  const argument = (k: number): void => push(args[k]!)
  const put = (ref: number): void => {
    w.i32(c, 0)
    push(ref)
    store(p, cell[ref]! * e.entry)
  }
  for (let k = from; k < to; k++) {
    const ref = order[k]!
    if (!summed[ref]) {
      args = nodes[ref]!.args
      writePoint(p, ops[ref]!, argument, args.length)
      w.into(c, localOf(ref))
      if (!e.careful && ops[ref]!.name === 'op')
        for (const at of decidingArguments(ops[ref]!, args.length))
          if (doubtful[args[at]!]) {
            w.i32(c, 0)
            w.i32(c, 0)
            w.access(c, 'i32.load', e.note)
            push(args[at]!)
            push(args[at]!)
            real(p, 'ne')
            w.op(c, 'i32.or')
            w.access(c, 'i32.store', e.note)
          }
      if (cell[ref] !== -1) put(ref)
    }
    for (const { sum, term, first } of terms.get(ref) ?? []) {
      w.i32(c, 0)
      if (!first) {
        w.i32(c, 0)
        load(p, cell[sum]! * e.entry)
      }
      push(term)
      if (!first) real(p, 'add')
      store(p, cell[sum]! * e.entry)
    }
  }
  for (const ref of mine) known[ref] = -1
}

/** Copies of values, to where outputs lie one after the other. */
const writeResults = (e: Emitter, c: w.Code, { fill, cell }: Columns, refs: readonly number[], to: number): void => {
  const p = pen(e, c, false)
  refs.forEach((ref, k) => {
    const x = fill[ref]
    w.i32(c, 0)
    if (x !== undefined) number(p, x)
    else {
      w.i32(c, 0)
      load(p, cell[ref]! * e.entry)
    }
    store(p, to + k * e.entry)
  })
}

const usesOf = function* ({ order, ops, nodes }: Columns): Iterable<readonly [PointOp, number]> {
  for (const ref of order) yield [ops[ref]!, nodes[ref]!.args.length]
}

/** The engine of a graph of numbers; undefined for any other graph. */
export const scalarEngine = (graph: Graph, precision: Precision): Engine | undefined => {
  const columns = columnsOf(graph)
  if (!columns) return undefined
  const { order, cells, doubtful } = columns
  const entry = precision === 'f64' ? 8 : 4
  const results = Math.ceil((cells * entry) / 16) * 16
  const note = results + Math.ceil((graph.outputs.length * entry) / 16) * 16
  const outside = outsideOf(usesOf(columns))
  const code = (careful: boolean): Uint8Array<ArrayBuffer> => {
    const module = w.moduleOf()
    const e: Emitter = {
      module,
      precision,
      careful,
      watched: () => [],
      note,
      entry,
      lanes: entry === 8 ? 2 : 4,
      at: () => undefined,
      ...outside.into(module, precision),
    }
    const known = new Int32Array(columns.nodes.length).fill(-1)
    const all: number[] = []
    const own = (body: (c: w.Code) => void): number => all.push(w.defined(module, [], [], body))
    for (let from = 0; from < order.length; from += NODES)
      own((c) => writeChunk(e, c, columns, from, Math.min(order.length, from + NODES), known))
    for (let from = 0; from < graph.outputs.length; from += NODES)
      own((c) => writeResults(e, c, columns, graph.outputs.slice(from, from + NODES), results + from * entry))
    const doubted = !careful && graph.outputs.some((ref) => doubtful[ref])
    exportRun(e, callAll(module, all), doubted ? [{ at: results, size: graph.outputs.length }] : [])
    return w.binary(module, pages)
  }
  const pages = Math.ceil((note + 16) / w.PAGE)
  return {
    pages,
    inputs: graph.inputs.map((_, k) => ({ at: k * entry, size: 1 })),
    outputs: graph.outputs.map((_, k) => ({ at: results + k * entry, size: 1 })),
    constants: [],
    always: false,
    code,
    functions: () => outside.functions,
  }
}
