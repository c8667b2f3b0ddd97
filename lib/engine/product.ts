/**
 * Products of matrices as WebAssembly: panels of both factors packed side by side, tiles of four rows by two vectors held
 * in registers.
 *
 * Source: K. Goto, R. van de Geijn, Anatomy of high-performance matrix multiplication, ACM Transactions on Mathematical
 * Software 34, 2008, for the blocks and the packing.
 */
import { absorbingFunction } from './absorbing.ts'
import { type Emitter, pen, real } from './emitter.ts'
import { bump, type Note, plus, upTo, writePack } from './pack.ts'
import type { Product } from './program.ts'
import { ROWS, writeTile } from './tile.ts'
import * as w from './wasm/index.ts'

/** Terms of the inner sum and rows that are packed at once. */
const DEPTH = 256
const HEIGHT = 64

/** The memory that a product works in, in bytes: packed columns, packed rows, and one tile. */
export const scratchBytes = ({ columns, inner }: Product, entry: number): number => {
  const wide = 32 / entry
  const depth = Math.min(DEPTH, inner[0])
  return (Math.ceil(columns[0] / wide) * wide * depth + HEIGHT * depth + ROWS * wide) * entry
}

/** (a, b, c) -> 1 where a factor has an entry that is not finite: c = a b, or c += a b, for up to DEPTH terms. */
const blockFunction = (e: Emitter, { rows, columns, inner, absorbing }: Product, scratch: number): number => {
  const careful = absorbing && e.careful
  const wide = 2 * e.lanes
  const [m, am] = rows
  const [n, bn] = columns
  const [k, ak, bk] = inner
  const panels = Math.ceil(n / wide)
  const room = Math.min(DEPTH, k)
  const packedB = scratch
  const packedA = scratch + panels * wide * room * e.entry
  const tile = packedA + HEIGHT * room * e.entry
  // a, b, c, how many terms, whether they are added to what is there
  return w.defined(e.module, ['i32', 'i32', 'i32', 'i32', 'i32'], ['i32'], (c) => {
    const [a, b, out, depth, adds] = [0, 1, 2, 3, 4] as const
    const scalar = pen(e, c, false)
    const vector = pen(e, c, true)
    const bad = w.local(c, 'v128')
    const badNumber = w.local(c, e.precision)
    const note: Note = (p, push) => {
      if (!careful) return
      push()
      push()
      real(p, 'sub')
      w.from(c, p.vector ? bad : badNumber)
      real(p, 'add')
      w.into(c, p.vector ? bad : badNumber)
    }
    const toB = w.local(c, 'i32')
    const toA = w.local(c, 'i32')
    w.i32(c, packedB)
    w.into(c, toB)
    w.i32(c, packedA)
    w.into(c, toA)
    writePack(e, c, { from: b, to: toB, lines: () => w.i32(c, n), depth, width: wide }, [bn, bk], note)
    upTo(
      c,
      () => w.i32(c, m),
      HEIGHT,
      (top) => {
        const from = w.local(c, 'i32')
        const height = w.local(c, 'i32')
        plus(c, a, top, am * e.entry)
        w.into(c, from)
        w.i32(c, HEIGHT)
        w.i32(c, m)
        w.from(c, top)
        w.op(c, 'i32.sub')
        w.i32(c, HEIGHT)
        w.i32(c, m)
        w.from(c, top)
        w.op(c, 'i32.sub', 'i32.lt_s', 'select')
        w.into(c, height)
        writePack(e, c, { from, to: toA, lines: () => w.from(c, height), depth, width: ROWS }, [am, ak], note)
        const panel = w.local(c, 'i32')
        w.i32(c, packedB)
        w.into(c, panel)
        upTo(
          c,
          () => w.i32(c, n),
          wide,
          (column) => {
            const pa = w.local(c, 'i32')
            w.i32(c, packedA)
            w.into(c, pa)
            const corner = w.local(c, 'i32')
            w.from(c, out)
            plus(c, column, top, n)
            w.i32(c, e.entry)
            w.op(c, 'i32.mul', 'i32.add')
            w.into(c, corner)
            upTo(
              c,
              () => w.from(c, height),
              ROWS,
              (row) => {
                writeTile(e, c, { pa, panel, depth, corner, adds, row, column, height, tile, n })
                bump(c, corner, ROWS * n * e.entry)
              },
            )
            w.from(c, panel)
            w.from(c, depth)
            w.i32(c, wide * e.entry)
            w.op(c, 'i32.mul', 'i32.add')
            w.into(c, panel)
          },
        )
      },
    )
    w.from(c, bad)
    w.from(c, bad)
    real(vector, 'ne')
    w.op(c, 'v128.any_true')
    w.from(c, badNumber)
    w.from(c, badNumber)
    real(scalar, 'ne')
    w.op(c, 'i32.or')
  })
}

/** (a, b, c) -> c = a b for one matrix. */
export const productFunction = (e: Emitter, product: Product, scratch: number): number => {
  const block = blockFunction(e, product, scratch)
  const slow = product.absorbing && e.careful ? absorbingFunction(e, product) : undefined
  const [k, ak, bk] = product.inner
  return w.defined(e.module, ['i32', 'i32', 'i32'], [], (c) => {
    const bad = w.local(c, 'i32')
    for (let first = 0; first < k; first += DEPTH) {
      w.from(c, 0)
      w.i32(c, first * ak * e.entry)
      w.op(c, 'i32.add')
      w.from(c, 1)
      w.i32(c, first * bk * e.entry)
      w.op(c, 'i32.add')
      w.from(c, 2)
      w.i32(c, Math.min(DEPTH, k - first))
      w.i32(c, first === 0 ? 0 : 1)
      w.call(c, block)
      w.from(c, bad)
      w.op(c, 'i32.or')
      w.into(c, bad)
    }
    if (slow === undefined) return
    w.from(c, bad)
    w.branch(c, () => {
      for (const k of [0, 1, 2]) w.from(c, k)
      w.call(c, slow)
    })
  })
}
