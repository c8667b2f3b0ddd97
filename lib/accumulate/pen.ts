/** Pens: what multiplies and adds the operands of kernels. One draws, the other only counts. */
import { extend } from '../drawing.ts'
import type { Graph, Ref } from '../graph.ts'
import { nodeCost } from '../interpret/cost.ts'
import { einsumCost } from '../interpret/counts.ts'
import { run } from '../interpret/evaluate.ts'
import { type Kernel, kernel, type Operand } from '../kernel.ts'
import { isStep, type Linear, type Path } from '../linear.ts'
import type { Op } from '../op.ts'
import { addWires } from '../ops/add.ts'
import { constant } from '../ops/constant.ts'
import { contract } from '../ops/contract.ts'
import { einsumOp } from '../ops/einsum.ts'
import { type Shape, sizeOf, type TensorType, tensorType } from '../types.ts'
import type { Tensor } from '../value.ts'
import { draw, drawing, input, refOf, type Wire, wireAt } from '../wire.ts'
import type { Word } from '../words.ts'
import { solidKernel } from './solid.ts'

/** What a product of operands is: `coef` times them, over the letters of `word`, summed over all others. */
export interface Product {
  readonly operands: readonly Operand[]
  /** A letter may repeat, along a diagonal, or stand in no operand, and is repeated along. */
  readonly word: Word
  readonly extent: readonly number[]
  readonly coef: number
  readonly absorbing: boolean
  /** The shape to draw the result in; by default an axis for each letter. */
  readonly shape?: Shape
}

export interface Pen {
  /** Whether a value is known before the point is. */
  readonly known: (ref: Ref) => boolean
  readonly multiply: (product: Product) => Ref
  /** The sum of two tensors with these extents. */
  readonly add: (a: Ref, b: Ref, extents: readonly number[]) => Ref
  /** An op that multiplies nothing, done to a value in its first argument; the shape is the result's. */
  readonly pass: (op: Op, args: readonly Ref[], x: Ref, shape: Shape) => Ref
  /** A map between tensors, which has steps or several paths, as one kernel with one operand. */
  readonly solid: (map: Linear) => Kernel
  /** The multiplications so far, those of constants left out. */
  readonly spent: () => number
}

/** For each node whether it depends on no input. */
const constants = (graph: Graph): Uint8Array => {
  const known = new Uint8Array(graph.nodes.size)
  graph.nodes.forEach(({ op, args }, ref) => {
    known[ref] = op.family.kind !== 'input' && args.every((arg) => known[arg]) ? 1 : 0
  })
  return known
}

/** A pen that draws into the extension of `primal` that is going on. Products of constants are computed at once. */
export const drawingPen = (primal: Graph): Pen => {
  const flags = constants(primal)
  const made = new Set<Ref>()
  const values = new Map<Ref, Tensor>()
  const { nodes } = drawing('accumulate')
  const known = (ref: Ref): boolean => flags[ref] === 1 || made.has(ref)
  const valueOf = (ref: Ref): Tensor => {
    const node = nodes[ref]!
    const value =
      values.get(ref) ??
      ((ref < primal.nodes.size
        ? run({ nodes: primal.nodes, inputs: [], outputs: [ref] }, [])[0]
        : node.op.eval(...node.args.map(valueOf))) as Tensor)
    values.set(ref, value)
    return value
  }
  const kept = (wire: Wire): Ref => {
    made.add(wire.ref)
    return wire.ref
  }
  /** What is drawn of constants, as a constant. */
  const folded = (product: Product): Ref => {
    const { operands, word, extent, coef, absorbing } = product
    const shape = product.shape ?? word.map((letter) => extent[letter]!)
    const op = einsumOp({ words: [...operands.map(({ spec }) => spec), []], out: word, extent, shape, absorbing })
    const scale: Tensor = { shape: [], data: Float64Array.of(coef) }
    return kept(constant(op.eval(...operands.map(({ ref }) => valueOf(ref)), scale) as Tensor))
  }
  let [counted, spent] = [nodes.length, 0]
  return {
    known,
    multiply: (product) => {
      const { operands, word, extent, coef, absorbing } = product
      if (operands.length > 0 && operands.every(({ ref }) => known(ref))) return folded(product)
      const factors = operands.map(({ ref, spec }) => ({ wire: wireAt(ref), word: spec }))
      const shape = product.shape ?? word.map((letter) => extent[letter]!)
      const wire = contract(factors, word, extent, shape, coef, absorbing)
      return operands.length === 0 ? kept(wire) : wire.ref
    },
    add: (a, b, extents) => {
      if (!known(a) || !known(b)) return refOf(addWires([wireAt(a), wireAt(b)]))
      const [x, y] = [valueOf(a).data, valueOf(b).data]
      return kept(constant({ shape: extents, data: Float64Array.from(x, (e, i) => e + y[i]!) }))
    },
    pass: (op, args, x, _) => {
      const wire = draw(op, [x, ...args.slice(1)].map(wireAt))
      return known(x) && args.slice(1).every(known) ? kept(wire) : wire.ref
    },
    solid: solidKernel,
    spent: () => {
      for (; counted < nodes.length; counted++) spent += nodeCost(nodes[counted]!).multiplications
      return spent
    },
  }
}

