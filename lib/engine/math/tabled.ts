/**
 * Exponential and logarithm of one double by tables, in few steps that wait for one another, for doubles that are normal
 * and whose results are; any other is for a function outside.
 *
 * Source: P. T. P. Tang, Table-driven implementation of the exponential function in IEEE floating-point arithmetic, ACM
 * Transactions on Mathematical Software 15, 1989, and of the logarithm function, ibid. 16, 1990.
 */
import { access, branch, type Code, call, f64, from, i32, i64, into, local, op, type Plain } from '../wasm/index.ts'
import { coefficients } from './coefficients.ts'

/** A function from one double to one, of which the table lies in memory. */
export interface Tabled {
  /** Its table, eight bytes an entry. */
  readonly table: () => Float64Array
  /** Writes the body of the function: the table begins at byte `at`, and `outside` is asked for all other doubles. */
  readonly write: (c: Code, at: number, outside: number) => void
}

const INTERVALS = 128
const BITS = 120n
const ONE = 1n << BITS

/** A number in units of 2^-BITS as the sum of two doubles, the first a multiple of 2^-digits. */
const inTwo = (a: bigint, digits: number): readonly [hi: number, lo: number] => {
  const unit = BITS - BigInt(digits)
  const hi = (a + (1n << (unit - 1n))) >> unit
  return [Number(hi) * 2 ** -digits, Number(a - (hi << unit)) * 2 ** -Number(BITS)]
}

/** The square root of a whole number, from above by Newton's method. */
const root = (a: bigint): bigint => {
  for (let x = 2n * ONE; ; ) {
    const y = (x + a / x) >> 1n
    if (y >= x) return x
    x = y
  }
}

/** log(p / q) = 2 artanh((p - q) / (p + q)), by its series. */
const logOf = (p: number, q: number): bigint => {
  const [n, d] = [BigInt(p - q), BigInt(p + q)]
  let power = (2n * n * ONE) / d
  let sum = power
  for (let k = 3n; power !== 0n; k += 2n) {
    power = (power * n * n) / (d * d)
    sum += power / k
  }
  return sum
}

const doubles = new Float64Array(1)
const wholes = new BigInt64Array(doubles.buffer)
const bitsOf = (x: number): bigint => {
  doubles[0] = x
  return wholes[0]!
}

/** An expression in prefix form: locals by number, constants by what they are, instructions by name. */
type Term = { readonly f64: number } | { readonly i64: bigint } | number | readonly [Plain, ...Term[]]
const push = (c: Code, term: Term): void => {
  if (typeof term === 'number') from(c, term)
  else if ('f64' in term) f64(c, term.f64)
  else if ('i64' in term) i64(c, term.i64)
  else {
    const [name, ...rest] = term as readonly [Plain, ...Term[]]
    for (const x of rest) push(c, x)
    op(c, name)
  }
}
const real = (x: number): Term => ({ f64: x })
const whole = (x: bigint): Term => ({ i64: x })
const add = (a: Term, b: Term): Term => ['f64.add', a, b]
const sub = (a: Term, b: Term): Term => ['f64.sub', a, b]
const mul = (a: Term, b: Term): Term => ['f64.mul', a, b]
/** a + x b. */
const line = (a: number, x: Term, b: Term): Term => add(real(a), mul(x, b))

const named = (c: Code, type: 'f64' | 'i64' | 'i32', term: Term): number => {
  const result = local(c, type)
  push(c, term)
  into(c, result)
  return result
}
const loaded = (c: Code, address: number, offset: number): number => {
  const result = local(c, 'f64')
  from(c, address)
  access(c, 'f64.load', offset)
  into(c, result)
  return result
}

/** What is pushed where a condition holds, else the function outside of the argument. */
const within = (c: Code, condition: Term, inside: () => void, outside: number): void => {
  push(c, condition)
  branch(
    c,
    inside,
    () => {
      from(c, 0)
      call(c, outside)
    },
    'f64',
  )
}

/** The bits of 2^(j / 128) without those of j where 2^(n / 128) has its exponent, and what it was rounded by, as a part of it. */
const powers = (): Float64Array => {
  const step = Array.from({ length: 7 }).reduce((x: bigint) => root(x * ONE), 2n * ONE)
  const table = new Float64Array(2 * INTERVALS)
  let power = ONE
  for (let j = 0; j < INTERVALS; j++, power = (power * step) >> BITS) {
    const [hi, lo] = inTwo(power, 52)
    wholes[0] = bitsOf(hi) - (BigInt(j) << 45n)
    table.set([lo / hi, doubles[0]!], 2 * j)
  }
  return table
}

/** log 2 / 128 in two pieces, the products of the first with whole numbers below 2^18 being exact. */
const [STEP, REST] = inTwo(logOf(2, 1) / BigInt(INTERVALS), 41)
const SHIFTER = 1.5 * 2 ** 52

