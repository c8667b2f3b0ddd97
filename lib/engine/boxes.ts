/** Boxes: tables of places as parts that strides tell, so that what is moved by a table is moved by loops. */

/** Entry `to` and steps of it takes entry `from` and steps of it, for all indices of the dimensions, outermost first. */
export interface Box {
  readonly to: number
  readonly from: number
  readonly dims: readonly { readonly extent: number; readonly to: number; readonly from: number }[]
}

/** How many boxes may take turns, and how often the same turn must come again to be told by a stride. */
const TURNS = 64
const LEAST = 3
/** How many dimensions a box may get, and how many more boxes there may be on the way than in the end. */
const ROUNDS = 4
const MANY = 8

/** Boxes in an order: how many, where each begins, and whether two have the same dimensions. */
interface Boxes {
  readonly count: number
  readonly to: (k: number) => number
  readonly from: (k: number) => number
  readonly alike: (a: number, b: number) => boolean
  readonly dims: (k: number) => Box['dims']
}

const listed = (boxes: readonly Box[]): Boxes => ({
  count: boxes.length,
  to: (k) => boxes[k]!.to,
  from: (k) => boxes[k]!.from,
  dims: (k) => boxes[k]!.dims,
  alike: (a, b) => {
    const [one, other] = [boxes[a]!.dims, boxes[b]!.dims]
    return (
      one.length === other.length &&
      one.every((dim, k) => {
        const { extent, to, from } = other[k]!
        return dim.extent === extent && dim.to === to && dim.from === from
      })
    )
  },
})

/** Single entries: what each target takes. */
const single = (targets: Int32Array, sources: Int32Array): Boxes => ({
  count: targets.length,
  to: (k) => targets[k]!,
  from: (k) => sources[k]!,
  alike: () => true,
  dims: () => [],
})

/** The whole numbers from `start` up to `end`, excluded. */
const upTo = (start: number, end: number): Int32Array => {
  const numbers = new Int32Array(end - start)
  for (let k = 0; k < numbers.length; k++) numbers[k] = start + k
  return numbers
}

/** How often what stands from `start` on comes again in turns of `turn`, moved as far each time. */
const times = ({ count, to, from, alike }: Boxes, start: number, turn: number): number => {
  let at = start + turn
  for (; at < count; at++) {
    const before = at - turn
    if (!alike(at, before)) break
    if (at < start + 2 * turn) continue
    const first = before - turn
    if (to(at) - to(before) !== to(before) - to(first) || from(at) - from(before) !== from(before) - from(first)) break
  }
  return Math.floor((at - start) / turn)
}

/** Boxes that take turns as fewer boxes of one dimension more; undefined where there are more than `most` of them. */
const gathered = (boxes: Boxes, most: number): readonly Box[] | undefined => {
  const { count, to, from, dims } = boxes
  const result: Box[] = []
  for (let start = 0; start < count; ) {
    if (result.length > most) return undefined
    let [turn, often] = [1, 1]
    for (let t = 1; t <= TURNS && start + LEAST * t <= count && often * t < count - start; t++) {
      const found = times(boxes, start, t)
      if (found >= LEAST && found > often) [turn, often] = [t, found]
    }
    for (let k = start; k < start + turn; k++) {
      const own = dims(k)
      const [next, place] = [k + turn, { to: to(k), from: from(k) }]
      const outer = {
        extent: often,
        to: often === 1 ? 0 : to(next) - to(k),
        from: often === 1 ? 0 : from(next) - from(k),
      }
      result.push({ ...place, dims: often === 1 ? own : [outer, ...own] })
    }
    start += turn * often
  }
  return result
}

/** Single entries as few boxes; undefined where they are more than `most`. */
const grown = (entries: Boxes, most: number): readonly Box[] | undefined => {
  let boxes = gathered(entries, MANY * most)
  for (let round = 1; boxes && round < ROUNDS; round++) {
    const next = gathered(listed(boxes), MANY * most)
    if (!next || next.length === boxes.length) break
    boxes = next
  }
  return boxes && boxes.length <= most ? boxes : undefined
}

/** The source of each target, from -1 where none is, as the target of each source; undefined where a source has several. */
export const inverseOf = (table: Int32Array, size: number): Int32Array | undefined => {
  const inverse = new Int32Array(size).fill(-1)
  for (let to = 0; to < table.length; to++) {
    if (inverse[table[to]!]! >= 0) return undefined
    inverse[table[to]!] = to
  }
  return inverse
}

/**
 * The boxes of a table that says for each entry which of `size` it takes; undefined where they would be too many to be
 * worth a loop each. Looked for in the order of the entries and, where none is taken twice, in that of what they take.
 * Where there are borders, boxes that lie between them are better than fewer ones that do not.
 */
export const boxesOf = (
  table: Int32Array,
  size: number,
  borders: readonly number[] = [],
): readonly Box[] | undefined => {
  const most = Math.max(4, Math.min(256, table.length / 16))
  const straight = grown(single(upTo(0, table.length), table), most)
  if (straight?.length === 1 && borders.length === 0) return straight
  const inverse = inverseOf(table, size)
  if (!inverse) return straight
  const turned: Box[] = []
  let start = 0
  for (const end of [...borders, size]) {
    const taken = upTo(start, end).filter((from) => inverse[from]! >= 0)
    const part = grown(
      single(
        taken.map((from) => inverse[from]!),
        taken,
      ),
      most,
    )
    if (!part) return straight
    turned.push(...part)
    start = end
  }
  const fewer = borders.length === 0 && straight && straight.length < turned.length
  return turned.length > most || fewer ? straight : turned
}
