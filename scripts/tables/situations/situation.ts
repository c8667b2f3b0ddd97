/** How situations are written: in words, with what provokes the error. */
import { type Arg, type Graph, graph, type Shape, type Wire } from '../../../modes/index.ts'

export type Named = readonly [situation: string, provoke: () => unknown]
/** Situations by area. */
export type Areas = Readonly<Record<string, readonly Named[]>>

/** Draws a function on inputs of these shapes. */
export const drawing =
  (f: (...xs: Wire[]) => Arg | readonly Arg[], ...shapes: readonly Shape[]) =>
  (): Graph =>
    graph(shapes, f)

/** Something that the types refuse, as plain JavaScript would give it. */
export const untyped = (x: unknown): never => x as never
