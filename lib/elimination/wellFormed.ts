/** What a codec cannot check of a problem of elimination: that its edges are a digraph from its inputs to its outputs. */
import { fail } from '../error.ts'
import type { EliminationProblem } from './problem.ts'

const refuse = (argument: string, found: string, expected: string, cure: string): never =>
  fail({ tag: 'JsonError', op: 'eliminationProblem', argument, found, expected, cure })

const listed = (vertices: readonly number[], path: string): Set<number> => {
  const seen = new Set<number>()
  vertices.forEach((v, k) => {
    if (seen.has(v)) refuse(`${path}[${k}]`, `${v} again`, 'each vertex once', 'leave it out')
    seen.add(v)
  })
  if (seen.size === 0) refuse(path, 'no vertex', 'one at least', 'name the vertices there')
  return seen
}

type Neighbours = ReadonlyMap<number, readonly number[]>

const neighbours = ({ edges }: EliminationProblem, from: 0 | 1): Neighbours => {
  const all = new Map<number, number[]>()
  for (const edge of edges) {
    const [v, w] = [edge[from], edge[from === 0 ? 1 : 0]]
    const known = all.get(v)
    if (known) known.push(w)
    else all.set(v, [w])
  }
  return all
}

/** All vertices on a way that begins at one of these. */
const reached = (begin: ReadonlySet<number>, next: Neighbours): Set<number> => {
  const found = new Set(begin)
  const waiting = [...begin]
  for (let v = waiting.pop(); v !== undefined; v = waiting.pop())
    for (const w of next.get(v) ?? [])
      if (!found.has(w)) {
        found.add(w)
        waiting.push(w)
      }
  return found
}

/** A vertex on a cycle, where there is one: what is left when vertices without edges into them are taken away. */
const onCycle = (successors: Neighbours, predecessors: Neighbours): number | undefined => {
  const missing = new Map([...predecessors].map(([v, before]) => [v, before.length]))
  const free = [...successors.keys()].filter((v) => !missing.has(v))
  for (let v = free.pop(); v !== undefined; v = free.pop())
    for (const w of successors.get(v) ?? []) {
      const left = missing.get(w)! - 1
      if (left > 0) missing.set(w, left)
      else {
        missing.delete(w)
        free.push(w)
      }
    }
  // Every vertex that is left has one before it that is left: walking back ends on a cycle.
  let v = missing.keys().next().value
  for (let step = missing.size; v !== undefined && step > 0; step--)
    v = predecessors.get(v)!.find((before) => missing.has(before))
  return v
}

/** Refuses what is no acyclic digraph of vertices between inputs without edges in and outputs without edges out. */
export const checkProblem = (problem: EliminationProblem, path: string): void => {
  const inputs = listed(problem.inputs, `${path}.inputs`)
  const outputs = listed(problem.outputs, `${path}.outputs`)
  problem.outputs.forEach((v, k) => {
    if (inputs.has(v))
      refuse(`${path}.outputs[${k}]`, `the input ${v}`, 'another vertex', 'give it a copy behind a unit edge')
  })
  const seen = new Map<number, Set<number>>()
  problem.edges.forEach(([from, to], k) => {
    const at = `${path}.edges[${k}]`
    if (inputs.has(to))
      refuse(at, `an edge into the input ${to}`, 'inputs without edges in', 'make it no input, or split it in two')
    if (outputs.has(from))
      refuse(at, `an edge out of the output ${from}`, 'outputs without edges out', 'give it a copy behind a unit edge')
    const after = seen.get(from)
    if (after?.has(to)) refuse(at, `a second edge from ${from} to ${to}`, 'each edge once', 'add parallel edges up')
    if (after) after.add(to)
    else seen.set(from, new Set([to]))
  })
  const [successors, predecessors] = [neighbours(problem, 0), neighbours(problem, 1)]
  const cyclic = onCycle(successors, predecessors)
  if (cyclic !== undefined)
    refuse(`${path}.edges`, `a cycle through ${cyclic}`, 'no cycle', 'turn edges from operands to results')
  const [below, above] = [reached(inputs, successors), reached(outputs, predecessors)]
  problem.edges.forEach(([from, to], k) => {
    for (const v of [from, to]) {
      if (!below.has(v) && !outputs.has(v))
        refuse(`${path}.edges[${k}]`, `${v}, which no input reaches`, 'only what depends on inputs', 'leave it out')
      if (!above.has(v) && !inputs.has(v))
        refuse(`${path}.edges[${k}]`, `${v}, which reaches no output`, 'only what outputs need', 'leave it out')
    }
  })
}
