/** Products of a Jacobian with vectors: forward mode gives J v, reverse mode gives w J, neither makes J. */
import { checkList } from '../lib/given.ts'
import {
  AdError,
  type Application,
  type Arg,
  type Arguments,
  type Aux,
  conform,
  type Differentiable,
  drawAt,
  type Evaluated,
  environment,
  input,
  inputTypes,
  leavesLike,
  linearize,
  listOf,
  type Main,
  nodeAt,
  outputsOf,
  type Points,
  type Pullback,
  pathAt,
  pathText,
  type Result,
  remembering,
  resultsOf,
  runAt,
  type Stage,
  Tape,
  type Tensor,
  type Tree,
  tangentsOf,
  unflatten,
  Wire,
  wireAt,
} from '../lib/index.ts'
import { AUX_OPTIONS, checkCall } from './checks.ts'
import { forward } from './forward.ts'
import { type AuxOptions, conventionsOf, type Options } from './options.ts'

interface Wanted extends Options {
  /** How many inputs are points, the rest captured wires. */
  readonly count: number
  /** How many outputs are the value, the rest auxiliary. */
  readonly values: number
}

const ends = (graph: Application['graph'], { count, values, ...options }: Wanted) => ({
  wrt: graph.inputs.slice(0, count),
  of: graph.outputs.slice(0, values),
  ...conventionsOf(options),
})

/** (x, captured wires, dx) -> (y, aux, dy). */
const jvpGraph = remembering((graph, wanted: Wanted) => forward(graph, ends(graph, wanted)))

/**
 * The value at `points` and the derivative along `tangents`, trees like them: `[y, J dx]`, each a tree like the
 * function's result, by one forward sweep. With `hasAux` the function gives `[y, aux]`, and comes back `[y, J dx, aux]`.
 *
 * @throws AdError `ArityError`, `ValueError` or `ShapeError` where the tangents do not mirror the points
 * @example
 * jvp((x) => sin(x))([0], [2]) // => [0, 2]
 * jvp(({ a, b }) => mul(a, b))([{ a: 3, b: 4 }], [{ a: 1, b: 0 }]) // => [12, 4]
 */
export const jvp =
  <A extends readonly unknown[] = Wire[], const R = Tree<Arg>, H extends boolean = false>(
    f: Differentiable<A, R>,
    given: AuxOptions<H> = {},
  ) =>
  <const P extends Arguments<A>, const T extends Arguments<A>>(
    points: P,
    tangents: T,
  ): readonly [
    Evaluated<Main<R, H>, Stage<P> | Stage<T>>,
    Evaluated<Main<R, H>, Stage<P> | Stage<T>>,
    ...Aux<R, H, Stage<P> | Stage<T>>,
  ] => {
    checkList('jvp', 'points', points, 'points, one for each argument', 'write jvp(f)([x], [dx])')
    checkList('jvp', 'tangents', tangents, 'tangents, one for each point', 'write jvp(f)([x], [dx])')
    checkCall('jvp', f, points, given, AUX_OPTIONS)
    const { hasAux, ...options } = given
    const at = drawAt(f, points, 'jvp', hasAux)
    const { graph, captured, gives, aux, leaves } = at
    const dx = tangentsOf('jvp', at, tangents)
    const program = jvpGraph(graph, { count: leaves.length, values: gives.size, ...options })
    const results = runAt(program, [...leaves, ...captured, ...dx])
    return [
      unflatten(gives, results),
      unflatten(gives, results, graph.outputs.length),
      ...(aux ? [unflatten(aux, results, gives.size)] : []),
    ] as never
  }

/** (x, captured wires, dy) -> (y, aux, dx for each point). */
const vjpGraph = remembering((graph, wanted: Wanted) => {
  const tape = Tape.transpose(linearize(graph, ends(graph, wanted)))
  return Tape.read(tape, () => {
    const seeds = tape.sources.map((ref) => input(nodeAt(graph, ref).type))
    return [...graph.outputs.map(wireAt), ...Tape.fullFlow(tape, seeds)]
  })
})

