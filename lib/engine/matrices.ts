/** Einsums of two factors that are products of matrices. */
import { type Draft, slotOf, solid } from './draft.ts'
import { type Factor, product, spread } from './factors.ts'
import { composed, type Dims, extentsAt, merged, sizeOfDims, stridesAt, type View, wholeOf } from './view.ts'

/** Fewer products than this are as quick in a plain loop. */
const SMALL = 64

/** Groups of letters as one dimension each; undefined where a group does not step evenly. */
const asAxes = (view: View, sizes: readonly number[]): readonly number[] | undefined => {
  const total = sizeOfDims(view.dims)
  const strides: number[] = []
  let after = total
  for (const size of sizes) {
    const next = after / size
    const part = within(view.dims, after, next, total)
    if (!part) return undefined
    const one = merged(part)
    if (one.length > 1) return undefined
    strides.push(one.length === 0 ? 0 : one[0]!.stride)
    after = next
  }
  return strides
}

/** The dimensions between two weights of the flat index. */
const within = (dims: Dims, above: number, below: number, total: number): Dims | undefined => {
  const cuts = [above, below].filter((cut) => cut !== total && cut !== 1)
  const all: number[] = []
  let weight = 1
  for (let d = dims.length - 1; d > 0; d--) {
    weight *= dims[d]!.extent
    all.unshift(weight)
  }
  const joined = [...new Set([...all, ...cuts])].sort((a, b) => b - a)
  let before = total
  for (const cut of joined) {
    if (before % cut !== 0) return undefined
    before = cut
  }
  const strides = stridesAt(dims, joined, total)
  const extents = extentsAt(joined, total)
  const result: { extent: number; stride: number }[] = []
  let at = total
  extents.forEach((extent, k) => {
    const next = at / extent
    if (at <= above && next >= below) result.push({ extent, stride: strides[k]! })
    at = next
  })
  return result
}

/** The result of a product of matrices, in the order of the letters kept; undefined where the einsum is none. */
export const matrixProduct = (
  d: Draft,
  factors: readonly Factor[],
  extent: readonly number[],
  kept: readonly number[],
  absorbing: boolean,
): View | undefined => {
  if (factors.length !== 2) return undefined
  const [a, b] = factors as [Factor, Factor]
  const live = extent.flatMap((e, l) => (e === 1 ? [] : [l]))
  const has = (list: readonly number[], l: number): boolean => list.includes(l)
  const pick = (inA: boolean, inB: boolean, isKept: boolean): readonly number[] => {
    const order = isKept ? kept : a.word
    return [...new Set(order)].filter(
      (l) => has(live, l) && has(a.word, l) === inA && has(b.word, l) === inB && has(kept, l) === isKept,
    )
  }
  const [batch, rows, columns, inner] = [
    pick(true, true, true),
    pick(true, false, true),
    pick(false, true, true),
    pick(true, true, false),
  ]
  const used = batch.length + rows.length + columns.length + inner.length
  const present = live.filter((l) => has(a.word, l) || has(b.word, l) || has(kept, l))
  if (used !== present.length || inner.length === 0) return undefined
  const [nb, nm, nn, nk] = [batch, rows, columns, inner].map((letters) => product(extent, letters)) as [
    number,
    number,
    number,
    number,
  ]
  if (nm < 4 || nn < 4 || nk * nm * nn < SMALL) return undefined
  const side = (factor: Factor, order: readonly number[], sizes: readonly number[]) => {
    const view = spread(d, factor, extent, order)
    const axes = asAxes(view, sizes)
    if (axes && view.slot.fill === undefined) return { view, axes }
    const whole = wholeOf(
      solid(
        d,
        view,
        sizes.reduce((x, y) => x * y, 1),
      ),
    )
    return { view: whole, axes: asAxes(whole, sizes)! }
  }
  const left = side(a, [...batch, ...rows, ...inner], [nb, nm, nk])
  const right = side(b, [...batch, ...inner, ...columns], [nb, nk, nn])
  const out = slotOf(d, nb * nm * nn)
  d.tasks.push({
    tag: 'product',
    out,
    left: left.view,
    right: right.view,
    batch: [nb, left.axes[0]!, right.axes[0]!],
    rows: [nm, left.axes[1]!],
    columns: [nn, right.axes[2]!],
    inner: [nk, left.axes[2]!, right.axes[1]!],
    absorbing,
  })
  const order = [...batch, ...rows, ...columns]
  const weight = new Map<number, number>()
  order.reduceRight((w, l) => {
    weight.set(l, w)
    return w * extent[l]!
  }, 1)
  return composed(
    0,
    kept.filter((l) => has(live, l)).map((l) => ({ extent: extent[l]!, stride: weight.get(l)! })),
    wholeOf(out),
  )!
}
