// What an instruction of a generated graph may draw: rules that turn wires at hand into further ones.
import {
  type Arg,
  add,
  broadcastTo,
  checkpoint,
  concat,
  cond,
  cos,
  diag,
  einsum,
  elementwise,
  exp,
  eye,
  greater,
  log,
  matmul,
  maximum,
  mul,
  neg,
  outer,
  pad,
  pow,
  power,
  recip,
  relu,
  reshape,
  type Shape,
  scan,
  select,
  sigmoid,
  sin,
  sizeOf,
  slice,
  solve,
  sqrt,
  sub,
  sum,
  tanh,
  trace,
  transpose,
  type Wire,
} from '../modes/index.ts'

/** An op of a user: x^3 - x. */
export const cubic = elementwise(
  'cubic',
  (x) => x ** 3 - x,
  ([x]) => sub(mul(3, x!, x!), 1),
)

/** A wire and a bound of its entries: what grows beyond a few is scaled down, so that no composite overflows. */
export interface Bounded {
  readonly wire: Wire
  readonly bound: number
}
export type Pool = readonly Bounded[]
export type Instruction = readonly [op: number, a: number, b: number, c: number]
const LIMIT = 6
export const limited = (wire: Wire, bound: number, limit = LIMIT): Bounded => {
  if (bound <= limit) return { wire, bound }
  const coef = 2 ** Math.floor(Math.log2(limit / bound))
  return { wire: mul(coef, wire), bound: bound * coef }
}

export interface Choice {
  readonly a: Bounded
  readonly b: Bounded
  /** One that broadcasts with `a`. */
  readonly like: Bounded
  readonly c: number
  readonly of: (fits: (shape: Shape) => boolean) => Bounded | undefined
}
export type Rule = (choice: Choice) => readonly Bounded[]

const unary =
  (f: (x: Arg) => Wire, bound: (m: number) => number, limit = LIMIT): Rule =>
  ({ a }) => {
    const x = limited(a.wire, a.bound, limit)
    return [{ wire: f(x.wire), bound: bound(x.bound) }]
  }
/** At least 3/2: where recip, log, sqrt and pow are smooth. */
const positive = (x: Arg): Wire => add(1.5, mul(x, x))
export const fitsBeside =
  (x: Shape) =>
  (y: Shape): boolean =>
    Array.from({ length: Math.min(x.length, y.length) }, (_, k) => [x.at(-1 - k), y.at(-1 - k)]).every(
      ([i, j]) => i === j || i === 1 || j === 1,
    )
const small = (shape: Shape): boolean => sizeOf(shape) <= 12
const rank = (x: Bounded): number => x.wire.shape.length

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
]

/** Contractions and what moves entries. */
export const structural: readonly Rule[] = [
  ({ a, of }) => {
    const [n] = a.wire.shape.slice(-1)
    const other = n === undefined ? undefined : of((s) => s.length === 1 && s[0] === n)
    const square = of((s) => s.length === 2 && s[0] === n)
    const right = square ?? other
    return right ? [{ wire: matmul(a.wire, right.wire), bound: 3 * a.bound * right.bound }] : []
  },
  ({ a }) => [{ wire: transpose(a.wire), bound: a.bound }],
  ({ a, c }) => [{ wire: rank(a) === 0 ? a.wire : sum(a.wire, c % rank(a)), bound: 3 * a.bound }],
  ({ a }) => [{ wire: sum(a.wire), bound: 6 * a.bound }],
  ({ a, b }) =>
    small([...a.wire.shape, ...b.wire.shape]) ? [{ wire: outer(a.wire, b.wire), bound: a.bound * b.bound }] : [],
  ({ a }) =>
    rank(a) === 1 || (rank(a) === 2 && a.wire.shape[0] === a.wire.shape[1])
      ? [{ wire: diag(a.wire), bound: a.bound }]
      : [],
  ({ of }) => {
    const x = of((s) => s.length === 2 && s[0] === s[1])
    return x ? [{ wire: trace(x.wire), bound: 3 * x.bound }] : []
  },
  ({ of }) => {
    const x = of((s) => s.length === 2)
    return x ? [{ wire: einsum('ij,ij,kj->ik', x.wire, x.wire, x.wire), bound: 3 * x.bound ** 3 }] : []
  },
  ({ a }) => (small([2, ...a.wire.shape]) ? [{ wire: broadcastTo(a.wire, [2, ...a.wire.shape]), bound: a.bound }] : []),
  ({ a }) => [{ wire: reshape(a.wire, [sizeOf(a.wire.shape)]), bound: a.bound }],
  ({ a }) => [{ wire: reshape(a.wire, [...a.wire.shape].reverse()), bound: a.bound }],
  ({ a, c }) =>
    rank(a) > 0 ? [{ wire: slice(a.wire, [[c % 2, a.wire.shape[0]!, 1 + (c % 3)]]), bound: a.bound }] : [],
  ({ a, c }) => (rank(a) === 1 && a.wire.shape[0]! < 4 ? [{ wire: pad(a.wire, [[c % 2, 1]]), bound: a.bound }] : []),
  ({ a, of }) => {
    const other = of((s) => s.length === rank(a) && s.slice(1).join() === a.wire.shape.slice(1).join())
    return other && rank(a) > 0 && a.wire.shape[0]! + other.wire.shape[0]! < 6
      ? [{ wire: concat([a.wire, other.wire]), bound: Math.max(a.bound, other.bound) }]
      : []
  },
]

