/** What holds of every problem: the value that plain loops give, and one derivative by both modes and by differences. */
import * as assert from 'uvu/assert'
import {
  evaluateOrThrow,
  forward,
  jacobian,
  key,
  normal,
  reverse,
  split,
  type Tensor,
  tensor,
} from '../../../modes/index.ts'
import type { Problem } from '../../../scripts/compare/problem.ts'
import { flat, near, slopeAt0 } from '../../support.ts'

/** The definition in plain numbers: from the entries of the inputs to those of the results. */
export type Plain = (...xs: readonly Float64Array[]) => readonly number[]

const all = (xs: readonly unknown[]): readonly number[] => xs.flatMap(flat)
const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, x, k) => sum + x * b[k], 0)

/** Normal directions of the shapes of some tensors. */
const directions = (seed: number, shapes: readonly (readonly number[])[]): readonly Tensor[] => {
  const keys = split(key(seed), shapes.length)
  return shapes.map((shape, k) => normal(keys[k], shape))
}

/** Asserts that the value of a problem is that of plain loops, to 1e-12 of the largest entry or 1. */
export const checkValue = ({ name, graph, inputs }: Problem, plain: Plain): void => {
  const point = inputs.map(({ value }) => value)
  const found = all(evaluateOrThrow(graph, point))
  const expected = plain(...point.map(({ data }) => Float64Array.from(data)))
  assert.ok(expected.every(Number.isFinite), `${name} is finite`)
  near(found, expected, 1e-12, name)
}

/**
 * Asserts that derivatives along seeded directions are by forward mode, by reverse mode and by differences the same. The
 * differences reach `reach` far, which must not lead across a kink.
 */
export const checkSlopes = ({ name, graph, inputs, outputs }: Problem, plain: Plain, reach = 0.01): void => {
  const point = inputs.map(({ value }) => value)
  const [ahead, back] = [forward(graph), reverse(graph)]
  for (let seed = 10; seed < 13; seed++) {
    const dx = directions(
      seed,
      point.map(({ shape }) => shape),
    )
    const moved = (h: number): readonly Float64Array[] =>
      point.map(({ data }, k) => data.map((x, i) => x + h * dx[k].data[i]) as Float64Array)
    const dy = all(evaluateOrThrow(ahead, [...point, ...dx]).slice(outputs.length))
    near(
      dy,
      slopeAt0((h) => plain(...moved(h)), reach),
      1e-8,
      `${name} by forward mode against differences`,
    )
    const weights = directions(seed + 100, outputs)
    const gradient = all(evaluateOrThrow(back, [...point, ...weights]).slice(outputs.length))
    near(dot(gradient, all(dx)), dot(all(weights), dy), 1e-11, `${name} by reverse mode against forward mode`)
  }
}

/** Asserts that the Jacobian by lanes of reverse mode is that by lanes of forward mode; gives it row by row. */
export const checkLanes = ({ name, graph, inputs, outputs }: Problem): readonly (readonly number[])[] => {
  const point = inputs.map(({ value }) => value)
  const rowsBy = (mode: 'forward' | 'reverse'): readonly (readonly number[])[] => {
    const by = jacobian(graph, { mode, argnums: point.map((_, k) => k) })(...point) as unknown
    const blocks = (outputs.length === 1 ? [by] : by) as readonly (readonly Tensor[])[]
    return blocks.flatMap((row, i) => {
      const count = outputs[i].reduce((n, extent) => n * extent, 1)
      const parts = row.map((x) => [...tensor(x).data])
      return Array.from({ length: count }, (_, r) =>
        parts.flatMap((part) => part.slice((r * part.length) / count, ((r + 1) * part.length) / count)),
      )
    })
  }
  const rows = rowsBy('forward')
  near(rowsBy('reverse'), rows, 1e-11, `${name} by lanes`)
  return rows
}

/** All of it. */
export const check = (problem: Problem, plain: Plain, reach?: number): void => {
  checkValue(problem, plain)
  checkSlopes(problem, plain, reach)
  checkLanes(problem)
}
