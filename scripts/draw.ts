/** `npm run draw`: a picture of a problem, or of its derivative by any mode. */
import { AdError } from '../lib/error.ts'
import { toDot } from '../modes/index.ts'
import { derivedBy } from './draw/mode.ts'
import { type Request, requestOf, usage } from './draw/options.ts'
import { isModule, problemNamed } from './draw/problem.ts'
import { writePicture } from './draw/write.ts'

const tell = (text: string): void => {
  process.stderr.write(`${text}\n`)
}

const answer = async ({ help, problem, mode, out, limit }: Request): Promise<void> => {
  if (help) {
    process.stdout.write(`${usage}\n`)
    return
  }
  const { graph, names } = await problemNamed(problem)
  const named = derivedBy(graph, names, mode)
  if (out) await writePicture(named, out.file, out.format, tell, { limit })
  else process.stdout.write(`${toDot(named.graph, { inputs: named.inputs, outputs: named.outputs, limit })}\n`)
}

let request: Request | undefined
try {
  request = requestOf(process.argv.slice(2))
  // What a module prints may not stand in a picture.
  for (const name of ['log', 'info', 'debug'] as const) console[name] = console.error
  await answer(request)
} catch (e) {
  // A module may throw anything, and the system refuses files; else only an AdError speaks of the input.
  const system = e instanceof Error && 'syscall' in e
  if (!(e instanceof AdError) && !system && !isModule(request?.problem ?? '')) throw e
  const own = e instanceof AdError && e.info.op === 'compare' ? new AdError({ ...e.info, op: 'draw' }) : e
  tell(String((own as Error | undefined)?.message ?? own).replace(/\s+/g, ' '))
  process.exitCode = 2
}