/** Systems with a dominant diagonal. */
export const systems: readonly Rule[] = [
  ({ a, of }) => {
    const row = reshape(tanh(slice(reshape(a.wire, [sizeOf(a.wire.shape)]), [[0, 3]])), [
      Math.min(3, sizeOf(a.wire.shape)),
    ])
    const square = of((s) => s.length === 2 && s[0] === s[1]) ?? { wire: outer(row, row), bound: 1 }
    const n = square.wire.shape[0]!
    const b = of((s) => (s.length === 1 || s.length === 2) && s[0] === n) ?? square
    const matrix = add(limited(square.wire, square.bound, 1).wire, mul(n + 2, eye(n)))
    return [{ wire: solve(matrix, b.wire), bound: b.bound }]
  },
]

/** Ops that own a graph, each closing over a wire from around it. */
export const bodies: readonly Rule[] = [
  ({ a, like, b }) => [
    { wire: checkpoint((x, y) => mul(sin(x), add(y, sum(b.wire)), x))(a.wire, like.wire), bound: a.bound * 40 },
  ],
  ({ a, like }) => [
    {
      wire: cond(
        greater(sum(a.wire), 0.05),
        (x) => sin(mul(x, like.wire)),
        (x) => broadcastTo(mul(x, x), mul(x, like.wire).shape),
        a.wire,
      ),
      bound: Math.max(1, a.bound ** 2),
    },
  ],
  ({ a, b, c, of }) => {
    if (rank(a) === 0) return []
    const inside = a.wire.shape.slice(1)
    const init = of((s) => s.join() === inside.join())?.wire ?? mul(0.5, sum(a.wire, 0))
    const weight = tanh(sum(b.wire))
    const { carry, out, trajectory } = scan(
      ([h], [t]) => ({ carry: [tanh(add(mul(h!, weight), t!))], out: [mul(h!, t!)] }),
      [tanh(init)],
      [a.wire],
      { backward: c % 2 === 1 },
    )
    return [
      { wire: carry[0]!, bound: 1 },
      { wire: out[0]!, bound: a.bound },
      ...(c % 3 === 0 ? [{ wire: trajectory[0]!, bound: 1 }] : []),
    ]
  },
  // Bodies in bodies: a scan of three steps whose step is a checkpoint of a branch, over wires from around.
  ({ a, b, c }) => {
    const weight = tanh(sum(b.wire))
    const mask = greater(weight, 0.05)
    const next = (h: Wire): Wire =>
      checkpoint((x) =>
        cond(
          mask,
          (y) => tanh(mul(y, weight)),
          (y) => sub(y, mul(0.1, a.wire)),
          x,
        ),
      )(h)
    const { carry, out } = scan(([h]) => ({ carry: [next(h!)], out: [sum(h!)] }), [a.wire], [], {
      length: c % 4,
    })
    return [
      { wire: carry[0]!, bound: 2 * a.bound },
      { wire: out[0]!, bound: 12 * a.bound },
    ]
  },
]
