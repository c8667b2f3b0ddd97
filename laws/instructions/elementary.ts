// Instructions that work entry by entry: what is smooth, and what has kinks.
import {
  abs,
  acos,
  acosh,
  add,
  and,
  argmax,
  asin,
  asinh,
  atan,
  atan2,
  atanh,
  broadcastTo,
  ceil,
  clip,
  cos,
  cosh,
  div,
  elementwise,
  erf,
  erfc,
  exp,
  expm1,
  floor,
  gather,
  greater,
  greaterEqual,
  less,
  log,
  log1p,
  max,
  maximum,
  min,
  minimum,
  mod,
  mul,
  neg,
  normalDensity,
  not,
  notEqual,
  or,
  pow,
  power,
  recip,
  relu,
  reshape,
  round,
  select,
  sigmoid,
  sigmoidCrossEntropy,
  sign,
  sin,
  sinh,
  sizeOf,
  softplus,
  sqrt,
  stopGradient,
  sub,
  tan,
  tanh,
  trunc,
} from '../../modes/index.ts'
import { along, fitsInto, limited, positive, type Rule, unary } from './rule.ts'

/** An op of a user: x^3 - x. */
export const cubic = elementwise(
  'cubic',
  (x) => x ** 3 - x,
  ([x]) => sub(mul(3, x!, x!), 1),
)
/** What is smooth, entry by entry. */
export const elementary: readonly Rule[] = [
  ({ a, like }) => [{ wire: add(a.wire, like.wire), bound: a.bound + like.bound }],
  ({ a, like }) => [{ wire: mul(a.wire, like.wire), bound: a.bound * like.bound }],
  ({ a, like }) => [{ wire: sub(a.wire, like.wire), bound: a.bound + like.bound }],
  unary(neg, (m) => m),
  unary(sin, () => 1, 3),
  unary(cos, () => 1, 3),
  unary(tanh, () => 1, 3),
  unary(sigmoid, () => 1, 3),
  unary(exp, Math.exp, 1.5),
  unary(
    (x) => recip(positive(x)),
    () => 0.7,
    3,
  ),
  unary(
    (x) => log(positive(x)),
    () => 2.5,
    3,
  ),
  unary((x) => sqrt(positive(x)), Math.abs, 3),
  unary(
    (x) => power(x, 3),
    (m) => m ** 3,
    2,
  ),
  unary(
    (x) => power(add(3, x), -2),
    () => 1,
    2,
  ),
  ({ a, like }) => [
    {
      wire: pow(positive(limited(a.wire, a.bound, 2).wire), limited(like.wire, like.bound, 1).wire),
      bound: 5.5,
    },
  ],
  unary(cubic, (m) => m ** 3 + m, 2),
  unary(expm1, Math.exp, 1.5),
  unary(
    (x) => log1p(mul(x, x)),
    () => 2.4,
    3,
  ),
  unary(tan, () => 0.9, 0.7),
  unary(asin, () => 0.6, 0.5),
  unary(acos, () => 2.2, 0.5),
  unary(atan, () => 1.2, 2),
  unary(sinh, Math.sinh, 1.5),
  unary(cosh, Math.cosh, 1.5),
  unary(asinh, () => 1.5, 2),
  unary(
    (x) => acosh(positive(x)),
    () => 2.4,
    2,
  ),
  unary(atanh, () => 0.6, 0.5),
  unary(softplus, (m) => m + 0.7, 3),
  unary(erf, () => 1, 2),
  unary(erfc, () => 2, 2),
  ({ a, like }) => [
    { wire: atan2(limited(a.wire, a.bound, 3).wire, positive(limited(like.wire, like.bound, 3).wire)), bound: 1.2 },
  ],
  ({ a, like }) => [{ wire: div(a.wire, positive(limited(like.wire, like.bound, 3).wire)), bound: a.bound }],
  unary(
    (x) => normalDensity(x, 0.3, 1.5),
    () => 0.4,
    3,
  ),
  ({ a, like }) => {
    if (!fitsInto(like.wire.shape, a.wire.shape)) return []
    const labels = broadcastTo(like.wire, a.wire.shape)
    return [{ wire: sigmoidCrossEntropy(a.wire, labels), bound: (a.bound + 1) * (2 * like.bound + 1) }]
  },
]

/** What has kinks where entries meet or change sides. */
export const chosen: readonly Rule[] = [
  ({ a, like }) => [{ wire: maximum(a.wire, like.wire), bound: Math.max(a.bound, like.bound) }],
  unary(relu, (m) => m),
  ({ a, like }) => [
    {
      wire: select(greater(a.wire, 0.05), a.wire, mul(like.wire, like.wire)),
      bound: Math.max(a.bound, like.bound ** 2),
    },
  ],
  unary(abs, (m) => m),
  ({ a, like }) => [{ wire: minimum(a.wire, like.wire), bound: Math.max(a.bound, like.bound) }],
  ({ a, like }) => [
    { wire: clip(a.wire, sub(mul(0.3, like.wire), 0.35), 0.65), bound: Math.max(1, a.bound, like.bound) },
  ],
  ...[floor, ceil, round, trunc].map((f) =>
    unary(
      (x) => f(add(mul(0.1, x), 0.3)),
      (m) => m + 1,
    ),
  ),
  unary(sign, () => 1),
  ({ a, like }) => {
    const divisor = limited(positive(limited(like.wire, like.bound, 1).wire), 2.5)
    return [{ wire: mod(a.wire, divisor.wire), bound: divisor.bound }]
  },
  ({ a, like }) => {
    const mask = or(and(greaterEqual(a.wire, 0.05), not(less(like.wire, 0.1))), notEqual(a.wire, like.wire))
    return [{ wire: select(mask, mul(a.wire, 2), like.wire), bound: Math.max(2 * a.bound, like.bound) }]
  },
  along(max, (m) => m),
  along(min, (m) => m),
  along(
    (x, axis) => gather(reshape(x, [sizeOf(x.shape)]), argmax(x, axis)),
    (m) => m,
  ),
  ({ a, like }) => [{ wire: mul(stopGradient(greater(a.wire, 0.05)), like.wire), bound: like.bound }],
]
