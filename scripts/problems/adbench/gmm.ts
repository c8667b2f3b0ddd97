/**
 * ADBench's instances of Gaussian mixtures: its files `gmm_d{d}_K{k}.txt`, and seeded ones.
 *
 * Format: microsoft/ADBench, src/cpp/shared/utils.cpp, read_gmm_instance: d k n, then alphas, means, icf, the points or
 * one point that stands for all of them, and the prior's gamma and m.
 */
import { key, normal, split, type Tensor, tensor, uniform } from '../../../modes/index.ts'
import type { Wishart } from '../mixture.ts'
import { type Block, blocksOf, rowsOf, textOf } from './text.ts'

export interface MixtureInstance {
  readonly alphas: Tensor
  readonly means: Tensor
  readonly icf: Tensor
  readonly points: readonly (readonly number[])[]
  readonly wishart: Wishart
}

/** Entries of a triangular matrix. */
const triangle = (d: number): number => (d * (d + 1)) / 2

/** The instance that a text holds. `replicated` files have one point, which is repeated n times. */
export const mixtureFrom = (file: string, text: string, { replicated = false } = {}): MixtureInstance => {
  const layout = ([d, k, n]: readonly [number, number, number]): readonly Block[] => [
    { what: 'an alpha', count: k },
    { what: 'a mean', count: k * d },
    { what: 'an icf', count: k * triangle(d) },
    { what: 'a point', count: (replicated ? 1 : n) * d },
    { what: 'gamma', count: 1 },
    { what: 'm', count: 1, below: () => Number.MAX_SAFE_INTEGER },
  ]
  const { sizes, blocks } = blocksOf(file, text, ['d', 'k', 'n'] as const, layout)
  const [d, k, n] = sizes
  const [alphas, means, icf, points, [gamma], [m]] = blocks as [
    number[],
    number[],
    number[],
    number[],
    number[],
    number[],
  ]
  return {
    alphas: tensor(alphas, [k]),
    means: tensor(means, [k, d]),
    icf: tensor(icf, [k, triangle(d)]),
    points: replicated ? Array.from({ length: n }, () => points) : rowsOf(points, d),
    wishart: { gamma: gamma!, m: m! },
  }
}

/** The instance in a file. */
export const readMixture = (file: string, options?: { readonly replicated?: boolean }): MixtureInstance =>
  mixtureFrom(file, textOf(file), options)

export interface MixtureSizes {
  /** Dimension of the points. */
  readonly d: number
  /** Components. */
  readonly k: number
  /** Points. */
  readonly n: number
}

/** A seeded instance: normal alphas and icf, means and points uniform in the unit cube, ADBench's gamma = 1 and m = 0. */
export const mixtureInstance = (seed: number, { d, k, n }: MixtureSizes): MixtureInstance => {
  const keys = split(key(seed), 4)
  return {
    alphas: normal(keys[0]!, [k]),
    means: uniform(keys[1]!, [k, d]),
    icf: normal(keys[2]!, [k, triangle(d)]),
    points: rowsOf([...uniform(keys[3]!, [n, d]).data], d),
    wishart: { gamma: 1, m: 0 },
  }
}
