/**
 * Rotations by a vector, whose direction is the axis and whose length is the angle (Euler 1775, Rodrigues 1840), smooth
 * at the zero vector to every order: with K the matrix of the cross product by r and s = |r|^2,
 * R = c0(s) I + c1(s) K + c2(s) r r^T, where the c are Stumpff's functions.
 *
 * Sources: Gallego, Yezzi, A compact formula for the derivative of a 3-D rotation in exponential coordinates, 2015, for
 * Rodrigues' formula; Stumpff, Himmelsmechanik I, 1959, for the functions.
 */
import { interning, type Op } from '../../../lib/op.ts'
import { apply, elementwiseFamily, elementwiseOp } from '../../../lib/ops/elementwise.ts'
import { type Arg, add, einsum, eye, mul, reshape, sub, type Wire } from '../../../modes/index.ts'

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1))

/** The series of c_k at s, summed from its last term: for s less than (k + 1)(k + 2) no term exceeds the first. */
const series = (k: number, s: number): number => {
  let rest = 1
  for (let j = 24; j > 0; j--) rest = 1 - (rest * s) / ((k + 2 * j - 1) * (k + 2 * j))
  return rest / factorial(k)
}

/** c_k(s), the sum over j of (-s)^j / (2j + k)!: cos and sinc of a root, and then c_k = (1/(k-2)! - c_(k-2)) / s. */
export const stumpffAt = (k: number, s: number): number => {
  if (Math.abs(s) < ((k + 1) * (k + 2)) / 2) return series(k, s)
  const root = Math.sqrt(Math.abs(s))
  if (k === 0) return s > 0 ? Math.cos(root) : Math.cosh(root)
  if (k === 1) return (s > 0 ? Math.sin(root) : Math.sinh(root)) / root
  return (1 / factorial(k - 2) - stumpffAt(k - 2, s)) / s
}

const family = elementwiseFamily('stumpff')
const stumpffOp: (k: number) => Op<number> = interning<number>(String, (k, key) =>
  elementwiseOp(family, k, key, (s) => stumpffAt(k, s), [
    ([s]) => mul(0.5, sub(mul(k, stumpff(s!, k + 2)), stumpff(s!, k + 1))),
  ]),
)

/** Stumpff's c_k, entry by entry; an entire function, whose derivative is (k c_(k+2) - c_(k+1)) / 2. */
export const stumpff = (s: Arg, k: number): Wire => apply(stumpffOp(k), [s])

/** The matrices E_a of the cross products by the basis vectors: x -> e_a cross x. */
const CROSS = [
  [
    [0, 0, 0],
    [0, 0, -1],
    [0, 1, 0],
  ],
  [
    [0, 0, 1],
    [0, 0, 0],
    [-1, 0, 0],
  ],
  [
    [0, -1, 0],
    [1, 0, 0],
    [0, 0, 0],
  ],
]

/** Rotation vectors [..., 3] -> their matrices [..., 3, 3]. */
export const rotation = (r: Wire): Wire => {
  const s = einsum('...a,...a->...', r, r)
  const [c0, c1, c2] = [0, 1, 2].map((k) => reshape(stumpff(s, k), [...s.shape, 1, 1])) as [Wire, Wire, Wire]
  return add(mul(c0, eye(3)), mul(c1, einsum('...a,aij->...ij', r, CROSS)), mul(c2, einsum('...i,...j->...ij', r, r)))
}
