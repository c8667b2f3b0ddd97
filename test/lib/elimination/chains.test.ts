/** Jacobian chains: published figures, and agreement with all bracketings tried one by one. */
import * as fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { type ChainStep, denseChain, matrixFreeChain } from '../../../modes/index.ts'

// The first is the chain of Cormen, Leiserson, Rivest and Stein (Introduction to algorithms, 15.2) turned round.
const dense: readonly (readonly [widths: readonly number[], forward: number, reverse: number, optimum: number])[] = [
  [[25, 20, 10, 5, 15, 35, 30], 47_500, 40_500, 15_125],
  [[100, 10, 1, 10, 100], 102_000, 102_000, 12_000],
  [[4, 8, 2, 8, 4], 256, 256, 160],
]
dense.forEach(([widths, forward, reverse, optimum]) => {
  test(`dense ${widths}: ${forward} forward, ${reverse} reverse, ${optimum} at best`, () => {
    const { steps, ...counts } = denseChain(widths)
    assert.equal(counts, { forward, reverse, optimum })
    assert.is(steps.length, widths.length - 2)
  })
})

// By Naumann's recurrence (Matrix-free Jacobian chaining, 2024).
test('matrix-free chains', () => {
  const { steps, ...first } = matrixFreeChain([10, 2, 8, 1, 6], [40, 50, 30, 20])
  assert.equal(first, { tangent: 1400, adjoint: 840, optimum: 200 })
  assert.is(total(steps), 200)
  const { steps: _, ...second } = matrixFreeChain([5, 3, 1, 4, 5], [100, 60, 60, 100])
  assert.equal(second, { tangent: 1600, adjoint: 1600, optimum: 345 })
})

const total = (steps: readonly ChainStep[]): number => steps.reduce((sum, { cost }) => sum + cost, 0)
const counts = (length: number, max: number) =>
  fc.array(fc.integer({ min: 1, max }), { minLength: length, maxLength: length })

/** All ways to multiply factors i to j - 1: the products in order, one finished before the next begins. */
const schedules = (i: number, j: number): readonly (readonly (readonly [number, number, number])[])[] => {
  if (j - i === 1) return [[]]
  return Array.from({ length: j - i - 1 }, (_, d) => i + 1 + d).flatMap((k) =>
    schedules(i, k).flatMap((left) =>
      schedules(k, j).flatMap((right) => [
        [...left, ...right, [i, k, j] as const],
        [...right, ...left, [i, k, j] as const],
      ]),
    ),
  )
}

/** The most entries held at once when products are done in this order. */
const peak = (widths: readonly number[], steps: readonly (readonly [number, number, number])[]): number => {
  const held = new Map<string, number>()
  let most = 0
  for (const [i, k, j] of steps) {
    held.set(`${i} ${j}`, widths[i]! * widths[j]!)
    most = Math.max(
      most,
      [...held.values()].reduce((sum, size) => sum + size, 0),
    )
    held.delete(`${i} ${k}`)
    held.delete(`${k} ${j}`)
  }
  return most
}

test('dense: the least of all schedules that fit, and a plan that keeps to the memory', () =>
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 5 }).chain((n) => counts(n + 1, 6)),
      fc.integer({ min: 1, max: 120 }),
      (widths, memory) => {
        const all = schedules(0, widths.length - 1).map((steps) => ({
          cost: steps.reduce((sum, [i, k, j]) => sum + widths[i]! * widths[k]! * widths[j]!, 0),
          peak: peak(widths, steps),
        }))
        const least = (room: number): number =>
          Math.min(...all.filter((each) => each.peak <= room).map(({ cost }) => cost))
        assert.is(denseChain(widths).optimum, least(Number.POSITIVE_INFINITY))
        if (least(memory) === Number.POSITIVE_INFINITY) {
          assert.throws(() => denseChain(widths, { memory }), /ValueError in denseChain, argument memory/)
          return
        }
        const { optimum, steps } = denseChain(widths, { memory })
        assert.is(optimum, least(memory))
        assert.is(total(steps), optimum)
        assert.ok(
          peak(
            widths,
            steps.map(({ from, at, to }) => [from, at, to]),
          ) <= memory,
        )
      },
    ),
  ))

/** The least cost of factors i to j - 1 by the recurrence as it is written, without a table. */
const matrixFree = (w: readonly number[], e: readonly number[], i: number, j: number, memory: number): number => {
  const run = (a: number, b: number): number => e.slice(a, b).reduce((sum, x) => sum + x, 0)
  if (j - i === 1) return e[i]! * (e[i]! <= memory ? Math.min(w[i]!, w[j]!) : w[i]!)
  const costs: number[] = []
  for (let k = i + 1; k < j; k++) {
    const [left, right] = [matrixFree(w, e, i, k, memory), matrixFree(w, e, k, j, memory)]
    costs.push(left + right + w[i]! * w[k]! * w[j]!, left + w[i]! * run(k, j))
    if (run(i, k) <= memory) costs.push(right + w[j]! * run(i, k))
  }
  return Math.min(...costs)
}

test('matrix-free: the recurrence, and a plan whose tapes fit', () =>
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 6 }).chain((n) => fc.tuple(counts(n + 1, 9), counts(n, 30))),
      fc.integer({ min: 1, max: 60 }),
      ([widths, edges], memory) => {
        for (const room of [memory, Number.POSITIVE_INFINITY]) {
          const { tangent, adjoint, optimum, steps } = matrixFreeChain(widths, edges, { memory: room })
          assert.is(optimum, matrixFree(widths, edges, 0, edges.length, room))
          assert.is(total(steps), optimum)
          const run = (a: number, b: number): number => edges.slice(a, b).reduce((sum, x) => sum + x, 0)
          for (const { by, from, at } of steps) assert.ok(by !== 'adjoint' || run(from, at) <= room)
          assert.ok(optimum <= Math.min(tangent, adjoint ?? tangent))
          assert.is(adjoint === undefined, run(0, edges.length) > room)
        }
      },
    ),
  ))

test('wrong chains are refused', () => {
  assert.throws(() => denseChain([3]), /denseChain, argument widths: found 1 numbers/)
  assert.throws(() => denseChain([3, 0]), /found 0, expected whole numbers/)
  assert.throws(() => matrixFreeChain([1, 2, 3], [4]), /found 1 programs between 3 widths/)
  assert.throws(() => matrixFreeChain([1, 2], [1.5]), /argument edges: found 1\.5/)
})

test.run()
