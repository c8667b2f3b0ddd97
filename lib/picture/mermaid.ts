/** Pictures of graphs in the language of Mermaid. */
import { checkGraph } from '../given.ts'
import type { Graph } from '../graph.ts'
import type { Box, Cell, PictureOptions } from './cells.ts'
import { cellsOf, coloursOf, strokeOf } from './dot.ts'
import { pictureOf } from './picture.ts'

const codes: Readonly<Record<string, string>> = {
  '"': 'quot',
  '&': 'amp',
  '<': 'lt',
  '>': 'gt',
  '#': '35',
  '`': '96',
  '\\': '92',
  '%': '37',
}

/** A text in quotes; what would end it or be read as markup is written as a code. */
const quoted = (lines: readonly string[]): string =>
  `"${lines
    .map((line) =>
      line.replace(/["&<>#`\\%]/g, (letter) => `#${codes[letter]};`).replace(/[\p{Cc}\u2028\u2029]+/gu, ' '),
    )
    .join('<br/>')}"`

const shapes: Readonly<Record<Cell['role'], readonly [string, string]>> = {
  input: ['([', '])'],
  output: ['([', '])'],
  constant: ['(', ')'],
  node: ['[', ']'],
  fold: ['[[', ']]'],
}

const cellLine = ({ id, lines, role, order }: Cell): string =>
  `${id}${shapes[role][0]}${quoted(lines)}${shapes[role][1]}:::part${order}`

const boxLines = (box: Box): readonly string[] => [
  `subgraph ${box.id}[${quoted([box.title])}]`,
  ...inside(box).map((line) => `  ${line}`),
  'end',
  `style ${box.id} fill:${coloursOf(box.order).ground},stroke:${coloursOf(box.order).rim},color:${coloursOf(box.order).rim}`,
]
const inside = (box: Box): readonly string[] => [...box.cells.map(cellLine), ...box.boxes.flatMap(boxLines)]

/**
 * A graph as a picture in Mermaid's language, as `toDot` draws it, from left to right; sites that show Markdown draw it.
 *
 * @example
 * toMermaid(graph([[]], (x) => sin(x))).split('\n')[0] // => 'flowchart LR'
 */
export const toMermaid = (graph: Graph, options?: PictureOptions): string => {
  checkGraph('toMermaid', graph)
  const { box, arrows, order, notes } = pictureOf(graph, options)
  const orders = new Map(cellsOf(box).map((cell) => [cell.id, cell.order]))
  const strokes = arrows.map((arrow) => strokeOf(arrow, orders))
  const parts = Array.from({ length: order + 1 }, (_, k) => k)
  return [
    'flowchart LR',
    ...[
      ...inside(box),
      ...arrows.map(({ from, to, kind }) =>
        kind === 'belongs' ? `${to} -.- ${from}` : `${from} ${kind === 'next' ? '-. next .->' : '-->'} ${to}`,
      ),
      ...notes.map((note, k) => `note${k}[${quoted([note])}]:::note`),
      ...[...new Set(strokes)].map(
        (stroke) => `linkStyle ${strokes.flatMap((own, k) => (own === stroke ? [k] : [])).join()} stroke:${stroke}`,
      ),
      ...parts.map((k) => `classDef part${k} fill:${coloursOf(k).fill},stroke:${coloursOf(k).rim},color:#222`),
      ...(notes.length > 0 ? ['classDef note fill:none,stroke:none'] : []),
    ].map((line) => `  ${line}`),
  ].join('\n')
}