/** The leaves of cotangents: one tree like the result, or one for each entry where the result is a list. */
const cotangentsOf = ({ gives }: Application, dys: readonly unknown[]): readonly (Tensor | Wire)[] => {
  const parts = gives.kind === 'list' ? gives.parts : [gives]
  if (dys.length !== parts.length)
    throw new AdError({
      tag: 'ArityError',
      op: 'vjp',
      found: `${dys.length} cotangents`,
      expected: `${parts.length}`,
      cure: 'give one for each result',
    })
  return parts.flatMap((part, argument) => leavesLike(part, dys[argument], { op: 'vjp', argument }))
}

/** Both ends of a drawn function: its value, and its pullback on leaves. */
interface Ends {
  readonly ys: readonly Result[]
  readonly pull: (dys: readonly (Tensor | Wire)[]) => readonly Result[]
}

/** Values, with what the pullback needs of them computed once. */
const evaluated = (at: Application, values: readonly Tensor[], program: Application['graph']): Ends => {
  const { graph, gives } = at
  const count = graph.outputs.length
  const there = environment(program, [...values, ...Array.from({ length: gives.size }, () => undefined)])
  const types = inputTypes(program).slice(values.length)
  return {
    ys: resultsOf(
      outputsOf(there)
        .slice(0, count)
        .map((y) => y!),
      true,
    ),
    pull: (dys) => {
      if (dys.some((dy) => dy instanceof Wire)) return runAt(program, [...values, ...dys]).slice(count)
      const seeds = (dys as readonly Tensor[]).map((dy, k) =>
        conform(dy, types[k]!, `cotangent${pathText(pathAt(gives, k))}`, { op: 'vjp' }),
      )
      const full = environment(program, [...there.inputs.slice(0, values.length), ...seeds], there)
      return resultsOf(
        outputsOf(full)
          .slice(count)
          .map((dx) => dx!),
        true,
      )
    },
  }
}

/**
 * The value at points and the pullback there: `[y, (dy) => [dx, ...]]`, where dy is a tree like the function's result and
 * each dx a tree like its point; where the result is a list, the pullback takes a cotangent for each entry. What the
 * pullback needs of the points is computed once, however often it is called. With `hasAux` the function gives
 * `[y, aux]`, and comes back `[y, pullback, aux]`.
 *
 * @throws AdError `ArityError` or `ValueError` where the cotangents do not mirror the result
 * @example
 * vjp((x) => mul(x, x))(3)[1](1) // => [6]
 */
export const vjp =
  <A extends readonly unknown[] = Wire[], const R = Tree<Arg>, H extends boolean = false>(
    f: Differentiable<A, R>,
    given: AuxOptions<H> = {},
  ) =>
  <const P extends Arguments<A>>(
    ...points: P
  ): readonly [Evaluated<Main<R, H>, Stage<P>>, Pullback<Main<R, H>, P>, ...Aux<R, H, Stage<P>>] => {
    checkCall('vjp', f, points, given, AUX_OPTIONS)
    const { hasAux, ...options } = given
    const at = drawAt(f, points, 'vjp', hasAux)
    const { graph, captured, takes, gives, aux, leaves } = at
    const program = vjpGraph(graph, { count: leaves.length, values: gives.size, ...options })
    const all = [...leaves, ...captured]
    const { ys, pull } = all.some((x) => x instanceof Wire)
      ? {
          ys: runAt(graph, all),
          pull: (dys: readonly (Tensor | Wire)[]) => runAt(program, [...all, ...dys]).slice(graph.outputs.length),
        }
      : evaluated(at, all as readonly Tensor[], program)
    const pullback = (...dys: readonly Points[]) => unflatten(listOf(takes), pull(cotangentsOf(at, dys)))
    return [unflatten(gives, ys), pullback, ...(aux ? [unflatten(aux, ys, gives.size)] : [])] as never
  }
