/** What can go wrong with graphs run in other algebras, with paths, and with compiled graphs. */
import {
  Algebra,
  add,
  Carriers,
  compile,
  cond,
  constant,
  enclose,
  foldTape,
  formulas,
  type Graph,
  gather,
  graph,
  interpret,
  linearize,
  mul,
  pathsOf,
  polynomialAt,
  provenance,
  sin,
  solve,
  type Wire,
  whileLoop,
} from '../../../modes/index.ts'
import { type Areas, untyped } from './situation.ts'

const square = (): Graph => graph([[2]], (x) => mul(x, x))
/** The same without functions, at which paths would begin anew. */
const sums = (): Graph =>
  graph([[]], (x) => {
    let y: Wire = x
    for (let k = 0; k < 20; k++) y = add(mul(y, 3), mul(y, 2))
    return y
  })
/** 2^20 paths lead from its input to its output. */
const doubled = (): Graph =>
  graph([[]], (x) => {
    let y: Wire = x
    for (let k = 0; k < 20; k++) y = add(sin(y), mul(y, 2))
    return y
  })
const unbounded = (limit: number): Graph =>
  graph([[]], (x) =>
    whileLoop(
      () => 1,
      (c) => c,
      x,
      { limit },
    ),
  )

export const algebra: Areas = {
  'Other algebras': [
    ['an algebra given an input too few', () => interpret(Algebra.numbers)(square(), [])],
    [
      'an algebra given elements of another shape',
      () => interpret(Algebra.numbers)(square(), [{ shape: [3], entries: [1, 2, 3] }]),
    ],
    [
      'a loop that does not end in the algebra of numbers',
      () => interpret(Algebra.numbers)(unbounded(9), [{ shape: [], entries: [1] }]),
    ],
    ['a box for each of too few inputs', () => enclose(square(), [])],
    [
      'a box whose ends have another shape',
      () =>
        enclose(square(), [
          [
            [0, 0, 0],
            [1, 1, 1],
          ],
        ]),
    ],
    [
      'a box whose lower end is above the upper one',
      () =>
        enclose(square(), [
          [
            [0, 2],
            [1, 1],
          ],
        ]),
    ],
    [
      'the formula of a branch by a symbol',
      () =>
        formulas(
          graph([[]], (x) =>
            cond(
              x,
              (y) => y,
              (y) => sin(y),
              x,
            ),
          ),
        ),
    ],
    ['the formula of an index that is a symbol', () => formulas(graph([[3], []], (x, i) => gather(x, i)))],
    ['the formula of a solution', () => formulas(graph([[2, 2], [2]], (a, b) => solve(a, b)))],
    [
      'the formula of a loop until a symbol is 0',
      () =>
        formulas(
          graph([[]], (x) =>
            whileLoop(
              (c) => c,
              (c) => add(c, -1),
              x,
            ),
          ),
        ),
    ],
    ['the formula of an infinity', () => formulas(graph([[]], (x) => mul(x, constant(Infinity))))],
    [
      'a polynomial at a point without one of its symbols',
      () =>
        polynomialAt(
          formulas(
            graph([[]], (x) => sin(x)),
            ['x'],
          )[0]!,
          { y: 1 },
        ),
    ],
    ['more paths than are listed', () => pathsOf(linearize(doubled()))],
    ['more paths to one entry than are kept', () => provenance(sums(), [1], [0])],
    ['a seed too few for a fold over a tape', () => foldTape(linearize(square()), Carriers.counts)([])],
  ],
  'Compiled graphs': [
    ['a missing input of a compiled graph', () => compile(square())([])],
    ['an input of another shape of a compiled graph', () => compile(square())([[1, 2, 3]])],
    ['an input of a compiled graph that is no number', () => compile(square())([untyped('x')])],
    ['a loop that does not end in a compiled graph', () => compile(unbounded(9))([1])],
  ],
}
