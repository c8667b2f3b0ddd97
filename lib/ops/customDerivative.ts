/**
 * Custom derivatives: a graph run as one op, and beside it the graph of its tangent. The tangent is one linear map: forward
 * mode applies it, reverse mode transposes it, and higher orders differentiate the graph that it is drawn by.
 */
import { absolute } from '../absolute.ts'
import { arity } from '../check.ts'
import { replayNodes } from '../compose.ts'
import type { Conventions } from '../conventions.ts'
import { closure } from '../drawing.ts'
import { fail, typesText } from '../error.ts'
import { type Graph, inputTypes, outputTypes, type Ref } from '../graph.ts'
import { run } from '../interpret/evaluate.ts'
import { Linear } from '../linear.ts'
import type { Drawn, Op } from '../op.ts'
import { remembering } from '../program.ts'
import { linearize, Tape } from '../tape.ts'
import { isTuple, sameType, tupleType, withLanes } from '../types.ts'
import type { Tuple } from '../value.ts'
import { draw, refOf, type Wire } from '../wire.ts'
import { allZero, fitting, hashBodies, isSeed, outputsType, pushSome, sameBodies, seedsOf } from './body.ts'
import { type Arg, liftAll } from './constant.ts'
import { stopGradient } from './stopGradient.ts'
import { parts, tuple, zeros } from './tuple.ts'

const family = { name: 'custom', kind: 'custom' } as const

/** The op takes (xs, what the body captured, what the rule captured). */
export interface Custom {
  /** (xs, captured) -> ys */
  readonly body: Graph
  /** (xs, ys, dxs, captured) -> dys */
  readonly rule: Graph
  /** How many xs there are. */
  readonly xs: number
}

/** The tape of a rule, from its dxs alone. */
const tapeOfRule = remembering(
  (rule, { from, count, conventions }: { from: number; count: number; conventions: Conventions }): Tape =>
    linearize(rule, { wrt: rule.inputs.slice(from, from + count), conventions }),
)

/** dx -> dy, or dy -> dx once transposed: the linear part of the rule at dx = 0. What was captured has no tangent. */
const linearCustom = (params: Custom, tape: Tape): Drawn => ({
  name: 'linearCustom',
  draw: ([x, y, d], _, lanes) => {
    const given = parts(x!)
    const xs = given.slice(0, params.xs)
    const captured = given.slice(params.body.inputs.length)
    const seeds = tape.transposed ? seedsOf(d!) : seedsOf(d!).slice(0, params.xs)
    const { graph } = pushSome(tape, seeds.map(isSeed), lanes)
    const still = xs.map(({ type }) => zeros(type))
    const at = [...xs, ...parts(y!), ...still, ...captured, ...seeds.filter(isSeed)]
    const flows = replayNodes(graph, at, graph.outputs)
    const rest = given.slice(params.xs).map(({ type }) => zeros(withLanes(type, lanes)))
    return tuple(tape.transposed ? [...flows, ...rest] : flows)
  },
  adjoint: () => linearCustom(params, Tape.transpose(tape)),
  absolute: () => linearCustom(params, absolute(tape)),
  source: [tape.edges],
  key: tape.transposed ? 'transposed' : '',
})

export const customOp = (params: Custom): Op<Custom> => {
  const { body, rule, xs: count } = params
  const from = count + body.outputs.length
  const inputs = [...inputTypes(body), ...inputTypes(rule).slice(from + count)]
  return {
    family,
    name: 'custom',
    params,
    key: String(count),
    hash: hashBodies(0xc057 + count, [body, rule]),
    equals: (other) => sameBodies([body, rule], [(other.params as Custom).body, (other.params as Custom).rule]),
    type: (...xs) => {
      arity('custom', xs, 1)
      fitting('custom', xs[0], inputs)
      return outputsType(body)
    },
    eval: (x) => ({ tuple: run(body, (x as Tuple).tuple.slice(0, body.inputs.length)) }),
    partial: (_, y, [x], conventions) =>
      Linear.ofStep({
        op: linearCustom(params, tapeOfRule(rule, { from, count, conventions })),
        at: 2,
        args: [refOf(x!), refOf(y), refOf(x!)],
        from: x!.type,
        to: y.type,
      }),
  }
}

