/** Rules of slices, pads and concats: entries that move twice move once. */
import { concatOp } from '../ops/concat.ts'
import { padOp, sliceOp, type Window } from '../ops/slice.ts'
import { stopGradientOp } from '../ops/stopGradient.ts'
import { sizeOf, type TensorType } from '../types.ts'
import { argsOf, draw, type Wire } from '../wire.ts'
import type { Rule, Site } from './rule.ts'

type Windows = readonly Window[]
const WHOLE = { start: 0, size: 1, step: 1, extent: 1 }
const slices = sliceOp([WHOLE]).family
const pads = padOp([WHOLE]).family
const concats = concatOp(-1).family

const isSlice = (x: Wire): boolean => x.node.op.family === slices
const isPad = (x: Wire): boolean => x.node.op.family === pads
const windowsOf = (x: Wire): Windows => x.node.op.params as Windows

const window = (start: number, size: number, step: number, extent: number): Window => ({
  start: size === 0 ? 0 : start,
  size,
  step: size > 1 ? step : 1,
  extent,
})
const isWhole = ({ start, size, step, extent }: Window): boolean => start === 0 && size === extent && step === 1

/** Windows on all axes of a tensor whose last ones they are on; `extents` are those that the windows do not speak of. */
const onAll = (windows: Windows, extents: readonly number[]): Windows => [
  ...extents.slice(0, extents.length - windows.length).map((extent) => window(0, extent, 1, extent)),
  ...windows,
]

/** The entries that `outer` takes of those that `inner` takes. */
const within = (inner: Windows, outer: Windows): Windows =>
  inner.map((a, k) => {
    const b = outer[k]!
    return window(a.start + b.start * a.step, b.size, a.step * b.step, a.extent)
  })

const twice = (x: Wire, outer: Windows, isSame: (x: Wire) => boolean, turned: boolean): Windows | undefined => {
  if (!isSame(x)) return undefined
  const [a, b] = [onAll(windowsOf(x), x.shape), onAll(outer, x.shape)]
  return turned ? within(b, a) : within(a, b)
}

/** The part of a concat that all entries of a slice lie in, as a slice of it. */
const inPart = ({ op, args: [x] }: Site): Wire | undefined => {
  if (x!.node.op.family !== concats) return undefined
  const windows = onAll(op.params as Windows, x!.shape)
  const axis = x!.shape.length + (x!.node.op.params as number)
  const { start, size, step } = windows[axis]!
  const end = start + (size - 1) * step
  const [least, most] = [Math.min(start, end), Math.max(start, end)]
  let before = 0
  for (const part of argsOf(x!)) {
    const extent = part.shape[axis]!
    if (size > 0 && least >= before && most < before + extent) {
      const own = windows.map((w, k) => (k === axis ? window(start - before, size, step, extent) : w))
      return draw(sliceOp(own), [part])
    }
    before += extent
  }
  return undefined
}

const only = (op: Site['op'], family: Site['op']['family'], rewrite: () => Wire | undefined): Wire | undefined =>
  op.family === family ? rewrite() : undefined

export const moves: readonly Rule[] = [
  {
    name: 'whole slice',
    law: 'a slice that takes everything, and a pad that adds nothing, is its argument',
    keeps: 'bits',
    on: ['copy'],
    rewrite: ({ op, args: [x] }) =>
      (op.family === slices || op.family === pads) && (op.params as Windows).every(isWhole) ? x : undefined,
  },
  {
    name: 'slice of a slice',
    law: 'a slice of a slice is a slice',
    keeps: 'bits',
    on: ['copy'],
    rewrite: ({ op, args: [x] }) =>
      only(op, slices, () => {
        const windows = twice(x!, op.params as Windows, isSlice, false)
        return windows && draw(sliceOp(windows), argsOf(x!))
      }),
  },
  {
    name: 'pad of a pad',
    law: 'a pad of a pad is a pad',
    keeps: 'bits',
    on: ['copy'],
    rewrite: ({ op, args: [x] }) =>
      only(op, pads, () => {
        const windows = twice(x!, op.params as Windows, isPad, true)
        return windows && draw(padOp(windows), argsOf(x!))
      }),
  },
  {
    name: 'slice of a pad',
    law: 'what a pad frames, taken out again, is what it was',
    keeps: 'bits',
    on: ['copy'],
    rewrite: ({ op, args: [x] }) =>
      only(op, slices, () => (isPad(x!) && x!.node.op.key === op.key ? argsOf(x!)[0] : undefined)),
  },
  {
    name: 'slice of a concat',
    law: 'a slice within one of several tensors side by side is a slice of that one',
    keeps: 'bits',
    on: ['copy'],
    rewrite: (site) => only(site.op, slices, () => inPart(site)),
  },
  {
    name: 'concat of one',
    law: 'a tensor beside empty ones is itself',
    keeps: 'bits',
    on: ['copy'],
    rewrite: ({ op, args, type }) =>
      only(op, concats, () => {
        const own = (type as TensorType).shape.length + (op.params as number)
        const rest = args.filter((x) => x.shape[own] !== 0)
        if (sizeOf((type as TensorType).shape) === 0 || (rest.length === args.length && rest.length > 1))
          return undefined
        return rest.length === 1 ? rest[0] : draw(op, rest)
      }),
  },
  {
    name: 'stopped twice',
    law: 'stopGradient (stopGradient x) = stopGradient x',
    keeps: 'bits',
    on: ['copy'],
    rewrite: ({ op, args: [x] }) => (op === stopGradientOp && x!.node.op === stopGradientOp ? x : undefined),
  },
]
