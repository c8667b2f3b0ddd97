/** Counting runs: a graph run the plain way on a meter, which observes what `cost` predicts. */
import type { Graph, Node } from '../graph.ts'
import type { Kind } from '../op.ts'
import type { Call } from '../ops/call.ts'
import { type Cond, chosen } from '../ops/cond.ts'
import type { Cumsum } from '../ops/cumulative.ts'
import type { Custom } from '../ops/customDerivative.ts'
import type { Einsum } from '../ops/einsum.ts'
import type { Extremum } from '../ops/extremum.ts'
import type { Indexing } from '../ops/indexing.ts'
import type { Scan } from '../ops/scanTypes.ts'
import { holds, refuseSteps, type While, whileParts } from '../ops/while.ts'
import { sizeOf, type TensorType } from '../types.ts'
import { type Arrayish, fresh, type Tensor, type Tuple, type Value } from '../value.ts'
import type { Cost } from './cost.ts'
import { conformInputs, planOf } from './evaluate.ts'
import { blank, copied, hold, type Meter, meter } from './meter.ts'
import {
  naiveAdd,
  naiveCumsum,
  naiveEinsum,
  naiveElementwise,
  naiveExtremum,
  naiveNeg,
  naiveScatter,
  naiveSolve,
} from './naive.ts'

export interface Counted {
  readonly outputs: readonly Value[]
  readonly cost: Cost
}

type Row = (m: Meter, node: Node, xs: readonly Value[]) => Value

const partsOf = (x: Value): readonly Value[] => (x as Tuple).tuple

const fillWith = (to: Value, from: Value): void => {
  if ('tuple' in to) for (const [k, part] of to.tuple.entries()) fillWith(part, partsOf(from)[k]!)
  else to.data.set((from as Tensor).data)
}

const duplicate = (x: Value): Value =>
  'tuple' in x ? { tuple: x.tuple.map(duplicate) } : fresh(x.shape, Float64Array.from(x.data))

const runBody = (m: Meter, body: Graph, result: Value, inputs: readonly Value[]): Value => {
  within(m, body, inputs, (outputs) => fillWith(result, { tuple: outputs }))
  return result
}

/** Step after step on the last carries, which each step's own replace; slices are views of the stacked inputs. */
const runScan = (m: Meter, { body, carries, xs, length, backward }: Scan, result: Tuple, x: Tuple): Value => {
  const given = x.tuple as readonly Tensor[]
  const results = result.tuple as readonly Tensor[]
  const last = results.slice(0, carries)
  const outs = results.slice(carries, results.length - carries)
  const trajectory = results.slice(results.length - carries)
  const sliceAt = ({ shape, data }: Tensor, step: number): Tensor => {
    const size = sizeOf(shape.slice(1))
    return fresh(shape.slice(1), data.subarray(step * size, (step + 1) * size))
  }
  const put = (stacks: readonly Tensor[], values: readonly Value[], step: number): void => {
    for (const [k, stack] of stacks.entries()) fillWith(sliceAt(stack, step), values[k]!)
  }
  for (const [k, carry] of last.entries()) fillWith(carry, given[k]!)
  for (let k = 0; k < length; k++) {
    const step = backward ? length - 1 - k : k
    const slices = given.slice(carries, carries + xs).map((sequence) => sliceAt(sequence, step))
    put(trajectory, last, step)
    within(m, body, [...last, ...slices, ...given.slice(carries + xs)], (outputs) => {
      put(outs, outputs.slice(carries), step)
      // A step may hand its carries on in another order, so all are read before any is replaced.
      const next = outputs.slice(0, carries).map((carry) => (carry as Tensor).data.slice())
      for (const [i, { data }] of last.entries()) data.set(next[i]!)
    })
  }
  return result
}

/** The last carries are the result, which each step's own replace. */
const runWhile = (m: Meter, params: While, result: Tuple, x: Tuple): Value => {
  const { carry, ofCondition, ofStep } = whileParts(params, x.tuple)
  fillWith(result, { tuple: carry })
  const goesOn = (): boolean => {
    let on = false
    within(m, params.condition, [...result.tuple, ...ofCondition], ([mask]) => {
      on = holds(mask)
    })
    return on
  }
  for (let k = 0; goesOn(); k++) {
    if (k >= params.limit) refuseSteps(params.limit)
    within(m, params.step, [...result.tuple, ...ofStep], (outputs) => {
      // A step may hand its carries on in another order, so all are read before any is replaced.
      fillWith(result, { tuple: outputs.map(duplicate) })
    })
  }
  return result
}

