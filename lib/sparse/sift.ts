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
import {
  coefficientsOf,
  type Known,
  knownIn,
  numbersBelow,
  type Product,
  type Read,
  readOf,
  UNKNOWN,
  type Values,
  valuesOf,
} from './known.ts'

/** Entries of one tensor that are the same sum of products, in the order in which they are wanted. */
interface Group {
  readonly entries: Int32Array
}
/** The entries of a tensor that are wanted, in groups: which group each is in, and where in it. */
interface Wanted {
  readonly groups: readonly number[]
  readonly group: Int32Array
  readonly place: Int32Array
}

/** As many groups as may come of one graph. */
const GROUPS = 5000
const FILLS = 8
const RECENT = 256

/** The entries that outputs ask for, tensor by tensor from the last one back, and which tensors are asked for whole. */
const demanded = ({ nodes, codes, sum, values }: Known, outputs: readonly Ref[]) => {
  const lists = new Map<Ref, Int32Array>()
  const asked = new Map<Ref, { readonly mark: Uint8Array; readonly list: number[] }>()
  const whole = new Uint8Array(nodes.length)
  /** Asks for those entries, of them that `which` marks, that are not known. */
  const want = (ref: Ref, { places, states }: Read, which: Uint8Array): void => {
    const { mark, list } = asked.get(ref) ?? { mark: new Uint8Array(codes.get(ref)!.length), list: [] }
    asked.set(ref, { mark, list })
    for (let k = 0; k < places.length; k++) {
      const e = places[k]!
      if (which[k] === 0 || states[k] !== UNKNOWN || mark[e] === 1) continue
      mark[e] = 1
      list.push(e)
    }
  }
  for (const ref of outputs) {
    const own = codes.get(ref)
    if (own) want(ref, { places: numbersBelow(own.length), states: own }, new Uint8Array(own.length).fill(1))
    else whole[ref] = 1
  }
  for (let ref = nodes.length - 1; ref >= 0; ref--) {
    if (whole[ref]) for (const arg of nodes[ref]!.args) whole[arg] = 1
    const list = new Int32Array(asked.get(ref)?.list ?? [])
    if (list.length === 0) continue
    asked.delete(ref)
    lists.set(ref, list)
    for (const product of sum(ref)) {
      const reads = product.sources.map((source) => readOf(source, list))
      const { open } = coefficientsOf(product, reads, list.length, values)
      product.sources.forEach((source, f) => {
        if (source.codes) want(source.ref, reads[f]!, open)
        else if (source.code === UNKNOWN && open.includes(1)) whole[source.ref] = 1
      })
    }
  }
  return { lists, whole }
}

/** Numbers from 1 on for pairs of numbers. */
const pairing = () => {
  const names = new Map<number, number>()
  // What was asked for lately, by a few bits of it.
  const [keys, recent] = [new Float64Array(RECENT).fill(-1), new Int32Array(RECENT)]
  return (a: number, b: number): number => {
    const key = a * 2 ** 26 + b
    const at = (a * 37 + b) % RECENT
    if (keys[at] === key) return recent[at]!
    const name = names.get(key) ?? names.size + 1
    names.set(key, name)
    keys[at] = key
    recent[at] = name
    return name
  }
}

/** For each of the wanted entries of a tensor a name that tells which sum of products it is. */
const namesOf = (
  { sum, values }: Known,
  ref: Ref,
  list: Int32Array,
  wanted: ReadonlyMap<Ref, Wanted>,
  numbers: Values,
): Int32Array => {
  const size = list.length
  const names = new Int32Array(size)
  const constants = new Float64Array(size)
  for (const product of sum(ref)) {
    const { sources } = product
    const reads = sources.map((source) => readOf(source, list))
    const { coefficients, open } = coefficientsOf(product, reads, size, values)
    const own = new Int32Array(size)
    const [byFactor, byCoefficient, byProduct] = [pairing(), pairing(), pairing()]
    sources.forEach(({ ref: from }, f) => {
      const { places, states } = reads[f]!
      const group = wanted.get(from)?.group
      for (let k = 0; k < size; k++)
        if (open[k] === 1 && states[k] === UNKNOWN)
          own[k] = byFactor(own[k]!, (group ? 1 + group[places[k]!]! : 0) * sources.length + f)
    })
    for (let k = 0; k < size; k++) {
      if (open[k] === 1) own[k] = byCoefficient(own[k]!, numbers.code(coefficients[k]!))
      else constants[k]! += coefficients[k]!
      names[k] = byProduct(names[k]!, own[k]!)
    }
  }
  const last = pairing()
  for (let k = 0; k < size; k++) names[k] = last(names[k]!, numbers.code(constants[k]!))
  return names
}

