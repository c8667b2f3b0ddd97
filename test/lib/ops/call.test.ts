// Call: a checkpoint is the function that it wraps, in value and all derivatives, to the bit where no sum is reordered.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  add,
  checkpoint,
  checkpointAll,
  cos,
  exp,
  type Graph,
  grad,
  graph,
  hessian,
  jacobian,
  jvp,
  mul,
  nodeAt,
  sin,
  sum,
  tanh,
  vjp,
  type Wire,
} from '../../../modes/index.ts'
import { checkSame, type Drawn, near, outputs, spied, thrown, values } from '../../support.ts'

type Wrap = (f: (...xs: Wire[]) => Wire) => (...xs: Wire[]) => Wire
const plain: Wrap = (f) => f
const wrapped: Wrap = checkpoint

const same = (what: string, f: (wrap: Wrap) => Drawn, orders = 3): void =>
  test(what, () => checkSame(f(wrapped), f(plain), [0.4, -0.9], orders, what))

same('a checkpoint of one argument', (wrap) => (x) => sum(wrap((y: Wire) => sin(mul(y, exp(y))))(x)))

same('checkpoints in checkpoints, over wires of two levels up, each used several times', (wrap) => (x) => {
  const [a, b] = [sin(x), mul(x, x)]
  const outer = wrap((y: Wire) => {
    const c = tanh(mul(y, a))
    const inner = wrap((z: Wire) => add(mul(z, a, c), mul(b, b, z), x))
    return add(inner(c), inner(mul(c, y)), b)
  })
  return sum(mul(outer(b), outer(a)))
})

same('an argument given twice, one not used, one returned', (wrap) => (x) => {
  const f = wrap((a: Wire, b: Wire, _: Wire) => mul(a, a, b))
  const g = wrap((a: Wire, _: Wire) => a)
  return sum(mul(f(x, x, exp(x)), g(sin(x), x)))
})

same('a result that depends on nothing', (wrap) => (x) => sum(mul(x, wrap(() => add([2, 3]))())), 2)

test('a checkpointed gradient is the plain one to the bit', () => {
  const f =
    (wrap: Wrap): Drawn =>
    (x) =>
      sum(wrap((y: Wire) => sin(exp(mul(y, y))))(x))
  const at = [0.3, -1.7, 2.2]
  assert.equal(
    [...(grad(f(wrapped))(at) as { data: Float64Array }).data],
    [...(grad(f(plain))(at) as { data: Float64Array }).data],
  )
})

test('results that are numbers, that are arguments, that come twice', () => {
  assert.is(values((x) => checkpoint(() => 3)(x), 1)[0], 3)
  assert.equal(
    values((x) => [...checkpointAll(() => [3, 4])(x)], 1),
    [3, 4],
  )
  assert.equal(
    values(() => [...checkpointAll(() => [])()]),
    [],
  )
  const f = (x: Wire): readonly Wire[] => checkpointAll((y, z) => [z, mul(y, z), z, y])(x, sin(x))
  near(jvp(f)([2], [1])[1], [Math.cos(2), Math.sin(2) + 2 * Math.cos(2), Math.cos(2), 1])
  near(vjp(f)(2)[1](1, 10, 100, 1000), [101 * Math.cos(2) + 10 * (Math.sin(2) + 2 * Math.cos(2)) + 1000])
})

test('what is inside is run again for the derivative, and is no node of the graph around', () => {
  const { apply, seen } = spied(Math.sin, cos)
  const f = checkpoint((y) => exp(apply(y))) as Drawn
  const g = graph([[]], grad(f))
  assert.not(g.nodes.some((node) => node.op.name === 'spied'))
  near(outputs(g, 0.5)[0], Math.exp(Math.sin(0.5)) * Math.cos(0.5))
  assert.is(seen.count, 1, 'once in the call of the derivative; the primal call is not needed')
  values((x) => [f(x), grad(f)(x)], 0.5)
  assert.is(seen.count, 3, 'once more in each')
})

test('equal calls are drawn once', () => {
  const g: Graph = graph([[2]], (x) => {
    const body = (y: Wire): Wire => sin(mul(y, y))
    return add(checkpoint(body)(x), checkpoint(body)(x))
  })
  assert.is(g.nodes.filter((node) => node.op.family.kind === 'call').size, 1)
  assert.is(nodeAt(g, g.inputs[0]).op.name, 'input')
})

test('Jacobians and Hessians have lanes in both modes', () => {
  const f = checkpoint((x) => mul(x, sum(x), x)) as Drawn
  const expected = jacobian((x) => mul(x, sum(x), x))([2, 3])
  for (const mode of ['forward', 'reverse'] as const) near(jacobian(f, { mode })([2, 3]), expected)
  near(hessian((x) => sum(f(x)))([2, 3]), hessian((x) => sum(mul(x, sum(x), x)))([2, 3]))
})

test('an error inside names the scope, a leaked wire is refused', () => {
  assert.match(
    String(
      thrown(() =>
        graph([[2]], (x) => {
          let leaked = x
          checkpoint((y) => (leaked = sin(y)))(x)
          return leaked
        }),
      ),
    ),
    /WireError.*a wire of a finished drawing/,
  )
})

test.run()
