/** ADBench's bundle adjustment, and the 14 slopes of each residual that are not zero, by hand. */
import type { ByHand } from './byHand.ts'

export const bundle: ByHand = ([cameras, points, weights, features], { cameras: n, points: m, observations: p }) => {
  const residuals = new Float64Array(2 * p!)
  const slopes = new Float64Array(28 * p!)
  return {
    value: () => {
      for (let o = 0; o < p!; o++) {
        const [c, q] = [11 * (o % n!), 3 * (o % m!)]
        const [c0, c1, c2] = [cameras![c]!, cameras![c + 1]!, cameras![c + 2]!]
        const x = points![q]! - cameras![c + 3]!
        const y = points![q + 1]! - cameras![c + 4]!
        const z = points![q + 2]! - cameras![c + 5]!
        const angle = Math.sqrt(c0 * c0 + c1 * c1 + c2 * c2)
        const [co, si, per] = [Math.cos(angle), Math.sin(angle), 1 / angle]
        const [a, b, d] = [c0 * per, c1 * per, c2 * per]
        const along = (a * x + b * y + d * z) * (1 - co)
        const rz = z * co + (a * y - b * x) * si + d * along
        const u = (x * co + (b * z - d * y) * si + a * along) / rz
        const v = (y * co + (d * x - a * z) * si + b * along) / rz
        const r = u * u + v * v
        const stretch = (1 + cameras![c + 9]! * r + cameras![c + 10]! * r * r) * cameras![c + 6]!
        residuals[2 * o] = weights![o]! * (u * stretch + cameras![c + 7]! - features![2 * o]!)
        residuals[2 * o + 1] = weights![o]! * (v * stretch + cameras![c + 8]! - features![2 * o + 1]!)
      }
      return residuals
    },
    derivative: () => {
      for (let o = 0; o < p!; o++) {
        const [c, q, w] = [11 * (o % n!), 3 * (o % m!), weights![o]!]
        const [c0, c1, c2] = [cameras![c]!, cameras![c + 1]!, cameras![c + 2]!]
        const [f, k1, k2] = [cameras![c + 6]!, cameras![c + 9]!, cameras![c + 10]!]
        const x = points![q]! - cameras![c + 3]!
        const y = points![q + 1]! - cameras![c + 4]!
        const z = points![q + 2]! - cameras![c + 5]!
        const angle = Math.sqrt(c0 * c0 + c1 * c1 + c2 * c2)
        const [co, si, per] = [Math.cos(angle), Math.sin(angle), 1 / angle]
        const [a, b, d] = [c0 * per, c1 * per, c2 * per]
        const dot = a * x + b * y + d * z
        const rest = 1 - co
        const along = dot * rest
        const [cx, cy, cz] = [b * z - d * y, d * x - a * z, a * y - b * x]
        const iz = 1 / (z * co + cz * si + d * along)
        const u = (x * co + cx * si + a * along) * iz
        const v = (y * co + cy * si + b * along) * iz
        const r = u * u + v * v
        const stretch = 1 + k1 * r + k2 * r * r
        const bend = k1 + 2 * k2 * r
        const wf = w * f
        const uv = wf * 2 * u * v * bend
        for (let row = 0; row < 2; row++) {
          const to = 28 * o + 14 * row
          const seen = row === 0 ? u : v
          const bu = row === 0 ? wf * (stretch + 2 * u * u * bend) : uv
          const bv = row === 0 ? uv : wf * (stretch + 2 * v * v * bend)
          const [gx, gy, gz] = [bu * iz, bv * iz, -(bu * u + bv * v) * iz]
          const toAlong = gx * a + gy * b + gz * d
          const toDot = toAlong * rest
          const [sx, sy, sz] = [gx * si, gy * si, gz * si]
          const px = gx * co + sy * d - sz * b + toDot * a
          const py = gy * co + sz * a - sx * d + toDot * b
          const pz = gz * co + sx * b - sy * a + toDot * d
          const ga = gx * along + sz * y - sy * z + toDot * x
          const gb = gy * along + sx * z - sz * x + toDot * y
          const gd = gz * along + sy * x - sx * y + toDot * z
          const toCo = gx * x + gy * y + gz * z - toAlong * dot
          const toSi = gx * cx + gy * cy + gz * cz
          const turn = (toSi * co - toCo * si - (ga * c0 + gb * c1 + gd * c2) * per * per) * per
          slopes[to] = ga * per + turn * c0
          slopes[to + 1] = gb * per + turn * c1
          slopes[to + 2] = gd * per + turn * c2
          slopes[to + 3] = -px
          slopes[to + 4] = -py
          slopes[to + 5] = -pz
          slopes[to + 6] = w * seen * stretch
          slopes[to + 7] = w
          slopes[to + 8] = wf * seen * r
          slopes[to + 9] = wf * seen * r * r
          slopes[to + 10] = px
          slopes[to + 11] = py
          slopes[to + 12] = pz
          slopes[to + 13] = seen * stretch * f + cameras![c + 7 + row]! - features![2 * o + row]!
        }
      }
      return slopes
    },
    entries: () => slopes,
  }
}
