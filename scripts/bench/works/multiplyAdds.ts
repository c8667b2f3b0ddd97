/** A chain of scalar products and sums around m numbers: what a graph of a hundred thousand scalars costs a node. */
import { add, graph, mul, tensor } from '../../../modes/index.ts'
import { gradientOf } from '../gradient.ts'
import type { Work } from '../work.ts'
import { seeded } from './instance.ts'

export const multiplyAdds: Work = {
  about: 'gradient of a chain of scalar products and sums, all drawn',
  sizes: [
    { nodes: 100_000, m: 16 },
    { nodes: 77_776, m: 13 },
  ],
  data: ({ m }) => [tensor([...seeded([[m!]], 0.5, 0.9)[0]!.data])],
  drawn: ([x], { nodes, m }) => {
    const primal = graph(
      Array.from({ length: m! }, () => []),
      (...xs) => {
        let a = xs[0]!
        for (let k = 0; k < nodes! / 2; k++) a = add(mul(a, xs[k % m!]!), xs[(k + 1) % m!]!)
        return a
      },
    )
    return { primal, derivative: gradientOf(primal), inputs: [...x!.data].map((entry) => tensor(entry)) }
  },
}
