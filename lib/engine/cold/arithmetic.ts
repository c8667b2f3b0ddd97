/**
 * Arithmetic on rows: products and sums as simple as what is known of their parts lets them be, by the rules by which
 * `contract` and `push` draw them, so that a derivative in rows rounds as one that is drawn.
 */
import {
  ABSORBING_MUL,
  ABSORBING_PRODUCT,
  ADD,
  BINARY,
  BITS,
  CONSTANT,
  COPY,
  constantRow,
  KIND,
  listRow,
  MUL,
  NARY,
  NEG,
  PRODUCT,
  pairRow,
  type Rows,
  SUM,
  TERNARY,
  UNARY,
} from './rows.ts'

/** As many terms as one node adds. */
const TERMS = 1024
const SMALLEST_NORMAL = 2 ** -1022

/** Lists up to this length are put in order by insertion. */
const SHORT = 16

/** Puts the first `count` of a list in order of place, in which most lists are. */
const putInOrder = (list: number[], count: number): void => {
  let at = 1
  while (at < count && list[at - 1]! <= list[at]!) at++
  if (at >= count) return
  if (count > SHORT) {
    const sorted = Float64Array.from(list.slice(0, count)).sort()
    for (let k = 0; k < count; k++) list[k] = sorted[k]!
    return
  }
  for (; at < count; at++) {
    const row = list[at]!
    let to = at
    for (; to > 0 && list[to - 1]! > row; to--) list[to] = list[to - 1]!
    list[to] = row
  }
}

export const isConstant = (rows: Rows, row: number): boolean => (rows.code[row]! & KIND) === CONSTANT

/** -x */
const negated = (rows: Rows, row: number): number => pairRow(rows, NEG, row, 0)

/** The product of the first `count` of a list of rows, as they stand. */
const productRow = (rows: Rows, list: readonly number[], count: number, absorbing: boolean): number =>
  count === 1
    ? pairRow(rows, COPY, list[0]!, 0)
    : count === 2
      ? pairRow(rows, absorbing ? ABSORBING_MUL : MUL, list[0]!, list[1]!)
      : listRow(rows, absorbing ? ABSORBING_PRODUCT : PRODUCT, list, count)

/** The function with this number, of the first `count` of a list of rows. */
export const functionRow = (rows: Rows, number: number, list: readonly number[], count: number): number => {
  const above = number << BITS
  if (count === 1) return pairRow(rows, UNARY | above, list[0]!, 0)
  if (count === 2) return pairRow(rows, BINARY | above, list[0]!, list[1]!)
  return listRow(rows, (count === 3 ? TERNARY : NARY) | above, list, count)
}

/** Whether a coefficient takes a known factor in: not a zero that would hide an infinity, and not at the cost of digits. */
const isTaken = (product: number, x: number, mayVanish: boolean): boolean => {
  if (x === 0) return mayVanish
  const size = Math.abs(product)
  return !Number.isFinite(x) || (size >= SMALLEST_NORMAL && size < Number.POSITIVE_INFINITY)
}

/** `coefficient` times the product of the first `count` of a list of rows. */
export const product = (
  rows: Rows,
  factors: readonly number[],
  count: number,
  coefficient = 1,
  absorbing = false,
): number => {
  let coef = coefficient
  const { rest } = rows
  let free = 0
  for (let k = 0; k < count; k++) {
    let row = factors[k]!
    if (count > 1 && rows.code[row] === NEG) {
      row = rows.a[row]!
      coef = -coef
    }
    if (isConstant(rows, row) && isTaken(coef * rows.memory[row]!, rows.memory[row]!, absorbing))
      coef *= rows.memory[row]!
    else rest[free++] = row
  }
  if (free === 0 || (coef === 0 && absorbing)) return constantRow(rows, coef)
  putInOrder(rest, free)
  const unit = coef === 1 || coef === -1
  if (!unit) rest[free++] = constantRow(rows, coef)
  const whole = free === 1 ? rest[0]! : productRow(rows, rest, free, absorbing)
  return unit && coef === -1 ? negated(rows, whole) : whole
}

/** `times` times a row. */
const multiple = (rows: Rows, row: number, times: number): number => {
  const x = rows.memory[row]!
  return isConstant(rows, row) && isTaken(times * x, x, true)
    ? constantRow(rows, times * x)
    : productRow(rows, [row, constantRow(rows, times)], 2, false)
}

/** The sum of the first `count` of a list of rows, which is put in order of place; of very many in blocks. */
export const added = (rows: Rows, terms: number[], count: number): number => {
  if (count === 1) return terms[0]!
  putInOrder(terms, count)
  if (count === 2) return pairRow(rows, ADD, terms[0]!, terms[1]!)
  if (count <= TERMS) return listRow(rows, SUM, terms, count)
  const blocks = Array.from({ length: Math.ceil(count / TERMS) }, (_, k) => {
    const block = terms.slice(k * TERMS, Math.min(count, (k + 1) * TERMS))
    return added(rows, block, block.length)
  })
  return added(rows, blocks, blocks.length)
}

/** The sum of the first `count` rows that arrive at a number: known zeros are left out, and equal rows counted. */
export const total = (rows: Rows, terms: number[], count: number): number => {
  if (count === 1) return terms[0]!
  if (count === 2 && terms[0] !== terms[1] && !isConstant(rows, terms[0]!) && !isConstant(rows, terms[1]!))
    return added(rows, terms, count)
  const kept = terms.slice(0, count).filter((row) => !(isConstant(rows, row) && rows.memory[row] === 0))
  if (kept.length === 0) return terms[0]!
  const times = new Map<number, number>()
  for (const row of kept) times.set(row, (times.get(row) ?? 0) + 1)
  if (times.size === kept.length) return added(rows, kept, kept.length)
  const counted = [...times].map(([row, k]) => (k === 1 ? row : multiple(rows, row, k)))
  return added(rows, counted, counted.length)
}
