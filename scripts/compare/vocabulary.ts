/** What expressions may be made of: functions, operators by mathjs's names, constants. Nothing else has a meaning. */
import {
  type Arg,
  add,
  cos,
  div,
  exp,
  log,
  maximum,
  mul,
  neg,
  pow,
  recip,
  relu,
  sigmoid,
  sin,
  sqrt,
  sub,
  tanh,
  type Wire,
} from '../../modes/index.ts'

export interface Known {
  readonly arity: number
  readonly draw: (...xs: Arg[]) => Wire
}
const unary = (draw: (x: Arg) => Wire): Known => ({ arity: 1, draw: draw as Known['draw'] })
const binary = (draw: (a: Arg, b: Arg) => Wire): Known => ({ arity: 2, draw: draw as Known['draw'] })

export const functions: ReadonlyMap<string, Known> = new Map([
  ...Object.entries({ cos, exp, log, recip, relu, sigmoid, sin, sqrt, tanh }).map(
    ([name, f]) => [name, unary(f)] as const,
  ),
  ...Object.entries({ maximum, pow }).map(([name, f]) => [name, binary(f)] as const),
])

/** By mathjs's names. */
export const operators: ReadonlyMap<string, Known> = new Map([
  ...Object.entries({ add, subtract: sub, multiply: mul, divide: div, pow }).map(
    ([name, f]) => [name, binary(f)] as const,
  ),
  ...Object.entries({ unaryMinus: neg, unaryPlus: (x: Arg) => add(x) }).map(([name, f]) => [name, unary(f)] as const),
])

export const constants: ReadonlyMap<string, number> = new Map([
  ['pi', Math.PI],
  ['e', Math.E],
])
