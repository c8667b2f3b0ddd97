/** Gradients at points, by reverse mode. Each call draws the function again; an equal graph reuses its derivative. */
import {
  type Arguments,
  cotangent,
  type Differentiable,
  drawAt,
  type Evaluated,
  type Gradient,
  type Graph,
  gradientAt,
  linearize,
  listOf,
  type Main,
  remembering,
  type Slopes,
  type Stage,
  Tape,
  unflatten,
  unit,
  type Wire,
  type WithAux,
  wireAt,
} from '../lib/index.ts'
import { ARGUMENT_OPTIONS, checkCall } from './checks.ts'
import { type ArgumentOptions, argumentsOf, leafNumbers, type Options, onlyNumber } from './options.ts'

interface Wanted extends Options {
  readonly wrt: readonly number[]
  /** How many outputs are the value, the rest auxiliary. */
  readonly values: number
}

const ends = (graph: Graph, { wrt, values, conventions = cotangent }: Wanted) => ({
  wrt: wrt.map((k) => graph.inputs[k]!),
  of: onlyNumber('grad', graph, values).of,
  conventions,
})

/** x -> (y, aux, dy/dx for each x of `wrt`). */
const gradientGraph = remembering((graph, wanted: Wanted) => {
  const { of, ...options } = ends(graph, wanted)
  const tape = Tape.transpose(linearize(graph, { ...options, of: [of] }))
  return Tape.read(tape, () => [...graph.outputs.map(wireAt), ...Tape.fullFlow(tape, [unit({ shape: [] })])])
})

/**
 * The value and the gradient, `[y, dy/dx]`, of a function whose result is one number. The gradient by an argument is a
 * tree like that argument; with a list of `argnums`, dy/dx is a list. With `hasAux` the function gives `[y, aux]`, and
 * comes back `[[y, aux], dy/dx]`.
 *
 * @throws AdError `ShapeError` where the result is not one number, `ValueError` for points that are no trees of numbers
 * and tensors
 * @example
 * valueAndGrad((x) => mul(x, x))(3) // => [9, 6]
 * valueAndGrad((p) => mul(p.a, p.b))({ a: 3, b: 4 })[1].b // => 3
 */
export const valueAndGrad =
  <
    A extends readonly unknown[] = Wire[],
    const R = Wire,
    const N extends number | readonly number[] = 0,
    H extends boolean = false,
  >(
    f: Differentiable<A, R>,
    given: ArgumentOptions<N, H> = {},
  ) =>
  <const P extends Arguments<A>>(
    ...points: P
  ): readonly [WithAux<Evaluated<Main<R, H>, Stage<P>, number>, R, H, Stage<P>>, Slopes<P, N, Stage<P>>] => {
    checkCall('grad', f, points, given, ARGUMENT_OPTIONS)
    const { argnums, hasAux, ...options } = given
    const numbers: number | readonly number[] = argnums ?? 0
    const { graph, captured, takes, gives, aux, leaves } = drawAt(f, points, 'grad', hasAux)
    const args = argumentsOf('grad', numbers, takes.length)
    const wanted = { wrt: leafNumbers(takes, args), values: gives.size, ...options }
    const results = gradientAt(graph, ends(graph, wanted), [...leaves, ...captured], () => gradientGraph(graph, wanted))
    const value = unflatten(gives, results)
    const of = listOf(args.map((k) => takes[k]!))
    const slopes = unflatten(of, results, graph.outputs.length) as readonly unknown[]
    return [
      aux ? [value, unflatten(aux, results, gives.size)] : value,
      typeof numbers === 'number' ? slopes[0] : slopes,
    ] as never
  }

/**
 * The gradient of a function whose result is one number, as a tree like its first argument, or as a list for a list of
 * `argnums`. With `hasAux` the function gives `[y, aux]`, and comes back `[dy/dx, aux]`.
 *
 * @throws AdError `ShapeError` where the result is not one number, `ValueError` for points that are no trees of numbers
 * and tensors
 * @example
 * grad((x) => sum(mul(x, x)))([1, 2, 3]) // => [2, 4, 6]
 * grad(({ w, b }, x) => add(sum(mul(w, x)), b))({ w: [1, 2], b: 0 }, [3, 4]).w // => [3, 4]
 */
export const grad =
  <
    A extends readonly unknown[] = Wire[],
    const R = Wire,
    const N extends number | readonly number[] = 0,
    H extends boolean = false,
  >(
    f: Differentiable<A, R>,
    options: ArgumentOptions<N, H> = {},
  ): Gradient<A, R, N, H> =>
  (...points) => {
    const [value, slope] = valueAndGrad<A, R, N, H>(f, options)(...points)
    return (options.hasAux ? [slope, (value as readonly unknown[])[1]] : slope) as never
  }
