/** What can go wrong with vertices and edges of tapes, and with problems, orders and bounds of elimination. */
import {
  accumulate,
  countOrder,
  denseChain,
  digraph,
  eliminate,
  eliminateBack,
  eliminateFront,
  eliminationProblemOf,
  eliminationProblemOrThrow,
  exp,
  type Graph,
  graph,
  linearize,
  matrixFreeChain,
  mixed,
  type Order,
  parseOrderOrThrow,
  sin,
  type Tape,
} from '../../../modes/index.ts'
import { type Areas, untyped } from './situation.ts'

/** Nodes 0, the source, 1 and 2 between, and 3, the sink. */
const chain = (): Graph => graph([[2]], (x) => exp(sin(exp(x))))
const tape = (): Tape => linearize(chain())
const vertices = (...steps: readonly number[]): Order => ({ kind: 'vertex', steps })

const line = { name: 'line', inputs: [0], outputs: [3] }
const edges = [
  [0, 1, 'variable'],
  [1, 2, 'variable'],
  [2, 3, 'variable'],
]
/** The problem with something else in it. */
const read = (changes: object) => () => eliminationProblemOrThrow({ ...line, edges, ...changes })
const count = (order: Order) => () => countOrder(digraph(read({})()), order)

export const elimination: Areas = {
  'Elimination on tapes': [
    ['a source eliminated', () => eliminate(tape(), 0)],
    ['a vertex that is not there', () => eliminate(tape(), 9)],
    ['an edge that is not there, joined with those behind it', () => eliminateFront(tape(), 0, 2)],
    ['an edge into a sink, joined with those behind it', () => eliminateFront(tape(), 2, 3)],
    ['an edge out of a source, joined with those before it', () => eliminateBack(tape(), 0, 1)],
    ['an order for mixed mode that names a sink', () => mixed(chain(), { order: vertices(1, 3) })],
    ['an order for mixed mode of a name that there is not', () => mixed(chain(), { order: untyped('shortest') })],
    [
      'an order of edges for mixed mode that names one twice',
      () =>
        mixed(chain(), {
          order: {
            kind: 'edge',
            steps: [
              { side: 'F', from: 0, to: 1 },
              { side: 'F', from: 0, to: 1 },
            ],
          },
        }),
    ],
    ['a Jacobian accumulated past a vertex that is not there', () => accumulate(tape(), vertices(7))],
    ['a problem of elimination of a graph with vectors in it', () => eliminationProblemOf(chain())],
  ],
  'Problems and orders of elimination': [
    ['a problem without edges', read({ edges: undefined })],
    ['a vertex below 0', read({ inputs: [-1] })],
    ['an edge of two parts', read({ edges: [[0, 3]] })],
    ['a label that is not known', read({ edges: [...edges, [0, 2, 'linear']] })],
    ['a field that no problem has', read({ weights: [] })],
    ['an input named twice', read({ inputs: [0, 0] })],
    ['no output', read({ outputs: [] })],
    ['an input that is an output', read({ outputs: [3, 0] })],
    ['an edge into an input', read({ edges: [...edges, [1, 0, 'unit']] })],
    ['an edge out of an output', read({ edges: [...edges, [3, 1, 'unit']] })],
    ['the same edge twice', read({ edges: [...edges, [0, 1, 'unit']] })],
    ['a cycle', read({ edges: [...edges, [2, 1, 'unit']] })],
    ['a vertex that no input reaches', read({ edges: [...edges, [4, 3, 'unit']] })],
    ['a vertex that reaches no output', read({ edges: [...edges, [0, 4, 'unit']] })],
    ['an order that eliminates an input', count(vertices(0, 1, 2))],
    ['an order that names a vertex twice', count(vertices(1, 1, 2))],
    ['an order that leaves vertices over', count(vertices(2))],
    ['an order of edges whose edge is not there', count({ kind: 'edge', steps: [{ side: 'F', from: 0, to: 2 }] })],
    ['an order of edges that joins behind an output', count({ kind: 'edge', steps: [{ side: 'F', from: 2, to: 3 }] })],
    ['an order as a text with a word in it', () => parseOrderOrThrow('1 two')],
    ['an order as a text of vertices and edges', () => parseOrderOrThrow('1 F(1,2)')],
    ['an edge without its end in the text of an order', () => parseOrderOrThrow('F(1')],
    ['a vertex too large for the text of an order', () => parseOrderOrThrow('9007199254740993')],
    ['a vertex eliminated that is an output', () => digraph(read({})()).eliminate(3)],
    ['a chain of matrices with one width', () => denseChain([3])],
    ['a width that is no whole number', () => denseChain([2, 0.5, 2])],
    ['a chain of matrices in too little memory', () => denseChain([20, 20, 20], { memory: 1 })],
    ['more programs than steps between widths', () => matrixFreeChain([2, 3], [4, 5])],
  ],
}
