/** Drawing once: a function as a graph, with what that freezes. */
import { checkFunction, checkList } from '../lib/given.ts'
import {
  type Arg,
  type Arguments,
  bodiesOf,
  type Graph,
  inputTypes,
  type Shape,
  type Structured,
  showType,
  structured,
  type Tree,
  type Treelike,
  type Type,
  type Wire,
} from '../lib/index.ts'

/** A function drawn: `grad(prepared)` and the like do not draw it again. */
export interface Prepared<A extends readonly unknown[] = readonly unknown[], R = Tree<Arg>> extends Structured<A, R> {
  /** What cannot change any more, a sentence each. */
  readonly frozen: readonly string[]
}

const constants = ({ nodes }: Graph): number => nodes.count(({ op }) => op.family.kind === 'constant')
const bodies = ({ nodes }: Graph): number => nodes.count((node) => bodiesOf(node).length > 0)

const frozenIn = (drawn: Graph): readonly string[] => [
  `the inputs: ${inputTypes(drawn).map(showType).join(', ') || 'none'}`,
  `the course of host code: every if, loop and recursion as it went, unrolled to ${drawn.nodes.size} nodes`,
  ...(constants(drawn) > 0
    ? [`${constants(drawn)} constants, among them every host number that the function read`]
    : []),
  ...(bodies(drawn) > 0
    ? [`the bodies of ${bodies(drawn)} nodes (calls, conds, loops), with the lengths of the scans`]
    : []),
]

/**
 * A function drawn once for inputs of the given shapes, or trees of shapes, to be used many times. What it draws must
 * not depend on values that change later; `frozen` says what that is.
 *
 * @throws AdError where the function cannot be drawn for these shapes
 * @example
 * grad(prepare((x) => sum(mul(x, x)), [[2]]))([1, 2]) // => [2, 4]
 * grad(prepare(({ a, b }) => mul(a, b), [{ a: [], b: [] }]))({ a: 3, b: 4 }).a // => 4
 */
export const prepare = <A extends readonly unknown[] = Wire[], const R = Tree<Arg>>(
  f: (...xs: A) => R & Treelike<R>,
  inputs: Arguments<NoInfer<A>, Shape | Type>,
): Prepared<A, R> => {
  checkFunction('prepare', 0, f, 'write prepare((x) => ..., [[2]])')
  checkList('prepare', 'inputs', inputs, 'shapes, one for each argument', 'write prepare((x) => ..., [[2]])')
  const drawn = structured(f, inputs, 'prepare')
  return { ...drawn, frozen: frozenIn(drawn.graph) }
}
