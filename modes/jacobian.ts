/** Whole Jacobians in one sweep: all tangents, or all cotangents, side by side. */
import {
  type Arg,
  bases,
  blocks,
  type Differentiable,
  drawAt,
  entriesOf,
  type Graph,
  type Jacobian,
  lanesFirst,
  lanesLast,
  linearize,
  listOf,
  type Main,
  type Points,
  type Result,
  remembering,
  runAt,
  type Structure,
  Tape,
  type Tree,
  unflatten,
  type Wire,
  wireAt,
} from '../lib/index.ts'
import { type ArgumentOptions, argumentsOf, conventionsOf, leafNumbers, type Options, tensorTypeAt } from './options.ts'

export interface JacobianOptions<
  N extends number | readonly number[] = number | readonly number[],
  H extends boolean = boolean,
> extends ArgumentOptions<N, H> {
  /** Columns by `forward` mode or rows by `reverse`; by default the one with fewer lanes. */
  readonly mode?: 'forward' | 'reverse'
}

interface Wanted extends Options {
  readonly wrt: readonly number[]
  /** How many outputs are the value, the rest auxiliary. */
  readonly values: number
  readonly mode?: 'forward' | 'reverse' | undefined
}

/** x -> (aux, dy/dx for each y and each x of `wrt`), the axes of dy/dx those of y and then those of x. */
const jacobianGraph = remembering((graph: Graph, { wrt, values, mode, ...options }: Wanted) => {
  const sources = wrt.map((k) => graph.inputs[k]!)
  const sinks = graph.outputs.slice(0, values)
  const aux = () => graph.outputs.slice(values).map(wireAt)
  const from = sources.map((ref) => tensorTypeAt('jacobian', graph, ref))
  const to = sinks.map((ref) => tensorTypeAt('jacobian', graph, ref))
  const tape = linearize(graph, { wrt: sources, of: sinks, ...conventionsOf(options) })
  const [n, m] = [entriesOf(from), entriesOf(to)]
  if ((mode ?? (n <= m ? 'forward' : 'reverse')) === 'forward')
    return Tape.read(tape, () => {
      const columns = Tape.fullFlow(tape, bases(from), n)
      return [...aux(), ...columns.flatMap((dy) => blocks(dy, from).map((lane, k) => lanesLast(lane, from[k]!.shape)))]
    })
  const turned = Tape.transpose(tape)
  return Tape.read(turned, () => {
    const rows = Tape.fullFlow(turned, bases(to), m).map((dx) => blocks(dx, to))
    return [...aux(), ...to.flatMap(({ shape }, i) => rows.map((lanes) => lanesFirst(lanes[i]!, shape)))]
  })
})

/** The tree like the result of trees like the arguments. */
const nested = (gives: Structure, of: Structure, leaves: readonly Result[], start: number): Tree<unknown> =>
  unflatten(
    gives,
    Array.from({ length: gives.size }, (_, k) => unflatten(of, leaves, start + k * of.size)),
  )

/**
 * The Jacobian of a function: entry `[...i, ...j]` is the derivative of result entry i by argument entry j. For trees it
 * is a tree like the result, each leaf of it a tree like the argument, or a list of these for a list of `argnums`. With
 * `hasAux` the function gives `[y, aux]`, and comes back `[dy/dx, aux]`.
 *
 * @throws AdError `ShapeError` where an argument or a result is a tuple, `ValueError` for points that are no trees of
 * numbers and tensors
 * @example
 * jacobian((x) => mul(x, x))([1, 2]) // => [[2, 0], [0, 4]]
 * jacobian(({ a, b }) => [mul(a, b), b])({ a: 3, b: 4 }).map((row) => [row.a, row.b]) // => [[4, 3], [0, 1]]
 */
export const jacobian =
  <
    A extends readonly unknown[] = Wire[],
    R extends Tree<Arg> = Tree<Arg>,
    N extends number | readonly number[] = 0,
    H extends boolean = false,
  >(
    f: Differentiable<A, R>,
    { argnums, hasAux, mode, ...options }: JacobianOptions<N, H> = {},
  ): Jacobian<Main<R, H>, N, H> =>
  (...points: readonly Points[]) => {
    const numbers: number | readonly number[] = argnums ?? 0
    const { graph, captured, takes, gives, aux, leaves } = drawAt(f, points, 'jacobian', hasAux)
    const args = argumentsOf('jacobian', numbers, takes.length)
    const program = jacobianGraph(graph, { wrt: leafNumbers(takes, args), values: gives.size, mode, ...options })
    const results = runAt(program, [...leaves, ...captured])
    const of = typeof numbers === 'number' ? takes[numbers]! : listOf(args.map((k) => takes[k]!))
    const slopes = nested(gives, of, results, aux?.size ?? 0)
    return (aux ? [slopes, unflatten(aux, results)] : slopes) as never
  }
