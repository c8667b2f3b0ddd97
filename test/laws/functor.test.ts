import fc from 'fast-check'
import { test } from 'uvu'
import * as laws from '../../laws/functor.ts'
import { Linear, linearize, push, Tape } from '../../modes/index.ts'
import { chains, EVERYTHING, FLAT, graphs } from '../generators.ts'
import { refutedSomewhere, upheld } from './verdicts.ts'

test('linearize (f;g) = linearize f ; linearize g, strictly', () =>
  upheld(chains(2, EVERYTHING), ([f, g]) => laws.linearizeComposes(f!, g!), 100))
test('T id = id', () => upheld(graphs(), laws.tangentOfIdentity, 20))
test('T(f;g) = T f ; T g', () => upheld(chains(2, FLAT), ([f, g]) => laws.tangentComposes(f!, g!), 60))
test('T(f x g) = T f x T g up to the swap', () =>
  upheld(fc.tuple(graphs(), graphs()), ([f, g]) => laws.tangentOfProduct(f, g)))
test('transposing twice is the identity', () => upheld(graphs(), laws.transposingTwice))

const short = (tape: Tape): Tape => ({ ...tape, edges: tape.edges.slice(1) })
const doubled = (tape: Tape): Tape => ({
  ...tape,
  edges: tape.edges.map((edge) => ({ ...edge, map: Linear.sum(edge.map, edge.map) })),
})

test('refutes a tape without its first edge, a transposition that is none, and one that reorders', () => {
  refutedSomewhere(chains(2), ([f, g]) => laws.linearizeComposes(f!, g!, (h) => short(linearize(h))))
  refutedSomewhere(chains(2), ([f, g]) => laws.tangentComposes(f!, g!, (h) => push(short(linearize(h)))))
  refutedSomewhere(graphs(), (f) => laws.transposingTwice(f, (tape) => tape))
  refutedSomewhere(graphs(), (f) =>
    laws.transposingTwice(f, (tape) => ({ ...Tape.transpose(tape), edges: tape.edges.toReversed() })),
  )
  refutedSomewhere(graphs(), (f) => laws.transposingTwice(f, (tape) => doubled(Tape.transpose(tape))))
})

test.run()
