// What the tests share: values as flat numbers, agreement, and derivatives by differences and in every nesting of modes.
import * as assert from 'uvu/assert'
import {
  type Arg,
  type Arrayish,
  dot,
  elementwise,
  evaluateOrThrow,
  type Graph,
  grad,
  graph,
  jacobian,
  jvp,
  type Nested,
  resultOf,
  type Tensor,
  tensor,
  toNested,
  type Value,
  type Wire,
} from '../modes/index.ts'

/** A function of one tensor that draws one tensor. */
export type Drawn = (x: Wire) => Wire
type Given = Arrayish | Value

/** The entries of a number, a nested array or a tensor, in row-major order. */
export const flat = (x: unknown): readonly number[] => [...tensor(x as Arrayish).data]

/** A result as a number or a nested array. */
export const nested = (x: unknown): Nested => toNested(tensor(x as Arrayish))

/** The outputs of a graph, numbers for scalars. */
export const outputs = (g: Graph, ...xs: readonly Given[]): readonly (number | Tensor)[] =>
  evaluateOrThrow(g, xs).map(resultOf)

/** The values of what a function draws on inputs of the shapes of these. */
export const values = (
  f: (...xs: Wire[]) => Arg | readonly Arg[],
  ...xs: readonly Arrayish[]
): readonly (number | Tensor)[] =>
  outputs(
    graph(
      xs.map((x) => tensor(x).shape),
      f,
    ),
    ...xs,
  )

/** Asserts agreement entry by entry, relative to the largest expected entry and 1; NaN and infinities to the letter. */
export const near = (found: unknown, expected: unknown, tolerance = 1e-11, what = ''): void => {
  const [a, b] = [tensor(found as Arrayish), tensor(expected as Arrayish)]
  assert.equal(a.shape, b.shape, `${what} shape`)
  const scale = b.data.reduce((most, x) => (Number.isFinite(x) ? Math.max(most, Math.abs(x)) : most), 1)
  b.data.forEach((x, k) => {
    const y = a.data[k]
    assert.ok(
      Object.is(x, y) || x === y || Math.abs(x - y) <= tolerance * scale,
      `${what} entry ${k}: found ${y}, expected ${x}`,
    )
  })
}

/** The derivative at 0 of a function of a number, by central differences and Richardson's extrapolation (order 8). */
export const slopeAt0 = (f: (h: number) => readonly number[], step = 0.02): readonly number[] => {
  const differences = [0, 1, 2, 3].map((k) => {
    const h = step / 2 ** k
    const [a, b] = [f(h), f(-h)]
    return a.map((x, i) => (x - b[i]) / (2 * h))
  })
  const table = (rows: readonly (readonly number[])[], power: number): readonly number[] =>
    rows.length === 1
      ? rows[0]
      : table(
          rows.slice(1).map((fine, k) => fine.map((x, i) => x + (x - rows[k][i]) / (power - 1))),
          power * 4,
        )
  return table(differences, 4)
}

const moved = (x: Tensor, v: Tensor, h: number): Tensor =>
  tensor(
    x.data.map((a, k) => a + h * v.data[k]),
    x.shape,
  )

/** The derivative along `v`, by forward mode, and by reverse mode dotted with `v`. */
const along: Readonly<Record<string, (f: Drawn, v: Tensor) => Drawn>> = {
  forward: (f, v) => (x) => jvp((y) => f(y))([x], [v])[1],
  reverse: (f, v) => (x) => dot(grad((y) => f(y))(x), v),
}

const nestings = (order: number): readonly (readonly string[])[] =>
  order === 0 ? [[]] : nestings(order - 1).flatMap((modes) => [...Object.keys(along)].map((mode) => [...modes, mode]))

/** Fixed directions that no symmetry of a test function knows. */
const direction = (shape: readonly number[], k: number): Tensor => {
  const size = shape.reduce((n, extent) => n * extent, 1)
  return tensor(
    Array.from({ length: size }, (_, i) => Math.cos(1.3 + 2.1 * i + 0.7 * k) + 0.2),
    shape,
  )
}

/** The derivative of a number along another direction at each order, by these modes, innermost first. */
const derivative = (f: Drawn, x: Tensor, modes: readonly string[]): ((y: Tensor) => number) => {
  const g = graph([x.shape], (y) => modes.reduce<Drawn>((h, mode, k) => along[mode](h, direction(x.shape, k)), f)(y))
  return (y) => flat(evaluateOrThrow(g, [y])[0])[0]
}
const byForward = (order: number): readonly string[] => new Array<string>(order).fill('forward')

/**
 * Asserts that the derivatives of a function with one number as its result, along another direction at each order, are
 * the same in every nesting of forward and reverse mode, and that each is the difference quotient of the one before.
 */
