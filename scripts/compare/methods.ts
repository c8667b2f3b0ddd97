/** The ways to a derivative: each a graph, how often it is swept, and a run of all sweeps. */
import {
  type Certificate,
  certifiedOrder,
  cost,
  evaluateOrThrow,
  findOrder,
  forward,
  forwardVector,
  type Graph,
  linearize,
  reverse,
  type Tensor,
  type Value,
} from '../../modes/index.ts'
import { byColours, byColumns, byOrder, byRows, cheapest, type Way } from '../../modes/ways.ts'
import { countOf, joined, lane, onesOf, split, units } from './entries.ts'
import type { Problem } from './problem.ts'

export type Quantity = 'gradient' | 'jacobian' | 'hvp'
export type Mode =
  | 'forward'
  | 'forward-vector'
  | 'reverse'
  | 'mixed-markowitz'
  | 'mixed-best'
  | 'coloured'
  | 'central-differences'
  | 'forward-over-reverse'
  | 'reverse-over-forward'

/** Entries one after the other; of a Jacobian row by row, a row an entry of the results. */
export interface Derived {
  readonly value: Float64Array
  readonly derivative: Float64Array
}

/** What runs the graph of a method. */
export type Run = (inputs: readonly Value[]) => readonly Value[]

export interface Method {
  readonly mode: Mode
  readonly quantity: Quantity
  readonly exact: boolean
  /** What is run, once a sweep. */
  readonly graph: Graph
  /** All sweeps, by `evaluateOrThrow` unless told. */
  readonly run: (by?: Run) => Derived
  /** Of all sweeps together, but for the bytes, which are those of one. */
  readonly counted: { readonly [k in (typeof counts)[number]]: number }
  /** Of a way in mixed mode: its order of elimination, and how good that is known to be. */
  readonly certificate?: Certificate
  /** Of a way by colours: the kind of colouring, and how many lanes that takes. */
  readonly lanes?: string
}
export const counts = ['multiplications', 'additions', 'nonlinear', 'peakBytes'] as const

/** What the sweeps of a graph cost together. */
const swept = (graph: Graph, sweeps: number): Method['counted'] => {
  const { multiplications, additions, nonlinear, peakBytes } = cost(graph)
  return {
    multiplications: sweeps * multiplications,
    additions: sweeps * additions,
    nonlinear: sweeps * nonlinear,
    peakBytes,
  }
}

/** The step of a central difference that balances its truncation against rounding. */
const stepAt = (x: number): number => Math.cbrt(Number.EPSILON) * Math.max(1, Math.abs(x))

const centralDifferences = (f: Run, point: readonly Tensor[]): Derived => {
  const shapes = point.map(({ shape }) => shape)
  const x = joined(point)
  const at = (k: number, y: number): Float64Array => joined(f(split(shapes, x.with(k, y))))
  const value = joined(f(point))
  const derivative = new Float64Array(value.length * x.length)
  x.forEach((xk, k) => {
    const [right, left] = [xk + stepAt(xk), xk - stepAt(xk)]
    const [above, below] = [at(k, right), at(k, left)]
    above.forEach((y, i) => {
      derivative[i * x.length + k] = (y - below[i]!) / (right - left)
    })
  })
  return { value, derivative }
}

const interpreted =
  (graph: Graph): Run =>
  (inputs) =>
    evaluateOrThrow(graph, inputs)

/** The four ways to all first derivatives of all results. */
const firstOrder = ({ graph, inputs, outputs }: Problem, quantity: Quantity): readonly Method[] => {
  const point = inputs.map(({ value }) => value)
  const shapes = point.map(({ shape }) => shape)
  const [n, m] = [countOf(shapes), countOf(outputs)]
  const tangents = units(shapes)
  const cotangents = units(outputs)
  const parts = (results: readonly Value[]) =>
    [joined(results.slice(0, outputs.length)), results.slice(outputs.length)] as const
  const method = (
    mode: Mode,
    program: Graph,
    sweeps: number,
    sweep: (k: number) => readonly Value[],
    put: (all: Float64Array, found: readonly Value[], k: number) => void,
  ): Method => ({
    mode,
    quantity,
    exact: true,
    graph: program,
    counted: swept(program, sweeps),
    run: (by = interpreted(program)) => {
      const derivative = new Float64Array(m * n)
      let value: Float64Array = new Float64Array(0)
      for (let k = 0; k < sweeps; k++) {
        const [y, found] = parts(by([...point, ...sweep(k)]))
        put(derivative, found, k)
        value = y
      }
      return { value, derivative }
    },
  })
  const column = (all: Float64Array, dy: Float64Array, k: number): void =>
    dy.forEach((x, i) => {
      all[i * n + k] = x
    })
  return [
    method(
      'forward',
      forward(graph),
      n,
      (k) => lane(tangents, k),
      (all, dy, k) => column(all, joined(dy), k),
    ),
    method(
      'forward-vector',
      forwardVector(graph, n),
      1,
      () => tangents,
      (all, dy) => {
        for (let k = 0; k < n; k++) column(all, joined(lane(dy as readonly Tensor[], k)), k)
      },
    ),
    method(
      'reverse',
      reverse(graph),
      m,
      (k) => lane(cotangents, k),
      (all, dx, k) => all.set(joined(dx), k * n),
    ),
    {
      mode: 'central-differences',
      quantity,
      exact: false,
      graph,
      counted: swept(graph, 2 * n + 1),
      run: (by = interpreted(graph)) => centralDifferences(by, point),
    },
  ]
}

