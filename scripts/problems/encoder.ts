/**
 * A block of a transformer's encoder: attention of several heads, then a network at each position, each added to what
 * came in and normed. Heads are axes of einsums, so that whatever is linear here is one kernel.
 *
 * Sources: Vaswani et al., Attention is all you need, 2017, sections 3.1 to 3.3; Ba, Kiros, Hinton, Layer normalization,
 * 2016; Hendrycks, Gimpel, Gaussian error linear units (GELUs), 2016, section 2, for gelu by tanh.
 */
import {
  type Arg,
  add,
  div,
  einsum,
  key,
  matmul,
  mean,
  mul,
  normal,
  power,
  type Shape,
  softmax,
  split,
  sqrt,
  squaredDifference,
  sub,
  type Tensor,
  tanh,
  tensor,
  variance,
  type Wire,
} from '../../modes/index.ts'
import { type Problem, problemOf, refuse } from '../compare/problem.ts'

/** x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) */
export const gelu = (x: Wire): Wire =>
  mul(0.5, x, add(1, tanh(mul(Math.sqrt(2 / Math.PI), add(x, mul(0.044715, power(x, 3)))))))

const activations = { gelu, tanh } as const
export type EncoderActivation = keyof typeof activations

/** Added to the variance before its root is taken. */
const TINY = 1e-5

/** Entries of each position with mean 0 and variance 1, times a gain, plus a shift. */
export const layerNorm = (x: Wire, gain: Arg, shift: Arg): Wire => {
  const spread = sqrt(add(variance(x, -1, { keep: true }), TINY))
  return add(mul(div(sub(x, mean(x, -1, { keep: true })), spread), gain), shift)
}

/** How much each position [s] of each head [h] looks at each other one, [h, s, s]: rows of probabilities. */
export const attention = (x: Wire, query: Wire, queried: Wire): Wire => {
  const [q, k] = [query, queried].map((projection) => einsum('sw,whk->hsk', x, projection)) as [Wire, Wire]
  return softmax(mul(1 / Math.sqrt(query.shape[2]!), einsum('hsk,htk->hst', q, k)))
}

export interface EncoderSizes {
  /** Positions. */
  readonly sequence: number
  readonly width: number
  /** A divisor of the width. */
  readonly heads: number
  /** Width of the network between. */
  readonly hidden: number
}

/** The parameters of a block, in order, and their shapes. */
const shapesOf = ({ width, heads, hidden }: EncoderSizes) =>
  ({
    query: [width, heads, width / heads],
    key: [width, heads, width / heads],
    value: [width, heads, width / heads],
    out: [heads, width / heads, width],
    gain1: [width],
    shift1: [width],
    w1: [width, hidden],
    b1: [hidden],
    w2: [hidden, width],
    b2: [width],
    gain2: [width],
    shift2: [width],
  }) as const satisfies Readonly<Record<string, Shape>>

export type Parameters<X> = Readonly<Record<keyof ReturnType<typeof shapesOf>, X>>

/** (x [s, w], parameters) -> [s, w] */
export const encoder = (x: Wire, p: Parameters<Wire>, activation: EncoderActivation): Wire => {
  const values = einsum('sw,whk->hsk', x, p.value)
  const looked = einsum('hst,htk->hsk', attention(x, p.query, p.key), values)
  const first = layerNorm(add(x, einsum('hsk,hkw->sw', looked, p.out)), p.gain1, p.shift1)
  const between = activations[activation](add(matmul(first, p.w1), p.b1))
  return layerNorm(add(first, matmul(between, p.w2), p.b2), p.gain2, p.shift2)
}

/** Where a block is differentiated, and what its loss compares with, [s, w]. */
export interface EncoderPoint {
  readonly x: Tensor
  readonly parameters: Parameters<Tensor>
  readonly target: Tensor
}

/** A seeded point: matrices of variance 1 / (what they sum over), gains about 1, shifts and biases about 0. */
export const encoderPoint = (seed: number, sizes: EncoderSizes): EncoderPoint => {
  const shapes = shapesOf(sizes)
  const [first, second, ...keys] = split(key(seed), 2 + Object.keys(shapes).length)
  const entries = Object.entries(shapes).map(([name, shape], k) => {
    const summed = name === 'out' ? sizes.width : shape[0]!
    const [centre, spread] = shape.length > 1 ? [0, 1 / Math.sqrt(summed)] : [name.startsWith('gain') ? 1 : 0, 0.1]
    return [
      name,
      tensor(
        normal(keys[k]!, shape).data.map((x) => centre! + spread! * x),
        shape,
      ),
    ] as const
  })
  const positions = [sizes.sequence, sizes.width]
  return {
    x: normal(first!, positions),
    parameters: Object.fromEntries(entries) as Parameters<Tensor>,
    target: normal(second!, positions),
  }
}

export interface EncoderOptions extends EncoderSizes {
  readonly activation: EncoderActivation
  /** The mean squared distance to a seeded target, or the positions themselves. */
  readonly result: 'loss' | 'positions'
}

/** A seeded block as a function of what comes in and of its parameters. */
export const encoderProblem = ({
  sequence = 4,
  width = 8,
  heads = 2,
  hidden = 16,
  activation = 'gelu',
  result = 'loss',
}: Partial<EncoderOptions> = {}): Problem => {
  const sizes = { sequence, width, heads, hidden }
  if (width % heads !== 0)
    refuse(
      'encoder',
      `${heads} heads for a width of ${width}`,
      'a divisor of the width',
      'take another number of heads',
    )
  const { x: at, parameters, target } = encoderPoint(1, sizes)
  const names = Object.keys(parameters) as readonly (keyof Parameters<Tensor>)[]
  const whole = (x: Wire, ...wires: readonly Wire[]): Wire => {
    const given = Object.fromEntries(names.map((name, k) => [name, wires[k]!])) as Parameters<Wire>
    const y = encoder(x, given, activation)
    return result === 'loss' ? mean(squaredDifference(y, target)) : y
  }
  return problemOf(
    'encoder',
    `a block of a transformer's encoder, ${sequence} positions of width ${width}, ${heads} heads, ${hidden} between ` +
      `with ${activation}: ${result === 'loss' ? 'mean squared distance to a seeded target' : 'all positions'}`,
    whole as (...xs: Wire[]) => Wire,
    [['x', at], ...names.map((name) => [name, parameters[name]] as const)],
  )
}
