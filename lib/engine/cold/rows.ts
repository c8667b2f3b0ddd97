/** Rows: a graph of numbers in columns, a row a node, which name only earlier rows; equal rows are found, not added. */
import type { Op } from '../../op.ts'
import { firstPlace, stepBetween } from '../../probing.ts'
import type { Type } from '../../types.ts'
import type { Value } from '../../value.ts'

/** What a row does with its arguments. */
export const GIVEN = 0
export const CONSTANT = 1
export const COPY = 2
export const NEG = 3
/** Of two numbers, and of a list of any length in the pool. */
export const ADD = 4
export const SUM = 5
export const MUL = 6
export const PRODUCT = 7
/** Products in which a zero absorbs. */
export const ABSORBING_MUL = 8
export const ABSORBING_PRODUCT = 9
/** A function of one, two, three numbers, and of a list. */
export const UNARY = 10
export const BINARY = 11
export const TERNARY = 12
export const NARY = 13
/** Anything else: an `eval` on values. */
export const CALL = 14

/** The bits of a code that say what is done; those above them say with which function, or which call. */
export const BITS = 4
export const KIND = (1 << BITS) - 1

/** What is run on whole values, tensors among them. */
export interface Call {
  readonly eval: (...xs: Value[]) => Value
  readonly args: readonly number[]
  readonly types: readonly Type[]
}

/** Columns that grow. A row's arguments are `a` and `b`, or, for lists, `b` entries of the pool from `a` on. */
export interface Rows {
  size: number
  code: Int32Array
  a: Int32Array
  b: Int32Array
  /** The values of constants, where a run puts those of all numbers. */
  memory: Float64Array
  pool: Int32Array
  pooled: number
  readonly ops: Op[]
  readonly numbers: Map<Op, number>
  readonly calls: Call[]
  /** An open-addressing table of row + 1. */
  table: Int32Array
  /** Room for the factors of a product; it never shrinks. */
  readonly rest: number[]
}

/** No rows, with room for about so many. */
export const emptyRows = (room: number): Rows => ({
  size: 0,
  code: new Int32Array(room),
  a: new Int32Array(room),
  b: new Int32Array(room),
  memory: new Float64Array(room),
  pool: new Int32Array(64),
  pooled: 0,
  ops: [],
  numbers: new Map(),
  calls: [],
  table: new Int32Array(0),
  rest: [],
})

/** A column with more room. */
export const grown = <A extends Int32Array | Float64Array>(column: A, size: number): A => {
  const larger = (column instanceof Int32Array ? new Int32Array(size) : new Float64Array(size)) as A
  larger.set(column)
  return larger
}

const widen = (rows: Rows, room: number): void => {
  rows.code = grown(rows.code, room)
  rows.a = grown(rows.a, room)
  rows.b = grown(rows.b, room)
  rows.memory = grown(rows.memory, room)
}

/** A row that nobody will find. */
export const append = (rows: Rows, code: number, a: number, b: number): number => {
  const row = rows.size++
  if (row === rows.code.length) widen(rows, 2 * row + 64)
  rows.code[row] = code
  rows.a[row] = a
  rows.b[row] = b
  return row
}

/** Puts the first `count` of a list into the pool: their place. */
export const pooling = (rows: Rows, list: readonly number[], count: number): number => {
  const from = rows.pooled
  if (from + count > rows.pool.length) rows.pool = grown(rows.pool, 2 * rows.pool.length + count)
  for (let k = 0; k < count; k++) rows.pool[from + k] = list[k]!
  rows.pooled = from + count
  return from
}

export const kindOf = (rows: Rows, row: number): number => rows.code[row]! & KIND

/** Whether rows of a kind have their arguments in the pool. */
const isList = (kind: number): boolean =>
  kind === SUM || kind === PRODUCT || kind === ABSORBING_PRODUCT || kind === TERNARY || kind === NARY

/** How many arguments a row has. */
export const arity = (rows: Rows, row: number): number => {
  const kind = rows.code[row]! & KIND
  if (kind <= CONSTANT) return 0
  if (kind === COPY || kind === NEG || kind === UNARY) return 1
  if (kind === CALL) return rows.calls[rows.code[row]! >> BITS]!.args.length
  return isList(kind) ? rows.b[row]! : 2
}

/** An argument of a row. */
export const argument = (rows: Rows, row: number, at: number): number => {
  const kind = rows.code[row]! & KIND
  if (kind === CALL) return rows.calls[rows.code[row]! >> BITS]!.args[at]!
  return isList(kind) ? rows.pool[rows.a[row]! + at]! : at === 0 ? rows.a[row]! : rows.b[row]!
}

