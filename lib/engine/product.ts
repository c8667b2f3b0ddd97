/**
 * Products of matrices as WebAssembly: panels of both factors packed side by side, tiles of four rows by two vectors held
 * in registers.
 *
 * Source: K. Goto, R. van de Geijn, Anatomy of high-performance matrix multiplication, ACM Transactions on Mathematical
 * Software 34, 2008, for the blocks and the packing.
 */
import { type Emitter, load, number, pen, real, store } from './emitter.ts'
import type { Product } from './program.ts'
import * as w from './wasm/index.ts'

const ROWS = 4
/** Terms of the inner sum and rows that are packed at once. */
const DEPTH = 256
const HEIGHT = 64

/** The memory that a product works in, in bytes: packed columns, packed rows, and one tile. */
export const scratchBytes = ({ columns, inner }: Product, entry: number): number => {
  const wide = 32 / entry
  const depth = Math.min(DEPTH, inner[0])
  return (Math.ceil(columns[0] / wide) * wide * depth + HEIGHT * depth + ROWS * wide) * entry
}

/** `body` for each number from 0 up to a limit, `by` apart; it must run at least once. */
const upTo = (c: w.Code, limit: () => void, by: number, body: (at: number) => void): void => {
  const at = w.local(c, 'i32')
  w.i32(c, 0)
  w.into(c, at)
  w.loop(c, () => {
    body(at)
    w.from(c, at)
    w.i32(c, by)
    w.op(c, 'i32.add')
    w.tee(c, at)
    limit()
    w.op(c, 'i32.lt_s')
    w.brIf(c, 0)
  })
}

/** Pushes a + b k for locals a and b. */
const plus = (c: w.Code, a: number, b: number, k: number): void => {
  w.from(c, a)
  w.from(c, b)
  if (k !== 1) {
    w.i32(c, k)
    w.op(c, 'i32.mul')
  }
  w.op(c, 'i32.add')
}

const bump = (c: w.Code, pointer: number, by: number): void => {
  w.from(c, pointer)
  w.i32(c, by)
  w.op(c, 'i32.add')
  w.into(c, pointer)
}

/** Notes in `bad` that a number is not finite: x - x is NaN then, and stays in a sum. */
type Note = (p: ReturnType<typeof pen>, push: () => void) => void

/**
 * Packs `count` lines of `depth` steps into panels of `width` lines: entry (line, step) goes to
 * (panel, step, line in panel); lines beyond `count` are zeros.
 */
