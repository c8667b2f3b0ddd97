/** A user's module as a problem: bundled by esbuild, with `cotangent` meaning this checkout, and imported. */
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type BuildFailure, build, type Plugin } from 'esbuild'
import { AdError } from '../../lib/error.ts'
import type { Arrayish, Drawable } from '../../modes/index.ts'
import { type Problem, problemOf, refuse } from './problem.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const own = [join(root, 'lib') + sep, join(root, 'modes') + sep]

/** The library is the one that is running here: a second copy would draw wires that this one does not know. */
const thisCheckout: Plugin = {
  name: 'this checkout',
  setup: ({ onResolve }) => {
    const external = (path: string) => ({ path: pathToFileURL(path).href, external: true })
    onResolve({ filter: /^cotangent$/ }, () => external(join(root, 'modes/index.ts')))
    onResolve({ filter: /^\.{1,2}\// }, ({ path, resolveDir }) => {
      const file = resolve(resolveDir, path)
      return own.some((folder) => file.startsWith(folder)) ? external(file) : undefined
    })
  },
}

const bundled = async (file: string, outfile: string): Promise<void> => {
  try {
    await build({
      entryPoints: [file],
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      logLevel: 'silent',
      plugins: [thisCheckout],
    })
  } catch (e) {
    const [first] = (e as BuildFailure).errors ?? []
    if (!first) throw e
    const { location, text } = first
    const place = location ? `${location.file}, line ${location.line}, column ${location.column + 1}` : file
    refuse(place, text, 'a module that can be bundled', 'correct it there')
  }
}

const messageOf = (e: unknown): string => (e instanceof Error ? `${e.name}: ${e.message}` : String(e))

/** What a module exports, by name. */
export const exportsOf = async (file: string): Promise<Readonly<Record<string, unknown>>> => {
  if (!existsSync(file) || !statSync(file).isFile())
    refuse(file, 'no file', 'a module that exports f and at', 'check the path')
  const folder = mkdtempSync(join(tmpdir(), 'cotangent-compare-'))
  try {
    const outfile = join(folder, 'problem.mjs')
    await bundled(file, outfile)
    return await import(pathToFileURL(outfile).href)
  } catch (e) {
    if (e instanceof AdError && e.info.op === 'compare') throw e
    return refuse(file, messageOf(e), 'a module that loads', 'correct it')
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** The inputs of a problem by name: a record as it is, the entries of a list as x0, x1, ... */
const pointOf = (file: string, at: unknown): readonly (readonly [string, Arrayish])[] => {
  if (Array.isArray(at)) return at.map((x, k) => [`x${k}`, x])
  if (typeof at !== 'object' || at === null)
    return refuse(
      file,
      `${at === undefined ? 'no' : typeof at} at`,
      'a record of inputs by name, or a list of them',
      'write export const at = { x: 3, y: [1, 2] }',
    )
  return Object.entries(at)
}

/** The problem of a function and a point that a module gave. */
export const givenProblem = (name: string, { f, at }: { readonly f?: unknown; readonly at?: unknown }): Problem => {
  if (typeof f !== 'function')
    return refuse(
      name,
      `${f === undefined ? 'no' : typeof f} f`,
      'a function of wires',
      'write export const f = (x, y) => ...',
    )
  const point = pointOf(name, at)
  if (point.length === 0) refuse(name, 'no input in at', 'at least one', 'name the inputs of f there')
  if (f.length > point.length)
    refuse(name, `${point.length} inputs in at`, `${f.length}, one a parameter of f`, 'name every parameter of f there')
  try {
    return problemOf(name, 'f and at of a module', f as Drawable, point)
  } catch (e) {
    if (e instanceof AdError && e.info.op === 'compare') throw e
    return refuse(name, messageOf(e), 'a function and a point that fit', 'correct f or at')
  }
}

export const moduleProblem = async (file: string): Promise<Problem> => {
  const { f, at } = await exportsOf(file)
  return givenProblem(file, { f, at })
}

/** The problems of a module that exports `problem = (n) => ({ f, at })`, by size. */
export const moduleFamily = async (file: string): Promise<(n: number) => Problem> => {
  const { problem } = await exportsOf(file)
  if (typeof problem !== 'function')
    return refuse(
      file,
      `${problem === undefined ? 'no' : typeof problem} problem`,
      'a function of the size',
      'write export const problem = (n) => ({ f, at })',
    )
  return (n) => {
    try {
      return givenProblem(file, problem(n) ?? {})
    } catch (e) {
      if (e instanceof AdError && e.info.op === 'compare') throw e
      return refuse(file, messageOf(e), `f and at for size ${n}`, 'correct problem')
    }
  }
}
