/**
 * Call: a graph run as one op. Nothing inside is a node of the graph around it, so its values are not kept, and its
 * derivative's call computes them again: `call` is `checkpoint`.
 */
import { absolute } from '../absolute.ts'
import { closure } from '../drawing.ts'
import type { Graph } from '../graph.ts'
import { run } from '../interpret/evaluate.ts'
import { Linear } from '../linear.ts'
import type { Drawn, Op } from '../op.ts'
import { Tape } from '../tape.ts'
import type { Tuple } from '../value.ts'
import { draw, refOf, type Wire } from '../wire.ts'
import {
  fitting,
  hashBodies,
  inputsType,
  isSeed,
  keep,
  outputsType,
  pushSome,
  sameBodies,
  seedsOf,
  spread,
  tapeOf,
} from './body.ts'
import { type Arg, liftAll } from './constant.ts'
import { parts, tuple } from './tuple.ts'

const family = { name: 'call', kind: 'call' } as const

export interface Call {
  readonly body: Graph
}

/** dx -> dy, or dy -> dx once transposed, by a call that computes the body again. */
const linearCall = (tape: Tape): Drawn => ({
  name: 'linearCall',
  draw: ([x, dx], _, lanes) => {
    const seeds = seedsOf(dx!)
    const { graph, reached } = pushSome(tape, seeds.map(isSeed), lanes)
    const given = callGraph(keep(graph, reached), [...parts(x!), ...seeds.filter(isSeed)])
    return tuple(spread(tape, reached, given, lanes))
  },
  adjoint: () => linearCall(Tape.transpose(tape)),
  absolute: () => linearCall(absolute(tape)),
  source: [tape.edges],
  key: tape.transposed ? 'transposed' : '',
})

export const callOp = (body: Graph): Op<Call> => ({
  family,
  name: 'call',
  params: { body },
  key: '',
  hash: hashBodies(0xca11, [body]),
  equals: (other) => sameBodies([body], [(other.params as Call).body]),
  type: (...xs) => {
    fitting('call', xs[0], inputsType(body).tuple)
    return outputsType(body)
  },
  eval: (x) => ({ tuple: run(body, (x as Tuple).tuple) }),
  partial: (_, y, [x], conventions) =>
    Linear.ofStep({
      op: linearCall(tapeOf(body, conventions)),
      at: 1,
      args: [refOf(x!), refOf(x!)],
      from: x!.type,
      to: y.type,
    }),
})

/** Draws a call of a graph. */
export const callGraph = (body: Graph, xs: readonly Wire[]): readonly Wire[] =>
  body.outputs.length === 0 ? [] : parts(draw(callOp(body), [tuple(xs)]))

/**
 * A function whose inner values are not kept for its derivative but computed again there. It may use wires of the
 * drawing around it. Value and derivatives are those of the function itself.
 *
 * @example
 * grad((x) => checkpoint((y) => sin(exp(y)))(x))(0) // => Math.cos(1)
 */
export const checkpoint =
  (f: (...xs: Wire[]) => Arg) =>
  (...args: Arg[]): Wire =>
    checkpointAll((...xs) => [f(...xs)])(...args)[0]!

/** `checkpoint` of a function with a list of results. */
export const checkpointAll =
  (f: (...xs: Wire[]) => readonly Arg[]) =>
  (...args: Arg[]): readonly Wire[] => {
    const xs = liftAll('checkpoint', args)
    const { graph, captured } = closure(
      xs.map((x) => x.type),
      (...ys) => liftAll('checkpoint', f(...ys)),
    )
    return callGraph(graph, [...xs, ...captured])
  }
