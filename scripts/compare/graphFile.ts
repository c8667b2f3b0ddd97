/** Graphs as JSON as problems: read from a file, at a given point or at one of standard normal numbers. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { AdError } from '../../lib/error.ts'
import {
  type Arrayish,
  type Graph,
  isTuple,
  type Nested,
  nodeAt,
  parseOrThrow,
  replay,
  type Shape,
  showType,
  sizeOf,
  tensor,
} from '../../modes/index.ts'
import { type Problem, problemOf, refuse } from './problem.ts'

const LARGEST = 256 * 2 ** 20

const graphOf = (file: string): Graph => {
  if (!existsSync(file) || !statSync(file).isFile()) refuse(file, 'no file', 'a graph as JSON', 'check the path')
  const { size } = statSync(file)
  if (size > LARGEST) refuse(file, `${size} bytes`, `at most ${LARGEST}`, 'take a smaller graph')
  try {
    return parseOrThrow(readFileSync(file, 'utf8'), { limit: LARGEST })
  } catch (e) {
    if (!(e instanceof AdError)) throw e
    const { argument, found, expected, cure } = e.info
    return refuse(`${file}, ${argument}`, found, expected, cure)
  }
}

interface Named {
  readonly name: string
  readonly shape: Shape
}

/** The inputs by label, or by position as x0, x1, ... where there is none or two have one. */
const inputsOf = (file: string, graph: Graph): readonly Named[] => {
  const labels = graph.inputs.map((ref) => nodeAt(graph, ref).about?.label)
  const taken = (label: string): boolean => labels.filter((other) => other === label).length > 1
  return graph.inputs.map((ref, k) => {
    const { type } = nodeAt(graph, ref)
    if (isTuple(type)) refuse(file, `${showType(type)} as input ${k}`, 'tensors', 'draw it with an input for each part')
    const label = labels[k]
    const name = label !== undefined && /^[A-Za-z_]\w*$/.test(label) && !taken(label) ? label : `x${k}`
    return { name, shape: isTuple(type) ? [] : type.shape }
  })
}

/** Standard normal numbers, the same ones for each seed (xorshift and Box-Muller). */
const normals = (seed: number, count: number): Float64Array => {
  let state = seed | 0 || 1
  const uniform = (): number => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return ((state >>> 0) + 0.5) / 2 ** 32
  }
  for (let k = 0; k < 16; k++) uniform()
  return Float64Array.from(
    { length: count },
    () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()),
  )
}

/** `x=3,w=[1,2]` as values by name: commas in brackets belong to a value. */
export const valuesOf = (text: string): ReadonlyMap<string, Nested> => {
  const values = new Map<string, Nested>()
  for (const entry of text.split(/,(?=\s*[A-Za-z_]\w*\s*=)/)) {
    const [, name, written] = /^\s*([A-Za-z_]\w*)\s*=\s*(\S.*)$/.exec(entry) ?? []
    if (name === undefined || written === undefined)
      return refuse('--at', JSON.stringify(entry.slice(0, 40)), 'name=number or name=[...]', 'write --at x=3,w=[1,2]')
    if (values.has(name)) refuse('--at', `two values for ${name}`, 'one', 'leave one of them out')
    try {
      values.set(name, JSON.parse(written) as Nested)
    } catch {
      refuse(
        '--at',
        `${JSON.stringify(written.slice(0, 40))} for ${name}`,
        'a number or a nested list',
        `write ${name}=3`,
      )
    }
  }
  return values
}

const SEED = 1

const givenPoint = (inputs: readonly Named[], at: string): readonly (readonly [string, Arrayish])[] => {
  const values = valuesOf(at)
  const known = (name: string): boolean => inputs.some((input, k) => name === input.name || name === `x${k}`)
  for (const name of values.keys())
    if (!known(name))
      refuse('--at', `a value for ${name}`, `one of ${inputs.map((x) => x.name).join(', ')}`, 'leave it out')
  return inputs.map(({ name, shape }, k) => {
    const value = values.get(name) ?? values.get(`x${k}`)
    if (value === undefined) return refuse('--at', `no value for ${name}`, showType({ shape }), `add ${name}=...`)
    try {
      const given = tensor(value)
      if (given.shape.join() === shape.join() && given.shape.length === shape.length) return [name, given] as const
      return refuse('--at', `${showType(given)} for ${name}`, showType({ shape }), 'give a value of this shape')
    } catch (e) {
      if (!(e instanceof AdError) || e.info.op === 'compare') throw e
      return refuse('--at', `${e.info.found} for ${name}`, showType({ shape }), e.info.cure)
    }
  })
}

/** The problem of a graph in a file; without a point, at seeded standard normal numbers. */
export const graphProblem = (file: string, at: string | undefined): Problem => {
  const graph = graphOf(file)
  const inputs = inputsOf(file, graph)
  const point =
    at === undefined
      ? inputs.map(({ name, shape }, k) => [name, tensor(normals(SEED + k, sizeOf(shape)), shape)] as const)
      : givenPoint(inputs, at)
  const where = at === undefined ? `at standard normal numbers, seed ${SEED}` : 'at the given point'
  return problemOf(file, `a graph of ${graph.nodes.size} nodes as JSON, ${where}`, (...xs) => replay(graph, xs), point)
}
