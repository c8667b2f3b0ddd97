/** Checks of what modes are given: what they differentiate, their options, and the number of points. */
import { checkConventions } from '../lib/conventions.ts'
import { type Choices, checkOptions } from '../lib/given.ts'
import { AdError } from '../lib/index.ts'
import { givenName } from '../lib/places.ts'

/** Options of every mode, of those whose functions may give more, and of those that differentiate by some arguments. */
export const OPTIONS: Choices = { conventions: undefined }
export const AUX_OPTIONS: Choices = { ...OPTIONS, hasAux: [true, false] }
export const ARGUMENT_OPTIONS: Choices = { argnums: undefined, ...AUX_OPTIONS }

/** Refuses what is neither a function nor a graph, nor a function that is drawn. */
const checkDifferentiable = (op: string, f: unknown): void => {
  if (typeof f === 'function' || (typeof f === 'object' && f !== null && ('nodes' in f || 'takes' in f))) return
  throw new AdError({
    tag: 'ValueError',
    op,
    argument: 0,
    found: givenName(f),
    expected: 'a function of wires, or a graph',
    cure: `write ${op}((x) => ...), and give the points to what comes back`,
  })
}

/** The parameters of a function as it is written, where they are names, lists and records and nothing else. */
const PLAIN = /^(?:\(([^()=]*)\)|[\p{ID_Continue}$]+)\s*=>/u

/** Whether a function surely takes no more than its first arguments: no rest, no defaults, no `arguments`. */
const takesNoMore = (f: (...xs: never[]) => unknown): boolean => {
  const written = PLAIN.exec(Function.prototype.toString.call(f))
  return written !== null && !written[0].includes('...')
}

/** Refuses points that a function does not take; one of no parameters is a constant, whatever the points. */
const checkCount = (op: string, f: unknown, points: readonly unknown[]): void => {
  if (typeof f !== 'function' || f.length === 0) return
  if (points.length === 0)
    throw new AdError({
      tag: 'ArityError',
      op,
      found: 'no point',
      expected: `${f.length}, as many as the function takes`,
      cure: `write ${op}(f)(x)`,
    })
  if (points.length <= f.length || !takesNoMore(f as () => unknown)) return
  throw new AdError({
    tag: 'ArityError',
    op,
    found: `${points.length} points`,
    expected: `at most ${f.length}, as many as the function takes`,
    cure: `leave out the rest, or give one point as a list: ${op}(f)([x, y])`,
  })
}

/** What is wrong with a mode of a function, its options and its points, before anything is drawn. */
export const checkCall = (
  op: string,
  f: unknown,
  points: readonly unknown[],
  options: object,
  choices: Choices,
): void => {
  checkDifferentiable(op, f)
  checkOptions(op, options, choices)
  if ('conventions' in options && options.conventions !== undefined) checkConventions(op, options.conventions)
  checkCount(op, f, points)
}
