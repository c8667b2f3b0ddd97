/** What `draw` draws: the problems of `compare`, expressions without a point, functions by name, and stored graphs. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { type Graph, nodeAt, parseOrThrow } from '../../modes/index.ts'
import { builtin } from '../compare/builtin.ts'
import { expressionProblem } from '../compare/expression.ts'
import { namesOf } from '../compare/lexer.ts'
import { moduleProblem } from '../compare/module.ts'
import type { Problem } from '../compare/problem.ts'
import { constants, functions } from '../compare/vocabulary.ts'
import { refuse } from './options.ts'

export const isModule = (name: string): boolean => /\.[cm]?[jt]s$/.test(name)

/** A graph and what its inputs are called. */
export interface Drawable {
  readonly graph: Graph
  readonly names: readonly string[]
}

const withNames = ({ graph, inputs }: Problem): Drawable => ({ graph, names: inputs.map(({ name }) => name) })

/** `tanh` stands for `tanh(x)`, `pow` for `pow(x, y)`. */
const applied = (name: string): string => {
  const known = functions.get(name)
  return known ? `${name}(${['x', 'y', 'z'].slice(0, known.arity).join(', ')})` : name
}

/** An expression at the point where every name is 1: its graph is the same everywhere. */
const anywhere = (text: string): Promise<Problem> => {
  const names = namesOf(text).filter(({ name, called }) => !called && !constants.has(name) && !functions.has(name))
  if (names.length === 0) refuse('the expression', 'no name', 'at least one to stand for an input', 'write x*sin(x)')
  return expressionProblem(text, [...new Set(names.map(({ name }) => `${name}=1`))].join())
}

/** A graph as it was stored, with the labels, scopes and parts that it had. */
const stored = (file: string): Drawable => {
  if (!existsSync(file) || !statSync(file).isFile()) refuse(file, 'no file', 'a graph as JSON', 'check the path')
  const graph = parseOrThrow(readFileSync(file, 'utf8'))
  const many = graph.inputs.length > 1
  return { graph, names: graph.inputs.map((ref, k) => nodeAt(graph, ref).about?.label ?? (many ? `x${k}` : 'x')) }
}

export const problemNamed = async (name: string): Promise<Drawable> => {
  const known = builtin.get(name)
  if (known) return withNames(known())
  if (name.endsWith('.json')) return stored(name)
  return withNames(await (isModule(name) ? moduleProblem(name) : anywhere(applied(name))))
}
