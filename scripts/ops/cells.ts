/** What an interpreter does with an op, found by running it: `yes`, a reason why there is nothing to do, or what is wrong. */
import {
  agree,
  claim,
  every,
  forEach,
  identical,
  mixedSecondDerivatives,
  modeIsFaithful,
  modesAgree,
  pullback,
  pushforward,
  type Values,
  type Verdict,
  valuesOf,
  vanishes,
} from '../../laws/index.ts'
import { absolutes, entriesOf, run } from '../../laws/scale.ts'
import { dependencies } from '../../lib/graph.ts'
import { evaluateOrThrow } from '../../lib/interpret/evaluate.ts'
import {
  batch,
  cost,
  count,
  type Graph,
  inputTypes,
  outputTypes,
  parseOrThrow,
  sameGraph,
  stringify,
} from '../../modes/index.ts'
import { mixedAgrees, patternsFit } from './matrices.ts'
import { boundsHold, compiledAgrees, isUnbounded, numbersAgree } from './runs.ts'
import type { Sample } from './samples.ts'

/** The result is one value whatever the arguments are, or is meant to be taken for one. */
export const CONSTANT = 'constant by definition'
/** The result is a whole number everywhere, so that the derivative is 0 wherever there is one. */
export const INTEGER = 'integer-valued'
/** Bounds that hold whatever the result is: nothing is known of the op. */
export const UNBOUNDED = 'the whole line'

const numbers = (seed: number): readonly number[] =>
  Array.from({ length: 11 }, (_, k) => Math.cos(2.3 * k + 1.7 * seed) + (k % 2 === 0 ? 0.4 : -0.4))
/** Directions that no symmetry of a sample knows: tangents, and cotangents. */
const along = (f: Graph, seed: number): Values => valuesOf(inputTypes(f), numbers(seed))
const against = (f: Graph, seed: number): Values => valuesOf(outputTypes(f), numbers(seed))

const evaluates = ({ graph, at }: Sample): Verdict =>
  every(
    () => claim(entriesOf(run(graph, at)).every(Number.isFinite), 'a value is not finite', graph),
    () => identical(evaluateOrThrow(graph, at) as Values, count(graph, at).outputs, [graph]),
  )

/** The counting run does what was foretold, for one of the ways that conds can go. */
const counts = ({ graph, at }: Sample): Verdict => {
  const found = JSON.stringify(count(graph, at).cost)
  const foretold = (['then', 'else'] as const).map((branch) => JSON.stringify(cost(graph, { branch })))
  return claim(foretold.includes(found), `counted ${found}, foretold ${foretold.join(' or ')}`, graph)
}

const overReverse = ({ graph, at }: Sample): readonly [Graph, Values] => [
  pullback(graph),
  [...at, ...against(graph, 1)],
]
const overForward = ({ graph, at }: Sample): readonly [Graph, Values] => [
  pushforward(graph),
  [...at, ...along(graph, 2)],
]
const nested = ({ graph, at }: Sample): Verdict => mixedSecondDerivatives(graph, at, along(graph, 2), against(graph, 1))

/** Forward mode over forward mode over reverse mode, against differences of the second derivative. */
const third = (sample: Sample): Verdict => {
  const [first, there] = overReverse(sample)
  const second = pushforward(first)
  return modeIsFaithful('forward', second, [...there, ...along(first, 3)])
}

const slice = (lanes: Values, k: number, size: number): Values =>
  lanes.map((value) => {
    if ('tuple' in value) return { tuple: slice(value.tuple, k, size) }
    const length = value.data.length / size
    return { shape: value.shape.slice(1), data: Float64Array.from(value.data).slice(k * length, (k + 1) * length) }
  })

/** batch f (x0, x1, x2) = (f x0, f x1, f x2), up to the order in which sums are taken. */
const batches = ({ graph, at }: Sample): Verdict => {
  const size = 3
  const laned = batch(graph, { size })
  // The lanes are the point, and the point moved a little to both sides.
  const shift = [0, 0.01, -0.01]
  const types = inputTypes(laned)
  const lanes = types.map((type, k) => {
    const entries = entriesOf([at[k]!])
    return valuesOf(
      [type],
      shift.flatMap((h) => entries.map((x) => (Number.isInteger(x) ? x : x + h))),
    )[0]!
  })
  const found = run(laned, lanes)
  return forEach(shift, (_, k) => {
    const expected = run(graph, slice(lanes, k, size))
    return agree(slice(found, k, size), expected, absolutes(expected), [graph])
  })
}

