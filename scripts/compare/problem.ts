/** Problems to compare modes on: a graph, the names of its inputs, and the point to differentiate at. */
import { AdError } from '../../lib/error.ts'
import {
  type Arrayish,
  type Drawable,
  type Graph,
  graph,
  isTuple,
  nodeAt,
  type Shape,
  type Tensor,
  tensor,
} from '../../modes/index.ts'
import { countOf } from './entries.ts'

export interface Input {
  readonly name: string
  readonly value: Tensor
}

export interface Problem {
  readonly name: string
  /** What is computed and where the point comes from, in a line or two. */
  readonly about: string
  readonly inputs: readonly Input[]
  readonly graph: Graph
  /** The shapes of the results. */
  readonly outputs: readonly Shape[]
}

/** Ends the command with one line: what was found, where, what was expected, and the cure. */
export const refuse = (where: string, found: string, expected: string, cure: string): never => {
  throw new AdError({ tag: 'ValueError', op: 'compare', node: where, found, expected, cure })
}

const LARGEST = 10_000_000

/** The problem of a function at a point, an input a parameter. */
export const problemOf = (
  name: string,
  about: string,
  f: Drawable,
  point: readonly (readonly [name: string, value: Arrayish])[],
): Problem => {
  const inputs = point.map(([input, value]) => ({ name: input, value: tensor(value) }))
  const drawn = graph(
    inputs.map(({ value }) => value.shape),
    f,
  )
  const outputs = drawn.outputs.map((ref) => {
    const { type } = nodeAt(drawn, ref)
    return isTuple(type) ? refuse(name, 'a tuple as a result', 'tensors', 'return its parts') : type.shape
  })
  const [n, m] = [countOf(inputs.map(({ value }) => value.shape)), countOf(outputs)]
  if (n === 0 || m === 0)
    refuse(
      name,
      `${n} entries in and ${m} out`,
      'one at least of each',
      'take inputs that are not empty, return a tensor',
    )
  if (n * m > LARGEST)
    refuse(name, `${n} entries in and ${m} out`, `at most ${LARGEST} slopes`, 'take a smaller problem')
  return { name, about, inputs, graph: drawn, outputs }
}
