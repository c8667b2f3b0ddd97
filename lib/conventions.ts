/** What a derivative is where there is none: choices handed to `linearize` and kept on the tape. */

export interface Conventions {
  /** How much of a tie `maximum(a, b)`, a = b, goes to the first argument; the rest goes to the second. */
  readonly tie: number
  /**
   * What a slope that is infinite or NaN makes of a tangent or cotangent that is exactly 0: `absorbing` says 0, so that
   * a branch not taken poisons nothing; `ieee` says NaN.
   */
  readonly zero: 'absorbing' | 'ieee'
}

/** The library's own: ties are shared, zero absorbs. The same in every mode. */
export const cotangent: Conventions = { tie: 0.5, zero: 'absorbing' }
