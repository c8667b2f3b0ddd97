/** Rows through tapes: `push` over Boolean matrices. */
import { nodeAt, type Ref } from '../graph.ts'
import type { Kind } from '../op.ts'
import { call, cond, custom, type Flow, type Through } from './sparsityBodies.ts'
import { scan, whileRows } from './sparsityLoops.ts'
import { throughPath } from './sparsityMaps.ts'
import { countOf, noRows, type Rows, unionOf } from './sparsityRows.ts'

/** One fold over the arrows, each after all that lead to where it starts. */
export const flowRows: Flow = (tape, { facts, union }, seeds) => {
  const { primal, edges, transposed: turned, conventions } = tape
  const waiting: (Rows[] | undefined)[] = new Array(primal.nodes.size)
  const deliver = (ref: Ref, rows: Rows): void => {
    const there = waiting[ref]
    if (there) there.push(rows)
    else waiting[ref] = [rows]
  }
  const settle = (ref: Ref): Rows | undefined => {
    const lists = waiting[ref]
    if (!lists || lists.length === 1) return lists?.[0]
    const rows = unionOf(union, lists)
    waiting[ref] = [rows]
    return rows
  }
  tape.sources.forEach((ref, k) => {
    if (seeds[k]) deliver(ref, seeds[k])
  })
  for (let k = 0; k < edges.length; k++) {
    const edge = edges[turned ? edges.length - 1 - k : k]!
    const rows = settle(turned ? edge.to : edge.from)
    if (!rows?.some((row) => row.length > 0)) continue
    const node = nodeAt(primal, edge.to)
    for (const arrived of through[node.op.family.kind]({
      facts,
      union,
      flow: flowRows,
      node,
      edge,
      turned,
      conventions,
      rows,
    }))
      deliver(turned ? edge.from : edge.to, arrived)
  }
  return tape.sinks.map((ref) => settle(ref) ?? noRows(countOf(nodeAt(primal, ref).type)))
}

const alongPaths: Through = (crossing) =>
  crossing.edge.map.paths.map((path) => throughPath(path, crossing.turned, crossing.rows, crossing))

const through: Record<Kind, Through> = {
  input: alongPaths,
  constant: alongPaths,
  elementwise: alongPaths,
  neg: alongPaths,
  add: alongPaths,
  einsum: alongPaths,
  copy: alongPaths,
  extremum: alongPaths,
  cumsum: alongPaths,
  scatter: alongPaths,
  tuple: alongPaths,
  project: alongPaths,
  solve: alongPaths,
  other: alongPaths,
  call,
  cond,
  scan,
  while: whileRows,
  custom,
}
