/**
 * While: a step repeated as long as a condition holds. With a bound it is a scan of conds, which every mode knows; without
 * one it is an op of its own, whose tangent is again a while, and which reverse mode cannot turn round.
 */
import { absolute } from '../absolute.ts'
import { arity } from '../check.ts'
import { replayNodes } from '../compose.ts'
import { closure } from '../drawing.ts'
import { fail, typesText } from '../error.ts'
import { leastFixed } from '../fixpoint.ts'
import { checkOptions } from '../given.ts'
import { type Graph, inputTypes, outputTypes } from '../graph.ts'
import { run } from '../interpret/evaluate.ts'
import { Linear } from '../linear.ts'
import type { Drawn, Op } from '../op.ts'
import type { Tape } from '../tape.ts'
import { isTuple, sameType, sizeOf, type Type, tupleType, withLanes } from '../types.ts'
import type { Tensor, Tuple, Value } from '../value.ts'
import { draw, refOf, type Wire } from '../wire.ts'
import { fitting, hashBodies, isSeed, outputsType, pushSome, sameBodies, seedsOf, tapeOf } from './body.ts'
import { bounded } from './bounded.ts'
import { type Arg, liftAll, liftAt } from './constant.ts'
import { reshape } from './linalg.ts'
import { parts, tuple, zeros } from './tuple.ts'

const family = { name: 'while', kind: 'while' } as const

/** The op takes (carries, what the condition captured, what the step captured) and gives the carries. */
export interface While {
  /** (carries, captured) -> one number, which holds unless it is 0 */
  readonly condition: Graph
  /** (carries, captured) -> carries */
  readonly step: Graph
  readonly carries: number
  /** As many steps as a run may take. */
  readonly limit: number
}

/** What a while is given, apart. */
export const whileParts = <A>({ condition, carries }: While, xs: readonly A[]) => ({
  carry: xs.slice(0, carries),
  ofCondition: xs.slice(carries, condition.inputs.length),
  ofStep: xs.slice(condition.inputs.length),
})

export const holds = (value: Value | undefined): boolean => (value as Tensor).data[0] !== 0

export const refuseSteps = (limit: number): never =>
  fail({
    tag: 'ValueError',
    op: 'while',
    found: `a condition that still holds after ${limit} steps`,
    expected: 'one that fails by then',
    cure: 'make the step lead to an end, or raise limit',
  })

const evaluateWhile = (params: While, xs: readonly Value[]): Tuple => {
  const { carry, ofCondition, ofStep } = whileParts(params, xs)
  let values = carry
  for (let k = 0; holds(run(params.condition, [...values, ...ofCondition])[0]); k++) {
    if (k >= params.limit) refuseSteps(params.limit)
    values = [...run(params.step, [...values, ...ofStep])]
  }
  return { tuple: values }
}

const noReverse = (): never =>
  fail({
    tag: 'LawError',
    op: 'while',
    found: 'a loop without a bound in reverse mode',
    expected: 'as many steps as are known, to go back through',
    cure: 'give whileLoop a bound, or use forward mode',
  })

/** dx -> dy, by a while over (c, dc). */
const linearWhile = (params: While, tape: Tape): Drawn => ({
  name: 'linearWhile',
  draw: ([x, d], _, lanes) => {
    const { condition, step, carries, limit } = params
    const { carry, ofCondition, ofStep } = whileParts(params, parts(x!))
    const { carry: dc, ofStep: dp } = whileParts(params, seedsOf(d!))
    const others = dp.map(isSeed)
    const live = leastFixed(dc.map(isSeed), (mask) => pushSome(tape, [...mask, ...others], lanes).reached)
    const { graph } = pushSome(tape, [...live, ...others], lanes)
    const typeAt = (k: number): Type => withLanes(carry[k]!.type, lanes)
    const first = carry.flatMap((_, k) => (live[k] ? [dc[k] ?? zeros(typeAt(k))] : []))
    const roots = [...step.outputs, ...graph.outputs.filter((_, k) => live[k])]
    const after = whileLoopAll(
      (...cs) => replayNodes(condition, [...cs.slice(0, carries), ...ofCondition], condition.outputs)[0]!,
      (...cs) =>
        replayNodes(graph, [...cs.slice(0, carries), ...ofStep, ...cs.slice(carries), ...dp.filter(isSeed)], roots),
      [...carry, ...first],
      { limit },
    ).slice(carries)
    let next = 0
    return tuple(live.map((on, k) => (on ? after[next++]! : zeros(typeAt(k)))))
  },
  adjoint: noReverse,
  absolute: () => linearWhile(params, absolute(tape)),
  source: [params.condition, tape.edges],
  key: `while ${params.limit}`,
})

