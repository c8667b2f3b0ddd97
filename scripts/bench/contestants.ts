/** Who takes part in a work: a name, a precision, and the process that is measured. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Child, start } from './child.ts'
import { compileC, type InC, inC } from './compiler.ts'
import { byHand } from './js/index.ts'
import { byPeers } from './peers/index.ts'
import { flags, out } from './processes.ts'
import type { Task } from './serve.ts'
import type { Precision, Work } from './work.ts'

export const contestants = [
  'cotangent',
  'cotangent-cold',
  'c',
  'c-blocked',
  'js',
  'tfjs-wasm',
  'tfjs-cpu',
  'jax-js',
  'mathjs',
  'torch',
] as const
export type Contestant = (typeof contestants)[number]

export const isC = (who: Contestant): who is InC => who === 'c' || who === 'c-blocked'

/** Whether what someone computes is written here, so that what is wrong with it is wrong here. */
export const isOwn = (who: Contestant): boolean =>
  who === 'cotangent' || who === 'cotangent-cold' || who === 'js' || isC(who)

/** The programs of the peers and of the library, that of a contestant being called as it is. */
export const programsOf = (whos: readonly Contestant[]): readonly string[] =>
  whos.filter((who) => !isC(who) && who !== 'torch').map((who) => `programs/${who}`)

const noLoop = 'it has no loop to differentiate, and unrolled it overflows the stack'
const noCheckpoint = 'it keeps every state'

/** Works that a peer cannot do, or is no rival in, and why. */
const unable: Readonly<Record<string, Partial<Record<Contestant, string>>>> = {
  lstm: { 'jax-js': noLoop },
  recurrence: { 'jax-js': noLoop },
  checkpointed: { 'tfjs-wasm': noCheckpoint, 'tfjs-cpu': noCheckpoint, 'jax-js': noLoop },
  multiplyAdds: { 'jax-js': noLoop },
}

/** Why someone has no row of a work. */
export const absenceOf = (who: Contestant, name: string): string =>
  unable[name]?.[who] ?? (who === 'mathjs' ? 'it has numbers but no arrays to differentiate' : 'not written for it')

/** The program in Python, and the works that it has. */
const inTorch = fileURLToPath(new URL('programs/pytorch.py', import.meta.url))
const torchWorks: readonly string[] = [
  'blackScholes',
  'rosenbrock',
  'mixture',
  'perceptron',
  'attention',
  'logisticHvp',
  'logisticHessian',
]

/** In which precisions someone has a work written: none where not at all. */
export const precisionsOf = (who: Contestant, name: string, { precisions = ['f64'] }: Work): readonly Precision[] => {
  switch (who) {
    case 'cotangent':
      return precisions
    case 'cotangent-cold':
      return ['f64']
    case 'c':
    case 'c-blocked':
      return inC(name, who) ? precisions : []
    case 'js':
      return name in byHand ? ['f64'] : []
    case 'torch':
      return torchWorks.includes(name) ? ['f64', 'f32'] : []
    case 'mathjs':
      return name === 'blackScholes' ? ['f64'] : []
    case 'jax-js':
      return name in byPeers && !unable[name]?.[who] ? ['f64', 'f32'] : []
    default:
      return name in byPeers ? ['f32'] : []
  }
}

const LIMIT = 240_000

/** Starts the process of a contestant; `folder` holds the data of the work and takes programs and results. */
export const enter = (who: Contestant, task: Task, folder: string): Promise<Child> => {
  const { work, size, precision, result } = task
  const data = join(folder, 'data')
  const extents = Object.values(size).map(String)
  if (isC(who)) return start(compileC(work, precision, folder, who), [data, result, ...extents], LIMIT)
  if (who === 'torch') return start('python3', [inTorch, work, precision, data, result, ...extents], LIMIT)
  return start(process.execPath, [...flags, join(out, `programs/${who}.mjs`), JSON.stringify(task)], LIMIT)
}
