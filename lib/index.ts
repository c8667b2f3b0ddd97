/** Graphs, ops, linear maps, tapes and their interpreters. Knows no mode. */
export { Graph, graph, replay } from './compose.ts'
export { type Conventions, cotangent } from './conventions.ts'
export { asType, type Closure, closure, extend, label, scope } from './drawing.ts'
export { AdError, type AdErrorInfo, type AdErrorTag } from './error.ts'
export {
  type Differentiable,
  type Drawable,
  drawAt,
  type Point,
  type Result,
  resultOf,
  runAt,
  sameAs,
} from './function.ts'
export { type About, inputTypes, type Node, nodeAt, outputTypes, type Ref, sameGraph } from './graph.ts'
export { type Branch, type Cost, cost } from './interpret/cost.ts'
export { type Counted, count } from './interpret/count.ts'
export { type Environment, environment, evaluate, evaluateOrThrow, outputsOf } from './interpret/evaluate.ts'
export type { Kernel, Operand } from './kernel.ts'
export { type Factor, Linear, type Path, type Step } from './linear.ts'
export type { Drawn, Family, Kind, Op } from './op.ts'
export * from './ops/index.ts'
export { remembering } from './program.ts'
export { basis, lanesFirst, lanesLast, unit } from './seeds.ts'
export { show, signature } from './show.ts'
export { type Edge, type LinearizeOptions, linearize, push, Tape } from './tape.ts'
export { isTuple, type Shape, showType, sizeOf, type TensorType, type TupleType, type Type } from './types.ts'
export {
  type Arrayish,
  isTensor,
  type Nested,
  sameValue,
  type Tensor,
  type Tuple,
  tensor,
  toNested,
  type Value,
} from './value.ts'
export { draw, input, Wire, wireAt } from './wire.ts'
