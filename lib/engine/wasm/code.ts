/** Functions of a WebAssembly module, written instruction by instruction. */
import { append, type Bytes, byte, bytes, float32, float64, signed, signed64, unsigned } from './bytes.ts'
import { ACCESS, type Access, LANE, type Lane, PLAIN, type Plain } from './opcodes.ts'

export type NumberType = 'i32' | 'i64' | 'f32' | 'f64' | 'v128'
export const TYPE_CODES: Readonly<Record<NumberType, number>> = {
  i32: 0x7f,
  i64: 0x7e,
  f32: 0x7d,
  f64: 0x7c,
  v128: 0x7b,
}

/** A function being written: its instructions and the types of its locals, parameters first. */
export interface Code {
  readonly bytes: Bytes
  readonly locals: NumberType[]
  readonly parameters: number
}

export const code = (parameters: readonly NumberType[]): Code => ({
  bytes: bytes(256),
  locals: [...parameters],
  parameters: parameters.length,
})

/** A new local, zero at first. */
export const local = (c: Code, type: NumberType): number => c.locals.push(type) - 1

const opcode = (c: Code, x: number): void => {
  if (x < 0x100) byte(c.bytes, x)
  else {
    byte(c.bytes, x >> 8)
    unsigned(c.bytes, x & 0xff)
  }
}

/** The instruction without immediates that has this code. */
export const plain = opcode

/** Instructions without immediates, one after the other: `op(c, 'f64.mul', 'f64.add')`. */
export const op = (c: Code, ...names: readonly Plain[]): void => {
  for (const name of names) opcode(c, PLAIN[name])
}

const indexed =
  (x: number) =>
  (c: Code, index: number): void => {
    byte(c.bytes, x)
    unsigned(c.bytes, index)
  }
export const call = indexed(0x10)
/** Pushes a local. */
export const from = indexed(0x20)
/** Pops into a local. */
export const into = indexed(0x21)
/** Copies the top of the stack into a local. */
export const tee = indexed(0x22)
/** Branches out of the block (or back to the start of the loop) that many levels up. */
export const br = indexed(0x0c)
/** Branches where the number popped is not 0. */
export const brIf = indexed(0x0d)

export const i32 = (c: Code, x: number): void => {
  byte(c.bytes, 0x41)
  signed(c.bytes, x)
}
export const i64 = (c: Code, x: bigint): void => {
  byte(c.bytes, 0x42)
  signed64(c.bytes, x)
}
export const f32 = (c: Code, x: number): void => {
  byte(c.bytes, 0x43)
  float32(c.bytes, x)
}
export const f64 = (c: Code, x: number): void => {
  byte(c.bytes, 0x44)
  float64(c.bytes, x)
}

/** A load or a store at the address popped plus `offset`; `align` is a power of two that the address may be trusted to have. */
export const access = (c: Code, name: Access, offset = 0, align: number = ACCESS[name][1]): void => {
  opcode(c, ACCESS[name][0])
  unsigned(c.bytes, align)
  unsigned(c.bytes, offset)
}

export const lane = (c: Code, name: Lane, k: number): void => {
  opcode(c, LANE[name])
  byte(c.bytes, k)
}

/** Pushes sixteen bytes. */
export const v128 = (c: Code, sixteen: ArrayLike<number>): void => {
  opcode(c, 0xfd0c)
  append(c.bytes, sixteen, 16)
}
const vectorOf = (numbers: Float64Array | Float32Array | Int32Array | BigInt64Array) => (c: Code) =>
  v128(c, new Uint8Array(numbers.buffer))
/** Pushes a vector with this number in every lane. */
export const f64x2 = (c: Code, x: number): void => vectorOf(new Float64Array(2).fill(x))(c)
export const f32x4 = (c: Code, x: number): void => vectorOf(new Float32Array(4).fill(x))(c)
export const i32x4 = (c: Code, x: number): void => vectorOf(new Int32Array(4).fill(x))(c)
export const i64x2 = (c: Code, x: bigint): void => vectorOf(new BigInt64Array(2).fill(x))(c)

/** Pops two vectors and pushes the bytes of these numbers, 0 to 15 in the first and 16 to 31 in the second. */
export const shuffle = (c: Code, sixteen: readonly number[]): void => {
  opcode(c, 0xfd0d)
  append(c.bytes, sixteen, 16)
}

/** Copies bytes: pops count, source, destination. */
export const memoryCopy = (c: Code): void => append(c.bytes, [0xfc, 10, 0, 0])
/** Fills bytes: pops count, byte, destination. */
export const memoryFill = (c: Code): void => append(c.bytes, [0xfc, 11, 0])

const structure =
  (x: number) =>
  (c: Code, inside: () => void, result?: NumberType): void => {
    byte(c.bytes, x)
    byte(c.bytes, result === undefined ? 0x40 : TYPE_CODES[result])
    inside()
    byte(c.bytes, 0x0b)
  }
/** A block; a branch to it goes to its end. */
export const block = structure(0x02)
/** A loop; a branch to it goes to its start. */
export const loop = structure(0x03)
const conditional = structure(0x04)
/** Pops a number and takes the first branch where it is not 0. */
export const branch = (c: Code, then: () => void, otherwise?: () => void, result?: NumberType): void =>
  conditional(
    c,
    () => {
      then()
      if (!otherwise) return
      byte(c.bytes, 0x05)
      otherwise()
    },
    result,
  )