/** Draws a custom op on (xs, what the body captured, what the rule captured). */
export const drawCustom = (params: Custom, xs: readonly Wire[]): readonly Wire[] =>
  params.body.outputs.length === 0 ? [] : parts(draw(customOp(params), [tuple(xs)]))

const constantHere = (wire: Wire): Wire =>
  isTuple(wire.type) ? tuple(parts(wire).map(constantHere)) : stopGradient(wire)

/** Refuses tangents that no dx has a part in, unless they are known to be zero: none of them is linear in dx. */
const checkLinear = (rule: Graph, dxs: readonly Ref[], zero: readonly boolean[]): void => {
  const reached = new Uint8Array(rule.nodes.size)
  for (const ref of dxs) reached[ref] = 1
  rule.nodes.forEach(({ args }, ref) => {
    if (args.some((arg) => reached[arg])) reached[ref] = 1
  })
  const wrong = rule.outputs.findIndex((ref, k) => !reached[ref] && !zero[k])
  if (wrong >= 0)
    fail({
      tag: 'LawError',
      op: 'customDerivative',
      argument: 'tangent',
      found: zero.length === 1 ? 'a tangent without dx' : `a tangent without dx for result ${wrong}`,
      expected: 'one that is linear in dx, or 0',
      cure: 'multiply the slope by dx: ([x], y, [dx]) => mul(slope, dx)',
    })
}

/** `customDerivative` of a function with a list of results: `tangent(xs, ys, dxs)` gives a list of tangents, one a result. */
export const customDerivativeAll =
  (
    f: (...xs: Wire[]) => readonly Arg[],
    tangent: (xs: readonly Wire[], ys: readonly Wire[], dxs: readonly Wire[]) => readonly Arg[],
  ) =>
  (...args: Arg[]): readonly Wire[] => {
    const xs = liftAll('customDerivative', args)
    const types = xs.map((x) => x.type)
    const body = closure(types, (...given) => liftAll('customDerivative', f(...given)))
    const results = outputTypes(body.graph)
    const [n, m] = [xs.length, results.length]
    let zero: readonly boolean[] = []
    const rule = closure([...types, ...results, ...types], (...given) => {
      const dys = liftAll('customDerivative', tangent(given.slice(0, n), given.slice(n, n + m), given.slice(n + m)))
      zero = dys.map(allZero)
      return dys
    })
    const tangents = outputTypes(rule.graph)
    if (!sameType(tupleType(tangents), tupleType(results)))
      fail({
        tag: 'ShapeError',
        op: 'customDerivative',
        argument: 'tangent',
        found: typesText(tangents),
        expected: `${typesText(results)}, as the function gives`,
        cure: 'return a tangent of the type of each result',
      })
    checkLinear(rule.graph, rule.graph.inputs.slice(n + m, 2 * n + m), zero)
    const captured = [...body.captured, ...rule.captured].map(constantHere)
    return drawCustom({ body: body.graph, rule: rule.graph, xs: n }, [...xs, ...captured])
  }

/**
 * A function with a derivative of one's own: the value is `f(...xs)`, and `tangent(xs, y, dxs)` draws dy, linear in dxs,
 * of the type of y. One rule serves both modes, which is applied in one and transposed in the other, and all orders, for
 * which it is itself differentiated; of a rule that is not linear, the linear part at dxs = 0 counts. Only arguments are
 * differentiated: wires of the drawing around that `f` or `tangent` use are constants to every derivative.
 *
 * @throws AdError `ShapeError` where dy is not of the type of y, `LawError` where it is drawn without dx and not known to
 * be 0
 * @example
 * const softplus = customDerivative((x) => log(add(1, exp(x))), ([x], _, [dx]) => mul(sigmoid(x), dx))
 * grad(softplus)(1000) // => 1
 */
export const customDerivative = (
  f: (...xs: Wire[]) => Arg,
  tangent: (xs: readonly Wire[], y: Wire, dxs: readonly Wire[]) => Arg,
): ((...args: Arg[]) => Wire) => {
  const all = customDerivativeAll(
    (...xs) => [f(...xs)],
    (xs, [y], dxs) => [tangent(xs, y!, dxs)],
  )
  return (...args) => all(...args)[0]!
}
