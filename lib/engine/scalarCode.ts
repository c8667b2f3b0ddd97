/**
 * Functions of a graph of numbers, a thousand nodes each. A value that only the next node takes stays on the stack; any
 * other lives in a local from its computation, or its first use, to its last use in the function.
 */
import { type Emitter, load, number, type Pen, pen, real, store } from './emitter.ts'
import { isWritten } from './instructions.ts'
import { writePoint } from './point.ts'
import type { Columns, Role } from './scalarColumns.ts'
import * as w from './wasm/index.ts'

/** By node, while functions are written: its last use in the function, its local or -1, whether its sum has begun. */
export interface Marks {
  readonly last: Int32Array
  readonly local: Int32Array
  readonly begun: Uint8Array
}

export const marksFor = (count: number): Marks => ({
  last: new Int32Array(count).fill(-1),
  local: new Int32Array(count).fill(-1),
  begun: new Uint8Array(count),
})

type Computed = Role & { readonly op: NonNullable<Role['op']> }

/** Writes the function of the nodes from one place of the order up to another. */
export const writeChunk = (
  e: Emitter,
  c: w.Code,
  columns: Columns,
  { last, local, begun }: Marks,
  from: number,
  to: number,
): void => {
  const { roles, role, end, args, order, cell, summed, head, terms, doubtful } = columns
  const p: Pen = pen(e, c, false, undefined, true)
  const free: number[] = []
  /** The last place at which a term is added to a sum. */
  const ends = new Map<number, number>()
  const [plus, times] = [w.PLAIN[`${e.precision}.add`], w.PLAIN[`${e.precision}.mul`]]
  const begin = (ref: number): number => end[ref - 1] ?? 0

  for (let k = from; k < to; k++) {
    const ref = order[k]!
    if (!summed[ref]) for (let i = begin(ref); i < end[ref]!; i++) last[args[i]!] = k
    for (let t = head[ref]!; t >= 0; t = terms[t]!.next) {
      last[terms[t]!.term] = k
      ends.set(terms[t]!.sum, k)
    }
  }
  const taken = (ref: number): number => {
    const at = free.pop() ?? w.local(c, e.precision)
    local[ref] = at
    return at
  }
  const release = (ref: number, k: number): void => {
    if (local[ref] === -1 || last[ref]! > k) return
    free.push(local[ref]!)
    local[ref] = -1
  }
  /** Pushes a value at a place of the order; one that comes from memory and is used again is kept. */
  const push = (ref: number, k: number): void => {
    if (local[ref] !== -1) {
      w.from(c, local[ref]!)
      return
    }
    const { fill } = roles[role[ref]!]!
    if (fill !== undefined) number(p, fill)
    else {
      w.i32(c, 0)
      load(p, cell[ref]! * e.entry)
      if (last[ref]! > k) w.tee(c, taken(ref))
    }
  }
  /** Whether the next node takes a value, which nobody else takes, from the stack. */
  const handed = (k: number): boolean => {
    const ref = order[k]!
    if (cell[ref] !== -1 || head[ref] !== -1 || last[ref] !== k + 1 || k + 1 === to) return false
    const next = order[k + 1]!
    for (let t = head[next]!; t >= 0; t = terms[t]!.next) if (terms[t]!.term === ref) return false
    const first = begin(next)
    const count = end[next]! - first
    const { op, deciding } = roles[role[next]!]! as Computed
    switch (op.name) {
      case 'copy':
      case 'neg':
        return true
      case 'absorbing':
        if (e.careful) return false
        break
      case 'op':
        return count === 1 && deciding.length === 0 && !isWritten(op.op)
    }
    // A sum or a product takes it first, whether it is its first argument or its second.
    return (args[first] === ref) !== (args[first + 1] === ref) && !args.subarray(first + 2, end[next]).includes(ref)
  }

  /** Pushes what node k is, of which `before` may be on the stack already. */
  const compute = (k: number, before: number): void => {
    const ref = order[k]!
    const first = begin(ref)
    const count = end[ref]! - first
    const { op, deciding } = roles[role[ref]!]! as Computed
    if (op.name === 'add' || op.name === 'mul' || (op.name === 'absorbing' && !e.careful)) {
      const code = op.name === 'add' ? plus : times
      let pushed = 0
      if (before >= 0) pushed++
      for (let i = first; i < first + count; i++) {
        if (args[i] === before) continue
        push(args[i]!, k)
        if (++pushed > 1) w.plain(c, code)
      }
      return
    }
    writePoint(
      p,
      op,
      (i) => {
        if (before < 0) push(args[first + i]!, k)
      },
      count,
    )
    if (e.careful) return
    for (const at of deciding)
      if (doubtful[args[first + at]!]) {
        const x = args[first + at]!
        w.i32(c, 0)
        w.i32(c, 0)
        w.access(c, 'i32.load', e.note)
        push(x, k)
        push(x, k)
        real(p, 'ne')
        w.op(c, 'i32.or')
        w.access(c, 'i32.store', e.note)
      }
  }
  /** Adds the terms that are there after node k to their sums. */
  const addTerms = (k: number): void => {
    for (let t = head[order[k]!]!; t >= 0; t = terms[t]!.next) {
      const { sum, term } = terms[t]!
      push(term, k)
      if (local[sum] !== -1) {
        w.from(c, local[sum]!)
        w.plain(c, plus)
      } else if (begun[sum]) {
        w.i32(c, 0)
        load(p, cell[sum]! * e.entry)
        w.plain(c, plus)
      }
      begun[sum] = 1
      w.into(c, local[sum] === -1 ? taken(sum) : local[sum]!)
      if (ends.get(sum) !== k) continue
      w.i32(c, 0)
      w.from(c, local[sum]!)
      store(p, cell[sum]! * e.entry)
      free.push(local[sum]!)
      local[sum] = -1
    }
  }
  const releaseArguments = (k: number): void => {
    const ref = order[k]!
    for (let i = begin(ref); i < end[ref]!; i++) release(args[i]!, k)
  }

  for (let k = from; k < to; k++) {
    if (summed[order[k]!]) {
      addTerms(k)
      continue
    }
    let root = k
    while (handed(root)) root++
    const ref = order[root]!
    const stored = cell[ref] !== -1
    if (stored) w.i32(c, 0)
    for (let before = -1; k <= root; before = order[k++]!) {
      compute(k, before)
      if (head[order[k]!] === -1) releaseArguments(k)
    }
    k = root
    if (last[ref]! >= k) (stored ? w.tee : w.into)(c, taken(ref))
    if (stored) store(p, cell[ref]! * e.entry)
    if (head[ref] === -1) continue
    addTerms(k)
    for (let t = head[ref]!; t >= 0; t = terms[t]!.next) release(terms[t]!.term, k)
    releaseArguments(k)
  }
}
