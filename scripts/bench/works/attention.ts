/** Attention of several heads: the mean squared result, and its gradient in what comes in and in all projections. */
import { einsum, graph, mean, mul, type Tensor, tensor, type Wire } from '../../../modes/index.ts'
import { attention as looks } from '../../problems/encoder.ts'
import { gradientOf } from '../gradient.ts'
import type { Size, Work } from '../work.ts'
import { seeded } from './instance.ts'

const shapesOf = ({ positions, width, heads, key }: Size): readonly (readonly number[])[] => [
  [positions!, width!],
  ...[0, 1, 2].map(() => [width!, heads!, key!]),
  [heads!, key!, width!],
]

const scaled = ({ data, shape }: Tensor, by: number): Tensor =>
  tensor(
    data.map((x) => by * x),
    shape,
  )

export const attention: Work = {
  about: 'mean squared result of attention, and its gradient in everything',
  sizes: [
    { positions: 128, width: 256, heads: 8, key: 32 },
    { positions: 77, width: 111, heads: 3, key: 37 },
  ],
  precisions: ['f64', 'f32'],
  data: (size) => seeded(shapesOf(size)).map((x, k) => (k === 0 ? x : scaled(x, Math.sqrt(3 / size['width']!)))),
  drawn: (inputs) => {
    const primal = graph(
      inputs.map(({ shape }) => shape),
      (...xs: Wire[]) => {
        const [x, query, key, value, out] = xs as [Wire, Wire, Wire, Wire, Wire]
        const values = einsum('sw,whk->hsk', x, value)
        const looked = einsum('hst,htk->hsk', looks(x, query, key), values)
        const y = einsum('hsk,hkw->sw', looked, out)
        return mean(mul(y, y))
      },
    )
    return { primal, derivative: gradientOf(primal), inputs }
  },
}
