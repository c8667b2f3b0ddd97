/** What can go wrong with wires, graphs, values and what a graph is run on. */
import {
  add,
  constant,
  cost,
  count,
  evaluateOrThrow,
  Graph,
  graph,
  label,
  mul,
  project,
  replay,
  sin,
  tensor,
  tuple,
  type Wire,
  whileLoop,
} from '../../../modes/index.ts'
import { type Areas, drawing, untyped } from './situation.ts'

const escaped = (): Wire => {
  let wire: Wire | undefined
  graph([[]], (x) => (wire = sin(x)))
  return wire!
}
const square = (): Graph => graph([[2]], (x) => mul(x, x))

export const graphs: Areas = {
  'Wires and graphs': [
    ['a wire used as a number', drawing((x) => untyped((x as unknown as number) > 0), [])],
    ['a wire in a text', drawing((x) => constant(`${x}`.length), [])],
    ['a wire of a finished drawing', drawing(() => sin(escaped()), [])],
    ['an op outside of any drawing', () => sin(1)],
    [
      'a graph inside another that uses its wires',
      drawing(
        (x) =>
          replay(
            graph([], () => sin(x)),
            [],
          ),
        [],
      ),
    ],
    ['a result that is no wire', drawing(() => untyped('text'), [])],
    ['no result at all', drawing(() => untyped(undefined), [])],
    [
      'graphs whose types do not meet',
      () =>
        Graph.compose(
          square(),
          graph([[3]], (x) => sin(x)),
        ),
    ],
    [
      'graphs that do not take as much as is given',
      () =>
        Graph.compose(
          square(),
          graph([[2], [2]], (a, b) => add(a, b)),
        ),
    ],
    ['a replay without an argument', drawing(() => replay(square(), []), [])],
    ['the shape of a tuple', drawing((x) => constant(tuple([x]).shape.length), [])],
    ['a part that a tuple does not have', drawing((x) => project(2, tuple([x, x])), [])],
    ['a negative extent of an input', drawing((x) => x, [-1])],
    ['an extent for the shape of an input', drawing((x) => x, untyped(3))],
  ],
  Values: [
    ['rows of different lengths', () => tensor([[1, 2], [3]])],
    ['data too short for the shape', () => tensor([1, 2], [3])],
    ['an extent that is no whole number', () => tensor([1], [0.5])],
    ['a text among numbers', () => tensor(untyped([1, '2']))],
    ['whole numbers of 64 bits', () => tensor(untyped(new BigInt64Array(2)))],
    ['complex numbers', () => tensor(untyped({ data: [1, 2], shape: [1], dtype: 'complex64' }))],
    ['strides that leave the data', () => tensor({ data: [1, 2], shape: [2], stride: [2], offset: 0 })],
    ['a list with a hole', () => tensor(untyped(new Array(3)))],
  ],
  Evaluation: [
    [
      'a missing input',
      () =>
        evaluateOrThrow(
          graph([[], []], (a, b) => add(a, b)),
          [1],
        ),
    ],
    ['an input of another shape', () => evaluateOrThrow(square(), [[1, 2, 3]])],
    ['an input that is no number', () => evaluateOrThrow(square(), [untyped('x')])],
    ['a missing input of the counting run', () => count(square(), [])],
    [
      'an input of a labelled node',
      () =>
        evaluateOrThrow(
          graph([[2]], (x) => sin(label('weights', x))),
          [[1]],
        ),
    ],
    [
      'the cost of a loop without a bound',
      () =>
        cost(
          graph([[]], (x) =>
            whileLoop(
              (c) => c,
              (c) => c,
              x,
            ),
          ),
        ),
    ],
  ],
}
