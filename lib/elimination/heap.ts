/** A binary heap of vertices by key; an old entry of a vertex is left to lie and told by its key. */

export interface Heap {
  readonly push: (key: number, tie: number, v: number) => void
  /** The least entry by key and then by tie, and its key; undefined where there is none. */
  readonly pop: () => { readonly key: number; readonly v: number } | undefined
}

export const heap = (): Heap => {
  const keys: number[] = []
  const ties: number[] = []
  const items: number[] = []
  const less = (i: number, j: number): boolean => keys[i]! < keys[j]! || (keys[i] === keys[j] && ties[i]! < ties[j]!)
  const swap = (i: number, j: number): void => {
    for (const column of [keys, ties, items]) [column[i], column[j]] = [column[j]!, column[i]!]
  }
  return {
    push: (key, tie, v) => {
      keys.push(key)
      ties.push(tie)
      items.push(v)
      for (let k = keys.length - 1; k > 0 && less(k, (k - 1) >> 1); k = (k - 1) >> 1) swap(k, (k - 1) >> 1)
    },
    pop: () => {
      if (keys.length === 0) return undefined
      const top = { key: keys[0]!, v: items[0]! }
      swap(0, keys.length - 1)
      for (const column of [keys, ties, items]) column.pop()
      for (let k = 0; ; ) {
        let least = k
        for (const child of [2 * k + 1, 2 * k + 2]) if (child < keys.length && less(child, least)) least = child
        if (least === k) return top
        swap(k, least)
        k = least
      }
    },
  }
}
