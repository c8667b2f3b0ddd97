/** Ops that own a graph: calls are put in place, loops and choices are tasks with tasks inside. */
import type { Graph, Node } from '../graph.ts'
import type { Cond } from '../ops/cond.ts'
import type { Scan } from '../ops/scanTypes.ts'
import type { While } from '../ops/while.ts'
import { whileParts } from '../ops/while.ts'
import { sizeOf, type TensorType, type TupleType, type Type } from '../types.ts'
import { copyTo, type Draft, flattened, inside, placeFor, point, slotOf, solid } from './draft.ts'
import type { Place, Slot, Task } from './program.ts'
import { isWhole, sizeOfDims, type View, wholeOf } from './view.ts'

type LowerNodes = (d: Draft, graph: Graph, inputs: readonly Place[]) => readonly Place[]

/** New slots with copies of values in them. */
const started = (d: Draft, values: readonly View[]): readonly Slot[] =>
  values.map((view) => {
    const slot = slotOf(d, sizeOfDims(view.dims))
    copyTo(d, view, slot)
    return slot
  })

/** Tasks that move results to carries, after what is itself a carry has been put aside by tasks of the body. */
const carried = (d: Draft, body: Draft, results: readonly View[], carries: readonly Slot[]): readonly Task[] => {
  const after = inside(d)
  results.forEach((view, k) => {
    const to = carries[k]!
    if (view.slot === to && isWhole(view)) return
    const aside = carries.includes(view.slot) ? point(body, to.size, { name: 'copy' }, [view]) : view
    copyTo(after, aside, to)
  })
  return after.tasks
}

const lowerScan = (d: Draft, scan: Scan, given: readonly View[], lowerNodes: LowerNodes): readonly Place[] => {
  const { body, carries: count, xs, length, backward } = scan
  const types = body.inputs.map((ref) => body.nodes.get(ref)!.type as TensorType)
  const carries = started(d, given.slice(0, count))
  const counter = slotOf(d, 1, { counts: true })
  const stackOf = (size: number): Slot => slotOf(d, size * length)
  const sliceOf = (of: Slot, size: number): Slot => slotOf(d, size, { slice: { of, counter } })
  const slices = given.slice(count, count + xs).map((view, k) => {
    const size = sizeOf(types[count + k]!.shape)
    const whole = solid(d, view, size * length)
    return wholeOf(sliceOf(whole.slice ? point(d, whole.size, { name: 'copy' }, [view]).slot : whole, size))
  })
  const inner = inside(d)
  const trajectory = carries.map((carry) => {
    const stack = stackOf(carry.size)
    copyTo(inner, wholeOf(carry), sliceOf(stack, carry.size))
    return stack
  })
  const results = lowerNodes(inner, body, [...carries.map(wholeOf), ...slices, ...given.slice(count + xs)]) as View[]
  const outs = results.slice(count).map((view, k) => {
    const size = sizeOf((body.nodes.get(body.outputs[count + k]!)!.type as TensorType).shape)
    const stack = stackOf(size)
    copyTo(inner, view, sliceOf(stack, size))
    return stack
  })
  const after = carried(d, inner, results.slice(0, count), carries)
  const all = [...carries, ...outs, ...trajectory]
  if (length > 0) d.tasks.push({ tag: 'loop', length, backward, counter, body: inner.tasks, after, outs: all })
  return all.map(wholeOf)
}

const lowerCond = (
  d: Draft,
  cond: Cond,
  given: readonly Place[],
  type: Type,
  lowerNodes: LowerNodes,
): readonly Place[] => {
  const [mask, ...xs] = given
  const result = placeFor(d, type)
  const outs = flattened(result).map(({ slot }) => slot)
  const tasksOf = (body: Graph): readonly Task[] => {
    const inner = inside(d)
    flattened(lowerNodes(inner, body, xs)).forEach((view, k) => {
      copyTo(inner, view, outs[k]!)
    })
    return inner.tasks
  }
  d.tasks.push({
    tag: 'choice',
    mask: solid(d, mask as View, 1),
    onTrue: tasksOf(cond.onTrue),
    onFalse: tasksOf(cond.onFalse),
    outs,
  })
  return result as readonly Place[]
}

/** A place of the same structure with other leaves. */
const rebuilt = (place: Place, leaves: View[]): Place =>
  'slot' in place ? leaves.shift()! : place.map((part) => rebuilt(part, leaves))

const lowerWhile = (d: Draft, params: While, given: readonly Place[], lowerNodes: LowerNodes): readonly Place[] => {
  const { carry, ofCondition, ofStep } = whileParts(params, given)
  const carries = started(d, flattened(carry))
  const places = rebuilt(carry, carries.map(wholeOf)) as readonly Place[]
  const test = inside(d)
  const [condition] = lowerNodes(test, params.condition, [...places, ...ofCondition])
  const holds = solid(test, condition as View, 1)
  const inner = inside(d)
  const results = flattened(lowerNodes(inner, params.step, [...places, ...ofStep]))
  const after = carried(d, inner, results, carries)
  d.tasks.push({
    tag: 'repeat',
    limit: params.limit,
    condition: test.tasks,
    holds,
    body: inner.tasks,
    after,
    outs: carries,
  })
  return places
}

/** The results of an op with a body, its arguments being the parts of a tuple. */
export const lowerBody = (
  d: Draft,
  { op, type }: Node,
  given: readonly Place[],
  lowerNodes: LowerNodes,
): Place | undefined => {
  switch (op.family.kind) {
    case 'call':
      return lowerNodes(d, (op.params as { readonly body: Graph }).body, given)
    case 'custom': {
      const { body } = op.params as { readonly body: Graph }
      return lowerNodes(d, body, given.slice(0, body.inputs.length))
    }
    case 'cond':
      return lowerCond(d, op.params as Cond, given, type as TupleType, lowerNodes)
    case 'scan':
      return lowerScan(d, op.params as Scan, given as readonly View[], lowerNodes)
    case 'while':
      return lowerWhile(d, op.params as While, given, lowerNodes)
    default:
      return undefined
  }
}
