// Programs are written into functions and run: their steps once each, and rare lanes through functions outside.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  argument,
  constant,
  plain,
  program,
  rare,
  shuffled,
  type Vector,
  write,
} from '../../../../lib/engine/math/program.ts'
import * as w from '../../../../lib/engine/wasm/index.ts'

/** Both lanes of a program of two numbers that come from one double each. */
const run = (
  build: (p: ReturnType<typeof program>, x: Vector) => Vector,
  [first, second]: readonly [number, number],
  sin: (x: number) => number = Math.sin,
): readonly [number, number] => {
  const m = w.moduleOf()
  const outside = w.imported(m, 'sin', ['f64'], ['f64'])
  const of = (k: number): number =>
    w.defined(m, ['f64', 'f64'], ['f64'], (c) => {
      const x = w.local(c, 'v128')
      w.from(c, 0)
      w.op(c, 'f64x2.splat')
      w.from(c, 1)
      w.lane(c, 'f64x2.replace_lane', 1)
      w.into(c, x)
      const p = program()
      const result = build(p, argument(p, 0))
      write(c, p, result, [x], { sin: outside, cos: outside, tan: outside })
      w.lane(c, 'f64x2.extract_lane', k)
    })
  w.exported(m, 'first', of(0))
  w.exported(m, 'second', of(1))
  const exports = w.instantiate(w.binary(m), { sin })
  return [exports['first']!(first, second), exports['second']!(first, second)]
}

const two = (x: number) => new Float64Array(2).fill(x)

test('steps and constants', () => {
  const sum = run((p, x) => plain(p, 'f64x2.add', plain(p, 'f64x2.mul', x, x), constant(p, two(1))), [3, 4])
  assert.equal(sum, [10, 17])
})

test('the result is the step that is named, not the last one', () => {
  const early = (p: ReturnType<typeof program>, x: Vector): Vector => {
    const y = plain(p, 'f64x2.neg', x)
    plain(p, 'f64x2.add', x, x)
    return y
  }
  assert.equal(run(early, [3, 4]), [-3, -4])
})

test('a program without steps is its argument', () => {
  assert.equal(
    run((_, x) => x, [3, 4]),
    [3, 4],
  )
})

test('a constant is one step however often it is asked for', () => {
  const p = program()
  assert.is(constant(p, two(2)), constant(p, two(2)))
  assert.is.not(constant(p, two(0)), constant(p, two(-0)))
  assert.is(p.steps.length, 3)
})

test('bytes of two vectors', () => {
  const swapped = [8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23]
  assert.equal(
    run((p, x) => shuffled(p, x, plain(p, 'f64x2.neg', x), swapped), [3, 4]),
    [4, -3],
  )
})

test('a function outside is asked only where a lane is rare, and its result is taken only there', () => {
  const asked: number[] = []
  const noted = (x: number): number => {
    asked.push(x)
    return 100 + x
  }
  const build = (p: ReturnType<typeof program>, x: Vector): Vector =>
    rare(p, plain(p, 'f64x2.gt', x, constant(p, two(10))), 'sin', x, plain(p, 'f64x2.neg', x))
  assert.equal(run(build, [1, 2], noted), [-1, -2])
  assert.equal(asked, [])
  assert.equal(run(build, [11, 2], noted), [111, -2])
  assert.ok(asked.includes(11))
  assert.equal(run(build, [1, 12], noted), [-1, 112])
})

test.run()
