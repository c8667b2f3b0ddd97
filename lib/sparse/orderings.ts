/** Orderings: in which order a greedy colouring takes the vertices of a graph. */
import { buckets } from './buckets.ts'
import type { Conflicts } from './conflicts.ts'
import type { Pattern } from './pattern.ts'

/**
 * As they come; by falling degree; so that each has the fewest neighbours among those before it, found from the last
 * one back; so that each has the most neighbours among those before it.
 */
export type Ordering = 'natural' | 'largest-first' | 'smallest-last' | 'incidence-degree'

/** Beyond so many pairs of entries in a row, only one order is tried. */
const LARGE = 3e6

/** The orders to try on a pattern: all, or where it is large the one that is mostly best. */
export const orderingsFor = ({ starts }: Pattern): readonly Ordering[] => {
  let pairs = 0
  for (let i = 0; i + 1 < starts.length; i++) pairs += (starts[i + 1]! - starts[i]!) ** 2
  return pairs > LARGE ? ['smallest-last'] : ['natural', 'largest-first', 'smallest-last', 'incidence-degree']
}

const degrees = ({ size, neighbours }: Conflicts): Int32Array => {
  const into = new Int32Array(size)
  return Int32Array.from({ length: size }, (_, v) => neighbours(v, into))
}

const natural = (size: number): Int32Array => Int32Array.from({ length: size }, (_, v) => v)

/** The vertices by falling degree, equal ones as they come. */
const falling = (degree: Int32Array): Int32Array => {
  const most = degree.reduce((a, b) => Math.max(a, b), 0)
  const next = new Int32Array(most + 2)
  for (const d of degree) next[most - d + 1]!++
  for (let d = 0; d <= most; d++) next[d + 1]! += next[d]!
  const order = new Int32Array(degree.length)
  degree.forEach((d, v) => {
    order[next[most - d]!++] = v
  })
  return order
}

/** Takes the vertex of extreme key again and again; the keys of its neighbours that are left change by `step`. */
const dynamic = (
  { size, neighbours }: Conflicts,
  keys: Int32Array,
  first: Int32Array,
  extreme: 'least' | 'greatest',
): Int32Array => {
  const queue = buckets(keys, first, extreme)
  const step = extreme === 'least' ? -1 : 1
  const into = new Int32Array(size)
  return Int32Array.from({ length: size }, () => {
    const v = queue.peek()
    queue.remove(v)
    const count = neighbours(v, into)
    for (let k = 0; k < count; k++) if (queue.holds(into[k]!)) queue.move(into[k]!, step)
    return v
  })
}

/** All vertices in this order. Matula and Beck 1983 for smallest last, Coleman and Moré 1983 for incidence degree. */
export const ordered = (graph: Conflicts, ordering: Ordering): Int32Array => {
  if (ordering === 'natural') return natural(graph.size)
  const degree = degrees(graph)
  if (ordering === 'largest-first') return falling(degree)
  return ordering === 'smallest-last'
    ? dynamic(graph, degree, natural(graph.size), 'least').reverse()
    : dynamic(graph, new Int32Array(graph.size), falling(degree), 'greatest')
}
