// Arbitraries of parametrised graphs and of the points at which learners are compared.
import fc from 'fast-check'
import { valuesOf } from '../../laws/scale.ts'
import {
  type Graph,
  graphs,
  type Parametrised,
  parametrised,
  type Shape,
  type Types,
  type Value,
} from '../../modes/index.ts'
import { chains, drawRecipe, graphs as graphsOf, type Recipe, recipes, SMOOTH } from '../generators.ts'

export type Model = Parametrised<Types, Graph>

const shapes: fc.Arbitrary<readonly Shape[]> = fc.array(fc.constantFrom<Shape[]>([], [2], [3], [2, 2]), {
  maxLength: 2,
})
const asTypes = (list: readonly Shape[]): Types => list.map((shape) => ({ shape }))

const modelOf = (recipe: Recipe, parameters: Types, source: Types): Model =>
  parametrised(parameters.length, drawRecipe(recipe, SMOOTH, [...parameters, ...source]))

/** Models f, g, ... such that f;g;... is one. */
export const modelChains = (count: number, size = 4): fc.Arbitrary<readonly Model[]> =>
  fc.tuple(...Array.from({ length: count }, () => fc.tuple(shapes, recipes(size)))).map((list) => {
    const made: Model[] = []
    for (const [own, recipe] of list) {
      const source = made.length > 0 ? graphs.target(made[made.length - 1].arrow) : asTypes(recipe.shapes)
      made.push(modelOf(recipe, asTypes(own), source))
    }
    return made
  })

export const models = (size = 4): fc.Arbitrary<Model> => modelChains(1, size).map(([model]) => model)

/** Models f and g such that f;g is one, with r;s into the parameters of f and t into those of g. */
export const reparametrisations = fc
  .tuple(chains(2), graphsOf(SMOOTH, 4), recipes(3), recipes(3))
  .map(([[r, s], t, first, second]) => {
    const f = modelOf(first, graphs.target(s), asTypes(first.shapes))
    return { r, s, t, f, g: modelOf(second, graphs.target(t), graphs.target(f.arrow)) }
  })

/** The values of some types filled with numbers, each changed by a function. */
export const filledWith = (
  types: Types,
  numbers: readonly number[],
  f: (x: number) => number = (x) => x,
): readonly Value[] => valuesOf(types, numbers.map(f))
