/** Tasks shared out among processes, as many as there are cores. */
import { type ChildProcess, fork } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { type Engine, environmentWith } from '../engine.ts'
import type { Task } from './worker.ts'

const MOST = 4
const script = fileURLToPath(new URL('./worker.ts', import.meta.url))

const ask = <A>(worker: ChildProcess, task: Task): Promise<A> =>
  new Promise((done, failed) => {
    const ended = (code: number | null): void => failed(new Error(`a worker ended with code ${code}`))
    worker.once('exit', ended)
    worker.once('message', (answer) => {
      worker.off('exit', ended)
      done(answer as A)
    })
    worker.send(task)
  })

/** The answers in the order of the tasks, whichever process gives them; `heard` is told of each as it comes. */
export const answers = async <A>(
  tasks: readonly Task[],
  engine: Engine,
  heard: (done: number, task: Task) => void,
): Promise<readonly A[]> => {
  const results: A[] = new Array(tasks.length)
  let [next, done] = [0, 0]
  const lane = async (): Promise<void> => {
    const worker = fork(script, { env: environmentWith(engine) })
    while (next < tasks.length) {
      const k = next++
      results[k] = await ask<A>(worker, tasks[k]!)
      heard(++done, tasks[k]!)
    }
    worker.disconnect()
  }
  await Promise.all(Array.from({ length: Math.min(MOST, availableParallelism(), tasks.length) }, lane))
  return results
}
