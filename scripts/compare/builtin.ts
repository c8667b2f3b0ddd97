/** The problems that `compare` knows by name. */
import { type Entry, problems } from '../problems/index.ts'
import type { Problem } from './problem.ts'

export const iris: () => Problem = problems.iris.problem
export const rosenbrockOf: (n: number) => Problem = problems.rosenbrock.problem

const entries: readonly (readonly [name: string, entry: Entry])[] = Object.entries(problems)

/** By name; at the default size where there is a choice. */
export const builtin: ReadonlyMap<string, () => Problem> = new Map(
  entries.map(([name, { problem }]) => [name, () => problem()]),
)

/** By name and size, where there is a choice. */
export const families: ReadonlyMap<string, (n: number) => Problem> = new Map(
  entries.flatMap(([name, { sizes, problem }]) => (sizes ? [[name, problem] as const] : [])),
)
