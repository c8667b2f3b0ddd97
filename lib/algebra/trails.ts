/** Sets of paths as an algebra: of what an entry is the sum, one product along the nodes for each way to it. */
import { fail } from '../error.ts'
import type { Graph } from '../graph.ts'
import { conformInputs } from '../interpret/evaluate.ts'
import type { Op } from '../op.ts'
import { select } from '../ops/compare.ts'
import type { Arrayish, Value } from '../value.ts'
import { type Algebra, type Carried, entriesOfAll, mapEntries, type Place, tensorsOf } from './algebra.ts'
import { interpret } from './interpret.ts'
import { callOp, numbers, ofValue, valueOf } from './numbers.ts'

/** A node on a way, behind those before it, and what the way was multiplied by there. */
interface Mark {
  readonly place: Place
  readonly slope: number
  readonly before: Mark | undefined
}

/** A way so far: the product along it, and what it has been multiplied by since the last node. */
interface Way {
  readonly product: number
  readonly slope: number
  readonly marks: Mark | undefined
}

/** A sum of a number that came along no way, where there is one, and of one product a way. */
export interface Trails {
  readonly plain: number | undefined
  readonly ways: readonly Way[]
}

/** As many ways as an entry may have: their number may grow exponentially with the graph. */
const LIMIT = 10_000

const trails = (plain: number | undefined, ways: readonly Way[]): Trails =>
  ways.length <= LIMIT
    ? { plain, ways }
    : fail({
        tag: 'ValueError',
        op: 'provenance',
        found: `${ways.length} paths to one entry`,
        expected: `at most ${LIMIT}`,
        cure: 'start the paths at fewer inputs, or count them with foldTape over Carriers.counts',
      })

const numberOf = ({ plain, ways }: Trails): number =>
  ways.length === 0 ? (plain ?? 0) : ways.reduce((sum, way) => sum + way.product, plain ?? 0)

const scaled = (way: Way, factor: number, absorbing: boolean): Way => ({
  product: numbers.mul([way.product, factor], absorbing),
  slope: numbers.mul([way.slope, factor], absorbing),
  marks: way.marks,
})

/** One way after the other: the product of two ways visits the nodes of both. */
const joined = (a: Way, b: Way, absorbing: boolean): Way => {
  const later: Mark[] = []
  for (let mark = b.marks; mark; mark = mark.before) later.push(mark)
  const marks = later.reduceRight<Mark | undefined>((before, mark) => ({ ...mark, before }), a.marks)
  return {
    product: numbers.mul([a.product, b.product], absorbing),
    slope: numbers.mul([a.slope, b.slope], absorbing),
    marks,
  }
}

const product = (a: Trails, b: Trails, absorbing: boolean): Trails => {
  const { plain: p } = a
  const { plain: q } = b
  return trails(p === undefined || q === undefined ? undefined : numbers.mul([p, q], absorbing), [
    ...(q === undefined ? [] : a.ways.map((way) => scaled(way, q, absorbing))),
    ...(p === undefined ? [] : b.ways.map((way) => scaled(way, p, absorbing))),
    ...a.ways.flatMap((way) => b.ways.map((other) => joined(way, other, absorbing))),
  ])
}

/** A function of what came along ways begins a new one: it is no sum of products of them. */
const opaque = (value: number, xs: readonly Trails[]): Trails =>
  xs.every(({ ways }) => ways.length === 0)
    ? { plain: value, ways: [] }
    : { plain: undefined, ways: [{ product: value, slope: 1, marks: undefined }] }

const apply = (op: Op, xs: readonly Trails[]): Trails =>
  op.family === select.op.family ? xs[numberOf(xs[0]!) !== 0 ? 1 : 2]! : opaque(callOp(op, xs.map(numberOf)), xs)

const sumOf = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined ? b : b === undefined ? a : a + b

/** The free commutative semiring on ways, with numbers for coefficients: the sum of all products is what numbers give. */
export const paths: Algebra<Trails> = {
  name: 'paths',
  constant: (plain) => ({ plain, ways: [] }),
  add: (a, b) => trails(sumOf(a.plain, b.plain), [...a.ways, ...b.ways]),
  mul: (xs, absorbing) => xs.reduce((a, b) => product(a, b, absorbing)),
  neg: ({ plain, ways }) => ({
    plain: plain === undefined ? undefined : -plain,
    ways: ways.map((way) => scaled(way, -1, false)),
  }),
  apply,
  number: numberOf,
  choose: (_, options) => options[0]!,
  other: (op, xs) => {
    const all = entriesOfAll(xs)
    const result = op.eval(...xs.map((x) => valueOf(mapEntries(x, numberOf))))
    return mapEntries(ofValue(result), (value) => opaque(value, all))
  },
  at: ({ plain, ways }, place) => ({
    plain,
    ways: ways.map(({ product, slope, marks }) => ({ product, slope: 1, marks: { place, slope, before: marks } })),
  }),
}

/** A node on a path, the entry of its result there, and what the path was multiplied by at it. */
export interface PathStep {
  readonly place: Place
  readonly slope: number
}

/** What came to an entry along one path, and the nodes of the path, first to last. */
export interface PathTo {
  readonly product: number
  readonly steps: readonly PathStep[]
}

/** An entry of an output as a sum: what came along no path, and what came along each. */
export interface Provenance {
  readonly rest: number
  readonly paths: readonly PathTo[]
}

const stepsOf = (marks: Mark | undefined): readonly PathStep[] => {
  const steps: PathStep[] = []
  for (let mark = marks; mark; mark = mark.before) steps.push({ place: mark.place, slope: mark.slope })
  return steps.reverse()
}

/**
 * Every entry of every output as a sum over paths from the entries of some inputs, given by their numbers. For the graph of
 * reverse mode and its cotangents these are the paths of Bauer's formula, each with its nodes, of which `about.primal`
 * names the primal node, and the slope at each. Functions and solves of what came along a path begin a new one.
 *
 * @throws AdError `ValueError` where values do not fit the inputs, or more than 10,000 paths lead to one entry
 * @example
 * const f = graph([[]], (x) => add(x, sin(x)))
 * const [, [dx]] = provenance(push(Tape.transpose(linearize(f))), [0, 1], [1])
 * dx.paths.map(({ product }) => product) // => [1, 1]
 */
export const provenance = (
  graph: Graph,
  inputs: readonly (Arrayish | Value)[],
  from: readonly number[],
): readonly (readonly Provenance[])[] => {
  const started = conformInputs(graph, inputs).map(
    (value, k): Carried<Trails> =>
      mapEntries(ofValue(value), (x) =>
        from.includes(k) ? { plain: undefined, ways: [{ product: x, slope: 1, marks: undefined }] } : paths.constant(x),
      ),
  )
  return interpret(paths)(graph, started).map((y) =>
    tensorsOf(y).flatMap(({ entries }) =>
      entries.map(({ plain, ways }) => ({
        rest: plain ?? 0,
        paths: ways.map(({ product, marks }) => ({ product, steps: stepsOf(marks) })),
      })),
    ),
  )
}

/** `%4 input -> %7 mul x 0.54 (d%1) -> ...: 1.2`: the nodes of a path, the slopes other than 1, and the product. */
export const showPathTo = ({ product, steps }: PathTo): string => {
  const text = ({ place: { node, ref }, slope }: PathStep): string => {
    const about = node.about?.primal === undefined ? '' : ` (d%${node.about.primal})`
    return `%${ref} ${node.op.name}${slope === 1 ? '' : ` x ${slope}`}${about}`
  }
  return `${steps.map(text).join(' -> ')}: ${product}`
}
