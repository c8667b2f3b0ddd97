/** Laws of einsum, the one contraction: its meaning, its linearity, and its adjoint, which swaps the output with a word. */
import { type Einsum, einsumOp } from '../lib/ops/einsum.ts'
import { draw, type Graph, graph, isTuple, type Op, type Type } from '../modes/index.ts'
import { absolutes, agree, entriesOf, inner, near, plus, run, type Values } from './scale.ts'
import { differ, forEach, type Verdict, valid } from './verdict.ts'

type Run = (f: Graph, x: Values) => Values

/** The einsums of a graph, each with the types of its arguments. */
export const einsumsOf = (f: Graph): readonly { readonly op: Op<Einsum>; readonly types: readonly Type[] }[] => {
  const found = new Map<Op, readonly Type[]>()
  f.nodes.forEach(({ op, args }) => {
    if (op.family.kind === 'einsum')
      found.set(
        op,
        args.map((ref) => f.nodes.get(ref)!.type),
      )
  })
  return [...found].map(([op, types]) => ({ op: op as Op<Einsum>, types }))
}

/** The graph of an op alone. */
export const alone = (op: Op, types: readonly Type[]): Graph => graph(types, (...xs) => draw(op, xs))

const sizeOf = (extent: readonly number[]): number => extent.reduce((n, e) => n * e, 1)

/** The flat index of a word under values of its letters. */
const place = (word: readonly number[], at: readonly number[], extent: readonly number[]): number =>
  word.reduce((index, letter) => index * extent[letter]! + at[letter]!, 0)

/** The definition, letter by letter: a sum over all values of all letters that stand in an argument, in any order. */
const byDefinition = ({ words, out, extent, shape }: Einsum, xs: Values): number[] => {
  const entries = xs.map((x) => entriesOf([x]))
  const result = new Array<number>(sizeOf(shape)).fill(0)
  const loose = sizeOf(extent.filter((_, l) => out.includes(l) === false && !words.some((word) => word.includes(l))))
  const letters = extent.map((e, l) => (out.includes(l) || words.some((word) => word.includes(l)) ? e : 1))
  for (let k = 0; k < sizeOf(letters); k++) {
    let rest = k
    const at = letters.map((e) => {
      const value = rest % e
      rest = (rest - value) / e
      return value
    })
    const product = words.reduce((p, word, j) => p * entries[j]![place(word, at, extent)]!, loose)
    result[place(out, at, extent)]! += product
  }
  return result
}

/** einsum (xs)[out] = the sum over letters of the product of xs[k][word k] */
export const einsumIsItsSum = (op: Op<Einsum>, xs: Values, types: readonly Type[], by: Run = run): Verdict => {
  const f = alone(op, types)
  const found = by(f, xs)
  const [expected, scale] = [xs, absolutes(xs)].map((values) => byDefinition(op.params, values))
  const at = entriesOf(found).findIndex((y, i) => !near(y, expected![i]!, scale![i]!, 1e-12))
  return at < 0 ? valid : differ(`entry ${at}`, entriesOf(found)[at]!, expected![at]!, f)
}

const replaced = <A>(list: readonly A[], at: number, a: A): readonly A[] => list.map((x, k) => (k === at ? a : x))

/** einsum (.., x + y, ..) ~ einsum (.., x, ..) + einsum (.., y, ..) */
export const einsumIsMultilinear = (
  op: Op<Einsum>,
  xs: Values,
  ys: Values,
  types: readonly Type[],
  by: Run = run,
): Verdict => {
  const f = alone(op, types)
  return forEach(xs, (x, k) => {
    const at = (value: Values): Values => by(f, replaced(xs, k, value[0]!))
    const both = plus([x], [ys[k]!])
    const scale = run(f, replaced(absolutes(xs), k, plus(absolutes([x]), absolutes([ys[k]!]))[0]!))
    return agree(at(both), plus(at([x]), at([ys[k]!])), scale, [f], 1e-12)
  })
}

/** <einsum (xs), w> ~ <x_k, einsum' (w in place of x_k)>, where einsum' swaps the output with word k. */
export const einsumSwapsForItsAdjoint = (
  op: Op<Einsum>,
  xs: Values,
  w: Values,
  types: readonly Type[],
  by: Run = run,
): Verdict => {
  const f = alone(op, types)
  const { words, out, shape } = op.params
  return forEach(types, (type, k) => {
    if (isTuple(type)) return valid
    const swapped = einsumOp({ ...op.params, words: replaced(words, k, out), out: words[k]!, shape: type.shape })
    const g = alone(swapped, replaced(types, k, { shape }))
    const scale = inner(absolutes(w), run(f, absolutes(xs)))
    const [there, back] = [inner(by(f, xs), w), inner([xs[k]!], by(g, replaced(xs, k, w[0]!)))]
    return near(there, back, scale, 1e-12) ? valid : differ(`argument ${k} (scale ${scale})`, there, back, f, g)
  })
}
