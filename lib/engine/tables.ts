/** Entries taken and added up by constant tables: by loops where strides tell the table, else by a table that is checked once. */
import type { Node } from '../graph.ts'
import type { Indexing } from '../ops/indexing.ts'
import { isTuple, type Shape, sizeOf, type Type } from '../types.ts'
import { type Box, boxesOf, inverseOf } from './boxes.ts'
import { assembled, type Draft, type Part, slotOf, solid } from './draft.ts'
import { composed, type Dim, isWhole, merged, type View, wholeOf } from './view.ts'

/** The numbers of a constant, where all of them are places below `extent`. */
export const placesOf = ({ slot, base, dims }: View, size: number, extent: number): Int32Array | undefined => {
  const { data, fill } = slot
  if (fill === undefined && !(data && isWhole({ slot, base, dims }))) return undefined
  const places = new Int32Array(size)
  for (let k = 0; k < size; k++) {
    const place = fill ?? data![k]!
    if (!(Number.isInteger(place) && place >= 0 && place < extent)) return undefined
    places[k] = place
  }
  return places
}

/** What is moved: entries of one buffer to entries of another, by equal dimensions, those of the target descending. */
interface Move {
  readonly to: number
  readonly from: number
  readonly dims: readonly { readonly extent: number; readonly to: number; readonly from: number }[]
}

/** A box as a move of rows of entries, once for each of `rows` tables. */
const moveOf = ({ to, from, dims }: Box, rows: number, width: number, targets: number, sources: number): Move => ({
  to: to * width,
  from: from * width,
  dims: [
    { extent: rows, to: targets * width, from: sources * width },
    ...dims.map((dim) => ({ extent: dim.extent, to: dim.to * width, from: dim.from * width })),
    { extent: width, to: 1, from: 1 },
  ]
    .filter(({ extent }) => extent > 1)
    .sort((a, b) => Math.abs(b.to) - Math.abs(a.to)),
})

const back = ({ to, from, dims }: Box): Box => ({
  to: from,
  from: to,
  dims: dims.map((dim) => ({ extent: dim.extent, to: dim.from, from: dim.to })),
})

const along = (dims: Move['dims'], side: 'to' | 'from'): readonly Dim[] =>
  dims.map((dim) => ({ extent: dim.extent, stride: dim[side] }))

/** Parts that lie side by side in a view of all of a buffer, in order. */
const partsOf = (d: Draft, view: View): readonly Part[] => {
  const parts = (isWhole(view) && d.joined.get(view.slot)) || []
  let end = 0
  for (const { base, dims } of parts) {
    const [dim] = merged(dims)
    if (base !== end || merged(dims).length > 1 || (dim && dim.stride !== 1)) return []
    end += dim?.extent ?? 1
  }
  return parts
}

/** What a move takes, out of one of the parts where it takes from one only. */
const source = (d: Draft, view: View, parts: readonly Part[], size: number, { from, dims }: Move): View => {
  const steps = along(dims, 'from')
  const reach = (sign: 1 | -1): number =>
    dims.reduce((sum, dim) => sum + (Math.sign(dim.from) === sign ? dim.from * (dim.extent - 1) : 0), from)
  const [least, most] = [reach(-1), reach(1)]
  const part = parts.findLast(({ base }) => base <= least)
  const next = part ? (parts[parts.indexOf(part) + 1]?.base ?? size) : 0
  const inside = part && most < next ? composed(from - part.base, steps, part.from) : undefined
  return inside ?? composed(from, steps, view) ?? composed(from, steps, wholeOf(solid(d, view, size)))!
}

/** Whether a part is all of a tensor, entry after entry. */
const isInOrder = ({ base, dims }: Part, size: number): boolean => {
  const [dim, ...more] = merged(dims)
  return base === 0 && more.length === 0 && (dim ? dim.stride === 1 && dim.extent === size : size === 1)
}

const shapeOf = (type: Type): Shape => (isTuple(type) ? [] : type.shape)

/** The result of a gather or a scatter, whose table is known where that is constant. */
export const indexed = (
  d: Draft,
  tag: 'gather' | 'scatter',
  node: Node,
  views: readonly View[],
  types: readonly Type[],
): View => {
  const { tail, extent, indices, strict } = node.op.params as Indexing
  const shape = shapeOf(types[0]!)
  const [size, total] = [sizeOf(shape), sizeOf(shapeOf(node.type))]
  const end = shape.length - tail
  const width = sizeOf(shape.slice(end))
  const rows = sizeOf(shape.slice(0, end - (tag === 'gather' ? 1 : indices.length)))
  const count = sizeOf(indices)
  if (total === 0) return wholeOf(slotOf(d, 0))
  const [view] = views as readonly [View]
  const places = placesOf(views[1]!, count, extent)
  const once = tag === 'gather' || (places && inverseOf(places, extent) !== undefined)
  const parts = rows * width === 1 ? partsOf(d, view) : []
  const boxes =
    places && once && count > 0
      ? boxesOf(places, extent, tag === 'gather' ? parts.slice(1).map(({ base }) => base) : [])
      : undefined
  if (boxes) {
    const moves = boxes.map((box) =>
      tag === 'gather' ? moveOf(box, rows, width, count, extent) : moveOf(back(box), rows, width, extent, count),
    )
    const moved = moves.map((move) => ({
      from: source(d, view, parts, size, move),
      base: move.to,
      dims: along(move.dims, 'to'),
    }))
    const [only] = moved
    return only && moved.length === 1 && isInOrder(only, total)
      ? only.from
      : assembled(d, total, moved, tag === 'scatter' && count < extent)
  }
  const from = solid(d, view, size)
  const out = slotOf(d, total)
  const table = places ? slotOf(d, count, { places }) : solid(d, views[1]!, count)
  d.tasks.push({ tag, out, from, indices: table, rows, extent, width, strict })
  return wholeOf(out)
}
