/**
 * Arithmetic on rows: products and sums as simple as what is known of their parts lets them be, by the rules by which
 * `contract` and `push` draw them, so that a derivative in rows rounds as one that is drawn.
 */
import {
  ABSORBING_MUL,
  ABSORBING_PRODUCT,
  ADD,
  append,
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

const ascending = (a: number, b: number): number => a - b

/** Rows in order of place; most lists are short, and in order. */
const inOrder = (list: number[]): number[] => {
  for (let k = 1; k < list.length; k++) if (list[k - 1]! > list[k]!) return list.sort(ascending)
  return list
}

export const isConstant = (rows: Rows, row: number): boolean => (rows.code[row]! & KIND) === CONSTANT

/** -x */
const negated = (rows: Rows, row: number): number => pairRow(rows, NEG, row, 0)

/** The product of rows, as they stand. */
export const productRow = (rows: Rows, list: readonly number[], absorbing: boolean): number =>
  list.length === 1
    ? pairRow(rows, COPY, list[0]!, 0)
    : list.length === 2
      ? pairRow(rows, absorbing ? ABSORBING_MUL : MUL, list[0]!, list[1]!)
      : listRow(rows, absorbing ? ABSORBING_PRODUCT : PRODUCT, list)

/** A sum of rows, as they stand. */
export const sumRow = (rows: Rows, list: readonly number[]): number =>
  list.length === 1
    ? pairRow(rows, COPY, list[0]!, 0)
    : list.length === 2
      ? pairRow(rows, ADD, list[0]!, list[1]!)
      : listRow(rows, SUM, list)

/** The function with this number, of rows. */
export const functionRow = (rows: Rows, number: number, list: readonly number[]): number => {
  const above = number << BITS
  if (list.length === 1) return pairRow(rows, UNARY | above, list[0]!, 0)
  if (list.length === 2) return pairRow(rows, BINARY | above, list[0]!, list[1]!)
  return listRow(rows, (list.length === 3 ? TERNARY : NARY) | above, list)
}

/** Whether a coefficient takes a known factor in: not a zero that would hide an infinity, and not at the cost of digits. */
const isTaken = (product: number, x: number, mayVanish: boolean): boolean => {
  if (x === 0) return mayVanish
  const size = Math.abs(product)
  return !Number.isFinite(x) || (size >= SMALLEST_NORMAL && size < Number.POSITIVE_INFINITY)
}

/** `coefficient` times the product of rows. */
export const product = (rows: Rows, factors: readonly number[], coefficient = 1, absorbing = false): number => {
  const several = factors.length > 1
  let coef = coefficient
  const { rest } = rows
  rest.length = 0
  for (let k = 0; k < factors.length; k++) {
    let row = factors[k]!
    if (several && rows.code[row] === NEG) {
      row = rows.a[row]!
      coef = -coef
    }
    if ((rows.code[row]! & KIND) === CONSTANT && isTaken(coef * rows.memory[row]!, rows.memory[row]!, absorbing))
      coef *= rows.memory[row]!
    else rest.push(row)
  }
  if (rest.length === 0 || (coef === 0 && absorbing)) return constantRow(rows, coef)
  inOrder(rest)
  const unit = coef === 1 || coef === -1
  if (!unit) rest.push(constantRow(rows, coef))
  const whole = rest.length === 1 ? rest[0]! : productRow(rows, rest, absorbing)
  return unit && coef === -1 ? negated(rows, whole) : whole
}

/** `count` times a row. */
const multiple = (rows: Rows, row: number, count: number): number => {
  if (!isConstant(rows, row)) return productRow(rows, [row, constantRow(rows, count)], false)
  const x = rows.memory[row]!
  return isTaken(count * x, x, true)
    ? constantRow(rows, count * x)
    : productRow(rows, [row, constantRow(rows, count)], false)
}

/** The sum of rows in order of place, of very many in blocks. */
export const added = (rows: Rows, terms: readonly number[]): number => {
  if (terms.length === 1) return terms[0]!
  const sorted = inOrder([...terms])
  if (sorted.length <= TERMS) return sumRow(rows, sorted)
  const blocks = Array.from({ length: Math.ceil(sorted.length / TERMS) }, (_, k) =>
    added(rows, sorted.slice(k * TERMS, (k + 1) * TERMS)),
  )
  return added(rows, blocks)
}

/** The sum of what arrives at a number: known zeros are left out, and equal rows counted. */
export const total = (rows: Rows, terms: readonly number[]): number => {
  if (terms.length === 1) return terms[0]!
  if (terms.length === 2) {
    const x = terms[0]!
    const y = terms[1]!
    if (x !== y && !isConstant(rows, x) && !isConstant(rows, y))
      return pairRow(rows, ADD, Math.min(x, y), Math.max(x, y))
  }
  const kept = terms.filter((row) => !(isConstant(rows, row) && rows.memory[row] === 0))
  if (kept.length === 0) return terms[0]!
  const times = new Map<number, number>()
  for (const row of kept) times.set(row, (times.get(row) ?? 0) + 1)
  if (times.size === kept.length) return added(rows, kept)
  return added(
    rows,
    [...times].map(([row, count]) => (count === 1 ? row : multiple(rows, row, count))),
  )
}

/** A row of a given value that is no constant to those who draw. */
export const givenRow = (rows: Rows, code: number, x: number): number => {
  const row = append(rows, code, 0, 0)
  rows.memory[row] = x
  return row
}
