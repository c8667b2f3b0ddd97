/** Functor laws: linearizing, pushing and transposing respect composition, identities and products, on tapes strictly. */
import { dependencies } from '../lib/graph.ts'
import { kernel } from '../lib/kernel.ts'
import { type Factor, isStep } from '../lib/linear.ts'
import { fillOf } from '../lib/ops/constant.ts'
import { argsOf } from '../lib/wire.ts'
import {
  draw,
  type Edge,
  extend,
  forward,
  Graph,
  inputTypes,
  Linear,
  linearize,
  push,
  type Ref,
  reverse,
  Tape,
  type Wire,
  wireAt,
} from '../modes/index.ts'
import { redraw, sameUpToNumbering } from './canonical.ts'
import { rearrange } from './cartesian.ts'
import { sameLinear, showLinear } from './maps.ts'
import { claim, every, forEach, refute, type Verdict, valid } from './verdict.ts'

/** The edges of a tape with all that they name seen through a map of places. */
const seenThrough = (edges: readonly Edge[], place: (ref: Ref) => Ref): readonly Edge[] => {
  const factor = (x: Factor): Factor =>
    isStep(x)
      ? { ...x, args: x.args.map(place) }
      : kernel(
          x.hole,
          x.out,
          x.extent,
          x.operands.map(({ ref, spec }) => ({ ref: place(ref), spec })),
          x.coef,
          x.absorbing,
        )
  return edges.map(({ from, to, map }) => ({
    from: place(from),
    to: place(to),
    map: { ...map, paths: map.paths.map((path) => path.map(factor)) },
  }))
}

/** A node that spreads known numbers, as the constant that it is in canonical form. */
const folded = (wire: Wire): Wire => {
  const args = argsOf(wire)
  return args.length > 0 && args.every((arg) => fillOf(arg) !== undefined) ? redraw(wire.node.op, args) : wire
}

/** Where the nodes of a tape's primal are, given where those of its graph are: slopes are drawn in canonical form. */
const placesOf = (tape: Tape, graph: Graph, known: readonly Wire[]): ((ref: Ref) => Ref) => {
  const wires = known.map(folded)
  tape.primal.nodes.skip(graph.nodes.size).forEach(({ op, args }) => {
    wires.push(
      redraw(
        op,
        args.map((arg) => wires[arg]!),
      ),
    )
  })
  return (ref) => wires[ref]!.ref
}

/** Arrows that start and end at the same vertices as one, what no source reaches and no sink needs left out. */
const pruned = (edges: readonly Edge[], sources: readonly Ref[], needed: Uint8Array): readonly Edge[] => {
  const joined = new Map<string, Edge>()
  const reached = new Set(sources)
  for (const edge of edges.toSorted((a, b) => a.to - b.to)) {
    if (!needed[edge.to] || !reached.has(edge.from)) continue
    const key = `${edge.to} ${edge.from}`
    const known = joined.get(key)
    joined.set(key, known ? { ...edge, map: Linear.sum(known.map, edge.map) } : edge)
    reached.add(edge.to)
  }
  return [...joined.values()].toSorted((a, b) => a.to - b.to || a.from - b.from)
}

const showEdge = ({ from, to, map }: Edge): string => `%${from} -> %${to}: ${showLinear(map)}`

const sameEdges = (found: readonly Edge[], expected: readonly Edge[], graph: Graph): Verdict => {
  const text = (edges: readonly Edge[]): string => edges.map(showEdge).join('\n  ')
  const same =
    found.length === expected.length &&
    found.every((edge, k) => {
      const other = expected[k]!
      return edge.from === other.from && edge.to === other.to && sameLinear(edge.map, other.map)
    })
  return same ? valid : refute(`edges\n  ${text(found)}\nare not\n  ${text(expected)}`, graph)
}

/**
 * linearize (f;g) = linearize f ; linearize g, edge by edge in one drawing, strictly: nodes that become one have one
 * set of edges. It quantifies over f without constant results, whose slopes g alone cannot know.
 */
