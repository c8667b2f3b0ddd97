/** ADBench's mixture of Gaussians, for peers. */
import type { PeerWork } from './ops.ts'

/** What spreads the entries below the diagonal, column after column, over a matrix row by row. */
const spreading = (d: number): readonly number[] => {
  const lower = (d * (d - 1)) / 2
  const all = new Array<number>(lower * d * d).fill(0)
  for (let column = 0, at = 0; column < d; column++)
    for (let row = column + 1; row < d; row++, at++) all[at * d * d + row * d + column] = 1
  return all
}
const diagonal = (d: number): readonly number[] =>
  Array.from({ length: d ** 3 }, (_, at) => (at % (d * d) === Math.floor(at / (d * d)) * (d + 1) ? 1 : 0))

export const mixture: PeerWork = (ops, [alphas, means, icf, points, prior], { d, k, n }) => {
  const { constant, add, sub, mul, scale, exp, logSumExp, matmul, transpose, reshape, part, sum } = ops
  const [gamma, m] = prior!.data
  const lower = (d! * (d! - 1)) / 2
  const x = constant(points!.data, [1, n!, d!])
  return {
    parameters: [alphas!, means!, icf!],
    f: (a, mu, all) => {
      const shape = [k!, d! + lower]
      const q = part(all!, shape, 1, 0, d!)
      const below = part(all!, shape, 1, d!, d! + lower)
      const diagonals = exp(q)
      const flat = add(
        matmul(diagonals, constant(diagonal(d!), [d!, d! * d!])),
        matmul(below, constant(spreading(d!), [lower, d! * d!])),
      )
      const centred = sub(x, reshape(mu!, [k!, 1, d!]))
      const whitened = matmul(centred, transpose(reshape(flat, [k!, d!, d!]), [0, 2, 1]))
      const sums = sum(q, 1)
      const terms = sub(reshape(add(a!, sums), [k!, 1]), scale(0.5, sum(mul(whitened, whitened), 2)))
      const likelihood = sub(sum(logSumExp(transpose(terms, [1, 0]))), scale(n!, sum(logSumExp(reshape(a!, [1, k!])))))
      const squares = add(sum(mul(diagonals, diagonals)), sum(mul(below, below)))
      return sub(add(likelihood, scale((gamma! * gamma!) / 2, squares)), scale(m!, sum(sums)))
    },
  }
}
