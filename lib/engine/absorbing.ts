/** Products of matrices in which zeros absorb, number by number: for factors with infinities and NaN, which are rare. */
import { type Emitter, load, number, pen, real, store } from './emitter.ts'
import { bump, plus, upTo } from './pack.ts'
import type { Product } from './program.ts'
import * as w from './wasm/index.ts'

/** (a, b, c) -> c = a b term by term, where zeros absorb. */
export const absorbingFunction = (e: Emitter, { rows, columns, inner }: Product): number =>
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
