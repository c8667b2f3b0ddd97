/** What can go wrong with points, trees and modes. */
import {
  add,
  batch,
  batchMap,
  exp,
  type Graph,
  gaussNewton,
  grad,
  graph,
  hessian,
  jacobianWay,
  jvp,
  mul,
  prepare,
  sin,
  sum,
  vjp,
  type Wire,
} from '../../../modes/index.ts'
import { type Areas, untyped } from './situation.ts'

const square = (): Graph => graph([[2]], (x) => mul(x, x))
interface Pair {
  readonly a: Wire
  readonly b: Wire
}

export const modes: Areas = {
  'Points and trees': [
    [
      'a function of a tree given another tree',
      () =>
        grad(
          prepare(
            untyped((p: Pair) => mul(p.a, p.b)),
            untyped([{ a: [], b: [] }]),
          ),
        )(untyped({ a: 1 })),
    ],
    ['a leaf that is no number', () => grad(untyped((p: { readonly w: Wire }) => sum(p.w)))(untyped({ w: ['x'] }))],
    [
      'a tree that contains itself',
      () => {
        const tree: Record<string, unknown> = { w: 1 }
        tree['self'] = tree
        return grad(untyped(() => 0))(untyped(tree))
      },
    ],
    ['an instance of a class', () => grad(untyped(() => 0))(untyped(new Map()))],
    ['a shape with half an extent', () => prepare((x) => x, [[0.5]])],
    ['a point too few for a graph', () => grad(graph([[], []], (a, b) => mul(a, b)))(1)],
  ],
  Modes: [
    ['the gradient of more than one number', () => grad((x) => mul(x, x))([1, 2])],
    ['the gradient of two results', () => grad(graph([[]], (x) => [x, x]))(1)],
    ['the Hessian of more than one number', () => hessian((x) => mul(x, x))([1, 2])],
    ['an argument to differentiate by that is not there', () => grad((x) => sin(x), { argnums: 1 })(1)],
    [
      'no pair although there is an auxiliary result',
      () =>
        grad(
          untyped((x: Wire) => sin(x)),
          { hasAux: true },
        )(1),
    ],
    ['a tangent too few', () => jvp((a, b) => mul(a, b))([1, 2], untyped([1]))],
    ['a tangent of another shape', () => jvp((x) => sin(x))([[1, 2]], [[1, 2, 3]])],
    ['a cotangent of another shape', () => vjp((x) => sin(x))([1, 2])[1]([1, 2, 3])],
    ['a cotangent too many', () => vjp((x) => sin(x))(1)[1](...untyped([1, 2]))],
    ['a Gauss-Newton product with a vector of another shape', () => gaussNewton((x) => mul(x, x))([1, 2], [1, 2, 3])],
    [
      'a Gauss-Newton product of a loss of several numbers',
      () => gaussNewton((x) => mul(x, x), { loss: (y) => exp(y) })([1, 2], [1, 1]),
    ],
    [
      'the way to a Jacobian by an argument that is not there',
      () => jacobianWay((x) => sin(x), { argnums: 2 })([1, 2]),
    ],
    ['the way to the Jacobian of a result that is no wire', () => jacobianWay(untyped(() => 'x'))([1, 2])],
    ['arguments with different numbers of slices', () => batchMap((a, b) => add(a, b))([1, 2], [1, 2, 3])],
    ['half a lane', () => batch(square(), { size: 0.5 })],
  ],
}
