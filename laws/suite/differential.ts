/** The laws of one derivative alone: fidelity, Cartesian differential and reverse derivative categories, and the bridge. */
import { bodiesOf, type Conventions, type Graph } from '../../modes/index.ts'
import { adjointness, mixedSecondDerivatives, reverseDefinesForward } from '../bridge.ts'
import {
  additiveInTheDirection,
  chainRule,
  chainRuleInValue,
  derivativeOfPair,
  derivativeOfProjections,
  derivativeOfSum,
  derivativeOfZero,
  linearInTheDirection,
  nothingAlongZero,
  symmetricSecondDerivative,
} from '../cartesian.ts'
import { keepsItsChoices } from '../choices.ts'
import { limitOfDifferences, limitOfPairings, placesHaveNoTangent } from '../fidelity.ts'
import { against, along, type Case, gist, type Law } from '../law.ts'
import {
  additiveInTheCotangent,
  cotangentOfPair,
  cotangentOfParallel,
  cotangentOfProjections,
  cotangentOfSum,
  cotangentOfZero,
  linearInTheCotangent,
  nothingFromZero,
  reverseChainRule,
  symmetricByReverse,
} from '../reverse.ts'
import { type Modes, scaled, type Values } from '../scale.ts'
import { undecided, type Verdict } from '../verdict.ts'

const vectors = ({ f, numbers: { u, v, w } }: Case) => ({ u: along(f, u), v: along(f, v), w: along(f, w) })
const covectors = ({ f, numbers: { u, w } }: Case) => ({ a: against(f, u), b: against(f, w) })

/** Whether no op of a graph owns one: then equal derivatives are equal graphs, whatever they are composed with. */
export const isFlat = (f: Graph): boolean => f.nodes.every((node) => bodiesOf(node).length === 0)

/** Whether a graph has derivatives that somebody has said, which may be others than the limits of differences. */
const isDeclared = (f: Graph): boolean =>
  f.nodes.some((node) => node.op.family.name === 'stopGradient' || bodiesOf(node).some(([, body]) => isDeclared(body)))

/** What holds away from kinks, along half of v. */
const smoothly = ({ f, x, numbers }: Case, law: (v: Values) => Verdict): Verdict => {
  const v = scaled(along(f, numbers.v), 0.5)
  return !isDeclared(f) && keepsItsChoices(f, x, v) ? law(v) : undecided
}

/**
 * Whether equal derivatives of f;g are equal graphs: no op owns a graph, and a zero tangent that is known is dropped
 * whatever the slope, as it is where zero absorbs.
 */
export const isDrawnAlike = (f: Graph, g: Graph, { zero }: Conventions): boolean =>
  zero === 'absorbing' && isFlat(f) && isFlat(g)

/** F0 of a derivative of f, at the point of it that begins with x, away from the kinks of f too. */
const ofDerivative = (c: Case, modes: Modes, derivative: (f: Graph) => Graph): Verdict =>
  smoothly(c, () => {
    const f = derivative(c.f)
    const x = [...c.x, ...scaled(along(f, c.numbers.u), 0.5).slice(c.x.length)]
    return smoothly({ ...c, f, x }, (v) => limitOfDifferences(f, x, v, modes))
  })

const fidelity: readonly Law[] = [
  {
    name: 'F0 D f (x, v) ~ lim (f(x + h v) - f(x - h v)) / 2h',
    group: 'fidelity',
    of: ['D'],
    holds: (c, modes) => smoothly(c, (v) => limitOfDifferences(c.f, c.x, v, modes)),
  },
  {
    name: 'F0 <R f (x, w), v> ~ lim <w, f(x + h v) - f(x - h v)> / 2h',
    group: 'fidelity',
    of: ['R'],
    holds: (c, modes) => smoothly(c, (v) => limitOfPairings(c.f, c.x, v, covectors(c).b, modes)),
  },
  {
    name: 'F0 at order 2: D D f is the limit of differences of D f',
    group: 'fidelity',
    of: ['D'],
    holds: (c, modes) => ofDerivative(c, modes, modes.D),
  },
  {
    name: 'F0 at order 2: D R f is the limit of differences of R f',
    group: 'fidelity',
    of: ['D', 'R'],
    holds: (c, modes) => ofDerivative(c, modes, modes.R),
  },
  {
    name: 'F0 at order 3: D D D f is the limit of differences of D D f',
    group: 'fidelity',
    of: ['D'],
    holds: (c, modes) => ofDerivative(c, modes, (f) => modes.D(modes.D(f))),
  },
  {
    name: 'F0 D f (x, v) = 0 for v in places, beside which f is no number',
    group: 'fidelity',
    of: ['D'],
    holds: (c, modes) => placesHaveNoTangent(c.f, c.x, vectors(c).v, modes),
  },
]

