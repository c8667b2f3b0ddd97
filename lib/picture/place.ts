/** Graphs put into boxes: a cell a node or a fold of nodes, boxes for parts, scopes and bodies. */
import { bodiesOf, type Graph, type Node, nodeAt, type Ref } from '../graph.ts'
import { type Arrow, type Box, type Cell, partName, type Role } from './cells.ts'
import { type Folding, fold } from './fold.ts'
import { ordersOf, runsBack } from './orders.ts'
import { cut, foldLines, linesOf } from './text.ts'

/** The room below which bodies stay closed. */
const FEWEST = 8

/** What the inputs and the outputs of a graph are called. */
export interface Names {
  readonly inputs: readonly (string | undefined)[]
  readonly outputs: readonly string[]
}

const roleOf = ({ op }: Node): Role =>
  op.family.kind === 'input' ? 'input' : op.family.kind === 'constant' ? 'constant' : 'node'

/** The box in a box by path, made where there is none. */
const within = (box: Box, path: readonly string[], order: number): Box => {
  const [title, ...rest] = path
  if (title === undefined) return box
  let inner = box.boxes.find((b) => b.title === title && b.id.includes('_s'))
  if (!inner) box.boxes.push((inner = { id: `${box.id}_s${box.boxes.length}`, title, order, cells: [], boxes: [] }))
  return within(inner, rest, order)
}

/** What the inputs of a body are: of a scan carries, slices and what all steps share. */
const bodyInputs = ({ op }: Node, body: Graph): readonly (string | undefined)[] => {
  const { carries, xs } = (op.params ?? {}) as { readonly carries?: number; readonly xs?: number }
  return body.inputs.map((_, k) =>
    op.family.kind !== 'scan' || carries === undefined || xs === undefined
      ? undefined
      : k < carries
        ? 'carry'
        : k < carries + xs
          ? 'slice'
          : 'shared',
  )
}

