/** The table of ops in documents: for each kind its families, what their parameters are, and which op these make. */
import { List } from 'immutable'
import type * as t from 'io-ts'
import { magnitude } from '../absolute.ts'
import type { Graph } from '../graph.ts'
import type { Family, Kind, Op } from '../op.ts'
import { addOp } from '../ops/add.ts'
import { finishedOp } from '../ops/bounded.ts'
import { callOp } from '../ops/call.ts'
import { concatOp } from '../ops/concat.ts'
import { condOp } from '../ops/cond.ts'
import { constantOp } from '../ops/constant.ts'
import { cumsumOp } from '../ops/cumulative.ts'
import { customOp } from '../ops/customDerivative.ts'
import { einsumOp } from '../ops/einsum.ts'
import { extremumOp } from '../ops/extremum.ts'
import * as ops from '../ops/index.ts'
import { gatherOp, scatterAddOp } from '../ops/indexing.ts'
import { negOp } from '../ops/neg.ts'
import { clipShare, prefer, signum, step } from '../ops/piecewise.ts'
import { powerLogOp, powerOp } from '../ops/powers.ts'
import { anchor, overOp } from '../ops/reduce.ts'
import { scanOp } from '../ops/scan.ts'
import { padOp, sliceOp } from '../ops/slice.ts'
import { solveOp } from '../ops/solve.ts'
import { stopGradientOp } from '../ops/stopGradient.ts'
import { radius } from '../ops/trigonometric.ts'
import { projectOp, tupleOp } from '../ops/tuple.ts'
import { whileOp } from '../ops/while.ts'
import { scalar } from '../types.ts'
import { scalarValue } from '../value.ts'
import { inputOp } from '../wire.ts'
import { type Body, CallParams, CondParams, CustomParams, ScanParams, WhileParams } from './bodies.ts'
import {
  ConstantParams,
  constantOf,
  EinsumParams,
  Exponent,
  ExtremumParams,
  IndexingParams,
  Negative,
  PowerLogParams,
  Windows,
} from './params.ts'
import { read } from './refuse.ts'
import { Count, Flag, Float, field, record, TypeOf, whole } from './schema.ts'

/** A family of ops: its parameters as JSON, and the op of parameters. */
export interface Codec {
  readonly family: Family
  /** The number of arguments, where `type` of the ops does not check it. */
  readonly arity: number | undefined
  readonly encode: (op: Op) => unknown
  readonly decode: (params: unknown, path: string) => Op
}

/** The family of a sample, with the codec of its parameters. */
const family = <P>(sample: Op, params: t.Type<P, unknown>, made: (params: P) => Op, arity?: number): Codec => ({
  family: sample.family,
  arity,
  encode: (op) => params.encode(op.params as P),
  decode: (json, path) => made(read(params, json, path)),
})

const Nothing = record('no parameters', {})
/** A family of one op, which has no parameters. */
const single = (op: Op, arity?: number): Codec => ({
  family: op.family,
  arity,
  encode: () => undefined,
  decode: (json, path) => {
    if (json !== undefined) read(Nothing, json, path)
    return op
  },
})

/** The ops that the library's functions of numbers own, and those that only derivatives are drawn with. */
const owned: readonly Op[] = [...Object.values<unknown>(ops), anchor, magnitude, radius].flatMap((f) =>
  typeof f === 'function' && 'op' in f ? [f.op as Op] : [],
)
const elementwise: readonly Codec[] = [
  ...[...new Set(owned)].map((op) => single(op)),
  family(powerOp(2), field('n', Exponent), powerOp),
  family(powerLogOp({ k: 1, logarithm: 'limit' }), PowerLogParams, powerLogOp),
  family(overOp(2), field('n', Float), overOp),
  family(prefer(0.5), field('tie', Float), prefer),
  family(step(0.5), field('at0', Float), step),
  family(signum(0), field('at0', Float), signum),
  family(
    clipShare({ at: 0, inside: 0.5 }),
    record('parameters of clipShare', { at: whole('0, 1 or 2', 0, 2), inside: Float }),
    clipShare,
  ),
]

const product = { words: [[], []], out: [], extent: [], shape: [], absorbing: false }
const indexing = { tail: 0, extent: 1, indices: [], strict: true }
const nothing: Graph = { nodes: List(), inputs: [], outputs: [] }

/** The codecs of all built-in ops, given that of the graphs that some own and a purse for the bytes of constants. */
export const codecsOf = (
  body: Body,
  affords: (bytes: number) => boolean,
): Readonly<Record<Kind, readonly Codec[]>> => ({
  input: [family(inputOp(scalar), field('type', TypeOf), inputOp, 0)],
  constant: [family(constantOp(scalarValue(0), 0), ConstantParams(affords), constantOf, 0)],
  elementwise,
  neg: [single(negOp, 1)],
  add: [single(addOp)],
  einsum: [family(einsumOp(product), EinsumParams, einsumOp)],
  copy: [
    family(sliceOp([]), field('windows', Windows), sliceOp),
    family(padOp([]), field('windows', Windows), padOp),
    family(concatOp(-1), field('axis', Negative), concatOp),
    family(gatherOp(indexing), IndexingParams, gatherOp),
    single(stopGradientOp),
    family(finishedOp(0), field('bound', Count), finishedOp),
  ],
  extremum: [false, true].map((place) => family(extremumOp({ place, extent: 1 }), ExtremumParams(place), extremumOp)),
  cumsum: [
    family(
      cumsumOp({ axis: -1, backward: false }),
      record('parameters of cumsum', { axis: Negative, backward: Flag }),
      cumsumOp,
    ),
  ],
  scatter: [family(scatterAddOp(indexing), IndexingParams, scatterAddOp)],
  tuple: [single(tupleOp)],
  project: [family(projectOp(0), field('at', Count), projectOp, 1)],
  solve: [family(solveOp({ transposed: false }), record('parameters of solve', { transposed: Flag }), solveOp)],
  call: [family(callOp(nothing), CallParams(body), ({ body: graph }) => callOp(graph), 1)],
  cond: [family(condOp({ onTrue: nothing, onFalse: nothing }), CondParams(body), condOp)],
  scan: [family(scanOp({ body: nothing, carries: 0, xs: 0, length: 0, backward: false }), ScanParams(body), scanOp)],
  while: [family(whileOp({ condition: nothing, step: nothing, carries: 0, limit: 0 }), WhileParams(body), whileOp)],
  custom: [family(customOp({ body: nothing, rule: nothing, xs: 0 }), CustomParams(body), customOp)],
  other: [],
})
