/** Base64 of tensor data: the bytes of little-endian 64-bit floats, so that every bit survives. */

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const codes = Uint8Array.from(DIGITS, (digit) => digit.charCodeAt(0))
const PAD = 61
const NO_DIGIT = 255
const values = new Uint8Array(128).fill(NO_DIGIT)
codes.forEach((code, value) => {
  values[code] = value
})

/** The length of the text for this many numbers. */
export const base64Length = (count: number): number => 4 * Math.ceil((8 * count) / 3)

const isLittle = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1

/** The bytes of the numbers in little-endian order, in a copy. */
const littleEndian = (bytes: Uint8Array): Uint8Array => {
  const copy = Uint8Array.from(bytes)
  if (!isLittle) for (let k = 0; k < copy.length; k += 8) copy.subarray(k, k + 8).reverse()
  return copy
}

const CHUNK = 4096
const textOf = (ascii: Uint8Array): string => {
  let text = ''
  for (let k = 0; k < ascii.length; k += CHUNK) text += String.fromCharCode(...ascii.subarray(k, k + CHUNK))
  return text
}

/** The numbers as base64. */
export const toBase64 = (data: Readonly<Float64Array>): string => {
  const bytes = littleEndian(new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength))
  const ascii = new Uint8Array(base64Length(data.length)).fill(PAD)
  for (let k = 0, at = 0; k < bytes.length; k += 3) {
    const left = bytes.length - k
    const three = (bytes[k]! << 16) | ((bytes[k + 1] ?? 0) << 8) | (bytes[k + 2] ?? 0)
    for (let digit = 0; digit < 4; digit++, at++)
      if (digit <= left) ascii[at] = codes[(three >> (18 - 6 * digit)) & 63]!
  }
  return textOf(ascii)
}

/** The numbers that a text of the right length is; undefined where it is not exactly what `toBase64` writes. */
export const fromBase64 = (text: string, count: number): Float64Array | undefined => {
  const bytes = new Uint8Array(8 * count)
  const padding = base64Length(count) - Math.ceil((32 * count) / 3)
  if (text.length !== base64Length(count) || text.slice(text.length - padding) !== '='.repeat(padding)) return undefined
  let at = 0
  for (let k = 0; k < text.length; k += 4) {
    let four = 0
    for (let digit = 0; digit < 4; digit++) {
      const code = text.charCodeAt(k + digit)
      const value = k + digit >= text.length - padding ? 0 : code < values.length ? values[code]! : NO_DIGIT
      if (value === NO_DIGIT) return undefined
      four = (four << 6) | value
    }
    for (let byte = 0; byte < 3; byte++) {
      const value = (four >> (16 - 8 * byte)) & 255
      if (at < bytes.length) bytes[at++] = value
      else if (value !== 0) return undefined
    }
  }
  return new Float64Array(littleEndian(bytes).buffer as ArrayBuffer)
}
