/** The command line of the benchmark. */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { AdError } from '../../modes/index.ts'
import { type FileWork, worksAt } from './adbench.ts'
import { works as spine } from './spine/works.ts'
import { kernels } from './works/index.ts'

const known = [...Object.keys(kernels), ...Object.keys(spine), 'tanh']

export const usage = `Usage: npm run bench [-- options]
  --json         one JSON document on standard output
  --quick        small graphs, customary sizes only, a fifth of a second each
  --seconds S    how long each contestant runs a work, 1 by default
  --adbench PATH files of ADBench (gmm*.txt, ba*.txt, lstm*.txt, hand*.txt beside the folder model), one or those in a
                 folder, instead of generated data; other works only where --only asks for them
  --only WORKS   some of ${known.join(', ')}, parted by commas`

export interface Settings {
  readonly json: boolean
  readonly quick: boolean
  readonly help: boolean
  readonly seconds: number
  readonly only: readonly string[]
  /** Works on files, which stand for those on generated data. */
  readonly files: readonly (FileWork & { readonly file: string })[]
}

/** One line of what is wrong with a file; what else is thrown is no matter of the command line. */
const refusalOf = (e: unknown): string => {
  if (e instanceof AdError) {
    const { node, found, expected, cure } = e.info
    return `bench: ${node}: found ${found}, expected ${expected}; ${cure}`
  }
  if (e instanceof Error && 'syscall' in e) return `bench: ${e.message}; name a file or a folder of ADBench`
  throw e
}

const filesOf = (path: string | undefined): Settings['files'] | string => {
  try {
    return path === undefined ? [] : worksAt(resolve(path))
  } catch (e) {
    return refusalOf(e)
  }
}

/** What the command line asks for, or what is wrong with it in a line. */
export const settings = (args = process.argv.slice(2)): Settings | string => {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean' } as const
  try {
    const options = { json: flag, quick: flag, help: flag, only: text, seconds: text, adbench: text }
    const { values } = parseArgs({ args, options })
    const { json = false, quick = false, help = false } = values
    const unknown = values.only?.split(',').find((name) => !known.includes(name))
    if (unknown !== undefined) return `bench: --only ${unknown} is no work; write some of ${known.join(', ')}`
    const seconds = Number(values.seconds ?? (quick ? 0.2 : 1))
    if (!(seconds > 0 && Number.isFinite(seconds)))
      return `bench: --seconds ${values.seconds} is no time; write a number above 0`
    const files = filesOf(help ? undefined : values.adbench)
    if (typeof files === 'string') return files
    const named = values.adbench === undefined ? known : files.map(({ name }) => name)
    const only = values.only?.split(',') ?? named
    return { json, quick, help, seconds, only, files }
  } catch (e) {
    return `bench: ${String((e as Error).message).split('\n')[0]}; see npm run bench -- --help`
  }
}
