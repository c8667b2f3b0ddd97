/** Buckets: a queue of vertices by small whole keys that change by one or so at a time. */

export interface Buckets {
  /** The vertex of extreme key; there must be one. */
  readonly peek: () => number
  readonly key: (vertex: number) => number
  readonly holds: (vertex: number) => boolean
  readonly move: (vertex: number, by: number) => void
  readonly remove: (vertex: number) => void
}

/** A queue of all vertices, equal keys at first in the order given; what moves comes first among its equals. */
export const buckets = (given: Int32Array, order: Int32Array, extreme: 'least' | 'greatest'): Buckets => {
  const keys = given.slice()
  const size = keys.length
  const heads = new Int32Array(keys.reduce((most, key) => Math.max(most, key), size) + 1).fill(-1)
  const next = new Int32Array(size)
  const previous = new Int32Array(size)
  const gone = new Uint8Array(size)
  let front = extreme === 'least' ? heads.length : 0
  const insert = (v: number): void => {
    const key = keys[v]!
    const head = heads[key]!
    next[v] = head
    previous[v] = -1
    if (head >= 0) previous[head] = v
    heads[key] = v
    front = extreme === 'least' ? Math.min(front, key) : Math.max(front, key)
  }
  const unlink = (v: number): void => {
    const [before, after] = [previous[v]!, next[v]!]
    if (before >= 0) next[before] = after
    else heads[keys[v]!] = after
    if (after >= 0) previous[after] = before
  }
  for (let k = size - 1; k >= 0; k--) insert(order[k]!)
  return {
    peek: () => {
      while (heads[front]! < 0) front += extreme === 'least' ? 1 : -1
      return heads[front]!
    },
    key: (v) => keys[v]!,
    holds: (v) => gone[v] === 0,
    move: (v, by) => {
      unlink(v)
      keys[v]! += by
      insert(v)
    },
    remove: (v) => {
      unlink(v)
      gone[v] = 1
    },
  }
}
