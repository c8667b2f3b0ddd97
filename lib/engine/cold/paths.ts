/** Maps of numbers as sums of paths, in columns: each a coefficient times a product of rows, which a zero absorbs or not. */
import { grown } from './rows.ts'

/** Path p has the operands from `start[p]` up to `start[p + 1]`, in order of place; `next[p]` comes after it in its sum. */
export interface Paths {
  size: number
  coef: Float64Array
  absorbing: Int32Array
  start: Int32Array
  next: Int32Array
  /** How many operands there are, those of the path that is being made among them. */
  count: number
  operands: Int32Array
}

export const NONE = -1

/** No paths, with room for about so many. */
export const noPaths = (room: number): Paths => ({
  size: 0,
  coef: new Float64Array(room),
  absorbing: new Int32Array(room),
  start: new Int32Array(room + 1),
  next: new Int32Array(room),
  count: 0,
  operands: new Int32Array(room),
})

/** One more operand of the path that is being made. */
export const addOperand = (paths: Paths, row: number): void => {
  if (paths.count === paths.operands.length) paths.operands = grown(paths.operands, 2 * paths.count + 64)
  paths.operands[paths.count++] = row
}

/** Makes a path of the operands that came since the last: its place. */
export const endPath = (paths: Paths, coef: number, absorbs: boolean): number => {
  const p = paths.size++
  if (p === paths.coef.length) {
    const room = 2 * p + 64
    paths.coef = grown(paths.coef, room)
    paths.absorbing = grown(paths.absorbing, room)
    paths.start = grown(paths.start, room + 1)
    paths.next = grown(paths.next, room)
  }
  const from = paths.start[p]!
  if (paths.count > from + 1) paths.operands.subarray(from, paths.count).sort()
  paths.start[p + 1] = paths.count
  paths.coef[p] = coef
  paths.absorbing[p] = absorbs ? 1 : 0
  paths.next[p] = NONE
  return p
}

/** Whether paths differ in nothing but the coefficient. */
const parallel = ({ absorbing, start, operands }: Paths, p: number, q: number): boolean => {
  const count = start[p + 1]! - start[p]!
  if (absorbing[p] !== absorbing[q] || start[q + 1]! - start[q]! !== count) return false
  for (let k = 0; k < count; k++) if (operands[start[p]! + k] !== operands[start[q]! + k]) return false
  return true
}

/** The sum that begins with path `first`, NONE where it is empty, and path p: its first path. */
export const withPath = (paths: Paths, first: number, p: number): number => {
  const { coef, next } = paths
  let last = NONE
  for (let q = first; q !== NONE; last = q, q = next[q]!)
    if (parallel(paths, q, p)) {
      coef[q]! += coef[p]!
      if (coef[q] !== 0) return first
      if (last === NONE) return next[q]!
      next[last] = next[q]!
      return first
    }
  if (last === NONE) return p
  next[last] = p
  return first
}
