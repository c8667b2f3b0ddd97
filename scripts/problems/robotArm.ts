/**
 * The forward kinematics of an arm with six joints: six angles to the place of its hand and the three angles of its
 * turn.
 *
 * The arm is a Puma's kind: a waist, a shoulder and an elbow, then a wrist whose three axes meet. Its turn is told by
 * the Euler angles of Rz(z) Ry(y) Rz(z').
 *
 * Source: robot-arm-6dof of Lohoff and Neftci, Optimizing automatic differentiation with deep reinforcement learning,
 * 2024, operation by operation. There the height of py's wrist term is a sum, s1 c23 c4 + c1 s4, where the product of
 * the arm's matrices has a difference: `robotArm` is the published function, `pose` the right one. Equal values,
 * which the published graph computes again, are drawn once.
 */
import { add, atan2, cos, mul, neg, power, sin, sqrt, sub, type Wire } from '../../modes/index.ts'
import { type Problem, problemOf } from '../compare/problem.ts'

/** Denavit and Hartenberg's lengths of the links and offsets of the joints, in mm. */
export const links = { a1: 175, a2: 890, a3: 50, d1: 575, d4: 1035, d6: 185 } as const

type Six<A> = readonly [A, A, A, A, A, A]

const kinematics =
  (wrist: (a: Wire, b: Wire) => Wire) =>
  (...angles: readonly Wire[]): Six<Wire> => {
    const { a1, a2, a3, d1, d4, d6 } = links
    const [t1, t2, t3, t4, t5, t6] = angles as Six<Wire>
    const [c1, c2, c4, c5, c6] = [cos(t1), cos(t2), cos(t4), cos(t5), cos(t6)]
    const c23 = sub(mul(c2, cos(t3)), mul(sin(t2), sin(t3)))
    const [s1, s2, s4, s5, s6] = [sin(t1), sin(t2), sin(t4), sin(t5), sin(t6)]
    const s23 = add(mul(c2, sin(t3)), mul(s2, cos(t3)))

    // The hand's own z axis, and the third row of its x and y axes.
    const ax = add(mul(s5, add(mul(mul(c1, c23), c4), mul(s1, s4))), mul(mul(c1, s23), c5))
    const ay = add(mul(s5, sub(mul(mul(s1, c23), c4), mul(c1, s4))), mul(mul(s1, s23), c5))
    const az = sub(mul(mul(s23, c4), s5), mul(c23, c5))
    const bend = add(mul(c23, s5), mul(mul(s23, c4), c5))
    const nz = sub(mul(c6, bend), mul(mul(s23, s4), s6))
    const oz = sub(neg(mul(s6, bend)), mul(mul(s23, s4), c6))

    const reach = add(add(add(a1, mul(a2, c2)), mul(a3, c23)), mul(d4, s23))
    const side = add(mul(s5, wrist(mul(mul(s1, c23), c4), mul(c1, s4))), mul(mul(s1, s23), c5))
    const height = sub(add(add(mul(a2, s2), d1), mul(a3, s23)), mul(d4, c23))
    return [
      add(mul(d6, ax), mul(c1, reach)),
      add(mul(d6, side), mul(s1, reach)),
      add(height, mul(d6, az)),
      atan2(ay, ax),
      atan2(sqrt(sub(1, power(az, 2))), az),
      atan2(oz, neg(nz)),
    ]
  }

/** Six angles -> px, py, pz, z, y, z' as published. */
export const robotArm: (...angles: readonly Wire[]) => Six<Wire> = kinematics(add)
/** Six angles -> px, py, pz, z, y, z' of the product of the arm's six matrices. */
export const pose: (...angles: readonly Wire[]) => Six<Wire> = kinematics(sub)

/** In radians; no two axes of the wrist are in line, and the hand does not point along the waist. */
export const armPoint: Six<number> = [0.3, -0.7, 0.5, 1.1, 0.9, -0.4]

export const robotArmProblem = (): Problem =>
  problemOf(
    'robotArm',
    `forward kinematics of an arm with six joints (Lohoff and Neftci's robot-arm-6dof), at ${armPoint.join(', ')}`,
    (...angles) => [...robotArm(...angles)],
    armPoint.map((angle, i) => [`t${i + 1}`, angle]),
  )