/**
 * How each op is run, to a value that is held once. What computes nothing is copied from its own `eval`; so is a user's
 * op, which counts one call an entry by convention.
 */
const rows: Record<Kind, Row> = {
  input: (_, { op }) => op.eval(),
  constant: (m, { op }) => copied(m, op.eval()),
  copy: (m, { op }, xs) => copied(m, op.eval(...xs)),
  other: (m, { op }, xs) => {
    const result = op.eval(...xs)
    m.nonlinear += entriesOf(result)
    return copied(m, result)
  },
  tuple: (m, _, xs) => hold(m, { tuple: xs }, 1),
  project: (m, { op }, [x]) => hold(m, partsOf(x!)[op.params as number]!, 1),
  elementwise: (m, { op }, xs) => naiveElementwise(m, op.eval as (...xs: Tensor[]) => Tensor, xs as Tensor[]),
  neg: (m, _, [x]) => naiveNeg(m, x as Tensor),
  add: (m, _, xs) => naiveAdd(m, xs as Tensor[]),
  einsum: (m, { op }, xs) => naiveEinsum(m, op.params as Einsum, xs as Tensor[]),
  extremum: (m, { op }, [x]) => naiveExtremum(m, op.params as Extremum, x as Tensor),
  cumsum: (m, { op }, [x]) => naiveCumsum(m, op.params as Cumsum, x as Tensor),
  scatter: (m, { op, type }, [x, indices]) =>
    naiveScatter(m, op.params as Indexing, (type as TensorType).shape, x as Tensor, indices as Tensor),
  solve: (m, { op }, [a, b]) =>
    naiveSolve(m, (op.params as { readonly transposed: boolean }).transposed, a as Tensor, b as Tensor),
  call: (m, { op, type }, [x]) => runBody(m, (op.params as Call).body, blank(m, type), partsOf(x!)),
  cond: (m, { op, type }, [x]) => {
    const [mask, ...xs] = partsOf(x!)
    return runBody(m, chosen(op.params as Cond, mask as Tensor), blank(m, type), xs)
  },
  custom: (m, { op, type }, [x]) => {
    const { body } = op.params as Custom
    return runBody(m, body, blank(m, type), partsOf(x!).slice(0, body.inputs.length))
  },
  while: (m, { op, type }, [x]) => runWhile(m, op.params as While, blank(m, type) as Tuple, x as Tuple),
  scan: (m, { op, type }, [x]) => runScan(m, op.params as Scan, blank(m, type) as Tuple, x as Tuple),
}

const entriesOf = (x: Value): number =>
  'tuple' in x ? x.tuple.reduce((sum, part) => sum + entriesOf(part), 0) : x.data.length

/** Runs a graph, hands its outputs to `use`, and frees them. */
function within(m: Meter, graph: Graph, inputs: readonly Value[], use: (outputs: readonly Value[]) => void): void {
  const { nodes, order, lastUse } = planOf(graph)
  const values: (Value | undefined)[] = new Array(nodes.length)
  graph.inputs.forEach((ref, k) => {
    values[ref] = inputs[k]
    hold(m, inputs[k]!, 1)
  })
  const free = (ref: number): void => {
    if (values[ref]) hold(m, values[ref], -1)
    values[ref] = undefined
  }
  for (const ref of order) {
    const node = nodes[ref]!
    values[ref] = rows[node.op.family.kind](
      m,
      node,
      node.args.map((arg) => values[arg]!),
    )
    for (const arg of node.args) if (lastUse[arg] === ref) free(arg)
  }
  use(graph.outputs.map((ref) => values[ref]!))
  for (const ref of [...graph.inputs, ...graph.outputs]) free(ref)
}

/**
 * The outputs of a graph, and what was done to compute them: products, sums and calls counted one by one, arrays as
 * they are made and freed. Works alone: only ops that compute nothing, functions of numbers and users' ops are asked
 * for their `eval`. For every graph the outputs are those of `evaluate` to the bit, and the cost is `cost(graph)` for the
 * branches that were taken.
 *
 * @throws AdError `ArityError` or `ValueError` where the values do not fit the inputs
 * @example
 * count(graph([[]], (x) => mul(x, sin(x))), [2]).cost.multiplications // => 1
 */
export const count = (graph: Graph, inputs: readonly (Arrayish | Value)[]): Counted => {
  const m = meter()
  let outputs: readonly Value[] = []
  within(m, graph, conformInputs(graph, inputs), (values) => {
    outputs = values
  })
  const { multiplications, additions, nonlinear, bytes, peakBytes } = m
  return { outputs, cost: { multiplications, additions, nonlinear, bytes, peakBytes } }
}
