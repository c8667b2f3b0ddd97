/** Graphs of numbers: no loops, no views, only instructions, in functions of a thousand nodes each. */
import type { Graph } from '../graph.ts'
import { type Emitter, load, number, type Precision, pen, store } from './emitter.ts'
import type { Engine } from './engine.ts'
import { isForeign, outsideOf } from './outside.ts'
import { callAll, exportRun } from './runner.ts'
import { marksFor, writeChunk } from './scalarCode.ts'
import { type Columns, columnsOf, NODES } from './scalarColumns.ts'
import * as w from './wasm/index.ts'

/** Copies of values, to where outputs lie one after the other. */
const writeResults = (e: Emitter, c: w.Code, columns: Columns, refs: readonly number[], to: number): void => {
  const { roles, role, cell } = columns
  const p = pen(e, c, false)
  refs.forEach((ref, k) => {
    const { fill } = roles[role[ref]!]!
    w.i32(c, 0)
    if (fill !== undefined) number(p, fill)
    else {
      w.i32(c, 0)
      load(p, cell[ref]! * e.entry)
    }
    store(p, to + k * e.entry)
  })
}

/** Whether an op that is known by nothing but its `eval` is given what care might not give it. */
const showsDoubt = ({ roles, role, end, args, order, doubtful }: Columns): boolean => {
  const foreign = roles.map(({ op }) => op !== undefined && isForeign(op))
  return (
    foreign.includes(true) &&
    order.some((ref) => foreign[role[ref]!]! && args.subarray(end[ref - 1] ?? 0, end[ref]).some((arg) => doubtful[arg]))
  )
}

/** The engine of a graph of numbers; undefined for any other graph. */
export const scalarEngine = (graph: Graph, precision: Precision): Engine | undefined => {
  const columns = columnsOf(graph)
  if (!columns) return undefined
  const { roles, order, cells, doubtful } = columns
  const entry = precision === 'f64' ? 8 : 4
  const results = Math.ceil((cells * entry) / 16) * 16
  const note = results + Math.ceil((graph.outputs.length * entry) / 16) * 16
  const outside = outsideOf(roles.flatMap(({ op, arity }) => (op ? [[op, arity] as const] : [])))
  const tablesAt = note + 16
  let end = tablesAt
  const constants = outside.tables().map((table) => {
    const at = end
    end += table.byteLength
    return { at, size: 2 * table.length, data: new Int32Array(table.buffer) }
  })
  const pages = Math.ceil(end / w.PAGE)
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
      ...outside.into(module, precision, tablesAt),
    }
    const marks = marksFor(columns.role.length)
    const all: number[] = []
    const own = (body: (c: w.Code) => void): number => all.push(w.defined(module, [], [], body))
    for (let from = 0; from < order.length; from += NODES)
      own((c) => writeChunk(e, c, columns, marks, from, Math.min(order.length, from + NODES)))
    for (let from = 0; from < graph.outputs.length; from += NODES)
      own((c) => writeResults(e, c, columns, graph.outputs.slice(from, from + NODES), results + from * entry))
    const doubted = !careful && graph.outputs.some((ref) => doubtful[ref])
    exportRun(e, callAll(module, all), doubted ? [{ at: results, size: graph.outputs.length }] : [])
    return w.binary(module, pages)
  }
  return {
    pages,
    inputs: graph.inputs.map((_, k) => ({ at: k * entry, size: 1 })),
    outputs: graph.outputs.map((_, k) => ({ at: results + k * entry, size: 1 })),
    constants,
    always: showsDoubt(columns),
    code,
    functions: () => outside.functions,
  }
}
