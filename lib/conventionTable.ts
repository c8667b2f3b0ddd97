/** Points without a derivative, and what reverse mode says there: this library, and the three that presets are after. */

/** A slope, one for each entry where the argument is a vector; undefined where a system has no such function. */
export type Said = number | readonly number[] | undefined

export interface ConventionRow {
  /** The function, as it is drawn. */
  readonly op: string
  readonly at: readonly (number | readonly number[])[]
  /** The argument that the slope is taken in, counted from 0. */
  readonly argument: number
  readonly cotangent: Said
  readonly jax: Said
  readonly torch: Said
  readonly tfjs: Said
  /** Where the others' answers come from: a rule in a source file. Those of TensorFlow.js were also run, in 4.22.0. */
  readonly source: string
}

type Answers = readonly [cotangent: Said, jax: Said, torch: Said, tfjs: Said]
const row = (
  op: string,
  at: ConventionRow['at'],
  argument: number,
  [cotangent, jax, torch, tfjs]: Answers,
  source: string,
): ConventionRow => ({ op, at, argument, cotangent, jax, torch, tfjs, source })

const same = (x: Said): Answers => [x, x, x, x]
const { POSITIVE_INFINITY: infinity, NaN: nan } = Number

const lax = 'jax: jax/_src/lax/lax.py'
const yaml = 'torch: tools/autograd/derivatives.yaml'
const manual = 'torch: torch/csrc/autograd/FunctionsManual.cpp'
const rules = (inJax: string, inTorch: string, inTfjs: string): string =>
  `${inJax}; ${inTorch}; tfjs: gradients/${inTfjs}_grad.ts`

const clipRule = rules(
  'jax: jax/_src/numpy/lax_numpy.py clip, minimum of maximum',
  `${manual} clamp_backward, clamp_backward_min_max`,
  'ClipByValue',
)
const baseRule = rules(`${lax} _pow_jvp_lhs, float exponent`, `${manual} pow_backward_self`, 'Pow')
const exponentRule = rules(`${lax} _pow_jvp_rhs`, `${manual} pow_backward_exponent`, 'Pow')
const angleRule = rules(`${lax} atan2_p`, `${manual} atan2_backward`, 'Atan2')
const largestRule = (tfjsName: string): string =>
  rules(`${lax} _reduce_chooser_jvp_rule`, `${manual} evenly_distribute_backward`, tfjsName)
const rule = (jaxName: string, torchName: string, tfjsName: string): string =>
  rules(`${lax} ${jaxName}`, `${yaml} ${torchName}`, tfjsName)

