/** ADBench's hand tracking on vertices and on triangles, and its Jacobians, by hand. */
import type { ByHand } from './byHand.ts'
import { ANGLES, skeleton } from './skeleton.ts'

export const hand: ByHand = ([theta, parents, relatives, shares, places], { measurements }) => {
  const { pose, skin, seen, rows } = skeleton(theta!, parents!, relatives!, shares!)
  const residuals = new Float64Array(3 * measurements!)
  const slopes = new Float64Array(3 * measurements! * ANGLES)
  const at = new Float64Array(3)
  return {
    value: () => {
      pose(false)
      for (let k = 0; k < measurements!; k++) {
        at.fill(0)
        skin(k, 1, at, false)
        for (let i = 0; i < 3; i++) residuals[3 * k + i] = places![3 * k + i]! - seen(i, at)
      }
      return residuals
    },
    derivative: () => {
      pose(true)
      for (let k = 0; k < measurements!; k++) {
        at.fill(0)
        skin(k, 1, at, true)
        rows(at, slopes, 3 * k * ANGLES)
      }
      return slopes
    },
    entries: () => slopes,
  }
}

export const handComplicated: ByHand = (data, { measurements }) => {
  const [theta, parents, relatives, shares, places, coordinates] = data
  const { pose, skin, seen, rows, turn } = skeleton(theta!, parents!, relatives!, shares!)
  const residuals = new Float64Array(3 * measurements!)
  const slopes = new Float64Array(3 * measurements! * (ANGLES + 2))
  const at = new Float64Array(3)
  const corners = [new Float64Array(3), new Float64Array(3), new Float64Array(3)] as const
  const parts = (k: number): readonly [number, number, number] => {
    const [u, v] = [coordinates![2 * k]!, coordinates![2 * k + 1]!]
    return [u, v, 1 - u - v]
  }
  return {
    value: () => {
      pose(false)
      for (let k = 0; k < measurements!; k++) {
        at.fill(0)
        parts(k).forEach((part, q) => {
          skin(3 * k + q, part, at, false)
        })
        for (let i = 0; i < 3; i++) residuals[3 * k + i] = places![3 * k + i]! - seen(i, at)
      }
      return residuals
    },
    derivative: () => {
      pose(true)
      for (let k = 0; k < measurements!; k++) {
        at.fill(0)
        parts(k).forEach((part, q) => {
          skin(3 * k + q, part, at, true)
          corners[q]!.fill(0)
          skin(3 * k + q, 1, corners[q]!, false)
        })
        rows(at, slopes, 3 * k * ANGLES)
        const across = 3 * measurements! * ANGLES + 6 * k
        for (let i = 0; i < 3; i++)
          for (let q = 0; q < 2; q++) {
            let slope = 0
            for (let j = 0; j < 3; j++) slope += turn[3 * i + j]! * (corners[2][j]! - corners[q]![j]!)
            slopes[across + 2 * i + q] = slope
          }
      }
      return slopes
    },
    entries: () => slopes,
  }
}
