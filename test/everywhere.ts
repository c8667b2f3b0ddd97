// What every op must do: derivatives to third order, forward and reverse, in lanes, inside bodies; and cost what is said.
import * as assert from 'uvu/assert'
import { checkGradients } from '../laws/index.ts'
import { evaluateOrThrow } from '../lib/interpret/evaluate.ts'
import {
  type Arg,
  type Arrayish,
  checkpoint,
  cond,
  cos,
  cost,
  count,
  graph,
  mul,
  sameValue,
  scan,
  sum,
  tensor,
  type Wire,
} from '../modes/index.ts'
import { checkHessian, checkJacobian, checkSame, type Drawn } from './support.ts'

/** One number of all entries of a tensor, to third order in each. */
export const gist = (x: Arg): Wire => sum(mul(x, cos(x)))

/** A function in a checkpoint, in a branch, and in a scan, of which nothing must change it. */
const bodies: Readonly<Record<string, (f: Drawn) => Drawn>> = {
  checkpoint: (f) => (x) => checkpoint((y) => f(y))(x),
  cond: (f) => (x) =>
    cond(
      1,
      (y) => f(y),
      () => 0,
      x,
    ),
  scan: (f) => (x) => scan(([c]) => ({ carry: [f(c!)].map((y) => mul(y, c!)) }), [x], [], { length: 1 }).carry[0]!,
}

/**
 * Asserts, away from kinks, that derivatives of a function with one number as its result are those of differences: to
 * third order by each mode alone, to second order in every nesting with lanes.
 */
export const checkEverywhere = (f: Drawn, at: Arrayish, what = ''): void => {
  for (const mode of ['forward', 'reverse'] as const) checkGradients((x) => f(x), [at], { order: 3, modes: [mode] })
  checkJacobian(f, at, what)
  checkHessian(f, at, what)
}

/** Asserts that bodies change neither the value nor any derivative of a function with one number as its result. */
export const checkBodies = (f: Drawn, at: Arrayish, what = ''): void => {
  for (const [name, within] of Object.entries(bodies)) {
    const plain: Drawn = name === 'scan' ? (x) => sum(mul(f(x), x)) : f
    checkSame((x) => sum(within(f)(x)), plain, at, 1, `${what} in ${name}`)
  }
}

/** Asserts that the counting run finds the values of `evaluate` to the bit, at the cost that was foretold. */
export const checkCounts = (f: (...xs: Wire[]) => Arg | readonly Arg[], ...xs: readonly Arrayish[]): void => {
  const drawn = graph(
    xs.map((x) => tensor(x).shape),
    f,
  )
  const counted = count(drawn, xs)
  assert.equal(counted.cost, cost(drawn))
  evaluateOrThrow(drawn, xs).forEach((value, k) => {
    assert.ok(sameValue(value, counted.outputs[k]!), `output ${k}`)
  })
}
