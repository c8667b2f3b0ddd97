/**
 * Sifting: a graph drawn again with what is known of single entries worked out. Entries of one tensor that are the same sum
 * of products become one vector, in which nothing is multiplied by a zero.
 */
import { extend } from '../drawing.ts'
import type { Graph, Ref } from '../graph.ts'
import { add, neg } from '../ops/add.ts'
import { concat } from '../ops/concat.ts'
import { constant, fill } from '../ops/constant.ts'
import { einsumOp } from '../ops/einsum.ts'
import { gather } from '../ops/gather.ts'
import { mul, reshape } from '../ops/linalg.ts'
import { isTuple, sizeOf } from '../types.ts'
import { tensor } from '../value.ts'
import { draw, type Wire, wireAt } from '../wire.ts'
import { demandOf, type List, membersOf } from './demand.ts'
import { ALL, type Class, isKnown, knownIn, type Operand } from './known.ts'

/** As many vectors as may come of one graph. */
const VECTORS = 5000
const FILLS = 8
/** As many entries are looked at, and as many more for each one that there is in the outputs. */
const LEAST = 2 ** 20
const ENTRIES = 32

const isEqual = (a: Int32Array, b: Int32Array): boolean => {
  if (a === b) return true
  if (a.length !== b.length) return false
  for (let k = 0; k < a.length; k++) if (a[k] !== b[k]) return false
  return true
}

const isInOrder = (table: Int32Array): boolean => {
  for (let k = 0; k < table.length; k++) if (table[k] !== k) return false
  return true
}

/** Entries of vectors by tables, each of which is a constant once. */
const taking = () => {
  const constants = new Map<Int32Array, Wire | undefined>()
  return (x: Wire, table: Int32Array): Wire => {
    if (!constants.has(table))
      constants.set(table, isInOrder(table) ? undefined : constant(tensor(new Float64Array(table))))
    const indices = constants.get(table)
    if (!indices && x.shape[0] === table.length) return x
    return gather(x, indices ?? tensor(new Float64Array(table)))
  }
}

const product = (factors: readonly Wire[], absorbing: boolean): Wire => {
  if (factors.length === 1) return factors[0]!
  const shape = factors[0]!.shape
  const word = shape[0] === 1 ? [] : [0]
  const extent = word.map(() => shape[0]!)
  return draw(einsumOp({ words: factors.map(() => word), out: word, extent, shape, absorbing }), factors)
}

const times = (x: Wire, coefficient: number): Wire =>
  coefficient === 1 ? x : coefficient === -1 ? neg(x) : mul(x, coefficient)

const sizeAt = (graph: Graph, ref: Ref): number => {
  const { type } = graph.nodes.get(ref)!
  return isTuple(type) ? 0 : sizeOf(type.shape)
}

/** The graph with outputs drawn by classes, on what `base` has; undefined where it is too much, or nothing is known. */
export const sifted = (base: Graph, graph: Graph): Graph | undefined => {
  const asked = graph.outputs.reduce((sum, ref) => sum + sizeAt(graph, ref), 0)
  const known = knownIn(graph, base.nodes.size, LEAST + ENTRIES * asked)
  if (!known) return undefined
  const { nodes, classes } = known
  const { lists, whole, through } = demandOf(known, graph.outputs)
  let count = 0
  for (const byClass of lists.values()) count += byClass.size
  if (count > VECTORS) return undefined

  const draws = (): readonly Wire[] => {
    const wires: Wire[] = []
    const vectorsOf = new Map<Ref, Map<number, Wire>>()
    const taken = taking()
    const flats = new Map<Ref, Wire>()
    const flat = (ref: Ref): Wire => {
      const wire = flats.get(ref) ?? reshape(wires[ref] ?? wireAt(ref), [sizeAt(graph, ref)])
      flats.set(ref, wire)
      return wire
    }
    /** Where in their list entries are. */
    const places = new Map<List, Int32Array>()
    const tables = new Map<List, Map<Int32Array, Int32Array>>()
    const placed = (entries: Int32Array, list: List, size: number): Int32Array => {
      const byEntries = tables.get(list) ?? new Map<Int32Array, Int32Array>()
      tables.set(list, byEntries)
      const found = byEntries.get(entries)
      if (found) return found
      const place = places.get(list) ?? new Int32Array(size)
      if (!places.has(list)) for (let k = 0; k < list.length; k++) place[list[k]!] = k
      places.set(list, place)
      const table = entries.map((e) => place[e]!)
      byEntries.set(entries, table)
      return table
    }
    const factorOf = ({ ref, own, at }: Operand, list: List): Wire => {
      const entries = through(list, at)
      if (own === ALL) return taken(flat(ref), entries)
      const [vector, other] = [vectorsOf.get(ref)!.get(own)!, lists.get(ref)!.get(own)!]
      return isEqual(entries, other) ? vector : taken(vector, placed(entries, other, sizeAt(graph, ref)))
    }
    const vectorOf = ({ rest, products }: Class, list: List): Wire =>
      add(
        ...products.map(({ coefficient, absorbing, operands }) =>
          times(
            product(
              operands.map((operand) => factorOf(operand, list)),
              absorbing,
            ),
            coefficient,
          ),
        ),
        ...(rest === 0 ? [] : [fill([list.length], rest)]),
      )
    nodes.forEach(({ op, args }, ref) => {
      if (ref < base.nodes.size) wires[ref] = wireAt(ref)
      else if (whole[ref])
        wires[ref] = draw(
          op,
          args.map((arg) => wires[arg]!),
        )
      const own = new Map<number, Wire>()
      for (const [k, list] of lists.get(ref) ?? []) own.set(k, vectorOf(classes.get(ref)!.classes[k]!, list))
      vectorsOf.set(ref, own)
    })
    return graph.outputs.map((ref) => {
      const known = classes.get(ref)
      const { type } = nodes[ref]!
      if (!known || isTuple(type)) return wires[ref]!
      const settled = membersOf(known.of, known.classes.length).flatMap((entries, k) => {
        const own = known.classes[k]!
        return entries.length > 0 && isKnown(own) ? [{ entries, x: own.rest }] : []
      })
      const fixed =
        settled.length > FILLS
          ? [
              {
                entries: settled.flatMap(({ entries }) => [...entries]),
                wire: constant(tensor(settled.flatMap(({ entries, x }) => new Array<number>(entries.length).fill(x)))),
              },
            ]
          : settled.map(({ entries, x }) => ({ entries, wire: fill([entries.length], x) }))
      const parts = [
        ...[...(lists.get(ref) ?? [])].map(([k, entries]) => ({ entries, wire: vectorsOf.get(ref)!.get(k)! })),
        ...fixed,
      ]
      const table = new Int32Array(known.of.length)
      let at = 0
      for (const { entries } of parts) for (let k = 0; k < entries.length; k++) table[entries[k]!] = at++
      return reshape(taken(concat(parts.map(({ wire }) => wire)), table), type.shape)
    })
  }
  return extend(base, draws)
}
