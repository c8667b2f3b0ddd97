/** How ops that own no graph are given lanes. */
import { AdError } from '../error.ts'
import type { Node } from '../graph.ts'
import type { Op } from '../op.ts'
import { type Einsum, einsumOp } from '../ops/einsum.ts'
import { broadcastTo, reshape } from '../ops/linalg.ts'
import { sameType, type Type, withLanes } from '../types.ts'
import { draw, type Wire } from '../wire.ts'
import { canonicalWords } from '../words.ts'
import { eachLane, everywhere, type Laned, uniform } from './lanes.ts'

/** What a node is with lanes in at least one of its arguments. */
export type Rule = (node: Node, args: readonly Laned[], size: number) => Laned

/** Lane by lane. */
export const loop: Rule = ({ op, type }, args) => eachLane(op, type, args)

/** The type of an op's result, undefined where the op refuses its arguments. */
const typeFor = (op: Op, xs: readonly Wire[]): Type | undefined => {
  try {
    return op.type(...xs.map((x) => x.type))
  } catch (e) {
    if (e instanceof AdError) return undefined
    throw e
  }
}

/** The op itself, which names its axes from the end, on its arguments as they are or with lanes everywhere; else a loop. */
export const itself: Rule = (node, args, size) => {
  const { op, type } = node
  const wanted = withLanes(type, size)
  const ways = [args.map((x) => x.wire), args.map((x) => everywhere(x, size))]
  const xs = ways.find((way) => {
    const found = typeFor(op, way)
    return found !== undefined && sameType(found, wanted)
  })
  return xs ? { wire: draw(op, xs), mark: uniform(type, true) } : loop(node, args, size)
}

/** The op itself, entry by entry. */
export const entrywise: Rule = ({ op }, args, size) => ({
  wire: draw(
    op,
    args.map((x) => everywhere(x, size)),
  ),
  mark: true,
})

/** A new first letter, for the arguments that have lanes and for the result. Factors stay in their order. */
export const einsum: Rule = ({ op }, args, size) => {
  const { words, out, extent, shape, absorbing } = op.params as Einsum
  const lane = extent.length
  const given = words.map((word, k) => (args[k]!.mark === true ? [lane, ...word] : word))
  const canonical = canonicalWords([...given, [lane, ...out]], [...extent, size])
  const params = {
    words: canonical.words.slice(0, -1),
    out: canonical.words[words.length]!,
    extent: canonical.extent,
    shape: [size, ...shape],
    absorbing,
  }
  const xs = args.map((x) => x.wire)
  return { wire: draw(einsumOp(params), xs), mark: true }
}

/** A matrix with lanes stands against a right-hand side with lanes and as many axes. */
export const solve: Rule = ({ op }, [a, b], size) => {
  const right = everywhere(b!, size)
  if (a!.mark === false) return { wire: draw(op, [a!.wire, right]), mark: true }
  const { shape } = a!.wire
  const lead = right.shape.slice(0, -2)
  const between = lead.slice(1, lead.length - (shape.length - 3)).map(() => 1)
  const matrix = broadcastTo(reshape(a!.wire, [size, ...between, ...shape.slice(1)]), [...lead, ...shape.slice(-2)])
  return { wire: draw(op, [matrix, right]), mark: true }
}