export const checkOrders = (f: Drawn, at: Arrayish, orders = 3, what = ''): void => {
  const x = tensor(at)
  for (let order = 1; order <= orders; order++) {
    const before = derivative(f, x, byForward(order - 1))
    const [expected] = slopeAt0((h) => [before(moved(x, direction(x.shape, order - 1), h))])
    const found = nestings(order).map((modes) => [modes.join('-then-'), derivative(f, x, modes)(x)] as const)
    for (const [modes, value] of found) {
      near(value, found[0][1], 1e-10, `${what} ${modes} against forward`)
      near(value, expected, 1e-8, `${what} ${modes} against differences`)
    }
  }
}

/**
 * Asserts that two functions with one number as their result are one: in value, along directions in every nesting of
 * modes up to an order, and in gradients and Hessians with lanes in every nesting. The first is what is tested.
 */
export const checkSame = (f: Drawn, g: Drawn, at: Arrayish, orders = 3, what = ''): void => {
  const x = tensor(at)
  for (let order = 0; order <= orders; order++) {
    const expected = derivative(g, x, byForward(order))(x)
    for (const modes of nestings(order)) near(derivative(f, x, modes)(x), expected, 1e-11, `${what} ${modes}`)
  }
  const modes = ['forward', 'reverse'] as const
  const slope = (h: Drawn, mode: 'forward' | 'reverse') => (y: Wire) => jacobian((z) => h(z), { mode })(y)
  const expected = [g, slope(g, 'reverse'), slope(slope(g, 'reverse'), 'forward')].map((h) => values(h, x)[0])
  for (const inner of modes) {
    near(values(slope(f, inner), x)[0], expected[1], 1e-11, `${what} gradient by ${inner} lanes`)
    for (const outer of modes)
      near(values(slope(slope(f, inner), outer), x)[0], expected[2], 1e-11, `${what} Hessian ${outer} over ${inner}`)
  }
}

/** Asserts that the Jacobian of a function is that of differences, by forward, reverse and mixed mode. */
export const checkJacobian = (f: Drawn, at: Arrayish, what = ''): void => {
  const x = tensor(at)
  const g = graph([x.shape], f)
  const y = evaluateOrThrow(g, [x])[0] as Tensor
  const columns = [...x.data.keys()].map((k) => {
    const unit = tensor(
      x.data.map((_, i) => (i === k ? 1 : 0)),
      x.shape,
    )
    return slopeAt0((h) => flat(evaluateOrThrow(g, [moved(x, unit, h)])[0]))
  })
  const expected = tensor(
    [...y.data.keys()].flatMap((i) => columns.map((column) => column[i])),
    [...y.shape, ...x.shape],
  )
  for (const mode of ['forward', 'reverse', 'mixed'] as const)
    near(jacobian((z) => f(z), { mode })(x), expected, 1e-8, `${what} Jacobian by ${mode}`)
}

/** Asserts that all four nestings of forward and reverse Jacobians of a number are one, and that of differences. */
export const checkHessian = (f: Drawn, at: Arrayish, what = ''): void => {
  const modes = ['forward', 'reverse'] as const
  checkJacobian((x) => grad((y) => f(y))(x), at, `${what} gradient's`)
  const expected = jacobian((x) => grad((y) => f(y))(x))(at)
  for (const outer of modes)
    for (const inner of modes)
      near(
        jacobian((x) => jacobian((y) => f(y), { mode: inner })(x), { mode: outer })(at),
        expected,
        1e-10,
        `${what} Hessian ${outer} over ${inner}`,
      )
}

/** Everything at once: orders in every nesting, Jacobian in lanes, Hessian in lanes of lanes. */
export const checkAll = (f: Drawn, at: Arrayish, what = '', orders = 3): void => {
  checkOrders(f, at, orders, what)
  checkJacobian(f, at, what)
  checkHessian(f, at, what)
}

/** The type of what a function throws, or a failure where it throws nothing. */
export const thrown = (f: () => unknown): unknown => {
  try {
    f()
  } catch (e) {
    return e
  }
  return assert.unreachable('nothing was thrown')
}

/** An elementwise op of one argument that counts how many entries it was evaluated at. */
export const spied = (
  f: (x: number) => number,
  slope: Drawn,
): { readonly apply: Drawn; readonly seen: { count: number; drawn: number } } => {
  const seen = { count: 0, drawn: 0 }
  const apply = elementwise(
    'spied',
    (x) => {
      seen.count++
      return f(x)
    },
    ([x]) => {
      seen.drawn++
      return slope(x)
    },
  )
  return { apply, seen }
}
