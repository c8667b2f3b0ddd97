/** Forward and reverse mode, step by step and in words. */
import {
  draw,
  evaluateOrThrow,
  forward,
  type Graph,
  graph,
  isTuple,
  type Node,
  nodeAt,
  type Ref,
  reverse,
  showType,
  type Tensor,
  type Value,
} from '../../modes/index.ts'
import { readable, wrapped } from './format.ts'
import { onesLike } from './methods.ts'
import { type Problem, refuse } from './problem.ts'

const WIDTH = 110
const LONGEST = 60

/** What is known at each node that is a tensor; other nodes have no entry. */
type At = ReadonlyMap<Ref, Tensor>

const short = ({ shape, data }: Tensor): string =>
  shape.length === 0
    ? readable(data[0]!)
    : `[${[...data.subarray(0, 4)].map((x) => readable(x, 4)).join(', ')}${data.length > 4 ? ', ...' : ''}]`

const isScalar = ({ type }: Node): boolean => !isTuple(type) && type.shape.length === 0

/** The slopes of a scalar node in each argument, there where it is evaluated. */
const slopesOf = ({ op, args }: Node, given: readonly Tensor[]): readonly number[] => {
  if (args.length === 0) return []
  const alone = graph(
    args.map(() => []),
    (...xs) => draw(op, xs),
  )
  const found = evaluateOrThrow(reverse(alone), [...given, 1])
  return found.slice(1).map((value) => (value as Tensor).data[0]!)
}

interface Walk {
  readonly graph: Graph
  readonly names: ReadonlyMap<Ref, string>
  readonly values: At
  readonly tangents: At
  readonly cotangents: At
  /** Of scalar nodes with scalar arguments: the slope in each argument. */
  readonly slopes: ReadonlyMap<Ref, readonly number[]>
}

const walkOf = ({ graph: drawn, inputs }: Problem): Walk => {
  const refs = [...drawn.nodes.keys()].filter((ref) => !isTuple(nodeAt(drawn, ref).type))
  const point = inputs.map(({ value }) => value)
  const at = (found: readonly Value[]): At => new Map(refs.map((ref, k) => [ref, found[k] as Tensor]))
  const all = { ...drawn, outputs: refs }
  const ahead = evaluateOrThrow(forward(all, { of: refs }), [...point, ...onesLike(point)])
  const seed = onesLike(drawn.outputs.map((ref) => ({ shape: shapeAt(drawn, ref), data: new Float64Array(1) })))
  const back = evaluateOrThrow(reverse(drawn, { wrt: refs }), [...point, ...seed])
  const values = at(ahead.slice(0, refs.length))
  const plain = refs.filter((ref) => [ref, ...nodeAt(drawn, ref).args].every((k) => isScalar(nodeAt(drawn, k))))
  return {
    graph: drawn,
    names: new Map([
      ...refs.map((ref) => [ref, `%${ref}`] as const),
      ...drawn.inputs.map((ref, k) => [ref, inputs[k]!.name] as const),
    ]),
    values,
    tangents: at(ahead.slice(refs.length)),
    cotangents: at(back.slice(drawn.outputs.length)),
    slopes: new Map(
      plain.map((ref) => {
        const node = nodeAt(drawn, ref)
        return [
          ref,
          slopesOf(
            node,
            node.args.map((arg) => values.get(arg)!),
          ),
        ]
      }),
    ),
  }
}
const shapeAt = (drawn: Graph, ref: Ref) => {
  const { type } = nodeAt(drawn, ref)
  return isTuple(type) ? [] : type.shape
}

const nameOf = ({ names }: Walk, ref: Ref): string => names.get(ref) ?? `%${ref}`
const textAt = (at: At, ref: Ref): string => (at.has(ref) ? short(at.get(ref)!) : 'a tuple')

/** What a node computes: `%2 = exp(x)`. */
const formula = (walk: Walk, ref: Ref): string => {
  const { op, args } = nodeAt(walk.graph, ref)
  const over = args.map((arg) => nameOf(walk, arg))
  const sign = op.name === 'mul' ? ' * ' : op.name === 'add' ? ' + ' : undefined
  return sign ? over.join(sign) : op.name === 'neg' ? `-${over}` : `${op.name}(${over.join(', ')})`
}

