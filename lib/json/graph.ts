/** The codec of graphs: nodes one after the other, each naming only earlier ones, and the graphs that ops own inside. */
import { List } from 'immutable'
import * as t from 'io-ts'
import type { About, Graph, Node, Ref } from '../graph.ts'
import type { Op } from '../op.ts'
import { sameType, showType } from '../types.ts'
import { checkEnds, measuring, typeOf } from './check.ts'
import { type Codec, codecsOf } from './codecs.ts'
import { decodeWith, type Families, familiesOf, nearNames, paramsJson } from './families.ts'
import { pathOf, read, refuse, shown } from './refuse.ts'
import { Anything, Count, list, record, Text, TypeOf } from './schema.ts'

/** A node in a document; `type` is written for readers, and what is written must be so. */
export interface NodeJson {
  readonly op: string
  readonly params?: unknown
  readonly args?: readonly Ref[]
  readonly type?: unknown
  readonly label?: string
  readonly scope?: string
  readonly primal?: Ref
}
export interface BodyJson {
  readonly nodes: readonly NodeJson[]
  readonly inputs: readonly Ref[]
  readonly outputs: readonly Ref[]
}

/** As many arguments as a call takes. */
const MOST_ARGUMENTS = 32_768
/** How deep graphs may stand in one another. */
export const DEEPEST = 256

const Places = list('a list of whole numbers', Count)
export const shell = { nodes: list('a list of nodes', Anything), inputs: Places, outputs: Places }
const Shell = record('a graph', shell)
const NodeShape = record(
  'a node',
  { op: Text },
  {
    params: Anything,
    args: list('a list of whole numbers', Count, MOST_ARGUMENTS),
    type: TypeOf,
    label: Text,
    scope: Text,
    primal: Count,
  },
)

const aboutOf = ({ label, scope, primal }: About): About | undefined =>
  label === undefined && scope === undefined && primal === undefined
    ? undefined
    : {
        ...(label === undefined ? {} : { label }),
        ...(scope === undefined ? {} : { scope }),
        ...(primal === undefined ? {} : { primal }),
      }

export interface Reading {
  readonly families: Families
  /** The most bytes that constants may take in all. */
  readonly limit: number
}

/** The codec of a document's graphs; it counts what one document has, so it is made anew for each. */
export const graphCodec = ({ families, limit }: Reading): t.Type<Graph, BodyJson, unknown> => {
  let depth = 0
  let left = limit
  const affords = (bytes: number): boolean => (left -= bytes) >= 0
  const within = <A>(path: string, op: string, f: () => A): A => {
    if (++depth > DEEPEST)
      refuse(path, `graphs ${depth} deep in one another`, `at most ${DEEPEST}`, 'draw calls flat', op)
    const result = f()
    depth--
    return result
  }
  const measure = measuring()

  const opOf = (name: string, params: unknown, args: number, path: string): Op => {
    const codec = builtin.get(name)
    if (codec && codec.arity !== undefined && codec.arity !== args)
      refuse(`${path}.args`, `${args} arguments of ${name}`, `${codec.arity}`, `give ${codec.arity}`)
    if (codec) return codec.decode(params, `${path}.params`)
    const own = users.get(name)
    if (own) return decodeWith(own, params, `${path}.params`)
    const near = nearNames(name, [...builtin.keys(), ...users.keys()])
    return refuse(
      `${path}.op`,
      `the unknown op ${shown(name)}`,
      near.length > 0 ? `a known one, as ${near.join(', ')}` : 'a built-in op or one of families',
      'correct the name, or bring the op in families',
    )
  }

  const decodeNode = (json: unknown, ref: Ref, nodes: readonly Node[], path: string): Node => {
    const { op: name, params, args = [], type: recorded, ...rest } = read(NodeShape, json, path)
    args.forEach((arg, k) => {
      if (arg >= ref)
        refuse(
          `${path}.args[${k}]`,
          String(arg),
          ref === 0 ? 'no argument of the first node' : `an earlier node, 0 to ${ref - 1}`,
          'write nodes after those that they name',
        )
    })
    if (rest.primal !== undefined && rest.primal >= ref)
      refuse(`${path}.primal`, String(rest.primal), 'an earlier node', 'leave primal out')
    const op = opOf(name, params, args.length, path)
    const type = typeOf(
      op,
      args.map((arg) => nodes[arg]!.type),
      path,
    )
    measure(type, path)
    if (recorded !== undefined && !sameType(recorded, type))
      refuse(`${path}.type`, showType(recorded), `${showType(type)}, which the op gives`, 'leave type out')
    return { op, args, type, about: aboutOf(rest) }
  }

  const decode = (json: unknown, path: string): Graph => {
    const { nodes: written, inputs, outputs } = read(Shell, json, path)
    const nodes: Node[] = []
    written.forEach((node, ref) => {
      nodes.push(decodeNode(node, ref, nodes, `${path}.nodes[${ref}]`))
    })
    checkEnds(nodes, inputs, outputs, path)
    return { nodes: List(nodes), inputs, outputs }
  }

  const written = new Map<string, Op>()
  const paramsOf = (op: Op, path: string): unknown => {
    const { name, kind } = op.family
    const codec = builtin.get(name)
    if (codec?.family === op.family) return codec.encode(op)
    if (codec || (kind !== 'elementwise' && kind !== 'other'))
      refuse(path, `an op ${shown(name)} of a user`, 'a name and a kind of its own', 'rename the op', 'toJson')
    const other = written.get(name)
    if (other && other.family !== op.family)
      refuse(path, `two ops ${shown(name)}`, 'each op with a name of its own', 'rename one of them', 'toJson')
    written.set(name, op)
    return paramsJson(op, `${path}.params`)
  }

  const encodeNode = ({ op, args, type, about }: Node, ref: Ref): NodeJson => {
    const params = paramsOf(op, `$.nodes[${ref}]`)
    return {
      op: op.family.name,
      ...(params === undefined ? {} : { params }),
      ...(args.length === 0 ? {} : { args: [...args] }),
      ...(op.family.kind === 'input' ? {} : { type: TypeOf.encode(type) }),
      ...about,
    }
  }

  const body: t.Type<Graph, BodyJson, unknown> = new t.Type<Graph, BodyJson, unknown>(
    'a graph',
    (u): u is Graph => typeof u === 'object' && u !== null && 'nodes' in u && List.isList(u.nodes),
    (u, c) => t.success(within(pathOf(c), 'fromJson', () => decode(u, pathOf(c)))),
    ({ nodes, inputs, outputs }) =>
      within('$', 'toJson', () => ({
        nodes: nodes.toArray().map(encodeNode),
        inputs: [...inputs],
        outputs: [...outputs],
      })),
  )
  const builtin = new Map<string, Codec>(
    Object.values(codecsOf(body, affords)).flatMap((codecs) =>
      codecs.map((codec) => [codec.family.name, codec] as const),
    ),
  )
  const users = familiesOf(families, builtin)
  return body
}
