/** Rosenbrock's valley, chained: n terms over n + 1 variables, so that n = 1 is the function of Rosenbrock (1960). */
import { add, mul, slice, sub, sum, type Wire } from '../../modes/index.ts'

/** x -> the sum over i < n of 100 (x[i+1] - x[i]^2)^2 + (1 - x[i])^2 */
export const rosenbrock = (x: Wire): Wire => {
  const [before, after] = [slice(x, [[0, -1]]), slice(x, [[1]])]
  const across = sub(after, mul(before, before))
  const along = sub(1, before)
  return sum(add(mul(100, across, across), mul(along, along)))
}

/** The customary start: -1.2 and 1 in turn. */
export const rosenbrockStart = (n: number): readonly number[] =>
  Array.from({ length: n + 1 }, (_, i) => (i % 2 === 0 ? -1.2 : 1))
