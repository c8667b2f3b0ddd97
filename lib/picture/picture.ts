/** Pictures of graphs before any notation. */
import { bodiesOf, type Graph, nodeAt, type Ref } from '../graph.ts'
import type { Arrow, Box, Picture, PictureOptions } from './cells.ts'
import { ordersOf } from './orders.ts'
import { type Names, place } from './place.ts'

const numbered = (letter: string, refs: readonly Ref[]): readonly string[] =>
  refs.map((_, k) => (refs.length === 1 ? letter : `${letter}${k}`))

/** What inputs are called: as given, by their label, or `x0`, `x1`, ... and what derivatives ask for `seed`. */
const inputNames = (graph: Graph, orders: readonly number[], given: readonly string[] = []): readonly string[] => {
  const [seeds, own] = [graph.inputs.filter((ref) => orders[ref]! > 0), graph.inputs.filter((ref) => orders[ref] === 0)]
  const known = new Map(
    [...own, ...seeds].map((ref, k) => [ref, [...numbered('x', own), ...numbered('seed', seeds)][k]!]),
  )
  return graph.inputs.map((ref, k) => given[k] ?? nodeAt(graph, ref).about?.label ?? known.get(ref)!)
}

const total = (graph: Graph): number =>
  graph.nodes.reduce((n, node) => n + bodiesOf(node).reduce((m, [, body]) => m + total(body), 0), graph.nodes.size)

const cellsIn = (box: Box): number =>
  box.cells.filter(({ role }) => role !== 'output').length + box.boxes.reduce((n, inner) => n + cellsIn(inner), 0)

/** The picture of a graph: its parts as boxes, in them its scopes and the bodies of its ops. */
export const pictureOf = (
  graph: Graph,
  { inputs, outputs, limit = 150, ties = 'last' }: PictureOptions = {},
): Picture => {
  const box: Box = { id: 'g', title: '', order: 0, cells: [], boxes: [] }
  const arrows: Arrow[] = []
  const orders = ordersOf(graph)
  const names: Names = {
    inputs: inputNames(graph, orders, inputs),
    outputs: numbered('y', graph.outputs).map((name, k) => outputs?.[k] ?? name),
  }
  place(graph, box, '', names, limit, 0, arrows)
  const [all, drawn] = [total(graph), cellsIn(box)]
  const last = new Map(arrows.filter(({ kind }) => kind === 'belongs').map(({ from, to }) => [to, from]))
  return {
    box,
    arrows: arrows.filter(({ kind, from, to }) => kind !== 'belongs' || ties === 'all' || last.get(to) === from),
    order: orders.reduce((a, b) => Math.max(a, b), 0),
    notes: all > limit ? [`${all} nodes, folded into ${drawn}`] : [],
  }
}
