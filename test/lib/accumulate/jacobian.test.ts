// Elimination of vertices and edges in any order: the same Jacobian, and the multiplications that theory counts.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { modesAgree } from '../../../laws/agree.ts'
import { eliminated, eliminationCommutesWithTransposition, eliminationKeepsTheFlow } from '../../../laws/elimination.ts'
import { pointOf, valuesOf } from '../../../laws/scale.ts'
import { countingPen, drawingPen } from '../../../lib/accumulate/pen.ts'
import { netOf, separated, vertices } from '../../../lib/accumulate/vertices.ts'
import { extend } from '../../../lib/drawing.ts'
import {
  accumulate,
  add,
  cos,
  cost,
  count,
  type EdgeEliminable,
  eliminate,
  eliminateBack,
  eliminateFront,
  evaluateOrThrow,
  exp,
  Graph,
  graph,
  jax,
  linearize,
  matmul,
  mul,
  type Order,
  outputTypes,
  type Ref,
  sin,
  slice,
  sum,
  type Tape,
  tensor,
  tfjs,
  torch,
  type Wire,
  wireAt,
} from '../../../modes/index.ts'
import { chains, graphs, numbers } from '../../generators.ts'
import { refutedSomewhere, upheld } from '../../laws/verdicts.ts'
import { near, outputs, thrown } from '../../support.ts'

/** The graph to be eliminated from, as a counting pen sees it. */
const netFor = (tape: Tape): EdgeEliminable =>
  vertices(separated(netOf(tape), tape.primal.nodes.size, tape.primal), countingPen(tape.primal))

const shuffled = <A>(list: readonly A[], keys: readonly number[]): readonly A[] =>
  list
    .map((x, k) => [x, keys[k % keys.length]! * (k + 1)] as const)
    .sort(([, a], [, b]) => (a % 7) - (b % 7))
    .map(([x]) => x)

const vertexOrder = (f: Graph, keys: readonly number[]): Order => ({
  kind: 'vertex',
  steps: shuffled(netFor(linearize(f)).intermediates(), keys),
})

/** An order of edges, each drawn from those that can go by then. */
const edgeOrder = (f: Graph, keys: readonly number[]): Order => {
  const e = netFor(linearize(f))
  const steps: { side: 'F' | 'B'; from: number; to: number }[] = []
  for (let k = 0; e.intermediates().length > 0; k++) {
    const all = e.intermediates()
    const v = all[Math.abs(keys[k % keys.length]! + k) % all.length]!
    const key = Math.abs(keys[(k + 1) % keys.length]!)
    const front = key % 2 === 0
    const ends = front ? e.predecessors(v) : e.successors(v)
    const end = ends[key % ends.length]!
    const step = front ? ({ side: 'F', from: end, to: v } as const) : ({ side: 'B', from: v, to: end } as const)
    e[front ? 'front' : 'back'](step.from, step.to)
    steps.push(step)
  }
  return { kind: 'edge', steps }
}

const keys = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 7, maxLength: 7 })
const cases = fc.tuple(graphs(), numbers, keys)

test('any order of vertices gives the Jacobian of forward mode', () =>
  upheld(cases, ([f, x, k]) => modesAgree(f, pointOf(f, x), { order: eliminated(vertexOrder(f, k)) }), 150))

test('any order of edges gives the Jacobian of forward mode', () =>
  upheld(cases, ([f, x, k]) => modesAgree(f, pointOf(f, x), { order: eliminated(edgeOrder(f, k)) }), 150))

test('so it does through compositions, whose tapes are longer', () =>
  upheld(
    fc.tuple(chains(2), numbers, keys).map(([[f, g], x, k]) => [Graph.compose(f!, g!), x, k] as const),
    ([f, x, k]) => modesAgree(f, pointOf(f, x), { order: eliminated(vertexOrder(f, k)) }),
    60,
  ))
test('under every preset, where derivatives are finite, orders agree with each other', () => {
  for (const conventions of [jax, torch, tfjs])
    fc.assert(
      fc.property(cases, ([f, x, k]) => {
        const at = pointOf(f, x)
        const [a, b] = [
          eliminated(vertexOrder(f, k), conventions)(f, at).flat(),
          eliminated({ kind: 'vertex', steps: [] }, conventions)(f, at).flat(),
        ]
        if (![...a, ...b].every(Number.isFinite)) return
        near(a, b, 1e-10)
      }),
      { numRuns: 40 },
    )
})

const inner = (f: Graph): readonly Ref[] => {
  const { sources, sinks, edges } = linearize(f)
  const ends = new Set([...sources, ...sinks])
  return [...new Set(edges.map(({ to }) => to))].filter((v) => !ends.has(v))
}

