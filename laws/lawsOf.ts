/** The laws as properties for fast-check, of an op, a mode or an interpreter of one's own: to run in any runner. */
import type fc from 'fast-check'
import { type Arrayish, type Conventions, type Op, type Shape, type Tensor, type Type, tensor } from '../modes/index.ts'
import type { FastCheck } from './arbitraries.ts'
import { cases, graphOfOp, type Specimen } from './cases.ts'
import { entries, golden } from './faithful.ts'
import { type Case, type Law, library, type Part, type Subject } from './law.ts'
import { valuesOf } from './scale.ts'
import { type Interpreter, interpreters, type Mode } from './subjects.ts'
import { suite } from './suite.ts'
import type { Verdict } from './verdict.ts'

/** A law of something, with what it is asked of. */
export interface Property {
  /** The law in words, with its number where it has one. */
  readonly name: string
  readonly group: Law['group']
  /** The op, mode or interpreter. */
  readonly of: string
  readonly arbitrary: fc.Arbitrary<Case>
  /** What the law says of a case; `undecided` where it does not speak of it. */
  readonly verdict: (c: Case) => Verdict
  /** Throws what refutes the law: the body of a property. */
  readonly predicate: (c: Case) => void
}

/** An op, or a function that draws it, as `elementwise` makes them. */
type OpLike = Op | { readonly op: Op }

/** An op and where to ask of it. */
export interface OpAt {
  readonly op: OpLike
  /** A point away from kinks: a value for each argument; or the types of the arguments alone. */
  readonly at?: readonly Arrayish[]
  readonly types?: readonly (Shape | Type)[]
}

export interface Asked {
  readonly op?: OpLike | OpAt
  readonly ops?: readonly (OpLike | OpAt)[]
  readonly mode?: Mode
  readonly interpreter?: Interpreter
  readonly conventions?: Conventions
  readonly laws?: readonly Law[]
  /** How many instructions draw a random graph. */
  readonly size?: number
}

const MOST_ARGUMENTS = 4
const vector: Type = { shape: [3] }

/** The types that an op takes: vectors, as many as it does not refuse. */
const typesFor = (op: Op): readonly Type[] => {
  for (let count = 1; count <= MOST_ARGUMENTS; count++) {
    const types = new Array<Type>(count).fill(vector)
    try {
      op.type(...types)
      return types
    } catch {}
  }
  return [vector]
}

const isOp = (x: OpLike): x is Op => 'eval' in x

const specimenOf = (given: OpLike | OpAt): readonly [name: string, specimen: Specimen] => {
  const { op: like, at, types } = 'op' in given && !('partial' in given) ? (given as OpAt) : { op: given as OpLike }
  const op = isOp(like) ? like : like.op
  const values = at?.map((x) => tensor(x))
  const taken =
    values?.map(({ shape }): Type => ({ shape })) ??
    types?.map((type) => (Array.isArray(type) ? { shape: type } : (type as Type))) ??
    typesFor(op)
  const graph = graphOfOp(op, taken)
  const points = values ?? (valuesOf(taken, golden(entries(taken), 1)) as readonly Tensor[])
  return [op.name, { graph, at: points }]
}

const property = (law: Law, of: string, arbitrary: fc.Arbitrary<Case>, subject: Subject): Property => {
  const verdict = (c: Case): Verdict => law.holds(c, subject)
  return {
    name: law.name,
    group: law.group,
    of,
    arbitrary,
    verdict,
    predicate: (c) => {
      const found = verdict(c)
      if (!found.holds) throw new Error(`${law.name}\n${found.why}`)
    },
  }
}

/** The laws that speak of one of these parts; of equal graphs only those who claim them. */
export const lawsAbout = (laws: readonly Law[], parts: readonly Part[], exact = false): readonly Law[] =>
  laws.filter((law) => law.of.some((part) => parts.includes(part)) && (exact || !law.exact))

/** What an op's rule shows in: every part that differentiates. */
export const DERIVING: readonly Part[] = ['D', 'R', 'T', 'linearize', 'transpose', 'adjoint', 'compose', 'checkpoint']

/** The laws of a mode under some conventions, of random graphs. */
export const subjectOfMode = ({ D, R }: Mode, conventions?: Conventions): Subject => {
  const plain = library(conventions)
  const options = { conventions: plain.conventions }
  return { ...plain, ...(D ? { D: (f) => D(f, options) } : {}), ...(R ? { R: (f) => R(f, options) } : {}) }
}

export const subjectOfInterpreter = ({ run, rewrite }: Interpreter): Subject => ({
  ...library(),
  ...(run ? { run } : {}),
  ...(rewrite ? { rewrite } : {}),
})

export const partsOf = (record: object): readonly Part[] =>
  (['D', 'R', 'run', 'rewrite'] as const).filter((part) => part in record)

/**
 * The laws of what is given, each a property for fast-check: of ops, on the op alone, before and after others; of a mode
 * and of an interpreter, on random graphs over all ops. fast-check is passed in, so that nobody else needs it.
 *
 * @example
 * const cube = elementwise('cube', (x) => x ** 3, ([x]) => mul(3, x, x))
 * const holds = ({ arbitrary, predicate }) => !fc.check(fc.property(arbitrary, predicate), { numRuns: 2 }).failed
 * lawsOf(fc, { op: cube.op }).every(holds) // => true
 */
export const lawsOf = (
  fast: FastCheck,
  { op, ops = op ? [op] : [], mode, interpreter, conventions, laws = suite, size = 4 }: Asked,
): readonly Property[] => {
  const { near, random } = cases(fast)
  const ofOps = ops.flatMap((given) => {
    const [name, specimen] = specimenOf(given)
    const run = interpreters.flatMap((each) =>
      each.closed
        ? []
        : lawsAbout(laws, partsOf(each), each.exact).map((law) =>
            property(law, `${name} by ${each.name}`, near(specimen), subjectOfInterpreter(each)),
          ),
    )
    return [
      ...lawsAbout(laws, DERIVING, true).map((law) => property(law, name, near(specimen), library(conventions))),
      ...run,
    ]
  })
  const on = (of: string, parts: readonly Part[], exact: boolean | undefined, subject: Subject): readonly Property[] =>
    lawsAbout(laws, parts, exact).map((law) => property(law, of, random(size), subject))
  return [
    ...ofOps,
    ...(mode ? on(mode.name, partsOf(mode), mode.exact, subjectOfMode(mode, conventions)) : []),
    ...(interpreter
      ? on(interpreter.name, partsOf(interpreter), interpreter.exact, subjectOfInterpreter(interpreter))
      : []),
  ]
}
