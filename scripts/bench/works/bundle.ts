/** ADBench's bundle adjustment: 2 by 15 slopes of each observation, two cotangents for all of them at once. */
import {
  add,
  cos,
  div,
  gather,
  graph,
  mul,
  recip,
  replay,
  reshape,
  sin,
  slice,
  sqrt,
  stack,
  sub,
  type Tensor,
  type Wire,
} from '../../../modes/index.ts'
import { bundleInstance, CAMERA } from '../../problems/adbench/ba.ts'
import type { Work } from '../work.ts'
import { planned, sparse } from './sparse.ts'

const columns = (x: Wire): readonly Wire[] =>
  Array.from({ length: x.shape[1]! }, (_, k) => reshape(slice(x, [null, [k, k + 1]]), [-1]))

/** What stands in row after row (camera [p, 11], point [p, 3], weight [p]) -> residuals [p, 2]; no turn is none. */
const residuals =
  (features: Tensor) =>
  (cameras: Wire, points: Wire, weights: Wire): Wire => {
    const [c0, c1, c2, x0, y0, z0, focal, u0, v0, k1, k2] = columns(cameras) as Wire[] & { length: 11 }
    const [px, py, pz] = columns(points)
    const [x, y, z] = [sub(px!, x0!), sub(py!, y0!), sub(pz!, z0!)]
    const angle = sqrt(add(mul(c0!, c0!), mul(c1!, c1!), mul(c2!, c2!)))
    const [co, si, per] = [cos(angle), sin(angle), recip(angle)]
    const [a, b, d] = [mul(c0!, per), mul(c1!, per), mul(c2!, per)]
    const along = mul(add(mul(a, x), mul(b, y), mul(d, z)), sub(1, co))
    const rx = add(mul(x, co), mul(sub(mul(b, z), mul(d, y)), si), mul(a, along))
    const ry = add(mul(y, co), mul(sub(mul(d, x), mul(a, z)), si), mul(b, along))
    const rz = add(mul(z, co), mul(sub(mul(a, y), mul(b, x)), si), mul(d, along))
    const [u, v] = [div(rx, rz), div(ry, rz)]
    const r = add(mul(u, u), mul(v, v))
    const stretch = mul(add(1, mul(k1!, r), mul(k2!, r, r)), focal!)
    const seen = stack([add(mul(u, stretch), u0!), add(mul(v, stretch), v0!)], 1)
    return mul(reshape(weights, [-1, 1]), sub(seen, features))
  }

export const bundle: Work = {
  about: "sparse Jacobian of ADBench's bundle adjustment",
  sizes: [
    { cameras: 49, points: 7776, observations: 31_843 },
    { cameras: 13, points: 333, observations: 777 },
  ],
  data: ({ cameras, points, observations }) => {
    const instance = bundleInstance(1, { n: cameras!, m: points!, p: observations! })
    return [instance.cameras, instance.points, instance.weights, instance.features]
  },
  drawn: ([cameras, points, weights, features], { observations: p }) => {
    const inputs = [cameras!, points!, weights!]
    const shapes = inputs.map(({ shape }) => shape)
    const f = residuals(features!)
    const plan = planned((c, q, w) => f(c!, q!, w!), [[p!, CAMERA], [p!, 3], [p!]], { colouring: 'rows' })
    const cyclic = (count: number) => Array.from({ length: p! }, (_, i) => i % count)
    const rowsOf = (c: Wire, q: Wire) => [gather(c, cyclic(c.shape[0]!)), gather(q, cyclic(q.shape[0]!))] as const
    const primal = graph(shapes, (c, q, w) => f(...rowsOf(c!, q!), w!))
    const derivative = graph(shapes, (c, q, w) => replay(plan.graph, [...rowsOf(c!, q!), w!]))
    return sparse(plan, primal, inputs, derivative)
  },
}
