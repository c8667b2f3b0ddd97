/** `npm run laws`: every law of every op, mode and interpreter; with `--mutants`, what the laws make of planted faults. */
import type { Engine } from './engine.ts'
import { equivalent } from './laws/equivalent.ts'
import { type Answer, rows } from './laws/hold.ts'
import { type Killed, places } from './laws/kill.ts'
import { type Request, requestOf, usage } from './laws/options.ts'
import { type Document, disagreements, killRateOf, lawLines, lawReport, mutantReport } from './laws/report.ts'
import type { Task } from './laws/worker.ts'
import { answers } from './laws/workers.ts'

const print = (text: string): void => {
  process.stdout.write(`${text}\n`)
}
const tell = (text: string): void => {
  process.stderr.write(`${text}\n`)
}

const progress =
  (tasks: readonly Task[]) =>
  (done: number, task: Task): void => {
    if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${tasks.length}: ${task.kind}\u001b[K`)
    if (process.stderr.isTTY && done === tasks.length) process.stderr.write('\r\u001b[K')
  }

const ask = async <A>(tasks: readonly Task[], engine: Engine): Promise<readonly A[]> =>
  (await answers<readonly A[]>(tasks, engine, progress(tasks))).flat()

const askLaws = ({ op, seed, cases, engine }: Request): Promise<readonly Answer[]> =>
  ask(
    rows
      .filter(({ name }) => op === undefined || name === op)
      .map((row) => ({ kind: 'laws', row, settings: { seed, cases } })),
    engine,
  )

const askMutants = ({ op, seed, matrix, engine }: Request): Promise<readonly Killed[]> =>
  ask(
    places
      .filter((place) => op === undefined || place === op)
      .map((place) => ({ kind: 'mutants', place, settings: { seed, matrix } })),
    engine,
  )

const answer = async (request: Request): Promise<void> => {
  if (request.help) return print(usage)
  const found = request.mutants ? [] : await askLaws(request)
  const killed = request.mutants ? await askMutants(request) : []
  const wrong = request.mutants ? disagreements(killed, equivalent, request.op === undefined) : []
  const laws = lawLines(found)
  const document: Document = { laws, mutants: killed, killRate: killRateOf(killed) }
  if (request.json) print(JSON.stringify(document, null, 2))
  else print(request.mutants ? mutantReport(killed, equivalent, request.matrix) : lawReport(found, request))
  for (const line of wrong) tell(line)
  if (wrong.length > 0 || laws.some(({ holds }) => !holds)) process.exitCode = 1
}

const request = requestOf(process.argv.slice(2), [...rows.map(({ name }) => name), 'modes'])
if (typeof request === 'string') {
  tell(request)
  process.exitCode = 2
} else await answer(request)
