// For each rule, by its name: what draws its left side from a wire, past everything that drawing would simplify.
import { addOp } from '../../../lib/ops/add.ts'
import { callGraph } from '../../../lib/ops/call.ts'
import { concatOp } from '../../../lib/ops/concat.ts'
import { fill } from '../../../lib/ops/constant.ts'
import { einsumOp } from '../../../lib/ops/einsum.ts'
import { negOp } from '../../../lib/ops/neg.ts'
import { powerOp } from '../../../lib/ops/powers.ts'
import { padOp, sliceOp, type Window } from '../../../lib/ops/slice.ts'
import { projectOp, tuple } from '../../../lib/ops/tuple.ts'
import {
  broadcastTo,
  concat,
  cond,
  draw,
  graph,
  mul,
  reshape,
  select,
  sin,
  sizeOf,
  stopGradient,
  sum,
  transpose,
  type Wire,
} from '../../../modes/index.ts'

const size = (x: Wire): number => sizeOf(x.shape)
const line = (x: Wire): Wire => reshape(x, [size(x)])
const like = (x: Wire, value: number): Wire => fill(x.shape, value)

/** The product entry by entry of tensors and numbers. */
const product = (absorbing: boolean, ...xs: readonly Wire[]): Wire => {
  const [x] = xs
  const word = size(x!) === 1 ? [] : [0]
  const words = xs.map((y) => (y.shape.length === 0 ? [] : word))
  return draw(einsumOp({ words, out: word, extent: word.length ? [size(x!)] : [], shape: x!.shape, absorbing }), xs)
}

/** Some of three copies of a tensor: from `start` on, `step` apart. */
const windowOn = (x: Wire, start: number, step: number): Window => {
  const extent = x.shape[0]!
  const places = Array.from({ length: extent }, (_, k) => start + k * step)
  return { start, size: places.filter((k) => k >= 0 && k < extent).length, step, extent }
}
const part = (x: Wire, start: number, step: number): Wire => draw(sliceOp([windowOn(x, start, step)]), [x])
const framed = (x: Wire): Wire =>
  draw(padOp([{ start: 2, size: x.shape[0]!, step: 2, extent: 2 * x.shape[0]! + 3 }]), [x])

export const redexes: Readonly<Record<string, (x: Wire) => Wire>> = {
  'part of a tuple': (x) => draw(projectOp(1), [tuple([sin(x), x])]),
  'tuple of parts': (x) => {
    const results = callGraph(
      graph([x.type], (y) => [sin(y), y]),
      [x],
    )
    return draw(projectOp(0), [tuple(results)])
  },
  'known choice': (x) => select(like(x, 1), x, sin(x)),
  'known branch': (x) => cond(0, sin, (y) => mul(y, x), x),
  'power 1': (x) => draw(powerOp(1), [x]),
  constants: (x) => mul(x, draw(sin.op, [like(x, 2)])),
  'minus zero': (x) => draw(addOp, [like(x, -0), x]),
  'plus zero': (x) => draw(addOp, [x, like(x, 0)]),
  'double negation': (x) => draw(negOp, [draw(negOp, [x])]),
  'negated multiple': (x) => draw(negOp, [mul(x, 3)]),
  'whole slice': (x) => part(line(x), 0, 1),
  'slice of a slice': (x) => part(part(concat([line(x), sin(line(x)), line(x)]), 1, 2), 1, 1),
  'pad of a pad': (x) => framed(framed(line(x))),
  'slice of a pad': (x) => {
    const y = framed(line(x))
    return draw(sliceOp(y.node.op.params as readonly Window[]), [y])
  },
  'slice of a concat': (x) => {
    const extent = 3 * size(x)
    const y = concat([line(x), sin(line(x)), line(x)])
    return draw(sliceOp([{ start: 2 * size(x) - 1, size: size(x), step: size(x) > 1 ? -1 : 1, extent }]), [y])
  },
  'concat of one': (x) => draw(concatOp(-1), [fill([0], 1), line(x)]),
  'stopped twice': (x) => mul(stopGradient(stopGradient(x)), x),
  copy: (x) => product(false, x),
  'factor 1': (x) => product(false, x, fill([], 1)),
  'two signs': (x) => product(false, draw(negOp, [x]), sin(x), draw(negOp, [mul(x, x)])),
  'absorbing zero': (x) => product(true, x, fill([], 0), sin(x)),
  'moves of moves': (x) => transpose(broadcastTo(line(x), [2, size(x)])),
  'one contraction': (x) => {
    const y = broadcastTo(x, [2, ...x.shape])
    return sum(mul(y, sin(y)))
  },
  'one constant factor': (x) => product(false, x, fill([], 3), fill([], 0.1)),
}
