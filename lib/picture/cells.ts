/** What a picture is made of: cells in boxes, and arrows between cells. */

/** What a cell stands for. */
export type Role = 'input' | 'output' | 'constant' | 'node' | 'fold'

export interface Cell {
  readonly id: string
  readonly lines: readonly string[]
  readonly role: Role
  /** 0 in the primal, 1 in its derivative, 2 in a derivative of that. */
  readonly order: number
}

export interface Box {
  readonly id: string
  readonly title: string
  readonly order: number
  readonly cells: Cell[]
  readonly boxes: Box[]
}

export interface Arrow {
  readonly from: string
  readonly to: string
  /** A value used; what a node of a derivative belongs to; what a scan carries to its next step. */
  readonly kind: 'data' | 'belongs' | 'next'
  /** Whether it lies in a part that runs against the primal. */
  readonly back: boolean
}

export interface Picture {
  readonly box: Box
  readonly arrows: readonly Arrow[]
  /** How often the part that was differentiated most often was. */
  readonly order: number
  /** What a reader should know: how many nodes are not drawn one by one. */
  readonly notes: readonly string[]
}

export interface PictureOptions {
  /** Names of the inputs in order; labels, or `x0`, `x1`, ... where there is none. */
  readonly inputs?: readonly string[]
  /** Names of the outputs in order; `y0`, `y1`, ... where there is none. */
  readonly outputs?: readonly string[]
  /** The number of nodes above which some are drawn as one. 150 by default. */
  readonly limit?: number
  /** Which nodes of a derivative are tied to their primal node: the last that belongs to it, by default, or all. */
  readonly ties?: 'last' | 'all'
}

/** What the parts of a picture are called, by order. */
export const partNames = ['primal', 'derivative', 'second derivative', 'third derivative'] as const
/** What a part of a picture is called. */
export const partName = (order: number): string => partNames[order] ?? `derivative ${order}`
