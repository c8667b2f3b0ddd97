/** Ops that move entries: slices are views; pads, concats, gathers and running sums are tasks. */
import type { Node } from '../graph.ts'
import { concatOp } from '../ops/concat.ts'
import type { Cumsum } from '../ops/cumulative.ts'
import type { Extremum } from '../ops/extremum.ts'
import { gatherOp } from '../ops/indexing.ts'
import { padOp, sliceOp, type Window } from '../ops/slice.ts'
import { stopGradientOp } from '../ops/stopGradient.ts'
import { isTuple, type Shape, sizeOf, type Type } from '../types.ts'
import { assembled, type Draft, slotOf, solid } from './draft.ts'
import type { Slot } from './program.ts'
import { indexed } from './tables.ts'
import { composed, type Dim, merged, type View, wholeOf } from './view.ts'

const WHOLE = { start: 0, size: 1, step: 1, extent: 1 }
const families = {
  slice: sliceOp([WHOLE]).family,
  pad: padOp([WHOLE]).family,
  concat: concatOp(-1).family,
  gather: gatherOp({ tail: 0, extent: 1, indices: [], strict: true }).family,
}

/** The places that windows of the last axes take up in a tensor of a shape. */
const windowed = (
  large: Shape,
  windows: readonly Window[],
): { readonly base: number; readonly dims: readonly Dim[] } => {
  const lead = large.length - windows.length
  let stride = 1
  let base = 0
  const dims: Dim[] = []
  for (let axis = large.length - 1; axis >= 0; axis--) {
    const window = windows[axis - lead]
    dims.unshift({ extent: window ? window.size : large[axis]!, stride: stride * (window?.step ?? 1) })
    base += (window?.start ?? 0) * stride
    stride *= large[axis]!
  }
  return { base, dims }
}

const shapeOf = (type: Type): Shape => (isTuple(type) ? [] : type.shape)

const arranged = (d: Draft, size: number, task: (out: Slot) => Draft['tasks'][number]): View => {
  const out = slotOf(d, size)
  if (size > 0) d.tasks.push(task(out))
  return wholeOf(out)
}

const copied = (d: Draft, { op, type }: Node, views: readonly View[], types: readonly Type[]): View | undefined => {
  const [from] = views
  const shape = shapeOf(type)
  const size = sizeOf(shape)
  if (op === stopGradientOp) return from
  if (op.family === families.slice) {
    if (size === 0) return wholeOf(slotOf(d, 0))
    const { base, dims } = windowed(shapeOf(types[0]!), op.params as readonly Window[])
    return composed(base, dims, from!) ?? composed(base, dims, wholeOf(solid(d, from!, sizeOf(shapeOf(types[0]!)))))
  }
  if (op.family === families.pad) {
    const place = windowed(shape, op.params as readonly Window[])
    return assembled(d, size, sizeOf(shapeOf(types[0]!)) === 0 ? [] : [{ from: from!, ...place }], true)
  }
  if (op.family === families.concat) {
    const own = shape.length + (op.params as number)
    let start = 0
    const parts = views.flatMap((view, k) => {
      const part = shapeOf(types[k]!)
      const along = { start, size: part[own]!, step: 1, extent: shape[own]! }
      start += part[own]!
      const windows = [along, ...part.slice(own + 1).map((e) => ({ start: 0, size: e, step: 1, extent: e }))]
      return sizeOf(part) === 0 ? [] : [{ from: view, ...windowed(shape, windows) }]
    })
    return assembled(d, size, parts, false)
  }
  return undefined
}

const largest = (d: Draft, node: Node, view: View, type: Type): View => {
  const { place, extent } = node.op.params as Extremum
  const size = sizeOf(shapeOf(type))
  const rows = size / extent
  const to = [
    { extent: rows, stride: 1 },
    { extent, stride: 0 },
  ]
  if (!place) return arranged(d, rows, (out) => ({ tag: 'fold', out, how: 'max', arg: view, base: 0, to: merged(to) }))
  const from = solid(d, view, size)
  return arranged(d, rows, (out) => ({ tag: 'argmax', out, from, rows, extent }))
}

const running = (d: Draft, node: Node, view: View, type: Type): View => {
  const { axis, backward } = node.op.params as Cumsum
  const shape = shapeOf(type)
  const own = shape.length + axis
  const [rows, extent, width] = [sizeOf(shape.slice(0, own)), shape[own]!, sizeOf(shape.slice(own + 1))]
  const from = solid(d, view, sizeOf(shape))
  return arranged(d, sizeOf(shape), (out) => ({ tag: 'running', out, from, rows, extent, width, backward }))
}

/** The result of an op that moves entries; undefined for any other op. */
export const moved = (d: Draft, node: Node, views: readonly View[], types: readonly Type[]): View | undefined => {
  switch (node.op.family.kind) {
    case 'copy':
      return node.op.family === families.gather
        ? indexed(d, 'gather', node, views, types)
        : copied(d, node, views, types)
    case 'scatter':
      return indexed(d, 'scatter', node, views, types)
    case 'extremum':
      return largest(d, node, views[0]!, types[0]!)
    case 'cumsum':
      return running(d, node, views[0]!, types[0]!)
    default:
      return undefined
  }
}
