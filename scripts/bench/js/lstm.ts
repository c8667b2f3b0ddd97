/** ADBench's LSTM, and its gradient in the parameters, by hand. */
import type { ByHand } from './byHand.ts'

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x))

export const lstm: ByHand = ([weights, extra, initial, text], { layers, characters, bits }) => {
  const [l, c, b] = [layers!, characters!, bits!]
  const scale = -1 / (b * (c - 1))
  /** What is kept of an entry of a layer at a step, then the last layer's values and the slopes in what comes out. */
  const step = 8 * l * b + 2 * b
  const tape = new Float64Array(c * step)
  const state = new Float64Array(2 * l * b)
  const [out, bState, bOut] = [new Float64Array(b), new Float64Array(2 * l * b), new Float64Array(b)]
  const slopes = new Float64Array(8 * l * b + 3 * b)

  const forward = (): number => {
    let total = 0
    state.set(initial!)
    for (let t = 0; t + 1 < c; t++) {
      let kept = t * step
      for (let i = 0; i < b; i++) out[i] = text![t * b + i]! * extra![i]!
      for (let q = 0; q < l; q++, kept += 8 * b) {
        const [w, hidden, cell] = [8 * b * q, 2 * b * q, 2 * b * q + b]
        const bias = w + 4 * b
        for (let i = 0; i < b; i++) {
          const [x, h, c0] = [out[i]!, state[hidden + i]!, state[cell + i]!]
          const forget = sigmoid(x * weights![w + i]! + weights![bias + i]!)
          const enter = sigmoid(h * weights![w + b + i]! + weights![bias + b + i]!)
          const leave = sigmoid(x * weights![w + 2 * b + i]! + weights![bias + 2 * b + i]!)
          const change = Math.tanh(h * weights![w + 3 * b + i]! + weights![bias + 3 * b + i]!)
          const c1 = c0 * forget + enter * change
          const shown = Math.tanh(c1)
          state[cell + i] = c1
          state[hidden + i] = out[i] = leave * shown
          const at = kept + 8 * i
          tape[at] = x
          tape[at + 1] = h
          tape[at + 2] = c0
          tape[at + 3] = forget
          tape[at + 4] = enter
          tape[at + 5] = leave
          tape[at + 6] = change
          tape[at + 7] = shown
        }
      }
      let [sum, ones, product] = [2, 0, 0]
      for (let i = 0; i < b; i++) {
        const [through, bit] = [out[i]!, text![(t + 1) * b + i]!]
        const z = through * extra![b + i]! + extra![2 * b + i]!
        const e = Math.exp(z)
        tape[kept + i] = through
        tape[kept + b + i] = e
        sum += e
        ones += bit
        product += bit * z
      }
      total += product - ones * Math.log(sum)
      for (let i = 0; i < b; i++)
        tape[kept + b + i] = scale * (text![(t + 1) * b + i]! - (ones * tape[kept + b + i]!) / sum)
    }
    return total * scale
  }
  const backward = (): void => {
    slopes.fill(0)
    bState.fill(0)
    const around = 8 * l * b
    for (let t = c - 2; t >= 0; t--) {
      const last = t * step + around
      for (let i = 0; i < b; i++) {
        const slope = tape[last + b + i]!
        slopes[around + b + i]! += slope * tape[last + i]!
        slopes[around + 2 * b + i]! += slope
        bOut[i] = slope * extra![b + i]!
      }
      for (let q = l - 1; q >= 0; q--) {
        const [w, hidden, cell] = [8 * b * q, 2 * b * q, 2 * b * q + b]
        const bias = w + 4 * b
        for (let i = 0; i < b; i++) {
          const at = t * step + 8 * b * q + 8 * i
          const [x, h, c0, forget] = [tape[at]!, tape[at + 1]!, tape[at + 2]!, tape[at + 3]!]
          const [enter, leave, change, shown] = [tape[at + 4]!, tape[at + 5]!, tape[at + 6]!, tape[at + 7]!]
          const bh = bState[hidden + i]! + bOut[i]!
          const bc = bState[cell + i]! + bh * leave * (1 - shown * shown)
          const bForget = bc * c0 * forget * (1 - forget)
          const bEnter = bc * change * enter * (1 - enter)
          const bLeave = bh * shown * leave * (1 - leave)
          const bChange = bc * enter * (1 - change * change)
          bState[cell + i] = bc * forget
          slopes[w + i]! += bForget * x
          slopes[bias + i]! += bForget
          slopes[w + b + i]! += bEnter * h
          slopes[bias + b + i]! += bEnter
          slopes[w + 2 * b + i]! += bLeave * x
          slopes[bias + 2 * b + i]! += bLeave
          slopes[w + 3 * b + i]! += bChange * h
          slopes[bias + 3 * b + i]! += bChange
          bState[hidden + i] = bEnter * weights![w + b + i]! + bChange * weights![w + 3 * b + i]!
          bOut[i] = bForget * weights![w + i]! + bLeave * weights![w + 2 * b + i]!
        }
      }
      for (let i = 0; i < b; i++) slopes[around + i]! += bOut[i]! * text![t * b + i]!
    }
  }
  return {
    value: forward,
    derivative: () => {
      const y = forward()
      backward()
      return y
    },
    entries: () => slopes,
  }
}
