/** A logistic regression's second derivatives: along a vector, and all of them. */
import {
  add,
  einsum,
  graph,
  hessian,
  hvp,
  mean,
  mul,
  softplus,
  sub,
  sum,
  type Tensor,
  tensor,
  type Wire,
} from '../../../modes/index.ts'
import type { Size, Work } from '../work.ts'
import { seeded } from './instance.ts'

const sizes = [
  { d: 100, n: 1000 },
  { d: 77, n: 777 },
] as const

/** Weights, samples, labels 0 or 1, a direction. */
const data = ({ d, n }: Size): readonly Tensor[] => {
  const [w, x, labels, v] = seeded([[d!], [n!, d!], [n!], [d!]]) as [Tensor, Tensor, Tensor, Tensor]
  return [w, x, tensor([...labels.data].map((u) => (u > 0 ? 1 : 0))), v]
}

const loss =
  (x: Tensor, labels: Tensor) =>
  (w: Wire): Wire => {
    const z = einsum('nd,d->n', x, w)
    return add(mean(sub(softplus(z), mul(labels, z))), mul(0.01, sum(mul(w, w))))
  }

export const logisticHvp: Work = {
  about: 'Hessian of a logistic regression of d weights on n samples times a vector',
  sizes,
  data,
  drawn: ([w, x, labels, v]) => {
    const f = loss(x!, labels!)
    return {
      primal: graph([w!.shape], (at) => f(at!)),
      derivative: graph([w!.shape, v!.shape], (at, along) => hvp(f)(at!, along!)),
      inputs: [w!, v!],
      from: 0,
    }
  },
}

export const logisticHessian: Work = {
  about: 'Hessian of a logistic regression of d weights on n samples',
  sizes,
  data,
  drawn: ([w, x, labels]) => {
    const f = loss(x!, labels!)
    return {
      primal: graph([w!.shape], (at) => f(at!)),
      derivative: graph([w!.shape], (at) => hessian(f)(at!)),
      inputs: [w!],
      from: 0,
    }
  },
}
