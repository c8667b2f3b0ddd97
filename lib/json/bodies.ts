/** What must hold between the bodies of an op and its other parameters. */
import type * as t from 'io-ts'
import { type Graph, inputTypes, outputTypes } from '../graph.ts'
import type { Call } from '../ops/call.ts'
import type { Cond } from '../ops/cond.ts'
import type { Custom } from '../ops/customDerivative.ts'
import type { Scan } from '../ops/scanTypes.ts'
import type { While } from '../ops/while.ts'
import { isTuple, sameType, scalar, type Type } from '../types.ts'
import { Count, Flag, record, where } from './schema.ts'

export type Body = t.Type<Graph, unknown>

const sameTypes = (a: readonly Type[], b: readonly Type[]): boolean =>
  a.length === b.length && a.every((type, k) => sameType(type, b[k]!))

export const CallParams = (body: Body): t.Type<Call, unknown> => record('parameters of call', { body })

export const CondParams = (body: Body): t.Type<Cond, unknown> =>
  where(
    record('parameters of cond', { onTrue: body, onFalse: body }),
    ({ onTrue, onFalse }) =>
      sameTypes(inputTypes(onTrue), inputTypes(onFalse)) && sameTypes(outputTypes(onTrue), outputTypes(onFalse)),
    'branches of one type',
  )

const isScan = ({ body, carries, xs }: Scan): boolean => {
  const [given, got] = [inputTypes(body), outputTypes(body)]
  return (
    carries + xs <= given.length &&
    sameTypes(given.slice(0, carries), got.slice(0, carries)) &&
    ![...given.slice(0, carries + xs), ...got].some(isTuple)
  )
}

export const ScanParams = (body: Body): t.Type<Scan, unknown> =>
  where(
    record('parameters of scan', { body, carries: Count, xs: Count, length: Count, backward: Flag }),
    isScan,
    'a body from carries, slices and parameters to carries of the same types and outputs, tensors all',
  )

const isWhile = ({ condition, step, carries }: While): boolean => {
  const [tested, given] = [inputTypes(condition), inputTypes(step)]
  const carry = given.slice(0, carries)
  return (
    carry.length === carries &&
    sameTypes(tested.slice(0, carries), carry) &&
    sameTypes(outputTypes(step), carry) &&
    sameTypes(outputTypes(condition), [scalar])
  )
}

export const WhileParams = (body: Body): t.Type<While, unknown> =>
  where(
    record('parameters of while', { condition: body, step: body, carries: Count, limit: Count }),
    isWhile,
    'a condition from the carries to one number, and a step from them to carries of the same types',
  )

const isCustom = ({ body, rule, xs }: Custom): boolean => {
  const [given, got, ofRule] = [inputTypes(body), outputTypes(body), inputTypes(rule)]
  const own = given.slice(0, xs)
  const expected = [...own, ...got, ...own]
  return own.length === xs && sameTypes(ofRule.slice(0, expected.length), expected) && sameTypes(outputTypes(rule), got)
}

export const CustomParams = (body: Body): t.Type<Custom, unknown> =>
  where(
    record('parameters of custom', { body, rule: body, xs: Count }),
    isCustom,
    'a rule from arguments, results and tangents of the arguments to tangents of the results of the body',
  )
