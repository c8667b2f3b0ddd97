/** ADBench's LSTM, for peers: unrolled, as they have no loops that they differentiate. */
import type { PeerWork } from './ops.ts'

export const lstm: PeerWork = (ops, [main, extra, state, text], { layers, characters, bits }) => {
  const { constant, add, sub, mul, div, scale, exp, log, tanh, part, sum } = ops
  type A = ReturnType<typeof exp>
  const [l, c, b] = [layers!, characters!, bits!]
  const [one, two] = [constant([1], [1, 1]), constant([2], [1, 1])]
  const rowOf = (data: ArrayLike<number>, row: number): A =>
    constant(
      Float64Array.from({ length: b }, (_, k) => data[row * b + k]!),
      [1, b],
    )
  const start = Array.from({ length: 2 * l }, (_, k) => rowOf(state!.data, k))
  const letters = Array.from({ length: c }, (_, t) => rowOf(text!.data, t))
  const sigmoid = (x: A): A => div(one, add(one, exp(scale(-1, x))))
  return {
    parameters: [main!, extra!],
    f: (all, around) => {
      const gates = Array.from({ length: 2 * l }, (_, row) => {
        const own = part(all!, [2 * l, 4 * b], 0, row, row + 1)
        return [0, 1, 2, 3].map((k) => part(own, [1, 4 * b], 1, k * b, (k + 1) * b))
      })
      const [before, after, bias] = [0, 1, 2].map((row) => part(around!, [3, b], 0, row, row + 1)) as [A, A, A]
      const states = [...start]
      const terms: A[] = []
      for (let t = 0; t + 1 < c; t++) {
        let through = mul(letters[t]!, before)
        for (let q = 0; q < l; q++) {
          const [hidden, cell] = [states[2 * q]!, states[2 * q + 1]!]
          const gate = (x: A, k: number): A => add(mul(x, gates[2 * q]![k]!), gates[2 * q + 1]![k]!)
          const [forget, enter, leave] = [
            sigmoid(gate(through, 0)),
            sigmoid(gate(hidden, 1)),
            sigmoid(gate(through, 2)),
          ]
          const kept = add(mul(cell, forget), mul(enter, tanh(gate(hidden, 3))))
          through = mul(leave, tanh(kept))
          states[2 * q] = through
          states[2 * q + 1] = kept
        }
        const y = add(mul(through, after), bias)
        terms.push(sum(mul(letters[t + 1]!, sub(y, log(add(two, sum(exp(y), 1, true)))))))
      }
      return scale(-1 / (b * (c - 1)), terms.reduce(add))
    },
  }
}
