/** Demand: which entries of which classes outputs ask for, tensor by tensor from the last one back. */
import type { Ref } from '../graph.ts'
import { ALL, isKnown, type Known } from './known.ts'

/** Entries of one class of a tensor in the order in which they are wanted, each once. */
export type List = Int32Array

export interface Demand {
  /** By class, those entries of a tensor that are wanted and not known. */
  readonly lists: ReadonlyMap<Ref, ReadonlyMap<number, List>>
  /** Which tensors are asked for whole. */
  readonly whole: Uint8Array
  /** What entries of a list take by a table. */
  readonly through: (list: List, at: Int32Array | undefined) => Int32Array
}

const throughTables = (): Demand['through'] => {
  const found = new Map<Int32Array, Map<List, Int32Array>>()
  return (list, at) => {
    if (!at) return list
    const own = found.get(at) ?? new Map<List, Int32Array>()
    found.set(at, own)
    const known = own.get(list)
    if (known) return known
    const taken = new Int32Array(list.length)
    for (let k = 0; k < list.length; k++) taken[k] = at[list[k]!]!
    own.set(list, taken)
    return taken
  }
}

/** The entries of each class, ascending. */
export const membersOf = (of: Int32Array, count: number): readonly List[] => {
  const sizes = new Int32Array(count)
  for (let e = 0; e < of.length; e++) sizes[of[e]!]!++
  const lists = Array.from(sizes, (size) => new Int32Array(size))
  sizes.fill(0)
  for (let e = 0; e < of.length; e++) lists[of[e]!]![sizes[of[e]!]!++] = e
  return lists
}

/** Entries with the places in outputs for which they are wanted first, which ascend. */
interface Ranked {
  readonly list: List
  readonly ranks: Int32Array
}

/** Both, by rank. */
const merged = (a: Ranked, b: Ranked): Ranked => {
  const size = a.list.length + b.list.length
  const [list, ranks] = [new Int32Array(size), new Int32Array(size)]
  for (let k = 0, i = 0; k < size; k++) {
    const j = k - i
    const first = j >= b.list.length || (i < a.list.length && a.ranks[i]! <= b.ranks[j]!)
    list[k] = first ? a.list[i]! : b.list[j]!
    ranks[k] = first ? a.ranks[i++]! : b.ranks[j]!
  }
  return { list, ranks }
}

/** Each entry once, where it comes first. */
const unique = ({ list, ranks }: Ranked, size: number): Ranked => {
  const mark = new Uint8Array(size)
  const result = { list: new Int32Array(list.length), ranks: new Int32Array(list.length) }
  let count = 0
  for (let k = 0; k < list.length; k++) {
    const e = list[k]!
    if (mark[e] === 1) continue
    mark[e] = 1
    result.list[count] = e
    result.ranks[count++] = ranks[k]!
  }
  return { list: result.list.subarray(0, count), ranks: result.ranks.subarray(0, count) }
}

/** The demand of outputs. */
export const demandOf = ({ nodes, classes }: Known, outputs: readonly Ref[]): Demand => {
  const lists = new Map<Ref, Map<number, List>>()
  const asked = new Map<Ref, Map<number, Ranked[]>>()
  /** Lists in which no entry comes twice. */
  const distinct = new Set<List>()
  const whole = new Uint8Array(nodes.length)
  const through = throughTables()
  const ask = (ref: Ref, own: number, ranked: Ranked): void => {
    const byClass = asked.get(ref) ?? new Map<number, Ranked[]>()
    asked.set(ref, byClass)
    const all = byClass.get(own) ?? []
    byClass.set(own, all)
    if (all.every(({ list }) => list !== ranked.list)) all.push(ranked)
  }
  /** All that is asked for, each entry once: the first list where that is all. */
  const united = (all: readonly Ranked[], size: number): Ranked => {
    const [first, ...more] = all as [Ranked, ...Ranked[]]
    if (more.length === 0 && distinct.has(first.list)) return first
    const union = unique(more.reduce(merged, first), size)
    const result = union.list.length === first.list.length ? first : union
    distinct.add(result.list)
    return result
  }
  let rank = 0
  for (const ref of outputs) {
    const own = classes.get(ref)
    if (own)
      membersOf(own.of, own.classes.length).forEach((list, k) => {
        if (list.length === 0 || isKnown(own.classes[k]!)) return
        distinct.add(list)
        ask(ref, k, { list, ranks: list.map((e) => rank + e) })
      })
    else whole[ref] = 1
    rank += own?.of.length ?? 0
  }
  for (let ref = nodes.length - 1; ref >= 0; ref--) {
    if (whole[ref]) for (const arg of nodes[ref]!.args) whole[arg] = 1
    const byClass = asked.get(ref)
    if (!byClass) continue
    asked.delete(ref)
    const own = classes.get(ref)!
    const wanted = new Map<number, List>()
    lists.set(ref, wanted)
    for (const [k, all] of byClass) {
      const { list, ranks } = united(all, own.of.length)
      wanted.set(k, list)
      for (const { operands } of own.classes[k]!.products)
        for (const operand of operands)
          if (operand.own === ALL) whole[operand.ref] = 1
          else ask(operand.ref, operand.own, { list: through(list, operand.at), ranks })
    }
  }
  return { lists, whole, through }
}
