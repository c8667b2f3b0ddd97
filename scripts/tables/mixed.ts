/** Mixed mode against plain modes by the library's own count, on problems of tensors: where it wins, and where not. */
import { cost, forward, matmul, mixedWay, mul, replay, reverse, softmax, transpose } from '../../modes/index.ts'
import { countOf } from '../compare/entries.ts'
import { figure } from '../compare/format.ts'
import { type Problem, problemOf } from '../compare/problem.ts'
import { encoderProblem } from '../problems/encoder.ts'
import { classifierProblem, networkProblem } from '../problems/perceptron.ts'
import { roeFlux3dProblem } from '../problems/roeFlux.ts'

/** Softmax(x q (x k)^T / sqrt(d)) x v of `positions` by `width`, by x and by its parameters. */
export const attentionProblem = (positions: number, width: number): Problem => {
  const square = (seed: number) =>
    Array.from({ length: width }, (_, i) => Array.from({ length: width }, (_, j) => Math.sin(seed + 3 * i + 5 * j)))
  const x = Array.from({ length: positions }, (_, i) => Array.from({ length: width }, (_, j) => Math.cos(i - 2 * j)))
  return problemOf(
    'attention',
    `attention of ${positions} positions of width ${width}`,
    (at, q, k, v) => {
      const scores = matmul(matmul(at!, q!), transpose(matmul(at!, k!)))
      return matmul(softmax(mul(1 / Math.sqrt(width), scores)), matmul(at!, v!))
    },
    [
      ['x', x],
      ['query', square(1)],
      ['key', square(2)],
      ['value', square(3)],
    ],
  )
}

/** A long chain of dense layers whose widths go up and down. */
const chainProblem = (): Problem => networkProblem({ widths: [16, 4, 12, 4, 12, 4, 16] })

/** A problem of which only the first input varies. */
const byFirst = ({ name, about, graph: f, inputs }: Problem): Problem =>
  problemOf(name, about, (x) => replay(f, [x!, ...inputs.slice(1).map(({ value }) => value)]), [
    [inputs[0]!.name, inputs[0]!.value],
  ])

/** By what the Jacobian is of and by. */
const problems: Readonly<Record<string, () => Problem>> = {
  'perceptron 12-8-2-8-12, by its input': () => networkProblem({ widths: [12, 8, 2, 8, 12] }),
  'perceptron 16-4-12-4-12-4-16, by its input': chainProblem,
  'perceptron 16-16-16-16, by its input': () => networkProblem({ widths: [16, 16, 16, 16] }),
  'attention, 6 positions of width 4, by its input': () => byFirst(attentionProblem(6, 4)),
  'attention, 12 positions of width 4, by its input': () => byFirst(attentionProblem(12, 4)),
  'attention, 6 positions of width 4, by all': () => attentionProblem(6, 4),
  'encoder block, 4 positions of width 8, by its input': () => byFirst(encoderProblem({ result: 'positions' })),
  'encoder block, 4 positions of width 8, by all': () => encoderProblem({ result: 'positions' }),
  "Roe's flux in 3-D, 4 faces": () => roeFlux3dProblem(4),
  'perceptron 20-12-8-4, loss by all parameters': () => classifierProblem({ widths: [20, 12, 8, 4], batch: 5 }),
  'encoder block, loss by all parameters': () => encoderProblem(),
}

/** What each way to a whole Jacobian multiplies, the primal included. */
export interface MixedRow {
  readonly problem: string
  readonly size: readonly [n: number, m: number]
  /** One tangent after another, and one cotangent after another. */
  readonly forward: number
  readonly reverse: number
  readonly eliminatedForward: number
  readonly eliminatedReverse: number
  readonly auto: number
  /** What `auto` took: the mode and the name of its order. */
  readonly way: string
}

const rowOf = (name: string, { graph: f, inputs, outputs }: Problem): MixedRow => {
  const [n, m] = [countOf(inputs.map(({ value }) => value.shape)), countOf(outputs)]
  const of = (g: Parameters<typeof cost>[0]): number => cost(g).multiplications
  const auto = mixedWay(f)
  return {
    problem: name,
    size: [n, m],
    forward: n * of(forward(f)),
    reverse: m * of(reverse(f)),
    eliminatedForward: mixedWay(f, { order: 'forward' }).cost.multiplications,
    eliminatedReverse: mixedWay(f, { order: 'reverse' }).cost.multiplications,
    auto: auto.cost.multiplications,
    way: auto.mode === 'mixed' ? auto.name : `${auto.mode} mode`,
  }
}

export const mixedRows = (): readonly MixedRow[] => Object.entries(problems).map(([name, of]) => rowOf(name, of()))

/** How many times fewer multiplications than the best plain way. */
export const gainOf = (row: MixedRow): number =>
  Math.min(row.forward, row.reverse, row.eliminatedForward, row.eliminatedReverse) / row.auto

export const mixedTable = (rows: readonly MixedRow[]): readonly (readonly string[])[] => [
  ['Jacobian of', 'from, to', 'jvps', 'vjps', 'eliminated forward', 'eliminated reverse', '`mixed`', 'order', 'gain'],
  ...rows.map((row) => [
    row.problem,
    row.size.join(', '),
    ...[row.forward, row.reverse, row.eliminatedForward, row.eliminatedReverse, row.auto].map(figure),
    row.way,
    `${gainOf(row).toFixed(2)}x`,
  ]),
]
