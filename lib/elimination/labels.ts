/** Labels of edges: what is known of a partial before the point is, and how that goes through products and sums. */

/** A partial of +1 or -1, one known before the point is, or one that depends on the point. */
export type Label = 'unit' | 'constant' | 'variable'

/** How elimination is counted: every product, or those that neither a unit nor two constants make trivial. */
export type Metric = 'joins' | 'nontrivial'

/** The label of a product: units leave the other as it is, two constants are known, the rest is not. */
export const timesLabel = (a: Label, b: Label): Label =>
  a === 'variable' || b === 'variable' ? 'variable' : a === 'unit' ? b : a

/** The label of a sum of parallel edges: two known ones are known, but no unit any more. */
export const plusLabel = (a: Label, b: Label): Label => (a === 'variable' || b === 'variable' ? 'variable' : 'constant')

/** Whether a product must be computed at the point, and by a multiplication. */
export const isNontrivial = (a: Label, b: Label): boolean =>
  a !== 'unit' && b !== 'unit' && (a === 'variable' || b === 'variable')

/** How many of the edges on one side of a vertex are no units, and how many of these are variable. */
export interface Side {
  readonly nonunit: number
  readonly variable: number
}

/** The nontrivial products of all edges on one side with all on the other; it grows with each of the four numbers. */
export const nontrivialProducts = (a: Side, b: Side): number =>
  a.variable * b.nonunit + a.nonunit * b.variable - a.variable * b.variable
