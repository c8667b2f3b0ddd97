/**
 * Arguments at which the functions are known to be hard to round or to reduce.
 *
 * Source: the first of each list of hardest cases of the CORE-MATH project (src/binary64/*.wc), which V. Lefevre's
 * search found, and for the circular functions J.-M. Muller's Elementary Functions, 2006, section 9.3: the float
 * that is nearest to a multiple of pi / 2.
 */
const digits = (text: string): number => {
  const [mantissa, exponent] = text.split('p')
  const [whole, fraction = ''] = mantissa!.slice(2).split('.')
  return (Number.parseInt(whole! + fraction, 16) / 16 ** fraction.length) * 2 ** Number(exponent)
}
const list = (text: string): readonly number[] => text.split(' ').map(digits)

const NEAREST_MULTIPLE = 16367173 * 2 ** 72

export const hardCases: Readonly<Record<string, readonly number[]>> = {
  exp: list('0x1.0122ef37212ebp-1 0x1.00d48a707b93ep-1 0x1.008eb56314daap+0 0x1.0138c96e1a075p+0'),
  log: list(
    '0x1.62a88613629b6p+678 0x1.a6ae5142326b5p+0 0x1.1e852e6951306p+1 0x1.0af4fba7063b8p+4 0x1.08fa8af9c8957p+7',
  ),
  tanh: list(
    '0x1.000b47bdb383fp-9 0x1.004524207fad9p-3 0x1.00a0f3cf999acp+2 0x1.01885ae3c818ap+0 0x1.015bdb2761717p+4',
  ),
  sin: [
    ...list('0x1.005023d32fee5p+1 0x1.0102947e7003bp-3 0x1.0192deafac33fp+0 0x1.04394261cffa6p-1'),
    NEAREST_MULTIPLE,
  ],
  cos: [NEAREST_MULTIPLE],
  tan: [NEAREST_MULTIPLE],
  atan: list('0x1.00046968c6c71p+11 0x1.000adaedb43f3p+0 0x1.000ebcb0aa83cp-3 0x1.0061c6a5a887fp-1'),
  erf: list('0x1.6d5ad4307dd52p-7 0x1.037b548d9d7a6p-61 0x1.059a3d07be48cp-61'),
}
