// Files of ADBench as works of the benchmark: the derivative is that of the instance which the file holds.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Tensor } from '../../../modes/index.ts'
import { type FileWork, fileWork, worksAt } from '../../../scripts/bench/adbench.ts'
import { byHand } from '../../../scripts/bench/js/index.ts'
import { disagreement, TOLERANCE } from '../../../scripts/bench/kernelRows.ts'
import { settings } from '../../../scripts/bench/options.ts'
import { handOf } from '../../../scripts/bench/works/hand.ts'
import { kernels } from '../../../scripts/bench/works/index.ts'
import { type HandModel, handInstance } from '../../../scripts/problems/adbench/hand.ts'
import { entriesOf } from './small.ts'

const root = mkdtempSync(join(tmpdir(), 'cotangent-bench-adbench-'))
test.after(() => rmSync(root, { recursive: true }))

const written = (name: string, lines: readonly (readonly (number | string)[])[], by = ' '): string => {
  const file = join(root, name)
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, `${lines.map((line) => line.join(by)).join('\n')}\n`)
  return file
}

const rowsOf = ({ shape, data }: Tensor): readonly (readonly number[])[] =>
  Array.from({ length: shape[0]! }, (_, k) => {
    const width = data.length / shape[0]!
    return [...data.slice(k * width, (k + 1) * width)]
  })

const writtenModel = (folder: string, { parents, relatives, inverses, vertices, weights, triangles }: HandModel) => {
  const [own, inverse, places, shares] = [relatives, inverses, vertices, weights].map(rowsOf)
  const bones = parents.map((parent, bone) => [`bone${bone}`, parent, ...own![bone]!, ...inverse![bone]!])
  written(`${folder}/model/bones.txt`, bones, ':')
  const skin = places!.map((place, vertex) => {
    const pairs = shares![vertex]!.flatMap((weight, bone) => (weight === 0 ? [] : [[bone, weight]]))
    return [...place, 0, 0, 0, 0, 0, pairs.length, ...pairs.flat()]
  })
  written(`${folder}/model/vertices.txt`, skin, ':')
  written(`${folder}/model/triangles.txt`, triangles, ':')
}

const agree = ({ name, work }: FileWork, expected: ArrayLike<number>): void => {
  const [size] = work.sizes
  const hand = byHand[name]!(
    work.data(size!).map(({ data }) => data),
    size!,
  )
  hand.derivative()
  assert.is(disagreement(entriesOf(work, size!), expected, TOLERANCE.f64), undefined)
  assert.is(disagreement(hand.entries(), expected, TOLERANCE.f64), undefined)
}

test('a mixture and a text are the works on the data that their files hold', () => {
  const sizes = { mixture: { d: 2, k: 3, n: 4 }, lstm: { layers: 1, characters: 5, bits: 3 } } as const
  const [alphas, means, icf, points] = kernels['mixture']!.data(sizes.mixture)
  const mixture = written('some/gmm/gmm_d2_K3.txt', [
    [2, 3, 4],
    ...[alphas, means, icf, points].flatMap((x) => rowsOf(x!)),
    [1, 0],
  ])
  const text = kernels['lstm']!.data(sizes.lstm)
  const lstm = written('some/lstm/lstm_l1_c5.txt', [[1, 5, 3], ...text.flatMap(rowsOf)])
  const works = worksAt(join(root, 'some'))
  assert.equal(
    works.map(({ file, name, work }) => [file, name, work.sizes]),
    [
      [mixture, 'mixture', [sizes.mixture]],
      [lstm, 'lstm', [sizes.lstm]],
    ],
  )
  agree(works[0]!, entriesOf(kernels['mixture']!, sizes.mixture))
  agree(works[1]!, entriesOf(kernels['lstm']!, sizes.lstm))
})

test('a bundle has the slopes by hand, of as many observations as its file says', () => {
  const camera = [0.1, 0.2, -0.1, 0.3, 0.1, -5, 1, 0.01, 0.02, 0.03, 0.01]
  const found = fileWork(written('ba1_n2_m3_p4.txt', [[2, 3, 4], camera, [1, 2, 3], [0.25], [-5, 6.5]]))
  assert.equal(found.work.sizes, [{ cameras: 2, points: 3, observations: 4 }])
  agree(found, entriesOf(found.work, found.work.sizes[0]!))
})

for (const complicated of [false, true])
  test(`a ${complicated ? 'complicated' : 'simple'} hand is the instance that its file and its model hold`, () => {
    const instance = handInstance(2, { measurements: 2, around: 1, complicated })
    const folder = `hand/${complicated ? 'complicated' : 'simple'}_small`
    writtenModel(folder, instance.model)
    const file = written(`${folder}/hand1_t26_c2.txt`, [
      [2, 26],
      ...rowsOf(instance.points).map((place, k) => [instance.correspondences[k]!, ...place]),
      ...(instance.coordinates ? rowsOf(instance.coordinates) : []),
      [...instance.theta.data],
    ])
    const expected = handOf(instance)
    agree(fileWork(file), entriesOf(expected, expected.sizes[0]!))
  })

test('--adbench runs the works of its files, others where --only names them', () => {
  written('one/lstm_l1_c2.txt', [[1, 2, 1], [...new Array(8).fill(0.5)], [1, 1, 1], [0, 0], [1, 0]])
  const chosen = settings(['--adbench', join(root, 'one')])
  assert.equal(typeof chosen === 'string' ? chosen : chosen.only, ['lstm'])
  const more = settings(['--adbench', join(root, 'one'), '--only', 'lstm,matmul'])
  assert.equal(typeof more === 'string' ? more : [more.only, more.files.length], [['lstm', 'matmul'], 1])
})

test('refuses in one line what is no file of ADBench, is torn, or is not there', () => {
  const refusal = (path: string): string => String(settings(['--adbench', path]))
  mkdirSync(join(root, 'empty'))
  assert.match(refusal(join(root, 'empty')), /^bench: .*empty: found no such file, expected gmm\*\.txt, .*; give .*$/)
  assert.match(refusal(written('notes.txt', [[1]])), /^bench: .*notes\.txt: found another name, expected gmm\*\.txt/)
  assert.match(refusal(join(root, 'nowhere')), /^bench: ENOENT.*nowhere'; name a file or a folder of ADBench$/)
  assert.match(refusal(written('torn/ba2.txt', [[2, 3]])), /^bench: .*ba2\.txt, line 1: found the end of the file, .*$/)
  assert.not.match(refusal(join(root, 'torn')), '\n')
})

test.run()