/** e^x = 2^(n / 128) e^r. */
const exp: Tabled = {
  table: powers,
  write: (c, at, outside) =>
    within(
      c,
      ['f64.lt', ['f64.abs', 0], real(708)],
      () => {
        const shifted = named(c, 'f64', line(SHIFTER, 0, real(INTERVALS / Math.LN2)))
        const bits = named(c, 'i64', ['i64.reinterpret_f64', shifted])
        const n = named(c, 'f64', sub(shifted, real(SHIFTER)))
        const r = named(c, 'f64', sub(sub(0, mul(n, real(STEP))), mul(n, real(REST))))
        push(c, ['i32.wrap_i64', bits])
        i32(c, INTERVALS - 1)
        op(c, 'i32.and')
        i32(c, 4)
        op(c, 'i32.shl')
        const entry = local(c, 'i32')
        into(c, entry)
        const tail = loaded(c, entry, at)
        const cut = loaded(c, entry, at + 8)
        const scale = named(c, 'f64', [
          'f64.reinterpret_i64',
          ['i64.add', ['i64.reinterpret_f64', cut], ['i64.shl', bits, whole(45n)]],
        ])
        const square = named(c, 'f64', mul(r, r))
        const curve = add(
          mul(square, line(1 / 2, r, real(1 / 6))),
          mul(mul(square, square), line(1 / 24, r, real(1 / 120))),
        )
        push(c, add(scale, mul(scale, add(add(tail, r), curve))))
      },
      outside,
    ),
}

/** The table of logarithms begins with the interval of 1 in its middle that has these bits. */
const FIRST = bitsOf(0.6875) - (1n << 44n)
const [LN2, LN2_REST] = coefficients.f64.ln2

/** By interval: about the inverse of its middle, in ten digits, and minus the logarithm of that in two pieces. */
const logarithms = (): Float64Array => {
  const table = new Float64Array(4 * INTERVALS)
  for (let j = 0; j < INTERVALS; j++) {
    wholes[0] = FIRST + (BigInt(j) << 45n) + (1n << 44n)
    const inverse = Math.round(512 / doubles[0]!)
    table.set([inverse / 512, ...inTwo(logOf(512, inverse), 42)], 4 * j)
  }
  return table
}

const LEAST = bitsOf(2 ** -1022)

/** log(2^e z) = e log 2 + log c + log(1 + r), where r = z / c - 1 is the sum of two doubles exactly. */
const log: Tabled = {
  table: logarithms,
  write: (c, at, outside) => {
    const bits = named(c, 'i64', ['i64.reinterpret_f64', 0])
    within(
      c,
      ['i64.lt_u', ['i64.sub', bits, whole(LEAST)], whole(bitsOf(Number.POSITIVE_INFINITY) - LEAST)],
      () => {
        const moved = named(c, 'i64', ['i64.sub', bits, whole(FIRST)])
        const e = named(c, 'f64', ['f64.convert_i64_s', ['i64.shr_s', moved, whole(52n)]])
        const z = named(c, 'i64', ['i64.sub', bits, ['i64.and', moved, whole(-(1n << 52n))]])
        const upper = named(c, 'f64', ['f64.reinterpret_i64', ['i64.and', z, whole(-(1n << 27n))]])
        const lower = sub(['f64.reinterpret_i64', z], upper)
        const place: Term = ['i64.and', ['i64.shr_u', moved, whole(40n)], whole(BigInt(32 * (INTERVALS - 1)))]
        const entry = named(c, 'i32', ['i32.wrap_i64', place])
        const [inverse, hi, lo] = [0, 8, 16].map((offset) => loaded(c, entry, at + offset)) as [number, number, number]
        const first = named(c, 'f64', sub(mul(upper, inverse), real(1)))
        const second = named(c, 'f64', mul(lower, inverse))
        const r = named(c, 'f64', add(first, second))
        const large = named(c, 'f64', add(mul(e, real(LN2)), hi))
        const sum = named(c, 'f64', add(large, r))
        const rest = add(add(sub(r, sub(sum, large)), add(sub(first, r), second)), add(lo, mul(e, real(LN2_REST))))
        const square = named(c, 'f64', mul(r, r))
        const fourth = named(c, 'f64', mul(square, square))
        const curve = add(
          mul(square, line(-1 / 2, r, real(1 / 3))),
          mul(fourth, add(line(-1 / 4, r, real(1 / 5)), mul(square, line(-1 / 6, r, real(1 / 7))))),
        )
        push(c, add(sum, add(rest, curve)))
      },
      outside,
    )
  },
}

/** Tables are worked out once, when they are first asked for. */
const once = ({ table, write }: Tabled): Tabled => {
  let known: Float64Array | undefined
  return {
    table: () => {
      known ??= table()
      return known
    },
    write,
  }
}

/** The functions there are tables for, by the name of their kernel. */
export const tabled: Readonly<Record<string, Tabled>> = { exp: once(exp), log: once(log) }
