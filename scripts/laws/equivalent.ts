/** Mutants that nothing can kill, each with the proof that it computes what the library computes. */

export interface Equivalent {
  readonly name: string
  readonly because: string
}

export const equivalent: readonly Equivalent[] = [
  {
    name: 'checkpoint: call in argument 0, adjoint not swapped',
    because: 'the function called, y -> sin(y y), works entry by entry, so its derivative is diagonal: its own adjoint',
  },
]
