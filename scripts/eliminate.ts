/** `npm run eliminate`: what a Jacobian costs by cross-country elimination, in which order, and how good that is. */

import { searchNodes } from '../lib/elimination/plan.ts'
import {
  AdError,
  countOrder,
  digraph,
  eliminableTape,
  parseOrderOrThrow,
  planElimination,
  planTape,
  showOrder,
} from '../modes/index.ts'
import { figure } from './compare/format.ts'
import { type Request, requestOf, usage } from './eliminate/options.ts'
import { type Given, problemOf } from './eliminate/problem.ts'
import { refuse } from './eliminate/refuse.ts'
import { documentOf, tableOf } from './eliminate/report.ts'

const print = (text: string): void => {
  process.stdout.write(`${text}\n`)
}

/** What a given order costs, in both metrics. */
const replay = ({ problem, tape }: Given, text: string, json: boolean): void => {
  const counted = () => {
    try {
      const order = parseOrderOrThrow(text)
      return {
        order,
        joins: countOrder(digraph(problem), order),
        nontrivial: countOrder(tape ? eliminableTape(tape)() : digraph(problem, 'nontrivial'), order),
      }
    } catch (e) {
      if (!(e instanceof AdError)) throw e
      return refuse('--order', e.info.found, e.info.expected, e.info.cure)
    }
  }
  const { order, joins, nontrivial } = counted()
  print(
    json
      ? JSON.stringify(
          {
            name: problem.name,
            order: showOrder(order),
            kind: order.kind,
            count: joins,
            nontrivial: { count: nontrivial },
          },
          null,
          2,
        )
      : `${problem.name}: ${figure(joins)} multiplications, ${figure(nontrivial)} of them nontrivial, in an order of ${order.kind === 'vertex' ? 'vertices' : 'edges'}`,
  )
}

/** What is left for writing, and for what does not look at the clock. */
const MARGIN = 0.1

const answer = ({ help, file, problem: wanted, order, json, seconds, seed }: Request): void => {
  if (help) {
    print(usage)
    return
  }
  const given = problemOf(file, wanted)
  const { problem, tape } = given
  if (order !== undefined) {
    replay(given, order, json)
    return
  }
  const plan = (metric: 'joins' | 'nontrivial', until: number) => {
    const begun = performance.now()
    const end = until * (1 - MARGIN) * seconds * 1000
    const stop = (part: number): boolean => performance.now() > begun + part * (end - begun)
    if (metric === 'nontrivial' && tape) return planTape(tape, { seed, stop })
    return planElimination(problem, { metric, seed, nodes: Math.ceil((seconds / 60) * searchNodes(problem)), stop })
  }
  const joins = plan('joins', 0.5)
  const report = { problem, joins, nontrivial: plan('nontrivial', 1) }
  print(json ? JSON.stringify(documentOf(report), null, 2) : tableOf(report))
}

try {
  answer(requestOf(process.argv.slice(2)))
} catch (e) {
  // The system refuses files; else only an AdError speaks of the input.
  if (!(e instanceof AdError) && !(e instanceof Error && 'syscall' in e)) throw e
  process.stderr.write(`${e.message.replace(/\s+/g, ' ')}\n`)
  process.exitCode = 2
}
