// Scan: every scan is the same function as the host loop that it replaces, in value and in all derivatives.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  type Arg,
  add,
  checkpoint,
  concat,
  cond,
  cos,
  exp,
  type Graph,
  grad,
  graph,
  greater,
  jacobian,
  matmul,
  mul,
  reshape,
  scan,
  sin,
  slice,
  sub,
  sum,
  tanh,
  tensor,
  type Wire,
} from '../../../modes/index.ts'
import { checkSame, type Drawn, near, outputs, thrown, values } from '../../support.ts'

type Step = (carry: readonly Wire[], x: readonly Wire[]) => { carry: readonly Arg[]; out?: readonly Arg[] }
type Loop = (
  step: Step,
  init: readonly Arg[],
  xs: readonly Arg[],
  options?: { readonly length?: number; readonly backward?: boolean },
) => { readonly carry: readonly Wire[]; readonly out: readonly Wire[]; readonly trajectory: readonly Wire[] }

const wire = (x: Arg): Wire => add(x)
const row = (x: Wire, k: number): Wire => reshape(slice(x, [[k, k + 1]]), x.shape.slice(1))
const stack = (xs: readonly Wire[]): Wire => concat(xs.map((x) => reshape(x, [1, ...x.shape])))

/** A scan of at least one step as a host loop: the reference. */
const unrolled: Loop = (step, init, xs, { length, backward = false } = {}) => {
  const sequences = xs.map(wire)
  const steps = length ?? sequences[0].shape[0]
  const outs: (readonly Wire[])[] = []
  const trajectory: (readonly Wire[])[] = []
  let carry: readonly Wire[] = init.map(wire)
  for (let k = 0; k < steps; k++) {
    const at = backward ? steps - 1 - k : k
    trajectory[at] = carry
    const result = step(
      carry,
      sequences.map((x) => row(x, at)),
    )
    carry = result.carry.map(wire)
    outs[at] = (result.out ?? []).map(wire)
  }
  const columns = (rows: readonly (readonly Wire[])[]): readonly Wire[] =>
    rows[0].map((_, k) => stack(rows.map((r) => r[k])))
  return { carry, out: columns(outs), trajectory: columns(trajectory) }
}

/** A number that depends on everything given, each entry in its own way. */
const mixed = (...xs: readonly Wire[]): Wire =>
  add(0, ...xs.map((x, k) => sum(mul(sin(add(x, 0.3 * k)), cos(mul(0.7 + 0.1 * k, x))))))

/** The same computation by scan and by the loop. */
const same = (what: string, f: (loop: Loop) => Drawn, at: readonly number[], orders = 3): void =>
  test(what, () => checkSame(f(scan), f(unrolled), at, orders, what))

const x4 = [0.3, -0.8, 1.1, 0.6]

same(
  'one carry, one sequence, the carry at the end',
  (loop) => (x) => sin(loop(([c], [t]) => ({ carry: [sin(mul(c, t))] }), [0.9], [x]).carry[0]),
  x4,
)

same(
  'carries, outputs and trajectory all used, parameters closed over several times',
  (loop) => (x) => {
    const [a, b] = [row(x, 0), row(x, 1)]
    const step: Step = ([c, d], [t]) => ({
      carry: [tanh(add(mul(a, c), mul(b, t, d))), add(mul(d, a), mul(a, b, t))],
      out: [mul(c, exp(mul(0.3, d)), a), add(t, a)],
    })
    const { carry, out, trajectory } = loop(step, [b, 1], [x])
    return mixed(...carry, ...out, ...trajectory)
  },
  x4,
)

same(
  'backward, with outputs at the places of their steps',
  (loop) => (x) => {
    const weights = tensor([1, -2, 3, 0.5])
    const { carry, out, trajectory } = loop(
      ([c], [t, w]) => ({ carry: [mul(sin(c), t)], out: [mul(w, c, t)] }),
      [row(x, 2)],
      [x, weights],
      { backward: true },
    )
    return mixed(...carry, ...out, ...trajectory)
  },
  x4,
)

same(
  'carries that stay, that are reset, that swap, that are dropped, that count',
  (loop) => (x) => {
    const step: Step = ([stays, reset, p, q, dropped, count], [t]) => ({
      carry: [stays, mul(t, t), q, mul(p, stays), 0.5, add(count, 1)],
      out: [mul(reset, stays), mul(p, count), dropped],
    })
    const { carry, out, trajectory } = loop(step, [row(x, 0), row(x, 1), row(x, 2), row(x, 3), row(x, 0), 0], [x])
    return mixed(...carry, ...out, ...trajectory)
  },
  x4,
)

