/** The algebra of polynomials: a graph run in it on symbols gives its own formula, and a gradient's graph the formal one. */
import { fail } from '../error.ts'
import { type Graph, inputTypes, nodeAt } from '../graph.ts'
import type { Op } from '../op.ts'
import { select } from '../ops/compare.ts'
import { powerOp, recip } from '../ops/powers.ts'
import { overOp } from '../ops/reduce.ts'
import { isTuple, sizeOf, type Type } from '../types.ts'
import { type Algebra, type Carried, elements, tensorsOf } from './algebra.ts'
import { interpret } from './interpret.ts'
import { callOp } from './numbers.ts'
import {
  constantOf,
  inverse,
  ofAtom,
  ofNumber,
  type Polynomial,
  plus,
  product,
  scaledBy,
  showPolynomial,
  symbol,
} from './polynomial.ts'
import { exactly, nearestTo, rational } from './rational.ts'
import { stepwise } from './stepwise.ts'

/** The number that a constant polynomial is, where a double is that number. */
const numberOf = (p: Polynomial): number | undefined => {
  const coef = constantOf(p)
  if (!coef) return undefined
  const near = nearestTo(coef)
  const back = Number.isFinite(near) ? exactly(near) : undefined
  return back && back.n === coef.n && back.d === coef.d ? near : undefined
}

/** A function that is not looked into, applied to polynomials: a letter of its own, known by the op's name. */
const opaque = (op: Op, xs: readonly Polynomial[]): Polynomial =>
  ofAtom({ text: `${op.name}(${xs.map(showPolynomial).join(', ')})`, op, args: xs })

const power = (p: Polynomial, n: number): Polynomial => {
  let [result, base] = [ofNumber(1), p]
  for (let rest = n; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = product(result, base)
    if (rest > 1) base = product(base, base)
  }
  return result
}

const exactFamilies = new Set(stepwise.map(([family]) => family))

/** Powers, reciprocals of single terms, and choices among known numbers are exact; all else is a letter of its own. */
const apply = (op: Op, xs: readonly Polynomial[]): Polynomial => {
  const [x] = xs
  if (op.family === recip.op.family) return inverse(x!) ?? opaque(op, xs)
  if (op.family === overOp(1).family) return scaledBy(x!, rational(1n, BigInt(op.params as number)))
  if (op.family === powerOp(2).family) {
    const n = op.params as number
    const base = n > 0 ? x! : inverse(x!)
    return base ? power(base, Math.abs(n)) : opaque(op, xs)
  }
  if (op.family === select.op.family && constantOf(x!)) return constantOf(x!)!.n !== 0n ? xs[1]! : xs[2]!
  if (!exactFamilies.has(op.family)) return opaque(op, xs)
  const known = xs.map(numberOf)
  return known.every((y) => y !== undefined) ? ofNumber(callOp(op, known)) : opaque(op, xs)
}

const refuse = (op: string, found: string): never =>
  fail({
    tag: 'ValueError',
    op,
    found,
    expected: 'sums, products, functions of numbers, and choices by known numbers',
    cure: 'give the numbers that decide as constants, or run the graph in numbers or intervals',
  })

/**
 * Coefficients are fractions, so nothing is rounded: 0.1 is the double of that name. 0 times anything is 0, and x / x is 1:
 * what is formal does not ask for points at which it is not defined.
 */
export const polynomials: Algebra<Polynomial> = {
  name: 'polynomials',
  constant: ofNumber,
  add: plus,
  mul: (xs) => xs.reduce(product),
  neg: (p) => scaledBy(p, { n: -1n, d: 1n }),
  apply,
  number: numberOf,
  choose: (by) => refuse('polynomials', `a choice by ${by.map(showPolynomial).join(', ')}`),
  other: (op) => refuse(op.name, 'an op that is not entry by entry'),
}

const symbolsOf = (type: Type, name: string): Carried<Polynomial> => {
  if (isTuple(type)) return { tuple: type.tuple.map((part, k) => symbolsOf(part, `${name}.${k}`)) }
  const { shape } = type
  const index = (flat: number): string => {
    let rest = flat
    const at = [...shape].reverse().map((extent) => {
      const i = rest % extent
      rest = Math.floor(rest / extent)
      return i
    })
    return at.reverse().join(',')
  }
  return elements(
    shape,
    Array.from({ length: sizeOf(shape) }, (_, k) => symbol(shape.length === 0 ? name : `${name}[${index(k)}]`)),
  )
}

/**
 * The formula of every entry of every output, as a polynomial in the entries of the inputs, which are called by these names
 * or by their labels, else `x0`, `x1`, ... Run on the graph of a gradient it gives the formal derivative.
 *
 * @throws AdError `ValueError` for what is no formula: a solve, a branch or an index that depends on a symbol
 * @example
 * const f = graph([[2]], (x) => sum(mul(x, x)))
 * formulas(f, ['x']).map(showPolynomial).join() === 'x[0]^2 + x[1]^2' // => true
 */
export const formulas = (graph: Graph, names: readonly string[] = []): readonly Polynomial[] => {
  const inputs = inputTypes(graph).map((type, k) =>
    symbolsOf(type, names[k] ?? nodeAt(graph, graph.inputs[k]!).about?.label ?? `x${k}`),
  )
  return interpret(polynomials)(graph, inputs)
    .flatMap(tensorsOf)
    .flatMap(({ entries }) => entries)
}
