import fc from 'fast-check'
import { test } from 'uvu'
import * as laws from '../../laws/agree.ts'
import { pointOf, valuesOf } from '../../laws/scale.ts'
import { forEach } from '../../laws/verdict.ts'
import {
  type Arg,
  add,
  type Graph,
  grad,
  graph,
  inputTypes,
  jacobian,
  jvp,
  outputTypes,
  replay,
  vjp,
} from '../../modes/index.ts'
import { chains, EVERYTHING, graphs, numbers } from '../generators.ts'
import { refuted, refutedSomewhere, upheld } from './verdicts.ts'

const cases = fc.tuple(graphs(), numbers)

test('Jacobians by forward, reverse and both vector modes agree', () =>
  upheld(cases, ([f, x]) => laws.modesAgree(f, pointOf(f, x)), 100))

const derivatives: readonly laws.Derivative[] = [
  (f) => grad((x) => f(x!)),
  (f) => (x) => jvp((y) => f(y!))([x], [1])[1] as Arg as number,
  (f) => (x) => vjp((y) => f(y!))(x)[1](1)[0]!,
  (f) => jacobian((x) => f(x!), { mode: 'forward' }),
  (f) => jacobian((x) => f(x!), { mode: 'reverse' }),
]

test('no perturbation confusion, whichever derivative is inside whichever', () =>
  upheld(
    fc.constant(derivatives),
    (all) => forEach(all, (outer) => forEach(all, (inner) => laws.noPerturbationConfusion(outer, inner))),
    1,
  ))

test('refutes a derivative that confuses perturbations', () =>
  refuted(laws.noPerturbationConfusion(derivatives[0]!, () => () => 2)))

test('a checkpointed gradient is the plain one', () => {
  upheld(fc.tuple(graphs(), numbers, numbers), ([f, x, w]) =>
    laws.checkpointKeepsTheGradient(f, pointOf(f, x), valuesOf(outputTypes(f), w)),
  )
  upheld(fc.tuple(chains(2, EVERYTHING), numbers, numbers), ([[f, g], x, w]) =>
    laws.checkpointAgrees(f!, g!, pointOf(f!, x), valuesOf(outputTypes(g!), w)),
  )
})

test('refutes a checkpoint that is computed again from another state', () => {
  const elsewhere = (f: Graph): Graph =>
    graph(inputTypes(f), (...xs) =>
      replay(
        laws.checkpointed(f),
        xs.map((x) => add(x, 0.1)),
      ),
    )
  refutedSomewhere(fc.tuple(graphs(), numbers, numbers), ([f, x, w]) =>
    laws.checkpointKeepsTheGradient(f, pointOf(f, x), valuesOf(outputTypes(f), w), elsewhere),
  )
  refutedSomewhere(fc.tuple(chains(2), numbers, numbers), ([[f, g], x, w]) =>
    laws.checkpointAgrees(f!, g!, pointOf(f!, x), valuesOf(outputTypes(g!), w), elsewhere),
  )
})

test('refutes a Jacobian that is transposed, and one of the wrong sign', () => {
  const { reverse } = laws.jacobians
  refutedSomewhere(cases, ([f, x]) =>
    laws.modesAgree(f, pointOf(f, x), { mutant: (g, y) => reverse!(g, y).map((row) => row.map((e) => -e)) }),
  )
  refutedSomewhere(cases, ([f, x]) =>
    laws.modesAgree(f, pointOf(f, x), { mutant: (g, y) => reverse!(g, y).map((row) => row.toReversed()) }),
  )
})

test.run()
