/** Scalar graphs as formulas: infix text that a person writes and a parser reads. */
import { fail } from '../error.ts'
import { checkGraph } from '../given.ts'
import { bodiesOf, dependencies, type Graph, type Node, nodeAt, type Ref } from '../graph.ts'
import type { Kind } from '../op.ts'
import { isTuple, showType, sizeOf } from '../types.ts'
import type { Tensor } from '../value.ts'
import {
  called,
  chosen,
  type Infix,
  named,
  negated,
  numeral,
  plus,
  raised,
  reciprocal,
  related,
  times,
} from './infix.ts'

const relations: ReadonlyMap<string, string> = new Map([
  ['greater', '>'],
  ['greaterEqual', '>='],
  ['less', '<'],
  ['lessEqual', '<='],
  ['equal', '=='],
  ['notEqual', '!='],
])

type Notation = (xs: readonly Infix[], node: Node) => Infix

/** Ops with a notation of their own, by family; others are written as functions of their arguments and their key. */
const notations: ReadonlyMap<string, Notation> = new Map<string, Notation>([
  ['constant', (_, { op }) => numeral((op.params as { readonly value: Tensor }).value.data[0]!)],
  ['neg', ([x]) => negated(x!)],
  ['add', plus],
  ['einsum', times],
  ['recip', ([x]) => reciprocal(x!)],
  ['pow', ([x, p]) => raised(x!, p!)],
  [
    'powerLog',
    ([x, p], { op }) =>
      times([raised(x!, p!), ...Array<Infix>((op.params as { readonly k: number }).k).fill(called('log', [x!]))]),
  ],
  ['power', ([x], { op }) => raised(x!, numeral(op.params as number))],
  ['maximum', (xs) => called('max', xs)],
  ['select', ([mask, a, b]) => chosen(mask!, a!, b!)],
  ...[...relations].map(([name, sign]): [string, Notation] => [name, ([a, b]) => related(a!, sign, b!)]),
])

const written = (node: Node, xs: readonly Infix[]): Infix => {
  const { family, key } = node.op
  const known = notations.get(family.name)
  if (known) return known(xs, node)
  // A number among the parameters is one more argument; words are a part of the name.
  return key === '' || !Number.isNaN(Number(key))
    ? called(family.name, key === '' ? xs : [...xs, numeral(Number(key))])
    : called(`${family.name}_${key.replace(/\W+/g, '_')}`, xs)
}

/** A shared term is named when it is longer than this, and any term that is longer than a line or two. */
const [SHORT, LONG] = [12, 240]

/** Names for shared terms: a, b, c, ... without e and i, which are numbers, and without those that are taken. */
function* free(taken: ReadonlySet<string>): Generator<string, never> {
  for (let round = 0; ; round++)
    for (const letter of 'abcdfghjklmnopqrstuvwxyz') {
      const name = round === 0 ? letter : `${letter}${round}`
      if (!taken.has(name)) yield name
    }
}

/** The kinds of ops that do to tensors of one entry what they do to numbers. */
const arithmetic: ReadonlySet<Kind> = new Set(['input', 'constant', 'elementwise', 'neg', 'add', 'einsum', 'other'])

const refuseNode = (node: Node): void => {
  const { op, type } = node
  if (bodiesOf(node).length > 0 || isTuple(type) || sizeOf(type.shape) !== 1 || !arithmetic.has(op.family.kind))
    fail({
      tag: 'ShapeError',
      op: 'formula',
      ...(node.about?.label === undefined ? {} : { node: node.about.label }),
      found: `${op.name} of type ${showType(type)}`,
      expected: 'arithmetic on numbers: formulas are for scalar graphs',
      cure: 'use show, toDot or toMermaid for graphs with tensors, tuples or bodies',
    })
}

const namesOf = (graph: Graph, given: readonly string[] | undefined): readonly string[] => {
  const names = graph.inputs.map((ref, k) => {
    const label = nodeAt(graph, ref).about?.label
    const plain = graph.inputs.length === 1 ? 'x' : `x${k}`
    return given?.[k] ?? (label !== undefined && NAME.test(label) ? label : plain)
  })
  const wrong = names.find((name, k) => !NAME.test(name) || names.indexOf(name) !== k)
  if (wrong !== undefined || (given && given.length !== names.length))
    fail({
      tag: 'ValueError',
      op: 'formula',
      argument: 'names',
      found: wrong === undefined ? `${given!.length} names` : JSON.stringify(wrong),
      expected: `${names.length} names of letters and digits, each once`,
      cure: 'give a name for each input, or none at all',
    })
  return names
}
const NAME = /^[\p{L}_][\p{L}\p{N}_]*$/u

/**
 * The outputs of a scalar graph as formulas, a line each. Terms that are long and used more than once are named before, by
 * lines `let a = ...`. Numbers are written to all their digits. Inputs are called by `names`, by their labels, or `x`,
 * and `x0`, `x1`, ... where there are several.
 *
 * @throws AdError `ShapeError` where a tensor, a tuple or an op with a body is needed, `ValueError` for bad names
 * @example
 * formula(Graph.trim(graph([[]], (x) => grad((y) => sin(mul(y, y)))(x)))) // => '2*x*cos(x^2)'
 */
export const formula = (graph: Graph, names?: readonly string[]): string => {
  checkGraph('formula', graph)
  const inputs = namesOf(graph, names)
  const needed = dependencies(graph, graph.outputs)
  const uses = new Map<Ref, number>()
  const use = (ref: Ref): void => {
    uses.set(ref, (uses.get(ref) ?? 0) + 1)
  }
  graph.nodes.forEach((node, ref) => {
    if (needed[ref]) node.args.forEach(use)
  })
  graph.outputs.forEach(use)
  const fresh = free(new Set(inputs))
  const terms = new Map<Ref, Infix>()
  const lines: string[] = []
  graph.nodes.forEach((node, ref) => {
    if (!needed[ref]) return
    refuseNode(node)
    const input = graph.inputs.indexOf(ref)
    const term =
      input >= 0
        ? named(inputs[input]!)
        : written(
            node,
            node.args.map((arg) => terms.get(arg)!),
          )
    const shared = uses.get(ref)! > 1 && term.text.length > SHORT && term.number === undefined
    if (!shared && (term.text.length <= LONG || graph.outputs.includes(ref))) terms.set(ref, term)
    else {
      const name = fresh.next().value
      lines.push(`let ${name} = ${term.text}`)
      terms.set(ref, named(name))
    }
  })
  return [...lines, ...graph.outputs.map((ref) => terms.get(ref)!.text)].join('\n')
}
