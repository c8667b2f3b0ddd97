/** Derivatives of a problem by mode, with a name for each input and output. */
import { AdError } from '../../lib/error.ts'
import { forward, type Graph, reverse } from '../../modes/index.ts'

/** Modes in the order in which they are taken; none is the primal. */
export type Mode = readonly ('forward' | 'reverse')[]

const MOST = 4

/** `forward-over-reverse` takes reverse first and forward of it. */
export const modeOf = (text: string): Mode => {
  if (text === 'primal') return []
  const names = text.split('-over-').toReversed()
  const wrong = names.find((name) => name !== 'forward' && name !== 'reverse')
  if (wrong !== undefined || names.length > MOST)
    throw new AdError({
      tag: 'ValueError',
      op: 'draw',
      node: '--mode',
      found: wrong === undefined ? `${names.length} modes` : `'${text}'`,
      expected: `primal, forward, reverse, or up to ${MOST} of them such as forward-over-reverse`,
      cure: 'write --mode reverse',
    })
  return names as Mode
}

export interface Named {
  readonly graph: Graph
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
}

/** The derivative by a mode, of what the mode before it found, in the inputs of the problem. */
export const derivedBy = (graph: Graph, names: readonly string[], mode: Mode): Named => {
  const results = graph.outputs.map((_, k) => (graph.outputs.length === 1 ? 'y' : `y${k}`))
  let named: Named & { readonly last: number } = { graph, inputs: names, outputs: results, last: results.length }
  mode.forEach((way, k) => {
    const d = (name: string): string => (k === 0 ? `d${name}` : `d${k + 1} ${name}`)
    const of = named.outputs.slice(-named.last)
    const options = { wrt: graph.inputs, of: named.graph.outputs.slice(-named.last) }
    const [seeds, found] = way === 'forward' ? [names, of] : [of, names]
    named = {
      graph: (way === 'forward' ? forward : reverse)(named.graph, options),
      inputs: [...named.inputs, ...seeds.map(d)],
      outputs: [...named.outputs, ...found.map(d)],
      last: found.length,
    }
  })
  return named
}
