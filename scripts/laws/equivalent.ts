/** Mutants that nothing can kill, each with the proof that it computes what the library computes. */

export interface Equivalent {
  readonly name: string
  readonly because: string
}

const diagonal = 'the function works entry by entry, so its derivative is diagonal: its own adjoint'
const affine = '(c, t) -> 2 c + t is linear: its derivative is the same wherever it is taken'

export const equivalent: readonly Equivalent[] = [
  { name: 'checkpoint: call in argument 0, adjoint not swapped', because: diagonal },
  { name: 'customDerivative: custom in argument 0, adjoint not swapped', because: diagonal },
  {
    name: 'customDerivative: custom in argument 0, result for the argument',
    because: 'the rule of the sample, (y, dy) -> cos y dy, does not read the result',
  },
  {
    name: 'flip: slice[3+4*-1/4] in argument 0, adjoint not swapped',
    because: 'to reverse a vector is a symmetric permutation: its own adjoint',
  },
  { name: 'foldl: scan[4] in argument 0, slope at the result', because: affine },
  { name: 'foldl: scan[4] in argument 0, result for the argument', because: affine },
  {
    name: 'whileLoop: finished[5] in argument 0, a factor dropped',
    because: 'where the function has a value the factor is the identity; the two differ only where it has none',
  },
]
