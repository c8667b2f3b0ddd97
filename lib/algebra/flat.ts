/** Ops that sum, multiply, move and choose entries, in any algebra: in the order of their `eval`. */
import type { Node } from '../graph.ts'
import { finishedOp } from '../ops/bounded.ts'
import type { Cumsum } from '../ops/cumulative.ts'
import { type Einsum, letterRoles } from '../ops/einsum.ts'
import type { Extremum } from '../ops/extremum.ts'
import { gatherOp, type Indexing } from '../ops/indexing.ts'
import { maximum } from '../ops/piecewise.ts'
import { sizeOf, type TensorType } from '../types.ts'
import { fresh, type Tensor } from '../value.ts'
import { stridesOf, type Word } from '../words.ts'
import { type Algebra, type Elements, elements, numberAt } from './algebra.ts'

const shapeOf = ({ type }: Node): readonly number[] => (type as TensorType).shape

/** `f` of the entries side by side. */
export const mapRows = <A>(node: Node, xs: readonly Elements<A>[], f: (row: readonly A[]) => A): Elements<A> =>
  elements(
    shapeOf(node),
    xs[0]!.entries.map((_, k) => f(xs.map((x) => x.entries[k]!))),
  )

/** What all values of some letters add to an index with these strides, the last letter fastest. */
const offsets = (letters: Word, extent: readonly number[], strides: readonly number[]): readonly number[] =>
  letters.reduce<readonly number[]>(
    (bases, letter) =>
      bases.flatMap((base) => Array.from({ length: extent[letter]! }, (_, i) => base + i * strides[letter]!)),
    [0],
  )

export const einsumIn = <A>(algebra: Algebra<A>, params: Einsum, xs: readonly Elements<A>[]): Elements<A> => {
  const { words, out, extent, shape, absorbing } = params
  const { kept, summed, spread } = letterRoles(params)
  const arrays = [...words.keys()].filter((k) => words[k]!.length > 0)
  const scalars = [...words.keys()].filter((k) => words[k]!.length === 0).map((k) => xs[k]!.entries[0]!)
  const strides = arrays.map((k) => stridesOf(words[k]!, extent))
  const outer = strides.map((own) => offsets(kept, extent, own))
  const inner = strides.map((own) => offsets(summed, extent, own))
  const outs = stridesOf(out, extent)
  const spreads = offsets(spread, extent, outs)
  const entries = Array.from({ length: sizeOf(shape) }, () => algebra.constant(0))
  const term = (i: number, j: number): A =>
    algebra.mul(
      arrays.map((k, n) => xs[k]!.entries[outer[n]![i]! + inner[n]![j]!]!),
      absorbing,
    )
  offsets(kept, extent, outs).forEach((to, i) => {
    let total: A | undefined
    if (arrays.length > 0)
      for (let j = 0; j < inner[0]!.length; j++) {
        const product = term(i, j)
        total = total === undefined ? product : algebra.add(total, product)
      }
    const sum = arrays.length > 0 ? [total ?? algebra.constant(0)] : []
    const factors = [...sum, ...scalars]
    const entry = factors.length > 0 ? algebra.mul(factors, absorbing) : algebra.constant(1)
    for (const further of spreads) entries[to + further] = entry
  })
  return elements(shape, entries)
}

export const cumsumIn = <A>(algebra: Algebra<A>, { axis, backward }: Cumsum, x: Elements<A>): Elements<A> => {
  const own = x.shape.length + axis
  const inner = sizeOf(x.shape.slice(own + 1))
  const extent = x.shape[own]!
  const entries = [...x.entries]
  const line = (flat: number): number => Math.floor(flat / inner) % extent
  const order = [...entries.keys()]
  for (const flat of backward ? order.reverse() : order)
    if (line(flat) !== (backward ? extent - 1 : 0))
      entries[flat] = algebra.add(entries[flat]!, entries[backward ? flat + inner : flat - inner]!)
  return elements(x.shape, entries)
}

const isPlace = (index: number, extent: number): boolean => Number.isInteger(index) && index >= 0 && index < extent

/** Entries by number; where a number is not known, any of them, or what a wrong number gives. */
const gatherIn = <A>(algebra: Algebra<A>, node: Node, x: Elements<A>, indices: Elements<A>): Elements<A> => {
  const { tail, extent, strict } = node.op.params as Indexing
  const width = sizeOf(x.shape.slice(x.shape.length - tail))
  const rows = sizeOf(x.shape.slice(0, x.shape.length - tail - 1))
  // Where every number is known and right, algebras without NaN are not asked for one.
  const missing = (): A => algebra.constant(strict ? Number.NaN : 0)
  const entries: A[] = []
  for (let row = 0; row < rows; row++)
    for (let j = 0; j < indices.entries.length; j++) {
      const index = numberAt(algebra, indices, j)
      for (let k = 0; k < width; k++) {
        const at = (place: number): A => x.entries[(row * extent + place) * width + k]!
        if (index !== undefined) entries.push(isPlace(index, extent) ? at(index) : missing())
        else {
          const by = [indices.entries[j]!]
          const options = Array.from({ length: extent }, (_, i) => at(i))
          const found = extent === 0 ? [] : [algebra.choose(by, options)]
          entries.push(algebra.choose(by, [...found, missing()]))
        }
      }
    }
  return elements(shapeOf(node), entries)
}

