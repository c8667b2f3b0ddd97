/** The loop: rows run one after the other on one memory, by no code but what is here. */
import { type Graph, outputTypes } from '../../graph.ts'
import type { TensorType, Type } from '../../types.ts'
import { fresh, type Tensor, type Value } from '../../value.ts'
import { isNumberType, rowsOf } from './read.ts'
import {
  ABSORBING_MUL,
  ABSORBING_PRODUCT,
  ADD,
  argument,
  arity,
  BINARY,
  BITS,
  CALL,
  CONSTANT,
  COPY,
  KIND,
  MUL,
  NARY,
  NEG,
  PRODUCT,
  type Rows,
  SUM,
  TERNARY,
  UNARY,
} from './rows.ts'

type NumberFunction = (...xs: number[]) => number

/** Rows that are run: those that an output needs, in order. */
export interface Program extends Pick<Rows, 'code' | 'a' | 'b' | 'memory' | 'pool' | 'calls'> {
  readonly order: Int32Array
  readonly functions: readonly NumberFunction[]
  readonly inputs: readonly number[]
  readonly outputs: readonly number[]
  readonly types: readonly Type[]
}

/** An op on entries as a function of numbers. */
const functionOf = ({ eval: apply }: Rows['ops'][number]): NumberFunction =>
  apply.entry ?? ((...xs) => (apply(...xs.map((x) => fresh([], Float64Array.of(x)))) as Tensor).data[0]!)

/** 1 for every row that one of these depends on. */
export const neededBy = (rows: Rows, roots: readonly number[]): Uint8Array => {
  const needed = new Uint8Array(rows.size)
  for (const row of roots) needed[row] = 1
  for (let row = rows.size - 1; row >= 0; row--)
    if (needed[row]) for (let at = arity(rows, row) - 1; at >= 0; at--) needed[argument(rows, row, at)] = 1
  return needed
}

/** The program that computes some rows, of these types, from others. It runs where the rows lie: they are its own from then on. */
export const programOf = (
  rows: Rows,
  inputs: readonly number[],
  outputs: readonly number[],
  types: readonly Type[],
): Program => {
  const needed = neededBy(rows, outputs)
  const order = new Int32Array(rows.size)
  let count = 0
  for (let row = 0; row < rows.size; row++) if (needed[row] && (rows.code[row]! & KIND) > CONSTANT) order[count++] = row
  const { size, pooled, calls, ops } = rows
  return {
    code: rows.code.subarray(0, size),
    a: rows.a.subarray(0, size),
    b: rows.b.subarray(0, size),
    memory: rows.memory.subarray(0, size),
    pool: rows.pool.subarray(0, pooled),
    calls,
    order: order.subarray(0, count),
    functions: ops.map(functionOf),
    inputs,
    outputs,
    types,
  }
}

/** x -> y: a graph on the loop. */
export const valueProgram = (graph: Graph, rows: Rows = rowsOf(graph)): Program =>
  programOf(rows, graph.inputs, graph.outputs, outputTypes(graph))

/** A product of numbers from left to right; a zero takes the place of a NaN that it had a part in. */
const absorbed = (p: number, x: number): number => {
  const y = p * x
  return Number.isNaN(y) && (p === 0 || x === 0) ? 0 : y
}

const folded = (memory: Float64Array, pool: Int32Array, from: number, count: number, kind: number): number => {
  let x = memory[pool[from]!]!
  let zero = x === 0
  for (let k = from + 1; k < from + count; k++) {
    const y = memory[pool[k]!]!
    x = kind === SUM ? x + y : x * y
    zero ||= y === 0
  }
  return zero && kind === ABSORBING_PRODUCT && Number.isNaN(x) ? 0 : x
}

const listed = (memory: Float64Array, pool: Int32Array, from: number, count: number): number[] => {
  const list: number[] = new Array(count)
  for (let k = 0; k < count; k++) list[k] = memory[pool[from + k]!]!
  return list
}

/** A tensor, or a number that lies in memory. */
type Held = readonly (Value | undefined)[]

/** Runs a program on what lies in its memory. */
const sweep = (program: Program, held: (Value | undefined)[]): void => {
  const { order, functions, code, a, b, memory, pool } = program
  for (let k = 0; k < order.length; k++) {
    const row = order[k]!
    const what = code[row]!
    const x = a[row]!
    const y = b[row]!
    switch (what & KIND) {
      case COPY:
        memory[row] = memory[x]!
        break
      case NEG:
        memory[row] = -memory[x]!
        break
      case ADD:
        memory[row] = memory[x]! + memory[y]!
        break
      case MUL:
        memory[row] = memory[x]! * memory[y]!
        break
      case ABSORBING_MUL:
        memory[row] = absorbed(memory[x]!, memory[y]!)
        break
      case UNARY:
        memory[row] = functions[what >> BITS]!(memory[x]!)
        break
      case BINARY:
        memory[row] = functions[what >> BITS]!(memory[x]!, memory[y]!)
        break
      case TERNARY:
        memory[row] = functions[what >> BITS]!(memory[pool[x]!]!, memory[pool[x + 1]!]!, memory[pool[x + 2]!]!)
        break
      case NARY:
        memory[row] = functions[what >> BITS]!(...listed(memory, pool, x, y))
        break
      case SUM:
      case PRODUCT:
      case ABSORBING_PRODUCT:
        memory[row] = folded(memory, pool, x, y, what)
        break
      case CALL:
        called(program, row, held)
    }
  }
}

/** A number of a type as a value of its own. */
const numberAt = ({ memory }: Program, row: number, { shape }: TensorType): Value =>
  fresh(shape, Float64Array.of(memory[row]!))

/** What stands in a row, as a value of its type. */
const valueAt = (program: Program, row: number, type: Type, held: Held): Value =>
  isNumberType(type) ? numberAt(program, row, type as TensorType) : held[row]!

/** Puts a value where its row has it. */
const put = ({ memory }: Program, row: number, value: Value, held: (Value | undefined)[]): void => {
  if ('data' in value && value.data.length === 1) memory[row] = value.data[0]!
  else held[row] = value
}

const called = (program: Program, row: number, held: (Value | undefined)[]): void => {
  const { eval: apply, args, types } = program.calls[program.code[row]! >> BITS]!
  put(program, row, apply(...args.map((arg, k) => valueAt(program, arg, types[k]!, held))), held)
}

/** The outputs of a program for values that fit its inputs. */
export const runProgram = (program: Program, values: readonly Value[]): readonly Value[] => {
  const { inputs, outputs, types } = program
  const held: (Value | undefined)[] = []
  inputs.forEach((row, k) => {
    put(program, row, values[k]!, held)
  })
  sweep(program, held)
  return outputs.map((row, k) => valueAt(program, row, types[k]!, held))
}
