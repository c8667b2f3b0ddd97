/** Graphs as JSON: plain data that can be kept, sent and read again, to the bit. */
import { type Either, tryCatch } from 'fp-ts/lib/Either.js'
import { AdError } from '../error.ts'
import { checkGraph } from '../given.ts'
import type { Graph } from '../graph.ts'
import type { Families } from './families.ts'
import { type BodyJson, graphCodec, shell } from './graph.ts'
import { read, refuse, shown } from './refuse.ts'
import { only, record } from './schema.ts'

/** A graph as plain data. Tensors are base64 of little-endian 64-bit floats; graphs that ops own stand in their params. */
export interface GraphJson extends BodyJson {
  readonly format: 'cotangent'
  readonly version: 1
}

export interface JsonOptions {
  /** Ops beside the built-in ones, for documents that hold them: `cube.op`, or `{name, decode}` for ops with parameters. */
  readonly families?: Families
  /** The most bytes that constants may take in all, and the most characters of a text; 64 MB by default. */
  readonly limit?: number
}
const LIMIT = 64 * 2 ** 20

const Document = record('a document', { format: only('cotangent'), version: only(1), ...shell })

/**
 * The graph as plain data, types and labels included.
 *
 * @throws AdError `JsonError` where a user's op has the name of a built-in one, or parameters that are no plain data
 * @example
 * toJson(graph([[]], (x) => sin(x))).nodes[1].op // => 'sin'
 */
export const toJson = (graph: Graph): GraphJson => {
  checkGraph('toJson', graph)
  return { format: 'cotangent', version: 1, ...graphCodec({ families: [], limit: 0 }).encode(graph) }
}

/**
 * The graph of a document: `fromJsonOrThrow(toJson(g))` is `g`, node for node. A field that no document has is refused,
 * as are references to later nodes, types that do not fit and unknown ops. Nodes that are equal stay apart.
 *
 * @throws AdError `JsonError` with the place: `$.nodes[2].args[0]: found "x", expected a whole number`
 * @example
 * const g = graph([[]], (x) => mul(3, x))
 * evaluateOrThrow(fromJsonOrThrow(toJson(g)), [2]).map(toNested) // => [6]
 */
export const fromJsonOrThrow = (json: unknown, { families = [], limit = LIMIT }: JsonOptions = {}): Graph => {
  const { nodes, inputs, outputs } = read(Document, json, '$')
  return read(graphCodec({ families, limit }), { nodes, inputs, outputs }, '$')
}

const asAdError = (e: unknown): AdError => {
  if (e instanceof AdError) return e
  throw e
}

/** `fromJsonOrThrow` with what is wrong about the document as a value. */
export const fromJson = (json: unknown, options: JsonOptions = {}): Either<AdError, Graph> =>
  tryCatch(() => fromJsonOrThrow(json, options), asAdError)

/**
 * The graph as a text.
 *
 * @example
 * parseOrThrow(stringify(graph([[]], (x) => sin(x)))).nodes.size // => 2
 */
export const stringify = (graph: Graph): string => {
  const json = toJson(graph)
  try {
    return JSON.stringify(json)
  } catch (e) {
    return refuse('$', shown(String(e)), 'a graph that fits into one text', 'keep toJson(graph) in parts', 'stringify')
  }
}

/**
 * The graph of a text, which is refused before it is read where it is longer than `limit`.
 *
 * @throws AdError `JsonError` with the place and what stands there
 */
export const parseOrThrow = (text: string, options: JsonOptions = {}): Graph => {
  const { limit = LIMIT } = options
  if (text.length > limit)
    refuse('$', `${text.length} characters`, `at most ${limit}`, 'raise limit for larger documents', 'parse')
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (e) {
    refuse('$', (e as Error).message, 'JSON', 'write it with stringify', 'parse')
  }
  return fromJsonOrThrow(json, options)
}

/** `parseOrThrow` with what is wrong about the text as a value. */
export const parse = (text: string, options: JsonOptions = {}): Either<AdError, Graph> =>
  tryCatch(() => parseOrThrow(text, options), asAdError)
