/** The comparison as one JSON document. */
import { type Certificate, type Shape, showOrder, type Tensor } from '../../modes/index.ts'
import type { ComparedRow } from './compiled.ts'
import { countOf, onesOf, split } from './entries.ts'
import type { Input, Problem } from './problem.ts'
import { recommend } from './recommend.ts'
import type { Row } from './rows.ts'

/** What JSON can hold: NaN and the infinities are strings. */
export type Json = number | string | boolean | null | readonly Json[] | { readonly [name: string]: Json }

const jsonNumber = (x: number): Json => (Number.isFinite(x) ? x : String(x))

/** A tensor as a number or a nested array. */
export const jsonTensor = ({ shape, data }: Tensor): Json => {
  const [extent, ...rest] = shape
  if (extent === undefined) return jsonNumber(data[0]!)
  const size = data.length / Math.max(1, extent)
  return Array.from({ length: extent }, (_, k) =>
    jsonTensor({ shape: rest, data: data.subarray(k * size, (k + 1) * size) }),
  )
}

const record = (inputs: readonly Input[], of: (input: Input, k: number) => Json): Json =>
  Object.fromEntries(inputs.map((input, k) => [input.name, of(input, k)]))

/** One result as it is, several as a list. */
const listed = (xs: readonly Json[]): Json => (xs.length === 1 ? xs[0]! : xs)

export const jsonPoint = ({ inputs }: Problem): Json => record(inputs, ({ value }) => jsonTensor(value))
export const jsonValue = ({ outputs }: Problem, { value }: Row): Json => listed(split(outputs, value).map(jsonTensor))

/** The block of a Jacobian that belongs to one result and one input. */
const blockOf = (row: Row, n: number, result: Shape, top: number, input: Shape, left: number): Tensor => {
  const [rows, columns] = [countOf([result]), countOf([input])]
  const data = new Float64Array(rows * columns)
  for (let i = 0; i < rows; i++) {
    const from = (top + i) * n + left
    data.set(row.derivative.subarray(from, from + columns), i * columns)
  }
  return { shape: [...result, ...input], data }
}

/**
 * By input name where there are several: a gradient or a Hessian times a vector in the shape of the input; a Jacobian
 * with the axes of the result and then those of the input, a list of them where there are several results.
 */
export const jsonDerivative = ({ inputs, outputs }: Problem, row: Row): Json => {
  const shapes = inputs.map(({ value }) => value.shape)
  const n = countOf(shapes)
  const results = row.quantity === 'jacobian' ? outputs : [[]]
  const starts = (all: readonly Shape[]) => all.map((_, k) => countOf(all.slice(0, k)))
  const [tops, lefts] = [starts(results), starts(shapes)]
  const by = (_: Input, k: number): Json =>
    listed(results.map((result, i) => jsonTensor(blockOf(row, n, result, tops[i]!, shapes[k]!, lefts[k]!))))
  return inputs.length === 1 ? by(inputs[0]!, 0) : record(inputs, by)
}

const jsonDirection = ({ inputs }: Problem): Json => {
  const ones = onesOf(inputs.map(({ value }) => value.shape))
  return record(inputs, (_, k) => jsonTensor(ones[k]!))
}

const jsonRow = (problem: Problem, row: ComparedRow): Json => ({
  mode: row.mode,
  quantity: row.quantity,
  direction: row.quantity === 'hvp' ? jsonDirection(problem) : null,
  value: jsonValue(problem, row),
  derivative: jsonDerivative(problem, row),
  disagreement: jsonNumber(row.disagreement),
  multiplications: row.multiplications,
  additions: row.additions,
  nonlinear: row.nonlinear,
  peakBytes: row.peakBytes,
  milliseconds: { ...row.milliseconds },
  compiled: row.compiled && { ...row.compiled },
  ...(row.certificate ? jsonCertificate(row.certificate) : {}),
  ...(row.lanes === undefined ? {} : { lanes: row.lanes }),
})

/** The order as `eliminate` writes it. Its count is that of the products alone. */
const jsonCertificate = ({
  order,
  count,
  kind,
  lowerBound,
  proven,
  method,
}: Certificate): { readonly [k: string]: Json } => ({
  order: showOrder(order),
  certificate: { count, kind, lowerBound, proven, method },
})

export const documentOf = (problem: Problem, rows: readonly ComparedRow[]): Json => ({
  problem: problem.name,
  inputs: problem.inputs.map(({ name, value }) => ({ name, shape: value.shape })),
  outputs: problem.outputs,
  point: jsonPoint(problem),
  rows: rows.map((row) => jsonRow(problem, row)),
  ...recommend(rows),
})
