/** Wires: nodes of a graph being drawn. An op applied to wires draws a further node, or finds it drawn. */
import type { List } from 'immutable'
import { fail } from './error.ts'
import { type About, hashNode, type Node, type Ref } from './graph.ts'
import { enter, type Index, lookUp } from './numbering.ts'
import { mixHash, type Op } from './op.ts'
import { isTuple, type Shape, showType, type Type } from './types.ts'

/** A graph being drawn: the nodes of the one that it extends, and those added. */
export interface Drawing {
  readonly base: List<Node>
  /** All its nodes, those of the base first. */
  readonly nodes: Node[]
  readonly index: Index
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

/** What lists have and wires do not, whose absence plain JavaScript would pass over or tell as its own. */
const LISTS: readonly PropertyKey[] = [
  Symbol.iterator,
  ...['length', 'map', 'forEach', 'reduce', 'filter', 'slice', 'at', 'every', 'some', 'entries'],
]
for (const name of LISTS)
  Object.defineProperty(Wire.prototype, name, {
    get(this: Wire): never {
      return fail({
        tag: 'WireError',
        op: 'a host list',
        found: `${typeof name === 'symbol' ? 'the entries' : `.${String(name)}`} of a wire of type ${showType(this.type)}`,
        expected: 'a list',
        cure: 'take parts with slice, or each in turn with map or scan; extents stand in x.shape, as x.shape[0]',
      })
    },
  })
/** What consoles print. */
Object.defineProperty(Wire.prototype, Symbol.for('nodejs.util.inspect.custom'), {
  value(this: Wire): string {
    return `Wire %${this.ref} : ${showType(this.type)} = ${this.node.op.name}`
  },
})

const tupleAsTensor = (wire: Wire) => ({
  tag: 'ShapeError' as const,
  op: 'shape',
  found: showType(wire.type),
  expected: 'a tensor',
  cure: 'take a part with project',
})

let current: Drawing | undefined

/** A new drawing inside the one that is going on. */
export const open = (base: List<Node>, index: Index): Drawing => ({
  base,
  nodes: index.nodes,
  index,
  inputs: [],
  captured: [],
  captures: new Map(),
  outer: current,
  open: true,
  scope: current?.scope,
  primal: undefined,
  about: undefined,
})

/** The drawing that is going on, innermost first. */
export const drawing = (what: string): Drawing =>
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
  return new Wire(d, d.nodes.push(node) - 1, node)
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

export const inputOp = (type: Type): Op => ({
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
export const local = (d: Drawing, wire: Wire): Wire => {
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

const typeOf = (op: Op, args: readonly Wire[]): Type =>
  args.length === 1
    ? op.type(args[0]!.node.type)
    : args.length === 2
      ? op.type(args[0]!.node.type, args[1]!.node.type)
      : op.type(...args.map((x) => x.type))

/** Draws an op on wires; a node that is there already is not drawn again. */
export const draw = (op: Op, args: readonly Wire[]): Wire => {
  const d = drawing(op.name)
  const refs = new Array<Ref>(args.length)
  for (let k = 0; k < refs.length; k++) refs[k] = args[k]!.drawing === d ? args[k]!.ref : local(d, args[k]!).ref
  const hash = hashNode(op, refs)
  const found = lookUp(d.index, op, refs, hash)
  if (found >= 0) return new Wire(d, found, d.nodes[found]!)
  const wire = append(d, op, refs, typeOf(op, args))
  enter(d.index, hash, wire.ref)
  return wire
}

/** The wires of a node's arguments, where the node was drawn. */
export const argsOf = (wire: Wire): readonly Wire[] => {
  const d = wire.drawing
  return wire.node.args.map((ref) => new Wire(d, ref, d.nodes[ref]!))
}

/** The reference of a wire in the drawing that is going on. */
export const refOf = (wire: Wire): Ref => (wire.drawing === current ? wire.ref : local(drawing('refOf'), wire).ref)

const byPlace = (a: Wire, b: Wire): number => refOf(a) - refOf(b)
/** Wires in order of place; the list itself where they stand so. */
export const inOrder = (xs: readonly Wire[]): readonly Wire[] => {
  for (let k = 1; k < xs.length; k++)
    if (byPlace(xs[k]!, xs[k - 1]!) < 0) return xs.length === 2 ? [xs[1]!, xs[0]!] : [...xs].sort(byPlace)
  return xs
}
/** The wire of a node of the graph being drawn or extended. */
export const wireAt = (ref: Ref): Wire => {
  const d = drawing('wireAt')
  return new Wire(d, ref, d.nodes[ref]!)
}

/** Runs `f` with this drawing as the one that is going on; its wires are finished afterwards. */
export const running = <A>(d: Drawing, f: () => A): A => {
  current = d
  try {
    return f()
  } finally {
    current = d.outer
    d.open = false
  }
}
