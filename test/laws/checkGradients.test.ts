import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { checkGradients } from '../../laws/checkGradients.ts'
import { cubic } from '../../laws/instructions/elementary.ts'
import {
  AdError,
  add,
  checkpoint,
  cond,
  cotangent,
  customDerivative,
  type Drawable,
  type Drawn,
  draw,
  elementwise,
  exp,
  greater,
  Linear,
  label,
  less,
  matmul,
  maximum,
  mul,
  type Op,
  relu,
  scan,
  sin,
  solve,
  sub,
  sum,
  type Tensor,
  tanh,
  whileLoopAll,
} from '../../modes/index.ts'

/** The message of the LawError that a check ends with. */
const complaint = (check: () => void): string => {
  try {
    check()
  } catch (e) {
    assert.ok(e instanceof AdError && e.info.tag === 'LawError', String(e))
    return e.message
  }
  return assert.unreachable('nothing was refuted') as never
}

test('content with right derivatives', () => {
  checkGradients((x) => sin(x), [1])
  checkGradients((x) => cubic(x), [0.7], { order: 3 })
  checkGradients(
    (x, y) => sum(mul(sin(x!), exp(y!))),
    [
      [0.1, 0.2],
      [[1], [2]],
    ],
  )
  checkGradients(
    (a, b) => solve(a!, b!),
    [
      [
        [3, 1],
        [0.5, 2],
      ],
      [1, -1],
    ],
  )
  checkGradients((x) => scan(([c], [t]) => ({ carry: [tanh(mul(c!, t!))] }), [1], [x!]).carry[0]!, [[0.4, -0.8, 1.1]])
  checkGradients((x) => checkpoint((y) => sin(mul(y, y)))(x!), [[0.3, 2]])
  checkGradients((x) => matmul(x!, x!), [Array.from({ length: 4 }, (_, i) => [i, 1, 2, i / 3].map((e) => e / 4))])
})

const bad = elementwise(
  'bad',
  (x) => x * x,
  ([x]) => x!,
)

test('tells the op whose slope is wrong, analytic beside numeric', () => {
  // d(x^2)/dx = 2x = 3 at 1.5, where the op says 1.5.
  const message = complaint(() => checkGradients((x) => sin(bad(x!)), [1.5]))
  assert.match(message, /^LawError in bad, argument 0/)
  assert.match(message, /the slope of bad in argument 0: analytic 1\.5 beside numeric (3|2\.9{6,}|3\.0{6,})/)
  assert.not.match(message, /the slope of sin/)
})

test('tells it inside checkpoints, branches and scans', () => {
  const inside: readonly Drawable[] = [
    (x) => checkpoint((y) => sin(bad(y)))(x!),
    (x) =>
      cond(
        greater(x!, 0),
        (y) => exp(bad(y)),
        (y) => y,
        x!,
      ),
    (x) => scan(([c]) => ({ carry: [tanh(bad(c!))] }), [x!], [], { length: 2 }).carry[0]!,
  ]
  for (const f of inside)
    assert.match(
      complaint(() => checkGradients(f, [0.8])),
      /^LawError in bad, argument 0.* the slope of bad in argument 0: analytic/,
    )
})

test('tells it inside the rule of a custom derivative, and inside a while', () => {
  const twice = elementwise(
    'twice',
    (x) => 2 * x,
    () => 3,
  )
  // d(x^2) = x 2 dx, by a rule whose 2 dx is said to have the slope 3.
  const ruled = customDerivative(
    (x) => mul(x, x),
    ([x], _, [dx]) => mul(x!, twice(dx!)),
  )
  assert.match(
    complaint(() => checkGradients((x) => sin(ruled(x!)), [0.8], { order: 1 })),
    /^LawError in twice, argument 0/,
  )
  const loop: Drawable = (x) =>
    whileLoopAll(
      (i) => less(i!, 2),
      (i, c) => [add(i!, 1), tanh(bad(c!))],
      [0, x!],
    )[1]!
  assert.match(
    complaint(() => checkGradients(loop, [0.8], { order: 1, modes: ['forward'] })),
    /^LawError in bad, argument 0/,
  )
  // A rule that is wrong as a whole, of ops that are right, is to blame itself.
  const wrong = customDerivative(
    (x) => mul(x, x),
    ([x], _, [dx]) => mul(x!, dx!),
  )
  assert.match(
    complaint(() => checkGradients((x) => sin(wrong(x!)), [0.8], { order: 1 })),
    /^LawError in custom, argument 0/,
  )
})

test('tells an adjoint that is wrong, which reverse mode alone sees', () => {
  const half: Drawn = {
    name: 'half',
    draw: ([x]) => mul(0.5, x!),
    adjoint: () => ({ ...half, draw: ([x]) => x!, key: 'adjoint' }),
    absolute: () => half,
    source: [],
    key: '',
  }
  const halve: Op = {
    family: { name: 'halve', kind: 'other' },
    name: 'halve',
    params: null,
    key: '',
    hash: 77,
    type: (x) => x!,
    eval: (x) => ({ shape: [], data: Float64Array.of((x as Tensor).data[0]! / 2) }),
    partial: (_, y, [x]) => Linear.ofStep({ op: half, at: 0, args: [x!.ref], from: x!.type, to: y.type }),
  }
  checkGradients((x) => draw(halve, [x!]), [1], { modes: ['forward'], order: 1 })
  assert.match(
    complaint(() => checkGradients((x) => draw(halve, [x!]), [1], { modes: ['reverse'] })),
    /^LawError in halve, argument 0.*analytic 1 beside numeric 0\.(5|49{6,})/,
  )
})

test('tells it in every mode, and by its label', () => {
  for (const mode of ['forward', 'reverse'] as const) {
    const message = complaint(() => checkGradients((x) => sum(label('here', bad(x!))), [[1, 2]], { modes: [mode] }))
    assert.match(message, new RegExp(`by ${mode} mode`))
    assert.match(message, /\(at here\)/)
  }
})

test('tells a slope that is off by a thousandth, or missing', () => {
  const off = elementwise('off', Math.exp, (_, y) => mul(1.001, y))
  assert.match(
    complaint(() => checkGradients((x) => off(x!), [0.3])),
    /LawError in off/,
  )
  const missing = elementwise(
    'missing',
    (x, y) => x * y,
    ([, y]) => y!,
    null,
  )
  assert.match(
    complaint(() => checkGradients((x) => missing(x!, sub(x!, 1)), [0.3])),
    /LawError in missing, argument 1/,
  )
})

test('tells a slope that is right in value and wrong in its own derivative, at order 2 only', () => {
  const slope = elementwise(
    'slope',
    (x) => 2 * x,
    () => 3,
  )
  const square = elementwise(
    'square',
    (x) => x * x,
    ([x]) => slope(x!),
  )
  checkGradients((x) => square(x!), [1.5], { order: 1 })
  const message = complaint(() => checkGradients((x) => square(x!), [1.5], { order: 2 }))
  assert.match(message, /LawError in slope, argument 0/)
  assert.match(message, /order 2/)
})

test('at a kink: what the convention says is compared with the symmetric limit', () => {
  checkGradients((x) => relu(x!), [0], { order: 1 })
  const first = { ...cotangent, tie: 1 }
  assert.match(
    complaint(() => checkGradients((x) => maximum(x!, 0), [0], { order: 1, conventions: first })),
    /analytic 1 beside numeric 0\.5/,
  )
})

test('refuses nothing where the order is 0', () => checkGradients((x) => bad(x!), [1], { order: 0 }))

test.run()
