/** Cost: what a run of a graph does and holds, told from the graph alone. */
import { checkGraph } from '../given.ts'
import type { Graph, Node } from '../graph.ts'
import { bytesOf, isTuple, sizeOf, type Type } from '../types.ts'
import { type Branch, type Cost, type Course, rows } from './counts.ts'
import { planOf } from './evaluate.ts'

export type { Branch, Cost } from './counts.ts'

/** An array, and how many of the values alive contain it. */
interface Block {
  readonly bytes: number
  holders: number
}
type Blocks = Block | readonly Blocks[]

const blocksOf = (type: Type, entry: number): Blocks =>
  isTuple(type) ? type.tuple.map((t) => blocksOf(t, entry)) : { bytes: entry * sizeOf(type.shape), holders: 0 }

const isBlock = (blocks: Blocks): blocks is Block => 'holders' in blocks

/** One holder more or less of every array in a value; what begins (1) or ceases (-1) to be held, in bytes. */
const hold = (blocks: Blocks, change: 1 | -1): number => {
  if (!isBlock(blocks)) return blocks.reduce((sum, part) => sum + hold(part, change), 0)
  const before = blocks.holders
  blocks.holders += change
  return before === 0 || blocks.holders === 0 ? blocks.bytes : 0
}

/** The arrays of a node's result: those of its arguments for tuples and their parts, new ones for all else. */
const resultBlocks = ({ op, args, type }: Node, held: readonly (Blocks | undefined)[]): Blocks => {
  const { kind } = op.family
  if (kind === 'tuple') return args.map((arg) => held[arg]!)
  if (kind === 'project') return (held[args[0]!] as readonly Blocks[])[op.params as number]!
  return blocksOf(type, 8)
}
const shares = ({ op }: Node): boolean => op.family.kind === 'tuple' || op.family.kind === 'project'

const run = (graph: Graph, course: Course, of: (body: Graph) => Cost): Cost => {
  const { nodes, order, lastUse } = planOf(graph)
  const held: (Blocks | undefined)[] = new Array(nodes.length)
  for (const ref of graph.inputs) {
    held[ref] = blocksOf(nodes[ref]!.type, 0)
    hold(held[ref]!, 1)
  }
  let [multiplications, additions, nonlinear, bytes, alive, peakBytes] = [0, 0, 0, 0, 0, 0]
  for (const ref of order) {
    const node = nodes[ref]!
    const own = rows[node.op.family.kind](node, of, course)
    multiplications += own.multiplications
    additions += own.additions
    nonlinear += own.nonlinear
    bytes += own.bytes + (shares(node) ? 0 : bytesOf(node.type))
    held[ref] = resultBlocks(node, held)
    alive += hold(held[ref]!, 1)
    peakBytes = Math.max(peakBytes, alive + own.peakBytes)
    for (const arg of node.args) {
      const blocks = held[arg]
      if (lastUse[arg] !== ref || !blocks) continue
      alive -= hold(blocks, -1)
      held[arg] = undefined
    }
  }
  return { multiplications, additions, nonlinear, bytes, peakBytes }
}

/**
 * What one run of a graph costs. Only nodes that outputs need are run. The results of tuples and projections share the
 * arrays of their arguments; every other result is made of new arrays, constants too. An array is alive until the last
 * use of the last value that contains it, and outputs live on. Inputs are the caller's and count for nothing, and
 * neither does working space inside an op. The result of an op with a body is there before the body starts, the runs of
 * the body follow one another on top of what is alive around them, and their outputs are copied out. `branch` says
 * which way conds go: by default the dearer in each component, a bound that no run exceeds. `trips` says how many
 * steps every loop without a bound takes.
 *
 * @throws AdError `ValueError` where there is such a loop and `trips` is not given
 * @example
 * cost(graph([[2, 3], [3, 4]], (a, b) => matmul(a, b))).multiplications // => 24
 */
export const cost = (
  graph: Graph,
  { branch = 'dearest', trips }: { readonly branch?: Branch; readonly trips?: number } = {},
): Cost => {
  checkGraph('cost', graph)
  return bodyCosts({ branch, trips })(graph)
}

/** The cost of graphs inside one another, each looked at once. */
const bodyCosts = (course: Course): ((body: Graph) => Cost) => {
  const known = new Map<Graph, Cost>()
  const of = (body: Graph): Cost => {
    const found = known.get(body) ?? run(body, course, of)
    known.set(body, found)
    return found
  }
  return of
}

/** What one node alone counts, beside the bytes of its result. A loop without a bound counts one step. */
export const nodeCost = (node: Node): Cost => {
  const course: Course = { branch: 'dearest', trips: 1 }
  return rows[node.op.family.kind](node, bodyCosts(course), course)
}
