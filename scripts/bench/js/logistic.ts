/** A logistic regression's loss and its Hessian, along a vector and whole, by hand. */
import type { ByHand } from './byHand.ts'

type Data = Parameters<ByHand>[0]
type Size = Parameters<ByHand>[1]

const lossOf = ([w, x, labels]: Data, { d, n }: Size) => {
  const product = (i: number, v: Readonly<Float64Array>): number => {
    let z = 0
    for (let j = 0; j < d!; j++) z += x![i * d! + j]! * v[j]!
    return z
  }
  /** The second derivative of a sample's loss in its z, a share of the mean. */
  const curvature = (i: number): number => {
    const p = 1 / (1 + Math.exp(-product(i, w!)))
    return (p * (1 - p)) / n!
  }
  const value = (): number => {
    let [loss, squares] = [0, 0]
    for (let j = 0; j < d!; j++) squares += w![j]! * w![j]!
    for (let i = 0; i < n!; i++) {
      const z = product(i, w!)
      loss += Math.log(1 + Math.exp(-z)) + z - labels![i]! * z
    }
    return loss / n! + 0.01 * squares
  }
  return { product, curvature, value }
}

export const logisticHvp: ByHand = (data, size) => {
  const { product, curvature, value } = lossOf(data, size)
  const { d, n } = size
  const [, x, , v] = data
  const along = new Float64Array(d!)
  return {
    value,
    derivative: () => {
      for (let j = 0; j < d!; j++) along[j] = 0.02 * v![j]!
      for (let i = 0; i < n!; i++) {
        const c = curvature(i) * product(i, v!)
        for (let j = 0; j < d!; j++) along[j]! += c * x![i * d! + j]!
      }
      return along
    },
    entries: () => along,
  }
}

export const logisticHessian: ByHand = (data, size) => {
  const { curvature, value } = lossOf(data, size)
  const { d, n } = size
  const x = data[1]!
  const all = new Float64Array(d! * d!)
  return {
    value,
    derivative: () => {
      all.fill(0)
      for (let i = 0; i < n!; i++) {
        const c = curvature(i)
        for (let j = 0; j < d!; j++) {
          const cx = c * x[i * d! + j]!
          for (let k = 0; k <= j; k++) all[j * d! + k]! += cx * x[i * d! + k]!
        }
      }
      for (let j = 0; j < d!; j++) {
        all[j * d! + j]! += 0.02
        for (let k = 0; k < j; k++) all[k * d! + j] = all[j * d! + k]!
      }
      return all
    },
    entries: () => all,
  }
}
