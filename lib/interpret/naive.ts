/** Ops computed the plain way, number by number, on a meter: a second reading of what their `eval` says. */
import type { Cumsum } from '../ops/cumulative.ts'
import { type Einsum, letterRoles } from '../ops/einsum.ts'
import type { Extremum } from '../ops/extremum.ts'
import type { Indexing } from '../ops/indexing.ts'
import { withZeroColumns } from '../ops/solve.ts'
import { type Shape, sizeOf } from '../types.ts'
import { scalarValue, type Tensor } from '../value.ts'
import type { Word } from '../words.ts'
import { type Meter, made, minus, over, plus, times } from './meter.ts'

/** `f` at every entry, each of which is one call. */
export const naiveElementwise = (m: Meter, f: (...xs: Tensor[]) => Tensor, xs: readonly Tensor[]): Tensor => {
  const data = new Float64Array(xs[0]!.data.length)
  for (let i = 0; i < data.length; i++) {
    m.nonlinear++
    data[i] = f(...xs.map((x) => scalarValue(x.data[i]!))).data[0]!
  }
  return made(m, xs[0]!.shape, data)
}

export const naiveNeg = (m: Meter, x: Tensor): Tensor =>
  made(
    m,
    x.shape,
    Float64Array.from(x.data, (y) => -y),
  )

export const naiveAdd = (m: Meter, xs: readonly Tensor[]): Tensor => {
  const data = new Float64Array(xs[0]!.data.length)
  for (let i = 0; i < data.length; i++) data[i] = xs.map((x) => x.data[i]!).reduce((a, b) => plus(m, a, b))
  return made(m, xs[0]!.shape, data)
}

/** Visits every assignment of numbers to some letters, the last letter fastest. */
const assignments = (letters: Word, extent: readonly number[], at: number[], visit: () => void): void => {
  const count = sizeOf(letters.map((letter) => extent[letter]!))
  for (let flat = 0; flat < count; flat++) {
    let rest = flat
    for (let k = letters.length - 1; k >= 0; k--) {
      at[letters[k]!] = rest % extent[letters[k]!]!
      rest = Math.floor(rest / extent[letters[k]!]!)
    }
    visit()
  }
}

/** For each assignment of the kept letters: terms over the summed letters, their sum, and its scalar factors. */
export const naiveEinsum = (m: Meter, params: Einsum, xs: readonly Tensor[]): Tensor => {
  const { words, out, extent, shape, absorbing } = params
  const { kept, summed, spread } = letterRoles(params)
  const data = new Float64Array(sizeOf(shape))
  const at = extent.map(() => 0)
  const place = (word: Word): number => word.reduce((flat, letter) => flat * extent[letter]! + at[letter]!, 0)
  const arrays = [...words.keys()].filter((k) => words[k]!.length > 0)
  const scalars = [...words.keys()].filter((k) => words[k]!.length === 0).map((k) => xs[k]!.data[0]!)
  const product = (factors: readonly number[]): number => {
    const p = factors.reduce((a, b) => times(m, a, b))
    return absorbing && Number.isNaN(p) && factors.includes(0) ? 0 : p
  }
  assignments(kept, extent, at, () => {
    const terms: number[] = []
    if (arrays.length > 0)
      assignments(summed, extent, at, () => terms.push(product(arrays.map((k) => xs[k]!.data[place(words[k]!)]!))))
    const start = arrays.length > 0 ? [terms.length > 0 ? terms.reduce((a, b) => plus(m, a, b)) : 0] : []
    const factors = [...start, ...scalars]
    const entry = factors.length > 0 ? product(factors) : 1
    assignments(spread, extent, at, () => {
      data[place(out)] = entry
    })
  })
  return made(m, shape, data)
}

