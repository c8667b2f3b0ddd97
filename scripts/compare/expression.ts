/** Expressions as problems: mathjs parses them, and only what stands in the tables here is drawn. */
import type { MathNode } from 'mathjs'
import type { Arg } from '../../modes/index.ts'
import { type Name, namesOf, shown } from './lexer.ts'
import { type Problem, problemOf, refuse } from './problem.ts'
import { constants, functions, type Known, operators } from './vocabulary.ts'

const listOf = (names: Iterable<string>): string => [...names].join(', ')
const column = (at: number): string => `column ${at + 1}`

const NUMBER = /^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|Infinity|NaN)$/

/** `x=3,y=4` as numbers by name. */
export const pointOf = (text: string): ReadonlyMap<string, number> => {
  const point = new Map<string, number>()
  for (const entry of text.split(',').map((part) => part.trim())) {
    const [name, value, ...rest] = entry.split('=').map((part) => part.trim())
    if (!name || !value || rest.length > 0 || !/^[A-Za-z_]\w*$/.test(name))
      refuse('--at', shown(entry), 'name=number', 'write --at x=3,y=4')
    if (!NUMBER.test(value!)) refuse('--at', `${shown(value!)} for ${name}`, 'a number', `write ${name}=3`)
    if (constants.has(name!) || functions.has(name!))
      refuse(
        '--at',
        `a value for ${name}`,
        `a name other than ${listOf([...constants.keys(), ...functions.keys()])}`,
        'rename it',
      )
    if (point.has(name!)) refuse('--at', `two values for ${name}`, 'one', 'leave one of them out')
    point.set(name!, Number(value))
  }
  return point
}

/** Refuses names that nobody knows, and values for names that do not stand in the expression. */
const checkNames = (names: readonly Name[], point: ReadonlyMap<string, number>): readonly string[] => {
  for (const { name, at, called } of names) {
    if (called ? functions.has(name) : constants.has(name) || point.has(name)) continue
    if (called)
      refuse(
        column(at),
        `unknown function ${shown(name)}`,
        `one of ${listOf(functions.keys())}`,
        'write * for a product, or use one of these',
      )
    if (functions.has(name))
      refuse(column(at), `${name} without an argument`, `${name}(...)`, 'give it one in parentheses')
    refuse(
      column(at),
      `no value for ${shown(name)}`,
      `a constant (${listOf(constants.keys())}), a function (${listOf(functions.keys())}) or a name of --at` +
        (point.size > 0 ? ` (${listOf(point.keys())})` : ''),
      `add --at ${[...point.keys(), name.slice(0, 20)].map((x) => `${x}=...`).join()}`,
    )
  }
  const used = new Set(names.filter(({ name, called }) => !called && point.has(name)).map(({ name }) => name))
  for (const name of point.keys())
    if (!used.has(name)) refuse('--at', `a value for ${name}`, 'names of the expression only', `leave ${name} out`)
  if (used.size === 0)
    refuse('the expression', 'no name to differentiate by', 'at least one', 'write x + 1 and --at x=2')
  return [...used]
}

const parseWith = async (text: string): Promise<MathNode> => {
  const { create, parseDependencies } = await import('mathjs/number')
  try {
    return create({ parseDependencies }).parse!(text)
  } catch (e) {
    const { char, message } = e as { readonly char?: number; readonly message: string }
    return char === undefined
      ? refuse('the expression', 'operators nested too deeply', 'fewer', 'shorten it, or write a module')
      : refuse(
          column(char - 1),
          message.replace(/ \(char \d+\)$/, ''),
          'an expression',
          'write it as in x*y + exp(x+3)',
        )
  }
}

const DEEPEST = 1000

/** What a node of a parsed expression applies, and to what; undefined for what is not in the tables. */
const applied = (node: MathNode): readonly [Known, readonly MathNode[]] | undefined => {
  const { type, fn, args } = node as unknown as {
    type: string
    fn: string | { name: string }
    args: readonly MathNode[]
  }
  const known =
    type === 'OperatorNode'
      ? operators.get(fn as string)
      : type === 'FunctionNode'
        ? functions.get((fn as { name: string }).name)
        : undefined
  return known && [known, args]
}

/** A parsed expression as a function of its names; `calls` are the function names in the order of the text. */
const compiled = (root: MathNode, calls: readonly Name[]): ((by: ReadonlyMap<string, Arg>) => Arg) => {
  let call = 0
  const walk = (node: MathNode, depth: number): ((by: ReadonlyMap<string, Arg>) => Arg) => {
    if (depth > DEEPEST)
      refuse('the expression', 'operators nested too deeply', `at most ${DEEPEST} deep`, 'shorten it')
    const { type, value, name, content } = node as unknown as {
      type: string
      value: unknown
      name: string
      content: MathNode
    }
    const place = type === 'FunctionNode' ? column(calls[call++]?.at ?? 0) : 'the expression'
    if (type === 'ParenthesisNode') return walk(content, depth + 1)
    if (type === 'ConstantNode' && typeof value === 'number') return () => value
    if (type === 'SymbolNode') return (by) => constants.get(name) ?? by.get(name)!
    const found = applied(node)
    if (!found) return refuse(place, `a ${type}`, 'numbers, names, + - * / ^ and functions', 'leave it out')
    const [{ arity, draw }, args] = found
    if (args.length !== arity)
      refuse(place, `${args.length} arguments`, `${arity}, as this function takes`, 'leave out or add some')
    const drawn = args.map((arg) => walk(arg, depth + 1))
    return (by) => draw(...drawn.map((f) => f(by)))
  }
  return walk(root, 0)
}

/** The problem of an expression at a point given as `x=3,y=4`: an input a name, in the order of the expression. */
export const expressionProblem = async (text: string, at: string | undefined): Promise<Problem> => {
  const names = namesOf(text)
  const inputs = checkNames(names, at === undefined ? new Map() : pointOf(at))
  const root = await parseWith(text)
  const f = compiled(
    root,
    names.filter(({ called }) => called),
  )
  const point = pointOf(at!)
  return problemOf(
    text,
    'an expression',
    (...xs) => f(new Map(inputs.map((name, k) => [name, xs[k]!]))),
    inputs.map((name) => [name, point.get(name)!]),
  )
}
