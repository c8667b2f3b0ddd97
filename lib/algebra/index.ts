/** Algebras by name, and what is read off graphs and tapes in them. */
import type { Algebra as AlgebraOf } from './algebra.ts'
import { booleans, dependencies } from './booleans.ts'
import { intervals } from './intervals.ts'
import { numbers } from './numbers.ts'
import { polynomials } from './polynomials.ts'
import { paths } from './trails.ts'

export type Algebra<A> = AlgebraOf<A>
/** The algebras: each a record of what its elements do. */
export const Algebra = { numbers, booleans, dependencies, intervals, polynomials, paths } as const
export { type Carried, constants, type Elements, type Place } from './algebra.ts'
export { dependence } from './booleans.ts'
export { type AlgebraName, type Answer, type Coverage, coverage } from './coverage.ts'
export { type Bounds, enclose } from './enclose.ts'
export { notEnclosed } from './enclosures.ts'
export { interpret } from './interpret.ts'
export type { Interval } from './interval.ts'
export { firstNonFinite, type NonFinite, nonFinites } from './nonFinite.ts'
export { type Atom, type Monomial, type Polynomial, polynomialAt, showPolynomial } from './polynomial.ts'
export { formulas } from './polynomials.ts'
export type { Rational } from './rational.ts'
export { Carriers, foldTape, pathsOf, showPath, type TapePath } from './tapes.ts'
export { type PathStep, type PathTo, type Provenance, provenance, showPathTo, type Trails } from './trails.ts'
