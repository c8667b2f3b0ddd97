/** Graphviz in a thread of its own, stopped when it takes too long. */
import { Worker } from 'node:worker_threads'

export type Layout = { readonly svg: string } | { readonly problem: string }

const SECONDS = 10

/** The picture of a text in Graphviz's language as SVG, or why there is none. */
export const layout = (dot: string, seconds = SECONDS): Promise<Layout> =>
  new Promise((done) => {
    const worker = new Worker(new URL('./worker.mjs', import.meta.url), {
      workerData: dot,
      execArgv: [],
    })
    const end = (found: Layout): void => {
      clearTimeout(timer)
      void worker.terminate()
      done(found)
    }
    const timer = setTimeout(() => end({ problem: `the layout takes more than ${seconds} s` }), seconds * 1000)
    worker.once('message', end)
    worker.once('error', (e) => end({ problem: e instanceof Error ? e.message : String(e) }))
    worker.once('exit', () => end({ problem: 'the layout ended without a picture' }))
  })
