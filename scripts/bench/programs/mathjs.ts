/** The measured process of mathjs: derivatives as expressions, by symbols, each compiled by it. */
import { compile, derivative, parse } from 'mathjs'
import { workOf } from '../adbench.ts'
import { serve } from '../serve.ts'

const K = (x: string) => `(1 / (1 + 0.2316419 * (${x})))`
const below = (x: string): string =>
  `(1 - 0.3989422804014327 * exp(-0.5 * (${x}) * (${x})) * ${K(x)} * (0.31938153 + ${K(x)} * (-0.356563782 + ${K(x)} * ` +
  `(1.781477937 + ${K(x)} * (-1.821255978 + ${K(x)} * 1.330274429)))))`
const deviation = '(v * sqrt(t))'
const d1 = `((log(s / k) + (r + 0.5 * v * v) * t) / ${deviation})`
const price = `s * ${below(d1)} - k * exp(-r * t) * ${below(`(${d1} - ${deviation})`)}`
const NAMES = ['s', 'k', 'r', 'v', 't'] as const

await serve((task) => {
  const data = workOf(task).data(task.size)
  const count = data[0]!.data.length
  const value = compile(price)
  const slopes = NAMES.map((name) => derivative(parse(price), name, { simplify: false }).compile())
  const entries = new Float64Array(NAMES.length * count)
  const scopes = Array.from({ length: count }, (_, i) =>
    Object.fromEntries(NAMES.map((name, k) => [name, data[k]!.data[i]!])),
  )
  return {
    value: () => scopes.reduce((sum, scope) => sum + (value.evaluate(scope) as number), 0),
    derivative: () => {
      scopes.forEach((scope, i) => {
        slopes.forEach((slope, k) => {
          entries[k * count + i] = slope.evaluate(scope) as number
        })
      })
    },
    entries: () => entries,
  }
})