export const whileOp = (params: While): Op<While> => {
  const { condition, step, carries, limit } = params
  const inputs = [...inputTypes(condition), ...inputTypes(step).slice(carries)]
  return {
    family,
    name: 'while',
    params,
    key: `${carries} ${limit}`,
    hash: hashBodies(0x3417 + carries, [condition, step]),
    equals: (other) => sameBodies([condition, step], [(other.params as While).condition, (other.params as While).step]),
    type: (...xs) => {
      arity('while', xs, 1)
      fitting('while', xs[0], inputs)
      return outputsType(step)
    },
    eval: (x) => evaluateWhile(params, (x as Tuple).tuple),
    partial: (_, y, [x], conventions) =>
      Linear.ofStep({
        op: linearWhile(params, tapeOf(step, conventions)),
        at: 1,
        args: [refOf(x!), refOf(x!)],
        from: x!.type,
        to: y.type,
      }),
  }
}

export interface WhileOptions {
  /** More steps than this are an error. With a bound, reverse mode works, and a run takes as many steps as the bound. */
  readonly bound?: number
  /** More steps than this are an error, of a loop without a bound; ten million by default, so that nothing hangs. */
  readonly limit?: number
}
const LIMIT = 1e7

const oneNumber = (given: Arg): Wire => {
  const wire = liftAt('while', 'condition', given)
  if (isTuple(wire.type) || sizeOf(wire.shape) !== 1)
    fail({
      tag: 'ShapeError',
      op: 'while',
      argument: 'condition',
      found: typesText([wire.type]),
      expected: 'one number',
      cure: 'loop entry by entry, or combine the conditions into one',
    })
  return reshape(wire, [])
}

const wholeFrom0 = (argument: string, x: number): void => {
  if (!Number.isSafeInteger(x) || x < 0)
    fail({
      tag: 'ValueError',
      op: 'while',
      argument,
      found: String(x),
      expected: 'a whole number from 0 on',
      cure: 'round it',
    })
}

/** `whileLoop` of several values: condition and step take them all, and the step gives them all. */
export const whileLoopAll = (
  condition: (...c: Wire[]) => Arg,
  step: (...c: Wire[]) => readonly Arg[],
  init: readonly Arg[],
  options: WhileOptions = {},
): readonly Wire[] => {
  checkOptions('while', options, { bound: undefined, limit: undefined })
  const { bound, limit = LIMIT } = options
  const carry = liftAll('while', init)
  const types = carry.map((c) => c.type)
  wholeFrom0('bound', bound ?? 0)
  wholeFrom0('limit', limit)
  const test = closure(types, (...c) => [oneNumber(condition(...c))])
  const body = closure(types, (...c) => liftAll('while', step(...c)))
  const after = outputTypes(body.graph)
  if (!sameType(tupleType(after), tupleType(types)))
    fail({
      tag: 'ShapeError',
      op: 'while',
      argument: 'step',
      found: typesText(after),
      expected: `${typesText(types)}, as given`,
      cure: 'return values of the types that the step takes',
    })
  if (carry.length === 0) return []
  const params = { condition: test.graph, step: body.graph, carries: carry.length, limit }
  if (bound !== undefined) return bounded(params, bound, carry, test.captured, body.captured)
  return parts(draw(whileOp(params), [tuple([...carry, ...test.captured, ...body.captured])]))
}

/**
 * Repeats `c = step(c)` from `init` on as long as `condition(c)`, one number, is not 0. With a `bound`, the loop is drawn as
 * that many steps, each taken only while the condition holds, and every mode works; a run that would need more is an
 * error, never a result cut short. Without a bound, forward mode works, and reverse mode is refused. Both functions may
 * use wires of the drawing around them.
 *
 * @throws AdError `ShapeError` where the condition is not one number, or the step does not give the type that it takes
 * @throws AdError `ValueError` at evaluation, where the condition still holds after `bound` or `limit` steps
 * @throws AdError `LawError` in reverse mode without a bound
 * @example
 * const double = (x) => whileLoop((c) => less(c, 100), (c) => mul(c, 2), x, { bound: 10 })
 * grad(double)(3) // => 64
 */
export const whileLoop = (
  condition: (c: Wire) => Arg,
  step: (c: Wire) => Arg,
  init: Arg,
  options: WhileOptions = {},
): Wire =>
  whileLoopAll(
    (c) => condition(c!),
    (c) => [step(c!)],
    [init],
    options,
  )[0]!
