// evaluate: results and refusals as values, what is run and when values are freed, and kept runs taken up again.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { isLeft, isRight } from 'fp-ts/lib/Either.js'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { FOREVER, planOf } from '../../../lib/interpret/evaluate.ts'
import {
  AdError,
  type Arrayish,
  add,
  draw,
  environment,
  evaluate,
  evaluateOrThrow,
  type Graph,
  graph,
  Linear,
  mul,
  nodeAt,
  type Op,
  outputsOf,
  sameValue,
  sin,
  type Tensor,
  tensor,
  toNested,
  type Value,
  type Wire,
} from '../../../modes/index.ts'

/** A user's op on one tensor. */
const spy = (name: string, f: (x: Tensor) => Tensor): Op => ({
  family: { name, kind: 'other' },
  name,
  params: null,
  key: '',
  hash: 1,
  type: (x) => x!,
  eval: (x) => f(x as Tensor),
  partial: (_, y) => Linear.identity(y.type),
})
const numbers = (values: readonly (Value | undefined)[]) => values.map((x) => (x ? toNested(x as Tensor) : undefined))

const product = graph([[2], []], (x, a) => mul(x!, a!))

test('evaluate gives the outputs on the right', () => {
  const result = evaluate(product, [[1, 2], 3])
  assert.ok(isRight(result) && sameValue(result.right[0]!, tensor([3, 6])))
})

const refused: readonly (readonly [what: string, inputs: readonly unknown[], tag: string, argument?: string])[] = [
  ['too few values', [[1, 2]], 'ArityError'],
  ['too many values', [[1, 2], 3, 4], 'ArityError'],
  ['a wrong shape', [[1, 2, 3], 3], 'ValueError', 'input 0'],
  ['a tensor for a scalar', [[1, 2], [3]], 'ValueError', 'input 1'],
  ['a tuple for a tensor', [{ tuple: [] }, 3], 'ValueError', 'input 0'],
  ['a ragged array', [[[1], 2], 3], 'ValueError'],
  ['a text', ['12', 3], 'ValueError'],
  ['undefined', [[1, 2], undefined], 'ValueError'],
  ['null', [null, 3], 'ValueError'],
  ['an array of nulls', [[null, null], 3], 'ValueError'],
  ['an array of texts', [['a', 'b'], 3], 'ValueError'],
  ['an array of booleans', [[true, false], 3], 'ValueError'],
]
for (const [what, inputs, tag, argument] of refused)
  test(`evaluate gives ${tag} on the left for ${what}, and evaluateOrThrow throws it`, () => {
    const given = inputs as readonly Arrayish[]
    const result = evaluate(product, given)
    assert.ok(isLeft(result))
    assert.is(result.left.info.tag, tag)
    if (argument !== undefined) assert.is(result.left.info.argument, argument)
    assert.throws(
      () => evaluateOrThrow(product, given),
      (e: unknown) => e instanceof AdError && e.message === result.left.message,
    )
  })

test('what an op throws that is no AdError is thrown on', () => {
  const broken = spy('broken', () => {
    throw new RangeError('on purpose')
  })
  const g = graph([[]], (x) => draw(broken, [x!]))
  assert.throws(
    () => evaluate(g, [1]),
    (e: unknown) => e instanceof RangeError,
  )
})

test('inputs are copied: outputs and kept runs share nothing with what the caller holds', () => {
  const x = tensor([1, 2])
  const [y] = evaluateOrThrow(
    graph([[2]], (a) => a!),
    [x],
  )
  const kept = environment(product, [x, 1])
  x.data.set([5, 5])
  assert.equal(toNested(y as Tensor), [1, 2])
  assert.equal(numbers(kept.inputs), [[1, 2], 1])
})

test('each node that outputs need is run once, in order, and no other', () => {
  const ran: string[] = []
  const note = (name: string, x: Wire): Wire =>
    draw(
      spy(name, (y) => {
        ran.push(name)
        return y
      }),
      [x],
    )
  const g = graph([[]], (x) => {
    const a = note('a', x!)
    note('unused', a)
    const b = note('b', a)
    return [add(note('c', a), b), b]
  })
  evaluateOrThrow(g, [1])
  assert.equal(ran, ['a', 'b', 'c'])
})

/** Random graphs: each node adds, multiplies or takes the sine of earlier ones; some are outputs. */
const graphs: fc.Arbitrary<Graph> = fc
  .tuple(
    fc.array(fc.tuple(fc.nat(2), fc.nat(99), fc.nat(99)), { maxLength: 15 }),
    fc.array(fc.nat(99), { maxLength: 3 }),
  )
  .map(([steps, outputs]) =>
    graph([[], [2], []], (x, _, z) => {
      const pool = [x!, z!]
      for (const [op, i, j] of steps) {
        const [a, b] = [pool[i % pool.length]!, pool[j % pool.length]!]
        pool.push(op === 0 ? add(a, b) : op === 1 ? mul(a, b) : sin(a))
      }
      return outputs.map((k) => pool[k % pool.length]!)
    }),
  )

test('a plan runs what outputs reach, and knows the last use of each value', () => {
  fc.assert(
    fc.property(graphs, (g) => {
      const { order, lastUse } = planOf(g)
      const needed = new Set<number>()
      const reach = (ref: number): void => {
        needed.add(ref)
        nodeAt(g, ref).args.forEach(reach)
      }
      g.outputs.forEach(reach)
      const run = [...needed].filter((ref) => !g.inputs.includes(ref)).sort((a, b) => a - b)
      assert.equal([...order], run)
      for (const ref of needed) {
        const users = run.filter((user) => nodeAt(g, user).args.includes(ref))
        assert.is(lastUse[ref], g.outputs.includes(ref) ? FOREVER : Math.max(...users), `node ${ref}`)
      }
    }),
  )
})