export const linearizeComposes = (f: Graph, g: Graph, toTape: (f: Graph) => Tape = linearize): Verdict => {
  const whole = Graph.compose(f, g)
  const [tape, first] = [toTape(whole), toTape(f)]
  let verdict: Verdict = valid
  extend(whole, () => {
    const own = (count: number): readonly Wire[] => Array.from({ length: count }, (_, ref) => wireAt(ref))
    const ofG: Wire[] = []
    g.inputs.forEach((ref, k) => {
      ofG[ref] = wireAt(f.outputs[k]!)
    })
    g.nodes.forEach(({ op, args }, ref) => {
      ofG[ref] ??= draw(
        op,
        args.map((arg) => ofG[arg]!),
      )
    })
    // Equal ops that own graphs have different tapes until they are one op, as they are in the composite.
    const merged = g.nodes.map((node, ref) => (node.args.length > 0 ? { ...node, op: ofG[ref]!.node.op } : node))
    const second = toTape({ ...g, nodes: merged })
    const needed = dependencies(whole, whole.outputs)
    const inF = placesOf(first, f, own(f.nodes.size))
    const inG = placesOf(second, g, ofG)
    // Nodes that are one in the composite have one set of edges: f's, else those of the first of g's.
    const owner = new Map<Ref, Ref>(first.edges.map(({ to }) => [inF(to), -1]))
    const after = second.edges.filter(({ to }) => {
      if (!owner.has(inG(to))) owner.set(inG(to), to)
      return owner.get(inG(to)) === to
    })
    verdict = sameEdges(
      pruned(seenThrough(tape.edges, placesOf(tape, whole, own(whole.nodes.size))), whole.inputs, needed),
      pruned([...seenThrough(first.edges, inF), ...seenThrough(after, inG)], whole.inputs, needed),
      whole,
    )
    return []
  })
  return verdict
}

/** linearize id has no edge, and T id = id. */
export const tangentOfIdentity = (f: Graph, T: (f: Graph) => Graph = forward): Verdict => {
  const types = inputTypes(f)
  const id = Graph.identity(types)
  return every(
    () => claim(linearize(id).edges.length === 0, 'the identity has an edge', id),
    () => sameUpToNumbering(T(id), Graph.identity([...types, ...types])),
  )
}

/** T(f;g) = T f ; T g, as graphs. */
export const tangentComposes = (f: Graph, g: Graph, T: (f: Graph) => Graph = forward): Verdict =>
  sameUpToNumbering(T(Graph.compose(f, g)), Graph.compose(T(f), T(g)))

const range = (from: number, count: number): number[] => Array.from({ length: count }, (_, k) => from + k)

/** T(f x g) = T f x T g, up to the swap of g's points with f's tangents. */
export const tangentOfProduct = (f: Graph, g: Graph, T: (f: Graph) => Graph = forward): Verdict => {
  const [n, m] = [f.inputs.length, g.inputs.length]
  const types = [...inputTypes(f), ...inputTypes(g)]
  const swapped = [...range(0, n), ...range(n + m, n), ...range(n, m), ...range(2 * n + m, m)]
  const [p, q] = [f.outputs.length, g.outputs.length]
  const both = Graph.compose(rearrange([...types, ...types], swapped), Graph.par(T(f), T(g)))
  const back = [...range(0, p), ...range(2 * p, q), ...range(p, p), ...range(2 * p + q, q)]
  return sameUpToNumbering(T(Graph.par(f, g)), { ...both, outputs: back.map((k) => both.outputs[k]!) })
}

/** transpose (transpose t) = t, field by field and by identity; pushed, it is forward mode again. */
export const transposingTwice = (f: Graph, turn: (tape: Tape) => Tape = Tape.transpose): Verdict => {
  const tape = linearize(f)
  const twice = turn(turn(tape))
  return every(
    () =>
      forEach(Object.keys(tape) as (keyof Tape)[], (key) =>
        claim(twice[key] === tape[key], `${key} of the tape transposed twice is another`, f),
      ),
    () => claim(Object.keys(twice).length === Object.keys(tape).length, 'a field more', f),
    () => sameUpToNumbering(push(twice), forward(f)),
    () => sameUpToNumbering(push(turn(twice)), reverse(f)),
  )
}
