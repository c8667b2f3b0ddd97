/** Snippets: pieces of code in doc comments and in the README that are run, and whose `// => result` is checked. */
import { transformSync } from 'esbuild'
import { isTensor, toNested } from '../modes/index.ts'

export interface Snippet {
  /** The file and line that it stands in. */
  readonly where: string
  readonly code: string
}

/** What a snippet claims and what came out, as text. */
export interface Outcome {
  readonly where: string
  readonly claims: number
  readonly failures: readonly string[]
}

/** The snippets behind `@example` in the doc comments of a source. */
export const examplesIn = (path: string, source: string): readonly Snippet[] =>
  [...source.matchAll(/^[ \t]*\/\*\*[\s\S]*?\*\//gm)].flatMap((comment) => {
    const lines = comment[0].split('\n')
    const start = lines.findIndex((line) => line.includes('@example'))
    if (start < 0) return []
    const line = source.slice(0, comment.index).split('\n').length + start
    const code = lines
      .slice(start + 1)
      .map((text) => text.replace(/^[ \t]*\*\/?[ ]?/, '').replace(/\*\/$/, ''))
      .join('\n')
    return [{ where: `${path}:${line}`, code }]
  })

/** The fenced blocks of a language in a Markdown text. */
export const fencesIn = (path: string, text: string, language: string): readonly Snippet[] =>
  [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```/gm)]
    .filter((fence) => fence[1] === language)
    .map((fence) => ({ where: `${path}:${text.slice(0, fence.index).split('\n').length}`, code: fence[2]! }))

const CLAIM = /^(?!\s*\/\/)(.*?)\s*\/\/ => (.+)$/
const ASSIGNED = /^\s*(?:const|let)\s+(\w+)\s*=/

/** Each claimed line records its value beside what the comment says. */
const instrumented = (code: string): string =>
  code
    .split('\n')
    .map((line) => {
      const claim = CLAIM.exec(line)
      if (!claim) return line
      const [, statement, expected] = claim
      const name = ASSIGNED.exec(statement!)?.[1]
      const text = JSON.stringify(`${statement!.trim()} // => ${expected}`)
      const value = name ?? statement!.replace(/;$/, '')
      return `${name ? `${statement};` : ''} __claim(${text}, (${value}), (${expected}));`
    })
    .join('\n')

const plain = (x: unknown): unknown => (isTensor(x) ? toNested(x) : Array.isArray(x) ? x.map(plain) : x)

const agrees = (a: unknown, b: unknown): boolean => {
  if (typeof a === 'number' && typeof b === 'number')
    return Object.is(a, b) || Math.abs(a - b) <= 1e-12 * Math.max(Math.abs(a), Math.abs(b))
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((x, k) => agrees(x, b[k]))
  return a === b
}

/** Imports stand for the names in scope, which the snippet has anyway. */
const withoutImports = (code: string): string => code.replace(/^import [\s\S]*? from '[^']*';?$/gm, '')

/** Runs a snippet with these names in scope and compares what it claims. */
export const runSnippet = async (
  { where, code }: Snippet,
  scope: Readonly<Record<string, unknown>>,
): Promise<Outcome> => {
  const failures: string[] = []
  let claims = 0
  const claim = (text: string, found: unknown, expected: unknown): void => {
    claims++
    if (!agrees(plain(found), expected)) failures.push(`${where}: ${text}, but got ${JSON.stringify(plain(found))}`)
  }
  const { code: script } = transformSync(`(async () => {${instrumented(withoutImports(code))}\n})()`, { loader: 'ts' })
  const names = Object.keys(scope)
  const run = new Function('__claim', ...names, `return ${script}`)
  try {
    await run(claim, ...names.map((name) => scope[name]))
  } catch (e) {
    failures.push(`${where}: ${e instanceof Error ? e.message : String(e)}`)
  }
  return { where, claims, failures }
}
