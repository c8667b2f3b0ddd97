/** ADBench's own files as works: `gmm*.txt`, `ba*.txt`, `lstm*.txt`, and `hand*.txt` beside the folder `model`. */
import { readdirSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { tensor } from '../../modes/index.ts'
import { refuse } from '../compare/problem.ts'
import { readBundle } from '../problems/adbench/ba.ts'
import { readMixture } from '../problems/adbench/gmm.ts'
import { readHand } from '../problems/adbench/handFiles.ts'
import { readLstm } from '../problems/adbench/lstm.ts'
import type { Work } from './work.ts'
import { handOf } from './works/hand.ts'
import { kernels } from './works/index.ts'

/** A work on the instance of a file, and the name that it has among the works. */
export interface FileWork {
  readonly name: string
  readonly work: Work
}

/** A work on these numbers, the only ones that it has. */
const given = (name: string, size: Work['sizes'][number], data: ReturnType<Work['data']>): FileWork => ({
  name,
  work: { ...kernels[name]!, sizes: [size], data: () => data },
})

const readers: Readonly<Record<string, (file: string) => FileWork>> = {
  gmm: (file) => {
    const { alphas, means, icf, points, wishart } = readMixture(file)
    const [k, d] = means.shape as [number, number]
    const prior = tensor([wishart.gamma, wishart.m])
    return given('mixture', { d, k, n: points.length }, [alphas, means, icf, tensor(points), prior])
  },
  ba: (file) => {
    const { cameras, points, weights, features } = readBundle(file)
    const [n, m, p] = [cameras, points, weights].map(({ shape }) => shape[0]!) as [number, number, number]
    return given('bundle', { cameras: n, points: m, observations: p }, [cameras, points, weights, features])
  },
  lstm: (file) => {
    const { main, extra, state, sequence } = readLstm(file)
    const [characters, bits] = sequence.shape as [number, number]
    return given('lstm', { layers: state.shape[0]! / 2, characters, bits }, [main, extra, state, sequence])
  },
  hand: (file) => {
    const complicated = /complicated/.test(dirname(file))
    const instance = readHand(join(dirname(file), 'model'), file, { complicated })
    return { name: complicated ? 'handComplicated' : 'hand', work: handOf(instance) }
  },
}

const kindOf = (file: string): string | undefined =>
  file.endsWith('.txt') ? Object.keys(readers).find((name) => basename(file).startsWith(name)) : undefined

/** The work of one of ADBench's files, told by what its name begins with. */
export const fileWork = (file: string): FileWork => {
  const kind = kindOf(file)
  const wanted = Object.keys(readers).map((name) => `${name}*.txt`)
  return kind === undefined
    ? refuse(file, 'another name', wanted.join(', '), 'give a file of ADBench')
    : readers[kind]!(file)
}

/** The files of ADBench at a path: itself, or those within a folder however deep, in order of their names. */
export const filesAt = (path: string): readonly string[] => {
  if (!statSync(path).isDirectory()) return [path]
  const within = readdirSync(path, { recursive: true, encoding: 'utf8' })
  const files = within.map((name) => join(path, name)).filter((file) => kindOf(file) && statSync(file).isFile())
  const wanted = Object.keys(readers).map((name) => `${name}*.txt`)
  return files.length > 0
    ? files.sort()
    : refuse(path, 'no such file', wanted.join(', '), 'give the folder data of ADBench')
}

/** The works at a path. */
export const worksAt = (path: string): readonly (FileWork & { readonly file: string })[] =>
  filesAt(path).map((file) => ({ file, ...fileWork(file) }))

/** The work that a task is of: on the instance of a file, where there is one. */
export const workOf = ({ work, file }: { readonly work: string; readonly file?: string }): Work =>
  file === undefined ? kernels[work]! : fileWork(file).work
