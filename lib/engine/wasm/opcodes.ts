/**
 * Instructions of WebAssembly by name: those without immediates, memory accesses, and those with a lane.
 *
 * Source: WebAssembly Core Specification 2.0, section 5.4, of which the vector instructions are the 128-bit SIMD proposal.
 */

const row = <N extends string>(first: number, names: string): Record<N, number> =>
  Object.fromEntries(names.split(' ').map((name, k) => [name, first + k])) as Record<N, number>

type Compare = 'eq' | 'ne' | 'lt_s' | 'lt_u' | 'gt_s' | 'gt_u' | 'le_s' | 'le_u' | 'ge_s' | 'ge_u'
type Whole =
  | 'add'
  | 'sub'
  | 'mul'
  | 'div_s'
  | 'div_u'
  | 'rem_s'
  | 'rem_u'
  | 'and'
  | 'or'
  | 'xor'
  | 'shl'
  | 'shr_s'
  | 'shr_u'
type Relation = 'eq' | 'ne' | 'lt' | 'gt' | 'le' | 'ge'
type Real =
  | 'abs'
  | 'neg'
  | 'ceil'
  | 'floor'
  | 'trunc'
  | 'nearest'
  | 'sqrt'
  | 'add'
  | 'sub'
  | 'mul'
  | 'div'
  | 'min'
  | 'max'
  | 'copysign'
type VectorReal = 'abs' | 'neg' | 'sqrt' | 'add' | 'sub' | 'mul' | 'div' | 'min' | 'max' | 'pmin' | 'pmax'
type Rounded = 'ceil' | 'floor' | 'trunc' | 'nearest'

const real = 'abs neg ceil floor trunc nearest sqrt add sub mul div min max copysign'
const whole = 'add sub mul div_s div_u rem_s rem_u and or xor shl shr_s shr_u'
const compare = 'eq ne lt_s lt_u gt_s gt_u le_s le_u ge_s ge_u'
const relation = 'eq ne lt gt le ge'
const within = <P extends string, N extends string>(prefix: P, codes: Record<N, number>): Record<`${P}.${N}`, number> =>
  Object.fromEntries(Object.entries<number>(codes).map(([name, code]) => [`${prefix}.${name}`, code])) as Record<
    `${P}.${N}`,
    number
  >

/** Codes above 255 are vector instructions: 0xfd00 and the number after the prefix 0xfd. */
const vector = <N extends string>(codes: Record<N, number>): Record<N, number> =>
  Object.fromEntries(Object.entries<number>(codes).map(([name, code]) => [name, 0xfd00 + code])) as Record<N, number>

