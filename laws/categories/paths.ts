/** Linear maps as data that carry the values that their operands have, so that they mean something by themselves. */
import { applyLinear } from '../../lib/flow.ts'
import { kernel } from '../../lib/kernel.ts'
import { type Factor, isStep } from '../../lib/linear.ts'
import { typeOfValue } from '../../lib/value.ts'
import { closure, type Graph, Linear, type Ref, type Value, zeros } from '../../modes/index.ts'
import { run } from '../scale.ts'

/** A linear map whose operands are places in a list of values. */
export interface Paths {
  readonly map: Linear
  readonly values: readonly Value[]
}

/** The same map with its operands at other places. */
const moved = (l: Linear, place: (ref: Ref) => Ref): Linear => {
  const factor = (x: Factor): Factor =>
    isStep(x)
      ? { ...x, args: x.args.map((ref, k) => (k === x.at ? ref : place(ref))) }
      : kernel(
          x.hole,
          x.out,
          x.extent,
          x.operands.map(({ ref, spec }) => ({ ref: place(ref), spec })),
          x.coef,
          x.absorbing,
        )
  return { ...l, paths: l.paths.map((path) => path.map(factor)) }
}

/** Two maps over one list of values, in which values that are one object stand once. */
const together = (l: Paths, k: Paths): readonly [Linear, Linear, readonly Value[]] => {
  const values = [...l.values]
  const places = k.values.map((value) => {
    const known = values.indexOf(value)
    return known < 0 ? values.push(value) - 1 : known
  })
  return [l.map, moved(k.map, (ref) => places[ref]), values]
}

/** A map of a tape with the values that the nodes have which it names. */
export const closedOver = (l: Linear, at: readonly (Value | undefined)[]): Paths => {
  const places = new Map<Ref, Ref>()
  const place = (ref: Ref): Ref => {
    if (!places.has(ref)) places.set(ref, places.size)
    return places.get(ref)!
  }
  const map = moved(l, place)
  return { map, values: [...places.keys()].map((ref) => at[ref]!) }
}

export const sumOfPaths = (l: Paths, k: Paths): Paths => {
  const [f, g, values] = together(l, k)
  return { map: Linear.sum(f, g), values }
}

export const composePaths = (l: Paths, k: Paths): Paths => {
  const [f, g, values] = together(l, k)
  return { map: Linear.compose(f, g), values }
}

/** The function that a map is. */
export const functionOf = ({ map, values }: Paths): ((v: Value) => Value) => {
  const types = [...values.map(typeOfValue), map.from]
  const drawn: Graph = closure(types, (...xs) => [applyLinear(map, xs[values.length]) ?? zeros(map.to)]).graph
  return (v) => run(drawn, values, [v])[0]
}
