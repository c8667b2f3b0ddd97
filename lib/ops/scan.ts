/**
 * Scan: a graph run along the leading axis of its inputs, carrying values from step to step. Its results are the last
 * carries, the outputs of all steps, and the trajectory: the carries before each step, which its derivative needs.
 */
import { arity } from '../check.ts'
import { closure } from '../drawing.ts'
import { fail, typesText } from '../error.ts'
import { checkFunction, checkList, checkOptions } from '../given.ts'
import { inputTypes, outputTypes } from '../graph.ts'
import { run } from '../interpret/evaluate.ts'
import { Linear } from '../linear.ts'
import type { Op } from '../op.ts'
import { roomFor } from '../room.ts'
import { isTuple, sameType, showType, sizeOf, type TensorType, type Type, tensorType, tupleType } from '../types.ts'
import { fresh, type Tensor, type Tuple } from '../value.ts'
import { draw, refOf, type Wire } from '../wire.ts'
import { fitting, hashBodies, sameBodies, tapeOf } from './body.ts'
import { type Arg, liftAll } from './constant.ts'
import { linearScan } from './linearScan.ts'
import { type Scan, type Scanned, scanTypes, stacked } from './scanTypes.ts'
import { parts, tuple } from './tuple.ts'

const family = { name: 'scan', kind: 'scan' } as const
const sliceAt = (x: Tensor, shape: readonly number[], step: number): Tensor => {
  const size = sizeOf(shape)
  return fresh(shape, x.data.subarray(step * size, (step + 1) * size) as Float64Array)
}

const evaluateScan = (
  scan: Scan,
  inputs: readonly Tensor[],
  runBody: (xs: readonly Tensor[]) => readonly Tensor[],
): Tuple => {
  const { carries, xs, length, backward, body } = scan
  const types = scanTypes(scan)
  const sliceShapes = inputTypes(body)
    .slice(carries, carries + xs)
    .map((type) => (type as TensorType).shape)
  const stack = (type: Type): Tensor => {
    const { shape } = stacked(length, type)
    return fresh(shape, roomFor('scan', shape))
  }
  const outs = types.outs.map(stack)
  const trajectory = types.carry.map(stack)
  const put = (stacks: readonly Tensor[], values: readonly Tensor[], step: number): void =>
    stacks.forEach(({ data }, k) => {
      ;(data as Float64Array).set(values[k]!.data, step * values[k]!.data.length)
    })
  let carry = inputs.slice(0, carries)
  const params = inputs.slice(carries + xs)
  for (let k = 0; k < length; k++) {
    const step = backward ? length - 1 - k : k
    put(trajectory, carry, step)
    const results = runBody([
      ...carry,
      ...sliceShapes.map((shape, i) => sliceAt(inputs[carries + i]!, shape, step)),
      ...params,
    ])
    carry = results.slice(0, carries)
    put(outs, results.slice(carries), step)
  }
  return { tuple: [...carry, ...outs, ...trajectory] }
}

export const scanOp = (params: Scan): Op<Scan> => {
  const { body, carries, xs, length, backward } = params
  const key = `${carries} ${xs} ${length} ${backward}`
  const types = scanTypes(params)
  return {
    family,
    name: `scan[${length}${backward ? ' backward' : ''}]`,
    params,
    key,
    hash: hashBodies(0x5ca + length, [body]),
    equals: (other) => sameBodies([body], [(other.params as Scan).body]),
    type: (...given) => {
      arity('scan', given, 1)
      fitting('scan', given[0], types.inputs)
      return tupleType(types.results)
    },
    eval: (x) => evaluateScan(params, (x as Tuple).tuple as Tensor[], (values) => run(body, values) as Tensor[]),
    partial: (_, y, [x], conventions) =>
      Linear.ofStep({
        op: linearScan(scan, params, tapeOf(body, conventions)),
        at: 2,
        args: [refOf(x!), refOf(y), refOf(x!)],
        from: x!.type,
        to: y.type,
      }),
  }
}

