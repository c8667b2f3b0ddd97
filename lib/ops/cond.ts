/** Cond: one of two graphs, chosen by a number as the graph runs. Only the branch taken is run, in its derivative too. */
import { absolute } from '../absolute.ts'
import { arity } from '../check.ts'
import { closure } from '../drawing.ts'
import { fail, typesText } from '../error.ts'
import { type Graph, inputTypes, outputTypes } from '../graph.ts'
import { run } from '../interpret/evaluate.ts'
import { Linear } from '../linear.ts'
import type { Drawn, Op } from '../op.ts'
import { Tape } from '../tape.ts'
import { sameType, scalar, sizeOf, tupleType } from '../types.ts'
import type { Tensor, Tuple } from '../value.ts'
import { draw, refOf, type Wire } from '../wire.ts'
import {
  fitting,
  hashBodies,
  isSeed,
  keep,
  outputsType,
  pushSome,
  sameBodies,
  seedsOf,
  spread,
  tapeOf,
} from './body.ts'
import { type Arg, fill, liftAll, liftAt } from './constant.ts'
import { reshape } from './linalg.ts'
import { parts, tuple } from './tuple.ts'

const family = { name: 'cond', kind: 'cond' } as const

export interface Cond {
  readonly onTrue: Graph
  readonly onFalse: Graph
}

/** Which branch a mask chooses. */
export const chosen = (params: Cond, mask: Tensor): Graph => (mask.data[0] !== 0 ? params.onTrue : params.onFalse)

/** (0, dx) -> dy in the branch taken; once transposed, dy -> (0, dx). */
const linearCond = (then: Tape, otherwise: Tape): Drawn => ({
  name: 'linearCond',
  draw: ([x, d], _, lanes) => {
    const [mask, ...xs] = parts(x!)
    const seeds = then.transposed ? seedsOf(d!) : seedsOf(d!).slice(1)
    const active = seeds.map(isSeed)
    const a = pushSome(then, active, lanes)
    const b = pushSome(otherwise, active, lanes)
    const reached = a.reached.map((either, k) => either || b.reached[k]!)
    const given = condGraph({ onTrue: keep(a.graph, reached), onFalse: keep(b.graph, reached) }, mask!, [
      ...xs,
      ...seeds.filter(isSeed),
    ])
    const all = spread(then, reached, given, lanes)
    return tuple(then.transposed ? [fill(lanes === undefined ? [] : [lanes], 0), ...all] : all)
  },
  adjoint: () => linearCond(Tape.transpose(then), Tape.transpose(otherwise)),
  absolute: () => linearCond(absolute(then), absolute(otherwise)),
  source: [then.edges, otherwise.edges],
  key: then.transposed ? 'transposed' : '',
})

export const condOp = (params: Cond): Op<Cond> => ({
  family,
  name: 'cond',
  params,
  key: '',
  hash: hashBodies(0xc0d, [params.onTrue, params.onFalse]),
  equals: (other) =>
    sameBodies([params.onTrue, params.onFalse], [(other.params as Cond).onTrue, (other.params as Cond).onFalse]),
  type: (...xs) => {
    arity('cond', xs, 1)
    fitting('cond', xs[0], [scalar, ...inputTypes(params.onTrue)])
    return outputsType(params.onTrue)
  },
  eval: (x) => {
    const [mask, ...xs] = (x as Tuple).tuple
    return { tuple: run(chosen(params, mask as Tensor), xs) }
  },
  partial: (_, y, [x], conventions) => {
    const op = linearCond(tapeOf(params.onTrue, conventions), tapeOf(params.onFalse, conventions))
    return Linear.ofStep({ op, at: 1, args: [refOf(x!), refOf(x!)], from: x!.type, to: y.type })
  },
})

const condGraph = (params: Cond, mask: Wire, xs: readonly Wire[]): readonly Wire[] =>
  params.onTrue.outputs.length === 0 ? [] : parts(draw(condOp(params), [tuple([mask, ...xs])]))

/** `cond` of functions with lists of results. */
export const condAll = (
  mask: Arg,
  then: (...xs: Wire[]) => readonly Arg[],
  otherwise: (...xs: Wire[]) => readonly Arg[],
  ...args: Arg[]
): readonly Wire[] => {
  const xs = args.map((x, k) => liftAt('cond', 3 + k, x))
  const types = xs.map((x) => x.type)
  const one = liftAt('cond', 0, mask)
  if (sizeOf(one.shape) !== 1)
    fail({
      tag: 'ShapeError',
      op: 'cond',
      argument: 0,
      found: typesText([one.type]),
      expected: 'one number',
      cure: 'choose entry by entry with select',
    })
  // Both branches take what either captures, so the second is drawn with the first one's captures, and the first again.
  const first = closure(types, (...ys) => liftAll('cond', then(...ys)))
  const second = closure(types, (...ys) => liftAll('cond', otherwise(...ys)), first.captured)
  const again =
    second.captured.length > first.captured.length
      ? closure(types, (...ys) => liftAll('cond', then(...ys)), second.captured)
      : first
  const [a, b] = [outputTypes(again.graph), outputTypes(second.graph)]
  if (!sameType(tupleType(a), tupleType(b)))
    fail({
      tag: 'ShapeError',
      op: 'cond',
      argument: 'else',
      found: typesText(b),
      expected: `${typesText(a)}, as then gives`,
      cure: 'make both branches return the same types',
    })
  return condGraph({ onTrue: again.graph, onFalse: second.graph }, reshape(one, []), [...xs, ...second.captured])
}

/**
 * `then(...args)` where the mask is not 0, else `otherwise(...args)`. Both may use wires of the drawing around them and
 * must give the same type; only the one taken is run.
 *
 * @example
 * grad((x) => cond(greater(x, 0), (y) => mul(y, y), (y) => exp(y), x))(3) // => 6
 */
export const cond = (
  mask: Arg,
  then: (...xs: Wire[]) => Arg,
  otherwise: (...xs: Wire[]) => Arg,
  ...args: Arg[]
): Wire =>
  condAll(
    mask,
    (...xs) => [then(...xs)],
    (...xs) => [otherwise(...xs)],
    ...args,
  )[0]!
