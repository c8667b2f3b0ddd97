/** Algebras by name, and what is read off graphs and tapes in them. */
import type { Algebra as AlgebraOf } from './algebra.ts'
import { numbers } from './numbers.ts'

export type Algebra<A> = AlgebraOf<A>
/** The algebras: each a record of what its elements do. */
export const Algebra = { numbers } as const
export { type Carried, constants, type Elements, type Place } from './algebra.ts'
export { interpret } from './interpret.ts'