export interface ScanOptions {
  /** The number of steps; needed only where there is nothing to scan over. */
  readonly length?: number
  readonly backward?: boolean
}

const lengthOf = (xs: readonly Wire[], given: number | undefined): number => {
  const lengths = [...xs.map((x) => x.shape[0]), ...(given === undefined ? [] : [given])]
  if (lengths.length === 0 || lengths.some((n) => n === undefined || n !== lengths[0] || !Number.isInteger(n) || n < 0))
    fail({
      tag: 'ShapeError',
      op: 'scan',
      found: `steps ${lengths.map((n) => n ?? 'of a number').join() || 'unknown'} from ${typesText(xs.map((x) => x.type))}`,
      expected: 'one number of steps',
      cure: 'give xs one leading extent, or give length',
    })
  return lengths[0]!
}

const SCAN = 'write scan(([c], [x]) => ({ carry: [...], out: [...] }), [c0], [xs]), lists all'
const NOTHING = {} as { readonly carry: readonly Arg[]; readonly out?: readonly Arg[] }
const RETURN = 'return { carry: [c], out: [y] }, or no out'

/**
 * Runs a step along the leading axis of `xs`. The step takes the carries and a slice of each of `xs`, and gives the next
 * carries and outputs. It may use wires of the drawing around it. The derivative is again one scan, along the trajectory.
 *
 * @throws AdError `ShapeError` where the step does not give carries of the types that it takes
 * @example
 * grad((x) => scan(([c], [t]) => ({ carry: [mul(c!, t!)] }), [1], [x]).carry[0]!)([2, 3, 4]) // => [12, 8, 6]
 */
export const scan = (
  step: (
    carry: readonly Wire[],
    x: readonly Wire[],
  ) => { readonly carry: readonly Arg[]; readonly out?: readonly Arg[] },
  init: readonly Arg[],
  xs: readonly Arg[],
  options: ScanOptions = {},
): Scanned => {
  checkOptions('scan', options, { length: undefined, backward: [true, false] })
  const { length: given, backward = false } = options
  checkFunction('scan', 'step', step, SCAN)
  checkList('scan', 'init', init, 'first carries', SCAN)
  checkList('scan', 'xs', xs, 'tensors to run along', SCAN)
  const carry = liftAll('scan', init)
  const sequences = liftAll('scan', xs)
  const length = lengthOf(sequences, given)
  const types = [...carry.map((c) => c.type), ...sequences.map((x) => tensorType(x.shape.slice(1)))]
  if (types.some(isTuple))
    fail({
      tag: 'ShapeError',
      op: 'scan',
      found: types.map(showType).join(),
      expected: 'tensors',
      cure: 'carry the parts of a tuple one by one',
    })
  let carried = 0
  const { graph, captured } = closure(types, (...wires) => {
    const { carry: next, out = [] } = step(wires.slice(0, carry.length), wires.slice(carry.length)) ?? NOTHING
    checkList('scan', 'carry', next, 'next carries', RETURN)
    checkList('scan', 'out', out, 'outputs', RETURN)
    carried = next.length
    return liftAll('scan', [...next, ...out])
  })
  const after = outputTypes(graph).slice(0, carried)
  if (!sameType(tupleType(after), tupleType(types.slice(0, carry.length))))
    fail({
      tag: 'ShapeError',
      op: 'scan',
      argument: 'carry',
      found: typesText(after),
      expected: `${typesText(types.slice(0, carry.length))}, as given`,
      cure: 'return carries of the types that the step takes',
    })
  const op = scanOp({ body: graph, carries: carry.length, xs: sequences.length, length, backward })
  const results = parts(draw(op, [tuple([...carry, ...sequences, ...captured])]))
  const outs = graph.outputs.length - carry.length
  return {
    carry: results.slice(0, carry.length),
    out: results.slice(carry.length, carry.length + outs),
    trajectory: results.slice(carry.length + outs),
  }
}
