import fc from 'fast-check'
import { test } from 'uvu'
import * as laws from '../../laws/persistence.ts'
import { pointOf } from '../../laws/scale.ts'
import { every } from '../../laws/verdict.ts'
import {
  evaluateOrThrow,
  forward,
  forwardVector,
  type Graph,
  graph,
  linearize,
  neg,
  reverse,
  reverseVector,
  show,
  sin,
} from '../../modes/index.ts'
import { graphs, numbers } from '../generators.ts'
import { refuted, upheld } from './verdicts.ts'

const modes: readonly ((f: Graph) => Graph)[] = [
  forward,
  reverse,
  (f) => forwardVector(f, 2),
  (f) => reverseVector(f, 3),
  (f) => linearize(f).primal,
  (f) => forward(reverse(f)),
  (f) => reverse(forward(f)),
]

test('a derivative leaves its graph as it was and begins with its nodes', () =>
  upheld(graphs(), (f) =>
    every(...modes.flatMap((mode) => [() => laws.leavesAsItWas(f, mode), () => laws.isPrefix(f, mode(f))]), () =>
      laws.leavesAsItWas(f, show),
    ),
  ))

test('evaluating changes neither graph nor inputs, and repeats itself', () =>
  upheld(fc.tuple(graphs(), numbers), ([f, x]) =>
    every(
      () => laws.leavesAsItWas(f, (g) => evaluateOrThrow(g, pointOf(g, x))),
      () => laws.evaluatingChangesNothing(f, pointOf(f, x)),
    ),
  ))

test('refutes a mode that writes into its graph, and one that copies it', () => {
  const f = graph([[]], (x) => neg(sin(x)))
  refuted(laws.leavesAsItWas(f, (g) => (g.outputs as number[]).push(0)))
  const g = graph([[]], (x) => neg(sin(x)))
  refuted(laws.isPrefix(g, forward(graph([[]], (x) => neg(sin(x))))))
})

test.run()
