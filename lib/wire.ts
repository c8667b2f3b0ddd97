/** Drawing graphs: a wire is a node of a graph being drawn, and ops applied to wires draw further nodes. */
import { List } from 'immutable'
import { AdError, fail } from './error.ts'
import { type About, type Graph, hashNode, type Node, type Ref } from './graph.ts'
import { emptyIndex, enter, type Index, leaveIndex, lookUp, takeIndex } from './numbering.ts'
import { mixHash, type Op } from './op.ts'
import { isTuple, type Shape, showType, type Type, tensorType } from './types.ts'

interface Drawing {
  readonly base: List<Node>
  readonly added: Node[]
  readonly index: Index
  readonly at: (ref: Ref) => Node
  readonly inputs: Ref[]
  /** Wires of the drawing around this one that are used in here, and the inputs that stand for them. */
  readonly captured: Wire[]
  readonly captures: Map<Ref, Wire>
  readonly outer: Drawing | undefined
  open: boolean
  scope: string | undefined
  primal: Ref | undefined
  about: About | undefined
}

/** A node of a graph being drawn. It holds no value, so it can be neither compared nor counted with. */
export class Wire {
  /** @internal */ readonly drawing: Drawing
  readonly ref: Ref
  /** @internal */ readonly node: Node
  constructor(drawing: Drawing, ref: Ref, node: Node) {
    this.drawing = drawing
    this.ref = ref
    this.node = node
  }
  get type(): Type {
    return this.node.type
  }
  /** The extents of the tensor on this wire. */
  get shape(): Shape {
    return isTuple(this.type) ? fail(tupleAsTensor(this)) : this.type.shape
  }
  [Symbol.toPrimitive](): never {
    return fail({
      tag: 'WireError',
      op: 'a host operator',
      found: `a wire of type ${showType(this.type)} used as a number or a text`,
      expected: 'an op of the library',
      cure: 'write add, mul, greater, ... for operators; branch with select or cond',
    })
  }
}

const tupleAsTensor = (wire: Wire) => ({
  tag: 'ShapeError' as const,
  op: 'shape',
  found: showType(wire.type),
  expected: 'a tensor',
  cure: 'take a part with project',
})

let current: Drawing | undefined

const open = (base: List<Node>, index: Index): Drawing => {
  const added: Node[] = []
  const size = base.size
  return {
    base,
    added,
    index,
    at: (ref) => (ref < size ? base.get(ref)! : added[ref - size]!),
    inputs: [],
    captured: [],
    captures: new Map(),
    outer: current,
    open: true,
    scope: current?.scope,
    primal: undefined,
    about: undefined,
  }
}

/** The drawing that is going on, innermost first. */
const drawing = (what: string): Drawing =>
  current ??
  fail({
    tag: 'WireError',
    op: what,
    found: 'no graph being drawn',
    expected: 'a call from inside graph(...)',
    cure: 'draw it: graph([shape], (x) => ...), or use grad, jvp, evaluate on values',
  })

const append = (d: Drawing, op: Op, args: readonly Ref[], type: Type): Wire => {
  const node = { op, args, type, about: aboutNow(d) }
  d.added.push(node)
  return new Wire(d, d.base.size + d.added.length - 1, node)
}

/** What there is to say about nodes drawn now: one record for all of them. */
const aboutNow = (d: Drawing): About | undefined => {
  if (d.about === undefined && (d.scope !== undefined || d.primal !== undefined))
    d.about =
      d.scope === undefined
        ? { primal: d.primal! }
        : d.primal === undefined
          ? { scope: d.scope }
          : { scope: d.scope, primal: d.primal }
  return d.about
}

const inputOp = (type: Type): Op => ({
  family: inputFamily,
  name: 'input',
  params: type,
  key: showType(type),
  hash: mixHash(0, 1),
  type: () => type,
  eval: () =>
    fail({ tag: 'ValueError', op: 'input', found: 'no value', expected: 'one', cure: 'give every input a value' }),
  partial: () =>
    fail({ tag: 'ArityError', op: 'input', found: 'an argument', expected: 'none', cure: 'draw inputs with graph' }),
})
const inputFamily = { name: 'input', kind: 'input' } as const

/** A new input of the graph being drawn, after those that it has. */
export const input = (type: Type): Wire => {
  const d = drawing('input')
  const wire = append(d, inputOp(type), [], type)
  d.inputs.push(wire.ref)
  return wire
}

/** The wire in this drawing that stands for a wire: itself, or an input that captures a wire of a drawing around. */
const local = (d: Drawing, wire: Wire): Wire => {
  if (wire.drawing === d) return wire
  const known = d.outer && wire.drawing.open ? local(d.outer, wire) : undefined
  if (!known)
    return fail({
      tag: 'WireError',
      op: 'draw',
      found: 'a wire of a finished drawing',
      expected: 'a wire of this drawing or of one around it',
      cure: 'pass the value in as an input, or replay the finished graph here',
    })
  const captured = d.captures.get(known.ref)
  if (captured) return captured
  const stand = append(d, inputOp(known.type), [], known.type)
  d.captures.set(known.ref, stand)
  d.captured.push(known)
  return stand
}

