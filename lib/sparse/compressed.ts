/** Compressed derivatives: the products of a Jacobian with all groups of a colouring, each group a lane of one sweep. */
import { nodeAt, type Ref } from '../graph.ts'
import { constant } from '../ops/constant.ts'
import { Tape } from '../tape.ts'
import { sizeOf, type TensorType } from '../types.ts'
import { fresh } from '../value.ts'
import type { Wire } from '../wire.ts'
import type { Colouring } from './colouring.ts'
import type { Groups } from './groups.ts'

/** For each tensor of a list, a lane for each group: 1 in the entries of the group, 0 elsewhere. Drawn as constants. */
export const groupSeeds = (types: readonly TensorType[], groups: Groups, passes: number): readonly Wire[] => {
  let first = 0
  return types.map(({ shape }) => {
    const size = sizeOf(shape)
    const data = new Float64Array(passes * size)
    for (let k = 0; k < size; k++) {
      const group = groups[first + k]!
      if (group >= 0) data[group * size + k] = 1
    }
    first += size
    return constant(fresh([passes, ...shape], data))
  })
}

const typesAt = ({ primal }: Tape, refs: readonly Ref[]): readonly TensorType[] =>
  refs.map((ref) => nodeAt(primal, ref).type as TensorType)

/**
 * Draws the products with each group of columns, for each sink, and those with each group of rows, for each source, groups
 * along the first axis: one forward sweep and one reverse sweep at most.
 */
export const products = (tape: Tape, { columns, rows, columnPasses, rowPasses }: Colouring): readonly Wire[] => {
  const sweep = (along: Tape, groups: Groups, passes: number): readonly Wire[] =>
    passes === 0 ? [] : Tape.fullFlow(along, groupSeeds(typesAt(along, along.sources), groups, passes), passes)
  return [...sweep(tape, columns, columnPasses), ...sweep(Tape.transpose(tape), rows, rowPasses)]
}
