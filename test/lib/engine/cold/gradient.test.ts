// Gradients on the loop are held to the graphs that reverse mode draws: to the bit where all nodes are numbers.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { presets } from '../../../../laws/index.ts'
import { interpretersAgree } from '../../../../laws/interpreters.ts'
import { gradientProgram } from '../../../../lib/engine/cold/gradient.ts'
import { runProgram } from '../../../../lib/engine/cold/loop.ts'
import { evaluateOrThrow } from '../../../../lib/interpret/evaluate.ts'
import { sameValue } from '../../../../lib/value.ts'
import {
  add,
  type Conventions,
  cond,
  cotangent,
  elementwise,
  type Graph,
  graph,
  jax,
  linearize,
  maximum,
  mul,
  replay,
  scan,
  select,
  sin,
  slice,
  sqrt,
  squeeze,
  stack,
  sub,
  sum,
  Tape,
  type Tensor,
  tensor,
  unit,
  type Wire,
  wireAt,
} from '../../../../modes/index.ts'
import { drawRecipe, FLAT, graphs, numbers, recipes } from '../../../generators.ts'
import { EDGES, tensorsFor } from './points.ts'

const optionsOf = (f: Graph, conventions: Conventions) => ({ wrt: f.inputs, of: f.outputs[0]!, conventions })

/** x -> (y, dy/dx) as reverse mode draws it. */
const drawn = (f: Graph, conventions: Conventions): Graph => {
  const tape = Tape.transpose(linearize(f, { of: [f.outputs[0]!], conventions }))
  return Tape.read(tape, () => [...f.outputs.map(wireAt), ...Tape.fullFlow(tape, [unit({ shape: [] })])])
}

const slopes = (f: Graph, xs: readonly Tensor[], conventions = cotangent): readonly (readonly number[])[] =>
  runProgram(gradientProgram(f, optionsOf(f, conventions))!, xs)
    .slice(f.outputs.length)
    .map((dx) => [...(dx as Tensor).data])

test('gradients of numbers are to the bit those of the graph that is drawn for them, under every preset', () => {
  const edges = fc.array(fc.constantFrom(...EDGES), { minLength: 8, maxLength: 8 })
  fc.assert(
    fc.property(recipes(40), edges, fc.constantFrom(...Object.values(presets)), (recipe, point, conventions) => {
      const shapes = recipe.shapes.map(() => [])
      const f = drawRecipe({ ...recipe, shapes, outputs: [0] }, ['elementary', 'chosen'])
      const xs = tensorsFor(f, point)
      const expected = evaluateOrThrow(drawn(f, conventions), xs)
      runProgram(gradientProgram(f, optionsOf(f, conventions))!, xs).forEach((y, k) => {
        assert.ok(sameValue(y, expected[k]), `output ${k}`)
      })
    }),
    { numRuns: 300 },
  )
})

test('where tensors are among them they agree', () => {
  fc.assert(
    fc.property(graphs(FLAT, 10), numbers, fc.constantFrom(...Object.values(presets)), (given, point, conventions) => {
      const f = { ...given, outputs: [given.outputs[0]!] }
      const g = graph(
        f.inputs.map((ref) => given.nodes.get(ref)!.type),
        (...xs) => sum(replay(f, xs)[0]),
      )
      const program = gradientProgram(g, optionsOf(g, conventions))!
      const verdict = interpretersAgree(drawn(g, conventions), tensorsFor(g, point), (_, x) => runProgram(program, x))
      assert.ok(verdict.holds, 'why' in verdict ? verdict.why : '')
    }),
    { numRuns: 100 },
  )
})

test('a zero absorbs an infinite slope, or does not, as conventions say', () => {
  const f = graph([[]], (x) => mul(0, sqrt(x!)))
  const g = graph([[], []], (x, a) => mul(a!, sqrt(x!)))
  const h = graph([[], []], (x, c) => select(c!, sqrt(x!), x!))
  const at0 = tensor(0)
  assert.equal(slopes(f, [at0]), [[0]])
  assert.equal(slopes(g, [at0, at0]), [[0], [0]])
  assert.equal(slopes(h, [at0, at0]), [[1], [0]])
  assert.equal(slopes(g, [at0, at0], jax), [[Number.NaN], [0]])
})

test('conventions decide ties', () => {
  const f = graph([[], []], maximum)
  for (const tie of [0.5, 1, 0.25])
    assert.equal(slopes(f, [tensor(2), tensor(2)], { ...cotangent, tie }), [[tie], [1 - tie]])
})

test("an op of a user's own is differentiated by its own slope, drawn once however often it stands", () => {
  let asked = 0
  const cube = elementwise(
    'cube',
    (x) => x! ** 3,
    ([x]) => {
      asked++
      return mul(3, x!, x!)
    },
  )
  const f = graph([[]], (x) => add(cube(x!), cube(mul(2, x!)), cube(mul(3, x!))))
  assert.equal(slopes(f, [tensor(2)]), [[3 * 4 + 24 * 4 + 81 * 4]])
  assert.is(asked, 1)
})

test('entries of a vector, taken one by one and put together in the end, have the gradient of the sum', () => {
  const n = 40
  const f = graph([[n], []], (x, a) => {
    const xs = Array.from({ length: n }, (_, k) => squeeze(slice(x!, [[k, k + 1]]), 0))
    return sum(stack(xs.map((y, k) => mul(a!, sin(sub(y, k === 0 ? a! : xs[k - 1]!))))))
  })
  const x = Array.from({ length: n }, (_, k) => Math.cos(k))
  const a = 1.5
  const before = (k: number): number => (k === 0 ? a : x[k - 1]!)
  const [dx] = slopes(f, [tensor(x), tensor(a)])
  dx!.forEach((found, k) => {
    const own = Math.cos(x[k]! - before(k))
    const next = k + 1 < n ? Math.cos(x[k + 1]! - x[k]!) : 0
    assert.ok(Math.abs(found - a * (own - next)) < 1e-14, `entry ${k}`)
  })
})

test('what does not reach the result has the gradient zero, of its shape', () => {
  const f = graph([[], [2], [3]], (x) => sin(x!))
  assert.equal(slopes(f, [tensor(0), tensor([1, 2]), tensor([1, 2, 3])]), [[1], [0, 0], [0, 0, 0]])
})

test('tuples on the way are left to graphs', () => {
  const loop = graph(
    [[]],
    (x) => scan((c: readonly Wire[]) => ({ carry: [sin(c[0]!)] }), [x!], [], { length: 3 }).carry[0]!,
  )
  const branch = graph([[]], (x) =>
    cond(
      x!,
      (y) => sin(y!),
      (y) => mul(2, y!),
      x!,
    ),
  )
  for (const f of [loop, branch]) assert.is(gradientProgram(f, optionsOf(f, cotangent)), undefined)
})

test('a chain of 300,000 is differentiated without recursion', () => {
  const steps = 150_000
  const f = graph([[]], (x) => {
    let y = x!
    for (let k = 0; k < steps; k++) y = add(sin(y), x!)
    return y
  })
  let [y, dy] = [0.25, 1]
  for (let k = 0; k < steps; k++) {
    dy = 1 + Math.cos(y) * dy
    y = 0.25 + Math.sin(y)
  }
  const [[found]] = slopes(f, [tensor(0.25)]) as readonly [readonly [number]]
  assert.ok(Math.abs(found - dy) <= 1e-12 * dy, `${found} and ${dy}`)
})

test.run()
