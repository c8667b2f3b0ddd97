/** The problem that a command line names: a built-in one, one of a file, or a graph. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import {
  AdError,
  type EliminationProblem,
  eliminationProblemOf,
  eliminationProblemOrThrow,
  fromJsonOrThrow,
  type Graph,
  isTuple,
  linearize,
  nodeAt,
  sizeOf,
  type Tape,
  tapeProblem,
} from '../../modes/index.ts'
import { builtin } from '../problems/elimination/index.ts'
import { problems } from '../problems/index.ts'
import { refuse } from './refuse.ts'

const LARGEST = 256 * 2 ** 20
const DEFAULT = 'propane-combustion'

const namesOf = (names: readonly string[]): string =>
  names.length > 12 ? `${names.slice(0, 12).join(', ')}, ...` : names.join(', ')

const jsonOf = (file: string): unknown => {
  if (!existsSync(file))
    refuse(file, 'no file', `a file, or one of ${[...builtin.keys()].join(', ')}`, 'check the path')
  if (!statSync(file).isFile()) refuse(file, 'no file', 'a problem as JSON', 'name a file')
  const { size } = statSync(file)
  if (size > LARGEST) refuse(file, `${size} bytes`, `at most ${LARGEST}`, 'take a smaller problem')
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (e) {
    return refuse(file, (e as Error).message.slice(0, 120), 'JSON', 'write {name, inputs, outputs, edges}')
  }
}

/** What is wrong about a document, told with the file it stands in. */
const within = <A>(file: string, read: () => A): A => {
  try {
    return read()
  } catch (e) {
    if (!(e instanceof AdError)) throw e
    const { argument, node, found, expected, cure } = e.info
    return refuse([file, argument, node].filter((part) => part !== undefined).join(', '), found, expected, cure)
  }
}

const isRecord = (x: unknown): x is Readonly<Record<string, unknown>> =>
  typeof x === 'object' && x !== null && !Array.isArray(x)

/** One of several problems: the one that is named, or the only one. */
const picked = (file: string, problems: unknown, wanted: string | undefined): readonly [unknown, path: string] => {
  if (!Array.isArray(problems) || problems.length === 0)
    return refuse(`${file}, $.problems`, 'no list of problems', 'a list of one at least', 'write {"problems": [...]}')
  const names = problems.map((problem: unknown, k) => (isRecord(problem) ? String(problem['name']) : `number ${k}`))
  if (wanted === undefined && problems.length > 1)
    refuse(file, `${problems.length} problems`, 'one', `add --problem with one of ${namesOf(names)}`)
  const at = wanted === undefined ? 0 : names.indexOf(wanted)
  if (at < 0) refuse('--problem', `no problem '${wanted}' in ${file}`, `one of ${namesOf(names)}`, 'name one of these')
  if (names.lastIndexOf(names[at]!) !== at)
    refuse(
      `${file}, $.problems[${names.lastIndexOf(names[at]!)}]`,
      `a second '${names[at]}'`,
      'names that differ',
      'rename it',
    )
  return [problems[at], `$.problems[${at}]`]
}

/** A problem, and the tape that it is of where its maps are between tensors. */
export interface Given {
  readonly problem: EliminationProblem
  readonly tape?: Tape
}

/** The problem of a graph: of numbers with a vertex for each primitive, else with one for each node of its tape. */
const fromGraph = (graph: Graph, name: string): Given => {
  const tape = linearize(graph)
  const ends = [...tape.sources, ...tape.sinks].map((ref) => nodeAt(graph, ref).type)
  const inner = tape.edges.map(({ map }) => map.to)
  if ([...ends, ...inner].every((type) => !isTuple(type) && sizeOf(type.shape) === 1))
    return { problem: { ...eliminationProblemOf(graph), name } }
  return { problem: { ...tapeProblem(tape), name }, tape }
}

/** The problem of a file: one, one of several, or the one of a graph. */
const fromFile = (file: string, wanted: string | undefined): Given => {
  const json = jsonOf(file)
  if (isRecord(json) && 'problems' in json) {
    const [problem, path] = picked(file, json['problems'], wanted)
    return { problem: within(file, () => eliminationProblemOrThrow(problem, path)) }
  }
  const isGraph = isRecord(json) && 'nodes' in json
  const given = within(file, () =>
    isGraph
      ? fromGraph(fromJsonOrThrow(json, { limit: LARGEST }), basename(file, '.json'))
      : { problem: eliminationProblemOrThrow(json) },
  )
  if (wanted !== undefined && wanted !== given.problem.name)
    refuse('--problem', `no problem '${wanted}' in ${file}`, given.problem.name, 'leave it out')
  return given
}

export const problemOf = (file: string | undefined, wanted: string | undefined): Given => {
  const name = file ?? wanted ?? DEFAULT
  const known = builtin.get(name)
  if (known) {
    if (file !== undefined && wanted !== undefined && wanted !== file)
      refuse('--problem', `${wanted} of the built-in problem ${file}`, 'a problem of a file', 'leave it out')
    return { problem: known() }
  }
  if (Object.hasOwn(problems, name)) return fromGraph(problems[name as keyof typeof problems].problem().graph, name)
  if (file === undefined)
    return refuse('--problem', `'${name}' without a file`, `one of ${[...builtin.keys()].join(', ')}`, 'name the file')
  return fromFile(file, wanted)
}
