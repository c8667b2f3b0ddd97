/** The laws of tapes and of the linear maps on them, and of einsum. */
import { isTuple, linearize, outputTypes, type Tape } from '../../modes/index.ts'
import { einsumIsItsSum, einsumIsMultilinear, einsumSwapsForItsAdjoint, einsumsOf } from '../einsum.ts'
import {
  linearizeComposes,
  tangentComposes,
  tangentOfIdentity,
  tangentOfProduct,
  transposingTwice,
} from '../functor.ts'
import { along, type Case, type Law, type Subject } from '../law.ts'
import {
  adjointPairing,
  adjointReverses,
  adjointTwice,
  compositionAssociates,
  copyingIsDualToAdding,
  fusionKeepsValues,
  linearIsItsDerivative,
  mapsSumsToSums,
  mapsZeroToZero,
  routes,
} from '../linear.ts'
import { linearizesOnce } from '../once.ts'
import { run, valuesOf } from '../scale.ts'
import { forEach, undecided, type Verdict } from '../verdict.ts'
import { isDrawnAlike } from './differential.ts'

const functor: readonly Omit<Law, 'group'>[] = [
  {
    name: 'linearize (f;g) = linearize f ; linearize g',
    of: ['linearize'],
    exact: true,
    holds: ({ f, next }, { linearize: toTape }) => linearizeComposes(f, next, toTape),
  },
  { name: 'T id = id', of: ['T'], exact: true, holds: ({ f }, { T }) => tangentOfIdentity(f, T) },
  {
    name: 'T(f;g) = T f ; T g',
    of: ['T'],
    exact: true,
    holds: ({ f, next }, { T, conventions }) =>
      isDrawnAlike(f, next, conventions) ? tangentComposes(f, next, T) : undecided,
  },
  {
    name: 'T(f x g) = T f x T g',
    of: ['T'],
    exact: true,
    holds: ({ f, next }, { T }) => tangentOfProduct(f, next, T),
  },
  {
    name: 'transpose (transpose t) = t',
    of: ['transpose'],
    exact: true,
    holds: ({ f }, { transpose }) => transposingTwice(f, transpose),
  },
  {
    name: 'linearize (f, x) runs every op once, and its map runs none',
    of: ['linearize'],
    holds: ({ f, x, numbers }, { linearize: toTape }) =>
      linearizesOnce(f, x, [along(f, numbers.u), along(f, numbers.v)], toTape),
  },
]

const MOST = 8
type Edges = Tape['edges']

/** A law of every map on a tape, of eight at most. */
const ofEdges =
  (law: (l: Edges[number]['map'], tape: Tape, c: Case, s: Subject) => Verdict): Law['holds'] =>
  (c, subject) => {
    const tape = subject.linearize(c.f)
    return forEach(tape.edges.slice(0, MOST), ({ map }) => law(map, tape, c, subject))
  }
/** A law of maps that follow one another. */
const ofRoutes =
  (
    length: number,
    law: (maps: readonly Edges[number]['map'][], tape: Tape, c: Case, s: Subject) => Verdict,
  ): Law['holds'] =>
  (c, subject) => {
    const tape = subject.linearize(c.next)
    const found = routes(tape, length, MOST)
    return found.length === 0 ? undecided : forEach(found, (maps) => law(maps, tape, c, subject))
  }
/** Where the graph that follows is asked. */
const pointOfNext = ({ f, x }: Case) => run(f, x)