same(
  'a carry that nothing varies until the second step',
  (loop) => (x) => {
    const step: Step = ([a, b, c], [t]) => ({ carry: [t, sin(a), mul(b, 2)], out: [c] })
    const { carry, out } = loop(step, [1, 2, 3], [x])
    return mixed(...carry, ...out)
  },
  x4,
)

same(
  'no sequence but a length',
  (loop) => (x) => {
    const step: Step = ([c]) => ({ carry: [sin(add(c, mul(x, c)))], out: [sum(mul(c, x))] })
    const { carry, out } = loop(step, [x], [], { length: 3 })
    return mixed(...carry, ...out)
  },
  [0.4, -0.7],
)

same(
  'sequences without a carry',
  (loop) => (x) => mixed(...loop((_, [t]) => ({ carry: [], out: [mul(sin(t), x), sum(x)] }), [], [x]).out),
  [0.4, -0.7],
)

same(
  'one step',
  (loop) => (x) => {
    const { carry, out, trajectory } = loop(
      ([c], [t]) => ({ carry: [mul(sin(c), t)], out: [exp(mul(c, t))] }),
      [x],
      [reshape(x, [1, 2])],
    )
    return mixed(...carry, ...out, ...trajectory)
  },
  [0.4, -0.7],
)

same(
  'a recurrent network over matrices',
  (loop) => (x) => {
    const w = reshape(slice(x, [[0, 4]]), [2, 2])
    const inputs = reshape(slice(x, [[4, 10]]), [3, 2])
    const { carry, out } = loop(
      ([h], [t]) => {
        const next = tanh(add(matmul(w, h), t))
        return { carry: [next], out: [matmul(next, w)] }
      },
      [[0.1, -0.2]],
      [inputs],
    )
    return mixed(...carry, ...out)
  },
  [0.3, -0.8, 1.1, 0.6, -0.2, 0.9, 0.1, -0.4, 0.8, 0.5],
)

same(
  'results that are inputs: a carry out, an input out, a parameter out, one of them twice',
  (loop) => (x) => {
    const p = row(x, 3)
    const { carry, out } = loop(([c], [t]) => ({ carry: [c], out: [c, t, p, t, 7] }), [sin(p)], [x])
    return mixed(...carry, ...out)
  },
  x4,
)

same(
  'a scan inside a scan, over wires of both drawings around it',
  (loop) => (x) => {
    const a = sin(row(x, 0))
    const outer: Step = ([c], [t]) => {
      const inner = loop(([d], [s]) => ({ carry: [tanh(add(mul(d, s, a), mul(c, t)))], out: [mul(d, c)] }), [c], [x])
      return { carry: inner.carry, out: [sum(mul(inner.out[0], t))] }
    }
    const { carry, out } = loop(outer, [a], [slice(x, [[0, 2]])])
    return mixed(...carry, ...out)
  },
  [0.3, -0.8, 1.1],
)

same(
  'checkpoint and cond inside a scan',
  (loop) => (x) => {
    const a = row(x, 1)
    const { carry, out } = loop(
      ([c], [t]) => {
        const y = checkpoint((u, v) => sin(mul(u, add(v, a))))(c, t)
        const z = cond(
          greater(t, 0),
          (u) => mul(u, t, a),
          (u) => exp(sub(u, c)),
          y,
        )
        return { carry: [z], out: [mul(y, z)] }
      },
      [0.5],
      [x],
    )
    return mixed(...carry, ...out)
  },
  x4,
)

same(
  'a scan inside a checkpoint and inside the branches of a cond',
  (loop) => (x) => {
    const run = (y: Wire, backward: boolean): Wire =>
      mixed(...loop(([c], [t]) => ({ carry: [sin(mul(c, t, row(x, 0)))], out: [c] }), [0.7], [y], { backward }).out)
    return add(
      checkpoint((y) => run(y, false))(x),
      cond(
        greater(row(x, 0), 5),
        (y) => run(mul(y, 2), false),
        (y) => run(y, true),
        x,
      ),
    )
  },
  [0.3, -0.8, 1.1],
)

