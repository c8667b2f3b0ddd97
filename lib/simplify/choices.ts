/** Rules of tuples and of choices that are known as the graph is drawn. */
import { replay } from '../compose.ts'
import { select } from '../ops/compare.ts'
import type { Cond } from '../ops/cond.ts'
import { fillOf } from '../ops/constant.ts'
import { powerOp } from '../ops/powers.ts'
import { tuple, tupleOp } from '../ops/tuple.ts'
import { sameType } from '../types.ts'
import { argsOf, type Wire } from '../wire.ts'
import type { Rule } from './rule.ts'

const powers = powerOp(2).family

/** The tuple that wires are the parts of, all and in order. */
const wholeOf = (parts: readonly Wire[]): Wire | undefined => {
  const from = parts.map((x) => (x.node.op.family.kind === 'project' ? argsOf(x)[0] : undefined))
  const [whole] = from
  const own = parts.every((x, k) => from[k]?.ref === whole?.ref && x.node.op.params === k)
  return whole && own ? whole : undefined
}

export const choices: readonly Rule[] = [
  {
    name: 'part of a tuple',
    law: 'part k of (x_0, ..., x_n) = x_k',
    keeps: 'bits',
    on: ['project'],
    rewrite: ({ op, args: [x] }) => (x!.node.op === tupleOp ? argsOf(x!)[op.params as number] : undefined),
  },
  {
    name: 'tuple of parts',
    law: 'the tuple of all parts of x = x',
    keeps: 'bits',
    on: ['tuple'],
    rewrite: ({ args, type }) => {
      const whole = args.length > 0 ? wholeOf(args) : undefined
      return whole && sameType(whole.type, type) ? whole : undefined
    },
  },
  {
    name: 'known choice',
    law: 'select(1, x, y) = x, select(0, x, y) = y',
    keeps: 'bits',
    on: ['elementwise'],
    rewrite: ({ op, args: [mask, x, y] }) => {
      const known = op.family === select.op.family ? fillOf(mask!) : undefined
      return known === undefined ? undefined : known !== 0 ? x : y
    },
  },
  {
    name: 'known branch',
    law: 'cond(1, f, g, x) = f(x), cond(0, f, g, x) = g(x)',
    keeps: 'bits',
    on: ['cond'],
    rewrite: ({ op, args: [x] }) => {
      const [mask, ...xs] = x!.node.op === tupleOp ? argsOf(x!) : []
      const known = mask && fillOf(mask)
      const { onTrue, onFalse } = op.params as Cond
      return known === undefined ? undefined : tuple(replay(known !== 0 ? onTrue : onFalse, xs))
    },
  },
  {
    name: 'power 1',
    law: 'x^1 = x',
    keeps: 'bits',
    on: ['elementwise'],
    rewrite: ({ op, args: [x] }) => (op.family === powers && op.params === 1 ? x : undefined),
  },
]
