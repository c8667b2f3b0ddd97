import fc from 'fast-check'
import { test } from 'uvu'
import * as laws from '../../laws/functor.ts'
import { chains, EVERYTHING, FLAT, graphs } from '../generators.ts'
import { upheld } from './verdicts.ts'

test('linearize (f;g) = linearize f ; linearize g, strictly', () =>
  upheld(chains(2, EVERYTHING), ([f, g]) => laws.linearizeComposes(f!, g!), 100))
test('T id = id', () => upheld(graphs(), laws.tangentOfIdentity, 20))
test('T(f;g) = T f ; T g', () => upheld(chains(2, FLAT), ([f, g]) => laws.tangentComposes(f!, g!), 60))
test('T(f x g) = T f x T g up to the swap', () =>
  upheld(fc.tuple(graphs(), graphs()), ([f, g]) => laws.tangentOfProduct(f, g)))
test('transposing twice is the identity', () => upheld(graphs(), laws.transposingTwice))

test.run()
