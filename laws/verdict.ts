/** Verdicts: what a law says of a case, with what a reader needs where it says no. */
import { type Graph, show } from '../modes/index.ts'

export interface Refutation {
  readonly holds: false
  /** What is wrong, with the graph as text and the numbers that differ. */
  readonly why: string
  readonly found?: number
  readonly expected?: number
}

export type Verdict = { readonly holds: true } | Refutation

export const valid: Verdict = { holds: true }
/** What a law says of a case that it does not speak of. */
export const undecided: Verdict = { holds: true }

/** A refutation in words, over the graphs that it speaks of. */
export const refute = (why: string, ...graphs: readonly Graph[]): Refutation => ({
  holds: false,
  why: [why, ...graphs.map((graph) => show(graph, '  '))].join('\n'),
})

/** Two numbers that differ at a place, over the graphs that gave them. */
export const differ = (at: string, found: number, expected: number, ...graphs: readonly Graph[]): Refutation => ({
  ...refute(`${at}: found ${found}, expected ${expected}`, ...graphs),
  found,
  expected,
})

/** The first refutation among laws, asked in order; valid where none refutes. */
export const every = (...laws: readonly (() => Verdict)[]): Verdict => {
  for (const law of laws) {
    const verdict = law()
    if (!verdict.holds) return verdict
  }
  return valid
}

/** A law for each of some things. */
export const forEach = <A>(things: Iterable<A>, law: (thing: A, k: number) => Verdict): Verdict => {
  let k = 0
  for (const thing of things) {
    const verdict = law(thing, k++)
    if (!verdict.holds) return verdict
  }
  return valid
}

/** The verdict under a name, which a refutation begins with. */
export const named = (name: string, verdict: Verdict): Verdict =>
  verdict.holds ? verdict : { ...verdict, why: `${name}: ${verdict.why}` }

/** A claim that is true or refuted by its words. */
export const claim = (holds: boolean, why: string, ...graphs: readonly Graph[]): Verdict =>
  holds ? valid : refute(why, ...graphs)