/** A pen that draws nothing: it counts what a drawing pen would draw where no two products are the same. */
export const countingPen = (primal: Graph): Pen => {
  const flags = constants(primal)
  const sizes: number[] = []
  const own: boolean[] = []
  let spent = 0
  const first = primal.nodes.size
  const known = (ref: Ref): boolean => (ref < first ? flags[ref] === 1 : own[ref - first]!)
  const fresh = (size: number, isKnown: boolean): Ref => {
    sizes.push(size)
    own.push(isKnown)
    return first + sizes.length - 1
  }
  return {
    known,
    multiply: ({ operands, word, extent, coef, absorbing }) => {
      const isKnown = operands.every(({ ref }) => known(ref))
      const shape = word.map((letter) => extent[letter]!)
      const scalars = Math.abs(coef) === 1 || operands.length === 0 ? [] : [[]]
      const words = [...operands.map(({ spec }) => spec), ...scalars]
      if (!isKnown) spent += einsumCost({ words, out: word, extent, shape, absorbing }).multiplications
      return fresh(sizeOf(shape), isKnown)
    },
    add: (a, b, extents) => fresh(sizeOf(extents), known(a) && known(b)),
    pass: (_, args, x, shape) => fresh(sizeOf(shape), known(x) && args.slice(1).every(known)),
    solid: (map) => {
      let result: Kernel | undefined
      extend(primal, () => {
        const stand = new Map<Ref, Wire>()
        const place = (ref: Ref): Ref => {
          if (ref < first) return ref
          const wire = stand.get(ref) ?? input(tensorType([sizes[ref - first]!]))
          stand.set(ref, wire)
          return wire.ref
        }
        const pen = drawingPen(primal)
        const moved: readonly Path[] = map.paths.map((path) =>
          path.map((factor) =>
            isStep(factor)
              ? factor
              : { ...factor, operands: factor.operands.map(({ ref, spec }) => ({ ref: place(ref), spec })) },
          ),
        )
        result = pen.solid({ ...map, paths: moved })
        spent += pen.spent()
        return primal.outputs.map(wireAt)
      })
      const isKnown = map.paths.every((path) =>
        path.every((factor) =>
          isStep(factor)
            ? factor.args.every((ref, k) => k === factor.at || known(ref))
            : factor.operands.every(({ ref }) => known(ref)),
        ),
      )
      const { hole, out, extent, coef, absorbing, operands } = result!
      const size = sizeOf((map.from as TensorType).shape) * sizeOf((map.to as TensorType).shape)
      return kernel(hole, out, extent, [{ ref: fresh(size, isKnown), spec: operands[0]!.spec }], coef, absorbing)
    },
    spent: () => spent,
  }
}
