/**
 * ADBench's files of hands: a folder with `bones.txt`, `vertices.txt` and `triangles.txt`, which is a model, and
 * instances `hand{k}_t26_c{c}.txt`, which are measurements of it.
 *
 * Format: microsoft/ADBench, src/cpp/shared/utils.cpp, read_hand_model and read_hand_instance. A line of a model is a
 * list parted by colons. A bone: its name, its parent or -1, its matrix relative to the parent's and the inverse of its
 * absolute one, row by row. A vertex: its place, five numbers that nothing here needs, and how many bones move it, each
 * with its weight. A triangle: three vertices. An instance: how many measurements and angles, then the measurements (a
 * vertex or a triangle, and a place), two coordinates a measurement where they are on triangles, and the angles.
 */
import { join } from 'node:path'
import { tensor } from '../../../modes/index.ts'
import { refuse } from '../../compare/problem.ts'
import type { HandInstance, HandModel } from './hand.ts'
import { type Block, blocksOf, linesOf, numberOf, rowsOf, textOf, type Word, wholeOf } from './text.ts'

/** The fields of each line of a file, with the line that they stand on. */
const fieldsOf = (text: string): readonly (readonly Word[])[] =>
  linesOf(text).map(({ text: row, line }) => row.split(':').map((field) => ({ text: field.trim(), line })))

/** The fields of a line, which must be at least so many. */
const atLeast = (file: string, row: readonly Word[], count: number, what: string): readonly Word[] =>
  row.length >= count
    ? row
    : refuse(
        `${file}, line ${row[0]!.line}`,
        `${row.length} fields`,
        `${count} parted by colons for ${what}`,
        'correct it there',
      )

const numbers = (file: string, words: readonly Word[], what: string): readonly number[] =>
  words.map((word) => numberOf(file, word, what))

const MATRIX = 16
/** A wrist and five fingers of four bones. */
const FEWEST = 21

/** Bones in order, each after its parent. */
const bonesFrom = (file: string, text: string): Pick<HandModel, 'parents' | 'relatives' | 'inverses'> => {
  const bones = fieldsOf(text).map((row, bone) => {
    const fields = atLeast(file, row, 2 + 2 * MATRIX, 'a bone')
    const parent = fields[1]!
    return {
      parent: parent.text === '-1' ? -1 : wholeOf(file, parent, 'the parent of a bone', bone),
      relative: numbers(file, fields.slice(2, 2 + MATRIX), 'the matrix of a bone'),
      inverse: numbers(file, fields.slice(2 + MATRIX, 2 + 2 * MATRIX), 'the inverse matrix of a bone'),
    }
  })
  if (bones.length < FEWEST) refuse(file, `${bones.length} bones`, `${FEWEST} at least`, 'take a model of a whole hand')
  const shape = [bones.length, 4, 4]
  return {
    parents: bones.map(({ parent }) => parent),
    relatives: tensor(
      bones.flatMap(({ relative }) => relative),
      shape,
    ),
    inverses: tensor(
      bones.flatMap(({ inverse }) => inverse),
      shape,
    ),
  }
}

const BEFORE_WEIGHTS = 9

const verticesFrom = (file: string, text: string, bones: number): Pick<HandModel, 'vertices' | 'weights'> => {
  const vertices = fieldsOf(text).map((row) => {
    const fields = atLeast(file, row, BEFORE_WEIGHTS, 'a vertex')
    const count = wholeOf(file, fields[BEFORE_WEIGHTS - 1]!, 'the number of bones of a vertex', bones + 1)
    const pairs = atLeast(file, row, BEFORE_WEIGHTS + 2 * count, `a vertex of ${count} bones`).slice(BEFORE_WEIGHTS)
    const weights = new Array<number>(bones).fill(0)
    for (let k = 0; k < count; k++)
      weights[wholeOf(file, pairs[2 * k]!, 'a bone of a vertex', bones)] = numberOf(file, pairs[2 * k + 1]!, 'a weight')
    return { place: numbers(file, fields.slice(0, 3), 'the place of a vertex'), weights }
  })
  return {
    vertices: tensor(
      vertices.flatMap(({ place }) => place),
      [vertices.length, 3],
    ),
    weights: tensor(
      vertices.flatMap(({ weights }) => weights),
      [vertices.length, bones],
    ),
  }
}

const trianglesFrom = (file: string, text: string, vertices: number): HandModel['triangles'] =>
  fieldsOf(text).map((row) =>
    atLeast(file, row, 3, 'a triangle')
      .slice(0, 3)
      .map((word) => wholeOf(file, word, 'a vertex of a triangle', vertices)),
  )

/** The model in a folder; that a hand is mirrored, which models may be, no file of ADBench says. */
export const readHandModel = (folder: string): HandModel => {
  const [bones, vertices, triangles] = ['bones.txt', 'vertices.txt', 'triangles.txt'].map((name) => {
    const file = join(folder, name)
    return { file, text: textOf(file) }
  })
  const skeleton = bonesFrom(bones!.file, bones!.text)
  const skin = verticesFrom(vertices!.file, vertices!.text, skeleton.parents.length)
  return {
    ...skeleton,
    ...skin,
    triangles: trianglesFrom(triangles!.file, triangles!.text, skin.vertices.shape[0]!),
    mirrored: false,
  }
}

const ANGLES = 26

/** The instance that a text holds: `complicated` where its measurements are on triangles. */
export const handFrom = (file: string, text: string, model: HandModel, complicated: boolean): HandInstance => {
  const targets = complicated ? model.triangles.length : model.vertices.shape[0]!
  const { sizes, blocks } = blocksOf(
    file,
    text,
    ['measurements', 'angles'] as const,
    ([count, angles]): readonly Block[] => [
      { what: 'a measurement', count: 4 * count, below: (place) => (place % 4 === 0 ? targets : undefined) },
      ...(complicated ? [{ what: 'a coordinate', count: 2 * count }] : []),
      { what: 'an angle', count: angles },
    ],
  )
  const [count, angles] = sizes
  if (angles !== ANGLES) refuse(file, `${angles} angles`, `${ANGLES}`, 'take an instance of ADBench')
  const rows = rowsOf(blocks[0]!, 4)
  return {
    model,
    correspondences: rows.map(([which]) => which!),
    points: tensor(
      rows.flatMap((row) => row.slice(1)),
      [count, 3],
    ),
    coordinates: complicated ? tensor(blocks[1]!, [count, 2]) : undefined,
    theta: tensor(blocks.at(-1)!),
  }
}

/** The instance in a file, of the model in a folder. */
export const readHand = (
  folder: string,
  file: string,
  { complicated = false }: { readonly complicated?: boolean } = {},
): HandInstance => handFrom(file, textOf(file), readHandModel(folder), complicated)