test('a tape with vertices eliminated lets the same through, either way round', () => {
  upheld(cases, ([f, x, k]) => {
    const at = pointOf(f, x)
    return eliminationKeepsTheFlow(f, shuffled(inner(f), k), at, pointOf(f, [...x].reverse()), eliminate)
  })
  upheld(cases, ([f, x, k]) =>
    eliminationCommutesWithTransposition(
      f,
      shuffled(inner(f), k),
      pointOf(f, x),
      valuesOf(outputTypes(f), [...x].reverse()),
      eliminate,
    ),
  )
})

test('refutes an elimination that forgets an edge, and one that forgets a product', () => {
  const forgetful = (tape: Tape, v: Ref): Tape => {
    const done = eliminate(tape, v)
    return { ...done, edges: done.edges.slice(1) }
  }
  const dropping = (tape: Tape, v: Ref): Tape => ({
    ...tape,
    edges: tape.edges.filter(({ from, to }) => from !== v && to !== v),
  })
  for (const faulty of [forgetful, dropping])
    refutedSomewhere(cases, ([f, x, k]) =>
      eliminationKeepsTheFlow(f, shuffled(inner(f), k), pointOf(f, x), pointOf(f, [...x].reverse()), faulty),
    )
})

/** The multiplications of the products of an order, without those that draw the maps themselves. */
const products = (f: Graph, order: Order): { readonly predicted: number; readonly observed: number } => {
  const tape = linearize(f)
  const whole = accumulate(tape, order)
  let maps: readonly Ref[] = []
  extend(tape.primal, () => {
    const net = separated(netOf(tape), tape.primal.nodes.size, tape.primal)
    const edges = vertices(net, drawingPen(tape.primal)).edges()
    maps = edges.flatMap(({ map }) =>
      map.paths.flat().flatMap((k) => ('operands' in k ? k.operands.map((o) => o.ref) : [])),
    )
    return tape.primal.outputs.map(wireAt)
  })
  const of = (refs: readonly Ref[]): Graph => ({ ...whole, outputs: refs })
  const at = f.inputs.map((_, k) => 0.3 + 0.1 * k)
  const values = f.inputs.map((ref, k) => {
    const { shape } = f.nodes.get(ref)!.type as { shape: readonly number[] }
    return tensor(new Float64Array(shape.reduce((n, e) => n * e, 1)).fill(at[k]!), shape)
  })
  const runs = [
    [...whole.outputs, ...maps],
    [...tape.primal.outputs, ...maps],
  ].map(of)
  const [all, base] = runs.map((g) => cost(g).multiplications)
  const [seen, under] = runs.map((g) => count(g, values).cost.multiplications)
  return { predicted: all! - base!, observed: seen! - under! }
}

/** Layers without nonlinearities: the Jacobian is a chain of matrices. */
const dense = (widths: readonly number[]): Graph => {
  const shapes = widths.slice(1).map((m, k) => [m, widths[k]!])
  return graph([[widths[0]!], ...shapes], (x, ...ws) => ws.reduce<Wire>((y, w) => matmul(w, y), x!))
}

/** Counts of multiplications by bracketing from the input, from the output, and the least, by dynamic programming. */
const chain = (w: readonly number[]) => {
  const layers = w.length - 1
  const best = Array.from({ length: layers }, () => new Array<number>(layers).fill(0))
  for (let size = 2; size <= layers; size++)
    for (let i = 0; i + size <= layers; i++) {
      const j = i + size - 1
      best[i]![j] = Math.min(
        ...Array.from(
          { length: size - 1 },
          (_, k) => best[i]![i + k]! + best[i + k + 1]![j]! + w[i]! * w[i + k + 1]! * w[j + 1]!,
        ),
      )
    }
  return best[0]![layers - 1]!
}

/** Only with respect to x: the weights are given. */
const chainJacobian = (widths: readonly number[], order: Order): number => {
  const f = dense(widths)
  const tape = linearize(f, { wrt: [f.inputs[0]!] })
  const whole = accumulate(tape, order)
  return cost(whole).multiplications - cost(f).multiplications
}

test('a chain of matrices costs what its bracketing says', () => {
  // Widths and counts: Griewank and Naumann, Accumulating Jacobians as chained sparse matrix products (2003), and the
  // textbook's matrix chain (Cormen, Leiserson, Rivest, Stein, section 15.2).
  const widths = [25, 20, 10, 5, 15, 35, 30]
  const f = dense(widths)
  const own = linearize(f, { wrt: [f.inputs[0]!] })
  const vs = netFor(own).intermediates()
  assert.is(chainJacobian(widths, { kind: 'vertex', steps: vs }), 47500)
  assert.is(chainJacobian(widths, { kind: 'vertex', steps: vs.toReversed() }), 40500)
  const permutations = (list: readonly number[]): readonly (readonly number[])[] =>
    list.length === 0
      ? [[]]
      : list.flatMap((x) => permutations(list.filter((y) => y !== x)).map((rest) => [x, ...rest]))
  const least = Math.min(...permutations(vs).map((steps) => chainJacobian(widths, { kind: 'vertex', steps })))
  assert.is(least, 15125)
  assert.is(least, chain(widths))
})

