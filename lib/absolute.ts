/** A tape with the absolute values of all its slopes: it bounds, entry by entry, what rounding can do to a derivative. */
import { extend } from './drawing.ts'
import { fail } from './error.ts'
import { type Kernel, kernel } from './kernel.ts'
import { type Factor, isDrawn, isStep, type Linear, type Step } from './linear.ts'
import type { Drawn } from './op.ts'
import { elementwise } from './ops/elementwise.ts'
import { broadcastTo, eye, matmul } from './ops/linalg.ts'
import { solveOp } from './ops/solve.ts'
import type { Edge, Tape } from './tape.ts'
import { draw, refOf, wireAt } from './wire.ts'

/** |x|, whose slope counts as 1 on both sides: what bounds a derivative has a derivative that is again a bound. */
export const magnitude = elementwise('magnitude', Math.abs, () => 1)

/** b -> |inverse of a| b, or with the transposed matrix. */
const absoluteSolve = (transposed: boolean): Drawn => ({
  name: 'absoluteSolve',
  draw: ([a, b]) => {
    const identity = broadcastTo(eye(a!.shape[a!.shape.length - 1]!), a!.shape)
    return matmul(magnitude(draw(solveOp({ transposed }), [a!, identity])), b!)
  },
  adjoint: () => absoluteSolve(!transposed),
  absolute: () => absoluteSolve(transposed),
  source: [],
  key: `absoluteSolve ${transposed}`,
})

/** A drawn map that does not say otherwise only moves or adds up entries. */
const absoluteStep = (step: Step): Step => {
  const { op } = step
  if (isDrawn(op)) return { ...step, op: op.absolute?.() ?? op }
  switch (op.family.kind) {
    case 'copy':
    case 'cumsum':
    case 'scatter':
    case 'project':
      return step
    case 'solve':
      return { ...step, op: absoluteSolve((op.params as { readonly transposed: boolean }).transposed) }
    default:
      return fail({
        tag: 'LawError',
        op: op.name,
        argument: step.at,
        found: 'a step whose absolute value is unknown',
        expected: 'one that moves or adds up entries, solves, or is drawn with `absolute`',
        cure: 'give the op a partial of kernels, or a Drawn step with `absolute`',
      })
  }
}

const absoluteKernel = (k: Kernel): Kernel =>
  kernel(
    k.hole,
    k.out,
    k.extent,
    k.operands.map(({ ref, spec }) => ({ ref: refOf(magnitude(wireAt(ref))), spec })),
    Math.abs(k.coef),
    k.absorbing,
  )

const absoluteFactor = (factor: Factor): Factor => (isStep(factor) ? absoluteStep(factor) : absoluteKernel(factor))

/** |l|, drawn into the graph that is being extended, whose nodes the operands of `l` name. */
export const absoluteLinear = (l: Linear): Linear => ({ ...l, paths: l.paths.map((path) => path.map(absoluteFactor)) })

const known = new WeakMap<readonly Edge[], Pick<Tape, 'primal' | 'edges'>>()

/** absolute : Tape -> Tape. It commutes with transposition; edges that are the same have the same absolute edges. */
export const absolute = (tape: Tape): Tape => {
  const made = known.get(tape.edges) ?? absoluteEdges(tape)
  known.set(tape.edges, made)
  return { ...tape, ...made }
}

const absoluteEdges = (tape: Tape): Pick<Tape, 'primal' | 'edges'> => {
  let edges: readonly Edge[] = []
  const primal = extend(tape.primal, () => {
    edges = tape.edges.map((edge) => ({ ...edge, map: absoluteLinear(edge.map) }))
    return tape.primal.outputs.map(wireAt)
  })
  return { primal, edges }
}