/** The number that an op has among those of these rows; equal ops have one. */
export const numberOf = (rows: Rows, op: Op, same: (a: Op, b: Op) => boolean): number => {
  const known = rows.numbers.get(op)
  if (known !== undefined) return known
  const equal = rows.ops.findIndex((other) => other.hash === op.hash && same(other, op))
  const number = equal >= 0 ? equal : rows.ops.push(op) - 1
  rows.numbers.set(op, number)
  return number
}

const mixed = (h: number, x: number): number => {
  const k = Math.imul((h ^ x) + 0x9e3779b9, 0x85ebca6b)
  return k ^ (k >>> 16)
}

const bits = new Int32Array(2)
const real = new Float64Array(bits.buffer)
const hashNumber = (x: number): number => {
  real[0] = x
  return mixed(mixed(CONSTANT, bits[0]!), bits[1]!)
}

const hashRow = (rows: Rows, row: number): number => {
  const code = rows.code[row]!
  const kind = code & KIND
  if (kind === CONSTANT) return hashNumber(rows.memory[row]!)
  const a = rows.a[row]!
  const b = rows.b[row]!
  if (!isList(kind)) return mixed(mixed(code, a), b)
  let h = code
  for (let k = a; k < a + b; k++) h = mixed(h, rows.pool[k]!)
  return h
}

/** Stands for the latest argument of constants, which have none, and of lists, which are looked for by their hash alone. */
const NOWHERE = -1

const put = (table: Int32Array, latest: number, hash: number, row: number): void => {
  const mask = table.length - 1
  const step = stepBetween(hash)
  let slot = firstPlace(latest, hash) & mask
  while (table[slot] !== 0) slot = (slot + step) & mask
  table[slot] = row + 1
}

/** Lets all rows be found but those that are given, or calls; and rows that are added from now on, about so many in all. */
export const findable = (rows: Rows, room: number): void => {
  let slots = 64
  while (slots < 2 * room) slots *= 2
  if (room > rows.code.length) widen(rows, room)
  rows.table = new Int32Array(slots)
  for (let row = 0; row < rows.size; row++) {
    const kind = rows.code[row]! & KIND
    if (kind === GIVEN || kind === CALL) continue
    const latest = kind === CONSTANT || isList(kind) ? NOWHERE : Math.max(rows.a[row]!, rows.b[row]!)
    put(rows.table, latest, hashRow(rows, row), row)
  }
}

const enter = (rows: Rows, row: number, latest: number, hash: number): void => {
  if (2 * rows.size > rows.table.length) findable(rows, rows.table.length)
  else put(rows.table, latest, hash, row)
}

/** The row of a number. */
export const constantRow = (rows: Rows, x: number): number => {
  const hash = hashNumber(x)
  const mask = rows.table.length - 1
  const step = stepBetween(hash)
  for (let slot = hash & mask; rows.table[slot] !== 0; slot = (slot + step) & mask) {
    const row = rows.table[slot]! - 1
    if (rows.code[row] === CONSTANT && Object.is(rows.memory[row], x)) return row
  }
  const row = append(rows, CONSTANT, 0, 0)
  rows.memory[row] = x
  enter(rows, row, NOWHERE, hash)
  return row
}

/** The row with this code and these arguments, found or added. */
export const pairRow = (rows: Rows, code: number, a: number, b: number): number => {
  const hash = mixed(mixed(code, a), b)
  const mask = rows.table.length - 1
  const step = stepBetween(hash)
  const latest = Math.max(a, b)
  for (let slot = firstPlace(latest, hash) & mask; rows.table[slot] !== 0; slot = (slot + step) & mask) {
    const row = rows.table[slot]! - 1
    if (rows.code[row] === code && rows.a[row] === a && rows.b[row] === b) return row
  }
  const row = append(rows, code, a, b)
  enter(rows, row, latest, hash)
  return row
}

const sameList = (rows: Rows, row: number, list: readonly number[], count: number): boolean => {
  if (rows.b[row] !== count) return false
  for (let k = 0, at = rows.a[row]!; k < count; k++) if (rows.pool[at + k] !== list[k]) return false
  return true
}

/** The row with this code whose arguments are the first `count` of a list, found or added. */
export const listRow = (rows: Rows, code: number, list: readonly number[], count: number): number => {
  let hash = code
  for (let k = 0; k < count; k++) hash = mixed(hash, list[k]!)
  const mask = rows.table.length - 1
  const step = stepBetween(hash)
  for (let slot = hash & mask; rows.table[slot] !== 0; slot = (slot + step) & mask) {
    const row = rows.table[slot]! - 1
    if (rows.code[row] === code && sameList(rows, row, list, count)) return row
  }
  const row = append(rows, code, pooling(rows, list, count), count)
  enter(rows, row, NOWHERE, hash)
  return row
}

/** A row that calls `eval` on values. */
export const callRow = (rows: Rows, call: Call): number =>
  append(rows, CALL | ((rows.calls.push(call) - 1) << BITS), 0, 0)
