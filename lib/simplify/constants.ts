/** The rule of constants: what is known is computed once. */
import type { Op } from '../op.ts'
import { type Constant, constant } from '../ops/constant.ts'
import { isTuple, sizeOf, type Type } from '../types.ts'
import type { Tensor, Value } from '../value.ts'
import type { Rule } from './rule.ts'

const entries = (type: Type): number => (isTuple(type) ? Number.POSITIVE_INFINITY : sizeOf(type.shape))

/** What an op gives; undefined where it throws, as it will where its node is evaluated, if ever: a branch may not be taken. */
const evaluated = (op: Op, values: readonly Value[]): Tensor | undefined => {
  try {
    return op.eval(...values) as Tensor
  } catch {
    return undefined
  }
}

export const constants: readonly Rule[] = [
  {
    name: 'constants',
    law: 'an op on constants is the constant that its eval gives, where that has no more entries than they have',
    keeps: 'bits',
    on: ['elementwise', 'neg', 'add', 'einsum', 'copy', 'extremum', 'cumsum', 'scatter', 'solve', 'other'],
    rewrite: ({ op, args, type }) => {
      if (args.length === 0 || !args.every((x) => x.node.op.family.kind === 'constant')) return undefined
      if (entries(type) > args.reduce((sum, x) => sum + entries(x.type), 0)) return undefined
      const known = evaluated(
        op,
        args.map((x) => (x.node.op.params as Constant).value),
      )
      return known && constant(known)
    },
  },
]
