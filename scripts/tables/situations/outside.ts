/** What can go wrong with documents and random numbers. */
import {
  bernoulli,
  elementwise,
  fromJsonOrThrow,
  type Graph,
  graph,
  integers,
  key,
  mul,
  normal,
  parseOrThrow,
  sin,
  stringify,
  toJson,
  uniform,
} from '../../../modes/index.ts'
import type { Areas } from './situation.ts'

const square = (): Graph => graph([[2]], (x) => mul(x, x))
const json = () => toJson(graph([[]], (x) => sin(x)))

export const outside: Areas = {
  JSON: [
    ['a text that is no JSON', () => parseOrThrow('')],
    ['a text too long', () => parseOrThrow(stringify(square()), { limit: 10 })],
    ['a document of another format', () => fromJsonOrThrow({ ...json(), format: 'other' })],
    ['a field that no document has', () => fromJsonOrThrow({ ...json(), extra: 1 })],
    ['a node that names a later one', () => fromJsonOrThrow({ ...json(), nodes: json().nodes.toReversed() })],
    ['an output that is no node', () => fromJsonOrThrow({ ...json(), outputs: [9] })],
    [
      'an unknown op',
      () => fromJsonOrThrow(JSON.parse(stringify(graph([[]], (x) => sin(x))).replace('"sin"', '"sine"'))),
    ],
    ['an op of a name that is taken', () => stringify(graph([[]], (x) => elementwise('sin', Math.sin, null)(x)))],
  ],
  'Random numbers': [
    ['a seed that is no whole number', () => key(0.5)],
    ['a negative extent', () => normal(key(1), [-1])],
    ['a probability above 1', () => bernoulli(key(1), [2], 1.5)],
    ['bounds with no whole number between', () => integers(key(1), [2], 3, 3)],
    ['half an extent', () => uniform(key(1), [0.5])],
  ],
}
