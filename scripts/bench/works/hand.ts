/** ADBench's hand tracking, simple: the dense Jacobian of where a skin is in the 26 numbers of a pose. */
import { graph, jacobian, type Wire } from '../../../modes/index.ts'
import { handInstance } from '../../problems/adbench/hand.ts'
import { handSimple } from '../../problems/hand.ts'
import type { Size, Work } from '../work.ts'

const instanceOf = ({ measurements }: Size) =>
  handInstance(1, { measurements: measurements!, around: 25, complicated: false })

export const hand: Work = {
  about: "Jacobian of ADBench's hand tracking on 550 seeded vertices",
  sizes: [{ measurements: 100 }, { measurements: 77 }],
  data: (size) => [instanceOf(size).theta],
  drawn: (inputs, size) => {
    const f = handSimple(instanceOf(size))
    const shapes = [inputs[0]!.shape]
    return {
      primal: graph(shapes, (theta) => f(theta!)),
      derivative: graph(shapes, (theta) => jacobian(f, { mode: 'forward' })(theta!) as Wire),
      inputs,
      from: 0,
    }
  },
}
