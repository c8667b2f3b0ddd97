/** Prints lib/engine/math/coefficients.ts: minimax polynomials, and constants cut into pieces. */
import { type Fixed, LN2, ONE, over, PI, ratio } from './fixed.ts'
import { minimax, pieces, rounded } from './minimax.ts'
import { targets } from './targets.ts'

const digits = { f64: 53, f32: 24 } as const
type Precision = keyof typeof digits

/** Constants in two or three pieces, of so many digits each. */
const constants: readonly (readonly [
  name: string,
  value: Fixed,
  pieces: Readonly<Record<Precision, readonly number[]>>,
])[] = [
  ['ln2', LN2, { f64: [42, 53], f32: [16, 24] }],
  ['log2e', over(ONE, LN2), { f64: [53], f32: [24] }],
  ['halfPi', PI / 2n, { f64: [33, 33, 53], f32: [33, 53] }],
  ['quarterTurn', PI / 2n, { f64: [53, 53], f32: [24, 24] }],
  ['twoOverPi', over(2n * ONE, PI), { f64: [53], f32: [53] }],
  ['twoThirds', ratio(2, 3), { f64: [26, 53], f32: [12, 24] }],
]

const row = (name: string, values: readonly number[]): string => `  ${name}: [${values.map(String).join(', ')}],`

const block = (precision: Precision): readonly string[] => [
  ...Object.entries(targets).map(([name, target]) =>
    row(name, rounded(minimax({ ...target, degree: target.degrees[precision] }), digits[precision])),
  ),
  ...constants.map(([name, value, lengths]) => row(name, pieces(value, lengths[precision]))),
]

export const coefficients = (): string =>
  [
    '/** Minimax polynomials, constant terms first, and constants in pieces: printed by scripts/ulps.ts --coefficients. */',
    '',
    'const f64 = {',
    ...block('f64'),
    '} as const',
    'const f32 = {',
    ...block('f32'),
    '} as const',
    '',
    '/** The names are those of scripts/ulps/targets.ts, which says what each is a polynomial of. */',
    'export type Coefficients = Readonly<Record<keyof typeof f64, readonly number[]>>',
    'export const coefficients: Readonly<Record<"f64" | "f32", Coefficients>> = { f64, f32 }',
    '',
  ].join('\n')
