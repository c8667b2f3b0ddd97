// The arbitraries of graphs, points and directions, as the tests use them.
import fc from 'fast-check'
import { arbitraries } from '../laws/arbitraries.ts'
import { type Graph, outputTypes, type Shape, type TensorType } from '../modes/index.ts'

export { drawRecipe, EVERYTHING, FLAT, type Recipe, SMOOTH, singles, type Table } from '../laws/arbitraries.ts'
export const { alike, chains, graphs, numbers, recipes } = arbitraries(fc)
export const shapesOf = (f: Graph): readonly Shape[] => outputTypes(f).map((type) => (type as TensorType).shape)