test('the Jacobian of the outputs by the sequence has lanes in both modes', () => {
  const f = (loop: Loop) => (x: Wire) => {
    const { out, trajectory } = loop(
      ([c], [t]) => ({ carry: [mul(sin(c), sum(t))], out: [mul(c, t)] }),
      [row(row(x, 0), 1)],
      [x],
    )
    return concat([reshape(out[0], [6]), trajectory[0]])
  }
  const at = [
    [0.3, -0.8],
    [1.1, 0.6],
    [-0.5, 0.2],
  ]
  const expected = jacobian(f(unrolled), { mode: 'reverse' })(at)
  for (const mode of ['forward', 'reverse'] as const) near(jacobian(f(scan), { mode })(at), expected)
  const second = jacobian(jacobian(f(unrolled)))(at)
  for (const outer of ['forward', 'reverse'] as const)
    for (const inner of ['forward', 'reverse'] as const)
      near(jacobian(jacobian(f(scan), { mode: inner }), { mode: outer })(at), second)
})

test('no step at all: carries pass, outputs are empty, derivatives are those of the identity', () => {
  const f = (x: Wire): readonly Wire[] => {
    const { carry, out, trajectory } = scan(
      ([c], [t]) => ({ carry: [mul(c, sum(t))], out: [t] }),
      [x],
      [tensor([], [0, 3])],
    )
    return [carry[0], out[0], trajectory[0]]
  }
  const [carry, out, trajectory] = values(f, [2, 3])
  near(carry, [2, 3])
  near(out, tensor([], [0, 3]))
  near(trajectory, tensor([], [0, 2]))
  checkSame(
    (x) => sum(mul(x, f(sin(x))[0])),
    (x) => sum(mul(x, sin(x))),
    [2, 3],
  )
  const empty = jacobian((x) => scan((_, [t]) => ({ carry: [], out: [sin(t)] }), [], [x]).out[0])(tensor([], [0]))
  near(empty, tensor([], [0, 0]))
})

test('the trajectory holds the carry before each step, the outputs what each step gave', () => {
  const drawn = (backward: boolean): Graph =>
    graph([[3]], (x) => {
      const { carry, out, trajectory } = scan(([c], [t]) => ({ carry: [add(c, t)], out: [mul(10, t)] }), [100], [x], {
        backward,
      })
      return [carry[0], out[0], trajectory[0]]
    })
  const forth = outputs(drawn(false), [1, 2, 4])
  near(forth[0], 107)
  near(forth[1], [10, 20, 40])
  near(forth[2], [100, 101, 103])
  near(outputs(drawn(true), [1, 2, 4])[2], [106, 104, 100])
})

test('carries and outputs that are numbers are numbers', () => {
  const [carry, first, second] = values((x) => {
    const s = scan(([c]) => ({ carry: [0], out: [1, c] }), [x], [], { length: 2 })
    return [s.carry[0], ...s.out]
  }, 5)
  near(carry, 0)
  near(first, [1, 1])
  near(second, [5, 0])
})

test('a scan is one node, and its derivatives too, whatever the length', () => {
  const sizes = [3, 30].map((length) => {
    const g = graph([[length]], (x) =>
      grad((y) => scan(([c], [t]) => ({ carry: [sin(mul(c, t))] }), [1], [y]).carry[0])(x),
    )
    return g.nodes.size
  })
  assert.is(sizes[0], sizes[1])
})

test('what does not fit is refused', () => {
  const refused = (f: (x: Wire) => Wire): string => String(thrown(() => graph([[3]], f)))
  const at = (found: RegExp, f: (x: Wire) => Wire): void => assert.match(refused(f), found)
  at(
    /ShapeError in scan, argument carry: found f64\[3\], expected f64, as given/,
    (x) => scan(() => ({ carry: [x] }), [1], [x]).carry[0],
  )
  at(/ShapeError in scan, argument carry: found nothing/, (x) => scan(() => ({ carry: [] }), [1], [x]).carry[0])
  at(/scan: found steps 3,2.*one number of steps/, (x) => scan(([c]) => ({ carry: [c] }), [1], [x, [1, 2]]).carry[0])
  at(/scan: found steps 3,4/, (x) => scan(([c]) => ({ carry: [c] }), [1], [x], { length: 4 }).carry[0])
  at(/scan: found steps unknown/, (x) => scan(([c]) => ({ carry: [c] }), [x], []).carry[0])
  at(/scan: found steps -1/, (x) => scan(([c]) => ({ carry: [c] }), [x], [], { length: -1 }).carry[0])
  at(/WireError in draw: found a wire of a finished drawing/, (x) => {
    let leaked = x
    scan(([c]) => ({ carry: [(leaked = sin(c))] }), [1], [x])
    return leaked
  })
})

test.run()
