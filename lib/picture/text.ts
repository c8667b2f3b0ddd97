/** What pictures say of a node: few words, and its type where it is not a number. */
import type { Node } from '../graph.ts'
import { isTuple, showType } from '../types.ts'
import type { Tensor } from '../value.ts'

const LONGEST = 32

/** A text with its end left out where it is long. */
export const cut = (text: string, most = LONGEST): string => {
  const letters = [...text]
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join('')}…`
}

/** A number in about five digits. */
const brief = (x: number): string =>
  Object.is(x, -0) ? '-0' : Number.isFinite(x) ? String(Number(x.toPrecision(5))) : String(x)

/** The entries of a constant, a few of them. */
export const constantText = ({ data }: Tensor): string =>
  data.length === 1
    ? brief(data[0]!)
    : data.length > 0 && data.every((x) => Object.is(x, data[0]))
      ? `all ${brief(data[0]!)}`
      : `[${[...data.subarray(0, 3)].map(brief).join(', ')}${data.length > 3 ? ', …' : ''}]`

/** `einsum[ij,jk->ik]` is said as its words. */
const opText = ({ op }: Node): string =>
  op.family.kind === 'constant'
    ? constantText((op.params as { readonly value: Tensor }).value)
    : op.family.kind === 'einsum'
      ? op.name.replace(/^einsum\[(.*)\]$/, '$1')
      : op.name

/** The lines of a node: what it is, named where it has a name, and the type where it is no number. */
export const linesOf = (node: Node, name: string | undefined = node.about?.label): readonly string[] => {
  const { type, op } = node
  const what =
    op.family.kind === 'input' ? (name ?? 'input') : name === undefined ? opText(node) : `${name} = ${opText(node)}`
  return isTuple(type) || type.shape.length > 0 ? [cut(what), cut(showType(type))] : [cut(what)]
}

/** What a fold of nodes says: how many they are, and which ops most of them have. */
export const foldLines = (nodes: readonly Node[]): readonly string[] => {
  const counts = new Map<string, number>()
  for (const { op } of nodes) counts.set(op.family.name, (counts.get(op.family.name) ?? 0) + 1)
  const most = [...counts].sort(([, a], [, b]) => b - a)
  const names = most.slice(0, 3).map(([name, n]) => (n === 1 ? name : `${n} ${name}`))
  return [`${nodes.length} nodes`, cut(`${names.join(', ')}${most.length > 3 ? ', …' : ''}`)]
}
