import { cost } from '../lib/interpret/cost.ts'
import { evaluateOrThrow, toNested, reverse, forward, signature } from '../modes/index.ts'
import { iris, rosenbrockOf } from './compare/builtin.ts'
const p = iris()
console.log(signature(p.graph), evaluateOrThrow(p.graph, p.inputs.map(i=>i.value)), p.inputs.map(i=>JSON.stringify(toNested(i.value))))
console.log(cost(p.graph), cost(reverse(p.graph)), cost(forward(p.graph)))
const r = rosenbrockOf(1); console.log(evaluateOrThrow(r.graph, r.inputs.map(i=>i.value)))