const linear: readonly Omit<Law, 'group'>[] = [
  {
    name: 'l 0 = 0 for every step',
    of: ['linearize'],
    holds: ofEdges((l, { primal }, { x, numbers }) => mapsZeroToZero(primal, l, x, valuesOf([l.from], numbers.v))),
  },
  {
    name: 'l (u + v) ~ l u + l v',
    of: ['linearize'],
    holds: ofEdges((l, { primal }, { x, numbers }) =>
      mapsSumsToSums(primal, l, x, valuesOf([l.from], numbers.u), valuesOf([l.from], numbers.v)),
    ),
  },
  {
    name: 'D l x = l for linear l',
    of: ['D'],
    holds: ofEdges((l, { primal }, { x, numbers }, { D }) =>
      isTuple(l.from) || isTuple(l.to)
        ? undecided
        : linearIsItsDerivative(primal, l, x, valuesOf([l.from], numbers.u), valuesOf([l.from], numbers.v), { D }),
    ),
  },
  {
    name: 'transpose (transpose l) = l',
    of: ['adjoint'],
    holds: ofEdges((l, _tape, _case, algebra) => adjointTwice(l, algebra)),
  },
  {
    name: '<l v, w> ~ <v, transpose l w>',
    of: ['adjoint'],
    holds: ofEdges((l, { primal }, { x, numbers }, algebra) =>
      adjointPairing(primal, l, x, valuesOf([l.from], numbers.v), valuesOf([l.to], numbers.w), algebra),
    ),
  },
  {
    name: 'transpose (l;k) = transpose k ; transpose l',
    of: ['adjoint', 'compose'],
    holds: ofRoutes(2, ([l, k], _tape, _case, algebra) => adjointReverses(l!, k!, algebra)),
  },
  {
    name: '(l;k) v ~ k (l v): fusion changes no value',
    of: ['compose'],
    holds: ofRoutes(2, ([l, k], { primal }, c, algebra) =>
      fusionKeepsValues(primal, l!, k!, pointOfNext(c), valuesOf([l!.from], c.numbers.v), algebra),
    ),
  },
  {
    name: '((l;k);m) v ~ (l;(k;m)) v',
    of: ['compose'],
    holds: ofRoutes(3, ([l, k, m], { primal }, c, algebra) =>
      compositionAssociates(primal, [l!, k!, m!], pointOfNext(c), valuesOf([l!.from], c.numbers.v), algebra),
    ),
  },
  {
    name: 'dup and add are each other’s transpose',
    of: ['R'],
    exact: true,
    holds: ({ f }, { R }) => forEach(outputTypes(f), (type) => copyingIsDualToAdding(type, R)),
  },
]

/** A law of every einsum in f and in its derivative. */
const ofEinsums =
  (law: (found: ReturnType<typeof einsumsOf>[number], c: Case, s: Subject) => Verdict): Law['holds'] =>
  (c, subject) => {
    const found = einsumsOf(linearize(c.f).primal).slice(0, MOST)
    return found.length === 0 ? undecided : forEach(found, (each) => law(each, c, subject))
  }

const einsum: readonly Omit<Law, 'group'>[] = [
  {
    name: 'einsum (xs)[out] = the sum over letters of the product of xs[k][word k]',
    of: ['run'],
    holds: ofEinsums(({ op, types }, { numbers }, s) => einsumIsItsSum(op, valuesOf(types, numbers.u), types, s.run)),
  },
  {
    name: 'einsum (.., x + y, ..) ~ einsum (.., x, ..) + einsum (.., y, ..)',
    of: ['run'],
    holds: ofEinsums(({ op, types }, { numbers: { u, v } }, s) =>
      einsumIsMultilinear(op, valuesOf(types, u), valuesOf(types, v), types, s.run),
    ),
  },
  {
    name: '<einsum (xs), w> ~ <x_k, einsum (w in place of x_k)>, the output swapped with word k',
    of: ['run'],
    holds: ofEinsums(({ op, types }, { numbers: { u, w } }, s) =>
      einsumSwapsForItsAdjoint(op, valuesOf(types, u), valuesOf([{ shape: op.params.shape }], w), types, s.run),
    ),
  },
]

export const structure: readonly Law[] = [
  ...functor.map((law): Law => ({ ...law, group: 'functor' })),
  ...linear.map((law): Law => ({ ...law, group: 'linear maps' })),
  ...einsum.map((law): Law => ({ ...law, group: 'einsum' })),
]
