// Wires: what may be done with one and what may not, scopes and labels, captured wires, and graphs a million nodes deep.
import { inspect } from 'node:util'
import { stringify } from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  AdError,
  add,
  checkpoint,
  closure,
  concat,
  cond,
  constant,
  draw,
  extend,
  flatten,
  forward,
  type Graph,
  grad,
  graph,
  inputTypes,
  label,
  linearize,
  matmul,
  mul,
  neg,
  nodeAt,
  reverse,
  scan,
  scope,
  sin,
  sum,
  Tape,
  unit,
  Wire,
  wireAt,
} from '../../modes/index.ts'
import { near, outputs, thrown, values } from '../support.ts'

test('a wire used as a number or a text throws and names what to write instead', () => {
  const uses: readonly ((x: Wire) => unknown)[] = [
    (x) => (x as unknown as number) > 0,
    (x) => `${x}`,
    (x) => (x as unknown as number) + 1,
    (x) => -x,
    (x) => Number(x),
    (x) => Math.sin(x as unknown as number),
    (x) => (x as unknown as number) <= 1,
  ]
  for (const use of uses) {
    const error = thrown(() => graph([[]], (x) => Number(use(x)))) as AdError
    assert.instance(error, AdError)
    assert.is(error.info.tag, 'WireError')
    for (const name of ['select', 'cond', 'add']) assert.match(error.message, new RegExp(`\\b${name}\\b`))
  }
})

test('a wire used as a list throws and names what to write instead', () => {
  const uses: readonly ((x: readonly Wire[]) => unknown)[] = [
    ([a, b]) => [a, b],
    (x) => [...x],
    (x) => Array.from(x),
    (x) => x.length,
    (x) => x.map((each) => each),
    (x) => x.slice(1),
  ]
  for (const use of uses) {
    const error = thrown(() => graph([[2]], (x) => use(x as never) as Wire)) as AdError
    assert.instance(error, AdError)
    assert.is(error.info.tag, 'WireError')
    for (const name of ['slice', 'map', 'scan', 'shape']) assert.match(error.message, new RegExp(`\\b${name}\\b`))
  }
})

test('what lists have is asked of no wire by what looks at one: printers, comparisons, trees', () => {
  let printed = ''
  graph([[2]], (x) => {
    const y = sin(x)
    printed = inspect({ y, x })
    assert.equal([x, y], [x, y])
    assert.not.equal(x, y)
    assert.not(Array.isArray(y))
    assert.match(stringify({ y }), /Wire|ref/)
    assert.is(
      flatten({ a: [y, x] }, { isLeaf: (z) => z instanceof Wire, numeric: true, expected: '' }, { op: '' }).leaves[0],
      y,
    )
    return y
  })
  assert.is(printed, '{ y: Wire %1 : f64[2] = sin, x: Wire %0 : f64[2] = input }')
})

test('a wire of a finished drawing is refused, whoever finished it and however', () => {
  let leaked: Wire | undefined
  const leak = (x: Wire): Wire => {
    leaked = sin(x)
    return leaked
  }
  const refused = (f: (x: Wire) => Wire): void =>
    assert.match(
      String(thrown(() => graph([[]], f))),
      /WireError in draw: found a wire of a finished drawing, expected a wire of this drawing or of one around it; pass/,
    )
  graph([[]], leak)
  refused(() => sin(leaked!))
  refused((x) => add(x, leaked!))
  refused(() => leaked!)
  thrown(() =>
    graph([[]], (x) => {
      leak(x)
      throw new Error('on purpose')
    }),
  )
  refused(() => sin(leaked!))
  refused((x) => add(checkpoint(leak)(x), leaked!))
  refused((x) => mul(grad(leak)(x), leaked!))
})

