// A thread that lays out one graph in Graphviz's language and answers with SVG, or with what was wrong. Plain
// JavaScript, so that it starts without the TypeScript loader.
import { parentPort, workerData } from 'node:worker_threads'
import { instance } from '@viz-js/viz'

const viz = await instance()
const { status, output, errors } = viz.render(workerData, { format: 'svg' })
parentPort.postMessage(
  status === 'success' ? { svg: output } : { problem: errors.map(({ message }) => message).join() },
)
