/** Graphs, ops, linear maps, tapes and their interpreters. Knows no mode. */

export { eliminableTape, tapeProblem } from './accumulate/ground.ts'
export { accumulate, eliminate, eliminateBack, eliminateFront } from './accumulate/jacobian.ts'
export { certifiedOrder, planTape } from './accumulate/plan.ts'
export { findOrder, type NamedOrder, type SearchOptions, searchOrders } from './accumulate/search.ts'
export * from './algebra/index.ts'
export { bases, blocks, entriesOf } from './blocks.ts'
export { Graph, graph, replay } from './compose.ts'
export { type Conventions, cotangent, jax, tfjs, torch } from './conventions.ts'
export { asType, type Closure, closure, extend, label, scope } from './drawing.ts'
export { type AnnealingOptions, annealEdges, annealVertices } from './elimination/annealing.ts'
export { edgeBound, vertexBound } from './elimination/bounds.ts'
export {
  type ChainOptions,
  type ChainPlan,
  type ChainStep,
  denseChain,
  type MatrixFreePlan,
  matrixFreeChain,
} from './elimination/chains.ts'
export { compactDigraph } from './elimination/compact.ts'
export { digraph, type EdgeEliminable } from './elimination/digraph.ts'
export type { Eliminable } from './elimination/eliminable.ts'
export { type Exact, type ExactOptions, exactOrder } from './elimination/exact.ts'
export { type ExactEdges, type ExactEdgesOptions, exactEdgeOrder } from './elimination/exactEdges.ts'
export {
  forwardOrder,
  type GreedyOptions,
  greedy,
  lastCost,
  relativeMarkowitz,
  reverseOrder,
} from './elimination/greedy.ts'
export type { Label, Metric } from './elimination/labels.ts'
export { eliminationProblemOf } from './elimination/ofGraph.ts'
export {
  countOrder,
  type EdgeElimination,
  type EdgeStep,
  type Elimination,
  follow,
  type Order,
  parseOrderOrThrow,
  showOrder,
} from './elimination/order.ts'
export {
  type Certificate,
  type EliminationPlan,
  type HeuristicCounts,
  type PlanOptions,
  planElimination,
} from './elimination/plan.ts'
export {
  type EliminationProblem,
  eliminationProblem,
  eliminationProblemOrThrow,
  type LabelledEdge,
} from './elimination/problem.ts'
export { type Compiled, type CompileOptions, compile } from './engine/compile.ts'
export { run } from './engine/gear.ts'
export { AdError, type AdErrorInfo, type AdErrorTag } from './error.ts'
export { type Application, drawAt, gradientAt, runAt, structured } from './function.ts'
export { type About, bodiesOf, inputTypes, type Node, nodeAt, outputTypes, type Ref, sameGraph } from './graph.ts'
export { type BatchOptions, batch } from './interpret/batch.ts'
export { type Branch, type Cost, cost } from './interpret/cost.ts'
export { type Counted, count } from './interpret/count.ts'
export { type Environment, environment, evaluate, evaluateOrThrow, outputsOf } from './interpret/evaluate.ts'
export { hessianSparsity, jacobianSparsity, type SparsityOptions } from './interpret/sparsity.ts'
export type { Families, OpFamily } from './json/families.ts'
export type { BodyJson, NodeJson } from './json/graph.ts'
export {
  fromJson,
  fromJsonOrThrow,
  type GraphJson,
  type JsonOptions,
  parse,
  parseOrThrow,
  stringify,
  toJson,
} from './json/json.ts'
export type { Kernel, Operand } from './kernel.ts'
export { type Category, type Functor, graphs, type Types } from './learn/category.ts'
export { graphOf, type Lens, lenses, type Side } from './learn/lens.ts'
export {
  type AdamOptions,
  adagrad,
  adam,
  descent,
  learningRate,
  momentum,
  nesterov,
  type Optimiser,
} from './learn/optimiser.ts'
export { type Parametrised, para, parametrised, reparametrise } from './learn/para.ts'
export { type Factor, Linear, type Path, type Step } from './linear.ts'
export type { Drawn, Family, Kind, Op } from './op.ts'
export * from './ops/index.ts'
export type { PictureOptions } from './picture/cells.ts'
export { toDot } from './picture/dot.ts'
export { fold } from './picture/fold.ts'
export { formula } from './picture/formula.ts'
export { toMermaid } from './picture/mermaid.ts'
export { leavesLike, resultOf, resultsOf, tangentsOf } from './points.ts'
export { remembering } from './program.ts'
export { bernoulli, integers, type Key, key, normal, permutation, split, uniform } from './random.ts'
export type {
  Argument,
  Arguments,
  Aux,
  Cotangents,
  Curvatures,
  Differentiable,
  Drawable,
  Each,
  Evaluated,
  Gradient,
  Hessian,
  Jacobian,
  Leaf,
  Like,
  Main,
  Mirror,
  Point,
  Points,
  Pullback,
  Result,
  Slopes,
  Stage,
  Structured,
  Treelike,
  WithAux,
} from './results.ts'
export { basis, lanesFirst, lanesLast, unit } from './seeds.ts'
export { show, signature } from './show.ts'
export { drawnBy, type Rule, type Site } from './simplify/rule.ts'
export { exactRules, rewriteRules } from './simplify/rules.ts'
export { type SimplifyOptions, simplify } from './simplify/simplify.ts'
export { colouredBlocks } from './sparse/blocks.ts'
export { type Colouring, type ColouringKind, type ColouringOptions, colouring } from './sparse/colouring.ts'
export { entries } from './sparse/entries.ts'
export { SparseMatrix } from './sparse/matrix.ts'
export type { Ordering } from './sparse/orderings.ts'
export { Pattern } from './sparse/pattern.ts'
export { decompress, type Reading, readingOf } from './sparse/reading.ts'
export { type Edge, type LinearizeOptions, linearize, push, Tape } from './tape.ts'
export { flatten, listOf, pathAt, pathText, type Structure, type Tree, unflatten } from './tree.ts'
export { isTuple, type Shape, showType, sizeOf, type TensorType, type TupleType, type Type } from './types.ts'
export {
  type Arrayish,
  conform,
  isTensor,
  type Nested,
  type Strided,
  sameValue,
  type Tensor,
  type Tuple,
  type TypedArray,
  tensor,
  toNested,
  type Value,
} from './value.ts'
export { draw, input, Wire, wireAt } from './wire.ts'