/** Puts a graph into a box; gives by node the cell that stands for it. */
export const place = (
  graph: Graph,
  box: Box,
  prefix: string,
  names: Names,
  limit: number,
  least: number,
  arrows: Arrow[],
) => {
  const folding: Folding = fold(graph, limit)
  const own = ordersOf(graph)
  const order = own.map((k) => Math.max(k, least))
  const most = order.reduce((a, b) => Math.max(a, b), least)
  const back = Array.from({ length: most + 1 }, (_, k) => runsBack(graph, own, k))
  const groups = new Map<Ref, Ref[]>()
  folding.forEach((head, ref) => {
    if (head === undefined) return
    const group = groups.get(head)
    if (group) group.push(ref)
    else groups.set(head, [ref])
  })
  const withBodies = [...groups.values()].filter(
    (refs) => refs.length === 1 && bodiesOf(nodeAt(graph, refs[0]!)).length > 0,
  )
  const count = withBodies.reduce((n, [ref]) => n + bodiesOf(nodeAt(graph, ref!)).length, 0)
  const room = Math.floor((limit - groups.size) / Math.max(1, count))
  const elided = room >= FEWEST ? loneTuples(graph, folding) : new Set<Ref>()
  const id = (ref: Ref): string => `${prefix}n${folding[ref]}`
  const arrow = (from: string, to: string, kind: Arrow['kind'], turned = false): void => {
    if (from !== to && !arrows.some((a) => a.from === from && a.to === to && a.kind === kind))
      arrows.push({ from, to, kind, back: turned })
  }
  const turned = (from: Ref, to: Ref): boolean => order[from] === order[to] && back[order[to]!]!
  const boxOf = (ref: Ref): Box => {
    const part = least === 0 && most > 0 && prefix === '' ? within(box, [partName(order[ref]!)], order[ref]!) : box
    return within(part, nodeAt(graph, ref).about?.scope?.split('/') ?? [], order[ref]!)
  }
  for (let k = least; k <= most; k++) if (prefix === '' && most > 0) within(box, [partName(k)], k)

  for (const [head, refs] of groups) {
    const node = nodeAt(graph, head)
    if (elided.has(head)) continue
    const at = boxOf(head)
    const one = refs.length === 1
    const bodies = one ? bodiesOf(node) : []
    const input = graph.inputs.indexOf(head)
    const inside = bodies.reduce((n, [, body]) => n + body.nodes.size, 0)
    const closed = bodies.length > 0 && room < FEWEST ? [`${inside} nodes inside`] : []
    const lines = one
      ? linesOf(node, input < 0 ? node.about?.label : (names.inputs[input] ?? node.about?.label))
      : foldLines(refs.map((ref) => nodeAt(graph, ref)))
    const cell: Cell = {
      id: id(head),
      lines: [...lines, ...closed],
      role: one ? roleOf(node) : 'fold',
      order: order[head]!,
    }
    const opened = bodies.length > 0 && closed.length === 0
    const around: Box = opened
      ? { id: `${cell.id}_b`, title: node.op.name, order: cell.order, cells: [], boxes: [] }
      : at
    if (opened) at.boxes.push(around)
    around.cells.push(cell)
    if (opened) {
      const [last] = node.args.slice(-1)
      const tupled = last !== undefined && elided.has(last)
      const items = tupled ? nodeAt(graph, last).args : node.args
      if (tupled) for (const arg of node.args.slice(0, -1)) arrow(id(arg), cell.id, 'data', turned(arg, head))
      bodies.forEach(([name, body], k) => {
        const inner: Box =
          bodies.length === 1
            ? around
            : { id: `${around.id}${k}`, title: name, order: cell.order, cells: [], boxes: [] }
        if (inner !== around) around.boxes.push(inner)
        const inputs = bodyInputs(node, body)
        const placed = place(body, inner, `${cell.id}b${k}`, { inputs, outputs: [] }, room, cell.order, arrows)
        body.inputs.forEach((ref, i) => {
          const item = tupled || items.length > 1 ? items[i + Math.max(0, items.length - body.inputs.length)] : last
          if (item !== undefined) arrow(id(item), placed(ref), 'data', turned(item, head))
          if (inputs[i] === 'carry') arrow(placed(body.outputs[i]!), placed(ref), 'next')
        })
        for (const ref of body.outputs) arrow(placed(ref), cell.id, 'data', back[order[head]!])
        items.slice(0, Math.max(0, items.length - body.inputs.length)).forEach((item) => {
          arrow(id(item), cell.id, 'data', turned(item, head))
        })
      })
    } else
      for (const ref of refs)
        for (const arg of nodeAt(graph, ref).args) arrow(id(arg), cell.id, 'data', turned(arg, ref))
    for (const ref of refs) {
      const { primal } = nodeAt(graph, ref).about ?? {}
      if (primal !== undefined && folding[primal] !== undefined && !elided.has(primal))
        arrow(cell.id, id(primal), 'belongs')
    }
  }
  graph.outputs.forEach((ref, k) => {
    if (names.outputs[k] === undefined) return
    const cell: Cell = { id: `${prefix}y${k}`, lines: [cut(names.outputs[k])], role: 'output', order: order[ref]! }
    const path = least === 0 && most > 0 ? [partName(order[ref]!)] : []
    within(box, path, order[ref]!).cells.push(cell)
    arrow(id(ref), cell.id, 'data', back[order[ref]!])
  })
  return id
}

/** Tuples that only ops with bodies take: their parts are drawn into the bodies, and they are not drawn. */
const loneTuples = (graph: Graph, folding: Folding): ReadonlySet<Ref> => {
  const lone = new Set<Ref>()
  graph.nodes.forEach(({ op, about, args }, ref) => {
    if (folding[ref] === undefined) return
    const whole = bodiesOf(nodeAt(graph, ref)).length > 0 && folding[ref] === ref && folding.lastIndexOf(ref) === ref
    for (const arg of args) if (!whole) lone.delete(arg)
    if (op.family.kind === 'tuple' && about?.label === undefined && folding[ref] === ref && args.length > 0)
      lone.add(ref)
  })
  for (const ref of graph.outputs) lone.delete(ref)
  return lone
}