test('what is counted is what a counting run observes, for any order', () => {
  fc.assert(
    fc.property(fc.tuple(graphs(['elementary', 'structural', 'reductions']), keys), ([f, k]) => {
      const { predicted, observed } = products(f, vertexOrder(f, k))
      assert.is(predicted, observed)
    }),
    { numRuns: 60 },
  )
})

test('diagonals stay diagonals, and reshapes, sums and broadcasts cost nothing', () => {
  const n = 50
  const f = graph([[n]], (x) => sin(exp(cos(x))))
  // Two products of diagonals with n entries each.
  assert.is(products(f, { kind: 'vertex', steps: [] }).predicted, 2 * n)
  const g = graph([[n]], (x) => sum(mul(2, x)))
  assert.is(products(g, { kind: 'vertex', steps: [] }).predicted, 0)
})

test('slices of a batch keep its diagonal', () => {
  // A product of two columns, row by row: the Jacobian is diagonal over the rows.
  const rows = 40
  const f = graph([[rows, 3]], (x) => {
    const [a, b, c] = [0, 1, 2].map((k) => slice(x, [null, [k, k + 1]]))
    return mul(sin(mul(a!, b!)), c!)
  })
  assert.ok(products(f, { kind: 'vertex', steps: [] }).predicted <= 6 * rows)
})

test('edges eliminated one by one leave tapes that let the same through', () => {
  const f = graph([[], []], (x, y) => sin(mul(exp(x), y)))
  const tape = linearize(f)
  const [u, v] = [2, 3]
  const front = eliminateFront(tape, u, v)
  assert.equal(
    front.edges.map(({ from, to }) => [from, to]),
    [
      [0, 2],
      [1, 3],
      [2, 4],
      [3, 4],
    ].filter(([from, to]) => !(from === u && to === v)),
  )
  const back = eliminateBack(tape, u, v)
  assert.equal(
    back.edges.map(({ from, to }) => [from, to]),
    [
      [0, 3],
      [1, 3],
      [3, 4],
    ],
  )
})

test('a sink that leads on, a source that is led to, and one node as both', () => {
  const f = graph([[]], (x) => {
    const y = sin(x!)
    return [y, exp(y), x!, y]
  })
  near(outputs(accumulate(linearize(f), { kind: 'vertex', steps: [] }), 0.5).slice(4), [
    Math.cos(0.5),
    Math.exp(Math.sin(0.5)) * Math.cos(0.5),
    1,
    Math.cos(0.5),
  ])
  const g = graph([[]], (x) => exp(sin(x!)))
  const tape = linearize(g, { wrt: [0, 1] })
  near(outputs(accumulate(tape, { kind: 'vertex', steps: [] }), 0.5).slice(1), [
    Math.exp(Math.sin(0.5)) * Math.cos(0.5),
    Math.exp(Math.sin(0.5)),
  ])
})

test('a constant product of matrices is computed as it is drawn', () => {
  const a = [
    [1, 2],
    [3, 4],
  ]
  const f = graph([[2]], (x) => matmul(a, matmul(a, x!)))
  const g = accumulate(linearize(f), { kind: 'vertex', steps: [] })
  assert.is(cost({ ...g, outputs: g.outputs.slice(1) }).multiplications, 0)
  near(outputs(g, [1, 1])[1], [
    [7, 10],
    [15, 22],
  ])
})

test('refuses what cannot be eliminated, by name', () => {
  const tape = linearize(graph([[]], (x) => sin(exp(x!))))
  assert.match(String(thrown(() => eliminate(tape, 0))), /WireError in eliminate.*vertex 0.*between sources and sinks/)
  assert.match(String(thrown(() => eliminate(tape, 7))), /vertex 7/)
  assert.match(String(thrown(() => eliminateFront(tape, 0, 2))), /WireError in eliminateFront.*edge 0, 2.*ends between/)
  assert.match(String(thrown(() => eliminateBack(tape, 0, 1))), /WireError in eliminateBack.*edge 0, 1.*begins between/)
})

test('1e5 vertices in a row are eliminated without a deep stack', () => {
  // Three vertices a step.
  const n = 33_334
  const f = graph([[]], (x) => {
    let y: Wire = x!
    for (let k = 0; k < n; k++) y = add(mul(y, 0.5), sin(y))
    return y
  })
  const tape = linearize(f)
  const [y, dy] = outputs(accumulate(tape, { kind: 'vertex', steps: netFor(tape).intermediates().toReversed() }), 0.1)
  let [value, slope] = [0.1, 1]
  for (let k = 0; k < n; k++) [value, slope] = [0.5 * value + Math.sin(value), slope * (0.5 + Math.cos(value))]
  near(y, value)
  near(dy, slope)
  evaluateOrThrow(f, [0.1])
})

test.run()
