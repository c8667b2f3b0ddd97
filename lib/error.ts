/** The one error of the library: a tagged record of what was wrong, where, and how to cure it. */
import { showType, type Type } from './types.ts'

/** What each kind of error speaks of. */
export type AdErrorTag =
  | 'ShapeError' // an argument's type does not fit the op
  | 'AxisError' // an axis, an index or a slice does not exist
  | 'EinsumError' // a letter, a word or an arrow of an einsum specification is wrong
  | 'WireError' // a wire is used outside its drawing, or as a number
  | 'ValueError' // a value is not a tensor of the type that is wanted
  | 'ArityError' // too few or too many arguments, inputs or outputs
  | 'JsonError' // a document is no graph, or a graph holds what no document can
  | 'LawError' // a derivative is not what it should be

export interface AdErrorInfo {
  readonly tag: AdErrorTag
  readonly op: string
  /** Which argument, counted from 0, or a name. */
  readonly argument?: number | string
  /** The label of the node or the scope that it is drawn in. */
  readonly node?: string
  readonly found: string
  readonly expected: string
  readonly cure: string
}

const sentence = ({ tag, op, argument, node, found, expected, cure }: AdErrorInfo): string =>
  `${tag} in ${op}${argument === undefined ? '' : `, argument ${argument}`}${node ? ` (at ${node})` : ''}: ` +
  `found ${found}, expected ${expected}; ${cure}`

export class AdError extends Error {
  override readonly name = 'AdError'
  readonly info: AdErrorInfo
  constructor(info: AdErrorInfo) {
    super(sentence(info))
    this.info = info
  }
}

export const fail = (info: AdErrorInfo): never => {
  throw new AdError(info)
}

export const typesText = (types: readonly Type[]): string => types.map(showType).join(' and ') || 'nothing'
