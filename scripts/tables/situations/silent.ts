/** What would pass in silence: arguments too many or left out, options that there are not, rules that are not linear. */
import {
  clip,
  compile,
  cond,
  cotangent,
  cumsum,
  customDerivative,
  div,
  elementwise,
  exp,
  forward,
  gather,
  grad,
  graph,
  hvp,
  jacobian,
  linearize,
  matmul,
  max,
  mean,
  mixed,
  mul,
  neg,
  oneHot,
  pow,
  reverse,
  scan,
  scatterAdd,
  select,
  sin,
  slice,
  sub,
  sum,
  valueAndGrad,
  type Wire,
  whileLoop,
} from '../../../modes/index.ts'
import { type Areas, drawing, untyped } from './situation.ts'

const square = (x: Wire): Wire => mul(x, x)
/** A function with arguments that its types do not know. */
const free = (f: unknown): ((...xs: unknown[]) => Wire) => f as never

export const silent: Areas = {
  'Arguments too many or left out': [
    ['a difference of three', drawing((x) => free(sub)(x, 1, 2), [])],
    ['a quotient of three', drawing((x) => free(div)(x, 2, 3), [])],
    ['a power of three', drawing((x) => free(pow)(x, 2, 3), [])],
    ['a negation of two', drawing((x) => free(neg)(x, 2), [])],
    ['a matrix product of three', drawing((x) => free(matmul)(x, x, x), [2, 2])],
    ['two values for one function of a number', drawing((x) => free(sin)(x, 2), [])],
    ['a bound too many', drawing((x) => free(clip)(x, 0, 1, 2), [])],
    ['a choice among three', drawing((x) => free(select)(1, x, x, x), [])],
    ['a difference of one', drawing((x) => free(sub)(x), [])],
    ['a power without an exponent', drawing((x) => free(pow)(x), [])],
    ['a product with nothing', drawing((x) => mul(x, untyped(undefined)), [])],
    ['a product with a text', drawing((x) => mul(x, untyped('3')), [])],
    ['a product with a list of wires', drawing((x) => mul(x, untyped([x, x])), [])],
    ['a product with a function', drawing((x) => mul(x, untyped(square)), [])],
    ['a branch by a comparison of JavaScript', drawing((x) => cond(untyped(1 > 2), square, square, x), [])],
    ['a graph without the input that its function takes', () => graph([], (x) => square(x!))],
    ['a gradient at no point', () => free(grad(square))()],
    ['more points than the function takes', () => grad(square)(...untyped([3, 4, 5]))],
    ['a difference of numbers outside of any drawing', () => sub(1, 2)],
    [
      'an op of two arguments with the slope of one',
      drawing(
        (x) =>
          elementwise(
            'half',
            (a, b) => a! / b!,
            () => 1,
          )(x, x),
        [],
      ),
    ],
    ['an op without any slope', drawing((x) => elementwise('half', (a) => a! / 2)(x), [])],
  ],
  Options: [
    ['a flag in the place of options', drawing((x) => sum(x, 0, untyped(true)), [2])],
    ['an option of NumPy', drawing((x) => mean(x, 0, untyped({ keepdims: true })), [2])],
    ['an option of another op', drawing((x) => max(x, 0, untyped({ backward: true })), [2])],
    ['an option of running sums that there is not', drawing((x) => cumsum(x, 0, untyped({ reverse: true })), [2])],
    [
      'an option of a scan that there is not',
      drawing((x) => scan(([c]) => ({ carry: [c!] }), [0], [x], untyped({ reverse: true })).carry, [2]),
    ],
    [
      'an option of a loop that there is not',
      drawing(
        (x) =>
          whileLoop(
            (c) => c,
            (c) => c,
            x,
            untyped({ maxiter: 3 }),
          ),
        [],
      ),
    ],
    ['the name of conventions', () => grad(square, { conventions: untyped('jax') })(1)],
    ['conventions of one field', () => grad(square, { conventions: untyped({ abs: 1 }) })(1)],
    [
      'conventions with a field of another kind',
      () => grad(square, { conventions: { ...cotangent, tie: untyped('first') } })(1),
    ],
    [
      'conventions with a word that there is not',
      () => grad(square, { conventions: { ...cotangent, zero: untyped('nan') } })(1),
    ],
    ['the name of conventions for a tape', () => linearize(graph([[]], square), { conventions: untyped('jax') })],
    ['an option that there is not, of a gradient', () => valueAndGrad(square, untyped({ argnum: 0 }))(1)],
    ['an argument number in the place of options', () => grad(square, untyped(1))(1)],
    [
      'an option that there is not, of reverse mode',
      () => reverse(graph([[]], square), untyped({ convention: cotangent })),
    ],
    ['an option that there is not, of forward mode', () => forward(graph([[]], square), untyped({ argnums: 0 }))],
    ['an option that there is not, of mixed mode', () => mixed(graph([[]], square), untyped({ mode: 'forward' }))],
    ['a way to a product with the Hessian that there is not', () => hvp(square, { way: untyped('fwdrev') })(1, 1)],
    ['a mode of a Jacobian that there is not', () => jacobian(square, { mode: untyped('fwd') })(1)],
    ['a precision that there is not', () => compile(graph([[]], square), { precision: untyped('f16') })],
  ],
  'Slices, places and rules that mean nothing': [
    ['a number for the ranges of a slice', drawing((x) => slice(x, untyped(0)), [2])],
    ['a range for the list of ranges', drawing((x) => slice(x, untyped([0, 1])), [2])],
    ['a known index below 0', drawing((x) => gather(x, -1), [2])],
    ['a known index beyond the extent', drawing((x) => gather(x, [0, 2]), [2])],
    ['half a known index', drawing((x) => gather(x, 0.5), [2])],
    ['an entry added up beyond the extent', drawing((x) => scatterAdd(x, [0, 2], 2), [2])],
    ['a one-hot row of a text', drawing(() => oneHot(untyped('1'), 2), [])],
    [
      'a tangent that does not depend on dx',
      drawing(
        customDerivative(
          (x) => mul(x, x),
          ([x]) => mul(2, x!),
        ),
        [],
      ),
    ],
    [
      'a tangent that is a number',
      drawing(
        (x) =>
          customDerivative(
            (a) => exp(a),
            () => 1,
          )(x),
        [],
      ),
    ],
  ],
}
