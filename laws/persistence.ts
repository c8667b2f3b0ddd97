/** Persistence: whatever is made of a graph, the graph stays what it was, and what extends it shares its nodes. */
import { evaluateOrThrow, type Graph, nodeAt, sameValue, show, showType, type Value } from '../modes/index.ts'
import type { Values } from './scale.ts'
import { claim, every, forEach, refute, type Verdict, valid } from './verdict.ts'

/** All that a graph is, as a copy: the nodes by identity, and what they say as text. */
interface Snapshot {
  readonly nodes: readonly object[]
  readonly inputs: readonly number[]
  readonly outputs: readonly number[]
  readonly text: string
}

const snapshot = (f: Graph): Snapshot => ({
  nodes: f.nodes.toArray(),
  inputs: [...f.inputs],
  outputs: [...f.outputs],
  text: `${show(f)}\n${f.nodes.map(({ op, args, type }) => `${op.key} ${args.join()} ${showType(type)}`).join('\n')}`,
})

const same = <A>(a: readonly A[], b: readonly A[]): boolean => a.length === b.length && a.every((x, k) => x === b[k])

/** After `act`, the graph that it was given is deep-equal to what it was. */
export const leavesAsItWas = (f: Graph, act: (f: Graph) => unknown): Verdict => {
  const before = snapshot(f)
  act(f)
  const after = snapshot(f)
  return every(
    () => claim(same(before.nodes, after.nodes), 'a node has been added, dropped or replaced', f),
    () => claim(same(before.inputs, after.inputs), 'the inputs have changed', f),
    () => claim(same(before.outputs, after.outputs), 'the outputs have changed', f),
    () => claim(before.text === after.text, `a node has been changed; before:\n${before.text}`, f),
  )
}

/** The nodes of a graph are the first nodes of what extends it, by identity, and its inputs the first inputs. */
export const isPrefix = (f: Graph, extended: Graph): Verdict =>
  every(
    () =>
      forEach(f.nodes, (node, ref) =>
        ref < extended.nodes.size && nodeAt(extended, ref) === node
          ? valid
          : refute(`node %${ref} is not shared`, f, extended),
      ),
    () =>
      claim(
        f.inputs.every((ref, k) => extended.inputs[k] === ref),
        'the first inputs are others',
        f,
        extended,
      ),
  )

const copyOf = (x: Value): Value =>
  'tuple' in x ? { tuple: x.tuple.map(copyOf) } : { shape: [...x.shape], data: Float64Array.from(x.data) }

/** Evaluating changes no input and gives results that share no data with inputs or with each other's later runs. */
export const evaluatingChangesNothing = (
  f: Graph,
  x: Values,
  by: (f: Graph, x: Values) => Values = evaluateOrThrow,
): Verdict => {
  const before = x.map(copyOf)
  const first = by(f, x)
  const kept = first.map(copyOf)
  const second = by(f, x)
  return every(
    () =>
      claim(
        x.every((value, k) => sameValue(value, before[k]!)),
        'an input has changed',
        f,
      ),
    () =>
      claim(
        first.every((value, k) => sameValue(value, kept[k]!)),
        'a result has changed',
        f,
      ),
    () =>
      claim(
        second.every((value, k) => sameValue(value, kept[k]!)),
        'a second run gives another result',
        f,
      ),
  )
}
