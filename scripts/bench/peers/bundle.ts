/** ADBench's bundle adjustment, for peers: slopes in what stands in each observation's row, by two cotangents for all. */
import { tensor } from '../../../modes/index.ts'
import type { PeerWork } from './ops.ts'

/** Rows of a table again and again, p of them. */
const cyclic = (data: ArrayLike<number>, width: number, p: number) =>
  tensor(
    Float64Array.from({ length: p * width }, (_, k) => data[k % data.length]!),
    [p, width],
  )

export const bundle: PeerWork = (ops, [cameras, points, weights, features], { observations: p }) => {
  const { constant, add, sub, mul, div, sqrt, sin, cos, part, concat } = ops
  const seen = constant(features!.data, [p!, 2])
  const one = constant([1], [1, 1])
  return {
    parameters: [cyclic(cameras!.data, 11, p!), cyclic(points!.data, 3, p!), cyclic(weights!.data, 1, p!)],
    f: (camera, point, weight) => {
      type A = typeof seen
      const column = (x: A, width: number, k: number): A => part(x, [p!, width], 1, k, k + 1)
      const of = (k: number): A => column(camera!, 11, k)
      const sum = (...terms: readonly A[]): A => terms.reduce(add)
      const [x, y, z] = [0, 1, 2].map((k) => sub(column(point!, 3, k), of(3 + k))) as [A, A, A]
      const [c0, c1, c2] = [of(0), of(1), of(2)]
      const angle = sqrt(sum(mul(c0, c0), mul(c1, c1), mul(c2, c2)))
      const [co, si] = [cos(angle), sin(angle)]
      const [a, b, d] = [div(c0, angle), div(c1, angle), div(c2, angle)]
      const along = mul(sum(mul(a, x), mul(b, y), mul(d, z)), sub(one, co))
      const rx = sum(mul(x, co), mul(sub(mul(b, z), mul(d, y)), si), mul(a, along))
      const ry = sum(mul(y, co), mul(sub(mul(d, x), mul(a, z)), si), mul(b, along))
      const rz = sum(mul(z, co), mul(sub(mul(a, y), mul(b, x)), si), mul(d, along))
      const [u, v] = [div(rx, rz), div(ry, rz)]
      const r = add(mul(u, u), mul(v, v))
      const stretch = mul(sum(one, mul(of(9), r), mul(of(10), mul(r, r))), of(6))
      return mul(weight!, sub(concat([add(mul(u, stretch), of(7)), add(mul(v, stretch), of(8))], 1), seen))
    },
    rows: {
      shape: [p!, 2],
      seeds: [0, 1].map((row) => Float64Array.from({ length: 2 * p! }, (_, k) => (k % 2 === row ? 1 : 0))),
      read: (slopes) => {
        const entries = new Float64Array(28 * p!)
        for (let o = 0, at = 0; o < p!; o++)
          for (const [row, [camera, point, weight]] of slopes.entries()) {
            for (let k = 0; k < 11; k++) if (k !== 8 - row) entries[at++] = camera![11 * o + k]!
            for (let k = 0; k < 3; k++) entries[at++] = point![3 * o + k]!
            entries[at++] = weight![o]!
          }
        return entries
      },
    },
  }
}