const cartesian: readonly Omit<Law, 'group'>[] = [
  {
    name: 'CD1 D(f + g) = Df + Dg',
    of: ['D'],
    exact: true,
    holds: ({ f, beside }, modes) => derivativeOfSum(gist(f), beside, modes),
  },
  { name: 'CD1 D0 = 0', of: ['D'], exact: true, holds: ({ f }, modes) => derivativeOfZero(f, modes) },
  {
    name: 'CD2 Df(x, u + v) ~ Df(x, u) + Df(x, v)',
    of: ['D'],
    holds: (c, modes) => additiveInTheDirection(c.f, c.x, vectors(c).u, vectors(c).v, modes),
  },
  { name: 'CD2 Df(x, 0) = 0', of: ['D'], holds: ({ f, x }, modes) => nothingAlongZero(f, x, modes) },
  {
    name: 'CD3 D id (x, v) = v, D pi_i (x, v) = v_i',
    of: ['D'],
    exact: true,
    holds: ({ f }, modes) => derivativeOfProjections(f, modes),
  },
  {
    name: 'CD4 D<f, g> = <Df, Dg>',
    of: ['D'],
    exact: true,
    holds: ({ f, beside }, modes) => derivativeOfPair(f, beside, modes),
  },
  {
    name: 'CD5 D(f;g)(x, v) = Dg(f x, Df(x, v))',
    of: ['D'],
    exact: true,
    holds: ({ f, next }, modes) => (isDrawnAlike(f, next, modes.conventions) ? chainRule(f, next, modes) : undecided),
  },
  {
    name: 'CD5 D(f;g)(x, v) ~ Dg(f x, Df(x, v)), in value',
    of: ['D'],
    holds: (c, modes) => chainRuleInValue(c.f, c.next, c.x, vectors(c).v, modes),
  },
  {
    name: 'CD6 DDf((x, b), (0, v)) ~ Df(x, v)',
    of: ['D'],
    holds: (c, modes) => linearInTheDirection(c.f, c.x, vectors(c).u, vectors(c).v, modes),
  },
  {
    name: 'CD7 DDf((x, u), (v, w)) ~ DDf((x, v), (u, w))',
    of: ['D'],
    holds: (c, modes) => symmetricSecondDerivative(c.f, c.x, vectors(c).u, vectors(c).v, vectors(c).w, modes),
  },
]

const reverse: readonly Omit<Law, 'group'>[] = [
  {
    name: 'RD1 R(f + g)(x, w) ~ Rf(x, w) + Rg(x, w)',
    of: ['R'],
    holds: ({ f, beside, x, numbers }, modes) => cotangentOfSum(gist(f), beside, x, against(beside, numbers.w), modes),
  },
  { name: 'RD1 R0 = 0', of: ['R'], exact: true, holds: ({ f }, modes) => cotangentOfZero(f, modes) },
  {
    name: 'RD2 Rf(x, a + b) ~ Rf(x, a) + Rf(x, b)',
    of: ['R'],
    holds: (c, modes) => additiveInTheCotangent(c.f, c.x, covectors(c).a, covectors(c).b, modes),
  },
  { name: 'RD2 Rf(x, 0) = 0', of: ['R'], holds: ({ f, x }, modes) => nothingFromZero(f, x, modes) },
  {
    name: 'RD3 R id (x, w) = w, R pi_i (x, w) = inj_i w',
    of: ['R'],
    exact: true,
    holds: ({ f }, modes) => cotangentOfProjections(f, modes),
  },
  {
    name: 'RD4 R<f, g>(x, (a, b)) ~ Rf(x, a) + Rg(x, b)',
    of: ['R'],
    holds: (c, modes) => cotangentOfPair(c.f, c.beside, c.x, covectors(c).a, against(c.beside, c.numbers.w), modes),
  },
  {
    name: 'RD4 R(f x g)((x, y), (a, b)) = (Rf(x, a), Rg(y, b))',
    of: ['R'],
    exact: true,
    holds: ({ f, next }, modes) => cotangentOfParallel(f, next, modes),
  },
  {
    name: 'RD5 R(f;g)(x, w) ~ Rf(x, Rg(f x, w))',
    of: ['R'],
    holds: ({ f, next, x, numbers }, modes) => reverseChainRule(f, next, x, against(next, numbers.w), modes),
  },
  {
    name: "RD6 D_R(Rf)((a, b'), (0, b)) ~ Rf(a, b)",
    of: ['R'],
    holds: (c, modes) => linearInTheCotangent(c.f, c.x, covectors(c).a, covectors(c).b, modes),
  },
  {
    name: 'RD7 D_R D_R f((a, b), (c, d)) ~ D_R D_R f((a, c), (b, d))',
    of: ['R'],
    holds: (c, modes) => symmetricByReverse(c.f, c.x, vectors(c).u, vectors(c).v, vectors(c).w, modes),
  },
]

const bridge: readonly Omit<Law, 'group'>[] = [
  {
    name: 'the pairing <w, Df(x, v)> ~ <Rf(x, w), v>',
    of: ['D', 'R'],
    holds: (c, modes) => adjointness(c.f, c.x, vectors(c).v, covectors(c).b, modes),
  },
  {
    name: 'D_R f ~ D f',
    of: ['D', 'R'],
    holds: (c, modes) => reverseDefinesForward(c.f, c.x, vectors(c).v, modes),
  },
  {
    name: 'forward over reverse D(Rf)((x, w), (u, 0)) ~ reverse over forward pi_1 R(Df)((x, u), w)',
    of: ['D', 'R'],
    holds: (c, modes) => mixedSecondDerivatives(c.f, c.x, vectors(c).u, covectors(c).b, modes),
  },
]

export const differential: readonly Law[] = [
  ...fidelity,
  ...cartesian.map((law): Law => ({ ...law, group: 'Cartesian differential' })),
  ...reverse.map((law): Law => ({ ...law, group: 'reverse derivative' })),
  ...bridge.map((law): Law => ({ ...law, group: 'bridge' })),
]
