/** Linear maps between lists of types: matrices of maps of a representation. Products are also sums. */
import type { Category, Type, Types } from '../../modes/index.ts'
import { type Matrix, type Representation, unitsOf } from './representations.ts'

/** A map between lists of types: `blocks[i][j]` is the map from part j of the argument to part i of the result. */
export interface Blocks<M> {
  readonly from: Types
  readonly to: Types
  readonly blocks: readonly (readonly M[])[]
}

const blocksOf = <M>(from: Types, to: Types, block: (i: number, j: number) => M): Blocks<M> => ({
  from,
  to,
  blocks: to.map((_, i) => from.map((_type, j) => block(i, j))),
})

/** The category of blocks over a representation. (l;k)_ij = sum over m of l_mj ; k_im */
export const biproducts = <M>(K: Representation<M>): Category<Types, Blocks<M>> => {
  const diagonal = (i: number, j: number, type: Type, other: Type): M =>
    i === j ? K.identity(type) : K.zero(type, other)
  return {
    source: ({ from }) => from,
    target: ({ to }) => to,
    unit: [],
    product: (x, y) => [...x, ...y],
    identity: (x) => blocksOf(x, x, (i, j) => diagonal(i, j, x[j], x[i])),
    compose: (l, k) =>
      blocksOf(l.from, k.to, (i, j) =>
        l.to.reduce((sum, _, m) => K.sum(sum, K.compose(l.blocks[m][j], k.blocks[i][m])), K.zero(l.from[j], k.to[i])),
      ),
    tensor: (l, k) => {
      const [from, to] = [
        [...l.from, ...k.from],
        [...l.to, ...k.to],
      ]
      const [n, m] = [l.from.length, l.to.length]
      return blocksOf(from, to, (i, j) =>
        i < m && j < n ? l.blocks[i][j] : i >= m && j >= n ? k.blocks[i - m][j - n] : K.zero(from[j], to[i]),
      )
    },
    swap: (x, y) => {
      const [from, to] = [
        [...x, ...y],
        [...y, ...x],
      ]
      return blocksOf(from, to, (i, j) =>
        (i + x.length) % from.length === j ? K.identity(from[j]) : K.zero(from[j], to[i]),
      )
    },
  }
}

/** All entries: the rows of each part of the result, and in them the columns of each part of the argument. */
export const matrixOfBlocks = <M>(K: Representation<M>, { to, blocks }: Blocks<M>): Matrix =>
  blocks.flatMap((row, part) => {
    const matrices = row.map((block) => K.matrix(block))
    return unitsOf(to[part]).map((_, i) => matrices.flatMap((matrix) => matrix[i] ?? []))
  })
