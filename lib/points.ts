/** Points: trees of numbers, arrays, tensors and wires, read leaf by leaf; and the results that mirror them. */
import { isStrided, readTensor } from './arrays.ts'
import { fail } from './error.ts'
import type { Place } from './places.ts'
import { flatten, type Leaves, leavesAs, pathAt, pathText, type Structure } from './tree.ts'
import { sameType, showType, type Type } from './types.ts'
import { fresh, type Tensor, typeOfValue, type Value } from './value.ts'
import { Wire } from './wire.ts'

const POINTS: Leaves = {
  isLeaf: (x) => x instanceof Wire || isStrided(x) || ArrayBuffer.isView(x),
  numeric: true,
  expected: 'numbers, arrays, tensors or wires, or lists and records of them',
}

export const typeOf = (x: Tensor | Wire): Type => (x instanceof Wire ? x.type : typeOfValue(x))
export const pathOf = (structure: Structure, leaf: number): string => pathText(pathAt(structure, leaf))

/** The leaves of a structure as wires and tensors, values copied. */
const read = (structure: Structure, leaves: readonly unknown[], place: Place): readonly (Tensor | Wire)[] =>
  leaves.map((x, k) =>
    x instanceof Wire ? x : readTensor(x, { ...place, path: () => `${place.path?.() ?? ''}${pathOf(structure, k)}` }),
  )

/** The structure of a tree of points, and its leaves. */
export const split = (tree: unknown, place: Place) => {
  const { structure, leaves } = flatten(tree, POINTS, place)
  return { structure, leaves: read(structure, leaves, place) }
}

/**
 * The leaves of a tree that mirrors a structure.
 *
 * @throws AdError `ValueError` that names the path where it does not
 */
export const leavesLike = (structure: Structure, tree: unknown, place: Place): readonly (Tensor | Wire)[] =>
  read(structure, leavesAs(structure, tree, place), place)

/** A value as callers get it: a number for a scalar. */
export const resultOf = (value: Value): number | Tensor => {
  if ('tuple' in value)
    return fail({ tag: 'ValueError', op: 'result', found: 'a tuple', expected: 'a tensor', cure: 'return its parts' })
  return value.shape.length === 0 ? value.data[0]! : value
}

/** Results that share no data with one another, nor with the values where these are kept. */
export const resultsOf = (values: readonly Value[], kept = false): readonly (number | Tensor)[] => {
  const seen = new Set<unknown>()
  return values.map((value) => {
    const result = resultOf(value)
    if (typeof result === 'number') return result
    const own = kept || seen.has(result.data.buffer) ? fresh(result.shape, Float64Array.from(result.data)) : result
    seen.add(own.data.buffer)
    return own
  })
}

/**
 * The leaves of tangents that mirror the points of a drawn function.
 *
 * @throws AdError `ArityError`, `ValueError` or `ShapeError` that names argument and path where they do not
 */
export const tangentsOf = (
  op: string,
  { takes, leaves }: { readonly takes: readonly Structure[]; readonly leaves: readonly (Tensor | Wire)[] },
  tangents: readonly unknown[],
): readonly (Tensor | Wire)[] => {
  if (takes.length !== tangents.length)
    fail({
      tag: 'ArityError',
      op,
      found: `${tangents.length} tangents`,
      expected: `${takes.length}`,
      cure: 'give a tangent for each point',
    })
  let at = 0
  return takes.flatMap((structure, argument) => {
    const own = leavesLike(structure, tangents[argument], { op, argument })
    own.forEach((dx, k) => {
      const [found, expected] = [typeOf(dx), typeOf(leaves[at++]!)]
      if (!sameType(found, expected)) {
        const path = pathOf(structure, k)
        fail({
          tag: 'ShapeError',
          op,
          argument,
          found: `${showType(found)}${path ? ` at ${path}` : ''}`,
          expected: showType(expected),
          cure: 'give tangents the shapes of their points',
        })
      }
    })
    return own
  })
}