/** The table that the presets are held against, point by point, by the tests; the README prints it. */
export const conventionTable: readonly ConventionRow[] = [
  row('abs(x)', [0], 0, [0, 1, 0, -1], rule('_abs_jvp_rule', 'abs, sgn', 'Abs')),
  row(
    'relu(x)',
    [0],
    0,
    [0.5, 0, 0, 0],
    rules('jax: jax/_src/nn/functions.py relu.defjvps', `${yaml} relu, threshold_backward`, 'Relu'),
  ),
  row('maximum(a, b)', [2, 2], 0, [0.5, 0.5, 0.5, 1], rule('max_p, _balanced_eq', 'maximum', 'Maximum')),
  row('maximum(a, b)', [2, 2], 1, [0.5, 0.5, 0.5, 0], rule('max_p, _balanced_eq', 'maximum', 'Maximum')),
  row('minimum(a, b)', [2, 2], 0, [0.5, 0.5, 0.5, 1], rule('min_p, _balanced_eq', 'minimum', 'Minimum')),
  row('minimum(a, b)', [2, 2], 1, [0.5, 0.5, 0.5, 0], rule('min_p, _balanced_eq', 'minimum', 'Minimum')),
  row('clip(x, low, high)', [0, 0, 1], 0, [0.5, 0.5, 1, 1], clipRule),
  row('clip(x, low, high)', [1, 0, 1], 0, [0.5, 0.5, 1, 1], clipRule),
  row('clip(x, low, high)', [0, 0, 1], 1, [0.5, 0.5, 0, undefined], clipRule),
  row('clip(x, low, high)', [1, 0, 1], 2, [0.5, 0.5, 0, undefined], clipRule),
  row(
    'max(x)',
    [[2, 2, 1]],
    0,
    [
      [0.5, 0.5, 0],
      [0.5, 0.5, 0],
      [0.5, 0.5, 0],
      [1, 1, 0],
    ],
    largestRule('Max'),
  ),
  row(
    'min(x)',
    [[1, 1, 2]],
    0,
    [
      [0.5, 0.5, 0],
      [0.5, 0.5, 0],
      [0.5, 0.5, 0],
      [1, 1, 0],
    ],
    largestRule('Min'),
  ),
  row('sqrt(x)', [0], 0, same(infinity), rule('sqrt_p', 'sqrt', 'Sqrt')),
  row('log(x)', [0], 0, same(infinity), rule('log_p', 'log', 'Log')),
  row('log1p(x)', [-1], 0, same(infinity), rule('log1p_p', 'log1p', 'Log1p')),
  row('recip(x)', [0], 0, same(-infinity), rule('div_p', 'reciprocal', 'Reciprocal')),
  row('asin(x)', [1], 0, same(infinity), rule('asin_p', 'asin', 'Asin')),
  row('acos(x)', [1], 0, same(-infinity), rule('acos_p', 'acos', 'Acos')),
  row('acosh(x)', [1], 0, same(infinity), rule('acosh_p', 'acosh', 'Acosh')),
  row('atanh(x)', [1], 0, same(infinity), rule('atanh_p', 'atanh', 'Atanh')),
  row('pow(x, p)', [0, 0], 0, [0, nan, 0, nan], baseRule),
  row('pow(x, p)', [0, 0.5], 0, same(infinity), baseRule),
  row('pow(x, p)', [0, 1], 0, same(1), baseRule),
  row('pow(x, p)', [0, 1.5], 0, same(0), baseRule),
  row('pow(x, p)', [0, 2], 0, same(0), baseRule),
  row('pow(x, p)', [0, 0], 1, same(0), exponentRule),
  row('pow(x, p)', [0, 2], 1, same(0), exponentRule),
  row('pow(x, p)', [0, -1], 1, [-infinity, nan, -infinity, nan], exponentRule),
  row('pow(x, p)', [-2, 2], 1, [nan, nan, nan, 0], exponentRule),
  row('atan2(y, x)', [0, 0], 0, [nan, nan, 0, nan], angleRule),
  row('atan2(y, x)', [0, 0], 1, [nan, nan, 0, nan], angleRule),
  row('sign(x)', [0], 0, same(0), rule('sign_p', 'sign', 'Sign')),
  row('floor(x)', [1], 0, same(0), rule('floor_p', 'floor', 'Floor')),
  row('ceil(x)', [1], 0, same(0), rule('ceil_p', 'ceil', 'Ceil')),
  row('round(x)', [0.5], 0, same(0), rule('round_p', 'round', 'Round')),
  row('mod(a, b)', [4, 2], 1, same(-2), rule('rem_p', 'remainder', 'Mod')),
  row('select(x > 0, sqrt(x), 0)', [0], 0, [0, nan, nan, nan], rule('sqrt_p', 'sqrt, where', 'Sqrt')),
  row('0 * sqrt(x)', [0], 0, [0, nan, nan, nan], rule('sqrt_p', 'sqrt', 'Sqrt')),
  row(
    'sqrt(sum(x * x))',
    [[0, 0]],
    0,
    [
      [0, 0],
      [nan, nan],
      [nan, nan],
      [nan, nan],
    ],
    rule('sqrt_p', 'sqrt', 'Sqrt'),
  ),
]
