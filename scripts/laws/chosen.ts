/** Cases chosen for faults of modes: fan-out, fan-in, several results, one argument twice, maps of several factors and paths. */
import { type Case, gist } from '../../laws/law.ts'
import { pointOf } from '../../laws/scale.ts'
import {
  add,
  cumsum,
  exp,
  eye,
  type Graph,
  Graph as Graphs,
  gather,
  graph,
  inputTypes,
  matmul,
  mul,
  outer,
  sin,
  solve,
  sum,
  tensor,
} from '../../modes/index.ts'

const numbers = { u: [0.3, 1, -0.6], v: [-0.8, 0.5, 0.9], w: [0.4, -1.2, 0.1, 0.6, 1] }
const at = [0.7, -0.4, 1.1, 0.2]

const caseOf = (f: Graph, next: Graph, x = pointOf(f, at)): Case => ({
  f,
  next,
  beside: gist(Graphs.identity(inputTypes(f))),
  x,
  numbers,
})

export const chosen: readonly Case[] = [
  caseOf(
    graph([[2]], (x) => mul(sin(x), x)),
    graph([[2]], (y) => sum(mul(y, sin(y)))),
  ),
  caseOf(
    graph([[2], [2]], (x, y) => [mul(x, y), add(x, sin(y))]),
    graph([[2], [2]], (a, b) => [exp(mul(a, b)), outer(a, a)]),
  ),
  caseOf(
    graph([[2, 2]], (x) => solve(add(x, mul(4, eye(2))), sin(x))),
    graph([[2, 2]], (y) => matmul(y, y)),
  ),
  caseOf(
    graph([[2], [3]], (x, y) => solve(add(outer(x, x), mul(4, eye(2))), outer(x, y))),
    graph([[2, 3]], (y) => sin(y)),
  ),
  caseOf(
    graph([[3]], (x) => sin(cumsum(x))),
    graph([[3]], (y) => [cumsum(mul(y, y)), y]),
  ),
  caseOf(
    graph([[3]], (x) => exp(x)),
    graph([[3]], (y) => sin(cumsum(exp(mul(0.1, y))))),
  ),
  caseOf(
    graph([[3], [2]], (x, places) => gather(x, places)),
    graph([[2]], (y) => sin(y)),
    [tensor(at.slice(0, 3)), tensor([2, 0])],
  ),
  // A result of the first that fans out in both.
  caseOf(
    graph([[2]], (x) => [sin(x), exp(sin(x))]),
    graph([[2], [2]], (a, b) => mul(a, b)),
  ),
]
