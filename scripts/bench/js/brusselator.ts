/** The Brusselator on a periodic grid, and its Jacobian, row by row, by hand. */
import type { ByHand } from './byHand.ts'

export const brusselator: ByHand = ([u, v], { n }) => {
  const cells = n! * n!
  const alpha = 0.1 * cells
  const rates = new Float64Array(2 * cells)
  const slopes = new Float64Array(12 * cells)
  /** Where the entries of a row stand by ascending column: its own, the four about it, the other substance's. */
  const places = new Int32Array(12 * cells)
  const round = (i: number): number => (i + n!) % n!
  for (let row = 0; row < 2 * cells; row++) {
    const which = row < cells ? 0 : 1
    const [i, j] = [Math.floor((row - which * cells) / n!), (row % cells) % n!]
    const own = which * cells
    const columns = [
      row,
      own + round(i + 1) * n! + j,
      own + round(i - 1) * n! + j,
      own + i * n! + round(j + 1),
      own + i * n! + round(j - 1),
      (1 - which) * cells + i * n! + j,
    ]
    columns.forEach((column, k) => {
      places[6 * row + k] = 6 * row + columns.filter((other) => other < column).length
    })
  }
  return {
    value: () => {
      for (let i = 0; i < n!; i++)
        for (let j = 0; j < n!; j++) {
          const at = i * n! + j
          const [down, up] = [(i + 1 === n ? 0 : i + 1) * n! + j, (i > 0 ? i - 1 : n! - 1) * n! + j]
          const [right, left] = [i * n! + (j + 1 === n ? 0 : j + 1), i * n! + (j > 0 ? j - 1 : n! - 1)]
          const [a, b] = [u![at]!, v![at]!]
          const reaction = a * a * b
          rates[at] = 1 + reaction - 4.4 * a + alpha * (u![down]! + u![up]! + u![left]! + u![right]! - 4 * a)
          rates[cells + at] = 3.4 * a - reaction + alpha * (v![down]! + v![up]! + v![left]! + v![right]! - 4 * b)
        }
      return rates
    },
    derivative: () => {
      for (let row = 0, at = 0; row < 2 * cells; row++, at = at + 1 === cells ? 0 : at + 1) {
        const place = 6 * row
        const [a, b] = [u![at]!, v![at]!]
        slopes[places[place]!] = (row < cells ? 2 * a * b - 4.4 : -a * a) - 4 * alpha
        for (let k = 1; k < 5; k++) slopes[places[place + k]!] = alpha
        slopes[places[place + 5]!] = row < cells ? a * a : 3.4 - 2 * a * b
      }
      return slopes
    },
    entries: () => slopes,
  }
}
