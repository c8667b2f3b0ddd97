/** Graphs as text: a node a line, single assignment, with types. */
import { checkGraph } from './given.ts'
import { bodiesOf, type Graph, nodeAt, type Ref } from './graph.ts'
import { showType } from './types.ts'
import type { Tensor } from './value.ts'

const short = (x: number): string => (Object.is(x, -0) ? '-0' : String(x))

const constantText = ({ data }: Tensor): string =>
  data.length === 1
    ? short(data[0]!)
    : data.length > 0 && data.every((x) => Object.is(x, data[0]))
      ? `all ${short(data[0]!)}`
      : `[${[...data.subarray(0, 6)].map(short).join(', ')}${data.length > 6 ? ', ...' : ''}]`

/**
 * The graph as text. `%3 : f64[2] = sin %1` is node 3; behind `;` stand its label, its scope, and for a node of a
 * derivative the primal node that it belongs to, as `d%1`.
 *
 * @example
 * show(graph([[]], (x) => tanh(x)))
 */
export const show = (graph: Graph, indent = ''): string => {
  checkGraph('show', graph)
  const lines: string[] = []
  graph.nodes.forEach((node, ref: Ref) => {
    const { op, args, about } = node
    const what =
      op.family.kind === 'constant'
        ? `constant ${constantText((op.params as { value: Tensor }).value)}`
        : [op.name, ...args.map((arg) => `%${arg}`)].join(' ')
    const notes = [about?.label, about?.scope, about?.primal === undefined ? undefined : `d%${about.primal}`].filter(
      (note) => note !== undefined,
    )
    lines.push(`${indent}%${ref} : ${showType(node.type)} = ${what}${notes.length > 0 ? ` ; ${notes.join(' ')}` : ''}`)
    for (const [name, body] of bodiesOf(node)) lines.push(`${indent}  ${name}:`, show(body, `${indent}    `))
  })
  return [...lines, `${indent}return ${graph.outputs.map((ref) => `%${ref}`).join(', ')}`].join('\n')
}

/** One line on a graph: how many nodes, what goes in and what comes out. */
export const signature = (graph: Graph): string =>
  `(${graph.inputs.map((ref) => showType(nodeAt(graph, ref).type)).join(', ')}) -> (${graph.outputs.map((ref) => showType(nodeAt(graph, ref).type)).join(', ')}), ${graph.nodes.size} nodes`
