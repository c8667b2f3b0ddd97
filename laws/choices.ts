/** Choices: which way a graph goes at a point wherever it compares, rounds or branches. Between choices it is smooth. */
import { run as runGraph } from '../lib/interpret/evaluate.ts'
import type { Call } from '../lib/ops/call.ts'
import { type Cond, chosen } from '../lib/ops/cond.ts'
import type { Scan } from '../lib/ops/scanTypes.ts'
import { type Graph, type Node, nodeAt, type Tensor, type Value } from '../modes/index.ts'
import { alongLine } from './fidelity.ts'
import { entriesOf, type Values } from './scale.ts'

const first = (x: Value): Value => ('tuple' in x ? x.tuple[0]! : x)

/** Which entries of each row are the largest of it. */
const largest = (x: Tensor): readonly number[] => {
  const extent = x.shape.at(-1)!
  return Array.from(x.data, (a, i) => {
    const start = i - (i % extent)
    return Number(a === Math.max(...x.data.subarray(start, start + extent)))
  })
}

/** What an op compares at its arguments, as signs; undefined for one that makes no choice. */
const choice = (name: string, args: Values): readonly number[] | undefined => {
  switch (name) {
    case 'greater':
    case 'greaterEqual':
    case 'less':
    case 'lessEqual':
    case 'equal':
    case 'notEqual':
    case 'maximum':
    case 'minimum':
    case 'prefer': {
      const other = entriesOf([args[1]!])
      return entriesOf([args[0]!]).map((a, i) => Math.sign(a - other[i]!))
    }
    case 'abs':
    case 'relu':
    case 'sign':
    case 'step':
      return entriesOf([args[0]!]).map(Math.sign)
    case 'floor':
    case 'ceil':
    case 'trunc':
      return entriesOf([args[0]!]).flatMap((x) => [Math.floor(x), Math.ceil(x)])
    case 'round':
      return entriesOf([args[0]!]).flatMap((x) => [Math.floor(x + 0.5), Math.ceil(x + 0.5)])
    case 'mod': {
      const divisor = entriesOf([args[1]!])
      return entriesOf([args[0]!]).flatMap((x, i) => [Math.floor(x / divisor[i]!), Math.ceil(x / divisor[i]!)])
    }
    case 'clip': {
      const x = entriesOf([args[0]!])
      return [1, 2].flatMap((at) => entriesOf([args[at]!]).map((bound, i) => Math.sign(x[i]! - bound)))
    }
    case 'max':
    case 'argmax':
      return largest(args[0] as Tensor)
    case 'select':
    case 'cond':
      return entriesOf([first(args[0]!)]).map((e) => Number(e !== 0))
    default:
      return undefined
  }
}

const partsOf = (x: Value | undefined): Values => (x && 'tuple' in x ? x.tuple : [])

/** Step k of a tensor that stacks them. */
const sliceOf = (x: Value, k: number): Tensor => {
  const { shape, data } = x as Tensor
  const size = data.length / shape[0]!
  return { shape: shape.slice(1), data: data.slice(k * size, (k + 1) * size) as Tensor['data'] }
}

/** The graphs that an op runs and what it runs each on, step by step: a scan's results say what its carries were. */
const inside = ({ op }: Node, given: Values, results: Values): readonly (readonly [Graph, Values])[] => {
  switch (op.family.kind) {
    case 'call':
      return [[(op.params as Call).body, given]]
    case 'cond':
      return [[chosen(op.params as Cond, given[0] as Tensor), given.slice(1)]]
    case 'scan': {
      const { body, carries, xs, length } = op.params as Scan
      const trajectory = results.slice(body.outputs.length)
      return Array.from({ length }, (_, k) => [
        body,
        [
          ...trajectory.map((carry) => sliceOf(carry, k)),
          ...given.slice(carries, carries + xs).map((x) => sliceOf(x, k)),
          ...given.slice(carries + xs),
        ],
      ])
    }
    default:
      return []
  }
}

/** Which way every choice of a graph goes at a point, those in the graphs that its ops run among them. */
const choices = (f: Graph, x: Values): string => {
  const made: string[] = []
  runGraph(f, x, (ref, { op }, args, result) => {
    made.push(choice(op.family.name, args)?.join() ?? '')
    for (const [body, given] of inside(nodeAt(f, ref), partsOf(args[0]), partsOf(result)))
      made.push(choices(body, given))
  })
  return made.join(';')
}

/** Whether no choice of a graph turns between x - h v and x + h v, as far as 16 points show; loops without a bound are not looked into. */
export const keepsItsChoices = (f: Graph, x: Values, v: Values, h = 0.25): boolean => {
  const line = alongLine(x, v)
  const there = choices(f, x)
  return Array.from({ length: 16 }, (_, k) => (h * (2 * k - 15)) / 15).every((t) => choices(f, line(t)) === there)
}