const writePack = (
  e: Emitter,
  c: w.Code,
  { from, to, lines, depth, width }: { from: number; to: number; lines: () => void; depth: number; width: number },
  [line, step]: readonly [number, number],
  note: Note,
): void => {
  const scalar = pen(e, c, false)
  const vector = pen(e, c, true)
  const into = w.local(c, 'i32')
  const at = w.local(c, 'i32')
  const x = w.local(c, e.precision)
  const v = w.local(c, 'v128')
  w.from(c, to)
  w.into(c, into)
  upTo(c, lines, width, (first) => {
    plus(c, from, first, line * e.entry)
    w.into(c, at)
    const oneStep = (whole: boolean): void => {
      upTo(
        c,
        () => w.from(c, depth),
        1,
        () => {
          if (whole && line === 1)
            for (let k = 0; k < width; k += e.lanes) {
              w.from(c, into)
              w.from(c, at)
              load(vector, k * e.entry)
              w.tee(c, v)
              store(vector, k * e.entry)
              note(vector, () => w.from(c, v))
            }
          else
            for (let k = 0; k < width; k++) {
              const entry = (): void => {
                w.from(c, at)
                if (line < 0) {
                  w.i32(c, k * line * e.entry)
                  w.op(c, 'i32.add')
                }
                load(scalar, line < 0 ? 0 : k * line * e.entry)
              }
              w.from(c, into)
              if (whole) entry()
              else {
                w.from(c, first)
                w.i32(c, k)
                w.op(c, 'i32.add')
                lines()
                w.op(c, 'i32.lt_s')
                w.branch(c, entry, () => number(scalar, 0), e.precision)
              }
              w.tee(c, x)
              store(scalar, k * e.entry)
              note(scalar, () => w.from(c, x))
            }
          bump(c, into, width * e.entry)
          bump(c, at, step * e.entry)
        },
      )
    }
    w.from(c, first)
    w.i32(c, width)
    w.op(c, 'i32.add')
    lines()
    w.op(c, 'i32.le_s')
    w.branch(
      c,
      () => oneStep(true),
      () => oneStep(false),
    )
  })
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
                const sums = Array.from({ length: 2 * ROWS }, () => w.local(c, 'v128'))
                for (const sum of sums) {
                  number(vector, 0)
                  w.into(c, sum)
                }
                const pb = w.local(c, 'i32')
                const left = w.local(c, 'i32')
                const [b0, b1, splat] = [w.local(c, 'v128'), w.local(c, 'v128'), w.local(c, 'v128')]
                w.from(c, panel)
                w.into(c, pb)
                w.from(c, depth)
                w.into(c, left)
                w.loop(c, () => {
                  w.from(c, pb)
                  load(vector, 0)
                  w.into(c, b0)
                  w.from(c, pb)
                  load(vector, 16)
                  w.into(c, b1)
                  for (let i = 0; i < ROWS; i++) {
                    w.from(c, pa)
                    w.access(c, e.entry === 8 ? 'v128.load64_splat' : 'v128.load32_splat', i * e.entry)
                    w.into(c, splat)
                    for (const [half, x] of [b0, b1].entries()) {
                      w.from(c, sums[2 * i + half]!)
                      w.from(c, splat)
                      w.from(c, x)
                      real(vector, 'mul', 'add')
                      w.into(c, sums[2 * i + half]!)
                    }
                  }
                  bump(c, pa, ROWS * e.entry)
                  bump(c, pb, 32)
                  w.from(c, left)
                  w.i32(c, 1)
                  w.op(c, 'i32.sub')
                  w.tee(c, left)
                  w.brIf(c, 0)
                })
                const whole = (): void =>
                  sums.forEach((sum, k) => {
                    const offset = (k >> 1) * n * e.entry + (k & 1) * 16
                    w.from(c, corner)
                    w.from(c, sum)
                    w.from(c, adds)
                    w.branch(
                      c,
                      () => {
                        w.from(c, corner)
                        load(vector, offset)
                      },
                      () => number(vector, -0),
                      'v128',
                    )
                    real(vector, 'add')
                    store(vector, offset)
                  })
                const edge = (): void => {
                  sums.forEach((sum, k) => {
                    w.i32(c, tile)
                    w.from(c, sum)
                    store(vector, k * 16)
                  })
                  for (let i = 0; i < ROWS; i++) {
                    w.from(c, row)
                    w.i32(c, i)
                    w.op(c, 'i32.add')
                    w.from(c, height)
                    w.op(c, 'i32.lt_s')
                    w.branch(c, () => {
                      for (let j = 0; j < wide; j++) {
                        w.from(c, column)
                        w.i32(c, j)
                        w.op(c, 'i32.add')
                        w.i32(c, n)
                        w.op(c, 'i32.lt_s')
                        w.branch(c, () => {
                          const offset = (i * n + j) * e.entry
                          w.from(c, corner)
                          w.i32(c, tile)
                          load(scalar, (i * wide + j) * e.entry)
                          w.from(c, adds)
                          w.branch(
                            c,
                            () => {
                              w.from(c, corner)
                              load(scalar, offset)
                            },
                            () => number(scalar, -0),
                            e.precision,
                          )
                          real(scalar, 'add')
                          store(scalar, offset)
                        })
                      }
                    })
                  }
                }
                w.from(c, column)
                w.i32(c, wide)
                w.op(c, 'i32.add')
                w.i32(c, n)
                w.op(c, 'i32.le_s')
                w.from(c, row)
                w.i32(c, ROWS)
                w.op(c, 'i32.add')
                w.from(c, height)
                w.op(c, 'i32.le_s', 'i32.and')
                w.branch(c, whole, edge)
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

/** (a, b, c) -> c = a b term by term, where zeros absorb. */
const absorbingFunction = (e: Emitter, { rows, columns, inner }: Product): number =>
  w.defined(e.module, ['i32', 'i32', 'i32'], [], (c) => {
    const scalar = pen(e, c, false)
    const [a, b, out] = [0, 1, 2] as const
    const [x, y, p, total] = [0, 1, 2, 3].map(() => w.local(c, e.precision)) as [number, number, number, number]
    const [pa, pb] = [w.local(c, 'i32'), w.local(c, 'i32')]
    const isZero = (of: number): void => {
      w.from(c, of)
      number(scalar, 0)
      real(scalar, 'eq')
    }
    upTo(
      c,
      () => w.i32(c, rows[0]),
      1,
      (row) =>
        upTo(
          c,
          () => w.i32(c, columns[0]),
          1,
          (column) => {
            plus(c, a, row, rows[1] * e.entry)
            w.into(c, pa)
            plus(c, b, column, columns[1] * e.entry)
            w.into(c, pb)
            number(scalar, -0)
            w.into(c, total)
            upTo(
              c,
              () => w.i32(c, inner[0]),
              1,
              () => {
                w.from(c, pa)
                load(scalar, 0)
                w.tee(c, x)
                w.from(c, pb)
                load(scalar, 0)
                w.tee(c, y)
                real(scalar, 'mul')
                w.into(c, p)
                number(scalar, 0)
                w.from(c, p)
                w.from(c, p)
                w.from(c, p)
                real(scalar, 'ne')
                isZero(x)
                isZero(y)
                w.op(c, 'i32.or', 'i32.and', 'select')
                w.from(c, total)
                real(scalar, 'add')
                w.into(c, total)
                bump(c, pa, inner[1] * e.entry)
                bump(c, pb, inner[2] * e.entry)
              },
            )
            w.from(c, out)
            w.from(c, total)
            store(scalar, 0)
            bump(c, out, e.entry)
          },
        ),
    )
  })

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
