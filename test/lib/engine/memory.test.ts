// The memory of compiled graphs: results that are views on it, what is refused for want of it, and that it is given back.
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { memoryOf, PAGE } from '../../../lib/engine/wasm/index.ts'
import {
  AdError,
  add,
  type CompileOptions,
  compile,
  constant,
  type Graph,
  graph,
  matmul,
  mul,
  reverse,
  sin,
  slice,
  sum,
  type Tensor,
  transpose,
  tuple,
} from '../../../modes/index.ts'

const refusal = (f: () => unknown): AdError['info'] => {
  try {
    f()
  } catch (e) {
    if (e instanceof AdError) return e.info
    throw e
  }
  throw new Error('nothing was refused')
}
const entries = (xs: readonly unknown[]): readonly (readonly number[])[] => xs.map((x) => [...(x as Tensor).data])

test('views are the same tensors in every run, and hold what the last one gave', () => {
  const f = graph([[2], []], (x, a) => [mul(a, x), sum(x)])
  const run = compile(f, { views: true })
  const first = run([[1, 2], 3])
  assert.equal(entries(first), [[3, 6], [3]])
  assert.equal(
    first.map((x) => (x as Tensor).shape),
    [[2], []],
  )
  const second = run([[5, 6], 1])
  assert.is(second, first)
  assert.equal(entries(first), [[5, 6], [11]])
  first.forEach((x, k) => {
    assert.is((x as Tensor).data, run.outputs[k])
  })
})

test('views of tuples, of inputs and of constants', () => {
  const f = graph([[2]], (x) => [tuple([sin(x), x]), constant([7, 8]), x])
  const [pair, fixed, same] = compile(f, { views: true })([[0, 1]])
  assert.equal(entries((pair as { tuple: readonly Tensor[] }).tuple), [
    [0, Math.sin(1)],
    [0, 1],
  ])
  assert.equal(entries([fixed, same]), [
    [7, 8],
    [0, 1],
  ])
})

test('without views results stay what they were', () => {
  const run = compile(graph([[2]], (x) => add(x, x)))
  const [first] = run([[1, 2]])
  run([[3, 4]])
  assert.equal(entries([first]), [[2, 4]])
})

test('views of singles are refused', () => {
  const { tag, argument } = refusal(() => compile(graph([[2]], sin), { views: true, precision: 'f32' }))
  assert.equal([tag, argument], ['ValueError', 'views'])
})

const tooLarge = (n: number): Graph => graph([[n, 1]], (x) => sin(matmul(x, transpose(x))))

test('more than can be addressed is refused before it is asked for', () => {
  const before = process.memoryUsage().arrayBuffers
  for (const [f, options] of [
    [graph([[2 ** 40]], (x) => sum(x)), {}],
    [tooLarge(2 ** 20), {}],
    [reverse(tooLarge(2 ** 20)), { precision: 'f32' }],
    [graph([[2 ** 28, 3]], (x) => sum(x, 1)), {}],
  ] as readonly (readonly [Graph, CompileOptions])[]) {
    const { tag, op, argument, found, expected, cure } = refusal(() => compile(f, options))
    assert.equal([tag, op, argument], ['ValueError', 'compile', 'memory'])
    assert.ok(Number(found.replace(/ bytes.*/, '').replaceAll(',', '')) > 2 ** 32)
    assert.match(expected, '4,294,967,296')
    for (const way of ['checkpoint', 'f32', 'lanes']) assert.match(cure, way)
  }
  assert.ok(process.memoryUsage().arrayBuffers - before < 2 ** 26)
})

test('memory beyond the first two of four gigabytes is read and written', () => {
  const n = 2 ** 28 + 2 ** 20
  const run = compile(graph([[n], [2]], (x, y) => add(slice(x, [[n - 2, n]]), mul(y, y))))
  run.inputs[0]!.set([10, 20], n - 2)
  run.inputs[1]!.set([3, 4])
  run.run()
  assert.equal([...run.outputs[0]!], [19, 36])
})

test('a machine without so much memory in one piece says so', () => {
  assert.is(memoryOf(1).buffer.byteLength, PAGE)
  const { argument, found } = refusal(() => memoryOf(65537))
  assert.equal([argument, found.includes('4,295,032,832 bytes')], ['memory', true])
})

test('memory is given back', () => {
  const program = `
    import { add, compile, graph, sin } from ${JSON.stringify(new URL('../../../modes/index.ts', import.meta.url).href)}
    const some = (count) => {
      for (let k = 0; k < count; k++) compile(graph([[500, 500]], (x) => add(sin(x), k)))([new Float64Array(250000)].map((data) => ({ shape: [500, 500], data })))
      for (let k = 0; k < 3; k++) globalThis.gc()
      return process.memoryUsage().arrayBuffers
    }
    const before = some(5)
    console.log(JSON.stringify([before, await new Promise((done) => setTimeout(() => done(some(60)), 10))]))`
  const argv = ['--expose-gc', '--import', './scripts/typescript.mjs', '--input-type=module', '--eval', program]
  const cwd = fileURLToPath(new URL('../../..', import.meta.url))
  const [before, after] = JSON.parse(execFileSync(process.execPath, argv, { cwd, encoding: 'utf8' })) as number[]
  // Sixty graphs of four megabytes or more each; a few may still wait to be collected.
  assert.ok(after! - before! < 40e6, `${before} bytes before, ${after} after`)
})

test.run()
