/** Rewrite rules: laws of ops as data, each with what it draws in place of a node. */
import type { Kind, Op } from '../op.ts'
import type { Type } from '../types.ts'
import { argsOf, type Wire } from '../wire.ts'

/** A node about to be drawn, on arguments that are simple already. */
export interface Site {
  readonly op: Op
  readonly args: readonly Wire[]
  readonly type: Type
  /** Whether this node alone uses a wire, so that nobody computes it any more once the node does without it. */
  readonly once: (x: Wire) => boolean
}

/** A law, read from left to right: where a node is the left side, the right side is drawn. */
export interface Rule {
  readonly name: string
  /** The law in words, an equation where it is one. */
  readonly law: string
  /**
   * What of a value stays: every `bits`; all `numbers`, of which 0 and -0 are one; or the value in `reals`, sums and
   * products of which are taken in another order, so that they round, and overflow, in other places.
   */
  readonly keeps: 'bits' | 'numbers' | 'reals'
  /** The kinds of ops that may be a left side. */
  readonly on: readonly Kind[]
  /** The right side, of the same type; undefined where the node is no left side. What it draws must be simpler. */
  readonly rewrite: (site: Site) => Wire | undefined
}

/** The op that a wire is drawn by, and on what: for rules that look further than their node. */
export const drawnBy = (x: Wire): { readonly op: Op; readonly args: readonly Wire[] } => ({
  op: x.node.op,
  args: argsOf(x),
})
