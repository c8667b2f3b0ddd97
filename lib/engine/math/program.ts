/** Straight-line programs on vectors: what a kernel is before it is written into a function of WebAssembly. */
import { branch, type Code, call, from, i32, into, lane, local, op, type Plain, shuffle, v128 } from '../wasm/index.ts'

/** A value of a program: the number of the step that makes it. */
export type Vector = number
/** Functions of one double that are asked where lanes are out of a kernel's range: `env.sin` and so on. */
export type Outside = 'sin' | 'cos' | 'tan'

type Step =
  | { readonly kind: 'argument'; readonly index: number }
  | { readonly kind: 'constant'; readonly bytes: Uint8Array }
  | { readonly kind: 'plain'; readonly op: Plain; readonly of: readonly Vector[] }
  | { readonly kind: 'shift'; readonly op: Plain; readonly of: Vector; readonly by: number }
  | { readonly kind: 'shuffle'; readonly of: readonly [Vector, Vector]; readonly bytes: readonly number[] }
  | { readonly kind: 'rare'; readonly where: Vector; readonly x: Vector; readonly y: Vector; readonly name: Outside }

/** Steps being appended, each with the number it is known by; constants are known by their bytes. */
export interface Program {
  readonly steps: Step[]
  readonly constants: Map<string, Vector>
}

export const program = (): Program => ({ steps: [], constants: new Map() })

const append = ({ steps }: Program, step: Step): Vector => steps.push(step) - 1

export const argument = (p: Program, index: number): Vector => append(p, { kind: 'argument', index })
export const plain = (p: Program, name: Plain, ...of: readonly Vector[]): Vector =>
  append(p, { kind: 'plain', op: name, of })
export const shift = (p: Program, name: Plain, of: Vector, by: number): Vector =>
  append(p, { kind: 'shift', op: name, of, by })
/** Bytes of two vectors, 0 to 15 in the first and 16 to 31 in the second. */
export const shuffled = (p: Program, a: Vector, b: Vector, sixteen: readonly number[]): Vector =>
  append(p, { kind: 'shuffle', of: [a, b], bytes: sixteen })
/** y, but in the lanes of a mask the function `name` of x, lane by lane: two doubles, and only where the mask has a lane. */
export const rare = (p: Program, where: Vector, name: Outside, x: Vector, y: Vector): Vector =>
  append(p, { kind: 'rare', where, x, y, name })

export const constant = (p: Program, numbers: Float64Array | Float32Array | BigInt64Array | Int32Array): Vector => {
  const sixteen = new Uint8Array(numbers.buffer)
  const key = sixteen.join()
  const known = p.constants.get(key)
  if (known !== undefined) return known
  const vector = append(p, { kind: 'constant', bytes: sixteen })
  p.constants.set(key, vector)
  return vector
}

/** The result where lanes are rare: each of two doubles through the function outside, then those of the mask taken. */
const writeRare = (c: Code, where: number, x: number, y: number, outside: number): void => {
  from(c, where)
  op(c, 'v128.any_true')
  branch(
    c,
    () => {
      from(c, y)
      for (const k of [0, 1]) {
        from(c, x)
        lane(c, 'f64x2.extract_lane', k)
        call(c, outside)
        lane(c, 'f64x2.replace_lane', k)
      }
      from(c, y)
      from(c, where)
      op(c, 'v128.bitselect')
    },
    () => from(c, y),
    'v128',
  )
}

/** Writes a program whose arguments are locals; pushes the value of one of its steps. */
export const write = (
  c: Code,
  { steps }: Program,
  result: Vector,
  locals: readonly number[],
  outside: Readonly<Record<Outside, number>>,
): void => {
  const places: number[] = []
  const push = (of: Vector): void => from(c, places[of]!)
  steps.forEach((step, k) => {
    if (step.kind === 'argument') {
      places[k] = locals[step.index]!
      return
    }
    if (step.kind === 'constant') v128(c, step.bytes)
    else if (step.kind === 'plain') {
      step.of.forEach(push)
      op(c, step.op)
    } else if (step.kind === 'shift') {
      push(step.of)
      i32(c, step.by)
      op(c, step.op)
    } else if (step.kind === 'shuffle') {
      step.of.forEach(push)
      shuffle(c, step.bytes)
    } else writeRare(c, places[step.where]!, places[step.x]!, places[step.y]!, outside[step.name])
    places[k] = local(c, 'v128')
    into(c, places[k]!)
  })
  push(result)
}
