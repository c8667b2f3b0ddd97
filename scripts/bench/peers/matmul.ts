/** The sum of a product of matrices times a cotangent, for peers. */
import type { PeerWork } from './ops.ts'

export const matmul: PeerWork = ({ constant, mul, matmul: product, sum }, [a, b, w]) => ({
  parameters: [a!, b!],
  f: (x, y) => sum(mul(product(x!, y!), constant(w!.data, w!.shape))),
})
