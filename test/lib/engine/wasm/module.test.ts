// Modules are instantiated and run: what they compute is compared with the same arithmetic here.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import * as w from '../../../../lib/engine/wasm/index.ts'

const run = (m: w.Module, env: Parameters<typeof w.instantiate>[1] = {}, pages?: number) =>
  w.instantiate(w.binary(m, pages), env) as Record<string, (...xs: number[]) => number>

test('numbers survive the encoding', () => {
  fc.assert(
    fc.property(fc.integer(), fc.double(), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (a, b, c) => {
      const m = w.moduleOf()
      w.exported(
        m,
        'a',
        w.defined(m, [], ['i32'], (f) => w.i32(f, a)),
      )
      w.exported(
        m,
        'b',
        w.defined(m, [], ['f64'], (f) => w.f64(f, b)),
      )
      w.exported(
        m,
        'c',
        w.defined(m, [], ['i64'], (f) => w.i64(f, c)),
      )
      const e = run(m)
      assert.ok(e.a!() === a && Object.is(e.b!(), b) && (e.c!() as unknown as bigint) === c)
    }),
  )
})

test('a loop sums what an imported function gives', () => {
  const m = w.moduleOf()
  const f = w.imported(m, 'f', ['i32'], ['f64'])
  const sum = w.defined(m, ['i32'], ['f64'], (c) => {
    const total = w.local(c, 'f64')
    w.loop(c, () => {
      w.from(c, 0)
      w.call(c, f)
      w.from(c, total)
      w.op(c, 'f64.add')
      w.into(c, total)
      w.from(c, 0)
      w.i32(c, 1)
      w.op(c, 'i32.sub')
      w.tee(c, 0)
      w.brIf(c, 0)
    })
    w.from(c, total)
  })
  w.exported(m, 'sum', sum)
  assert.is(run(m, { f: (k: number) => k * k }).sum!(10), 385)
})

/** The names of lane-wise instructions and what they compute. */
const LANEWISE: readonly (readonly [w.Plain, (a: number, b: number) => number])[] = [
  ['f64x2.add', (a, b) => a + b],
  ['f64x2.sub', (a, b) => a - b],
  ['f64x2.mul', (a, b) => a * b],
  ['f64x2.div', (a, b) => a / b],
  ['f64x2.min', Math.min],
  ['f64x2.max', Math.max],
  ['f64x2.pmax', (a, b) => (a < b ? b : a)],
]

test('vectors compute lane by lane, and come from and go to memory', () => {
  const memory = w.memoryOf(1)
  const data = new Float64Array(memory.buffer)
  for (const [name, f] of LANEWISE) {
    const m = w.moduleOf()
    const g = w.defined(m, [], [], (c) => {
      w.i32(c, 32)
      w.i32(c, 0)
      w.access(c, 'v128.load')
      w.i32(c, 0)
      w.access(c, 'v128.load', 16)
      w.op(c, name)
      w.access(c, 'v128.store')
    })
    w.exported(m, 'g', g)
    data.set([3, Number.NaN, -2, 5])
    run(m, { memory }, 1).g!()
    assert.equal([...data.slice(4, 6)], [f(3, -2), Number.NaN], name)
  }
})

test('lanes, shuffles, comparisons and branches', () => {
  const m = w.moduleOf()
  const g = w.defined(m, ['f64', 'f64'], ['f64'], (c) => {
    w.from(c, 0)
    w.op(c, 'f64x2.splat')
    w.from(c, 1)
    w.lane(c, 'f64x2.replace_lane', 1)
    w.f64x2(c, 1)
    w.shuffle(c, [8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23])
    w.lane(c, 'f64x2.extract_lane', 0)
    w.from(c, 0)
    w.op(c, 'f64.gt')
    w.branch(
      c,
      () => w.from(c, 1),
      () => w.from(c, 0),
      'f64',
    )
  })
  w.exported(m, 'larger', g)
  assert.equal([run(m).larger!(2, 3), run(m).larger!(4, -1)], [3, 4])
})

test('every plain instruction is one that the machine knows', () => {
  // A function of unreachable and the instruction validates whatever is on the stack.
  const names = Object.keys(w.PLAIN) as w.Plain[]
  for (const name of names) {
    const m = w.moduleOf()
    w.defined(m, [], [], (c) => {
      w.op(c, 'unreachable', name)
      w.op(c, 'unreachable')
    })
    assert.ok(w.validate(w.binary(m)), name)
  }
})

test('an import after a function is refused', () => {
  const m = w.moduleOf()
  w.defined(m, [], [], () => undefined)
  assert.throws(() => w.imported(m, 'f', [], []), /after functions/)
})

test.run()
