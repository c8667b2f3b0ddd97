/** Ops by name: those that are built in, and those that a user brings. */
import { AdError } from '../error.ts'
import type { Op } from '../op.ts'
import { refuse, shown } from './refuse.ts'
import { Float } from './schema.ts'

/** A user's ops of one name. `decode` makes one of its parameters, as they stand in the document. */
export interface OpFamily {
  readonly name: string
  readonly decode: (params: unknown) => Op
}
/** Ops beside the built-in ones: a family, or one op for itself. */
export type Families = readonly (OpFamily | Op)[]

const DEEPEST = 64

/** Plain data as JSON: what JSON cannot hold is refused, but for numbers, which become texts. */
const plainJson = (x: unknown, path: string, depth = 0): unknown => {
  if (x === null || typeof x === 'boolean' || typeof x === 'string') return x
  if (typeof x === 'number') return Float.encode(x)
  if (depth < DEEPEST && Array.isArray(x)) return x.map((y, k) => plainJson(y, `${path}[${k}]`, depth + 1))
  if (depth < DEEPEST && typeof x === 'object' && [Object.prototype, null].includes(Object.getPrototypeOf(x)))
    return Object.fromEntries(Object.entries(x).map(([key, y]) => [key, plainJson(y, `${path}.${key}`, depth + 1)]))
  return refuse(path, shown(x), 'plain data', 'give the op parameters of numbers, texts, lists and records', 'toJson')
}

/** The parameters of a user's op as JSON; undefined where it has none. */
export const paramsJson = ({ params }: Op, path: string): unknown =>
  params === null || params === undefined ? undefined : plainJson(params, path)

const isOp = (x: OpFamily | Op): x is Op => 'family' in x

/** An op for itself: it stands for documents that have its parameters. */
const alone = (op: Op): OpFamily => ({
  name: op.family.name,
  decode: (params) => {
    const own = paramsJson(op, '$.params')
    if (JSON.stringify(params) !== JSON.stringify(own))
      refuse('params', 'other parameters', JSON.stringify(own) ?? 'none', 'bring {name, decode} for the family')
    return op
  },
})

/** Families by name; a name that is taken is refused. */
export const familiesOf = (given: Families, builtin: { readonly has: (name: string) => boolean }) => {
  if (!Array.isArray(given)) refuse('families', shown(given), 'a list of ops and families', 'write families: [cube.op]')
  const known = new Map<string, OpFamily>()
  for (const x of given) {
    const family = isOp(x) ? alone(x) : x
    if (builtin.has(family.name))
      refuse('families', shown(family.name), 'a name that no built-in op has', 'give the op a name of its own')
    if (known.has(family.name))
      refuse('families', `${shown(family.name)} twice`, 'each name once', 'bring {name, decode} for the family')
    known.set(family.name, family)
  }
  return known as ReadonlyMap<string, OpFamily>
}

/** The op that a user's family makes of parameters; whatever it throws is told as what it is. */
export const decodeWith = ({ name, decode }: OpFamily, params: unknown, path: string): Op => {
  let op: Op | undefined
  try {
    op = decode(params)
  } catch (e) {
    if (e instanceof AdError) return refuse(path, e.info.found, e.info.expected, e.info.cure)
    return refuse(path, `${shown(name)} throws ${shown(String(e))}`, 'an op', 'correct the parameters or decode')
  }
  return op?.family?.name === name
    ? op
    : refuse(path, `${shown(op?.family?.name)} from decode`, `an op of the family ${shown(name)}`, 'correct decode')
}

/** The number of letters to insert, drop or change to make one word of another (Levenshtein). */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, k) => k)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)))
    row = next
  }
  return row[b.length]!
}

const LONGEST = 40

/** The names most like this one, nearest first. */
export const nearNames = (name: string, names: readonly string[]): readonly string[] => {
  if (name.length > LONGEST) return []
  const lower = name.toLowerCase()
  return names
    .map((known) => ({ known, far: distance(lower, known.toLowerCase()) }))
    .filter(({ known, far }) => far <= Math.max(1, Math.min(name.length, known.length) / 3))
    .sort((a, b) => a.far - b.far)
    .slice(0, 5)
    .map(({ known }) => known)
}
