/** Pictures of graphs in the language of Graphviz. */
import { checkGraph } from '../given.ts'
import type { Graph } from '../graph.ts'
import { type Arrow, type Box, type Cell, type PictureOptions, partNames } from './cells.ts'
import { pictureOf } from './picture.ts'

/** By order: what fills a cell, what rims it, and the ground of a box. */
const colours = [
  { fill: '#dbe9fb', rim: '#2f6db5', ground: '#f5f9fe' },
  { fill: '#fde3cf', rim: '#c2571a', ground: '#fef8f3' },
  { fill: '#e0f0d9', rim: '#4a8a2c', ground: '#f7fbf5' },
  { fill: '#eadcf4', rim: '#7d4aa5', ground: '#fbf7fd' },
] as const
export const coloursOf = (order: number) => colours[order % colours.length]!

/** A text in quotes; what a label would take for an escape or an entity stands for itself. */
export const quoted = (lines: readonly string[]): string =>
  `"${lines
    .map((line) =>
      line
        .replaceAll('&', '&amp;')
        .replaceAll('\\', '\\\\')
        .replaceAll('"', '\\"')
        .replace(/[\p{Cc}\u2028\u2029]+/gu, ' '),
    )
    .join('\\n')}"`

const shapes: Readonly<Record<Cell['role'], string>> = {
  input: 'shape=box, style="rounded,filled,bold"',
  output: 'shape=box, style="rounded,filled,bold"',
  constant: 'shape=plaintext, style=""',
  node: 'shape=box, style=filled',
  fold: 'shape=box3d, style=filled',
}

const cellLine = ({ id, lines, role, order }: Cell): string => {
  const { fill, rim } = coloursOf(order)
  return `${id} [label=${quoted(lines)}, ${shapes[role]}, fillcolor="${fill}", color="${rim}"]`
}

const boxLines = (box: Box): readonly string[] => [
  `subgraph cluster_${box.id} {`,
  ...[
    `label=${quoted([box.title])}; labelloc=t`,
    `style="rounded,filled"; fillcolor="${coloursOf(box.order).ground}"; color="${coloursOf(box.order).rim}"; fontcolor="${coloursOf(box.order).rim}"`,
    ...inside(box),
  ].map((line) => `  ${line}`),
  '}',
]
const inside = (box: Box): readonly string[] => [...box.cells.map(cellLine), ...box.boxes.flatMap(boxLines)]

/** The colour of an arrow: that of the part it lies in, and a grey one between parts. */
export const strokeOf = ({ from, to, kind }: Arrow, orders: ReadonlyMap<string, number>): string => {
  const [tail, head] = [orders.get(from)!, orders.get(to)!]
  if (kind === 'belongs') return '#b9a79c'
  return kind === 'data' && tail !== head ? '#8a97a8' : coloursOf(Math.max(tail, head)).rim
}

/** An arrow; between parts it does not move them, so that they stand side by side. */
const arrowLine = (arrow: Arrow, orders: ReadonlyMap<string, number>): string => {
  const { from, to, kind, back } = arrow
  const colour = `color="${strokeOf(arrow, orders)}"`
  if (kind === 'belongs') return `${from} -> ${to} [style=dashed, arrowhead=none, constraint=false, ${colour}]`
  if (kind === 'next') return `${from} -> ${to} [style=dotted, constraint=false, ${colour}]`
  if (orders.get(from) !== orders.get(to)) return `${from} -> ${to} [constraint=false, ${colour}]`
  return back ? `${to} -> ${from} [dir=back, ${colour}]` : `${from} -> ${to} [${colour}]`
}

/** The number of cells up to which arrows bend round them: routing them takes long. */
const CURVED = 40

/** A part stands beside the one before it: the seeds that run back at the height of what they are seeds of. */
const sides = (cells: readonly Cell[], order: number, arrows: readonly Arrow[]): readonly string[] =>
  Array.from({ length: order }, (_, k) => {
    const first = (part: number, role: Cell['role']) => cells.find((cell) => cell.order === part && cell.role === role)
    const seed = first(k + 1, 'input')
    const back = arrows.some((arrow) => arrow.back && arrow.from === seed?.id)
    const beside = first(k, back ? 'output' : 'input')
    return seed && beside ? [`{ rank=same; ${beside.id} -> ${seed.id} [style=invis] }`] : []
  }).flat()

/** All cells in a box and in those within it. */
export const cellsOf = (box: Box): readonly Cell[] => [...box.cells, ...box.boxes.flatMap(cellsOf)]

/** What the colours and the dashes say, where there is a derivative. */
const legend = (order: number, arrows: readonly Arrow[], notes: readonly string[]): readonly string[] => {
  const parts = Array.from({ length: order + 1 }, (_, k) => k)
  const swatches = parts.map(
    (k) => `<font color="${coloursOf(k).rim}">&#9632;</font> ${partNames[k] ?? `derivative ${k}`}`,
  )
  const dashes = arrows.some(({ kind }) => kind === 'belongs') ? ['- - - derivative of'] : []
  const steps = arrows.some(({ kind }) => kind === 'next') ? ['. . . to the next step'] : []
  const said = [...(order > 0 ? [...swatches, ...dashes] : []), ...steps, ...notes]
  return said.length === 0 ? [] : [`label=<${said.join(' &nbsp; ')}>; labelloc=b`]
}

/**
 * A graph as a picture in Graphviz's language: modules and bodies are boxes, a derivative stands beside its primal in
 * another colour, and dashes lead from its nodes to those that they belong to. Above `limit` nodes (150) some are folded
 * into one; the picture says so.
 *
 * @example
 * toDot(graph([[]], (x) => sin(x))).split('\n')[0] // => 'digraph {'
 */
export const toDot = (graph: Graph, options?: PictureOptions): string => {
  checkGraph('toDot', graph)
  const { box, arrows, order, notes } = pictureOf(graph, options)
  const cells = cellsOf(box)
  const orders = new Map(cells.map((cell) => [cell.id, cell.order]))
  return [
    'digraph {',
    ...[
      // Without these the layout of a graph beside its gradient takes minutes.
      `nslimit=0.1; nslimit1=0.1; mclimit=0.1; splines=${orders.size > CURVED || order > 1 ? 'line' : 'true'}`,
      'newrank=true; outputorder=edgesfirst; ranksep=0.35; nodesep=0.3; fontname="Helvetica,Arial,sans-serif"; fontsize=11',
      'node [fontname="Helvetica,Arial,sans-serif", fontsize=11, height=0.3, width=0.4, margin="0.14,0.05"]',
      'edge [arrowsize=0.6]',
      ...legend(order, arrows, notes),
      ...inside(box),
      ...sides(cells, order, arrows),
      ...arrows.map((arrow) => arrowLine(arrow, orders)),
    ].map((line) => `  ${line}`),
    '}',
  ].join('\n')
}
