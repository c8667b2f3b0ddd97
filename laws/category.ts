/**
 * Laws of symmetric monoidal categories and functors, over categories as values. What equality of arrows means is given:
 * of graphs in canonical form, or of numbers at points.
 */
import type { Category, Functor } from '../modes/index.ts'
import { every, named, type Verdict } from './verdict.ts'

/** Equality of arrows, with what tells them apart. */
export type Same<A> = (found: A, expected: A) => Verdict

/** (f;g);h = f;(g;h) */
export const arrowsAssociate = <O, A>({ compose }: Category<O, A>, same: Same<A>, f: A, g: A, h: A): Verdict =>
  same(compose(compose(f, g), h), compose(f, compose(g, h)))

/** id;f = f = f;id */
export const identitiesAreUnits = <O, A>(C: Category<O, A>, same: Same<A>, f: A): Verdict =>
  every(
    () => named('id;f', same(C.compose(C.identity(C.source(f)), f), f)),
    () => named('f;id', same(C.compose(f, C.identity(C.target(f))), f)),
  )

/** (f ⊗ g);(h ⊗ k) = (f;h) ⊗ (g;k) */
export const arrowsInterchange = <O, A>(
  { compose, tensor }: Category<O, A>,
  same: Same<A>,
  [f, g, h, k]: readonly [f: A, g: A, h: A, k: A],
): Verdict => same(compose(tensor(f, g), tensor(h, k)), tensor(compose(f, h), compose(g, k)))

/** id_x ⊗ id_y = id_(x ⊗ y) */
export const tensorOfIdentities = <O, A>(C: Category<O, A>, same: Same<A>, x: O, y: O): Verdict =>
  same(C.tensor(C.identity(x), C.identity(y)), C.identity(C.product(x, y)))

/** (f ⊗ g) ⊗ h = f ⊗ (g ⊗ h) */
export const tensorAssociates = <O, A>({ tensor }: Category<O, A>, same: Same<A>, f: A, g: A, h: A): Verdict =>
  same(tensor(tensor(f, g), h), tensor(f, tensor(g, h)))

/** id_I ⊗ f = f = f ⊗ id_I */
export const tensorHasUnit = <O, A>(C: Category<O, A>, same: Same<A>, f: A): Verdict =>
  every(
    () => named('id_I ⊗ f', same(C.tensor(C.identity(C.unit), f), f)),
    () => named('f ⊗ id_I', same(C.tensor(f, C.identity(C.unit)), f)),
  )

/** (f ⊗ g);swap = swap;(g ⊗ f) */
export const swapIsNatural = <O, A>(C: Category<O, A>, same: Same<A>, f: A, g: A): Verdict =>
  same(
    C.compose(C.tensor(f, g), C.swap(C.target(f), C.target(g))),
    C.compose(C.swap(C.source(f), C.source(g)), C.tensor(g, f)),
  )

/** swap_(x,y);swap_(y,x) = id_(x ⊗ y) */
export const swapTwice = <O, A>(C: Category<O, A>, same: Same<A>, x: O, y: O): Verdict =>
  same(C.compose(C.swap(x, y), C.swap(y, x)), C.identity(C.product(x, y)))

/** F id_x = id_(F x) */
export const preservesIdentity = <O, A, P, B>(F: Functor<O, A, P, B>, same: Same<B>, x: O): Verdict =>
  same(F.arrow(F.from.identity(x)), F.to.identity(F.object(x)))

/**
 * F(f;g) = F f ; F g
 *
 * @example
 * const [f, g] = [graph([[]], (x) => sin(x)), graph([[]], (y) => exp(y))]
 * preservesComposition(tangentFunctor, sameUpToNumbering, f, g).holds // => true
 */
export const preservesComposition = <O, A, P, B>(F: Functor<O, A, P, B>, same: Same<B>, f: A, g: A): Verdict =>
  same(F.arrow(F.from.compose(f, g)), F.to.compose(F.arrow(f), F.arrow(g)))

/** merge;F(f ⊗ g) = (F f ⊗ F g);merge : F(f ⊗ g) = F f ⊗ F g, up to where F puts the parts of a product. */
export const preservesTensor = <O, A, P, B>(F: Functor<O, A, P, B>, same: Same<B>, f: A, g: A): Verdict =>
  same(
    F.to.compose(F.merge(F.from.source(f), F.from.source(g)), F.arrow(F.from.tensor(f, g))),
    F.to.compose(F.to.tensor(F.arrow(f), F.arrow(g)), F.merge(F.from.target(f), F.from.target(g))),
  )

/** merge;F(swap_(x,y)) = swap_(F x,F y);merge */
export const preservesSwap = <O, A, P, B>(F: Functor<O, A, P, B>, same: Same<B>, x: O, y: O): Verdict =>
  same(
    F.to.compose(F.merge(x, y), F.arrow(F.from.swap(x, y))),
    F.to.compose(F.to.swap(F.object(x), F.object(y)), F.merge(y, x)),
  )
