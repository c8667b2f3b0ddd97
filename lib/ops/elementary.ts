/** The elementary functions, by family. */
export * from './errorFunction.ts'
export * from './exponential.ts'
export * from './hyperbolic.ts'
export * from './powers.ts'
export * from './trigonometric.ts'
