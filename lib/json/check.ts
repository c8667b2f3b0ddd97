/** What the codecs of a document cannot check: types of ops on their arguments, how large types grow, and what goes in and out. */
import { AdError } from '../error.ts'
import type { Node, Ref } from '../graph.ts'
import type { Op } from '../op.ts'
import { isTuple, showType, type Type } from '../types.ts'
import { refuse, shown } from './refuse.ts'
import { isCountable, NESTED } from './schema.ts'

/** The type of an op's result; what is wrong about the arguments is told by their place. */
export const typeOf = (op: Op, args: readonly Type[], path: string): Type => {
  try {
    return op.type(...args)
  } catch (e) {
    if (!(e instanceof AdError))
      return refuse(path, `${shown(op.name)} throws ${shown(String(e))}`, 'a type', 'correct the op')
    const { argument, found, expected, cure } = e.info
    return refuse(typeof argument === 'number' ? `${path}.args[${argument}]` : path, found, expected, cure)
  }
}

/** How many tensors a type may have, and all types together: what shares parts is exponentially larger than its text. */
const PARTS = 2 ** 20
const ALL_PARTS = 2 ** 24

interface Size {
  readonly depth: number
  readonly parts: number
}

/** Refuses types that are too large to compare or to count; a type that has been measured is not measured again. */
export const measuring = (): ((type: Type, path: string) => void) => {
  const known = new WeakMap<Type, Size>()
  let total = 0
  const sizeOf = (type: Type, path: string): Size => {
    const found = known.get(type)
    if (found) return found
    let [depth, parts] = [0, 1]
    if (isTuple(type))
      for (const part of type.tuple) {
        const size = sizeOf(part, path)
        depth = Math.max(depth, size.depth + 1)
        parts += size.parts
      }
    else if (!isCountable(type.shape)) refuse(path, showType(type), 'fewer than 2^53 entries', 'take smaller extents')
    total += parts
    if (depth > NESTED) refuse(path, `tuples ${depth} deep`, `at most ${NESTED}`, 'flatten the tuples')
    if (parts > PARTS || total > ALL_PARTS)
      refuse(
        path,
        `${parts} tensors in a type, ${total} in all`,
        `at most ${PARTS} and ${ALL_PARTS}`,
        'write smaller tuples',
      )
    const size = { depth, parts }
    known.set(type, size)
    return size
  }
  return (type, path) => {
    sizeOf(type, path)
  }
}

/** The inputs of a graph are all its input nodes, each once, and the outputs are nodes of it. */
export const checkEnds = (
  nodes: readonly Node[],
  inputs: readonly Ref[],
  outputs: readonly Ref[],
  path: string,
): void => {
  const isInput = (ref: Ref): boolean => nodes[ref]?.op.family.kind === 'input'
  const seen = new Set<Ref>()
  inputs.forEach((ref, k) => {
    if (!isInput(ref) || seen.has(ref))
      refuse(`${path}.inputs[${k}]`, String(ref), 'an input node, each once', 'name the nodes with op "input"')
    seen.add(ref)
  })
  const missing = nodes.findIndex((_, ref) => isInput(ref) && !seen.has(ref))
  if (missing >= 0) refuse(`${path}.inputs`, `no ${missing}`, `every input node`, `name node ${missing} in inputs`)
  outputs.forEach((ref, k) => {
    if (ref >= nodes.length)
      refuse(`${path}.outputs[${k}]`, String(ref), `a node, below ${nodes.length}`, 'name a node that there is')
  })
}
