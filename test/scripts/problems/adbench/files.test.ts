// ADBench's files, written here as its readers read them, and what comes out of them.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { type Tensor, tensor } from '../../../../modes/index.ts'
import { bundleInstance, readBundle } from '../../../../scripts/problems/adbench/ba.ts'
import { mixtureInstance, readMixture } from '../../../../scripts/problems/adbench/gmm.ts'
import { handInstance } from '../../../../scripts/problems/adbench/hand.ts'
import { readHand, readHandModel } from '../../../../scripts/problems/adbench/handFiles.ts'
import { lstmInstance, readLstm } from '../../../../scripts/problems/adbench/lstm.ts'
import { thrown } from '../../../support.ts'

const folder = mkdtempSync(join(tmpdir(), 'cotangent-adbench-'))
test.after(() => rmSync(folder, { recursive: true }))

const write = (name: string, lines: readonly (readonly (number | string)[])[], separator = ' '): string => {
  const file = join(folder, name)
  writeFileSync(file, `${lines.map((line) => line.join(separator)).join('\n')}\n`)
  return file
}

const rows = ({ shape, data }: Tensor): readonly (readonly number[])[] => {
  const width = shape.length > 1 ? data.length / shape[0] : 1
  return Array.from({ length: shape[0] }, (_, k) => [...data.slice(k * width, (k + 1) * width)])
}

const message = (f: () => unknown): string => (thrown(f) as Error).message

test('a mixture: sizes, a component a line, a point a line, the prior', () => {
  const instance = { ...mixtureInstance(1, { d: 2, k: 3, n: 4 }), wishart: { gamma: 1.5, m: 2 } }
  const { alphas, means, icf, points } = instance
  const above = [[2, 3, 4], ...rows(alphas), ...rows(means), ...rows(icf)]
  assert.equal(readMixture(write('gmm_d2_K3.txt', [...above, ...points, [1.5, 2]])), instance)
  const one = readMixture(write('gmm_d2_K3.txt', [...above, points[0], [1.5, 2]]), { replicated: true })
  assert.equal(one.points, [points[0], points[0], points[0], points[0]])
  assert.match(
    message(() => readMixture(write('short.txt', [...above, ...points.slice(1), [1.5, 2]]))),
    /short\.txt, line 14\).*the end of the file/,
  )
})

test('a bundle: one camera, point, weight and feature for all, observations in turn', () => {
  const camera = [...bundleInstance(2, { n: 1, m: 1, p: 1 }).cameras.data]
  const file = write('ba1_n2_m3_p4.txt', [[2, 3, 4], camera, [1, 2, 3], [0.25], [-5, 6.5]])
  assert.equal(readBundle(file), {
    cameras: tensor([camera, camera]),
    points: tensor([
      [1, 2, 3],
      [1, 2, 3],
      [1, 2, 3],
    ]),
    weights: tensor([0.25, 0.25, 0.25, 0.25]),
    cameraOf: [0, 1, 0, 1],
    pointOf: [0, 1, 2, 0],
    features: tensor([
      [-5, 6.5],
      [-5, 6.5],
      [-5, 6.5],
      [-5, 6.5],
    ]),
  })
  assert.match(
    message(() => readBundle(write('bad.txt', [[2, 3, 4], camera.slice(1), [1, 2, 3], ['w']]))),
    /bad\.txt, line 4\): found "w", expected a number for the point, 3 of 3/,
  )
})

test('an LSTM: parameters, the state and the bits, apart by empty lines', () => {
  const instance = lstmInstance(1, { layers: 2, characters: 3, bits: 2 })
  const { main, extra, state, sequence } = instance
  const lines = [[2, 3, 2], [], ...rows(main), [], ...rows(extra), [], ...rows(state), [], ...rows(sequence)]
  assert.equal(readLstm(write('lstm_l2_c3.txt', lines)), instance)
  // A text instead of its bits, as in early files of ADBench.
  assert.match(
    message(() => readLstm(write('text.txt', [...lines.slice(0, -3), ['THE', 'SONNETS']]))),
    /text\.txt, line 17\): found "THE", expected a number for a bit, 1 of 6/,
  )
})

const writeModel = (
  { model }: ReturnType<typeof handInstance>,
  change: (bones: (string | number)[][]) => void,
): void => {
  const [relatives, inverses] = [rows(model.relatives), rows(model.inverses)]
  const bones = model.parents.map((parent, k) => [`bone${k}`, parent, ...relatives[k], ...inverses[k]])
  change(bones)
  write('bones.txt', bones, ':')
  const places = rows(model.vertices)
  const vertices = rows(model.weights).map((weights, v) => {
    const moving = weights.flatMap((weight, bone) => (weight === 0 ? [] : [[bone, weight]]))
    return [...places[v], 0, 0, 1, 0.5, 0.5, moving.length, ...moving.flat()]
  })
  write('vertices.txt', vertices, ':')
  write('triangles.txt', model.triangles, ':')
}

for (const complicated of [false, true])
  test(`a hand (complicated: ${complicated}): a model of three files, and measurements of it`, () => {
    const instance = handInstance(1, { measurements: 3, around: 1, complicated })
    writeModel(instance, () => {})
    const measured = rows(instance.points).map((place, k) => [instance.correspondences[k], ...place])
    const coordinates = instance.coordinates ? rows(instance.coordinates) : []
    const lines = [[3, 26], ...measured, ...coordinates, ...rows(instance.theta)]
    assert.equal(readHand(folder, write('hand1_t26_c3.txt', lines), { complicated }), instance)
    const far = [[3, 26], [99, 0, 0, 0], ...measured.slice(1), ...coordinates, ...rows(instance.theta)]
    assert.match(
      message(() => readHand(folder, write('far.txt', far), { complicated })),
      new RegExp(`far\\.txt, line 2\\): found "99", expected a whole number from 0 to ${complicated ? 19 : 21}`),
    )
    const few = [[3, 25], ...measured, ...coordinates, ...rows(instance.theta).slice(1)]
    assert.match(
      message(() => readHand(folder, write('few.txt', few), { complicated })),
      /few\.txt\): found 25 angles, expected 26/,
    )
  })

test('bones that come before their parents, are cut short or too few are refused', () => {
  const instance = handInstance(1, { measurements: 1, around: 1, complicated: false })
  const because = (change: (bones: (string | number)[][]) => void): string => {
    writeModel(instance, change)
    return message(() => readHandModel(folder))
  }
  assert.match(
    because((bones) => {
      bones[2][1] = 2
    }),
    /bones\.txt, line 3\): found "2", expected a whole number from 0 to 1 for the parent of a bone/,
  )
  assert.match(
    because((bones) => {
      bones[4].pop()
    }),
    /bones\.txt, line 5\): found 33 fields, expected 34 parted by colons for a bone/,
  )
  assert.match(
    because((bones) => {
      bones.length = 20
    }),
    /bones\.txt\): found 20 bones, expected 21 at least/,
  )
  assert.match(
    because((bones) => {
      bones[21][5] = 'x'
    }),
    /bones\.txt, line 22\): found "x", expected a number for the matrix of a bone/,
  )
})

test('a file that is not there is told by the system', () => {
  assert.is((thrown(() => readBundle(join(folder, 'none.txt'))) as NodeJS.ErrnoException).code, 'ENOENT')
})

test.run()
