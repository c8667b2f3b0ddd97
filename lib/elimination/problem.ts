/** Problems of elimination: digraphs whose edges say what is known of their partials, as plain data. */
import { type Either, tryCatch } from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { AdError, fail } from '../error.ts'
import { pathOf, shown } from '../json/refuse.ts'
import { Anything, Count, list, record, Text } from '../json/schema.ts'
import type { Label } from './labels.ts'
import { checkProblem } from './wellFormed.ts'

/** An edge from an operand to the vertex that uses it. */
export type LabelledEdge = readonly [from: number, to: number, label: Label]

/**
 * A linearised computational graph: a vertex per primitive. Vertices that are neither inputs nor outputs are eliminated;
 * every one of them lies on a way from an input to an output.
 */
export interface EliminationProblem {
  readonly name: string
  readonly inputs: readonly number[]
  readonly outputs: readonly number[]
  readonly edges: readonly LabelledEdge[]
  /** What each vertex computes, by its number; it takes no part in elimination. */
  readonly ops?: Readonly<Record<string, string>>
  /** What is known of the problem; it takes no part in elimination. */
  readonly counts?: unknown
}

const isLabel = (u: unknown): u is Label => u === 'unit' || u === 'constant' || u === 'variable'
const LabelCodec: t.Type<Label, unknown> = new t.Type<Label, unknown>(
  '"unit", "constant" or "variable"',
  isLabel,
  (u, c) => (isLabel(u) ? t.success(u) : t.failure(u, c)),
  t.identity,
)

const isEdge = (u: unknown): u is LabelledEdge =>
  Array.isArray(u) && u.length === 3 && Count.is(u[0]) && Count.is(u[1]) && isLabel(u[2])
const EdgeCodec: t.Type<LabelledEdge, unknown> = new t.Type<LabelledEdge, unknown>(
  'an edge [from, to, label]',
  isEdge,
  (u, c) => {
    if (isEdge(u)) return t.success(u)
    if (!Array.isArray(u) || u.length !== 3) return t.failure(u, c)
    const at = Count.is(u[0]) ? (Count.is(u[1]) ? 2 : 1) : 0
    const codec = at === 2 ? LabelCodec : Count
    return t.failure(u[at], t.appendContext(c, String(at), codec, u[at]))
  },
  t.identity,
)

const isOps = (u: unknown): u is Readonly<Record<string, string>> =>
  typeof u === 'object' && u !== null && !Array.isArray(u) && Object.values(u).every(Text.is)
const OpsCodec = new t.Type<Readonly<Record<string, string>>, unknown>(
  'a record of texts',
  isOps,
  (u, c) => (isOps(u) ? t.success(u) : t.failure(u, c)),
  t.identity,
)

const Vertices = list('a list of vertices', Count)

/** The codec of a problem: the structure alone. What a digraph must be besides is checked by `eliminationProblem`. */
export const EliminationProblemCodec: t.Type<EliminationProblem, unknown> = record(
  'a problem of elimination',
  { name: Text, inputs: Vertices, outputs: Vertices, edges: list('a list of edges', EdgeCodec) },
  { ops: OpsCodec, counts: Anything, formula: Text },
) as t.Type<EliminationProblem, unknown>

/**
 * The problem of a document, `{name, inputs, outputs, edges: [[from, to, label], ...]}`, `ops` and `counts` at will.
 *
 * @throws AdError `JsonError` with the place, for a document of another form, and for a digraph with a cycle, an edge
 * twice, an edge into an input or out of an output, or a vertex that is on no way from an input to an output
 * @example
 * eliminationProblemOrThrow({ name: 'f', inputs: [0], outputs: [2], edges: [[0, 1, 'unit'], [1, 2, 'variable']] }).name // => 'f'
 */
export const eliminationProblemOrThrow = (json: unknown, path = '$'): EliminationProblem => {
  const made = EliminationProblemCodec.validate(json, [{ key: path, type: EliminationProblemCodec, actual: json }])
  if (made._tag === 'Left') {
    const { value, context, message } = made.left[0]!
    return fail({
      tag: 'JsonError',
      op: 'eliminationProblem',
      argument: pathOf(context),
      found: shown(value),
      expected: message ?? context[context.length - 1]!.type.name,
      cure: 'write {name, inputs, outputs, edges: [[from, to, label], ...]}',
    })
  }
  checkProblem(made.right, path)
  return made.right
}

/** `eliminationProblemOrThrow` with what is wrong about the document as a value. */
export const eliminationProblem = (json: unknown, path = '$'): Either<AdError, EliminationProblem> =>
  tryCatch(
    () => eliminationProblemOrThrow(json, path),
    (e) => {
      if (e instanceof AdError) return e
      throw e
    },
  )
