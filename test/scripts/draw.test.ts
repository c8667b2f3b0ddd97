/** The command: problems, modes, formats, refusals, and a layout that is stopped when it takes too long. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  evaluateOrThrow,
  formula,
  Graph,
  graph,
  label,
  mul,
  reverse,
  sin,
  stringify,
  type Tensor,
  toDot,
} from '../../modes/index.ts'
import { layout } from '../../scripts/draw/layout.ts'
import { derivedBy, modeOf } from '../../scripts/draw/mode.ts'
import { requestOf } from '../../scripts/draw/options.ts'
import { problemNamed } from '../../scripts/draw/problem.ts'
import { writePicture } from '../../scripts/draw/write.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'cotangent-draw-test-'))
test.after(() => rmSync(folder, { recursive: true }))

const ran = (script: string, ...args: readonly string[]) =>
  spawnSync(process.execPath, ['--import', './scripts/typescript.mjs', `scripts/${script}.ts`, ...args], {
    cwd: root,
    encoding: 'utf8',
  })
const refused = async (work: () => unknown, message: RegExp): Promise<void> => {
  try {
    await work()
  } catch (e) {
    assert.is((e as Error).name, 'AdError')
    assert.match((e as Error).message, message)
    return
  }
  assert.unreachable(`nothing was refused with ${message}`)
}

test('modes are taken from the right, and their inputs and outputs have names', () => {
  const g = graph([[]], (x) => mul(x, sin(x)))
  assert.equal(modeOf('forward-over-reverse'), ['reverse', 'forward'])
  assert.equal(modeOf('primal'), [])
  const slopes = derivedBy(g, ['x'], modeOf('reverse'))
  assert.equal(
    [slopes.inputs, slopes.outputs],
    [
      ['x', 'dy'],
      ['y', 'dx'],
    ],
  )
  for (const mode of ['forward-over-reverse', 'reverse-over-forward', 'forward-over-forward', 'reverse-over-reverse']) {
    const { graph: second, inputs, outputs } = derivedBy(g, ['x'], modeOf(mode))
    assert.equal([inputs.length, outputs.length], [second.inputs.length, second.outputs.length], mode)
    // (x sin x)'' = 2 cos x - x sin x
    const found = evaluateOrThrow(second, [0.7, 1, 1]).at(-1) as Tensor
    assert.ok(Math.abs(found.data[0]! - (2 * Math.cos(0.7) - 0.7 * Math.sin(0.7))) < 1e-14, mode)
  }
})

test('an expression is drawn without a point, a function by its name, and what compare knows too', async () => {
  const { graph: g, names } = await problemNamed('x*y + exp(x+pi)')
  assert.equal(names, ['x', 'y'])
  assert.match(formula(Graph.trim(g), ['x', 'y']), /^x\*y \+ exp\(x \+ 3\.14159\d*\)$/)
  assert.is(formula((await problemNamed('tanh')).graph), 'tanh(x)')
  assert.equal((await problemNamed('rosenbrock')).names, ['x'])
  await refused(() => problemNamed('2 + 3'), /no name/)
  await refused(() => problemNamed('x +'), /Unexpected end|Value expected/)
  const file = join(folder, 'graph.json')
  writeFileSync(file, stringify(reverse(graph([[]], (x) => mul(3, label('speed', x))))))
  const read = await problemNamed(file)
  assert.equal(read.names, ['speed', 'x1'])
  assert.match(toDot(read.graph), /label="derivative"/)
  await refused(() => problemNamed('no-such.json'), /no-such\.json/)
})

test('bad command lines are refused', async () => {
  await refused(() => requestOf([]), /no problem/)
  await refused(() => requestOf(['x', 'y']), /second problem 'y'/)
  await refused(() => requestOf(['x', '--mode', 'sideways']), /'sideways'/)
  await refused(() => requestOf(['x', '--mode', Array(5).fill('reverse').join('-over-')]), /5 modes/)
  await refused(() => requestOf(['x', '-o', 'file.png']), /\.svg, \.dot, \.mmd, \.txt/)
  await refused(() => requestOf(['x', '--limit', '0']), /whole number/)
  await refused(() => requestOf(['x', '--simplify']), /--simplify/)
})

test('the ending names the format', async () => {
  const named = derivedBy(
    graph([[]], (x) => mul(x, sin(x))),
    ['x'],
    modeOf('reverse'),
  )
  const first = async (format: 'svg' | 'dot' | 'mmd' | 'txt') => {
    const file = join(folder, `picture.${format}`)
    assert.is(await writePicture(named, file, format, assert.unreachable), file)
    return readFileSync(file, 'utf8')
  }
  assert.match(await first('svg'), /<svg[\s\S]*>derivative<[\s\S]*<\/svg>/)
  assert.match(await first('dot'), /^digraph \{/)
  assert.match(await first('mmd'), /^flowchart LR/)
  assert.match(await first('txt'), /^%0 : f64 = input/)
  await refused(() => writePicture(named, join(folder, 'no', 'x.svg'), 'svg', assert.unreachable), /no such folder/)
})

test('a layout that takes too long, or that Graphviz refuses, leaves text and a warning', async () => {
  assert.match(((await layout('digraph { a -> b }', 0.001)) as { problem: string }).problem, /more than 0\.001 s/)
  assert.match(((await layout('digraph {')) as { problem: string }).problem, /syntax error/)
  const warnings: string[] = []
  const named = derivedBy(
    graph([[]], (x) => sin(x)),
    ['x'],
    [],
  )
  const file = await writePicture(named, join(folder, 'late.svg'), 'svg', (line) => warnings.push(line), {
    seconds: 0.001,
  })
  assert.is(file, join(folder, 'late.txt'))
  assert.match(readFileSync(file, 'utf8'), /sin %0/)
  assert.is(warnings.length, 1)
  assert.not(existsSync(join(folder, 'late.svg')))
})

test('iris beside its gradient is drawn folded', async () => {
  const { graph: g, names } = await problemNamed('iris')
  const named = derivedBy(g, names, modeOf('reverse'))
  const file = await writePicture(named, join(folder, 'iris.svg'), 'svg', assert.unreachable)
  assert.match(readFileSync(file, 'utf8'), /\d+ nodes, folded into \d+/)
})

test('a module is drawn, and what it prints is not in the picture', () => {
  const file = join(folder, 'line.ts')
  writeFileSync(
    file,
    `import { mul, type Wire } from 'cotangent'
    console.log('printed by the module')
    export const f = (x: Wire) => mul(3, x)
    export const at = { speed: 2 }`,
  )
  const { status, stdout, stderr } = ran('draw', file)
  assert.is(status, 0)
  assert.match(stdout, /^digraph \{[\s\S]*label="speed"/)
  assert.not(stdout.includes('printed'))
  assert.match(stderr, /printed by the module/)
})

test('bad input ends with one line and 2', () => {
  const { status, stdout, stderr } = ran('draw', 'x*q(')
  assert.equal([status, stdout], [2, ''])
  assert.match(stderr, /^ValueError in draw [^\n]*\n$/)
})

test('compare --draw writes the picture of each row', () => {
  const pictures = join(folder, 'rows')
  const { status } = ran('compare', 'x*y', '--at', 'x=1,y=2', '--json', '--draw', pictures)
  assert.is(status, 0)
  assert.equal(readdirSync(pictures).sort(), [
    'central-differences.svg',
    'coloured.svg',
    'forward-over-reverse.svg',
    'forward-vector.svg',
    'forward.svg',
    'mixed-best.svg',
    'mixed-markowitz.svg',
    'reverse-over-forward.svg',
    'reverse.svg',
  ])
  assert.match(readFileSync(join(pictures, 'reverse.svg'), 'utf8'), />derivative</)
})

test.run()
