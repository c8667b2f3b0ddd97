/** Representations of linear maps: the same additive category as data, as matrices, as functions, and turned round. */
import { typeOfValue } from '../../lib/value.ts'
import { Linear, type Type, type Value } from '../../modes/index.ts'
import { entriesOf, nothing, plus, type Values, valuesOf } from '../scale.ts'
import { closedOver, composePaths, functionOf, type Paths, sumOfPaths } from './paths.ts'

/** The entries of a matrix, row by row: a row for each entry of the result, a column for each of the argument. */
export type Matrix = readonly (readonly number[])[]

/** A category of linear maps M between types, with sums. */
export interface Representation<M> {
  readonly zero: (from: Type, to: Type) => M
  readonly identity: (type: Type) => M
  readonly sum: (l: M, k: M) => M
  /** l;k : first l, then k. */
  readonly compose: (l: M, k: M) => M
  /** An edge of a tape, where the nodes of its primal have these values. */
  readonly represent: (l: Linear, at: readonly (Value | undefined)[]) => M
  readonly matrix: (l: M) => Matrix
}

/** The unit values of a type, one an entry. */
export const unitsOf = (type: Type): readonly Value[] => {
  const size = entriesOf(valuesOf([type], [0])).length
  return Array.from({ length: size }, (_, k) => {
    const unit = Array.from({ length: size }, (_, j) => (j === k ? 1 : 0))
    return valuesOf([type], unit)[0]
  })
}

/** The unit values of some types together: 1 in one entry of one of them. */
export const unitsLike = (x: Values): readonly Values[] =>
  x.flatMap((part, j) => unitsOf(typeOfValue(part)).map((unit) => nothing(x).toSpliced(j, 1, unit)))

const fromColumns = (columns: readonly (readonly number[])[], rows: number): Matrix =>
  Array.from({ length: rows }, (_, i) => columns.map((column) => column[i]))

const matrixOf = (from: Type, to: Type, f: (v: Value) => Value): Matrix =>
  fromColumns(
    unitsOf(from).map((unit) => entriesOf([f(unit)])),
    unitsOf(to).length,
  )

/** Sums of paths of factors, as tapes have them. */
export const paths: Representation<Paths> = {
  zero: (from, to) => ({ map: Linear.zero(from, to), values: [] }),
  identity: (type) => ({ map: Linear.identity(type), values: [] }),
  sum: sumOfPaths,
  compose: composePaths,
  represent: closedOver,
  matrix: (l) => matrixOf(l.map.from, l.map.to, functionOf(l)),
}

/** A function known to be linear. */
export interface LinearFunction {
  readonly from: Type
  readonly to: Type
  readonly apply: (v: Value) => Value
}

/** Functions of values. */
export const functions: Representation<LinearFunction> = {
  zero: (from, to) => {
    const [value] = nothing(valuesOf([to], [0]))
    return { from, to, apply: () => value }
  },
  identity: (type) => ({ from: type, to: type, apply: (v) => v }),
  sum: (l, k) => ({ ...l, apply: (v) => plus([l.apply(v)], [k.apply(v)])[0] }),
  compose: (l, k) => ({ from: l.from, to: k.to, apply: (v) => k.apply(l.apply(v)) }),
  represent: (l, at) => ({ from: l.from, to: l.to, apply: functionOf(closedOver(l, at)) }),
  matrix: ({ from, to, apply }) => matrixOf(from, to, apply),
}

/** A matrix, and the multiplications that made it. */
export interface CountedMatrix {
  readonly rows: Matrix
  readonly columns: number
  readonly multiplications: number
}

const matrixFor = (from: Type, to: Type, entry: (i: number, j: number) => number): CountedMatrix => {
  const [columns, rows] = [unitsOf(from).length, unitsOf(to).length]
  return {
    rows: Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => entry(i, j))),
    columns,
    multiplications: 0,
  }
}

/** Matrices that count: l;k takes rows of k x columns of k x columns of l multiplications. */
export const matrices: Representation<CountedMatrix> = {
  zero: (from, to) => matrixFor(from, to, () => 0),
  identity: (type) => matrixFor(type, type, (i, j) => (i === j ? 1 : 0)),
  sum: (l, k) => ({
    rows: l.rows.map((row, i) => row.map((x, j) => x + k.rows[i][j])),
    columns: l.columns,
    multiplications: l.multiplications + k.multiplications,
  }),
  compose: (l, k) => ({
    rows: k.rows.map((row) =>
      Array.from({ length: l.columns }, (_, j) => row.reduce((sum, x, m) => sum + x * l.rows[m][j], 0)),
    ),
    columns: l.columns,
    multiplications: l.multiplications + k.multiplications + k.rows.length * k.columns * l.columns,
  }),
  represent: (l, at) => {
    const rows = paths.matrix(closedOver(l, at))
    return { rows, columns: unitsOf(l.from).length, multiplications: 0 }
  },
  matrix: ({ rows }) => rows,
}

/** K turned round: a map is its adjoint in K, and l;k is what K has for k;l. A derivative in it is reverse mode's. */
export const opposite = <M>(K: Representation<M>): Representation<M> => ({
  zero: (from, to) => K.zero(to, from),
  identity: K.identity,
  sum: K.sum,
  compose: (l, k) => K.compose(k, l),
  represent: (l, at) => K.represent(Linear.adjoint(l), at),
  matrix: (l) => {
    const rows = K.matrix(l)
    return fromColumns(rows, rows[0]?.length ?? 0)
  },
})

export const Representation = { paths, matrices, functions, opposite } as const
