/** Polynomials in formal symbols, with exact coefficients and whole exponents, negative ones too. */
import { fail } from '../error.ts'
import type { Op } from '../op.ts'
import { callOp } from './numbers.ts'
import { exactly, nearestTo, productOf, type Rational, rational, showRational, sumOf } from './rational.ts'

/** What has no further form: a named symbol, or a function of polynomials that is not looked into. */
export interface Atom {
  readonly text: string
  /** The function, where it is one. */
  readonly op?: Op
  readonly args: readonly Polynomial[]
}

/** A coefficient times powers of atoms, in order of their texts, none with exponent 0. */
export interface Monomial {
  readonly coef: Rational
  readonly powers: readonly (readonly [atom: Atom, exponent: number])[]
}

/** Monomials of nonzero coefficient by what their powers are; equal polynomials have equal ones. */
export interface Polynomial {
  readonly terms: ReadonlyMap<string, Monomial>
}

const keyOf = ({ powers }: Monomial): string => powers.map(([{ text }, n]) => `${text}^${n}`).join('*')

const ofMonomial = (monomial: Monomial): Polynomial =>
  monomial.coef.n === 0n ? ZERO : { terms: new Map([[keyOf(monomial), monomial]]) }
const ZERO: Polynomial = { terms: new Map() }

export const ofRational = (coef: Rational): Polynomial => ofMonomial({ coef, powers: [] })
export const ofAtom = (atom: Atom): Polynomial => ofMonomial({ coef: { n: 1n, d: 1n }, powers: [[atom, 1]] })
/** The polynomial that is one symbol. */
export const symbol = (text: string): Polynomial => ofAtom({ text, args: [] })

/** The polynomial that a number is. */
export const ofNumber = (x: number): Polynomial =>
  Number.isFinite(x)
    ? ofRational(exactly(x))
    : fail({
        tag: 'ValueError',
        op: 'polynomials',
        found: `the constant ${x}`,
        expected: 'a finite number',
        cure: 'run the graph in numbers or intervals, which know infinities',
      })

const put = (terms: Map<string, Monomial>, key: string, term: Monomial): void => {
  const there = terms.get(key)
  const coef = there ? sumOf(there.coef, term.coef) : term.coef
  if (coef.n === 0n) terms.delete(key)
  else terms.set(key, { coef, powers: term.powers })
}

