/** Linear maps as data: the free additive category on kernels and steps. */
import type { Ref } from './graph.ts'
import { fuse, isIdentity, type Kernel, kernel, parallel, transposeKernel } from './kernel.ts'
import { type Drawn, type Op, sameOp } from './op.ts'
import { isTuple, sameType, scalar, sizeOf, type Type } from './types.ts'

/** An op with every argument fixed but one, the hole at `at`, in which it is linear. `args[at]` is ignored. */
export interface Step {
  readonly op: Op | Drawn
  readonly at: number
  readonly args: readonly Ref[]
  readonly from: Type
  readonly to: Type
}

export type Factor = Kernel | Step
export type Path = readonly Factor[]

/** Zero has no path, the identity one empty path; a sum joins paths, a composite concatenates them. */
export interface Linear {
  readonly from: Type
  readonly to: Type
  readonly paths: readonly Path[]
}

export const isStep = (factor: Factor): factor is Step => 'op' in factor
export const isDrawn = (op: Op | Drawn): op is Drawn => 'draw' in op

const sameSources = (a: readonly object[], b: readonly object[]): boolean =>
  a.length === b.length && a.every((source, k) => source === b[k])

export const sameStep = (a: Step, b: Step): boolean =>
  a.at === b.at &&
  a.args.length === b.args.length &&
  a.args.every((ref, k) => k === a.at || ref === b.args[k]) &&
  (isDrawn(a.op)
    ? isDrawn(b.op) && sameSources(a.op.source, b.op.source) && a.op.key === b.op.key
    : !isDrawn(b.op) && sameOp(a.op, b.op)) &&
  sameType(a.from, b.from)

/** Multiplication by a number on a wire: the map of most edges of a scalar graph, whose path is made when it is asked for. */
class Slope implements Linear {
  readonly from: Type
  readonly to: Type
  readonly by: Ref
  readonly absorbing: boolean
  constructor(from: Type, to: Type, by: Ref, absorbing: boolean) {
    this.from = from
    this.to = to
    this.by = by
    this.absorbing = absorbing
  }
  get paths(): readonly Path[] {
    return [[kernel(NO_LETTERS, NO_LETTERS, NO_LETTERS, [{ ref: this.by, spec: NO_LETTERS }], 1, this.absorbing)]]
  }
}
const NO_LETTERS: readonly number[] = []

/** Whether a map is known as the multiplication by one number of the graph. */
export const isSlope = (l: Linear): l is Slope => l instanceof Slope
/** Whether a map is the identity of numbers. */
export const isIdentityMap = (l: Linear): boolean => l === SCALAR_IDENTITY
/** Whether a map has no path. */
export const isZeroMap = (l: Linear): boolean => !isSlope(l) && l.paths.length === 0

const zero = (from: Type, to: Type): Linear => ({ from, to, paths: [] })
const IDENTITY: readonly Path[] = [[]]
const SCALAR_IDENTITY: Linear = { from: scalar, to: scalar, paths: IDENTITY }
const identity = (from: Type, to: Type = from): Linear =>
  from === scalar && to === scalar ? SCALAR_IDENTITY : { from, to, paths: IDENTITY }

const ofKernel = (from: Type, to: Type, k: Kernel): Linear => ({ from, to, paths: isIdentity(k) ? IDENTITY : [[k]] })
/** The map between types of one entry that multiplies by the number at `by`. */
const ofSlope = (from: Type, to: Type, by: Ref, absorbing: boolean): Linear => new Slope(from, to, by, absorbing)
const ofStep = (step: Step): Linear => ({ from: step.from, to: step.to, paths: [[step]] })

/** The kernel that multiplies by a number. */
const scaling = (type: Type, coef: number): Kernel | undefined =>
  isTuple(type) ? undefined : kernel([0], [0], [sizeOf(type.shape)], [], coef, false)

/** A path that is one kernel, the empty path as the identity kernel of the type. */
const asKernel = (path: Path, type: Type): Kernel | undefined =>
  path.length === 0 ? scaling(type, 1) : path.length === 1 && !isStep(path[0]!) ? path[0] : undefined

/** The sum of two maps; parallel kernels over the same operands are one, with the sum of the coefficients. */
const sum = (f: Linear, g: Linear): Linear => {
  if (isZeroMap(g)) return f
  if (isZeroMap(f)) return g
  const paths = [...f.paths]
  for (const path of g.paths) {
    const k = asKernel(path, f.from)
    const at = k ? paths.findIndex((other) => meets(asKernel(other, f.from), k)) : -1
    if (!k || at < 0) paths.push(path)
    else {
      const coef = asKernel(paths[at]!, f.from)!.coef + k.coef
      if (coef === 0) paths.splice(at, 1)
      else paths[at] = coef === 1 && isIdentity({ ...k, coef }) ? [] : [{ ...k, coef }]
    }
  }
  return { from: f.from, to: f.to, paths }
}
const meets = (a: Kernel | undefined, b: Kernel): boolean => a !== undefined && parallel(a, b)

const join = (p: Path, q: Path): Path => {
  const last = p[p.length - 1]
  const first = q[0]
  const fused = last && first && !isStep(last) && !isStep(first) ? fuse(last, first) : undefined
  if (!fused) return [...p, ...q]
  return isIdentity(fused) ? [...p.slice(0, -1), ...q.slice(1)] : [...p.slice(0, -1), fused, ...q.slice(1)]
}

/** First `f`, then `g`: every path of one with every path of the other, neighbouring kernels fused. */
const compose = (f: Linear, g: Linear): Linear =>
  f.paths
    .flatMap((p) => g.paths.map((q) => join(p, q)))
    .reduce<Linear>((all, path) => sum(all, { from: f.from, to: g.to, paths: [path] }), zero(f.from, g.to))

const adjointFactor = (factor: Factor): Factor => {
  if (!isStep(factor)) return transposeKernel(factor)
  const { op, at, args, from, to } = factor
  const adjoint = isDrawn(op) ? op.adjoint(at) : op.adjoint!(at, from)
  return { op: adjoint, at, args, from: to, to: from }
}

/** The adjoint: `<l v, w> = <v, adjoint l w>`. Contravariant, and its own inverse. */
const adjoint = (l: Linear): Linear => {
  if (isSlope(l)) return l.from === l.to ? l : new Slope(l.to, l.from, l.by, l.absorbing)
  const own = l.paths.every(selfAdjoint)
  if (own && l.from === l.to) return l
  return { from: l.to, to: l.from, paths: own ? l.paths : l.paths.map((path) => path.map(adjointFactor).reverse()) }
}
const selfAdjoint = (path: Path): boolean =>
  path.length === 0 || (path.length === 1 && !isStep(path[0]!) && path[0].extent.length === 0)

export const Linear = { zero, identity, ofKernel, ofSlope, ofStep, sum, compose, adjoint } as const
