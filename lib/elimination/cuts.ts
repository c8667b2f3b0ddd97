/** Minimum vertex cuts between a vertex and the ends of a digraph, by augmenting paths (Menger's theorem). */

type Lists = readonly (readonly number[])[]

const NONE = -1
const OWN = -2

/**
 * The least number of vertices, ends among them, that meet every way which begins with a vertex of `first`, goes on by
 * `next` and stops at an end. Vertices are numbered from 0; every way that cannot go on is at an end.
 */
export const cutting = (next: Lists, isEnd: (v: number) => boolean, spend: (steps: number) => void) => {
  /** Of a vertex on a path: where the path goes on to and where it comes from. */
  const toward = new Int32Array(next.length).fill(NONE)
  const since = new Int32Array(next.length).fill(NONE)
  /** States are 2 v, before v, and 2 v + 1, behind it. A path through v joins the two. */
  const parent = new Int32Array(2 * next.length).fill(NONE)
  const used: number[] = []
  const queue: number[] = []

  const reach = (state: number, from: number): void => {
    if (parent[state] !== NONE) return
    parent[state] = from
    queue.push(state)
  }
  /** Looks for one path more, from a first vertex to an end; returns the state that it ends in. */
  const search = (first: readonly number[]): number => {
    for (const u of first) if (since[u] !== OWN) reach(2 * u, OWN)
    for (let k = 0; k < queue.length; k++) {
      const state = queue[k]!
      const u = state >> 1
      if ((state & 1) === 0) {
        if (toward[u] === NONE) reach(state + 1, state)
        else if (since[u]! >= 0) reach(2 * since[u]! + 1, state)
      } else {
        if (isEnd(u) && toward[u] === NONE) return state
        for (const w of next[u]!) if (w !== toward[u]) reach(2 * w, state)
        if (toward[u] !== NONE) reach(state - 1, state)
      }
    }
    return NONE
  }
  const augment = (last: number): void => {
    const states: number[] = []
    for (let state = last; state !== OWN; state = parent[state]!) states.push(state)
    states.reverse()
    since[states[0]! >> 1] = OWN
    states.forEach((state, k) => {
      const u = state >> 1
      if ((state & 1) === 0) return
      const then = states[k + 1]
      used.push(u)
      if (then === undefined) toward[u] = OWN
      else if (then === state - 1) toward[u] = since[u] = NONE
      else {
        toward[u] = then >> 1
        since[then >> 1] = u
        used.push(then >> 1)
      }
    })
    used.push(states[0]! >> 1)
  }
  return (first: readonly number[]): number => {
    if (first.length <= 1 || first.every(isEnd)) return first.length
    let paths = 0
    for (; paths < first.length; paths++) {
      const last = search(first)
      if (last !== NONE) augment(last)
      spend(queue.length)
      for (const state of queue) parent[state] = NONE
      queue.length = 0
      if (last === NONE) break
    }
    for (const u of used) toward[u] = since[u] = NONE
    used.length = 0
    return paths
  }
}
