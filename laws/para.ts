/**
 * Laws of parametrised arrows: Para of graphs (Fong, Spivak, Tuyéras, Backprop as functor, 2019) and of any other
 * symmetric monoidal category (Cruttwell, Gavranović, Ghani, Wilson, Zanasi, 2022).
 */
import {
  type Category,
  type Graph,
  graphs,
  type Parametrised,
  para,
  reparametrise,
  type Types,
} from '../modes/index.ts'
import type { Same } from './category.ts'
import { givesAt } from './rounding.ts'
import { run, type Values } from './scale.ts'
import { every, named, type Verdict } from './verdict.ts'

/** Equality of parametrised arrows by that of P ⊗ X -> Y. */
export const sameParametrised =
  <O, A>(same: Same<A>): Same<Parametrised<O, A>> =>
  (found, expected) =>
    same(found.arrow, expected.arrow)

/** (P, f);(Q, g) = (Q ⊗ P, (q, p, a) -> g(q, f(p, a))) */
export const parametrisedComposes = (
  f: Parametrised<Types, Graph>,
  g: Parametrised<Types, Graph>,
  [q, p, a]: readonly [q: Values, p: Values, a: Values],
  { compose } = para(graphs),
): Verdict => givesAt(compose(f, g).arrow, run(g.arrow, q, run(f.arrow, p, a)), q, p, a)

/** id* f = f, (r;s)* f = r* (s* f), where r* f is f reparametrised along r. */
export const reparametrisingComposes = <O, A>(
  C: Category<O, A>,
  same: Same<A>,
  f: Parametrised<O, A>,
  r: A,
  s: A,
  along = reparametrise,
): Verdict =>
  every(
    () => named('id* f', same(along(C, f, C.identity(f.parameters)).arrow, f.arrow)),
    () => same(along(C, f, C.compose(r, s)).arrow, along(C, along(C, f, s), r).arrow),
  )

/** (s ⊗ r)* (f;g) = r* f ; s* g */
export const reparametrisingDistributes = <O, A>(
  C: Category<O, A>,
  same: Same<A>,
  [f, r]: readonly [f: Parametrised<O, A>, r: A],
  [g, s]: readonly [g: Parametrised<O, A>, s: A],
  along = reparametrise,
): Verdict => {
  const { compose } = para(C)
  return same(along(C, compose(f, g), C.tensor(s, r)).arrow, compose(along(C, f, r), along(C, g, s)).arrow)
}

/** (f ⊗ g);(h ⊗ k) = (H ⊗ swap_(K,F) ⊗ G)* ((f;h) ⊗ (g;k)), F the parameters of f: interchange up to their places. */
export const parametrisedInterchange = <O, A>(
  C: Category<O, A>,
  same: Same<A>,
  [f, g, h, k]: readonly Parametrised<O, A>[],
): Verdict => {
  const { compose, tensor } = para(C)
  const moved = C.tensor(
    C.tensor(C.identity(h.parameters), C.swap(k.parameters, f.parameters)),
    C.identity(g.parameters),
  )
  const apart = tensor(compose(f, h), compose(g, k))
  return same(compose(tensor(f, g), tensor(h, k)).arrow, reparametrise(C, apart, moved).arrow)
}