test('values are freed after their last use: of a chain two are alive, of a kept run all', () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const held = (): number => {
    collect()
    collect()
    return process.memoryUsage().arrayBuffers / 2 ** 20
  }
  let seen = 0
  const double = spy('double', ({ shape, data }) => ({ shape, data: data.map((x) => 2 * x) }))
  const look = spy('look', (x) => {
    seen = held()
    return x
  })
  const length = 32
  const g = graph([[2 ** 17]], (x) => {
    let y = x!
    for (let k = 0; k < length; k++) y = draw(double, [y])
    return draw(look, [y])
  })
  const x = tensor(new Float64Array(2 ** 17), [2 ** 17])
  const before = held()
  evaluateOrThrow(g, [x])
  // One MiB a value. At the end there is the last one; the copy of the input went after its use.
  assert.ok(seen - before < 4, `${seen - before} MiB are alive at the end of the chain`)
  const kept = environment(g, [x])
  assert.ok(seen - before >= length, `${seen - before} MiB are kept`)
  assert.is(kept.computed, length + 1)
})

// x -> a = sin x, b = a z, c = b + 1 and z -> d = sin z.
const two = graph([[], []], (x, z) => {
  const a = sin(x!)
  return [add(mul(a, z!), 1), sin(z!)]
})

test('a kept run has the outputs of evaluate', () => {
  const kept = environment(two, [0.5, 2])
  assert.equal(numbers(outputsOf(kept)), numbers(evaluateOrThrow(two, [0.5, 2])))
  // sin x, its product, the constant 1, the sum, sin z
  assert.is(kept.computed, 5)
})

test('a new input runs only what it reaches again', () => {
  const kept = environment(two, [0.5, 2])
  const newZ = environment(two, [kept.inputs[0], 3], kept)
  assert.is(newZ.computed, 3)
  assert.equal(numbers(outputsOf(newZ)), [Math.sin(0.5) * 3 + 1, Math.sin(3)])
  const newX = environment(two, [1, kept.inputs[1]], kept)
  assert.is(newX.computed, 3)
  assert.equal(numbers(outputsOf(newX)), [Math.sin(1) * 2 + 1, Math.sin(2)])
  const none = environment(two, kept.inputs, kept)
  assert.is(none.computed, 0)
  assert.equal(numbers(outputsOf(kept)), [Math.sin(0.5) * 2 + 1, Math.sin(2)], 'the earlier run is as it was')
})

test('a missing input leaves out what depends on it, and giving it later runs only that', () => {
  const partial = environment(two, [0.5, undefined])
  assert.equal(numbers(outputsOf(partial)), [undefined, undefined])
  // sin x and the constant
  assert.is(partial.computed, 2)
  const full = environment(two, [partial.inputs[0], 2], partial)
  assert.is(full.computed, 3)
  assert.equal(numbers(outputsOf(full)), [Math.sin(0.5) * 2 + 1, Math.sin(2)])
  const withdrawn = environment(two, [undefined, full.inputs[1]], full)
  assert.equal(numbers(outputsOf(withdrawn)), [undefined, Math.sin(2)])
  assert.is(withdrawn.computed, 0)
})

test('a run of another graph is not taken up', () => {
  const other = graph([[], []], (x, z) => mul(x!, z!))
  const kept = environment(other, [1, 2])
  assert.is(environment(two, kept.inputs, kept).computed, 5)
})

test('environment refuses what evaluate refuses', () => {
  for (const inputs of [[1], [1, 2, 3], [[1], 2]])
    assert.throws(
      () => environment(two, inputs),
      (e: unknown) => e instanceof AdError,
    )
})

const change = fc.constantFrom('keep', 'new', 'none')
test('any sequence of changed and missing inputs gives what a fresh run gives, and runs no more than it must', () => {
  fc.assert(
    fc.property(graphs, fc.array(fc.tuple(change, change, change), { minLength: 1, maxLength: 5 }), (g, turns) => {
      let kept = environment(g, [1, [2, 3], 4])
      turns.forEach((turn, n) => {
        const inputs = turn.map((what, k) =>
          what === 'none' ? undefined : what === 'keep' ? kept.inputs[k] : tensor(k === 1 ? [n, -n] : n + k),
        )
        const next = environment(g, inputs, kept)
        const again = environment(g, inputs)
        assert.equal(next.inputs, again.inputs)
        outputsOf(next).forEach((y, k) => {
          const z = outputsOf(again)[k]
          assert.ok(y === undefined ? z === undefined : z !== undefined && sameValue(y, z))
        })
        const changed = g.inputs.filter((_, k) => inputs[k] !== kept.inputs[k])
        const reached = new Set(changed)
        for (const ref of planOf(g).order) if (nodeAt(g, ref).args.some((arg) => reached.has(arg))) reached.add(ref)
        const must = [...planOf(g).order].filter((ref) => reached.has(ref) && next.values[ref] !== undefined)
        assert.is(next.computed, must.length)
        kept = next
      })
    }),
  )
})

test('a chain of 100,000 nodes runs, kept or not', () => {
  const n = 1e5
  const g = graph([[]], (x) => {
    let y = x!
    for (let k = 0; k < n; k++) y = add(y, x!)
    return y
  })
  assert.equal(numbers(evaluateOrThrow(g, [1])), [n + 1])
  assert.equal(numbers(outputsOf(environment(g, [1]))), [n + 1])
})

test.run()
