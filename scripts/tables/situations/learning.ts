/** What can go wrong with learners. */
import {
  add,
  descent,
  graph,
  type Learner,
  learn,
  learner,
  mul,
  parametrised,
  predict,
  square,
  sub,
  sum,
  tensor,
} from '../../../modes/index.ts'
import { type Areas, untyped } from './situation.ts'

/** A line through 0, by squares. */
const line = () =>
  parametrised(
    1,
    graph([[], []], (p, x) => mul(p, x)),
  )
const squares = () =>
  parametrised(
    1,
    graph([[], []], (b, y) => square(sub(y, b))),
  )
const learning = (): Learner => learner(line(), squares(), descent({ rate: 0.1 }))
const batch = { data: [tensor(1)], labels: [tensor(3)] }

export const learnings: Areas = {
  Learning: [
    [
      'a loss that does not take what the model gives',
      () =>
        learner(
          line(),
          parametrised(
            1,
            graph([[2], [2]], (b, y) => sum(square(sub(y, b)))),
          ),
          descent({ rate: 0.1 }),
        ),
    ],
    [
      'a loss of more results than the model has',
      () =>
        learner(
          line(),
          parametrised(
            1,
            graph([[], [], []], (b, y, z) => add(b, y, z)),
          ),
          descent({ rate: 0.1 }),
        ),
    ],
    ['parameters too few to learn', () => learn(learning(), learning().at([]), batch)],
    ['parameters of another shape', () => learn(learning(), learning().at([tensor([1, 2])]), batch)],
    [
      'labels of another shape',
      () => learn(learning(), learning().at([tensor(1)]), { ...batch, labels: [tensor([3])] }),
    ],
    ['data that are no tensors', () => predict(line(), [tensor(1)], [untyped('x')])],
  ],
}