test('an op outside of any drawing says how to draw one', () => {
  assert.match(String(thrown(() => sin(1))), /WireError in .*no graph being drawn.*graph\(.*grad, jvp, evaluate/)
})

test('an error inside a drawing leaves the next one sound', () => {
  thrown(() => graph([[2], [3]], (x, y) => checkpoint((z) => matmul(z, y))(x)))
  near(values((x) => sin(x), 0)[0], 0)
})

test('errors carry op, argument, found, expected, cure, and the scopes that they arose in', () => {
  const failing: readonly ((x: Wire, y: Wire) => Wire)[] = [
    (x, y) => mul(x, y),
    (x, y) => add(x, y),
    (x, y) => matmul(x, y),
    (x, y) => concat([x, concat([y, [[1]]])]),
    (x) => sum(x, 3),
  ]
  for (const f of failing) {
    const { info, message } = thrown(() =>
      graph([[2], [3]], (x, y) => scope('net', () => scope('layer', () => f(x, y)))),
    ) as AdError
    for (const part of [info.op, info.found, info.expected, info.cure]) assert.ok(part && message.includes(part))
    assert.is(info.node, 'net/layer', message)
    assert.match(message, '(at net/layer)')
  }
})

test('an error in a body names the scopes around the body too', () => {
  const bodies: readonly ((f: (x: Wire) => Wire, x: Wire) => Wire)[] = [
    (f, x) => checkpoint(f)(x),
    (f, x) => cond(1, f, neg, x),
    (f, x) => scan(([c]) => ({ carry: [f(c)] }), [x], [], { length: 2 }).carry[0],
  ]
  for (const body of bodies) {
    const failing = (x: Wire): Wire => scope('inner', () => matmul(x, [1, 2, 3]))
    const error = thrown(() => graph([[2]], (x) => scope('outer', () => body(failing, x)))) as AdError
    assert.is(error.info.node, 'outer/inner')
  }
})

test('scopes and labels are noted, take no part in equality, and end where they end', () => {
  const g = graph([[]], (x) => {
    const y = scope('a', () =>
      add(
        sin(x),
        scope('b', () => mul(x, x)),
      ),
    )
    return label('result', neg(y))
  })
  const noted = g.nodes
    .toArray()
    .filter(({ op }) => op.name !== 'constant')
    .map(({ op, about }) => [op.name, about?.scope, about?.label])
  assert.equal(noted, [
    ['input', undefined, undefined],
    ['sin', 'a', undefined],
    ['mul', 'a/b', undefined],
    ['add', 'a', undefined],
    ['neg', undefined, 'result'],
  ])
  const same = graph([[]], (x) => [scope('a', () => sin(x)), scope('b', () => sin(x))])
  assert.is(same.outputs[0], same.outputs[1])
})

test('nodes of a derivative say which primal node they belong to', () => {
  const g = graph([[]], (x) => sin(mul(x, x)))
  for (const mode of [forward, reverse]) {
    const own = mode(g).nodes.toArray().slice(g.nodes.size)
    const drawn = own.filter(({ op }) => op.family.kind !== 'input')
    assert.ok(drawn.length > 0)
    for (const { op, about } of drawn) {
      assert.ok(about?.primal !== undefined && about.primal < g.nodes.size, op.name)
      if (op.name === 'cos') assert.is(nodeAt(g, about!.primal!).op.name, 'sin')
    }
  }
})

test('a graph is an identical prefix of its derivatives, and is unchanged', () => {
  const g: Graph = graph([[3]], (x) => [sum(mul(sin(x), x)), x])
  const before = g.nodes.toArray()
  for (const derived of [forward(g), reverse(g), forward(reverse(g)), reverse(forward(g)), reverse(reverse(g))]) {
    assert.ok(derived.nodes.size > g.nodes.size)
    before.forEach((node, ref) => {
      assert.is(nodeAt(derived, ref), node)
    })
  }
  assert.is(g.nodes.size, before.length)
  near(outputs(g, [1, 2, 3])[1], [1, 2, 3])
})

test('a graph may be extended twice from the same version', () => {
  const base = graph([[]], (x) => sin(x))
  const one = extend(base, () => [mul(wireAt(1), wireAt(1))])
  const two = extend(base, () => [add(sin(wireAt(0)), mul(wireAt(0), wireAt(1)))])
  const three = extend(one, () => [mul(sin(wireAt(0)), sin(wireAt(0)))])
  assert.is(three.nodes.size, one.nodes.size, 'known nodes are not drawn again')
  near(outputs(one, 0.5)[0], Math.sin(0.5) ** 2)
  near(outputs(two, 0.5)[0], 1.5 * Math.sin(0.5))
})

test('closure makes inputs of captured wires, each once, after its own; graph refuses them', () => {
  graph([[], [2]], (x, y) => {
    const { graph: inner, captured } = closure([{ shape: [3] }], (z) => [mul(sum(z), x), add(x, y), x])
    assert.equal(
      captured.map((wire) => wire.ref),
      [x.ref, y.ref],
    )
    assert.equal(
      inputTypes(inner).map((type) => (type as { shape: number[] }).shape),
      [[3], [], [2]],
    )
    near(outputs(inner, [1, 2, 3], 10, [1, 1])[0], 60)
    assert.match(String(thrown(() => graph([[3]], (z) => mul(z, x)))), /WireError in graph: found 1 wire.*closure/)
    return x
  })
})

test('an output that is an input, an output twice, an input unused, a wire in several places', () => {
  const g = graph([[], []], (x) => {
    const z = mul(x, x, x)
    return [x, z, z, add(z, z, x)]
  })
  assert.equal(outputs(g, 2, 5), [2, 8, 8, 18])
  assert.equal(outputs(forward(g), 2, 5, 1, 100).slice(4), [1, 12, 12, 25])
  assert.equal(outputs(reverse(g), 2, 5, 1, 10, 100, 1000).slice(4), [1 + 1320 + 25000, 0])
})

test('a chain a million deep is drawn, differentiated both ways and evaluated', () => {
  const depth = 1e6
  const step = 1 / depth
  // dy/dx is the product of the cosines at every eighth place, by hand.
  const [value, slope] = Array.from({ length: depth }, (_, k) => k).reduce(
    ([y, dy], k) => (k % 8 === 0 ? [Math.sin(y), dy * Math.cos(y)] : [y + step, dy]),
    [0.01, 1],
  )
  const g = graph([[]], (x) => {
    let y = x
    const more = constant(step)
    for (let k = 0; k < depth; k++) y = k % 8 === 0 ? sin(y) : add(y, more)
    return y
  })
  assert.ok(g.nodes.size > depth)
  const tape = linearize(g)
  for (const turned of [tape, Tape.transpose(tape)]) {
    const derived = Tape.read(turned, () => [wireAt(g.outputs[0]), ...Tape.fullFlow(turned, [unit({ shape: [] })])])
    near(outputs(derived, 0.01), [value, slope], 1e-12)
  }
})

test('a wire used 150,000 times has a gradient', () => {
  const uses = 150_000
  const by = 0.9999
  // y = by (y + x) from y = x gives dy/dx = by^n + (by + ... + by^n), a geometric sum.
  const slope = by ** uses + (by * (1 - by ** uses)) / (1 - by)
  const g = graph([[]], (x) => {
    let y = x
    const factor = constant(by)
    for (let k = 0; k < uses; k++) y = mul(factor, add(y, x))
    return y
  })
  near(outputs(reverse(g), 1, 1)[1], slope, 1e-9)
})

test('only wires are wires', () => {
  graph([[]], (x) => {
    assert.instance(x, Wire)
    assert.is(draw(nodeAt(graph([[]], sin), 1).op, [x]).ref, sin(x).ref)
    return x
  })
})

test.run()
