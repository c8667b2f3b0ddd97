// Optimisers step for step against their published formulas in plain numbers, and against what theory says of quadratics.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import {
  adagrad,
  adam,
  descent,
  evaluateOrThrow,
  inputTypes,
  lenses,
  momentum,
  nesterov,
  type Optimiser,
  outputTypes,
  reverse,
  type Tensor,
  type Value,
} from '../../../modes/index.ts'
import { near } from '../../support.ts'

type Numbers = readonly number[]
/** A method in plain numbers: the parameters after each step, for gradients asked where it asks. */
type Published = (gradient: (x: Numbers) => Numbers, start: Numbers, steps: number) => readonly Numbers[]

/** x_{t+1} = x_t - rate f'(x_t) */
const plainDescent =
  (rate: number): Published =>
  (gradient, start, steps) => {
    const path = [start]
    for (let t = 0; t < steps; t++) {
      const x = path[t]
      const g = gradient(x)
      path.push(x.map((xi, i) => xi - rate * g[i]))
    }
    return path.slice(1)
  }

/** Polyak 1964: x_{t+1} = x_t - rate f'(x_t) + decay (x_t - x_{t-1}), which has no velocity. */
const plainHeavyBall =
  (rate: number, decay: number): Published =>
  (gradient, start, steps) => {
    const path = [start, start]
    for (let t = 1; t <= steps; t++) {
      const [x, before, g] = [path[t], path[t - 1], gradient(path[t])]
      path.push(x.map((xi, i) => xi - rate * g[i] + decay * (xi - before[i])))
    }
    return path.slice(2)
  }

/** Nesterov 1983: y = x_t + decay (x_t - x_{t-1}), x_{t+1} = y - rate f'(y), which has no velocity. */
const plainNesterov =
  (rate: number, decay: number): Published =>
  (gradient, start, steps) => {
    const path = [start, start]
    for (let t = 1; t <= steps; t++) {
      const y = path[t].map((xi, i) => xi + decay * (xi - path[t - 1][i]))
      const g = gradient(y)
      path.push(y.map((yi, i) => yi - rate * g[i]))
    }
    return path.slice(2)
  }

/** Duchi, Hazan, Singer 2011, section 1.1, diagonal: x_{t+1} = x_t - rate g_t / (delta + sqrt(sum of g_1^2 ... g_t^2)). */
const plainAdagrad =
  (rate: number, delta: number): Published =>
  (gradient, start, steps) => {
    const seen: Numbers[] = []
    const path = [start]
    for (let t = 0; t < steps; t++) {
      seen.push(gradient(path[t]))
      path.push(
        path[t].map((xi, i) => {
          const total = seen.reduce((sum, g) => sum + g[i] ** 2, 0)
          return xi - (rate * seen[t][i]) / (delta + Math.sqrt(total))
        }),
      )
    }
    return path.slice(1)
  }

/**
 * Kingma, Ba 2015, algorithm 1, its moments in closed form (their section 3):
 * v_t = (1 - beta2) sum over i of beta2^(t - i) g_i^2.
 */
const plainAdam =
  (rate: number, beta1: number, beta2: number, delta: number): Published =>
  (gradient, start, steps) => {
    const seen: Numbers[] = []
    const path = [start]
    for (let t = 1; t <= steps; t++) {
      seen.push(gradient(path[t - 1]))
      path.push(
        path[t - 1].map((xi, i) => {
          const moment = (beta: number, power: number): number =>
            (seen.reduce((sum, g, s) => sum + beta ** (t - 1 - s) * g[i] ** power, 0) * (1 - beta)) / (1 - beta ** t)
          return xi - (rate * moment(beta1, 1)) / (Math.sqrt(moment(beta2, 2)) + delta)
        }),
      )
    }
    return path.slice(1)
  }

/** Rosenbrock's function of each pair of entries next to each other, and its gradient by hand. */
const rosenbrock = (x: Numbers): Numbers => {
  const g = x.map(() => 0)
  for (let i = 0; i + 1 < x.length; i++) {
    g[i] += -2 * (1 - x[i]) - 400 * x[i] * (x[i + 1] - x[i] ** 2)
    g[i + 1] += 200 * (x[i + 1] - x[i] ** 2)
  }
  return g
}

/** The parameters after each step of an optimiser, for one tensor of parameters and one number beside it. */
const run = (
  optimiser: Optimiser,
  gradient: (x: Numbers) => Numbers,
  start: Numbers,
  steps: number,
): readonly Numbers[] => {
  const types = [{ shape: [start.length - 1] }, { shape: [] }]
  const { get, put } = optimiser.lens(types)
  const values = (x: Numbers): readonly Value[] => [
    { shape: types[0].shape, data: Float64Array.from(x.slice(0, -1)) },
    { shape: [], data: Float64Array.of(x[x.length - 1]) },
  ]
  const numbers = (xs: readonly Value[]): Numbers => xs.flatMap((x) => [...(x as Tensor).data])
  let state = optimiser.start(types)
  let p = values(start)
  return Array.from({ length: steps }, () => {
    const asked = numbers(evaluateOrThrow(get, [...state, ...p]))
    const next = evaluateOrThrow(put, [...state, ...p, ...values(gradient(asked))])
    state = next.slice(0, state.length)
    p = next.slice(state.length)
    return numbers(p)
  })
}

