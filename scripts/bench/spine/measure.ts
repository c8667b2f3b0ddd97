/** Inside a measured process: what it is told, clocks, and the one line of JSON that it answers with. */
import { setTimeout } from 'node:timers/promises'
import { type Work, works } from './works.ts'

/** What a process is told to measure, as its one argument in JSON. */
export interface Task {
  readonly work: string
  readonly nodes: number
  readonly repetitions: number
  /** Whether the library is to interpret, not to compile. */
  readonly cold: boolean
}

/** What was measured, times in microseconds a node, one a repetition. */
export interface Samples {
  readonly draw?: readonly number[]
  readonly differentiate?: readonly number[]
  readonly compile?: readonly number[]
  readonly firstResult: readonly number[]
  readonly primal: readonly number[]
  readonly derivative: readonly number[]
  readonly bytesPerNode?: number
  readonly derivativeNodes?: number
  /** The derivative that came out, for the libraries to agree on. */
  readonly slope: number
}
export type Answer = Samples | { readonly error: string }

/** The point at which every work is run. */
export const POINT = 0.5

const collect = (): void => (globalThis as { gc?: () => void }).gc?.()

/** A result and the milliseconds that it took. */
export const timed = <A>(f: () => A): readonly [A, number] => {
  const start = performance.now()
  const result = f()
  return [result, performance.now() - start]
}

/** From so many nodes on, what the last repetition left behind is collected before the next. */
const LARGE = 1e5

/**
 * The same measurement on so many nodes, so many times. Collecting clears what the engine has learnt of types that have
 * no instance left, so small sizes, which would feel that, are left alone.
 */
export const repeated = <A>(times: number, nodes: number, f: (nodes: number) => A): readonly A[] =>
  Array.from({ length: times }, () => {
    if (nodes >= LARGE) collect()
    return f(nodes)
  })

/** The bytes in use, on the heap and beside it. Array buffers are freed some time after they are collected. */
export const bytesInUse = async (): Promise<number> => {
  for (let k = 0; k < 2; k++) {
    collect()
    await setTimeout(20)
  }
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** Runs the task given on the command line and answers with its samples, or with the error that it ends with. */
export const answer = async (
  run: (work: Work, task: Task) => Samples | Promise<Samples>,
  task: Task = JSON.parse(process.argv[2]!),
): Promise<void> => {
  let result: Answer
  try {
    result = await run(works[task.work]!, task)
  } catch (e) {
    result = { error: String(e).split('\n')[0]! }
  }
  console.log(JSON.stringify(result))
}