const comesBack = ({ graph, at }: Sample): Verdict => {
  const again = parseOrThrow(stringify(graph))
  const [w, v] = [against(graph, 1), along(graph, 2)]
  return every(
    () => claim(sameGraph(again, graph), 'another graph comes back', graph, again),
    () => identical(run(again, at), run(graph, at), [graph]),
    () => identical(run(pushforward(again), at, v), run(pushforward(graph), at, v), [graph]),
    () => identical(run(pullback(again), at, w), run(pullback(graph), at, w), [graph]),
  )
}

type Check = (sample: Sample) => Verdict
const derivatives: Readonly<Record<string, Check>> = {
  forward: ({ graph, at }) => modeIsFaithful('forward', graph, at),
  reverse: ({ graph, at }) => modeIsFaithful('reverse', graph, at),
  'forward-over-reverse': (sample) =>
    every(
      () => modeIsFaithful('forward', ...overReverse(sample)),
      () => nested(sample),
    ),
  'reverse-over-forward': (sample) =>
    every(
      () => modeIsFaithful('reverse', ...overForward(sample)),
      () => nested(sample),
    ),
  'order 3': third,
  lanes: ({ graph, at }) => modesAgree(graph, at),
  mixed: (sample) => mixedAgrees(sample),
  sparsity: (sample) => patternsFit(sample),
}
/** The sample with its derivatives. */
const withDerivatives = (sample: Sample): readonly Sample[] => [
  sample,
  ...[overForward(sample), overReverse(sample)].map(([graph, at]) => ({ graph, at })),
]
const checks: Readonly<Record<string, Check>> = {
  evaluate: evaluates,
  count: counts,
  ...derivatives,
  batch: batches,
  json: comesBack,
  algebra: (sample) => numbersAgree(withDerivatives(sample)),
  intervals: (sample) => boundsHold(sample),
  compile: (sample) => compiledAgrees(withDerivatives(sample)),
}

/** The columns of the table, in order. */
export const interpreters: readonly string[] = Object.keys(checks)

/** Whether no tangent reaches a result, whatever the point is. */
const hasNoTangent = (f: Graph): boolean => {
  const tangents = pushforward(f)
  const needed = dependencies(tangents, tangents.outputs)
  return tangents.inputs.slice(f.inputs.length).every((ref) => needed[ref] === 0)
}

/** Why there is nothing to differentiate; undefined where there is. */
export const reasonOf = ({ graph, at }: Sample): string | undefined => {
  if (!hasNoTangent(graph)) return undefined
  const needed = dependencies(graph, graph.outputs)
  const whole = graph.inputs.some((ref) => needed[ref] === 1) && entriesOf(run(graph, at)).every(Number.isInteger)
  return whole ? INTEGER : CONSTANT
}

/** Tangents and cotangents are 0: exactly, in both modes. */
const staysPut = ({ graph, at }: Sample): Verdict =>
  every(
    () => vanishes(run(pushforward(graph), at, along(graph, 2)), [graph]),
    () => vanishes(run(pullback(graph), at, against(graph, 1)), [graph]),
  )

/** Matrices of zeros are looked at as any others are. */
const matrices: ReadonlySet<string> = new Set(['mixed', 'sparsity'])

/** `yes` where the check of this interpreter holds; a reason where there is nothing to be right about; else what is wrong. */
export const cellOf = (sample: Sample, interpreter: string): string => {
  const reason = interpreter in derivatives ? reasonOf(sample) : undefined
  const check = reason === undefined || matrices.has(interpreter) ? checks[interpreter]! : staysPut
  const verdict = check(sample)
  if (!verdict.holds) return `failure: ${verdict.why}`
  return interpreter === 'intervals' && isUnbounded(sample) ? UNBOUNDED : (reason ?? 'yes')
}

/** The kinds of nodes that hold values together and compute nothing. */
const plumbing: ReadonlySet<string> = new Set(['input', 'constant', 'tuple', 'project'])

/** `primitive` for a function that draws one op beside plumbing, or none; `composite` for one that draws several. */
export const kindOf = ({ graph }: Sample): 'primitive' | 'composite' =>
  graph.nodes.count(({ op }) => !plumbing.has(op.family.kind)) <= 1 ? 'primitive' : 'composite'
