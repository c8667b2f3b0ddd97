/** The fold behind `push` over any carriers: what may flow along a tape beside tangents. */
import { fail } from '../error.ts'
import { applyLinear, sumOf } from '../flow.ts'
import type { Ref } from '../graph.ts'
import { isStep, Linear } from '../linear.ts'
import type { Edge, Tape } from '../tape.ts'
import type { Wire } from '../wire.ts'
import { showWord } from '../words.ts'

/** A commutative monoid that stands at every vertex, and how an arrow acts on it; a step takes zero to zero. */
export interface Carriers<V> {
  readonly zero: V
  readonly add: (a: V, b: V) => V
  readonly step: (arrow: Edge, x: V) => V
}

const arrow = ({ from, to, map }: Edge, turned: boolean): Edge =>
  turned ? { from: to, to: from, map: Linear.adjoint(map) } : { from, to, map }

/**
 * What arrives at the sinks of a tape when these seeds enter at its sources: one fold over the arrows, whatever flows.
 * `push` is this fold over wires.
 *
 * @throws AdError `ArityError` where there is not one seed a source
 * @example
 * const tape = linearize(graph([[]], (x) => mul(sin(x), exp(x))))
 * foldTape(tape, { zero: 0, add: (a, b) => a + b, step: (_, n) => n })([1]) // => [2]
 */
export const foldTape =
  <V>({ edges, sources, sinks, transposed }: Tape, { zero, add, step }: Carriers<V>) =>
  (seeds: readonly V[]): readonly V[] => {
    if (seeds.length !== sources.length)
      fail({
        tag: 'ArityError',
        op: 'foldTape',
        found: `${seeds.length} seeds`,
        expected: `${sources.length}, one a source`,
        cure: 'give the zero of the carriers where nothing enters',
      })
    const there = new Map<Ref, V>()
    const arrive = (ref: Ref, x: V): void => {
      there.set(ref, there.has(ref) ? add(there.get(ref)!, x) : x)
    }
    sources.forEach((ref, k) => {
      arrive(ref, seeds[k]!)
    })
    const along = (edge: Edge): void => {
      const { from, to, map } = arrow(edge, transposed)
      if (there.has(from)) arrive(to, step({ from, to, map }, there.get(from)!))
    }
    for (let k = 0; k < edges.length; k++) along(edges[transposed ? edges.length - 1 - k : k]!)
    return sinks.map((ref) => (there.has(ref) ? there.get(ref)! : zero))
  }

/** Whether anything arrives. */
const booleans: Carriers<boolean> = { zero: false, add: (a, b) => a || b, step: (_, x) => x }

/** In how many ways it arrives: Bauer's count of paths. */
const counts: Carriers<bigint> = { zero: 0n, add: (a, b) => a + b, step: (_, n) => n }

/** The ways themselves, each the arrows behind it, last first. */
interface Way {
  readonly arrow: Edge
  readonly before: Way | undefined
}
const ways: Carriers<readonly (Way | undefined)[]> = {
  zero: [],
  add: (a, b) => [...a, ...b],
  step: (arrow, xs) => xs.map((before) => ({ arrow, before })),
}

/** Wires, of which undefined is the zero that nobody drew: tangents or cotangents. */
const wires: Carriers<Wire | undefined> = {
  zero: undefined,
  add: (a, b) => (a && b ? sumOf([a, b]) : (a ?? b)),
  step: ({ map }, x) => (x ? applyLinear(map, x) : undefined),
}

/** Carriers of `foldTape`: reachability, the number of paths, and wires, over which it is `push`. */
export const Carriers = { booleans, counts, wires } as const

/** A way through a tape from a source to a sink. */
export interface TapePath {
  readonly source: Ref
  readonly sink: Ref
  readonly arrows: readonly Edge[]
}

const arrowsOf = (way: Way | undefined): readonly Edge[] => {
  const arrows: Edge[] = []
  for (let w = way; w; w = w.before) arrows.push(w.arrow)
  return arrows.reverse()
}

/** As many paths as one call lists: their number may grow exponentially with the tape. */
const LIMIT = 10_000

/**
 * All ways from sources to sinks, sink by sink. The derivative is the sum over them of the product of their maps.
 *
 * @throws AdError `LawError` where there are more than `limit` (10,000 by default) of them
 * @example
 * pathsOf(linearize(graph([[]], (x) => mul(sin(x), exp(x))))).length // => 2
 */
export const pathsOf = (tape: Tape, limit = LIMIT): readonly TapePath[] => {
  const number = foldTape(tape, counts)(tape.sources.map(() => 1n)).reduce((a, b) => a + b, 0n)
  if (number > BigInt(limit))
    fail({
      tag: 'LawError',
      op: 'pathsOf',
      found: `${number} paths`,
      expected: `at most ${limit}`,
      cure: 'count them with foldTape over Carriers.counts, or raise the limit',
    })
  return tape.sources.flatMap((source, at) =>
    foldTape(
      tape,
      ways,
    )(tape.sources.map((_, k) => (k === at ? [undefined] : []))).flatMap((list, k) =>
      list.map((way) => ({ source, sink: tape.sinks[k]!, arrows: arrowsOf(way) })),
    ),
  )
}

const mapText = ({ paths }: Linear): string =>
  paths
    .map((path) =>
      path.length === 0
        ? '1'
        : path
            .map((factor) => {
              if (isStep(factor)) return factor.op.name
              const coef = factor.coef === 1 && factor.operands.length > 0 ? [] : [String(factor.coef)]
              const words = factor.extent.length > 0 ? [`[${showWord(factor.hole)}->${showWord(factor.out)}]`] : []
              return [...coef, ...factor.operands.map(({ ref }) => `%${ref}`), ...words].join(' ')
            })
            .join(' then '),
    )
    .join(' + ')

/** `%0 -(%3)-> %1 -(%2)-> %4`: the vertices on the way, and between them the slopes, by the nodes that hold them. */
export const showPath = ({ source, arrows }: TapePath): string =>
  [`%${source}`, ...arrows.map(({ to, map }) => `-(${mapText(map)})-> %${to}`)].join(' ')