/** Instructions that take nothing but what is on the stack. */
export const PLAIN = {
  unreachable: 0x00,
  nop: 0x01,
  return: 0x0f,
  drop: 0x1a,
  select: 0x1b,
  'i32.eqz': 0x45,
  ...within('i32', row<Compare>(0x46, compare)),
  'i64.eqz': 0x50,
  ...within('i64', row<Compare>(0x51, compare)),
  ...within('f32', row<Relation>(0x5b, relation)),
  ...within('f64', row<Relation>(0x61, relation)),
  ...within('i32', row<Whole>(0x6a, whole)),
  ...within('i64', row<Whole>(0x7c, whole)),
  ...within('f32', row<Real>(0x8b, real)),
  ...within('f64', row<Real>(0x99, real)),
  'i32.wrap_i64': 0xa7,
  'i32.trunc_f32_s': 0xa8,
  'i32.trunc_f64_s': 0xaa,
  'i64.extend_i32_s': 0xac,
  'f32.convert_i32_s': 0xb2,
  'f32.demote_f64': 0xb6,
  'f64.convert_i32_s': 0xb7,
  'f64.convert_i64_s': 0xb9,
  'f64.promote_f32': 0xbb,
  'i32.reinterpret_f32': 0xbc,
  'i64.reinterpret_f64': 0xbd,
  'f32.reinterpret_i32': 0xbe,
  'f64.reinterpret_i64': 0xbf,
  ...vector({
    'i8x16.swizzle': 14,
    'i32x4.splat': 17,
    'i64x2.splat': 18,
    'f32x4.splat': 19,
    'f64x2.splat': 20,
    'i32x4.eq': 55,
    'i32x4.ne': 56,
    'i32x4.lt_s': 57,
    'i32x4.gt_s': 59,
    'v128.not': 77,
    'v128.and': 78,
    'v128.andnot': 79,
    'v128.or': 80,
    'v128.xor': 81,
    'v128.bitselect': 82,
    'v128.any_true': 83,
    'f32x4.demote_f64x2_zero': 94,
    'f64x2.promote_low_f32x4': 95,
    'i32x4.abs': 160,
    'i32x4.neg': 161,
    'i32x4.all_true': 163,
    'i32x4.bitmask': 164,
    'i32x4.shl': 171,
    'i32x4.shr_s': 172,
    'i32x4.shr_u': 173,
    'i32x4.add': 174,
    'i32x4.sub': 177,
    'i32x4.mul': 181,
    'i32x4.min_s': 182,
    'i32x4.max_s': 184,
    'i64x2.abs': 192,
    'i64x2.neg': 193,
    'i64x2.all_true': 195,
    'i64x2.bitmask': 196,
    'i64x2.shl': 203,
    'i64x2.shr_s': 204,
    'i64x2.shr_u': 205,
    'i64x2.add': 206,
    'i64x2.sub': 209,
    'i64x2.mul': 213,
    'i64x2.eq': 214,
    'i64x2.ne': 215,
    'i64x2.lt_s': 216,
    'i64x2.gt_s': 217,
    'i32x4.trunc_sat_f32x4_s': 248,
    'f32x4.convert_i32x4_s': 250,
    'i32x4.trunc_sat_f64x2_s_zero': 252,
    'f64x2.convert_low_i32x4_s': 254,
    ...within('f32x4', row<Relation>(65, relation)),
    ...within('f64x2', row<Relation>(71, relation)),
    ...within('f32x4', row<Rounded>(103, 'ceil floor trunc nearest')),
    'f64x2.ceil': 116,
    'f64x2.floor': 117,
    'f64x2.trunc': 122,
    'f64x2.nearest': 148,
    ...within(
      'f32x4',
      row<Exclude<VectorReal, 'add' | 'sub' | 'mul' | 'div' | 'min' | 'max' | 'pmin' | 'pmax' | 'sqrt'>>(
        224,
        'abs neg',
      ),
    ),
    ...within('f32x4', row<Exclude<VectorReal, 'abs' | 'neg'>>(227, 'sqrt add sub mul div min max pmin pmax')),
    ...within('f64x2', row<'abs' | 'neg'>(236, 'abs neg')),
    ...within('f64x2', row<Exclude<VectorReal, 'abs' | 'neg'>>(239, 'sqrt add sub mul div min max pmin pmax')),
  }),
} as const
export type Plain = keyof typeof PLAIN

/** Loads and stores, each with its natural alignment as a power of two. */
export const ACCESS = {
  'i32.load': [0x28, 2],
  'f32.load': [0x2a, 2],
  'f64.load': [0x2b, 3],
  'i32.store': [0x36, 2],
  'f32.store': [0x38, 2],
  'f64.store': [0x39, 3],
  'v128.load': [0xfd00, 4],
  'v128.load32_splat': [0xfd09, 2],
  'v128.load64_splat': [0xfd0a, 3],
  'v128.store': [0xfd0b, 4],
  'v128.load32_zero': [0xfd5c, 2],
  'v128.load64_zero': [0xfd5d, 3],
} as const satisfies Readonly<Record<string, readonly [code: number, align: number]>>
export type Access = keyof typeof ACCESS

/** Instructions on one lane. */
export const LANE = {
  'i32x4.extract_lane': 0xfd1b,
  'i32x4.replace_lane': 0xfd1c,
  'i64x2.extract_lane': 0xfd1d,
  'i64x2.replace_lane': 0xfd1e,
  'f32x4.extract_lane': 0xfd1f,
  'f32x4.replace_lane': 0xfd20,
  'f64x2.extract_lane': 0xfd21,
  'f64x2.replace_lane': 0xfd22,
} as const
export type Lane = keyof typeof LANE
