/** Numbers as an algebra: running a graph in it is `evaluate`, to the bit. */
import { fresh, scalarValue, type Tensor, type Value } from '../value.ts'
import { type Algebra, type Carried, elements } from './algebra.ts'

/** Elements that are numbers, as a value. */
export const valueOf = (x: Carried<number>): Value =>
  'tuple' in x ? { tuple: x.tuple.map(valueOf) } : fresh(x.shape, Float64Array.from(x.entries))

/** A value as elements that are numbers. */
export const ofValue = (value: Value): Carried<number> =>
  'tuple' in value ? { tuple: value.tuple.map(ofValue) } : elements(value.shape, [...value.data])

/** An elementwise op at numbers. */
export const callOp = (op: Parameters<Algebra<number>['apply']>[0], xs: readonly number[]): number =>
  (op.eval(...xs.map(scalarValue)) as Tensor).data[0]!

export const numbers: Algebra<number> = {
  name: 'numbers',
  constant: (x) => x,
  add: (a, b) => a + b,
  mul: (xs, absorbing) => {
    const product = xs.reduce((a, b) => a * b)
    return absorbing && Number.isNaN(product) && xs.includes(0) ? 0 : product
  },
  neg: (x) => -x,
  apply: callOp,
  number: (x) => x,
  choose: (_, options) => options[0]!,
  other: (op, xs) => ofValue(op.eval(...xs.map(valueOf))),
}
