// Loops that take several vectors at a time give what one entry after the other gives, wherever the last vector ends.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { vectorsAbreast } from '../../../lib/engine/abreast.ts'
import { draft, point, slotOf } from '../../../lib/engine/draft.ts'
import type { Emitter } from '../../../lib/engine/emitter.ts'
import type { Fold, Point } from '../../../lib/engine/program.ts'
import type { Computed, Folded } from '../../../lib/engine/reading.ts'
import { wholeOf } from '../../../lib/engine/view.ts'
import {
  add,
  compile,
  evaluateOrThrow,
  exp,
  graph,
  max,
  mul,
  neg,
  reverse,
  slice,
  sub,
  sum,
  type Tensor,
  tanh,
  tensor,
} from '../../../modes/index.ts'

const e = { lanes: 2, hasKernel: (op: unknown) => op === tanh.op } as unknown as Emitter
const d = draft()
const source = { load: 0 } as const
const computed = (count: number, depth: number): readonly Computed[] =>
  Array.from({ length: count }, () => {
    const view = point(d, 100, { name: 'op', op: tanh.op }, [wholeOf(slotOf(d, 100))])
    const task = d.tasks.find((t): t is Point => t.tag === 'point' && t.out === view.slot)!
    return { task, sources: [source], depth, out: undefined }
  })
const folded = (count: number, depth: number): readonly Folded[] =>
  Array.from({ length: count }, () => {
    const out = slotOf(d, 1)
    const task: Fold = { tag: 'fold', out, how: 'sum', arg: wholeOf(slotOf(d, 100)), base: 0, to: [] }
    return { task, source, out: { slot: out, base: 0, strides: [0] }, depth, again: false }
  })

test('sums share four totals; two kernels go side by side; many are called, and short loops take one vector', () => {
  const vectors = (points: number, sums: number, extent: number): readonly [number, boolean] => {
    const { vectors, inPlace } = vectorsAbreast(e, computed(points, 1), folded(sums, 0), 1, extent)
    return [vectors, inPlace]
  }
  assert.equal(vectors(0, 1, 100)[0], 4)
  assert.equal(vectors(0, 2, 100)[0], 2)
  assert.equal(vectors(0, 5, 100)[0], 1)
  assert.equal(vectors(0, 0, 100)[0], 1)
  assert.equal(vectors(0, 1, 7)[0], 1)
  assert.equal(vectors(2, 1, 100), [2, true])
  assert.equal(vectors(3, 1, 100), [1, true])
  assert.equal(vectors(9, 0, 100), [1, false])
  assert.equal(vectors(1, 0, 7), [2, false])
})

test('what is known before the last loop counts for nothing there', () => {
  assert.equal(vectorsAbreast(e, computed(9, 0), folded(9, 1), 1, 100), { vectors: 1, inPlace: true })
})

const far = (a: Tensor, b: Tensor): number =>
  Math.max(0, ...a.data.map((x, k) => (Object.is(x, b.data[k]) ? 0 : Math.abs(x - b.data[k]!))))

test('sums, largest entries, kernels and what is stored, at every length and backward too', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1, max: 45 }),
      fc.constantFrom<'f64' | 'f32'>('f64', 'f32'),
      fc.infiniteStream(fc.double({ min: -1, max: 1, noNaN: true })),
      (rows, columns, precision, numbers) => {
        const x = tensor(
          Array.from({ length: rows * columns }, () => Math.fround(numbers.next().value)),
          [rows, columns],
        )
        const f = graph([[rows, columns]], (a) => {
          const turned = slice(a, [null, [undefined, undefined, -1]])
          const [t, q] = [tanh(a), mul(a, turned)]
          return [t, sum(t, 1), max(q, 1), sum(q, 1), add(q, neg(turned)), sum(exp(sub(t, turned))), max(a)]
        })
        const found = compile(f, { precision })([x]) as readonly Tensor[]
        const expected = evaluateOrThrow(f, [x]) as readonly Tensor[]
        const near = precision === 'f64' ? 1e-13 : 1e-4
        for (const [k, y] of found.entries())
          assert.ok(far(y, expected[k]!) < near, `output ${k} of ${rows} x ${columns}`)
      },
    ),
    { numRuns: 10 },
  )
})

test('a NaN in any lane of any vector is in the sum and in the largest', () => {
  const f = graph([[37]], (a) => [sum(a), max(a)])
  const run = compile(f)
  for (let k = 0; k < 37; k++) {
    const x = tensor(Array.from({ length: 37 }, (_, j) => (j === k ? Number.NaN : j)))
    assert.equal(
      run([x]).map((y) => (y as Tensor).data[0]),
      [Number.NaN, Number.NaN],
    )
  }
})

test('gradients through sums of kernels', () => {
  const f = graph([[53]], (a) => sum(mul(tanh(a), exp(a))))
  const x = tensor(Array.from({ length: 53 }, (_, k) => (k - 26) / 20))
  const slopes = compile(reverse(f))([x, tensor(1)]).at(-1) as Tensor
  x.data.forEach((at, k) => {
    const t = Math.tanh(at)
    assert.ok(Math.abs(slopes.data[k]! - Math.exp(at) * (1 - t * t + t)) < 1e-14)
  })
})

test.run()
