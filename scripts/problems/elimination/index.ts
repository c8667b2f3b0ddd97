/** The problems that `eliminate` knows by name: computational graphs of published benchmarks, and small formulas. */
import { readFileSync } from 'node:fs'
import {
  add,
  cos,
  div,
  type EliminationProblem,
  eliminationProblemOf,
  eliminationProblemOrThrow,
  graph,
  log,
  mul,
  sin,
  sub,
  type Wire,
} from '../../../modes/index.ts'

/** Lohoff and Neftci 2024 (AlphaGrad), as graphax traces the functions; each file names its source. */
const published = ['propane-combustion', 'human-heart-dipole', 'robot-arm-6dof']

const fromFile = (name: string): EliminationProblem => {
  const text = readFileSync(new URL(`./${name}.json`, import.meta.url), 'utf8')
  return eliminationProblemOrThrow((JSON.parse(text) as { problems: readonly unknown[] }).problems[0])
}

const fromFormula = (name: string, n: number, f: (...xs: Wire[]) => Wire | readonly Wire[]): EliminationProblem => {
  const drawn = graph(
    Array.from({ length: n }, () => []),
    f,
  )
  return { ...eliminationProblemOf(drawn), name }
}

/** t = a sin(a b); (cos t, t / b). Naumann, The art of differentiating computer programs (2012). */
const naumann = (a: Wire, b: Wire): readonly Wire[] => {
  const t = mul(a, sin(mul(a, b)))
  return [cos(t), div(t, b)]
}

/** log a + a b - sin b. Baydin et al., Automatic differentiation in machine learning: a survey (2018). */
const baydin = (a: Wire, b: Wire): Wire => sub(add(log(a), mul(a, b)), sin(b))

/** ((x1 x2) x3) ... x10. Speelpenning, Compiling fast partial derivatives (1980). */
const speelpenning = (first: Wire, ...rest: Wire[]): Wire => rest.reduce((product, x) => mul(product, x), first)

/** y_i = x_i log(x_i / (1 - sum x)), a part of Helmholtz's free energy of a mixture (Griewank and Walther 2008). */
const helmholtz = (...xs: Wire[]): readonly Wire[] => {
  const rest = sub(
    1,
    xs.reduce((sum, x) => add(sum, x)),
  )
  return xs.map((x) => mul(x, log(div(x, rest))))
}

/** Layers of these widths: every vertex of one feeds every vertex of the next. */
const dense = (widths: readonly number[]): EliminationProblem => {
  const layers: number[][] = []
  let next = 0
  for (const width of widths) layers.push(Array.from({ length: width }, () => next++))
  return {
    name: `dense-${widths.join('-')}`,
    inputs: layers[0]!,
    outputs: layers[layers.length - 1]!,
    edges: layers
      .slice(1)
      .flatMap((layer, k) => layers[k]!.flatMap((from) => layer.map((to) => [from, to, 'variable'] as const))),
  }
}

export const builtin: ReadonlyMap<string, () => EliminationProblem> = new Map([
  ...published.map((name) => [name, () => fromFile(name)] as const),
  ['naumann', () => fromFormula('naumann', 2, naumann as (...xs: Wire[]) => readonly Wire[])],
  ['baydin', () => fromFormula('baydin', 2, baydin as (...xs: Wire[]) => Wire)],
  ['speelpenning-10', () => fromFormula('speelpenning-10', 10, speelpenning as (...xs: Wire[]) => Wire)],
  ['dense-2-1-4-1-2', () => dense([2, 1, 4, 1, 2])],
  ['helmholtz-vector-4', () => fromFormula('helmholtz-vector-4', 4, helmholtz)],
])
