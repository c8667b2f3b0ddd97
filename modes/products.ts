/** Products of a Jacobian with vectors: forward mode gives J v, reverse mode gives w J, neither makes J. */
import {
  AdError,
  type Differentiable,
  drawAt,
  environment,
  input,
  inputTypes,
  linearize,
  nodeAt,
  outputsOf,
  type Point,
  type Result,
  remembering,
  resultOf,
  runAt,
  sameAs,
  Tape,
  Wire,
  wireAt,
} from '../lib/index.ts'
import { forward } from './forward.ts'
import { conventionsOf, type Options } from './options.ts'

/** (x, captured wires, dx) -> (y, dy). */
const jvpGraph = remembering((graph, { count, ...options }: Options & { readonly count: number }) =>
  forward(graph, { wrt: graph.inputs.slice(0, count), ...conventionsOf(options) }),
)

const pairUp = (results: readonly Result[]): readonly [Result | readonly Result[], Result | readonly Result[]] => {
  const half = results.length / 2
  return half === 1 ? [results[0]!, results[1]!] : [results.slice(0, half), results.slice(half)]
}

/**
 * The value at `points` and the derivative along `tangents`: `[y, J dx]`, by one forward sweep. Lists where the function
 * gives a list.
 *
 * @throws AdError where the tangents are not of the shapes of the points
 * @example
 * jvp((x) => sin(x))([0], [2]) // => [0, 2]
 */
export const jvp =
  (f: Differentiable, options: Options = {}) =>
  (
    points: readonly Point[],
    tangents: readonly Point[],
  ): readonly [Result | readonly Result[], Result | readonly Result[]] => {
    sameAs('jvp', points, tangents)
    const { graph, captured } = drawAt(f, points)
    return pairUp(runAt(jvpGraph(graph, { count: points.length, ...options }), points, captured, tangents))
  }

/** (x, captured wires, dy) -> (y, dx for each of the first inputs). */
const vjpGraph = remembering((graph, { count, ...options }: Options & { readonly count: number }) => {
  const tape = Tape.transpose(linearize(graph, { wrt: graph.inputs.slice(0, count), ...conventionsOf(options) }))
  return Tape.read(tape, () => {
    const seeds = graph.outputs.map((ref) => input(nodeAt(graph, ref).type))
    return [...graph.outputs.map(wireAt), ...Tape.fullFlow(tape, seeds)]
  })
})

/**
 * The value at points and the pullback there: `[y, (...dy) => [dx, ...]]`. What the pullback needs of the points is
 * computed once, however often it is called.
 *
 * @throws AdError where a cotangent is not of the shape of its result
 * @example
 * vjp((x) => mul(x, x))(3)[1](1) // => [6]
 */
export const vjp =
  (f: Differentiable, options: Options = {}) =>
  (...points: Point[]): readonly [Result | readonly Result[], (...cotangents: Point[]) => readonly Result[]] => {
    const { graph, captured } = drawAt(f, points)
    const program = vjpGraph(graph, { count: points.length, ...options })
    const outputs = graph.outputs.length
    const only = (ys: readonly Result[]): Result | readonly Result[] => (outputs === 1 ? ys[0]! : ys)
    if (captured.length > 0 || points.some((x) => x instanceof Wire))
      return [only(runAt(graph, points, captured)), (...dys) => runAt(program, points, captured, dys).slice(outputs)]
    const values = points as readonly Exclude<Point, Wire>[]
    const there = environment(program, [...values, ...graph.outputs.map(() => undefined)])
    const types = inputTypes(program).slice(points.length)
    return [
      only(
        outputsOf(there)
          .slice(0, outputs)
          .map((y) => resultOf(y!)),
      ),
      (...dys) => {
        if (dys.length !== types.length)
          throw new AdError({
            tag: 'ArityError',
            op: 'vjp',
            found: `${dys.length} cotangents`,
            expected: `${types.length}`,
            cure: 'give one for each result',
          })
        if (dys.some((dy) => dy instanceof Wire)) return runAt(program, points, [], dys).slice(outputs)
        const full = environment(program, [...there.inputs.slice(0, points.length), ...(dys as typeof values)], there)
        return outputsOf(full)
          .slice(outputs)
          .map((dx) => resultOf(dx!))
      },
    ]
  }
