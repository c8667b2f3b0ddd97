/** Rules of sums and signs. */
import { addOp } from '../ops/add.ts'
import { fill, fillOf } from '../ops/constant.ts'
import { negOp } from '../ops/neg.ts'
import { argsOf, draw, type Wire } from '../wire.ts'
import type { Rule, Site } from './rule.ts'

const without = (args: readonly Wire[], isNothing: (x: number | undefined) => boolean): Wire | undefined => {
  const rest = args.filter((x) => !isNothing(fillOf(x)))
  if (rest.length === 0 || rest.length === args.length) return undefined
  return rest.length === 1 ? rest[0] : draw(addOp, rest)
}

/** The product with the sign of its constant factor changed. */
const turned = ({ args: [x], once }: Site): Wire | undefined => {
  if (x!.node.op.family.kind !== 'einsum' || !once(x!)) return undefined
  const factors = argsOf(x!)
  const at = factors.findIndex((factor) => factor.shape.length === 0 && fillOf(factor) !== undefined)
  return at < 0
    ? undefined
    : draw(
        x!.node.op,
        factors.map((factor, k) => (k === at ? fill([], -fillOf(factor)!) : factor)),
      )
}

export const sums: readonly Rule[] = [
  {
    name: 'minus zero',
    law: 'x + -0 = x',
    keeps: 'bits',
    on: ['add'],
    rewrite: ({ args }) => without(args, (x) => Object.is(x, -0)),
  },
  {
    // -0 + 0 is 0.
    name: 'plus zero',
    law: 'x + 0 = x',
    keeps: 'numbers',
    on: ['add'],
    rewrite: ({ args }) => without(args, (x) => x === 0),
  },
  {
    name: 'double negation',
    law: '-(-x) = x',
    keeps: 'bits',
    on: ['neg'],
    rewrite: ({ args: [x] }) => (x!.node.op === negOp ? argsOf(x!)[0] : undefined),
  },
  { name: 'negated multiple', law: '-(c x) = (-c) x', keeps: 'bits', on: ['neg'], rewrite: turned },
]
