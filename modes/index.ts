/** Cotangent: derivatives of TypeScript functions by immutable graphs, one derivative per op, linear maps as data. */
export * from '../lib/index.ts'
export { forward, forwardVector } from './forward.ts'
export { grad, valueAndGrad } from './gradient.ts'
export { hessian, hvp } from './hessian.ts'
export { type JacobianOptions, jacobian } from './jacobian.ts'
export type { ArgumentOptions, Options } from './options.ts'
export { jvp, vjp } from './products.ts'
export { reverse, reverseVector } from './reverse.ts'