const methods: Readonly<Record<string, readonly [Optimiser, Published]>> = {
  'gradient descent': [descent({ rate: 1e-3 }), plainDescent(1e-3)],
  momentum: [momentum({ rate: 5e-4, decay: 0.8 }), plainHeavyBall(5e-4, 0.8)],
  Adagrad: [adagrad({ rate: 0.3, delta: 1e-6 }), plainAdagrad(0.3, 1e-6)],
  Adam: [adam({ rate: 0.05, beta1: 0.8, beta2: 0.99, delta: 1e-7 }), plainAdam(0.05, 0.8, 0.99, 1e-7)],
}
const start = [-1.2, 1, 0.4]

for (const [name, [optimiser, published]] of Object.entries(methods))
  test(`${name}, 60 steps on Rosenbrock's function, is its published formula`, () => {
    const expected = published(rosenbrock, start, 60)
    run(optimiser, rosenbrock, start, 60).forEach((x, t) => {
      near(x, expected[t], 1e-9, `step ${t + 1}`)
    })
  })

test("Nesterov's momentum, 60 steps, is the sequence of 1983 at the points where its gradients are asked", () => {
  // With p the parameters and v the velocity, p - decay v is Nesterov's y, and p his x.
  const expected = plainNesterov(5e-4, 0.8)(rosenbrock, start, 60)
  run(nesterov({ rate: 5e-4, decay: 0.8 }), rosenbrock, start, 60).forEach((x, t) => {
    near(x, expected[t], 1e-9, `step ${t + 1}`)
  })
})

// On f(x) = (a1 x1^2 + a2 x2^2) / 2 every step is linear in each coordinate.
const eigenvalues = [1, 16]
const bowl = (x: Numbers): Numbers => x.map((xi, i) => eigenvalues[i] * xi)

test('gradient descent on a quadratic contracts each coordinate by 1 - rate a; best is (K - 1) / (K + 1)', () => {
  const rate = 2 / (eigenvalues[0] + eigenvalues[1])
  const path = run(descent({ rate }), bowl, [1, 1], 30)
  path.forEach((x, t) => {
    near(
      x,
      eigenvalues.map((a) => (1 - rate * a) ** (t + 1)),
      1e-13,
    )
  })
  // Nesterov, Introductory lectures on convex optimization, 2004, theorem 2.1.15, which a quadratic attains.
  near(Math.abs(path[29][0]) ** (1 / 30), 15 / 17, 1e-12)
  near(Math.abs(path[29][1]) ** (1 / 30), 15 / 17, 1e-12)
})

test('gradient descent diverges on a quadratic beyond rate 2 / a and not before', () => {
  const last = (rate: number): number => Math.abs(run(descent({ rate }), bowl, [0, 1], 200)[199][1])
  assert.ok(last(2 / 16 - 1e-3) < 1)
  assert.ok(last(2 / 16 + 1e-3) > 1)
})

test("momentum on a quadratic contracts by sqrt(decay) at Polyak's choice: (sqrt K - 1) / (sqrt K + 1)", () => {
  // Polyak 1964: rate = 4 / (sqrt a1 + sqrt a2)^2, decay = ((sqrt a2 - sqrt a1) / (sqrt a2 + sqrt a1))^2: here (3/5)^2.
  // Then both coordinates have a double root z = +-3/5 of z^2 - (1 + decay - rate a) z + decay, so that, from rest at 1,
  // x_t = (1 + c t) z^t with x_1 = 1 - rate a.
  const [rate, decay] = [4 / 25, 9 / 25]
  run(momentum({ rate, decay }), bowl, [1, 1], 40).forEach((x, k) => {
    const t = k + 1
    near(
      x,
      eigenvalues.map((a, i) => {
        const z = i === 0 ? 3 / 5 : -3 / 5
        const c = (1 - rate * a) / z - 1
        return (1 + c * t) * z ** t
      }),
      1e-10,
      `step ${t}`,
    )
  })
})

test("Adam's first step is the rate, whatever the size of the gradient", () => {
  for (const g of [1e-3, 1, 1e6])
    near(run(adam({ rate: 0.1, delta: 0 }), () => [g, -g], [0, 0], 1)[0], [-0.1, 0.1], 1e-12)
})

test('momentum without decay is gradient descent, and so is its other form', () => {
  const plain = run(descent({ rate: 1e-3 }), rosenbrock, start, 20)
  near(run(momentum({ rate: 1e-3, decay: 0 }), rosenbrock, start, 20), plain, 0)
  near(run(nesterov({ rate: 1e-3, decay: 0 }), rosenbrock, start, 20), plain, 0)
})

test('an optimiser is a lens (S ⊗ P, S ⊗ P) -> (P, P), whose put can be differentiated', () => {
  const types = [{ shape: [2] }, { shape: [] }]
  for (const optimiser of [
    descent({ rate: 1 }),
    momentum({ rate: 1 }),
    nesterov({ rate: 1 }),
    adagrad({ rate: 1 }),
    adam(),
  ]) {
    const lens = optimiser.lens(types)
    const whole = [...optimiser.states(types), ...types]
    assert.equal(lenses.source(lens), { points: whole, changes: whole })
    assert.equal(lenses.target(lens), { points: types, changes: types })
    assert.equal(outputTypes(reverse(lens.put)).slice(whole.length), inputTypes(lens.put))
  }
  // d p' / d g of one step of descent is -rate: 3 at a rate of -3.
  const { put } = descent({ rate: -3 }).lens([{ shape: [] }])
  near(evaluateOrThrow(reverse(put), [1, 1, 1])[2], 3)
})

test.run()