const forwardStep = (walk: Walk, ref: Ref): string => {
  const { op, args, type } = nodeAt(walk.graph, ref)
  const name = nameOf(walk, ref)
  const [value, tangent] = [textAt(walk.values, ref), textAt(walk.tangents, ref)]
  if (op.family.kind === 'input')
    return `${name} is an input, ${showType(type)}: value ${value}, tangent ${tangent}, the direction.`
  if (op.family.kind === 'constant')
    return `${name} is the constant ${value}; it does not move, so its tangent is ${tangent}.`
  const slopes = walk.slopes.get(ref)
  const why = slopes
    ? ` = ${args.map((arg, k) => `${readable(slopes[k]!)} * ${textAt(walk.tangents, arg)}`).join(' + ')}`
    : ''
  return `${name} = ${formula(walk, ref)} = ${value}; tangent ${tangent}${why}.`
}

const reverseStep = (walk: Walk, ref: Ref): string => {
  const { op, args } = nodeAt(walk.graph, ref)
  const name = nameOf(walk, ref)
  const own = textAt(walk.cotangents, ref)
  const seed = walk.graph.outputs.includes(ref) ? ', the seed of a result' : ''
  if (op.family.kind === 'input') return `${name} has cotangent ${own}${seed}: this is the derivative in ${name}.`
  if (op.family.kind === 'constant') return `${name} is a constant; its cotangent ${own} goes nowhere.`
  const slopes = walk.slopes.get(ref)
  const sent = slopes
    ? args
        .map(
          (arg, k) =>
            `${own} * ${readable(slopes[k]!)} = ${readable(walk.cotangents.get(ref)!.data[0]! * slopes[k]!)} to ${nameOf(walk, arg)}`,
        )
        .join(', ')
    : `it on through the transposed linear map to ${[...new Set(args.map((arg) => nameOf(walk, arg)))].join(', ')}`
  return `${name} = ${formula(walk, ref)} has cotangent ${own}${seed}; it sends ${sent}.`
}

const numbered = (lines: readonly string[]): readonly string[] => {
  const digits = String(lines.length).length
  const margin = ' '.repeat(digits + 3)
  const long = lines.length > LONGEST
  const half = LONGEST / 2
  return lines.flatMap((line, k) => {
    if (long && k === half) return [`${margin}... ${lines.length - LONGEST} steps left out ...`]
    if (long && k > half && k < lines.length - half) return []
    const [first, ...rest] = wrapped(line, WIDTH - margin.length)
    return [`${String(k + 1).padStart(digits + 1)}. ${first}`, ...rest.map((more) => margin + more)]
  })
}

/** Both modes as numbered steps; of graphs above 60 nodes the first and the last 30 of each. */
export const stepsOf = (problem: Problem): string => {
  const { name, about, inputs, graph: drawn, outputs } = problem
  if (drawn.outputs.some((ref) => isTuple(nodeAt(drawn, ref).type)) || outputs.length === 0)
    refuse(name, 'no tensor as a result', 'one at least', 'return one')
  const walk = walkOf(problem)
  const refs = [...drawn.nodes.keys()]
  const point = inputs.map(({ name: input, value }) => `${input} = ${short(value)}`).join(', ')
  const long =
    refs.length > LONGEST ? ` The graph has ${refs.length} nodes: the first and the last 30 steps are shown.` : ''
  const results = drawn.outputs.map((ref) => nameOf(walk, ref)).join(', ')
  return [
    ...wrapped(`${name}: ${about}.`, WIDTH),
    ...wrapped(`At ${point}; the direction and the seed of the results are 1 in every entry.${long}`, WIDTH),
    '',
    ...wrapped(
      'Forward mode walks from the inputs to the result. Beside its value each node gets a tangent: how fast the value ' +
        'changes as the inputs move along the direction. It is the sum of slope times tangent over the arguments; of a ' +
        'tensor, what the linear map that stands for the slopes makes of the tangents.',
      WIDTH,
    ),
    ...numbered(refs.map((ref) => forwardStep(walk, ref))),
    ...wrapped(
      `The derivative along the direction is the tangent of ${results}: ${drawn.outputs.map((ref) => textAt(walk.tangents, ref)).join(', ')}.`,
      WIDTH,
    ),
    '',
    ...wrapped(
      'Reverse mode has the values already and walks back. Each node gets a cotangent: how fast the result changes as ' +
        'this node moves. It is the sum of what the nodes that use it have sent: their cotangents times the slopes.',
      WIDTH,
    ),
    ...numbered(refs.toReversed().map((ref) => reverseStep(walk, ref))),
    ...wrapped(
      `The derivatives are the cotangents of the inputs: ${drawn.inputs.map((ref) => `${nameOf(walk, ref)}: ${textAt(walk.cotangents, ref)}`).join(', ')}.`,
      WIDTH,
    ),
  ].join('\n')
}
