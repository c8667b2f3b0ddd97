/** Axes to be reduced: what becomes of a shape, and a tensor brought into rows. */
import { axesOf } from '../check.ts'
import { checkOptions } from '../given.ts'
import { sizeOf } from '../types.ts'
import type { Wire } from '../wire.ts'
import { axesWord } from '../words.ts'
import { contract } from './contract.ts'

/** Axes, each counted from 0 or, as a negative number, from the end. */
export type Axes = number | readonly number[]

export interface Keep {
  /** Whether the axes that are reduced stay, with extent 1. */
  readonly keep?: boolean
}

/** Whether the axes that are reduced stay; options that there are not are refused. */
export const keepOf = (op: string, options: Keep | undefined): boolean => {
  checkOptions(op, options, { keep: [true, false] })
  return options?.keep ?? false
}

/** What becomes of a shape in which some axes are reduced. */
export const reduced = (op: string, { shape }: Wire, axes: Axes | undefined, keep = false) => {
  const gone = axesOf(op, axes, shape)
  const stays = (_: unknown, axis: number): boolean => !gone.includes(axis)
  const rest = shape.filter(stays)
  return {
    gone,
    rest,
    /** How many entries are reduced to one. */
    extent: sizeOf(gone.map((axis) => shape[axis]!)),
    shape: keep ? shape.map((extent, axis) => (stays(extent, axis) ? extent : 1)) : rest,
  }
}

/** A tensor with some axes as one last axis, in the order in which they stand. */
export const asRows = (wire: Wire, gone: readonly number[]): Wire => {
  const { shape } = wire
  const word = axesWord(shape.length)
  const left = word.filter((axis) => !gone.includes(axis))
  const along = word.filter((axis) => gone.includes(axis))
  const extent = sizeOf(along.map((axis) => shape[axis]!))
  return contract([{ wire, word }], [...left, ...along], shape, [...left.map((axis) => shape[axis]!), extent])
}
