/** Inside a measured process: the point from a file, the result into another, and times for whoever asks. */
import { readFileSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Ready } from './child.ts'
import type { Kernel, Precision, Size } from './work.ts'

/** What a process is told, as its one argument in JSON. */
export interface Task {
  readonly work: string
  readonly size: Size
  readonly precision: Precision
  /** The file of ADBench that the work is on, if it is on one. */
  readonly file?: string
  /** Where the entries of the derivative go, as doubles. */
  readonly result: string
}

/** A sample lasts at least so many milliseconds: of what is quicker, several runs are timed together. */
const SAMPLE = 0.1
const MOST_SAMPLES = 2000

const timesOf = (f: () => unknown, milliseconds: number, batch: number): readonly number[] => {
  const times: number[] = []
  const end = performance.now() + milliseconds
  do {
    const start = performance.now()
    for (let k = 0; k < batch; k++) f()
    times.push(((performance.now() - start) * 1000) / batch)
  } while (performance.now() < end && times.length < MOST_SAMPLES)
  return times
}

/** How many runs a sample takes; this is the warm-up too. */
const batchOf = (f: () => unknown): number => {
  for (let batch = 1; ; batch *= 2) {
    const start = performance.now()
    for (let k = 0; k < batch; k++) f()
    const took = performance.now() - start
    if (took >= 5 * SAMPLE) return Math.max(1, Math.ceil((batch * SAMPLE) / took))
  }
}

/** Runs the kernel that a task asks for, writes its derivative, and then times what it is told to. */
export const serve = async (
  open: (task: Task) => (Kernel & Ready) | Promise<Kernel & Ready>,
  task: Task = JSON.parse(process.argv[2]!),
): Promise<void> => {
  let kernel: Kernel & Ready
  try {
    kernel = await open(task)
    kernel.derivative()
    writeFileSync(task.result, Float64Array.from(kernel.entries()))
  } catch (e) {
    console.log(JSON.stringify({ error: String(e).split('\n')[0]! }))
    return
  }
  const { operations, compile } = kernel
  console.log(JSON.stringify({ ...(operations ? { operations } : {}), ...(compile === undefined ? {} : { compile }) }))
  const batches: Partial<Record<'value' | 'derivative', number>> = {}
  for await (const line of createInterface({ input: process.stdin })) {
    const [part, milliseconds] = line.split(' ') as ['value' | 'derivative', string]
    const batch = (batches[part] ??= batchOf(kernel[part]))
    console.log(
      timesOf(kernel[part], Number(milliseconds), batch)
        .map((x) => Number(x.toPrecision(5)))
        .join(' '),
    )
  }
}

/** The entries in a file of doubles. */
export const entriesIn = (path: string): Float64Array => {
  const bytes = readFileSync(path)
  return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))
}
