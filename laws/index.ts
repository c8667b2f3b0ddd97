/** Laws that every op, mode and linear map obeys, as pure predicates; and `checkGradients`, for ops of one's own. */

export { type CheckOptions, checkGradients } from './checkGradients.ts'
export { type Culprit, culprits } from './culprits.ts'
export { modeIsFaithful } from './faithful.ts'

// The laws as one list, and as properties for fast-check of an op, a mode or an interpreter of one's own.

export { arbitraries, EVERYTHING, type FastCheck, FLAT, SMOOTH, type Table } from './arbitraries.ts'
export { cases, type Specimen } from './cases.ts'
export { type Case, type Group, groups, type Law, library, type Part, type Subject } from './law.ts'
export { type Asked, lawsOf, type OpAt, type Property } from './lawsOf.ts'
export { type Interpreter, interpreters, type Mode, modes, presets } from './subjects.ts'
export { suite } from './suite.ts'

// What a law says, and agreement up to rounding or to numbering.

export { sameUpToNumbering } from './canonical.ts'
export {
  agree,
  finite,
  identical,
  type Modes,
  near,
  pullback,
  pullbackBound,
  pushforward,
  pushforwardBound,
  TOLERANCE,
  type Values,
  valuesOf,
  vanishes,
} from './scale.ts'
export {
  claim,
  differ,
  every,
  forEach,
  named,
  type Refutation,
  refute,
  undecided,
  type Verdict,
  valid,
} from './verdict.ts'

// Fidelity, and the laws of Cartesian differential and reverse derivative categories.

export { adjointness, mixedSecondDerivatives, reverseDefinesForward } from './bridge.ts'
export {
  additiveInTheDirection,
  chainRule,
  chainRuleInValue,
  derivativeOfPair,
  derivativeOfProjections,
  derivativeOfSum,
  derivativeOfZero,
  linearInTheDirection,
  nothingAlongZero,
  symmetricSecondDerivative,
} from './cartesian.ts'
export { keepsItsChoices } from './choices.ts'
export {
  differences,
  type Estimate,
  limitOfDifferences,
  limitOfPairings,
  placesHaveNoTangent,
} from './fidelity.ts'
export {
  additiveInTheCotangent,
  cotangentOfPair,
  cotangentOfParallel,
  cotangentOfProjections,
  cotangentOfSum,
  cotangentOfZero,
  linearInTheCotangent,
  nothingFromZero,
  reverseChainRule,
  symmetricByReverse,
  tangentByReverse,
} from './reverse.ts'

// Functors and linear maps.

export {
  linearizeComposes,
  tangentComposes,
  tangentOfIdentity,
  tangentOfProduct,
  transposingTwice,
} from './functor.ts'
export {
  adjointPairing,
  adjointReverses,
  adjointTwice,
  applied,
  compositionAssociates,
  copyingIsDualToAdding,
  fusionKeepsValues,
  linearIsItsDerivative,
  mapsSumsToSums,
  mapsZeroToZero,
  routes,
} from './linear.ts'
export { sameLinear } from './maps.ts'
export { linearizesOnce } from './once.ts'

// Einsum.

export { einsumIsItsSum, einsumIsMultilinear, einsumSwapsForItsAdjoint, einsumsOf } from './einsum.ts'

// Categories and functors as values, and their laws; the derivative, lenses, parametrised arrows, learners.

export { backprop, totalError } from './categories/backprop.ts'
export { type Blocks, biproducts, matrixOfBlocks } from './categories/biproducts.ts'
export { derivativeAt, derivativeFunctor, type Pointed, pointed } from './categories/derivative.ts'
export { ErrorFunction } from './categories/errors.ts'
export { evaluation, tangentFunctor, type ValueFunction, valueFunctions } from './categories/functors.ts'
export { learners, learnerToLens, type SupervisedLearner } from './categories/learners.ts'
export { type Matrix, Representation } from './categories/representations.ts'
export {
  arrowsAssociate,
  arrowsInterchange,
  identitiesAreUnits,
  preservesComposition,
  preservesIdentity,
  preservesSwap,
  preservesTensor,
  type Same,
  swapIsNatural,
  swapTwice,
  tensorAssociates,
  tensorHasUnit,
  tensorOfIdentities,
} from './category.ts'
export {
  derivativeComposes,
  derivativeOfLinear,
  derivativeOfParallel,
  representationsAgree,
  sameDerivative,
} from './elliott.ts'
export {
  answersInvertSlopes,
  backpropComposes,
  backpropOfIdentity,
  backpropOfParallel,
  backpropOfSwap,
  type Example,
  implementationsCompose,
  type LongExample,
  requestAsksForTheGradient,
  requestsCompose,
  sameLearnerAt,
  updateDescends,
  updatesCompose,
} from './learn.ts'
export {
  getComposes,
  lensComposes,
  lensComposesInValue,
  meetInResults,
  putComposes,
  sameLens,
  sameLensAt,
} from './lens.ts'
export {
  parametrisedComposes,
  parametrisedInterchange,
  reparametrisingComposes,
  reparametrisingDistributes,
  sameParametrised,
} from './para.ts'
export { agreeAt, givesAt, roundingScale } from './rounding.ts'

// Modes and interpreters.

export {
  checkpointAgrees,
  checkpointed,
  checkpointKeepsTheGradient,
  type Derivative,
  jacobians,
  modesAgree,
  noPerturbationConfusion,
} from './agree.ts'
export { boundsEnclose, isSemiring, numbersAreTheRun, pathsSumToTheRun } from './algebra.ts'
export {
  costIsWhatIsCounted,
  interpretersAgree,
  interpretersAreIdentical,
  interpretersRoundAlike,
  rewritingKeepsDerivatives,
} from './interpreters.ts'
export { evaluatingChangesNothing, isPrefix, leavesAsItWas } from './persistence.ts'
