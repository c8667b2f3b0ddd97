/**
 * Learners: a model, a loss and an optimiser, composed as parametrised lenses (Cruttwell, Gavranović, Ghani, Wilson,
 * Zanasi, Categorical foundations of gradient-based learning, 2022). A step of learning is the put of the composite.
 */
import {
  AdError,
  type Graph,
  graphOf,
  graphs,
  type Lens,
  learningRate,
  lenses,
  type Optimiser,
  type Parametrised,
  para,
  reparametrise,
  replay,
  run,
  type Side,
  type Types,
  type Value,
} from '../../lib/index.ts'
import { lensFunctor, paraFunctor } from './lensOf.ts'

type Model = Parametrised<Types, Graph>

export interface Learner {
  /** (B ⊗ S ⊗ P, lens) : (A, A') -> (1, 1) for data A, labels B, what the optimiser remembers S, and parameters P. */
  readonly lens: Parametrised<Side, Lens>
  /** (s, p, a, b) -> (s', p', the loss where the gradient was asked) */
  readonly step: Graph
  readonly model: Model
  /** At these parameters, with nothing remembered. */
  readonly at: (parameters: readonly Value[]) => Learned
}

/** What a learner knows. */
export interface Learned {
  readonly state: readonly Value[]
  readonly parameters: readonly Value[]
  /** The loss of the step that led here. */
  readonly loss: readonly Value[]
}

/** Data and their labels. */
export interface Batch {
  readonly data: readonly Value[]
  readonly labels: readonly Value[]
}

const lensesOver = para(lenses)
const modelsOver = para(graphs)

/** Refuses what is no graph with parameters. */
const checkParametrised = (argument: string, x: unknown): void => {
  if (typeof x === 'object' && x !== null && 'parameters' in x && 'arrow' in x) return
  throw new AdError({
    tag: 'ValueError',
    op: 'learner',
    argument,
    found: typeof x === 'function' ? 'a function' : 'something else',
    expected: 'a graph with parameters',
    cure: 'write parametrised(1, graph([[2], [2]], (w, x) => ...)), with how many inputs are parameters',
  })
}

/**
 * The learner of a model (P, f) : A -> B', a loss (B, e) : B' -> L and an optimiser for P: the lenses of model and loss,
 * closed by a learning rate, reparametrised by the optimiser.
 *
 * @throws AdError `ShapeError` where the model's results are not what the loss takes, `ValueError` where either is no
 * graph with parameters
 * @example
 * const model = parametrised(1, graph([[], []], (p, x) => mul(p, x)))
 * const loss = parametrised(1, graph([[], []], (b, y) => square(sub(y, b))))
 * const line = learner(model, loss, descent({ rate: 0.1 }))
 * learn(line, line.at([tensor(1)]), { data: [tensor(1)], labels: [tensor(3)] }).parameters // => [1.4]
 */
export const learner = (model: Model, loss: Model, optimiser: Optimiser, rate = 1): Learner => {
  checkParametrised('model', model)
  checkParametrised('loss', loss)
  const { parameters, source: data } = model
  const labels = loss.parameters
  const [S, n] = [optimiser.states(parameters), parameters.length]
  const L = paraFunctor(lensFunctor)
  const objective = modelsOver.compose(model, loss)
  const losses = modelsOver.target(objective)
  const end = { parameters: lenses.unit, source: L.object(losses), arrow: learningRate(rate)(losses) }
  const closed = lensesOver.compose(lensesOver.compose(L.arrow(model), L.arrow(loss)), end)
  const own = optimiser.lens(parameters)
  const lens = reparametrise(lenses, closed, lenses.tensor(lenses.identity(L.object(labels)), own))
  const { put } = lens.arrow
  const changes = { ...put, outputs: put.outputs.slice(labels.length, labels.length + S.length + n) }
  const step = graphOf([S, parameters, data, labels], (s, p, a, b) => [
    ...replay(changes, [...b, ...s, ...p, ...a]),
    ...replay(objective.arrow, [...b, ...replay(own.get, [...s, ...p]), ...a]),
  ])
  const at = (values: readonly Value[]): Learned => ({
    state: optimiser.start(parameters),
    parameters: values,
    loss: [],
  })
  return { lens, step, model, at }
}

/**
 * One step of learning.
 *
 * @throws AdError `ArityError` or `ValueError` where values do not fit
 */
export const learn = ({ step, model }: Learner, known: Learned, { data, labels }: Batch): Learned => {
  const results = run(step, [...known.state, ...known.parameters, ...data, ...labels])
  const [s, n] = [known.state.length, model.parameters.length]
  return { state: results.slice(0, s), parameters: results.slice(s, s + n), loss: results.slice(s + n) }
}

/**
 * Learning from one batch after another.
 *
 * @example
 * const model = parametrised(1, graph([[], []], (p, x) => mul(p, x)))
 * const loss = parametrised(1, graph([[], []], (b, y) => square(sub(y, b))))
 * const line = learner(model, loss, descent({ rate: 0.5 }))
 * const batches = Array(20).fill({ data: [tensor(1)], labels: [tensor(3)] })
 * train(line, line.at([tensor(1)]), batches).parameters // => [3]
 */
export const train = (learning: Learner, start: Learned, batches: Iterable<Batch>): Learned => {
  let known = start
  for (const batch of batches) known = learn(learning, known, batch)
  return known
}

/** What a model says of data at parameters. */
export const predict = ({ arrow }: Model, parameters: readonly Value[], data: readonly Value[]): readonly Value[] =>
  run(arrow, [...parameters, ...data])
