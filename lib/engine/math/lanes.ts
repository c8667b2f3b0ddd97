/** Arithmetic on lanes: a precision's instructions by name, and the sums and products of pairs that carry rounding errors. */
import type { Plain } from '../wasm/index.ts'
import { type Coefficients, coefficients } from './coefficients.ts'
import { constant, type Outside, type Program, plain, rare, shift, type Vector } from './program.ts'

export type Precision = 'f64' | 'f32'

/** How numbers of a precision are laid out. */
export interface Format {
  readonly precision: Precision
  readonly lanes: number
  /** Binary digits after the first. */
  readonly fraction: number
  readonly bias: number
  /** The bits that stay of a number cut to half of its digits. */
  readonly upper: bigint
  readonly signBit: bigint
  readonly smallestNormal: number
}

export const formats: Readonly<Record<Precision, Format>> = {
  f64: {
    precision: 'f64',
    lanes: 2,
    fraction: 52,
    bias: 1023,
    upper: -(1n << 27n),
    signBit: -(1n << 63n),
    smallestNormal: 2 ** -1022,
  },
  f32: {
    precision: 'f32',
    lanes: 4,
    fraction: 23,
    bias: 127,
    upper: -(1n << 12n),
    signBit: -(1n << 31n),
    smallestNormal: 2 ** -126,
  },
}

type Unary = (x: Vector) => Vector
type Binary = (a: Vector, b: Vector) => Vector
type Shift = (x: Vector, by: number) => Vector

/** The instructions of a precision as functions that append a step. Masks are all ones or all zeros in a lane. */
export interface Lanes {
  readonly program: Program
  readonly format: Format
  readonly coefficients: Coefficients
  readonly number: (x: number) => Vector
  readonly whole: (x: bigint) => Vector
  readonly add: Binary
  readonly sub: Binary
  readonly mul: Binary
  readonly div: Binary
  readonly sqrt: Unary
  readonly abs: Unary
  readonly neg: Unary
  readonly trunc: Unary
  /** b where b < a, else a: a NaN in a stays. */
  readonly pmin: Binary
  readonly pmax: Binary
  readonly eq: Binary
  readonly ne: Binary
  readonly lt: Binary
  readonly gt: Binary
  readonly le: Binary
  readonly ge: Binary
  readonly and: Binary
  readonly or: Binary
  readonly xor: Binary
  /** a and not b. */
  readonly andnot: Binary
  readonly select: (mask: Vector, a: Vector, b: Vector) => Vector
  readonly addWhole: Binary
  readonly subWhole: Binary
  readonly left: Shift
  readonly right: Shift
  readonly rightSigned32: Shift
  readonly rare: (where: Vector, name: Outside, x: Vector, y: Vector) => Vector
}

export const lanes = (program: Program, precision: Precision, terms: Precision = precision): Lanes => {
  const format = formats[precision]
  const [real, whole] = precision === 'f64' ? (['f64x2', 'i64x2'] as const) : (['f32x4', 'i32x4'] as const)
  const unary =
    (name: Plain): Unary =>
    (x) =>
      plain(program, name, x)
  const binary =
    (name: Plain): Binary =>
    (a, b) =>
      plain(program, name, a, b)
  const shifted =
    (name: Plain): Shift =>
    (x, by) =>
      shift(program, name, x, by)
  return {
    program,
    format,
    coefficients: coefficients[terms],
    number: (x) => constant(program, precision === 'f64' ? new Float64Array(2).fill(x) : new Float32Array(4).fill(x)),
    whole: (x) =>
      constant(program, precision === 'f64' ? new BigInt64Array(2).fill(x) : new Int32Array(4).fill(Number(x))),
    add: binary(`${real}.add`),
    sub: binary(`${real}.sub`),
    mul: binary(`${real}.mul`),
    div: binary(`${real}.div`),
    sqrt: unary(`${real}.sqrt`),
    abs: unary(`${real}.abs`),
    neg: unary(`${real}.neg`),
    trunc: unary(`${real}.trunc`),
    pmin: binary(`${real}.pmin`),
    pmax: binary(`${real}.pmax`),
    eq: binary(`${real}.eq`),
    ne: binary(`${real}.ne`),
    lt: binary(`${real}.lt`),
    gt: binary(`${real}.gt`),
    le: binary(`${real}.le`),
    ge: binary(`${real}.ge`),
    and: binary('v128.and'),
    or: binary('v128.or'),
    xor: binary('v128.xor'),
    andnot: binary('v128.andnot'),
    select: (mask, a, b) => plain(program, 'v128.bitselect', a, b, mask),
    addWhole: binary(`${whole}.add`),
    subWhole: binary(`${whole}.sub`),
    left: shifted(`${whole}.shl`),
    right: shifted(`${whole}.shr_u`),
    rightSigned32: shifted('i32x4.shr_s'),
    rare: (where, name, x, y) => rare(program, where, name, x, y),
  }
}

/** A polynomial, constant term first, as a tree of low depth (Estrin). */
const tree = (v: Lanes, terms: readonly number[], x: Vector): Vector => {
  let row = terms.map(v.number)
  for (let power = x; row.length > 1; power = v.mul(power, power)) {
    const next: Vector[] = []
    for (let k = 0; k < row.length; k += 2)
      next.push(k + 1 < row.length ? v.add(row[k]!, v.mul(row[k + 1]!, power)) : row[k]!)
    row = next
  }
  return row[0]!
}

/** A polynomial of degree `last` at least, its lowest terms added last, so that few sums are rounded at its size. */
export const polynomial = (v: Lanes, terms: readonly number[], x: Vector, last = 1): Vector =>
  terms.slice(0, last).reduceRight((sum, c) => v.add(v.number(c), v.mul(sum, x)), tree(v, terms.slice(last), x))

/** |y| with the sign of x. */
export const signedAs = (v: Lanes, y: Vector, x: Vector): Vector => v.or(y, v.and(x, v.whole(v.format.signBit)))
