/** Tiles of a product of matrices: four rows by two vectors, summed in registers. */
import { type Emitter, load, number, pen, real, store } from './emitter.ts'
import { bump } from './pack.ts'
import * as w from './wasm/index.ts'

/** Rows of a tile. */
export const ROWS = 4

/** The locals that say where a tile is, the address of memory for one that is cut off, and how many columns there are. */
export interface Tile {
  readonly pa: number
  readonly panel: number
  readonly depth: number
  readonly corner: number
  readonly adds: number
  readonly row: number
  readonly column: number
  readonly height: number
  readonly tile: number
  readonly n: number
}

/** Sums up a tile and stores what of it is inside; `pa` is at the next rows afterwards. */
export const writeTile = (
  e: Emitter,
  c: w.Code,
  { pa, panel, depth, corner, adds, row, column, height, tile, n }: Tile,
): void => {
  const wide = 2 * e.lanes
  const scalar = pen(e, c, false)
  const vector = pen(e, c, true)
  const sums = Array.from({ length: 2 * ROWS }, () => w.local(c, 'v128'))
  for (const sum of sums) {
    number(vector, -0)
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
}
