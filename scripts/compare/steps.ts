/** Forward and reverse mode, step by step and in words. */
import { nodeAt, type Ref, showType, type Tensor } from '../../modes/index.ts'
import { readable, wrapped } from './format.ts'
import type { Problem } from './problem.ts'
import { type At, type Walk, walkOf } from './walk.ts'

const WIDTH = 110
const LONGEST = 60

const short = ({ shape, data }: Tensor): string =>
  shape.length === 0
    ? readable(data[0]!)
    : `[${[...data.subarray(0, 4)].map((x) => readable(x, 4)).join(', ')}${data.length > 4 ? ', ...' : ''}]`

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
  const { name, about, inputs, graph: drawn } = problem
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
