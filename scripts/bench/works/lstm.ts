/** ADBench's LSTM, one scan along a text: gradient in its parameters. */
import { constant, graph } from '../../../modes/index.ts'
import { lstmInstance } from '../../problems/adbench/lstm.ts'
import { lstm as loss } from '../../problems/lstm.ts'
import { gradientOf } from '../gradient.ts'
import type { Work } from '../work.ts'

export const lstm: Work = {
  about: "gradient of ADBench's LSTM",
  sizes: [
    { layers: 2, characters: 1024, bits: 14 },
    { layers: 3, characters: 333, bits: 7 },
  ],
  data: ({ layers, characters, bits }) => {
    const { main, extra, state, sequence } = lstmInstance(1, { layers: layers!, characters: characters!, bits: bits! })
    return [main, extra, state, sequence]
  },
  drawn: ([main, extra, state, sequence]) => {
    const inputs = [main!, extra!]
    const primal = graph(
      inputs.map(({ shape }) => shape),
      (a, b) => loss(sequence!)(a!, b!, constant(state!)),
    )
    return { primal, derivative: gradientOf(primal), inputs }
  },
}
