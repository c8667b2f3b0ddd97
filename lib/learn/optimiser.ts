/** Optimisers: lenses from what is remembered and the parameters to the parameters and their gradient. */
import { add, sub } from '../ops/add.ts'
import { fill } from '../ops/constant.ts'
import { mul } from '../ops/linalg.ts'
import { div, pow, sqrt, square } from '../ops/powers.ts'
import { isTuple, scalar, type Type } from '../types.ts'
import { filled, type Value } from '../value.ts'
import type { Wire } from '../wire.ts'
import type { Types } from './category.ts'
import { graphOf, type Lens } from './lens.ts'

/**
 * A lens (S ⊗ P, S ⊗ P) -> (P, P') for parameters of any types. Its get says at which parameters the gradient is asked,
 * its put, given that gradient, what is remembered and which parameters come next.
 */
export interface Optimiser {
  /** The types of S. */
  readonly states: (parameters: Types) => Types
  /** What is remembered before the first step: zeros. */
  readonly start: (parameters: Types) => readonly Value[]
  readonly lens: (parameters: Types) => Lens
}

/** What happens to one tensor of parameters p with gradient g, `memory` tensors of its shape, and the steps made, t. */
interface Rule {
  readonly memory: number
  readonly clock?: boolean
  /** Where the gradient is asked; at p by default. */
  readonly ask?: (p: Wire, memory: readonly Wire[]) => Wire
  /** The next parameters, then the next memory. */
  readonly step: (p: Wire, g: Wire, memory: readonly Wire[], t: Wire | undefined) => readonly Wire[]
}

const zeroOf = (type: Type): Value => (isTuple(type) ? { tuple: type.tuple.map(zeroOf) } : filled(type.shape, 0))

const optimiser = ({ memory, clock = false, ask = (p) => p, step }: Rule): Optimiser => {
  const ticks = clock ? 1 : 0
  const states = (parameters: Types): Types => [
    ...(clock ? [scalar] : []),
    ...Array.from({ length: memory }, () => parameters).flat(),
  ]
  const lens = (parameters: Types): Lens => {
    const n = parameters.length
    const of = (s: readonly Wire[], k: number): readonly Wire[] =>
      Array.from({ length: memory }, (_, m) => s[ticks + m * n + k]!)
    return {
      get: graphOf([states(parameters), parameters], (s, p) => p.map((x, k) => ask(x, of(s, k)))),
      put: graphOf([states(parameters), parameters, parameters], (s, p, g) => {
        const t = clock ? add(s[0]!, 1) : undefined
        const next = p.map((x, k) => step(x, g[k]!, of(s, k), t))
        const column = (m: number): readonly Wire[] => next.map((wires) => wires[m]!)
        const memories = Array.from({ length: memory }, (_, m) => column(m + 1))
        return [...(t ? [t] : []), ...memories.flat(), ...column(0)]
      }),
    }
  }
  return { states, start: (parameters) => states(parameters).map(zeroOf), lens }
}

/**
 * Gradient descent: p' = p - rate g.
 *
 * @example
 * evaluateOrThrow(descent({ rate: 0.5 }).lens([{ shape: [] }]).put, [3, 2]) // => [2]
 */
export const descent = ({ rate }: { readonly rate: number }): Optimiser =>
  optimiser({ memory: 0, step: (p, g) => [sub(p, mul(rate, g))] })

/**
 * Descent with momentum, the heavy ball (Polyak, Some methods of speeding up the convergence of iteration methods, 1964):
 * v' = decay v + rate g, p' = p - v'. With decay 0 it is gradient descent.
 *
 * @example
 * evaluateOrThrow(momentum({ rate: 0.5, decay: 0.5 }).lens([{ shape: [] }]).put, [1, 3, 2]) // => [1.5, 1.5]
 */
export const momentum = ({ rate, decay = 0.9 }: { readonly rate: number; readonly decay?: number }): Optimiser =>
  optimiser({
    memory: 1,
    step: (p, g, [v]) => {
      const next = add(mul(decay, v!), mul(rate, g))
      return [sub(p, next), next]
    },
  })

/**
 * Nesterov's momentum, as Sutskever, Martens, Dahl and Hinton write it (On the importance of initialization and momentum
 * in deep learning, 2013): the gradient is asked at p - decay v, then v' = decay v + rate g, p' = p - v'.
 *
 * @example
 * evaluateOrThrow(nesterov({ rate: 0.5, decay: 0.5 }).lens([{ shape: [] }]).get, [1, 3]) // => [2.5]
 */
export const nesterov = ({ rate, decay = 0.9 }: { readonly rate: number; readonly decay?: number }): Optimiser =>
  optimiser({
    memory: 1,
    ask: (p, [v]) => sub(p, mul(decay, v!)),
    step: (p, g, [v]) => {
      const next = add(mul(decay, v!), mul(rate, g))
      return [sub(p, next), next]
    },
  })

/**
 * Adagrad (Duchi, Hazan, Singer, Adaptive subgradient methods for online learning and stochastic optimization, 2011):
 * s' = s + g^2, p' = p - rate g / (delta + sqrt s'), entry by entry.
 *
 * @example
 * evaluateOrThrow(adagrad({ rate: 1, delta: 1 }).lens([{ shape: [] }]).put, [0, 3, 1]) // => [1, 2.5]
 */
export const adagrad = ({ rate, delta = 1e-8 }: { readonly rate: number; readonly delta?: number }): Optimiser =>
  optimiser({
    memory: 1,
    step: (p, g, [s]) => {
      const next = add(s!, square(g))
      return [sub(p, div(mul(rate, g), add(delta, sqrt(next)))), next]
    },
  })

export interface AdamOptions {
  readonly rate?: number
  readonly beta1?: number
  readonly beta2?: number
  readonly delta?: number
}

/**
 * Adam (Kingma, Ba, Adam: a method for stochastic optimization, 2015, algorithm 1): t' = t + 1,
 * m' = beta1 m + (1 - beta1) g, v' = beta2 v + (1 - beta2) g^2 and
 * p' = p - rate (m' / (1 - beta1^t')) / (sqrt(v' / (1 - beta2^t')) + delta), entry by entry.
 *
 * @example
 * const first = evaluateOrThrow(adam({ rate: 0.5, delta: 0 }).lens([{ shape: [] }]).put, [0, 0, 0, 3, 7])
 * toNested(first[3]) // => 2.5
 */
export const adam = ({ rate = 0.001, beta1 = 0.9, beta2 = 0.999, delta = 1e-8 }: AdamOptions = {}): Optimiser =>
  optimiser({
    memory: 2,
    clock: true,
    step: (p, g, [m, v], t) => {
      const mean = add(mul(beta1, m!), mul(sub(1, beta1), g))
      const power = add(mul(beta2, v!), mul(sub(1, beta2), square(g)))
      const unbiased = (x: Wire, beta: number): Wire => div(x, sub(1, pow(beta, t!)))
      return [sub(p, div(mul(rate, unbiased(mean, beta1)), add(sqrt(unbiased(power, beta2)), delta))), mean, power]
    },
  })

/**
 * The end of a parametrised lens, (L, L') -> (1, 1): the change of every entry of the loss is this rate.
 *
 * @example
 * evaluateOrThrow(learningRate(0.1)([{ shape: [2] }]).put, [[5, 6]]) // => [[0.1, 0.1]]
 */
export const learningRate =
  (rate: number) =>
  (losses: Types): Lens => ({
    get: graphOf([losses], () => []),
    put: graphOf([losses], (l) => l.map(({ shape }) => fill(shape, rate))),
  })
