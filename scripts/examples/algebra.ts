// The gradient graph of one small function, run in five algebras; its tape, folded over four kinds of carriers; and
// where a NaN comes from. Backpropagation never asks which algebra it is run in.
import {
  Algebra,
  add,
  type Carried,
  Carriers,
  constant,
  type Elements,
  enclose,
  evaluateOrThrow,
  foldTape,
  formulas,
  graph,
  input,
  interpret,
  linearize,
  log,
  mul,
  nodeAt,
  nonFinites,
  pathsOf,
  provenance,
  reverse,
  show,
  showPath,
  showPathTo,
  showPolynomial,
  sin,
  Tape,
  type Tensor,
} from '../../modes/index.ts'

/** x y + sin(x) */
const f = graph([[], []], (x, y) => add(mul(x, y), sin(x)))
/** (x, y, w) -> (f(x, y), w df/dx, w df/dy) */
const g = reverse(f)

const entry = <A>(x: A): Carried<A> => ({ shape: [], entries: [x] })
const only = <A>(x: Carried<A>): A => (x as Elements<A>).entries[0]!
/** The two entries of the gradient in an algebra. */
const gradientIn = <A>(algebra: Algebra<A>, x: A, y: A, w: A): readonly A[] =>
  interpret(algebra)(g, [x, y, w].map(entry)).slice(1).map(only)

export interface Section {
  readonly title: string
  readonly lines: readonly string[]
}

const short = (x: number): string => String(Number(x.toPrecision(6)))
const named = (parts: readonly string[]): readonly string[] => [`df/dx = ${parts[0]}`, `df/dy = ${parts[1]}`]

const numbers = (): Section => ({
  title: 'numbers, at x = 2, y = 3',
  lines: named(gradientIn(Algebra.numbers, 2, 3, 1).map(short)),
})

const booleans = (): Section => ({
  title: 'booleans: what may be other than zero where x = 0',
  lines: named(gradientIn(Algebra.booleans, false, true, true).map(String)),
})

const intervals = (): Section => {
  const bounds = enclose(g, [
    [1.9, 2.1],
    [2.5, 3.5],
    [1, 1],
  ])
  return {
    title: 'intervals, for x in [1.9, 2.1] and y in [2.5, 3.5]',
    lines: named(bounds.slice(1).map(({ lo, hi }) => `in [${short(lo.data[0]!)}, ${short(hi.data[0]!)}]`)),
  }
}

const polynomials = (): Section => ({
  title: 'polynomials in the symbols x, y, w',
  lines: named(formulas(g, ['x', 'y', 'w']).slice(1).map(showPolynomial)),
})

const paths = (): Section => {
  const [, dx, dy] = provenance(g, [2, 3, 1], [2])
  return {
    title: 'paths from the seed, with the slopes met on the way; d%1 belongs to node 1 of f',
    lines: [dx!, dy!].flatMap(([{ paths: ways }], k) => ways.map((way) => `df/d${'xy'[k]} <- ${showPathTo(way)}`)),
  }
}

/** The same fold that `push` is, over other carriers: from x to the value of f. */
const tapes = (): Section => {
  const tape = linearize(f, { wrt: f.inputs.slice(0, 1) })
  const pushed = Tape.read(tape, () => {
    const dx = input(nodeAt(tape.primal, tape.sources[0]!).type)
    return foldTape(tape, Carriers.wires)([dx]).map((dy) => dy ?? constant(0))
  })
  const reached = foldTape(tape, Carriers.booleans)([true])[0]
  const count = foldTape(tape, Carriers.counts)([1n])[0]
  return {
    title: 'the tape from x to f, folded over wires, booleans, counts and paths',
    lines: [
      `df/dx = ${short((evaluateOrThrow(pushed, [2, 3, 1])[0] as Tensor).data[0]!)}`,
      `reached: ${reached}`,
      `paths: ${count}`,
      ...pathsOf(tape).map(showPath),
    ],
  }
}

const origins = (): Section => {
  const entropy = graph([[]], (p) => mul(p, log(p)))
  return {
    title: 'where NaN and infinities come from: p log p and its derivative at p = 0',
    lines: nonFinites(reverse(entropy), [0, 1]).map(({ sentence }) => sentence),
  }
}

export const demo = (): readonly Section[] => [
  { title: 'the gradient graph of x y + sin(x)', lines: show(g).split('\n') },
  numbers(),
  booleans(),
  intervals(),
  polynomials(),
  paths(),
  tapes(),
  origins(),
]

if (import.meta.url === new URL(`file://${process.argv[1]}`).href)
  for (const { title, lines } of demo()) console.log([`${title}:`, ...lines.map((line) => `  ${line}`), ''].join('\n'))
