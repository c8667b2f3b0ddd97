/** Arbitraries of cases: random graphs, and an op alone, before and after others, near a point where it is defined. */
import type fc from 'fast-check'
import { constant } from '../lib/ops/constant.ts'
import {
  add,
  draw,
  type Graph,
  Graph as Graphs,
  graph,
  inputTypes,
  isTuple,
  mul,
  type Op,
  outputTypes,
  parts,
  show,
  sin,
  sum,
  type Tensor,
  type Type,
  tuple,
  type Wire,
} from '../modes/index.ts'
import { arbitraries, drawRecipe, EVERYTHING, type FastCheck, summed, type Table } from './arbitraries.ts'
import { type Case, gist } from './law.ts'
import { entriesOf, type Values, valuesOf } from './scale.ts'

/** A graph and a point of it, away from kinks; whole numbers at the point are taken for places and masks and stay. */
export interface Specimen {
  readonly graph: Graph
  readonly at: Values
}

/** How far cases of a specimen may be from its point. */
const NEAR = 0.003

const isWhole = (x: Values[number]): boolean => entriesOf([x]).every(Number.isInteger)

/** x -> a point near the specimen's, whatever x is. */
const towards = ({ graph: f, at }: Specimen): Graph =>
  graph(inputTypes(f), (...xs) =>
    xs.map((x, k) => {
      const there = constant(at[k] as Tensor)
      return isWhole(at[k]!) ? there : add(there, mul(NEAR, sin(x)))
    }),
  )

/** The point moved a little. */
const moved = ({ at }: Specimen, numbers: readonly number[]): Values =>
  at.map((value, k): Tensor => {
    const x = value as Tensor
    const far = isWhole(x) ? 0 : NEAR
    return {
      shape: x.shape,
      data: x.data.map((e, i) => e + far * numbers[(i + 7 * k) % numbers.length]!) as Tensor['data'],
    }
  })

const tensors = (wire: Wire): readonly Wire[] => (isTuple(wire.type) ? parts(wire).flatMap(tensors) : [wire])
const leaves = (type: Type): readonly Type[] => (isTuple(type) ? type.tuple.flatMap(leaves) : [type])

/** The graph of an op on tensors: arguments that are tuples are put together from inputs, results taken apart. */
export const graphOfOp = (op: Op, types: readonly Type[]): Graph =>
  graph(types.flatMap(leaves), (...xs) => {
    let next = 0
    const whole = (type: Type): Wire => (isTuple(type) ? tuple(type.tuple.map(whole)) : xs[next++]!)
    return tensors(draw(op, types.map(whole)))
  })

/** The ways that a specimen stands among other graphs. */
const around: Readonly<Record<string, (s: Specimen) => Pick<Case, 'f' | 'next'> & { readonly here: boolean }>> = {
  alone: ({ graph: f }) => ({ f, next: gist(Graphs.identity(outputTypes(f))), here: true }),
  after: (s) => ({ f: towards(s), next: s.graph, here: false }),
  between: (s) => ({
    f: Graphs.compose(towards(s), s.graph),
    next: gist(Graphs.identity(outputTypes(s.graph))),
    here: false,
  }),
}

/** A case that fast-check prints as its graphs and its point. */
const pictured = (fast: FastCheck, c: Case): Case => {
  const text = (): string =>
    [`\nf:\n${show(c.f, '  ')}`, `next:\n${show(c.next, '  ')}`, `x: ${entriesOf(c.x).join(', ')}`].join('\n')
  return Object.assign({ ...c }, { [fast.toStringMethod]: text })
}

export const cases = (fast: FastCheck) => {
  const { chains, recipes, numbers } = arbitraries(fast)
  const vectors = fast.record({ u: numbers, v: numbers, w: numbers })
  return {
    /** Random graphs of up to `size` instructions. */
    random: (size = 4, kinds: readonly Table[] = EVERYTHING): fc.Arbitrary<Case> =>
      fast.tuple(chains(2, kinds, size), recipes(size), numbers, vectors).map(([[f, next], recipe, x, given]) =>
        pictured(fast, {
          f: f!,
          next: next!,
          beside: summed(drawRecipe(recipe, kinds, inputTypes(f!))),
          x: valuesOf(inputTypes(f!), x),
          numbers: given,
        }),
      ),
    /** Graphs alone and among others, near their points. */
    near: (...specimens: readonly Specimen[]): fc.Arbitrary<Case> =>
      fast
        .tuple(fast.constantFrom(...specimens), fast.constantFrom(...Object.values(around)), numbers, vectors)
        .map(([specimen, placed, x, given]) => {
          const { f, next, here } = placed(specimen)
          const beside = graph(inputTypes(f), (...xs) => add(0, ...xs.map((wire) => sum(sin(wire)))))
          const point = here ? moved(specimen, x) : valuesOf(inputTypes(f), x)
          return pictured(fast, { f, next, beside, x: point, numbers: given })
        }),
  }
}