/** Draws an op on wires; a node that is there already is not drawn again. */
export const draw = (op: Op, args: readonly Wire[]): Wire => {
  const d = drawing(op.name)
  const refs: Ref[] = []
  for (let k = 0; k < args.length; k++) refs.push(args[k]!.drawing === d ? args[k]!.ref : local(d, args[k]!).ref)
  const hash = hashNode(op, refs)
  const found = lookUp(d.index, d.at, op, refs, hash)
  if (found >= 0) return new Wire(d, found, d.at(found))
  const wire = append(d, op, refs, op.type(...args.map((x) => x.type)))
  enter(d.index, hash, wire.ref)
  return wire
}

/** The node that a wire is, where it was drawn. */
export const nodeOf = (wire: Wire): Node => wire.node

/** The wires of a node's arguments, where the node was drawn. */
export const argsOf = (wire: Wire): readonly Wire[] => {
  const d = wire.drawing
  return nodeOf(wire).args.map((ref) => new Wire(d, ref, d.at(ref)))
}

/** The reference of a wire in the drawing that is going on. */
export const refOf = (wire: Wire): Ref => local(drawing('refOf'), wire).ref
/** The wire of a node of the graph being drawn or extended. */
export const wireAt = (ref: Ref): Wire => {
  const d = drawing('wireAt')
  return new Wire(d, ref, d.at(ref))
}

/** What is drawn from here on belongs to this node of the primal graph. */
export const belongTo = (primal: Ref | undefined): void => {
  const d = drawing('belongTo')
  d.primal = primal
  d.about = undefined
}

/** Everything that `f` draws stands in the scope `name`, as do its errors; scopes nest. */
export const scope = <A>(name: string, f: () => A): A => {
  const d = drawing('scope')
  const before = d.scope
  const within = before === undefined ? name : `${before}/${name}`
  d.scope = within
  d.about = undefined
  try {
    return f()
  } catch (e) {
    throw e instanceof AdError && e.info.node === undefined ? new AdError({ ...e.info, node: within }) : e
  } finally {
    d.scope = before
    d.about = undefined
  }
}

/** Names a wire's node, for prints and errors. A node of an earlier graph that is being extended keeps its name. */
export const label = (name: string, wire: Wire): Wire => {
  const { base, added } = wire.drawing
  const k = wire.ref - base.size
  if (k >= 0) added[k] = { ...added[k]!, about: { ...added[k]!.about, label: name } }
  return wire
}

const running = <A>(d: Drawing, f: () => A): A => {
  current = d
  try {
    return f()
  } finally {
    current = d.outer
    d.open = false
  }
}

const finish = (d: Drawing): List<Node> => {
  const nodes = d.base.withMutations((list) => {
    for (const node of d.added) list.push(node)
  })
  leaveIndex(nodes, d.index)
  return nodes
}

/** A graph and the wires of the drawing around it that stand for its last inputs. */
export interface Closure {
  readonly graph: Graph
  readonly captured: readonly Wire[]
}

/** Draws a graph that may use wires of the drawing around it: they become further inputs, after its own. */
export const closure = (
  types: readonly Type[],
  f: (...xs: Wire[]) => readonly Wire[],
  capture: readonly Wire[] = [],
): Closure => {
  const d = open(List<Node>(), emptyIndex())
  return running(d, () => {
    const xs = types.map(input)
    for (const wire of capture) local(d, wire)
    const outputs = f(...xs).map((wire) => local(d, wire).ref)
    const inputs = [...d.inputs, ...[...d.captures.values()].map((wire) => wire.ref)]
    return { graph: { nodes: finish(d), inputs, outputs }, captured: d.captured }
  })
}

/**
 * Draws a graph that begins with the nodes of another, shared and not copied. New inputs come after the old ones.
 * The function's wires are the outputs.
 */
export const extend = (graph: Graph, f: () => readonly Wire[]): Graph => {
  const d = open(graph.nodes, takeIndex(graph.nodes))
  return running(d, () => {
    const outputs = f().map((wire) => local(d, wire).ref)
    if (d.captured.length > 0) refuseCaptured(d.captured)
    return { nodes: finish(d), inputs: [...graph.inputs, ...d.inputs], outputs }
  })
}

const refuseCaptured = (captured: readonly Wire[]): never =>
  fail({
    tag: 'WireError',
    op: 'graph',
    found: `${captured.length} wire(s) of the drawing around it`,
    expected: 'only its own inputs',
    cure: 'draw it with closure, which makes inputs of them, or pass them in',
  })

/** A shape where a tensor type is meant. */
export const asType = (type: Shape | Type): Type => ('length' in type ? tensorType(type) : type)

export const noCapture = ({ graph, captured }: Closure): Graph =>
  captured.length > 0 ? refuseCaptured(captured) : graph

/** True while some graph is being drawn. */
export const isDrawing = (): boolean => current !== undefined
