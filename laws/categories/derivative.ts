/** D: the functor from graphs at points to linear maps, in any representation of these. */
import { isStep } from '../../lib/linear.ts'
import { typeOfValue } from '../../lib/value.ts'
import {
  type Category,
  environment,
  type Functor,
  Graph,
  inputTypes,
  type Linear,
  linearize,
  outputTypes,
  type Ref,
  type Tape,
  type Types,
  type Value,
} from '../../modes/index.ts'
import { run, type Values } from '../scale.ts'
import { type Blocks, biproducts } from './biproducts.ts'
import type { Representation } from './representations.ts'

/** A graph at a point. */
export interface Pointed {
  readonly graph: Graph
  readonly at: Values
}

const typesOf = (x: Values): Types => x.map(typeOfValue)

/** Graphs at points: an arrow x -> y is a graph f with f x = y. */
export const pointed: Category<Values, Pointed> = {
  source: ({ at }) => at,
  target: ({ graph, at }) => run(graph, at),
  unit: [],
  product: (x, y) => [...x, ...y],
  identity: (x) => ({ graph: Graph.identity(typesOf(x)), at: x }),
  compose: (f, g) => ({ graph: Graph.compose(f.graph, g.graph), at: f.at }),
  tensor: (f, g) => ({ graph: Graph.par(f.graph, g.graph), at: [...f.at, ...g.at] }),
  swap: (x, y) => ({ graph: Graph.swap(typesOf(x), typesOf(y)), at: [...x, ...y] }),
}

/** The nodes that a map names. */
const namedBy = ({ paths }: Linear): readonly Ref[] =>
  paths.flat().flatMap((x) => (isStep(x) ? x.args.filter((_, k) => k !== x.at) : x.operands.map(({ ref }) => ref)))

/** The values of the nodes that a tape's maps name. */
const operandsOf = ({ primal, edges }: Tape, x: Values): readonly (Value | undefined)[] => {
  const outputs = [...new Set(edges.flatMap(({ map }) => namedBy(map)))]
  return environment({ ...primal, outputs }, x).values
}

/** D f x : the sum over all ways from an input to an output of the composites of the maps along them. */
export const derivativeAt = <M>(K: Representation<M>, { graph, at }: Pointed): Blocks<M> => {
  const tape = linearize(graph)
  const [from, to] = [inputTypes(graph), outputTypes(graph)]
  const values = operandsOf(tape, at)
  const zeros = (type: Types[number]): readonly M[] => from.map((source) => K.zero(source, type))
  const rows = new Map<Ref, readonly M[]>()
  graph.inputs.forEach((ref, k) => {
    rows.set(ref, zeros(from[k]).toSpliced(k, 1, K.identity(from[k])))
  })
  for (const { from: tail, to: head, map } of tape.edges) {
    const [before, sofar, l] = [rows.get(tail), rows.get(head), K.represent(map, values)]
    if (!before) continue
    const flow = before.map((m) => K.compose(m, l))
    rows.set(head, sofar ? sofar.map((m, j) => K.sum(m, flow[j])) : flow)
  }
  return { from, to, blocks: graph.outputs.map((ref, i) => rows.get(ref) ?? zeros(to[i])) }
}

/** The functor D in a representation: (f, x) -> D f x. */
export const derivativeFunctor = <M>(K: Representation<M>): Functor<Values, Pointed, Types, Blocks<M>> => ({
  from: pointed,
  to: biproducts(K),
  object: typesOf,
  arrow: (f) => derivativeAt(K, f),
  merge: (x, y) => biproducts(K).identity(typesOf([...x, ...y])),
})
