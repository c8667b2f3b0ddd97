/** Laws that every op, mode and linear map obeys, as pure predicates; and `checkGradients`, for ops of one's own. */

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
export { sameUpToNumbering } from './canonical.ts'
// Cartesian differential and reverse derivative categories.
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
export { type CheckOptions, type Culprit, checkGradients, culprits, modeIsFaithful } from './checkGradients.ts'

// Fidelity.
export { differences, type Estimate, keepsItsChoices, limitOfDifferences } from './fidelity.ts'
// Functors and linear maps.
export {
  linearizeComposes,
  sameLinear,
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
  mapsSumsToSums,
  mapsZeroToZero,
  routes,
} from './linear.ts'
export { evaluatingChangesNothing, isPrefix, leavesAsItWas } from './persistence.ts'
export {
  additiveInTheCotangent,
  adjointness,
  cotangentOfPair,
  cotangentOfParallel,
  cotangentOfProjections,
  cotangentOfSum,
  cotangentOfZero,
  linearInTheCotangent,
  mixedSecondDerivatives,
  nothingFromZero,
  reverseChainRule,
  reverseDefinesForward,
  symmetricByReverse,
  tangentByReverse,
} from './reverse.ts'
// Agreement up to rounding, and equality.
export {
  agree,
  cotangentBound,
  finite,
  identical,
  near,
  TOLERANCE,
  tangentBound,
  type Values,
  valuesOf,
  vanishes,
} from './scale.ts'
// What a law says.
export { claim, differ, every, forEach, named, type Refutation, refute, type Verdict, valid } from './verdict.ts'
