/** Which ops are to blame for a wrong derivative: each is checked by itself, at the values that it gets. */
import type { Call } from '../lib/ops/call.ts'
import { type Cond, chosen } from '../lib/ops/cond.ts'
import type { Custom } from '../lib/ops/customDerivative.ts'
import type { Scan } from '../lib/ops/scanTypes.ts'
import { holds, type While, whileParts } from '../lib/ops/while.ts'
import { draw, environment, type Graph, graph, type Node, type Tensor, type Type } from '../modes/index.ts'
import { type Derived, modeIsFaithful } from './faithful.ts'
import { nothing, run, type Values } from './scale.ts'
import type { Refutation } from './verdict.ts'

/** An op whose partial in an argument is wrong. */
export interface Culprit {
  readonly op: string
  readonly argument: number
  readonly label: string | undefined
  readonly verdict: Refutation
}

/** The graph of an op alone. */
const alone = ({ op }: Node, types: readonly Type[]): Graph => graph(types, (...xs) => draw(op, xs))

const firstSlice = (x: Tensor): Tensor => {
  const shape = x.shape.slice(1)
  return { shape, data: x.data.slice(0, x.data.length / x.shape[0]!) as Tensor['data'] }
}

/**
 * The graph that an op's derivative is that of, and what it runs it on: of a cond the branch taken, of a scan and a while
 * the first step, of a function with a derivative of its own the rule, at the tangent 0.
 */
const inside = ({ op }: Node, [x]: Values): { readonly body: Graph; readonly given: Values } | undefined => {
  const given = x && 'tuple' in x ? x.tuple : []
  switch (op.family.kind) {
    case 'call':
      return { body: (op.params as Call).body, given }
    case 'cond':
      return { body: chosen(op.params as Cond, given[0] as Tensor), given: given.slice(1) }
    case 'scan': {
      const { body, carries, xs, length } = op.params as Scan
      const sliced = given.map((value, k) => (k >= carries && k < carries + xs ? firstSlice(value as Tensor) : value))
      return length === 0 ? undefined : { body, given: sliced }
    }
    case 'while': {
      const params = op.params as While
      const { carry, ofCondition, ofStep } = whileParts(params, given)
      const [mask] = run(params.condition, [...carry, ...ofCondition])
      return holds(mask) ? { body: params.step, given: [...carry, ...ofStep] } : undefined
    }
    case 'custom': {
      const { body, rule, xs: count } = op.params as Custom
      const xs = given.slice(0, count)
      const ys = run(body, given.slice(0, body.inputs.length))
      return { body: rule, given: [...xs, ...ys, ...nothing(xs), ...given.slice(body.inputs.length)] }
    }
    default:
      return undefined
  }
}

/**
 * The ops of a graph whose partials, each by itself, are not the limits of differences at the values they get there; of an
 * op that runs a graph, the ops in that graph where they are to blame.
 */
export const culprits = (
  f: Graph,
  x: Values,
  mode: 'forward' | 'reverse' = 'forward',
  options: Derived = {},
): readonly Culprit[] => {
  const { values } = environment(f, x)
  const found = new Map<string, Culprit>()
  const add = (culprit: Culprit): unknown => found.set(`${culprit.op} ${culprit.argument}`, culprit)
  f.nodes.forEach((node, ref) => {
    const { op, args, about } = node
    if (values[ref] === undefined || args.length === 0) return
    const types = args.map((arg) => f.nodes.get(arg)!.type)
    const given = args.map((arg) => values[arg]!)
    args.forEach((_, argument) => {
      if (found.has(`${op.name} ${argument}`)) return
      const verdict = modeIsFaithful(mode, alone(node, types), given, options, argument)
      if (verdict.holds) return
      const within = inside(node, given)
      const inner = within ? culprits(within.body, within.given, mode, options) : []
      if (inner.length > 0) inner.forEach(add)
      else add({ op: op.name, argument, label: about?.label, verdict })
    })
  })
  const all = [...found.values()]
  const wrong = all.filter(({ verdict }) => verdict.found !== undefined)
  return wrong.length > 0 ? wrong : all
}
