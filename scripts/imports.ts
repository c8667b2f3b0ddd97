// Checks the direction of imports between the folders, as a pure function over the sources.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join, posix } from 'node:path'

export type Sources = ReadonlyMap<string, string>

type Import = { readonly from: string; readonly specifier: string; readonly to: string; readonly typeOnly: boolean }

/** The folders that each folder may import from; scripts may also reach files outside the folders. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  lib: ['lib'],
  modes: ['lib', 'modes'],
  laws: ['lib', 'modes', 'laws'],
  test: ['lib', 'modes', 'laws', 'test', 'scripts'],
  scripts: ['lib', 'modes', 'laws', 'scripts'],
}

const published = ['lib', 'modes', 'laws']
const folder = (path: string): string => path.split('/')[0]
const isRelative = (specifier: string): boolean => /^\.{0,2}\//.test(specifier) || /^\.{1,2}$/.test(specifier)

// Statements are anchored at the start of a line, so examples in comments and in strings are left alone.
const statement =
  /^[ \t]*(?:import|export)\b(?:\s+(type)\b(?!\s+from\b|\s*,))?(?:[^'"`;=()]*?\bfrom)?\s*['"]([^'"\n]+)['"]/gm
const dynamic = /^(?![ \t]*(?:\/\/|\/?\*)).*?\bimport\(\s*['"]([^'"\n]+)['"]/gm

const importsOf = (from: string, source: string): Import[] =>
  [
    ...[...source.matchAll(statement)].map(([, type, specifier]) => ({ specifier, typeOnly: type !== undefined })),
    ...[...source.matchAll(dynamic)].map(([, specifier]) => ({ specifier, typeOnly: false })),
  ].map(({ specifier, typeOnly }) => ({
    from,
    specifier,
    to: isRelative(specifier) ? posix.join(posix.dirname(from), specifier) : '',
    typeOnly,
  }))

const violation = ({ from, specifier, to }: Import): string[] => {
  const home = folder(from)
  if (to === '') {
    if (!published.includes(home)) return []
    if (isBuiltin(specifier)) return [`${from}: ${home} may not import ${specifier}, it has to run anywhere`]
    if (/^cotangent(\/|$)/.test(specifier)) return [`${from}: imports its own package as ${specifier}`]
    return []
  }
  const target = folder(to)
  const outside = allowed[target] === undefined
  if (outside ? home !== 'scripts' : !allowed[home].includes(target))
    return [`${from}: ${home} may not import ${specifier} (${to})`]
  if (home === 'modes' && from !== 'modes/index.ts' && to.includes('/ops/'))
    return [`${from}: a mode may not name an operation, but imports ${specifier}`]
  return []
}

/** The values, not the types, in the braces of the imports and exports of a source. */
const namesIn = (source: string): readonly string[] =>
  [...source.matchAll(/^(?:import|export)\s*\{([^}]*)\}/gm)]
    .flatMap(([, names]) => names.split(','))
    .map((name) => name.trim().split(/\s+as\s+/)[0])
    .filter((name) => name !== '' && !name.startsWith('type '))

/** The ops that a mode names, whichever module it has them from. */
const opsNamed = (sources: Sources): string[] => {
  const ops = new Set(namesIn(sources.get('lib/ops/index.ts') ?? ''))
  return [...sources]
    .filter(([path]) => folder(path) === 'modes' && path !== 'modes/index.ts')
    .flatMap(([path, source]) => namesIn(source).map((name) => ({ path, name })))
    .filter(({ name }) => ops.has(name))
    .map(({ path, name }) => `${path}: a mode may not name an operation, but imports ${name}`)
}

/** Every cycle that a depth-first walk closes, written as `a -> b -> a`. */
const cycles = (edges: ReadonlyMap<string, readonly string[]>): string[] => {
  const done = new Set<string>()
  const walk = (path: readonly string[], node: string): string[] => {
    const start = path.indexOf(node)
    if (start >= 0) return [`import cycle: ${[...path.slice(start), node].join(' -> ')}`]
    if (done.has(node)) return []
    const found = (edges.get(node) ?? []).flatMap((next) => walk([...path, node], next))
    done.add(node)
    return found
  }
  return [...edges.keys()].flatMap((node) => walk([], node))
}

/** What is wrong with the imports of these sources (paths relative to the project, with `/`); empty when all is well. */
export const checkImports = (sources: Sources): string[] => {
  const files = [...sources].filter(([path]) => allowed[folder(path)] !== undefined)
  const imports = files.flatMap(([path, source]) => importsOf(path, source))
  const inCycles = imports.filter(
    ({ from, to, typeOnly }) => !typeOnly && published.includes(folder(from)) && published.includes(folder(to)),
  )
  const edges = new Map(
    files.map(([path]) => [path, [...new Set(inCycles.filter(({ from }) => from === path).map(({ to }) => to))]]),
  )
  return [...imports.flatMap(violation), ...opsNamed(sources), ...cycles(edges)]
}

/** The TypeScript sources of the project at `root`. */
export const readSources = (root: string): Sources =>
  new Map(
    Object.keys(allowed)
      .filter((name) => existsSync(join(root, name)))
      .flatMap((name) =>
        readdirSync(join(root, name), { recursive: true, encoding: 'utf8' })
          .map((path) => posix.join(name, path.replaceAll('\\', '/')))
          .filter((path) => path.endsWith('.ts') && !path.includes('node_modules')),
      )
      .sort()
      .map((path) => [path, readFileSync(join(root, path), 'utf8')]),
  )
