/** What each algebra can say of each kind of op, as a table. */
import type { Kind } from '../op.ts'

/**
 * `exact`: by the operations of the algebra. `decided`: so where indices, masks or conditions are known numbers; else a
 * safe answer, or none. `safe`: an answer that errs on one side. `refused`: an error that says why.
 */
export type Answer = 'exact' | 'decided, else safe' | 'decided, else refused' | 'safe' | 'refused'
export type AlgebraName = 'numbers' | 'booleans' | 'dependencies' | 'intervals' | 'polynomials' | 'paths'
export type Coverage = Readonly<Record<AlgebraName, Answer>>

const every = (answer: Answer): Coverage => ({
  numbers: answer,
  booleans: answer,
  dependencies: answer,
  intervals: answer,
  polynomials: answer,
  paths: answer,
})
const exact = every('exact')
const choosing: Coverage = {
  ...every('decided, else safe'),
  numbers: 'exact',
  polynomials: 'decided, else refused',
  paths: 'exact',
}
const unknown: Coverage = { ...every('safe'), numbers: 'exact', polynomials: 'refused' }

/**
 * What each algebra answers to each kind of op. An exact elementwise op is, in intervals, an enclosure whose ends are
 * within a few units in the last place, but for those that `notEnclosed` lists, which are the whole line; in polynomials
 * powers, reciprocals of single terms, and choices among known numbers, all else being a letter of its own. Paths go
 * through a `select`, and begin anew at every other function. A user's elementwise op is safe in all.
 *
 * @example
 * coverage.solve.polynomials === 'refused' // => true
 */
export const coverage: Readonly<Record<Kind, Coverage>> = {
  input: exact,
  constant: { ...exact, polynomials: 'decided, else refused' },
  elementwise: { ...exact, booleans: 'safe', paths: 'safe' },
  neg: exact,
  add: exact,
  einsum: exact,
  copy: choosing,
  extremum: choosing,
  cumsum: exact,
  scatter: choosing,
  tuple: exact,
  project: exact,
  solve: unknown,
  call: exact,
  cond: choosing,
  scan: exact,
  while: choosing,
  custom: exact,
  other: unknown,
}
