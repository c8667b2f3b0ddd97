/** Whole Jacobians: all tangents or all cotangents side by side, or products of linear maps, whichever costs least. */
import {
  type Arg,
  type Arguments,
  type Differentiable,
  drawAt,
  entriesOf,
  type Graph,
  type Jacobian,
  linearize,
  listOf,
  type Result,
  remembering,
  runAt,
  type Structure,
  type Tape,
  type Tree,
  unflatten,
  type Wire,
} from '../lib/index.ts'
import { ARGUMENT_OPTIONS, checkCall } from './checks.ts'
import { type ArgumentOptions, argumentsOf, conventionsOf, leafNumbers, type Options, tensorTypeAt } from './options.ts'
import { byBestOrders, byColours, byColumns, byRows, cheapest, reasonFor, type Way } from './ways.ts'

export interface JacobianOptions<
  N extends number | readonly number[] = number | readonly number[],
  H extends boolean = boolean,
> extends ArgumentOptions<N, H> {
  /**
   * Columns by `forward` mode, rows by `reverse`, products of linear maps in the order that costs least by `mixed`, groups
   * of columns and rows by `coloured`; by default the cheapest of these, by the multiplications that the library counts.
   */
  readonly mode?: Way['mode']
}

interface Wanted extends Options {
  readonly wrt: readonly number[]
  /** How many outputs are the value, the rest auxiliary. */
  readonly values: number
  readonly mode?: Way['mode'] | undefined
}

/** A way to the Jacobian, and why it was taken. */
export interface JacobianWay extends Way {
  readonly reason: string
}

/** Tapes of more edges, and Jacobians of more blocks, are not searched for what is cheapest unless somebody asks. */
const [SEARCHED, BLOCKS] = [2000, 1000]
/** Jacobians of fewer entries have no groups that would be worth a pattern. */
const GROUPED = 64

/** The ways to choose from. Where there is one lane, nothing is cheaper than to follow it. */
const waysOf = (tape: Tape, n: number, m: number, mode: Way['mode'] | undefined): readonly Way[] => {
  const fewer = n <= m ? byColumns : byRows
  if (mode === 'forward' || (mode === undefined && n <= 1 && n <= m)) return [byColumns(tape)]
  if (mode === 'reverse' || (mode === undefined && m <= 1)) return [byRows(tape)]
  if (mode === 'mixed') return byBestOrders(tape)
  const many = tape.sources.length * tape.sinks.length > BLOCKS
  const coloured = mode === undefined && (many || n * m < GROUPED) ? [] : byColours(tape)
  // Where nothing is sparse the groups are the columns.
  if (mode === 'coloured') return coloured.length > 0 ? coloured : [byColumns(tape)]
  if (many || tape.edges.length > SEARCHED) return [fewer(tape), ...coloured]
  return [byColumns(tape), byRows(tape), ...coloured, ...byBestOrders(tape, { iterations: 0 })]
}

/** x -> (aux, dy/dx for each y and each x of `wrt`), the axes of dy/dx those of y and then those of x. */
const wayTo = remembering((f: Graph, { wrt, values, mode, ...options }: Wanted): JacobianWay => {
  const sources = wrt.map((k) => f.inputs[k]!)
  const sinks = f.outputs.slice(0, values)
  const [n, m] = [sources, sinks].map((refs) => entriesOf(refs.map((ref) => tensorTypeAt('jacobian', f, ref))))
  const tape = linearize(f, { wrt: sources, of: sinks, ...conventionsOf(options) })
  const ways = waysOf(tape, n!, m!, mode)
  const taken = cheapest(ways)
  // The value itself is not asked for.
  const graph = { ...taken.graph, outputs: taken.graph.outputs.slice(values) }
  return { ...taken, graph, reason: reasonFor(taken, ways) }
})

/** The tree like the result of trees like the arguments. */
const nested = (gives: Structure, of: Structure, leaves: readonly Result[], start: number): Tree<unknown> =>
  unflatten(
    gives,
    Array.from({ length: gives.size }, (_, k) => unflatten(of, leaves, start + k * of.size)),
  )

const JACOBIAN_OPTIONS = { ...ARGUMENT_OPTIONS, mode: ['forward', 'reverse', 'mixed', 'coloured'] }

/** A function drawn at points, and the way that its Jacobian takes there. */
const jacobianAt = <A extends readonly unknown[], R>(
  f: Differentiable<A, R>,
  given: JacobianOptions,
  points: readonly unknown[],
) => {
  checkCall('jacobian', f, points, given, JACOBIAN_OPTIONS)
  const { argnums, hasAux, mode, ...options } = given
  const numbers: number | readonly number[] = argnums ?? 0
  const at = drawAt(f, points, 'jacobian', hasAux)
  const args = argumentsOf('jacobian', numbers, at.takes.length)
  const way = wayTo(at.graph, { wrt: leafNumbers(at.takes, args), values: at.gives.size, mode, ...options })
  return { way, at, takes: at.takes, args, numbers }
}

/**
 * How `jacobian` goes about a function at points of these shapes: the mode, the order of elimination where it has one,
 * what that costs, and the reason, which names what the other ways cost.
 *
 * @example
 * jacobianWay((x) => mul(x, x))([1, 2]).mode // => 'mixed'
 * jacobianWay((x) => sum(mul(x, x)))([1, 2]).reason // => 'reverse takes 4 multiplications'
 */
export const jacobianWay =
  <A extends readonly unknown[] = Wire[], const R = Tree<Arg>>(
    f: Differentiable<A, R>,
    options: JacobianOptions = {},
  ) =>
  (...points: Arguments<A>): JacobianWay =>
    jacobianAt(f, options, points).way

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
    const R = Tree<Arg>,
    const N extends number | readonly number[] = 0,
    H extends boolean = false,
  >(
    f: Differentiable<A, R>,
    options: JacobianOptions<N, H> = {},
  ): Jacobian<A, R, N, H> =>
  (...points) => {
    const { way, at, takes, args, numbers } = jacobianAt(f, options, points)
    const { captured, gives, aux, leaves } = at
    const results = runAt(way.graph, [...leaves, ...captured])
    const of = typeof numbers === 'number' ? takes[numbers]! : listOf(args.map((k) => takes[k]!))
    const slopes = nested(gives, of, results, aux?.size ?? 0)
    return (aux ? [slopes, unflatten(aux, results)] : slopes) as never
  }
