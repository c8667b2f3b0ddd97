/** Derivatives as the works have them drawn: the value and its gradient, and products with the rows of a sparse Jacobian. */
import { type Graph, linearize, nodeAt, Tape, type TensorType, unit, wireAt } from '../../modes/index.ts'

/** x -> (y, dy/dx), of the inputs that are differentiated; where y is no number, that of the sum of its entries. */
export const gradientOf = (primal: Graph, count = primal.inputs.length): Graph => {
  const tape = Tape.transpose(linearize(primal, { wrt: primal.inputs.slice(0, count) }))
  const type = nodeAt(primal, primal.outputs[0]!).type as TensorType
  return Tape.read(tape, () => [...primal.outputs.map(wireAt), ...Tape.fullFlow(tape, [unit(type)])])
}
