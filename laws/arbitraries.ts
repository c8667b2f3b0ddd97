/**
 * Arbitraries of graphs, points and directions: a graph is drawn from a list of small instructions, any part of which is
 * again a graph, so that failures shrink to a few nodes.
 */
import type fc from 'fast-check'
import {
  asType,
  type Graph,
  graph,
  inputTypes,
  outputTypes,
  replay,
  type Shape,
  show,
  sum,
  type Type,
} from '../modes/index.ts'
import { bodies } from './instructions/bodies.ts'
import { chosen, elementary } from './instructions/elementary.ts'
import { type Bounded, fitsBeside, type Instruction, limited, type Pool, type Rule } from './instructions/rule.ts'
import { reductions, structural, systems } from './instructions/structural.ts'

/** The library fast-check as it is imported: `import fc from 'fast-check'`. */
export type FastCheck = typeof fc

export interface Recipe {
  readonly shapes: readonly Shape[]
  readonly instructions: readonly Instruction[]
  readonly outputs: readonly number[]
}

const tables = { elementary, chosen, structural, reductions, systems, bodies } as const
export type Table = keyof typeof tables
export const EVERYTHING: readonly Table[] = ['elementary', 'chosen', 'structural', 'reductions', 'systems', 'bodies']
/** Without kinks. */
export const SMOOTH: readonly Table[] = ['elementary', 'structural', 'reductions', 'systems']
/** All but ops that own a graph. */
export const FLAT: readonly Table[] = ['elementary', 'chosen', 'structural', 'reductions', 'systems']

const step = (pool: Pool, [op, a, b, c]: Instruction, rules: readonly Rule[]): Pool => {
  const at = (k: number): Bounded => pool[k % pool.length]!
  const matching = (fits: (shape: Shape) => boolean): Bounded | undefined => {
    const found = pool.filter(({ wire }) => fits(wire.shape))
    return found[b % Math.max(1, found.length)]
  }
  const first = at(a)
  const like = matching((s) => fitsBeside(first.wire.shape)(s))!
  const drawn = rules[op % rules.length]!({ a: first, b: at(b), like, c, of: matching })
  return [...pool, ...drawn.map(({ wire, bound }) => limited(wire, bound))]
}

/** Draws a recipe, on inputs of its own shapes or of given types. */
export const drawRecipe = (
  { shapes, instructions, outputs }: Recipe,
  kinds: readonly Table[],
  types?: readonly Type[],
): Graph => {
  const rules = kinds.flatMap((kind) => tables[kind])
  return graph(types ?? shapes, (...xs) => {
    const pool = instructions.reduce<Pool>(
      (sofar, instruction) => step(sofar, instruction, rules),
      xs.map((wire) => ({ wire, bound: 1.5 })),
    )
    return outputs.map((k) => pool[Math.max(0, pool.length - 1 - (k % 3))]!.wire)
  })
}

/** Each rule of some tables alone, on inputs of several shapes; the last wire that it draws is the result. */
export const singles = (kinds: readonly Table[]): readonly Graph[] => {
  const shapes: readonly (readonly Shape[])[] = [
    [
      [2, 2],
      [2, 2],
    ],
    [[3], [3]],
    [
      [2, 3],
      [3, 2],
    ],
  ]
  const count = kinds.reduce((n, kind) => n + tables[kind].length, 0)
  return Array.from({ length: count }, (_, op) => op)
    .flatMap((op) =>
      shapes.map((own) => drawRecipe({ shapes: own, instructions: [[op, 0, 1, 1]], outputs: [0] }, kinds)),
    )
    .filter((f) => f.nodes.size > f.inputs.length)
}

/** The graph whose first result, all its entries summed, is the only one. */
export const summed = (f: Graph): Graph => graph(inputTypes(f), (...xs) => sum(replay(f, xs)[0]!))

/** Arbitraries, made with fast-check: the laws themselves do without it. */
export const arbitraries = (fc: FastCheck) => {
  /** A graph that fast-check prints as text. */
  const pictured = (f: Graph): Graph => ({ ...f, [fc.toStringMethod]: () => `\n${show(f)}` }) as Graph
  const drawn = (recipe: Recipe, kinds: readonly Table[], types?: readonly Type[]): Graph =>
    pictured(drawRecipe(recipe, kinds, types))
  const nat = fc.nat({ max: 59 })
  /** More than there are rules, all equally likely. */
  const op = fc.noBias(fc.nat({ max: 9999 }))
  const shape: fc.Arbitrary<Shape> = fc.constantFrom<Shape[]>([], [2], [3], [2, 3], [2, 2], [1], [0])
  const recipes = (size = 6): fc.Arbitrary<Recipe> =>
    fc.record({
      shapes: fc.array(shape, { minLength: 1, maxLength: 2 }),
      instructions: fc.array(fc.tuple(op, nat, nat, nat), { maxLength: size }),
      outputs: fc.array(fc.nat({ max: 2 }), { minLength: 1, maxLength: 2 }),
    })
  return {
    pictured,
    recipes,
    /** Graphs over shared subterms, of one or two inputs and outputs. */
    graphs: (kinds: readonly Table[] = EVERYTHING, size = 6): fc.Arbitrary<Graph> =>
      recipes(size).map((recipe) => drawn(recipe, kinds)),
    /** Graphs f, g, ... such that f;g;... is one. */
    chains: (count: number, kinds: readonly Table[] = EVERYTHING, size = 4): fc.Arbitrary<readonly Graph[]> =>
      fc.tuple(...Array.from({ length: count }, () => recipes(size))).map((list) => {
        const made: Graph[] = []
        for (const recipe of list) {
          const last = made[made.length - 1]
          made.push(drawn(recipe, kinds, last && outputTypes(last)))
        }
        return made
      }),
    /** Graphs on the same inputs, with results of the same types: all are made to be one number for each output. */
    alike: (count: number, kinds: readonly Table[] = EVERYTHING, size = 4): fc.Arbitrary<readonly Graph[]> =>
      fc
        .tuple(...Array.from({ length: count }, () => recipes(size)))
        .map((list) => list.map((recipe) => pictured(summed(drawRecipe(recipe, kinds, list[0]!.shapes.map(asType)))))),
    /** Numbers to fill points and directions with: hundredths, zero among them. */
    numbers: fc.array(
      fc.integer({ min: -11, max: 11 }).map((k) => (k * 13) / 100),
      { minLength: 23, maxLength: 23 },
    ) as fc.Arbitrary<readonly number[]>,
  }
}
