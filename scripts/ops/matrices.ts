/** Whole Jacobians and Hessians of a sample: by products of maps in several orders, and where they are zero. */

import { columnsBy, rowsBy } from '../../laws/agree.ts'
import { claim, every, forEach, jacobians, modesAgree, pullback, pushforward, type Verdict } from '../../laws/index.ts'
import { entriesOf, pushforwardBound, run, type Values } from '../../laws/scale.ts'
import {
  type EdgeStep,
  eliminableTape,
  type Graph,
  graph,
  hessianSparsity,
  inputTypes,
  jacobianSparsity,
  linearize,
  type MixedOptions,
  mixed,
  type Order,
  outputTypes,
  Pattern,
  replay,
  searchOrders,
  sizeOf,
  sum,
  type TensorType,
} from '../../modes/index.ts'
import type { Sample } from './samples.ts'

type Matrix = readonly (readonly number[])[]
const sizes = (types: ReturnType<typeof inputTypes>): readonly number[] =>
  types.map((type) => sizeOf((type as TensorType).shape))

/** Rows of the Jacobian from a graph of the results and then of dy/dx for each result y and each argument x. */
const rowsOf =
  (drawn: (f: Graph) => Graph) =>
  (f: Graph, x: Values): Matrix => {
    const columns = sizes(inputTypes(f))
    const blocks = run(drawn(f), x)
      .slice(f.outputs.length)
      .map((block) => entriesOf([block]))
    return sizes(outputTypes(f)).flatMap((height, i) =>
      Array.from({ length: height }, (_, row) =>
        columns.flatMap((width, j) => blocks[i * columns.length + j]!.slice(row * width, (row + 1) * width)),
      ),
    )
  }

/** Edges into the last vertex between, each joined with all behind it, until no vertex is left. */
const byEdges = (f: Graph): Order => {
  const left = eliminableTape(linearize(f))()
  const steps: EdgeStep[] = []
  for (let v = left.intermediates().at(-1); v !== undefined; v = left.intermediates().at(-1)) {
    const step: EdgeStep = { side: 'F', from: left.predecessors(v)[0]!, to: v }
    left.front(step.from, step.to)
    steps.push(step)
  }
  return { kind: 'edge', steps }
}

/** As many changes of the best simple order as show that others will do. */
const SEARCH = { iterations: 20 }

/** dy/dx by mixed mode, in the simple orders of vertices, in an annealed one and in one of edges, is that of forward mode. */
export const mixedAgrees = (
  { graph: f, at }: Sample,
  by: (f: Graph, options: MixedOptions) => Graph = mixed,
): Verdict =>
  modesAgree(f, at, {
    columns: jacobians['forward']!,
    ...Object.fromEntries(
      searchOrders(linearize(f), SEARCH).map(({ name, order }) => [name, rowsOf((g) => by(g, { order }))]),
    ),
    edges: rowsOf((g) => by(g, { order: byEdges(g) })),
  })

const nonzeros = (matrix: Matrix, shape: Pattern['shape']): Pattern =>
  Pattern.ofEntries(
    shape,
    matrix.flatMap((row, i) => row.flatMap((x, j): (readonly [number, number])[] => (x === 0 ? [] : [[i, j]]))),
  )

const holds = (pattern: Pattern, matrix: Matrix, what: string, f: Graph) => (): Verdict => {
  const found = nonzeros(matrix, pattern.shape)
  return claim(Pattern.equals(Pattern.union(pattern, found), pattern), `an entry of ${what} is not in the pattern`, f)
}

/** x -> the gradient of the sum of all results. */
const slopes = (f: Graph): Graph => {
  const total = graph(inputTypes(f), (...xs) => replay(f, xs).map((y) => sum(y)))
  const back = pullback(total)
  return graph(inputTypes(f), (...xs) => replay(back, [...xs, ...f.outputs.map(() => 1)]))
}

/**
 * The patterns hold every entry of the Jacobian and of the Hessian, everywhere and at the point; at the point that of the
 * Jacobian has no other than where slopes made positive add up to more than 0.
 */
export const patternsFit = ({ graph: f, at }: Sample, of: typeof jacobianSparsity = jacobianSparsity): Verdict => {
  const [everywhere, there] = [of(f), of(f, { at })]
  const second = slopes(f)
  const sized = columnsBy(pushforwardBound)(f, at)
  return every(
    ...[everywhere, there].flatMap((pattern) => [
      holds(pattern, columnsBy(pushforward)(f, at), 'the Jacobian by columns', f),
      holds(pattern, rowsBy(pullback)(f, at), 'the Jacobian by rows', f),
    ]),
    () =>
      claim(Pattern.equals(there, nonzeros(sized, there.shape)), 'the pattern at the point has an entry too many', f),
    () =>
      forEach([hessianSparsity(f), hessianSparsity(f, { at })], (pattern) =>
        holds(pattern, columnsBy(pushforward)(second, at), 'the Hessian', f)(),
      ),
  )
}
