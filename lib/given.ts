/** Checks of what is given where plain JavaScript may give anything: graphs, functions, lists, shapes and options. */
import { fail } from './error.ts'
import { givenName } from './places.ts'
import { type Shape, showShape } from './types.ts'

/** Refuses what is no graph, most often the function that one is to be drawn from. */
export const checkGraph = (op: string, x: unknown): void => {
  const isRecord = typeof x === 'object' && x !== null
  if (isRecord && 'nodes' in x && 'outputs' in x) return
  const drawn = isRecord && 'graph' in x
  fail({
    tag: 'ValueError',
    op,
    argument: 'graph',
    found: drawn ? 'an object that holds a graph' : givenName(x),
    expected: 'a graph',
    cure: drawn ? 'give the graph in it' : 'draw it first: graph([[2]], f), with a shape for each input',
  })
}

/** Refuses what is no function. */
export const checkFunction = (op: string, argument: number | string, x: unknown, cure: string): void => {
  if (typeof x !== 'function')
    fail({ tag: 'ValueError', op, argument, found: givenName(x), expected: 'a function', cure })
}

/** Refuses what is no list. */
export const checkList = (op: string, argument: number | string, x: unknown, of: string, cure: string): void => {
  if (!Array.isArray(x))
    fail({ tag: 'ValueError', op, argument, found: givenName(x), expected: `a list of ${of}`, cure })
}

export const isShape = (x: unknown): x is Shape => Array.isArray(x) && x.every((n) => Number.isSafeInteger(n) && n >= 0)

/** Refuses what is no list of extents. */
export const checkShape = (op: string, x: unknown): void => {
  if (!isShape(x))
    fail({
      tag: 'ShapeError',
      op,
      argument: 'shape',
      found: Array.isArray(x) ? showShape(x) : typeof x === 'number' ? `the number ${x}` : givenName(x),
      expected: 'a shape, a list of whole numbers from 0',
      cure: 'write [] for a number, [n] for a vector, [n, m] for a matrix',
    })
}

/** The options that there are; for each the values that it may have, or undefined where it may have any. */
export type Choices = Readonly<Record<string, readonly unknown[] | undefined>>

const wordOf = (x: unknown): string => (typeof x === 'string' ? `the word ${x}` : givenName(x))

/** Refuses options that are no record, those that do not exist, and values that they cannot have. */
export const checkOptions = (op: string, options: unknown, choices: Choices): void => {
  if (options === undefined) return
  const names = Object.keys(choices).join(', ')
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    fail({
      tag: 'ValueError',
      op,
      argument: 'options',
      found: givenName(options),
      expected: `a record of ${names}`,
      cure: `write { ${Object.keys(choices)[0]}: ... }, or leave it out`,
    })
  for (const [name, x] of Object.entries(options as object)) {
    if (!Object.hasOwn(choices, name))
      fail({
        tag: 'ValueError',
        op,
        argument: name,
        found: `an option ${name}`,
        expected: names.includes(',') ? `one of ${names}` : names,
        cure: 'correct the name, or leave it out',
      })
    const values = choices[name]
    if (values && x !== undefined && !values.includes(x))
      fail({
        tag: 'ValueError',
        op,
        argument: name,
        found: wordOf(x),
        expected: `one of ${values.map(String).join(', ')}`,
        cure: 'name one of these, or leave it out',
      })
  }
}
