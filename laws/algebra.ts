/** Laws of the other algebras: numbers are the run, bounds enclose, paths sum up, and sums and products are a semiring's. */
import { evaluateOrThrow } from '../lib/interpret/evaluate.ts'
import {
  Algebra,
  type Arrayish,
  type Carried,
  enclose,
  type Graph,
  interpret,
  provenance,
  sameValue,
  type Tensor,
  type Value,
} from '../modes/index.ts'
import { claim, differ, every, forEach, type Verdict } from './verdict.ts'

const carried = (x: Value): Carried<number> =>
  'tuple' in x ? { tuple: x.tuple.map(carried) } : { shape: x.shape, entries: [...x.data] }
const valueOf = (x: Carried<number>): Value =>
  'tuple' in x ? { tuple: x.tuple.map(valueOf) } : { shape: x.shape, data: Float64Array.from(x.entries) }
const tensors = (x: Value): readonly Tensor[] => ('tuple' in x ? x.tuple.flatMap(tensors) : [x])

/** interpret numbers = evaluate, to the bit. */
export const numbersAreTheRun = (
  f: Graph,
  inputs: readonly Value[],
  algebra: Algebra<number> = Algebra.numbers,
): Verdict => {
  const found = interpret(algebra)(f, inputs.map(carried)).map(valueOf)
  return forEach(evaluateOrThrow(f, inputs), (expected, k) =>
    claim(sameValue(found[k]!, expected), `output ${k} in the algebra of numbers is not that of the run`, f),
  )
}

/** f(x) is in F(X) for every x in X; the whole line stands for NaN too. */
export const boundsEnclose = (
  f: Graph,
  box: readonly (readonly [lower: Arrayish | Value, upper: Arrayish | Value])[],
  point: readonly (Arrayish | Value)[],
): Verdict => {
  const bounds = enclose(f, box)
  return forEach(evaluateOrThrow(f, point).flatMap(tensors), ({ data }, k) =>
    forEach(data, (y, i) => {
      const [lo, hi] = [bounds[k]!.lo.data[i]!, bounds[k]!.hi.data[i]!]
      const whole = lo === Number.NEGATIVE_INFINITY && hi === Number.POSITIVE_INFINITY
      return claim(whole || (lo <= y && y <= hi), `output ${k} entry ${i}: ${y} is not between ${lo} and ${hi}`, f)
    }),
  )
}

/** An entry is the sum over its paths of their products, within rounding of the sum of the sizes of these. */
export const pathsSumToTheRun = (
  f: Graph,
  inputs: readonly (Arrayish | Value)[],
  from: readonly number[],
  tolerance = 1e-10,
): Verdict => {
  const sums = provenance(f, inputs, from)
  return forEach(evaluateOrThrow(f, inputs), (y, k) =>
    forEach(
      tensors(y).flatMap(({ data }) => [...data]),
      (expected, i) => {
        const { rest, paths } = sums[k]![i]!
        const found = paths.reduce((sum, { product }) => sum + product, rest)
        const size = paths.reduce((sum, { product }) => sum + Math.abs(product), Math.abs(rest))
        return Math.abs(found - expected) <= tolerance * size || Object.is(found, expected)
          ? { holds: true }
          : differ(`output ${k} entry ${i}`, found, expected, f)
      },
    ),
  )
}

/** Sums and products that commute, associate and distribute, with 0, 1 and negatives: `same` says when elements are equal. */
export const isSemiring = <A>(
  algebra: Algebra<A>,
  [a, b, c]: readonly [A, A, A],
  same: (x: A, y: A) => boolean,
): Verdict => {
  const { add, constant, neg } = algebra
  const mul = (x: A, y: A): A => algebra.mul([x, y], false)
  const [zero, one] = [constant(0), constant(1)]
  const law = (name: string, x: A, y: A) => (): Verdict => claim(same(x, y), `${algebra.name}: ${name}`)
  return every(
    law('a + b = b + a', add(a, b), add(b, a)),
    law('(a + b) + c = a + (b + c)', add(add(a, b), c), add(a, add(b, c))),
    law('a + 0 = a', add(a, zero), a),
    law('a b = b a', mul(a, b), mul(b, a)),
    law('(a b) c = a (b c)', mul(mul(a, b), c), mul(a, mul(b, c))),
    law('a 1 = a', mul(a, one), a),
    law('a 0 = 0', mul(a, zero), zero),
    law('a (b + c) = a b + a c', mul(a, add(b, c)), add(mul(a, b), mul(a, c))),
    law('-a = (-1) a', neg(a), mul(constant(-1), a)),
  )
}
