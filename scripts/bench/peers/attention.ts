/** The mean squared result of attention, for peers. */
import type { PeerWork } from './ops.ts'

export const attention: PeerWork = (ops, data, { positions, width, heads, key }) => {
  const { mul, scale, softmax, matmul, transpose, reshape, sum } = ops
  type A = ReturnType<typeof softmax>
  const all = heads! * key!
  const projected = (x: A, by: A): A =>
    transpose(reshape(matmul(x, reshape(by, [width!, all])), [positions!, heads!, key!]), [1, 0, 2])
  return {
    parameters: data,
    f: (x, query, queried, value, out) => {
      const [q, k, v] = [query!, queried!, value!].map((by) => projected(x!, by)) as [A, A, A]
      const looks = softmax(scale(1 / Math.sqrt(key!), matmul(q, transpose(k, [0, 2, 1]))))
      const looked = reshape(transpose(matmul(looks, v), [1, 0, 2]), [positions!, all])
      const y = matmul(looked, reshape(out!, [all, width!]))
      return scale(1 / (positions! * width!), sum(mul(y, y)))
    },
  }
}
