/** `npm run compare`: a problem and its derivative by every mode, what each costs, and which one to take. */
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { AdError } from '../lib/error.ts'
import { adbenchProblem } from './compare/adbench.ts'
import { builtin, families } from './compare/builtin.ts'
import { comparedRows } from './compare/compiled.ts'
import { documentOf } from './compare/document.ts'
import { expressionProblem } from './compare/expression.ts'
import { graphProblem } from './compare/graphFile.ts'
import { type Method, methodsOf } from './compare/methods.ts'
import { moduleFamily, moduleProblem } from './compare/module.ts'
import { type Request, requestOf, usage } from './compare/options.ts'
import { type Problem, refuse } from './compare/problem.ts'
import { stepsOf } from './compare/steps.ts'
import { sweepInto } from './compare/sweep.ts'
import { coloured, plain, tableOf } from './compare/table.ts'
import { writePicture } from './draw/write.ts'

const isModule = (name: string): boolean => /\.[cm]?[jt]s$/.test(name)

const problemOf = async ({ problem = 'iris', at }: Request): Promise<Problem> => {
  const known = builtin.get(problem)
  const text = problem.endsWith('.txt')
  if ((known || isModule(problem) || text) && at !== undefined)
    refuse('--at', `a point for ${problem}`, 'the point of an expression', 'leave it out; a module has its own')
  if (known) return known()
  if (text) return adbenchProblem(problem)
  if (problem.endsWith('.json')) return graphProblem(problem, at)
  return isModule(problem) ? moduleProblem(problem) : expressionProblem(problem, at)
}

const print = (text: string): void => {
  process.stdout.write(`${text}\n`)
}

const tell = (text: string): void => {
  process.stderr.write(`${text}\n`)
}

const familyOf = async (problem: string): Promise<(n: number) => Problem> =>
  families.get(problem) ??
  (isModule(problem)
    ? moduleFamily(problem)
    : refuse(
        '--sweep',
        `the problem ${problem}`,
        'rosenbrock or another with sizes, or a module that exports problem',
        `name one of ${[...families.keys()].join(', ')}`,
      ))

/** The picture of each row's graph in a folder, named after its mode. */
const drawInto = async (folder: string, { inputs }: Problem, methods: readonly Method[]): Promise<void> => {
  // Not recursive: below /proc Node would try for ever.
  if (!existsSync(folder)) mkdirSync(folder)
  for (const { mode, graph } of methods)
    await writePicture({ graph, inputs: inputs.map(({ name }) => name) }, join(folder, `${mode}.svg`), 'svg', tell)
}

const answer = async (request: Request): Promise<void> => {
  if (request.help) return print(usage)
  const { sweep, csv } = request
  if (sweep && csv !== undefined) {
    if (request.at !== undefined) refuse('--at', 'a point for a sweep', 'none', 'leave it out')
    const written = sweepInto(csv, sweep, await familyOf(request.problem ?? 'rosenbrock'), tell)
    return print(`${csv}: ${written} rows written`)
  }
  const problem = await problemOf(request)
  if (request.steps) return print(stepsOf(problem))
  const methods = methodsOf(problem)
  if (request.draw !== undefined) await drawInto(request.draw, problem, methods)
  const rows = comparedRows(methods)
  if (request.json) return print(JSON.stringify(documentOf(problem, rows), null, 2))
  const colours = process.stdout.isTTY && !process.env['NO_COLOR']
  print(tableOf(problem, rows, colours ? coloured : plain))
}

let request: Request | undefined
try {
  request = requestOf(process.argv.slice(2))
  // What a module prints may not stand in a JSON document.
  if (request.json) for (const name of ['log', 'info', 'debug'] as const) console[name] = console.error
  await answer(request)
} catch (e) {
  // A module may throw anything, and the system refuses files; else only an AdError speaks of the input.
  const system = e instanceof Error && 'syscall' in e
  if (!(e instanceof AdError) && !system && !isModule(request?.problem ?? '')) throw e
  tell(String((e as Error | undefined)?.message ?? e).replace(/\s+/g, ' '))
  process.exitCode = 2
}