/** One system in place: a = l u, the largest pivot of each column first, l with diagonal 1; l z = b, u x = z. */
const naiveSystem = (m: Meter, a: number[][], b: number[][]): void => {
  const n = a.length
  const columns = b[0]!.map((_, k) => k)
  let singular = false
  for (let j = 0; j < n; j++) {
    for (let i = 1; i < n; i++) {
      // Sums start from +0, which a first term -0 becomes: no addition, but the sign of a zero.
      let sum = 0
      for (let k = 0; k < Math.min(i, j); k++) {
        const term = times(m, a[i]![k]!, a[k]![j]!)
        sum = k === 0 ? term + 0 : plus(m, sum, term)
      }
      if (j > 0) a[i]![j] = minus(m, a[i]![j]!, sum)
    }
    let pivot = j
    for (let i = j + 1; i < n; i++) if (Math.abs(a[i]![j]!) > Math.abs(a[pivot]![j]!)) pivot = i
    for (const rows of [a, b]) [rows[j], rows[pivot]] = [rows[pivot]!, rows[j]!]
    if (a[j]![j] === 0) singular = true
    for (let i = j + 1; i < n; i++) a[i]![j] = over(m, a[i]![j]!, a[j]![j]!)
  }
  for (const c of columns) {
    for (let i = 0; i < n; i++)
      for (let k = 0; k < i; k++) b[i]![c] = minus(m, b[i]![c]!, times(m, a[i]![k]!, b[k]![c]!))
    for (let i = n - 1; i >= 0; i--) {
      for (let k = n - 1; k > i; k--) b[i]![c] = minus(m, b[i]![c]!, times(m, a[i]![k]!, b[k]![c]!))
      b[i]![c] = over(m, b[i]![c]!, a[i]![i]!)
    }
  }
  if (singular) for (const row of b) row.fill(Number.NaN)
}

const rowsOf = (rows: number, columns: number, data: ArrayLike<number>, from: number): number[][] =>
  Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => data[from + i * columns + j]!))

/** Every system by its own elimination. What is done does not depend on the numbers: singular ones take as much. */
export const naiveSolve = (m: Meter, transposed: boolean, a: Tensor, b: Tensor): Tensor => {
  const [n, columns] = b.shape.slice(-2) as [number, number]
  const leading = (shape: Shape): number => sizeOf(shape.slice(0, -2))
  const data: number[] = []
  if (n * columns > 0)
    for (let k = 0; k < leading(b.shape); k++) {
      const matrix = rowsOf(n, n, a.data, (k % leading(a.shape)) * n * n)
      const right = rowsOf(n, columns, b.data, k * n * columns)
      naiveSystem(m, transposed ? matrix.map((row, i) => row.map((_, j) => matrix[j]![i]!)) : matrix, right)
      const rhs = b.data.subarray(k * n * columns, (k + 1) * n * columns)
      data.push(...withZeroColumns(n, columns, rhs, Float64Array.from(right.flat())))
    }
  return made(m, b.shape, Float64Array.from(data))
}

/** The largest of each row of some extent, or its place: one comparison for every entry but the first. */
export const naiveExtremum = (m: Meter, { place, extent }: Extremum, x: Tensor): Tensor => {
  const data = Array.from({ length: x.data.length / extent }, (_, row) => {
    let best = 0
    for (let k = 1; k < extent; k++) {
      m.nonlinear++
      const [old, here] = [x.data[row * extent + best]!, x.data[row * extent + k]!]
      const larger = here > old || (!place && here === 0 && old === 0 && Object.is(old, -0))
      if (!Number.isNaN(old) && (larger || Number.isNaN(here))) best = k
    }
    return place ? best : x.data[row * extent + best]!
  })
  return made(m, x.shape.slice(0, -1), Float64Array.from(data))
}

/** Along every line the sum before an entry and the entry. */
export const naiveCumsum = (m: Meter, { axis, backward }: Cumsum, x: Tensor): Tensor => {
  const own = x.shape.length + axis
  const stride = sizeOf(x.shape.slice(own + 1))
  const data = Float64Array.from(x.data)
  const place = (flat: number): number => Math.floor(flat / stride) % x.shape[own]!
  const order = backward ? [...data.keys()].reverse() : [...data.keys()]
  for (const flat of order) {
    const before = backward ? flat + stride : flat - stride
    if (place(flat) !== (backward ? x.shape[own]! - 1 : 0)) data[flat] = plus(m, data[before]!, data[flat]!)
  }
  return made(m, x.shape, data)
}

/** Every entry added to what is where its index says; one whose index says nothing makes all NaN, or is dropped. */
export const naiveScatter = (m: Meter, params: Indexing, shape: Shape, x: Tensor, indices: Tensor): Tensor => {
  const { tail, extent, strict } = params
  const width = sizeOf(shape.slice(shape.length - tail))
  const data = new Float64Array(sizeOf(shape))
  let spoilt = false
  x.data.forEach((entry, flat) => {
    const [line, column] = [Math.floor(flat / width), flat % width]
    const index = indices.data[line % indices.data.length]!
    const to = (Math.floor(line / indices.data.length) * extent + index) * width + column
    const there = Number.isInteger(index) && index >= 0 && index < extent
    const total = plus(m, there ? data[to]! : 0, entry)
    if (there) data[to] = total
    else spoilt = true
  })
  return made(m, shape, strict && spoilt ? data.fill(Number.NaN) : data)
}
