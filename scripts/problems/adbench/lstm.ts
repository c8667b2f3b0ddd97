/**
 * ADBench's instances of its LSTM: its files `lstm_l{l}_c{c}.txt`, and seeded ones.
 *
 * Format: microsoft/ADBench, src/cpp/shared/utils.cpp, read_lstm_instance: layers, characters and bits of a character,
 * then the parameters of the layers, those around them, the state, and the bits of the characters.
 */
import { integers, key, split, type Tensor, tensor, uniform } from '../../../modes/index.ts'
import { blocksOf, textOf } from './text.ts'

export interface LstmInstance {
  /** [2 l, 4 b]: weights, then biases, of each layer; those of forget, in, out and change side by side. */
  readonly main: Tensor
  /** [3, b]: weights before the first layer, weights and biases after the last. */
  readonly extra: Tensor
  /** [2 l, b]: hidden values, then cells, of each layer. */
  readonly state: Tensor
  /** [c, b]: the bits of each character. */
  readonly sequence: Tensor
}

export interface LstmSizes {
  readonly layers: number
  readonly characters: number
  readonly bits: number
}

/** The instance that a text holds. */
export const lstmFrom = (file: string, text: string): LstmInstance => {
  const { sizes, blocks } = blocksOf(file, text, ['layers', 'characters', 'bits'] as const, ([l, c, b]) => [
    { what: 'a parameter of a layer', count: 8 * l * b },
    { what: 'a parameter around the layers', count: 3 * b },
    { what: 'a number of the state', count: 2 * l * b },
    { what: 'a bit', count: c * b },
  ])
  const [l, c, b] = sizes
  const shapes = [
    [2 * l, 4 * b],
    [3, b],
    [2 * l, b],
    [c, b],
  ]
  const [main, extra, state, sequence] = blocks.map((block, k) => tensor(block, shapes[k]!)) as [
    Tensor,
    Tensor,
    Tensor,
    Tensor,
  ]
  return { main, extra, state, sequence }
}

/** The instance in a file. */
export const readLstm = (file: string): LstmInstance => lstmFrom(file, textOf(file))

/** A seeded instance: parameters and state uniform from 0 to 1, as ADBench draws them, and random characters. */
export const lstmInstance = (seed: number, { layers, characters, bits }: LstmSizes): LstmInstance => {
  const keys = split(key(seed), 4)
  const codes = integers(keys[3]!, [characters], 0, 2 ** bits).data
  return {
    main: uniform(keys[0]!, [2 * layers, 4 * bits]),
    extra: uniform(keys[1]!, [3, bits]),
    state: uniform(keys[2]!, [2 * layers, bits]),
    sequence: tensor([...codes].map((code) => Array.from({ length: bits }, (_, j) => (code >> (bits - 1 - j)) & 1))),
  }
}