/** The groups of all wanted entries, those of arguments first; undefined where there are too many. */
const grouped = (known: Known, lists: ReadonlyMap<Ref, Int32Array>) => {
  const groups: Group[] = []
  const wanted = new Map<Ref, Wanted>()
  const numbers = valuesOf()
  for (const ref of [...lists.keys()].sort((a, b) => a - b)) {
    const list = lists.get(ref)!
    const names = namesOf(known, ref, list, wanted, numbers)
    const sizes = new Int32Array(1 + names.reduce((most, name) => Math.max(most, name), 0))
    for (let k = 0; k < list.length; k++) sizes[names[k]!]!++
    if (groups.length + sizes.length > GROUPS) return undefined
    const members = Array.from(sizes, (size) => new Int32Array(size))
    const size = known.codes.get(ref)!.length
    const [group, place, begin] = [new Int32Array(size), new Int32Array(size), groups.length]
    sizes.fill(0)
    for (let k = 0; k < list.length; k++) {
      const [e, name] = [list[k]!, names[k]!]
      group[e] = begin + name - 1
      place[e] = sizes[name]!
      members[name]![sizes[name]!++] = e
    }
    for (const entries of members.slice(1)) groups.push({ entries })
    const own = Array.from({ length: groups.length - begin }, (_, k) => begin + k)
    wanted.set(ref, { groups: own, group, place })
  }
  return { groups, wanted }
}

const taken = (x: Wire, table: Int32Array): Wire =>
  x.shape[0] === table.length && table.every((from, k) => from === k) ? x : gather(x, tensor(new Float64Array(table)))

const product = (factors: readonly Wire[], absorbing: boolean): Wire => {
  if (factors.length === 1) return factors[0]!
  const shape = factors[0]!.shape
  const word = shape[0] === 1 ? [] : [0]
  const extent = word.map(() => shape[0]!)
  return draw(einsumOp({ words: factors.map(() => word), out: word, extent, shape, absorbing }), factors)
}

/** The graph with outputs drawn by groups, on what `base` has; undefined where it is too much, or nothing is known. */
export const sifted = (base: Graph, graph: Graph): Graph | undefined => {
  const known = knownIn(graph, base.nodes.size)
  if (!known) return undefined
  const { nodes, codes, sum, values } = known
  const { lists, whole } = demanded(known, graph.outputs)
  const found = grouped(known, lists)
  if (!found) return undefined
  const { groups, wanted } = found
  const draws = (): readonly Wire[] => {
    const wires: Wire[] = new Array(nodes.length)
    const vectors: Wire[] = new Array(groups.length)
    const flat = (ref: Ref): Wire => reshape(wires[ref]!, [sizeOf(wires[ref]!.shape)])
    const vectorOf = ({ entries }: Group, sum: readonly Product[]): Wire => {
      const first = entries.subarray(0, 1)
      let rest = 0
      const terms = sum.flatMap((term) => {
        const { sources, absorbing } = term
        const reads = sources.map((source) => readOf(source, first))
        const { coefficients, open } = coefficientsOf(term, reads, 1, values)
        const coefficient = coefficients[0]!
        if (open[0] === 0) {
          rest += coefficient
          return []
        }
        const unknown = sources.filter((_, f) => reads[f]!.states[0] === UNKNOWN)
        const factors = unknown.map((source) => {
          const own = wanted.get(source.ref)
          const table = source.at ? entries.map((e) => source.at![e]!) : entries
          if (!own) return taken(flat(source.ref), table)
          return taken(
            vectors[own.group[table[0]!]!]!,
            table.map((e) => own.place[e]!),
          )
        })
        const times = product(factors, absorbing)
        return [coefficient === 1 ? times : coefficient === -1 ? neg(times) : mul(times, coefficient)]
      })
      return add(...terms, ...(rest === 0 ? [] : [fill([entries.length], rest)]))
    }
    nodes.forEach(({ op, args }, ref) => {
      if (ref < base.nodes.size) wires[ref] = wireAt(ref)
      else if (whole[ref])
        wires[ref] = draw(
          op,
          args.map((arg) => wires[arg]!),
        )
      const own = wanted.get(ref)?.groups ?? []
      const products = own.length > 0 ? sum(ref) : []
      for (const k of own) vectors[k] = vectorOf(groups[k]!, products)
    })
    return graph.outputs.map((ref) => {
      const own = codes.get(ref)
      const { type } = nodes[ref]!
      if (!own || isTuple(type)) return wires[ref]!
      const settled = numbersBelow(own.length).filter((e) => own[e] !== UNKNOWN)
      const numbers = new Set(settled.map((e) => own[e]!))
      const fixed =
        numbers.size > FILLS
          ? [{ entries: settled, wire: constant(tensor(Float64Array.from(settled, (e) => values.number(own[e]!)))) }]
          : [...numbers].map((code) => {
              const entries = settled.filter((e) => own[e] === code)
              return { entries, wire: fill([entries.length], values.number(code)) }
            })
      const parts = [
        ...(wanted.get(ref)?.groups ?? []).map((k) => ({ entries: groups[k]!.entries, wire: vectors[k]! })),
        ...fixed,
      ]
      const table = new Int32Array(own.length)
      let at = 0
      for (const { entries } of parts) for (const e of entries) table[e] = at++
      return reshape(taken(concat(parts.map(({ wire }) => wire)), table), type.shape)
    })
  }
  return extend(base, draws)
}