export const plus = (p: Polynomial, q: Polynomial): Polynomial => {
  const [large, small] = p.terms.size < q.terms.size ? [q, p] : [p, q]
  if (small.terms.size === 0) return large
  const terms = new Map(large.terms)
  for (const [key, term] of small.terms) put(terms, key, term)
  return { terms }
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const monomialProduct = (a: Monomial, b: Monomial): Monomial => {
  const exponents = new Map<string, readonly [Atom, number]>(a.powers.map((power) => [power[0].text, power]))
  for (const [atom, n] of b.powers) exponents.set(atom.text, [atom, (exponents.get(atom.text)?.[1] ?? 0) + n])
  const powers = [...exponents.values()].filter(([, n]) => n !== 0).sort(([x], [y]) => byText(x.text, y.text))
  return { coef: productOf(a.coef, b.coef), powers }
}

export const product = (p: Polynomial, q: Polynomial): Polynomial => {
  const terms = new Map<string, Monomial>()
  for (const a of p.terms.values())
    for (const b of q.terms.values()) {
      const term = monomialProduct(a, b)
      put(terms, keyOf(term), term)
    }
  return { terms }
}

export const scaledBy = (p: Polynomial, factor: Rational): Polynomial => product(p, ofRational(factor))

/** The number that a polynomial without atoms is. */
export const constantOf = ({ terms }: Polynomial): Rational | undefined => {
  if (terms.size === 0) return { n: 0n, d: 1n }
  const [only] = terms.values()
  return terms.size === 1 && only!.powers.length === 0 ? only!.coef : undefined
}

/** 1 / p where p is one term other than 0. */
export const inverse = ({ terms }: Polynomial): Polynomial | undefined => {
  const [only] = terms.values()
  return terms.size === 1
    ? ofMonomial({
        coef: rational(only!.coef.d, only!.coef.n),
        powers: only!.powers.map(([atom, n]) => [atom, -n] as const),
      })
    : undefined
}

/** Of terms of one degree, those with more of an earlier letter first. */
const byPowers = (a: Monomial['powers'], b: Monomial['powers']): number => {
  for (let k = 0; k < Math.min(a.length, b.length); k++) {
    const [[x, n], [y, m]] = [a[k]!, b[k]!]
    if (x.text !== y.text) return byText(x.text, y.text)
    if (n !== m) return m - n
  }
  return b.length - a.length
}

const degree = ({ powers }: Monomial): number => powers.reduce((sum, [, n]) => sum + n, 0)

const powerText = ([{ text }, n]: Monomial['powers'][number]): string => (n === 1 ? text : `${text}^${n}`)

const termText = ({ coef, powers }: Monomial): string => {
  const size = showRational({ n: coef.n < 0n ? -coef.n : coef.n, d: coef.d })
  const factors = powers.map(powerText)
  return [...(size === '1' && factors.length > 0 ? [] : [size]), ...factors].join(' ')
}

/**
 * `3 x^2 y - 1/2 sin(x) + 1`: terms of higher degree first; a function of polynomials is one letter.
 *
 * @example
 * const [p] = formulas(graph([[]], (x) => mul(add(x, 1), sub(x, 1))), ['x'])
 * showPolynomial(p) === 'x^2 - 1' // => true
 */
export const showPolynomial = (p: Polynomial): string => {
  const sorted = [...p.terms.values()].sort((a, b) => degree(b) - degree(a) || byPowers(a.powers, b.powers))
  if (sorted.length === 0) return '0'
  return sorted
    .map((term, k) => {
      const minus = term.coef.n < 0n
      return `${k === 0 ? (minus ? '-' : '') : minus ? ' - ' : ' + '}${termText(term)}`
    })
    .join('')
}

/** The atoms of a polynomial and of what they are functions of, every one after its arguments. */
const atomsOf = (p: Polynomial): readonly Atom[] => {
  const within = ({ terms }: Polynomial): readonly Atom[] =>
    [...terms.values()].flatMap(({ powers }) => powers.map(([atom]) => atom))
  const placed = new Map<string, Atom>()
  const stack = [...within(p)]
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    const missing = top.args.flatMap(within).filter(({ text }) => !placed.has(text))
    if (missing.length > 0) stack.push(...missing)
    else {
      placed.set(top.text, top)
      stack.pop()
    }
  }
  return [...placed.values()]
}

const sumAt = ({ terms }: Polynomial, values: ReadonlyMap<string, number>): number => {
  let sum = 0
  for (const { coef, powers } of terms.values())
    sum += powers.reduce((term, [{ text }, n]) => term * values.get(text)! ** n, nearestTo(coef))
  return sum
}

/**
 * The value of a polynomial for numbers in place of its symbols: each term rounded, then the sum of terms.
 *
 * @throws AdError `ValueError` where a symbol has no number
 * @example
 * const [p] = formulas(graph([[]], (x) => mul(x, sin(x))), ['x'])
 * polynomialAt(p, { x: 2 }) // => 2 * Math.sin(2)
 */
export const polynomialAt = (p: Polynomial, symbols: Readonly<Record<string, number>>): number => {
  const values = new Map<string, number>()
  for (const { text, op, args } of atomsOf(p)) {
    const known = op
      ? callOp(
          op,
          args.map((arg) => sumAt(arg, values)),
        )
      : Object.hasOwn(symbols, text)
        ? symbols[text]!
        : missingSymbol(text, Object.keys(symbols))
    values.set(text, known)
  }
  return sumAt(p, values)
}

const missingSymbol = (text: string, known: readonly string[]): never =>
  fail({
    tag: 'ValueError',
    op: 'polynomialAt',
    argument: text,
    found: 'a symbol without a number',
    expected: `one of ${known.join(', ') || 'none'}`,
    cure: 'give a number for each symbol',
  })
