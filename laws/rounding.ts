/** Agreement of graphs at a point, on the scale of what rounding can do to each result. */
import { absolute } from '../lib/absolute.ts'
import { dependencies } from '../lib/graph.ts'
import { environment, type Graph, linearize, nodeAt, push, type Ref } from '../modes/index.ts'
import { absolutes, agree, plus, run, type Values } from './scale.ts'
import type { Verdict } from './verdict.ts'

/** The nodes that round: all that the outputs need but constants. */
const rounding = (f: Graph): readonly Ref[] => {
  const needed = dependencies(f, f.outputs)
  return [...needed.keys()].filter((ref) => needed[ref] && nodeAt(f, ref).op.family.kind !== 'constant')
}

/**
 * The scale of each entry of f x: the sum over all nodes of f of |slope of the entry in the node| |node|, slopes with
 * absolute values along every path. A relative error of u in each node moves the entry by no more than u times that, to
 * first order.
 */
export const roundingScale = (f: Graph, x: Values): Values => {
  const nodes = rounding(f)
  const { values } = environment(f, x)
  const seeds = nodes.map((ref) => values[ref]!)
  return run(push(absolute(linearize(f, { wrt: nodes }))), x, absolutes(seeds)).slice(f.outputs.length)
}

/** f x ~ g x */
export const agreeAt = (f: Graph, g: Graph, ...x: readonly Values[]): Verdict => {
  const at = x.flat()
  return agree(run(f, at), run(g, at), plus(roundingScale(f, at), roundingScale(g, at)), [f, g])
}

/** f x ~ y for a y computed in another way, in steps that round no more than those of f. */
export const givesAt = (f: Graph, y: Values, ...x: readonly Values[]): Verdict => {
  const at = x.flat()
  return agree(run(f, at), y, roundingScale(f, at), [f])
}
