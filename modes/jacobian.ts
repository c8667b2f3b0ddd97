/** Whole Jacobians in one sweep: all tangents, or all cotangents, side by side. */
import {
  basis,
  type Differentiable,
  drawAt,
  type Graph,
  lanesFirst,
  lanesLast,
  linearize,
  type Point,
  type Result,
  remembering,
  runAt,
  sizeOf,
  Tape,
} from '../lib/index.ts'
import { argumentsOf, conventionsOf, type Options, onlyOutput, tensorTypeAt } from './options.ts'

export interface JacobianOptions extends Options {
  /** The argument to differentiate with respect to. The first by default. */
  readonly argnums?: number
  /** Columns by `forward` mode or rows by `reverse`; by default the one with fewer lanes. */
  readonly mode?: 'forward' | 'reverse'
}

/** x -> dy/dx, its axes those of y and then those of x. */
const jacobianGraph = remembering(
  (
    graph: Graph,
    { at, mode, ...options }: Options & { readonly at: number; readonly mode?: JacobianOptions['mode'] },
  ) => {
    const { of, type: to } = onlyOutput('jacobian', graph)
    const source = graph.inputs[at]!
    const from = tensorTypeAt('jacobian', graph, source)
    const tape = linearize(graph, { wrt: [source], of: [of], ...conventionsOf(options) })
    const [n, m] = [sizeOf(from.shape), sizeOf(to.shape)]
    if ((mode ?? (n <= m ? 'forward' : 'reverse')) === 'forward')
      return Tape.read(tape, () => [lanesLast(Tape.fullFlow(tape, [basis(from)], n)[0]!, from.shape)])
    const turned = Tape.transpose(tape)
    return Tape.read(turned, () => [lanesFirst(Tape.fullFlow(turned, [basis(to)], m)[0]!, to.shape)])
  },
)

/**
 * The Jacobian of a function: entry `[...i, ...j]` is the derivative of result entry i by argument entry j.
 *
 * @throws AdError `ArityError` where the function has several results
 * @example
 * jacobian((x) => mul(x, x))([1, 2]) // => [[2, 0], [0, 4]]
 */
export const jacobian =
  (f: Differentiable, { argnums = 0, ...options }: JacobianOptions = {}) =>
  (...points: Point[]): Result => {
    const { graph, captured } = drawAt(f, points)
    const [at] = argumentsOf('jacobian', argnums, points.length)
    return runAt(jacobianGraph(graph, { at: at!, ...options }), points, captured)[0]!
  }
