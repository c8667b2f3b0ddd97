// Instructions that draw ops which own a graph.
import {
  add,
  broadcastTo,
  checkpoint,
  cond,
  cos,
  customDerivative,
  foldl,
  fori,
  greater,
  less,
  map,
  mul,
  scan,
  sin,
  sub,
  sum,
  tanh,
  type Wire,
  whileLoopAll,
} from '../../modes/index.ts'
import { fitsInto, limited, type Rule, rank } from './rule.ts'

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
  // The slope of x sin x, by a rule.
  ({ a }) => [
    {
      wire: customDerivative(
        (x) => mul(x, sin(x)),
        ([x], _, [dx]) => mul(add(sin(x!), mul(x!, cos(x!))), dx!),
      )(limited(a.wire, a.bound, 3).wire),
      bound: 3,
    },
  ],
  // As many steps as a counter lets it take, of at most three.
  ({ a, b, c }) => {
    const weight = tanh(sum(b.wire))
    const [, last] = whileLoopAll(
      (i) => less(i!, c % 4),
      (i, x) => [add(i!, 1), sin(mul(x!, weight))],
      [0, a.wire],
      { bound: 3 },
    )
    return [{ wire: last!, bound: a.bound }]
  },
  ({ a, b }) => {
    if (rank(a) === 0) return []
    const weight = tanh(sum(b.wire))
    return [{ wire: map((row) => mul(sin(row), weight, sum(row)), a.wire), bound: 3 * a.bound }]
  },
  ({ a, like, c }) =>
    fitsInto(like.wire.shape, a.wire.shape)
      ? [{ wire: fori(c % 4, (i, x) => tanh(add(mul(x, like.wire), i)), a.wire), bound: Math.max(1, a.bound) }]
      : [],
  ({ a }) => (rank(a) > 0 ? [{ wire: foldl((s, row) => sin(add(mul(0.5, s), sum(row))), 0.5, a.wire), bound: 1 }] : []),
]
