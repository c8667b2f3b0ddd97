/**
 * ADBench's LSTM: how badly a stack of layers foretells the next character of a text, bit by bit.
 *
 * Source: microsoft/ADBench, src/cpp/shared/lstm.h. The gates are ADBench's own, not those of Hochreiter and Schmidhuber,
 * Long short-term memory, 1997: a weight and a bias an entry and no matrices, forget and out looking at what comes in, in
 * and change at the hidden values; and its sum of exponentials has 2 added.
 */
import {
  add,
  constant,
  exp,
  log,
  mean,
  mul,
  neg,
  reshape,
  scan,
  sigmoid,
  slice,
  stack,
  sub,
  sum,
  tanh,
  toNested,
  type Wire,
} from '../../modes/index.ts'
import { type Problem, problemOf } from '../compare/problem.ts'
import { type LstmInstance, type LstmSizes, lstmInstance } from './adbench/lstm.ts'

/** `scan` carries the state in one node whatever the length of the text; `unrolled` draws every character. */
export type LstmCourse = 'scan' | 'unrolled'

/** Weights and biases of a layer's gates: forget, in, out, change. */
interface Layer {
  readonly weights: readonly Wire[]
  readonly biases: readonly Wire[]
}

/** What the state, the parameters of the layers and those around them are in parts. */
interface Parts {
  readonly layers: readonly Layer[]
  readonly around: readonly Wire[]
  readonly state: readonly Wire[]
}

const rows = (x: Wire): readonly Wire[] => {
  const [count, ...rest] = x.shape
  return Array.from({ length: count! }, (_, k) => reshape(slice(x, [[k, k + 1]]), rest))
}

const partsOf = (main: Wire, extra: Wire, state: Wire): Parts => {
  const bits = state.shape[1]!
  const gates = rows(main).map((row) => rows(reshape(row, [4, bits])))
  return {
    layers: gates.flatMap((weights, k) => (k % 2 === 0 ? [{ weights, biases: gates[k + 1]! }] : [])),
    around: rows(extra),
    state: rows(state),
  }
}

const affine = (x: Wire, weight: Wire, bias: Wire): Wire => add(mul(x, weight), bias)

/** (state, bits of a character) -> (next state, what the next character is taken for). */
const step = ({ layers, around }: Parts, state: readonly Wire[], character: Wire): readonly [readonly Wire[], Wire] => {
  let through = mul(character, around[0]!)
  const next = layers.flatMap(({ weights, biases }, k) => {
    const [hidden, cell] = [state[2 * k]!, state[2 * k + 1]!]
    const gate = (x: Wire, which: number): Wire => affine(x, weights[which]!, biases[which]!)
    const forget = sigmoid(gate(through, 0))
    const enter = sigmoid(gate(hidden, 1))
    const leave = sigmoid(gate(through, 2))
    const change = tanh(gate(hidden, 3))
    const kept = add(mul(cell, forget), mul(enter, change))
    through = mul(leave, tanh(kept))
    return [through, kept]
  })
  return [next, affine(through, around[1]!, around[2]!)]
}

/** Characters as rows of bits. */
type Text = readonly (readonly number[])[]

const foretold: Readonly<Record<LstmCourse, (parts: Parts, text: Text) => Wire>> = {
  scan: (parts, text) =>
    scan(
      (state, [character]) => {
        const [carry, out] = step(parts, state, character!)
        return { carry, out: [out] }
      },
      parts.state,
      [text],
    ).out[0]!,
  unrolled: (parts, text) => {
    let state = parts.state
    return stack(
      text.map((bits) => {
        const [next, out] = step(parts, state, constant(bits))
        state = next
        return out
      }),
    )
  },
}

/**
 * (main [2 l, 4 b], extra [3, b], state [2 l, b]) -> minus the mean over characters and bits of bit * log-probability,
 * the log-probabilities of the b bits being y - log(2 + sum(exp(y))).
 */
export const lstm =
  (sequence: LstmInstance['sequence'], course: LstmCourse = 'scan') =>
  (main: Wire, extra: Wire, state: Wire): Wire => {
    const text = toNested(sequence) as Text
    const y = foretold[course](partsOf(main, extra, state), text.slice(0, -1))
    const logs = sub(y, log(add(2, sum(exp(y), 1, { keep: true }))))
    return neg(mean(mul(text.slice(1), logs)))
  }

/** The problem of an instance; the state that it starts from is no parameter. */
export const lstmOf = ({ main, extra, state, sequence }: LstmInstance, about: string, course?: LstmCourse): Problem =>
  problemOf('lstm', about, (a, b) => lstm(sequence, course)(a!, b!, constant(state)), [
    ['main', main],
    ['extra', extra],
  ])

/** A seeded LSTM. */
export const lstmProblem = ({
  layers = 2,
  characters = 16,
  bits = 4,
  course = 'scan',
}: Partial<LstmSizes> & { readonly course?: LstmCourse } = {}): Problem =>
  lstmOf(
    lstmInstance(1, { layers, characters, bits }),
    `how badly ${layers} layers of ADBench's LSTM foretell ${characters} seeded characters of ${bits} bits (${course})`,
    course,
  )
