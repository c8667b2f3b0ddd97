/** What can go wrong with bodies of ops and rules of derivatives. */
import {
  add,
  cond,
  customDerivative,
  elementwise,
  evaluateOrThrow,
  fori,
  graph,
  map,
  mul,
  reverse,
  scan,
  sin,
  sum,
  tuple,
  whileLoop,
} from '../../../modes/index.ts'
import { type Areas, drawing } from './situation.ts'

export const bodies: Areas = {
  'Bodies and rules': [
    [
      'a condition of several numbers',
      drawing(
        (x) =>
          cond(
            x,
            (y) => y,
            (y) => sin(y),
            x,
          ),
        [2],
      ),
    ],
    [
      'branches of different types',
      drawing(
        (x) =>
          cond(
            1,
            (y) => y,
            (y) => sum(y),
            x,
          ),
        [2],
      ),
    ],
    [
      'a carry that changes its type',
      drawing((x) => scan(([c]) => ({ carry: [sum(c!)] }), [x], [], { length: 2 }).carry, [2]),
    ],
    [
      'a scan over different lengths',
      drawing((a, b) => scan(([c], [s, t]) => ({ carry: [add(c!, s!, t!)] }), [0], [a, b]).carry, [2], [3]),
    ],
    ['a scan of no known length', drawing((x) => scan(([c]) => ({ carry: [sin(c!)] }), [x], []).carry, [])],
    ['a map over a number', drawing((x) => map((row) => row, x), [])],
    ['half a repetition', drawing((x) => fori(0.5, (_, c) => c, x), [])],
    [
      'a loop whose condition is no number',
      drawing(
        (x) =>
          whileLoop(
            (c) => c,
            (c) => c,
            x,
          ),
        [2],
      ),
    ],
    [
      'a loop that changes the type of what it carries',
      drawing(
        (x) =>
          whileLoop(
            (c) => sum(c),
            (c) => sum(c),
            x,
          ),
        [2],
      ),
    ],
    [
      'a loop that does not end',
      () =>
        evaluateOrThrow(
          graph([[]], (x) =>
            whileLoop(
              () => 1,
              (c) => c,
              x,
              { limit: 9 },
            ),
          ),
          [1],
        ),
    ],
    [
      'reverse mode of a loop without a bound',
      () =>
        reverse(
          graph([[]], (x) =>
            whileLoop(
              (c) => c,
              (c) => c,
              x,
            ),
          ),
        ),
    ],
    [
      'half a bound',
      drawing(
        (x) =>
          whileLoop(
            (c) => c,
            (c) => c,
            x,
            { bound: 0.5 },
          ),
        [],
      ),
    ],
    [
      'a rule whose tangent has another type',
      drawing(
        (x) =>
          customDerivative(
            (y) => sin(y),
            (_, __, [dx]) => sum(dx!),
          )(x),
        [2],
      ),
    ],
    [
      'an elementwise op of a tuple',
      drawing(
        (x) =>
          elementwise(
            'cube',
            (t) => t ** 3,
            ([t]) => mul(3, t!, t!),
          )(tuple([x])),
        [],
      ),
    ],
  ],
}
