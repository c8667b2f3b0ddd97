/** Growing byte strings with the number formats of WebAssembly's binary format. */

/** A byte string being written: the first `length` of `data`. */
export interface Bytes {
  data: Uint8Array
  length: number
}

export const bytes = (capacity = 64): Bytes => ({ data: new Uint8Array(capacity), length: 0 })

const room = (to: Bytes, count: number): void => {
  if (to.length + count <= to.data.length) return
  const larger = new Uint8Array(Math.max(2 * to.data.length, to.length + count))
  larger.set(to.data)
  to.data = larger
}

export const byte = (to: Bytes, x: number): void => {
  if (to.length === to.data.length) room(to, 1)
  to.data[to.length++] = x
}

/** More bytes than this are copied in one piece. */
const PIECE = 64

export const append = (to: Bytes, from: ArrayLike<number>, count = from.length): void => {
  room(to, count)
  if (count > PIECE && from instanceof Uint8Array) to.data.set(from.subarray(0, count), to.length)
  else for (let k = 0; k < count; k++) to.data[to.length + k] = from[k]!
  to.length += count
}

/** The bytes written into another string, their count before them. */
export const counted = (to: Bytes, from: Bytes): void => {
  unsigned(to, from.length)
  append(to, from.data, from.length)
}

/** A whole number from 0 to 2^32 - 1 in LEB128. */
export const unsigned = (to: Bytes, x: number): void => {
  let rest = x >>> 0
  while (rest >= 128) {
    byte(to, (rest & 127) | 128)
    rest >>>= 7
  }
  byte(to, rest)
}

/** A 32-bit whole number in signed LEB128. */
export const signed = (to: Bytes, x: number): void => {
  let rest = x | 0
  for (;;) {
    const low = rest & 127
    rest >>= 7
    if ((rest === 0 && (low & 64) === 0) || (rest === -1 && (low & 64) !== 0)) {
      byte(to, low)
      return
    }
    byte(to, low | 128)
  }
}

/** A 64-bit whole number in signed LEB128. */
export const signed64 = (to: Bytes, x: bigint): void => {
  let rest = BigInt.asIntN(64, x)
  for (;;) {
    const low = Number(rest & 127n)
    rest >>= 7n
    if ((rest === 0n && (low & 64) === 0) || (rest === -1n && (low & 64) !== 0)) {
      byte(to, low)
      return
    }
    byte(to, low | 128)
  }
}

const scratch = new DataView(new ArrayBuffer(8))
const scratchBytes = new Uint8Array(scratch.buffer)

export const float64 = (to: Bytes, x: number): void => {
  scratch.setFloat64(0, x, true)
  append(to, scratchBytes, 8)
}
export const float32 = (to: Bytes, x: number): void => {
  scratch.setFloat32(0, x, true)
  append(to, scratchBytes, 4)
}

export const text = (to: Bytes, x: string): void => {
  const encoded = new TextEncoder().encode(x)
  unsigned(to, encoded.length)
  append(to, encoded)
}