/** Entries added up by number; where a number is not known, each may go to any place or to none. */
export const scatterIn = <A>(algebra: Algebra<A>, node: Node, x: Elements<A>, indices: Elements<A>): Elements<A> => {
  const { tail, extent, strict, indices: shape } = node.op.params as Indexing
  const width = sizeOf(x.shape.slice(x.shape.length - tail))
  const rows = sizeOf(x.shape.slice(0, x.shape.length - tail - shape.length))
  const places = indices.entries.map((_, j) => numberAt(algebra, indices, j))
  const zero = algebra.constant(0)
  const nan = (): A => algebra.constant(Number.NaN)
  const size = sizeOf(shapeOf(node))
  const wrong = places.some((place) => place !== undefined && !isPlace(place, extent))
  if (strict && wrong) return elements(shapeOf(node), new Array<A>(size).fill(nan()))
  const entries = new Array<A>(size).fill(zero)
  let at = 0
  for (let row = 0; row < rows; row++)
    places.forEach((place, j) => {
      const candidates = place === undefined ? [...Array(extent).keys()] : isPlace(place, extent) ? [place] : []
      for (let k = 0; k < width; k++, at++)
        for (const candidate of candidates) {
          const to = (row * extent + candidate) * width + k
          const term = x.entries[at]!
          const share = place === undefined ? algebra.choose([indices.entries[j]!], [term, zero]) : term
          entries[to] = algebra.add(entries[to]!, share)
        }
    })
  const unknown = indices.entries.filter((_, j) => places[j] === undefined)
  const result =
    strict && unknown.length > 0 ? entries.map((entry) => algebra.choose(unknown, [entry, nan()])) : entries
  return elements(shapeOf(node), result)
}

const gatherFamily = gatherOp({ tail: 0, extent: 0, indices: [], strict: true }).family
const finishedFamily = finishedOp(0).family

/** The numbers of a tensor where all are known. */
const allNumbers = <A>(algebra: Algebra<A>, x: Elements<A>): Tensor | undefined => {
  const numbers = x.entries.map((_, k) => numberAt(algebra, x, k))
  return numbers.every((y) => y !== undefined) ? fresh(x.shape, Float64Array.from(numbers)) : undefined
}

/** Ops that move entries: run on the entries' own numbers, counted from 1, their `eval` says what came from where. */
export const copyIn = <A>(algebra: Algebra<A>, node: Node, xs: readonly Elements<A>[]): Elements<A> => {
  const { op } = node
  if (op.family === gatherFamily) return gatherIn(algebra, node, xs[0]!, xs[1]!)
  if (op.family === finishedFamily) {
    const mask = allNumbers(algebra, xs[1]!)
    if (mask) op.eval(fresh(xs[0]!.shape, new Float64Array(xs[0]!.entries.length)), mask)
    return elements(shapeOf(node), xs[0]!.entries)
  }
  let before = 0
  const labels = xs.map(({ shape, entries }) => {
    const label = fresh(
      shape,
      Float64Array.from(entries, (_, k) => before + k + 1),
    )
    before += entries.length
    return label
  })
  const all = xs.flatMap((x) => x.entries)
  const { data } = op.eval(...labels) as Tensor
  return elements(
    shapeOf(node),
    Array.from(data, (label) => (label === 0 ? algebra.constant(0) : all[label - 1]!)),
  )
}

/** The largest of each row; its place where all numbers are known, any place otherwise. */
export const extremumIn = <A>(algebra: Algebra<A>, node: Node, x: Elements<A>): Elements<A> => {
  const { place, extent } = node.op.params as Extremum
  const rows = Array.from({ length: x.entries.length / extent }, (_, k) =>
    x.entries.slice(k * extent, (k + 1) * extent),
  )
  if (!place)
    return elements(
      shapeOf(node),
      rows.map((row) => row.reduce((a, b) => algebra.apply(maximum.op, [a, b]))),
    )
  const known = allNumbers(algebra, x)
  if (known) return elements(shapeOf(node), Array.from((node.op.eval(known) as Tensor).data, algebra.constant))
  const places = Array.from({ length: extent }, (_, k) => algebra.constant(k))
  return elements(
    shapeOf(node),
    rows.map((row) => algebra.choose(row, places)),
  )
}
