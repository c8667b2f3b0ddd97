/** Who takes part in a work: a name, a precision, and the process that is measured. */
import { join } from 'node:path'
import { type Child, start } from './child.ts'
import { compileC, inC } from './compiler.ts'
import { byHand } from './js/index.ts'
import { byPeers } from './peers/index.ts'
import { flags, out } from './processes.ts'
import type { Task } from './serve.ts'
import type { Precision, Work } from './work.ts'

export const contestants = [
  'cotangent',
  'cotangent-cold',
  'c',
  'js',
  'tfjs-wasm',
  'tfjs-cpu',
  'jax-js',
  'mathjs',
] as const
export type Contestant = (typeof contestants)[number]

/** Whether what someone computes is written here, so that what is wrong with it is wrong here. */
export const isOwn = (who: Contestant): boolean =>
  who === 'cotangent' || who === 'cotangent-cold' || who === 'c' || who === 'js'

/** The programs of the peers and of the library, that of a contestant being called as it is. */
export const programsOf = (whos: readonly Contestant[]): readonly string[] =>
  whos.filter((who) => who !== 'c').map((who) => `programs/${who}`)

/** In which precisions someone has a work written: none where not at all. */
export const precisionsOf = (who: Contestant, name: string, { precisions = ['f64'] }: Work): readonly Precision[] => {
  switch (who) {
    case 'cotangent':
      return precisions
    case 'cotangent-cold':
      return ['f64']
    case 'c':
      return inC(name) ? precisions : []
    case 'js':
      return name in byHand ? ['f64'] : []
    case 'mathjs':
      return name === 'blackScholes' ? ['f64'] : []
    case 'jax-js':
      return name in byPeers ? ['f64', 'f32'] : []
    default:
      return name in byPeers ? ['f32'] : []
  }
}

const LIMIT = 240_000

/** Starts the process of a contestant; `folder` holds the data of the work and takes programs and results. */
export const enter = (who: Contestant, task: Task, folder: string): Promise<Child> => {
  const { work, size, precision, result } = task
  if (who === 'c') {
    const args = [join(folder, 'data'), result, ...Object.values(size).map(String)]
    return start(compileC(work, precision, folder), args, LIMIT)
  }
  return start(process.execPath, [...flags, join(out, `programs/${who}.mjs`), JSON.stringify(task)], LIMIT)
}
