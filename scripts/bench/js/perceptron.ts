/** Mean cross entropy of a batch under a perceptron of three layers with tanh between, and its gradient, by hand. */
import type { ByHand } from './byHand.ts'
import { leftTurned, plain, rightTurned } from './matrices.ts'

export const perceptron: ByHand = ([w1, b1, w2, b2, w3, b3, x, labels], { d0, d1, d2, d3, batch }) => {
  const n = batch!
  const [h1, h2, z] = [d1, d2, d3].map((width) => new Float64Array(n * width!)) as Float64Array[] & { length: 3 }
  const [bh1, bh2] = [new Float64Array(n * d1!), new Float64Array(n * d2!)]
  const starts = [0]
  for (const count of [d0! * d1!, d1!, d1! * d2!, d2!, d2! * d3!, d3!]) starts.push(starts.at(-1)! + count)
  const slopes = new Float64Array(starts.pop()!)

  const activated = (h: Float64Array, bias: Readonly<Float64Array>): void => {
    const width = bias.length
    for (let k = 0, j = 0; k < h.length; k++, j = j + 1 === width ? 0 : j + 1) h[k] = Math.tanh(h[k]! + bias[j]!)
  }
  /** The loss; leaves its slopes in `z`. */
  const value = (): number => {
    plain(n, d1!, d0!, x!, w1!, h1!)
    activated(h1!, b1!)
    plain(n, d2!, d1!, h1!, w2!, h2!)
    activated(h2!, b2!)
    plain(n, d3!, d2!, h2!, w3!, z!)
    let loss = 0
    for (let i = 0; i < n; i++) {
      const at = i * d3!
      let [most, sum] = [Number.NEGATIVE_INFINITY, 0]
      for (let j = 0; j < d3!; j++) most = Math.max(most, (z![at + j]! += b3![j]!))
      for (let j = 0; j < d3!; j++) sum += Math.exp(z![at + j]! - most)
      const norm = Math.log(sum) + most
      for (let j = 0; j < d3!; j++) {
        const away = z![at + j]! - norm
        loss -= labels![at + j]! * away
        z![at + j] = (Math.exp(away) - labels![at + j]!) / n
      }
    }
    return loss / n
  }
  /** Adds up rows, of slopes times those of tanh where its values are given. */
  const biasFrom = (b: Float64Array, width: number, start: number, h?: Float64Array): void => {
    slopes.fill(0, start, start + width)
    for (let k = 0, j = 0; k < b.length; k++, j = j + 1 === width ? 0 : j + 1) {
      if (h) b[k]! *= 1 - h[k]! * h[k]!
      slopes[start + j]! += b[k]!
    }
  }
  return {
    value,
    derivative: () => {
      const loss = value()
      leftTurned(d2!, d3!, n, h2!, z!, slopes, starts[4])
      biasFrom(z!, d3!, starts[5]!)
      rightTurned(n, d2!, d3!, z!, w3!, bh2)
      biasFrom(bh2, d2!, starts[3]!, h2!)
      leftTurned(d1!, d2!, n, h1!, bh2, slopes, starts[2])
      rightTurned(n, d1!, d2!, bh2, w2!, bh1)
      biasFrom(bh1, d1!, starts[1]!, h1!)
      leftTurned(d0!, d1!, n, x!, bh1, slopes, starts[0])
      return loss
    },
    entries: () => slopes,
  }
}
