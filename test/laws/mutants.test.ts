// Every faulty mode is refuted by some law, and every law refutes some faulty mode.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import * as bridge from '../../laws/bridge.ts'
import * as cartesian from '../../laws/cartesian.ts'
import { keepsItsChoices, limitOfDifferences } from '../../laws/fidelity.ts'
import * as reverse from '../../laws/reverse.ts'
import { type Modes, pointOf, type Values, valuesOf } from '../../laws/scale.ts'
import { type Verdict, valid } from '../../laws/verdict.ts'
import {
  AdError,
  add,
  exp,
  eye,
  type Graph,
  graph,
  matmul,
  mul,
  outer,
  outputTypes,
  sin,
  solve,
  sum,
} from '../../modes/index.ts'
import { alike, chains, FLAT, numbers } from '../generators.ts'
import { mutants } from './mutants.ts'

interface Case {
  readonly f: Graph
  /** f and what follows it. */
  readonly chain: readonly Graph[]
  readonly peers: readonly Graph[]
  readonly of: (f: Graph) => Readonly<Record<'x' | 'u' | 'v' | 'w', Values>>
  readonly into: (f: Graph) => Readonly<Record<'a' | 'b', Values>>
}
type Vectors = Readonly<Record<'x' | 'u' | 'v' | 'w', readonly number[]>>

const caseOf = (chain: readonly Graph[], peers: readonly Graph[], p: Vectors): Case => ({
  f: chain[0]!,
  chain,
  peers,
  of: (g) => ({ x: pointOf(g, p.x), u: pointOf(g, p.u), v: pointOf(g, p.v), w: pointOf(g, p.w) }),
  into: (g) => ({ a: valuesOf(outputTypes(g), p.u), b: valuesOf(outputTypes(g), p.w) }),
})

const generated = fc
  .tuple(chains(2, FLAT, 3), alike(2, FLAT, 3), fc.record({ x: numbers, u: numbers, v: numbers, w: numbers }))
  .map(([chain, peers, p]) => caseOf(chain, peers, p))

const fixed: Vectors = { x: [0.7, -0.4, 1.1, 0.2], u: [0.3, 1, -0.6], v: [-0.8, 0.5, 0.9], w: [0.4, -1.2, 0.1, 0.6, 1] }
const peers = [graph([[2], [2]], (x, y) => sum(mul(x, sin(y)))), graph([[2], [2]], (x, y) => sum(mul(x, y, y)))]
/** Fan-out, fan-in, several results, one argument twice, maps of several factors and of several paths. */
const chosen: readonly Case[] = [
  caseOf([graph([[2]], (x) => mul(sin(x), x)), graph([[2]], (y) => sum(mul(y, sin(y))))], peers, fixed),
  caseOf(
    [
      graph([[2], [2]], (x, y) => [mul(x, y), add(x, sin(y))]),
      graph([[2], [2]], (a, b) => [exp(mul(a, b)), outer(a, a)]),
    ],
    peers,
    fixed,
  ),
  caseOf(
    [graph([[2, 2]], (x) => solve(add(x, mul(4, eye(2))), sin(x))), graph([[2, 2]], (y) => matmul(y, y))],
    peers,
    fixed,
  ),
  caseOf(
    [graph([[2], [3]], (x, y) => solve(add(outer(x, x), mul(4, eye(2))), outer(x, y))), graph([[2, 3]], (y) => sin(y))],
    peers,
    fixed,
  ),
]

type Law = (c: Case, modes: Modes) => Verdict
const laws: Readonly<Record<string, Law>> = {
  F0: ({ f, of }, modes) => {
    const { x, v } = of(f)
    return keepsItsChoices(f, x, v) ? limitOfDifferences(f, x, v, modes) : valid
  },
  CD1: ({ peers: [f, g] }, modes) => cartesian.derivativeOfSum(f!, g!, modes),
  'CD2 sums': ({ f, of }, modes) => cartesian.additiveInTheDirection(f, of(f).x, of(f).u, of(f).v, modes),
  'CD2 zero': ({ f, of }, modes) => cartesian.nothingAlongZero(f, of(f).x, modes),
  CD3: ({ f }, modes) => cartesian.derivativeOfProjections(f, modes),
  CD4: ({ peers: [f, g] }, modes) => cartesian.derivativeOfPair(f!, g!, modes),
  CD5: ({ chain: [f, g] }, modes) => cartesian.chainRule(f!, g!, modes),
  'CD5 in value': ({ chain: [f, g], of }, modes) => cartesian.chainRuleInValue(f!, g!, of(f!).x, of(f!).v, modes),
  CD6: ({ f, of }, modes) => cartesian.linearInTheDirection(f, of(f).x, of(f).u, of(f).v, modes),
  CD7: ({ f, of }, modes) => cartesian.symmetricSecondDerivative(f, of(f).x, of(f).u, of(f).v, of(f).w, modes),
  RD1: ({ peers: [f, g], of, into }, modes) => reverse.cotangentOfSum(f!, g!, of(f!).x, into(f!).b, modes),
  'RD2 sums': ({ f, of, into }, modes) => reverse.additiveInTheCotangent(f, of(f).x, into(f).a, into(f).b, modes),
  'RD2 zero': ({ f, of }, modes) => reverse.nothingFromZero(f, of(f).x, modes),
  RD3: ({ f }, modes) => reverse.cotangentOfProjections(f, modes),
  RD4: ({ peers: [f, g], of, into }, modes) => reverse.cotangentOfPair(f!, g!, of(f!).x, into(f!).a, into(g!).b, modes),
  'RD4 side by side': ({ chain: [f, g] }, modes) => reverse.cotangentOfParallel(f!, g!, modes),
  RD5: ({ chain: [f, g], of, into }, modes) => reverse.reverseChainRule(f!, g!, of(f!).x, into(g!).b, modes),
  RD6: ({ chain: [f], of, into }, modes) => reverse.linearInTheCotangent(f!, of(f!).x, into(f!).a, into(f!).b, modes),
  RD7: ({ chain: [f], of }, modes) => reverse.symmetricByReverse(f!, of(f!).x, of(f!).u, of(f!).v, of(f!).w, modes),
  bridge: ({ f, of, into }, modes) => bridge.adjointness(f, of(f).x, of(f).v, into(f).b, modes),
  'D_R = D': ({ f, of }, modes) => bridge.reverseDefinesForward(f, of(f).x, of(f).v, modes),
  mixed: ({ f, of, into }, modes) => bridge.mixedSecondDerivatives(f, of(f).x, of(f).u, into(f).b, modes),
}

/** A mutant that makes no graph at all is found by whoever asks for it. */
const refutes = (law: Law, c: Case, modes: Modes): boolean => {
  try {
    return !law(c, modes).holds
  } catch (e) {
    if (!(e instanceof AdError)) throw e
    return true
  }
}

const sample = [...chosen, ...fc.sample(generated, { numRuns: 5, seed: 1 })]
const kills = (law: Law, mutant: Modes): boolean => sample.some((c) => refutes(law, c, mutant))

for (const mutant of mutants)
  test(`${mutant.name}: refuted`, () =>
    assert.ok(
      Object.values(laws).some((law) => kills(law, mutant)),
      'a mutant has survived all laws',
    ))

for (const [name, law] of Object.entries(laws))
  test(`${name} refutes some mutant`, () => assert.ok(mutants.toReversed().some((mutant) => kills(law, mutant))))

test('no law refutes the modes as they are', () => {
  for (const [name, law] of Object.entries(laws)) for (const c of sample) assert.ok(law(c, {}).holds, name)
})

test.run()