/** The blocks dy/dx of a graph, the results first, as one matrix. */
const matrixOf = (blocks: readonly Value[], rows: readonly number[], columns: readonly number[]): Float64Array => {
  const n = columns.reduce((sum, width) => sum + width, 0)
  const matrix = new Float64Array(n * rows.reduce((sum, height) => sum + height, 0))
  let top = 0
  rows.forEach((height, i) => {
    let left = 0
    columns.forEach((width, j) => {
      const { data } = blocks[i * columns.length + j] as Tensor
      for (let row = 0; row < height; row++)
        matrix.set(data.subarray(row * width, (row + 1) * width), (top + row) * n + left)
      left += width
    })
    top += height
  })
  return matrix
}

/** Products of linear maps by Markowitz's rule and in the best order that is found, and the lanes of a colouring. */
const combined = ({ graph, inputs, outputs }: Problem, quantity: Quantity): readonly Method[] => {
  const point = inputs.map(({ value }) => value)
  const [rows, columns] = [outputs, point.map(({ shape }) => shape)].map((shapes) => shapes.map((s) => countOf([s])))
  const method = (mode: Mode, way: Way, about: Pick<Method, 'certificate' | 'lanes'>): Method => ({
    mode,
    quantity,
    exact: true,
    graph: way.graph,
    counted: swept(way.graph, 1),
    run: (by = interpreted(way.graph)) => {
      const results = by(point)
      const value = joined(results.slice(0, outputs.length))
      return { value, derivative: matrixOf(results.slice(outputs.length), rows!, columns!) }
    },
    ...about,
  })
  const tape = linearize(graph)
  const markowitz = findOrder(tape, 'markowitz')
  const best = certifiedOrder(tape)
  const { count, order } = markowitz
  const byRule: Certificate = { count, order, kind: 'vertex', lowerBound: 0, proven: false, method: "Markowitz's rule" }
  // A group of one entry each is a colouring, too.
  const coloured = cheapest([byColumns(tape), byRows(tape), ...byColours(tape)])
  return [
    method('mixed-markowitz', byOrder(tape, order), { certificate: byRule }),
    method('mixed-best', byOrder(tape, best.order), { certificate: best }),
    method('coloured', coloured, { lanes: coloured.name }),
  ]
}

/** The two ways to the Hessian times a direction, of a function with one number as its result. */
const secondOrder = ({ graph, inputs, outputs }: Problem): readonly Method[] => {
  const point = inputs.map(({ value }) => value)
  const direction = onesOf(point.map(({ shape }) => shape))
  const one = onesOf(outputs)
  const method = (mode: Mode, program: Graph, given: readonly Tensor[]): Method => ({
    mode,
    quantity: 'hvp',
    exact: true,
    graph: program,
    counted: swept(program, 1),
    run: (by = interpreted(program)) => {
      const results = by(given)
      return { value: joined(results.slice(0, 1)), derivative: joined(results.slice(-inputs.length)) }
    },
  })
  const slopes = reverse(graph)
  const along = forward(graph)
  return [
    method('forward-over-reverse', forward(slopes, { wrt: graph.inputs, of: slopes.outputs.slice(1) }), [
      ...point,
      ...one,
      ...direction,
    ]),
    method('reverse-over-forward', reverse(along, { wrt: graph.inputs, of: along.outputs.slice(1) }), [
      ...point,
      ...direction,
      ...one,
    ]),
  ]
}

/** All ways to the derivative of a problem, in the order of the table. */
export const methodsOf = (problem: Problem): readonly Method[] =>
  countOf(problem.outputs) === 1
    ? [...firstOrder(problem, 'gradient'), ...combined(problem, 'gradient'), ...secondOrder(problem)]
    : [...firstOrder(problem, 'jacobian'), ...combined(problem, 'jacobian')]
