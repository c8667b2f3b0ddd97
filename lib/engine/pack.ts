/** Panels: lines of a matrix side by side, step by step, as a product of matrices reads them. */
import { type Emitter, load, number, pen, store } from './emitter.ts'
import * as w from './wasm/index.ts'

/** `body` for each number from 0 up to a limit, `by` apart; it must run at least once. */
export const upTo = (c: w.Code, limit: () => void, by: number, body: (at: number) => void): void => {
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
export const plus = (c: w.Code, a: number, b: number, k: number): void => {
  w.from(c, a)
  w.from(c, b)
  if (k !== 1) {
    w.i32(c, k)
    w.op(c, 'i32.mul')
  }
  w.op(c, 'i32.add')
}

export const bump = (c: w.Code, pointer: number, by: number): void => {
  w.from(c, pointer)
  w.i32(c, by)
  w.op(c, 'i32.add')
  w.into(c, pointer)
}

/** Notes in `bad` that a number is not finite: x - x is NaN then, and stays in a sum. */
export type Note = (p: ReturnType<typeof pen>, push: () => void) => void

/**
 * Packs `count` lines of `depth` steps into panels of `width` lines: entry (line, step) goes to
 * (panel, step, line in panel); lines beyond `count` are zeros.
 */
export const writePack = (
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
