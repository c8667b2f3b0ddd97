/** Loops of a known number of steps, each of them a scan: so every mode and every order work, and reverse mode costs as much. */
import { fail } from '../error.ts'
import type { Wire } from '../wire.ts'
import { type Arg, constant } from './constant.ts'
import { scan } from './scan.ts'

/**
 * `f` of every slice along the leading axis, stacked: `[f(x[0]), f(x[1]), ...]`; of slices side by side where there are
 * several tensors, which have one leading extent.
 *
 * @throws AdError `ShapeError` where the tensors have no leading extent, or not the same one
 * @example
 * const rows = graph([[2, 3]], (x) => map((row) => sum(mul(row, row)), x))
 * evaluateOrThrow(rows, [[[1, 2, 3], [0, 1, 0]]]).map(toNested) // => [[14, 1]]
 */
export const map = (f: (...xs: Wire[]) => Arg, ...xs: Arg[]): Wire =>
  scan((_, slices) => ({ carry: [], out: [f(...slices)] }), [], xs).out[0]!

/**
 * The value after `count` steps `c = step(i, c)` from `init` on, i = 0, 1, ..., count - 1 a number on a wire.
 *
 * @throws AdError `ArityError` where the count is no whole number from 0 on
 * @throws AdError `ShapeError` where the step does not give the type that it takes
 * @example
 * grad((x) => fori(3, (i, c) => mul(c, x, add(i, 1)), 1))(2) // => 72
 */
export const fori = (count: number, step: (i: Wire, c: Wire) => Arg, init: Arg): Wire => {
  if (!Number.isSafeInteger(count) || count < 0)
    fail({
      tag: 'ArityError',
      op: 'fori',
      argument: 'count',
      found: String(count),
      expected: 'a whole number from 0 on',
      cure: 'round it; loop by a value of the graph with whileLoop',
    })
  const indices = constant(Array.from({ length: count }, (_, i) => i))
  return scan(([c], [i]) => ({ carry: [step(i!, c!)] }), [init], [indices]).carry[0]!
}

/**
 * The left fold along the leading axis: `step(... step(step(init, x[0]), x[1]) ..., x[n - 1])`.
 *
 * @throws AdError `ShapeError` where the step does not give the type of `init`, or `xs` has no axis
 * @example
 * grad((x) => foldl((c, t) => add(mul(c, 2), t), 0, x))([5, 5, 5]) // => [4, 2, 1]
 */
export const foldl = (step: (c: Wire, x: Wire) => Arg, init: Arg, xs: Arg): Wire =>
  scan(([c], [x]) => ({ carry: [step(c!, x!)] }), [init], [xs]).carry[0]!
