/** Gradients at points, by reverse mode. Each call draws the function again; an equal graph reuses its derivative. */
import {
  type Differentiable,
  drawAt,
  linearize,
  type Point,
  type Result,
  remembering,
  runAt,
  Tape,
  unit,
  wireAt,
} from '../lib/index.ts'
import { type ArgumentOptions, argumentsOf, conventionsOf, type Options, onlyNumber } from './options.ts'

/** x -> (y, dy/dx for each x of `wrt`). */
export const gradientGraph = remembering(
  (graph, { wrt, ...options }: Options & { readonly wrt: readonly number[] }) => {
    const { of, type } = onlyNumber('grad', graph)
    const tape = Tape.transpose(
      linearize(graph, { wrt: wrt.map((k) => graph.inputs[k]!), of: [of], ...conventionsOf(options) }),
    )
    return Tape.read(tape, () => [wireAt(of), ...Tape.fullFlow(tape, [unit(type)])])
  },
)

/**
 * The value and the gradient, `[y, dy/dx]`, of a function whose result is one number. With a list of `argnums`, dy/dx is
 * a list.
 *
 * @throws AdError `ShapeError` where the result is not one number
 * @example
 * valueAndGrad((x) => mul(x, x))(3) // => [9, 6]
 */
export const valueAndGrad =
  (f: Differentiable, { argnums = 0, ...options }: ArgumentOptions = {}) =>
  (...points: Point[]): readonly [Result, Result | readonly Result[]] => {
    const { graph, captured } = drawAt(f, points)
    const program = gradientGraph(graph, { wrt: argumentsOf('grad', argnums, points.length), ...options })
    const [y, ...slopes] = runAt(program, points, captured)
    return [y!, typeof argnums === 'number' ? slopes[0]! : slopes]
  }

/**
 * The gradient of a function whose result is one number, in the shape of its first argument.
 *
 * @throws AdError `ShapeError` where the result is not one number
 * @example
 * grad((x) => sum(mul(x, x)))([1, 2, 3]) // => [2, 4, 6]
 */
export const grad =
  (f: Differentiable, options: Options & { readonly argnums?: number } = {}) =>
  (...points: Point[]): Result =>
    valueAndGrad(f, options)(...points)[1] as Result
