/**
 * Laws of lenses, and of the lens of a graph (Cruttwell, Gavranović, Ghani, Wilson, Zanasi, Categorical foundations of
 * gradient-based learning, 2022).
 */
import { Graph, type Lens, lenses, lensFunctor, linearize, Tape } from '../modes/index.ts'
import { sameUpToNumbering } from './canonical.ts'
import { preservesComposition, type Same } from './category.ts'
import { agreeAt, givesAt } from './rounding.ts'
import { absolutes, agree, pullbackBound, run, type Values } from './scale.ts'
import { every, named, type Verdict } from './verdict.ts'

/** The same graphs, in canonical form. */
export const sameLens: Same<Lens> = (found, expected) =>
  every(
    () => named('get', sameUpToNumbering(found.get, expected.get)),
    () => named('put', sameUpToNumbering(found.put, expected.put)),
  )

/** The same numbers forward from x, and back with w. */
export const sameLensAt =
  (x: Values, w: Values): Same<Lens> =>
  (found, expected) =>
    every(
      () => named('get', agreeAt(found.get, expected.get, x)),
      () => named('put', agreeAt(found.put, expected.put, x, w)),
    )

/** How lenses are composed, unless another way is to be judged. */
export type Composition = (f: Lens, g: Lens) => Lens

/** get x ~ get_g (get_f x) for get of f;g */
export const getComposes = (f: Lens, g: Lens, x: Values, compose: Composition = lenses.compose): Verdict =>
  givesAt(compose(f, g).get, run(g.get, run(f.get, x)), x)

/** put(x, w) ~ put_f(x, put_g(get_f x, w)) for put of f;g */
export const putComposes = (f: Lens, g: Lens, x: Values, w: Values, compose: Composition = lenses.compose): Verdict =>
  givesAt(compose(f, g).put, run(f.put, x, run(g.put, run(f.get, x), w)), x, w)

/**
 * Whether f and g meet in the results of f alone: these are different nodes that f does not use again, composing makes no
 * two nodes one, and a derivative reaches every input of g. Then each vertex of f;g is one of f or of g, with its arrows.
 */
export const meetInResults = (f: Graph, g: Graph): boolean => {
  const inside = new Set(f.nodes.flatMap(({ args }) => args))
  return (
    new Set(f.outputs).size === f.outputs.length &&
    f.outputs.every((ref) => !inside.has(ref)) &&
    Graph.compose(f, g).nodes.size === f.nodes.size + g.nodes.size - g.inputs.length &&
    Tape.disconnected(linearize(g)).sources.length === 0
  )
}

/** L(f;g) = L f ; L g, as graphs, for f and g that meet in the results of f alone. */
export const lensComposes = (f: Graph, g: Graph, L = lensFunctor): Verdict => preservesComposition(L, sameLens, f, g)

/** L(f;g)(x, w) ~ (L f ; L g)(x, w) */
export const lensComposesInValue = (f: Graph, g: Graph, x: Values, w: Values, L = lensFunctor): Verdict => {
  const [found, expected] = [L.arrow(L.from.compose(f, g)), L.to.compose(L.arrow(f), L.arrow(g))]
  const fg = L.from.compose(f, g)
  return every(
    () => named('get', agreeAt(found.get, expected.get, x)),
    () =>
      named(
        'put',
        agree(run(found.put, x, w), run(expected.put, x, w), run(pullbackBound(fg), x, absolutes(w)), [f, g]),
      ),
  )
}
