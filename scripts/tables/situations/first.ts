/** What goes wrong at first: functions for graphs, wires for lists, types for shapes, and results too large. */
// The errors of the reference itself, whatever takes its place in tests.
import { evaluateOrThrow } from '../../../lib/interpret/evaluate.ts'
import {
  add,
  batch,
  compile,
  cost,
  descent,
  fill,
  formula,
  forward,
  grad,
  graph,
  hessianSparsity,
  jacobian,
  jacobianSparsity,
  jvp,
  key,
  learner,
  linearize,
  mixed,
  mul,
  normal,
  ones,
  outer,
  parseOrThrow,
  prepare,
  reverse,
  scan,
  show,
  simplify,
  stringify,
  sum,
  toDot,
  toMermaid,
  uniform,
  vjp,
  type Wire,
  zeros,
} from '../../../modes/index.ts'
import { type Areas, drawing, type Named, untyped } from './situation.ts'

const square = (x: Wire): Wire => mul(x, x)
const vector = (n: number): Float64Array => new Float64Array(n)
const LONG = 1e5

/** Each that takes a graph, given the function that is to be drawn. */
const undrawn: readonly Named[] = Object.entries({
  reverse,
  forward,
  mixed,
  linearize,
  compile,
  batch: (f: never) => batch(f, { size: 2 }),
  evaluate: (f: never) => evaluateOrThrow(f, [1]),
  show,
  cost,
  simplify,
  stringify,
  toDot,
  toMermaid,
  formula,
  jacobianSparsity,
  hessianSparsity,
  'a learner': (f: never) => learner(f, f, descent({ rate: 0.1 })),
} as Readonly<Record<string, (f: never) => unknown>>).map(([name, of]) => [
  `a function for the graph of ${name}`,
  () => of(untyped(square)),
])

export const first: Areas = {
  'Functions for graphs, graphs for functions': [
    ...undrawn,
    ['a function drawn, with its structure, for a graph', () => reverse(untyped(prepare(square, [[2]])))],
    ['a graph without the shapes of its inputs', () => graph(untyped(square), untyped(undefined))],
    ['a graph without a function', () => graph([[]], untyped(undefined))],
    ['a function prepared without shapes', () => prepare(square, untyped(undefined))],
    ['the size of a batch left out', () => batch(graph([[]], square), untyped(undefined))],
    ['values for a graph that are no list', () => evaluateOrThrow(graph([[]], square), untyped(3))],
    ['the gradient of a number', () => grad(untyped(3))(1)],
    ['the Jacobian of nothing', () => jacobian(untyped(undefined))(1)],
    ['the pullback of an object', () => vjp(untyped({ f: square }))(1)],
    ['points that are no list', () => jvp(square)(untyped(3), [1])],
    ['tangents that are no list', () => jvp(square)([3], untyped(1))],
  ],
  'Wires for lists': [
    ['a wire taken apart', () => grad(untyped(([a, b]: readonly Wire[]) => mul(a!, b!)))([2, 3])],
    ['a wire spread', drawing((x) => add(...(x as unknown as Wire[])), [2])],
    ['the length of a wire', drawing((x) => fill([], (x as unknown as string).length), [2])],
    ['a wire mapped as a list', drawing((x) => (x as unknown as Wire[]).map(square), [2])],
    ['an entry of a wire by brackets', drawing((x) => mul((x as unknown as Wire[])[0]!, 2), [2])],
    [
      'a scan whose first carries are no list',
      drawing((x) => scan(([c]) => ({ carry: [c!] }), untyped(0), [x]).carry, [2]),
    ],
    ['a scan over what is no list', drawing((x) => scan(([c]) => ({ carry: [c!] }), [0], untyped(x)).carry, [2])],
    [
      'a scan whose next carries are no list',
      drawing((x) => scan(([c]) => untyped({ carry: c }), [0], [x]).carry, [2]),
    ],
    ['a scan whose step gives a wire', drawing((x) => scan(([c]) => untyped(c), [0], [x]).carry, [2])],
    [
      'a scan whose outputs are no list',
      drawing((x) => scan(([c]) => untyped({ carry: [c], out: c }), [0], [x]).carry, [2]),
    ],
    ['options in the place of an axis', drawing((x) => sum(x, untyped({ axis: 1 })), [2, 2])],
  ],
  'Shapes and keys': [
    ['a number for the shape of ones', drawing(() => ones(untyped(3)), [])],
    ['a number for the shape of zeros', drawing(() => zeros(untyped(3)), [])],
    ['a number for the shape of a constant', drawing(() => fill(untyped(3), 1), [])],
    ['random numbers without a key', () => normal(untyped([2, 3]))],
    ['a seed for a key', () => uniform(untyped(1), [2])],
    ['a number for the shape of random numbers', () => normal(key(1), untyped(3))],
    ['a record of families of ops', () => parseOrThrow(stringify(graph([[]], square)), { families: untyped({}) })],
  ],
  'Results that are too large': [
    ['a constant of more entries than there is room for', drawing(() => fill([LONG, LONG], 1), [])],
    [
      'an outer product of more entries than there is room for',
      () =>
        evaluateOrThrow(
          graph([[LONG]], (x) => outer(x, x)),
          [vector(LONG)],
        ),
    ],
    ['a sum over more entries than there is room for', () => grad((x) => sum(outer(x, x)))(vector(LONG))],
    ['the Jacobian of more entries than there is room for', () => jacobian(square)(vector(LONG))],
  ],
}
