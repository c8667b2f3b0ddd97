/** The works' rows as a table for people. */
import { basename } from 'node:path'
import { figure } from '../compare/format.ts'
import { alignedRows } from './aligned.ts'
import type { KernelRow } from './kernelRows.ts'

const heads = ['work', 'size', 'who', 'primal', 'derivative', 'd/p', 'to c', 'mul+add+calls']
const LEFT = new Set([0, 1, 2])

/** A time in the unit that shows it with few digits. */
export const timeText = (us: number): string => {
  const [x, unit] = us < 1 ? [us * 1000, 'ns'] : us < 1000 ? [us, 'us'] : us < 1e6 ? [us / 1000, 'ms'] : [us / 1e6, 's']
  return `${x >= 99.95 ? Math.round(x) : x.toPrecision(x >= 9.995 ? 3 : 2)} ${unit}`
}

const ratioText = (x: number): string => (x >= 99.95 ? figure(Math.round(x)) : x.toPrecision(x >= 0.9995 ? 3 : 2))

/** Minimum / median; `to c` is the time of the derivative in that by hand in C of the same precision. */
export const kernelTable = (rows: readonly KernelRow[]): string => {
  const cells = rows.map((row): readonly string[] => {
    const { work, size, who, precision, primal, derivative, ratio, operations } = row
    const hand = rows.find((other) => other.who === 'c' && other.precision === precision && same(other, row))
    return [
      row.file === null ? work : basename(row.file, '.txt'),
      Object.entries(size)
        .map(([name, extent]) => `${name}=${extent}`)
        .join(' '),
      `${who} ${precision}`,
      `${timeText(primal)} / ${timeText(row.median.primal)}`,
      `${timeText(derivative)} / ${timeText(row.median.derivative)}`,
      ratioText(ratio),
      hand ? ratioText(derivative / hand.derivative) : '-',
      operations && who === 'cotangent' ? `${figure(operations.primal)} / ${figure(operations.derivative)}` : '-',
    ]
  })
  return alignedRows([heads, ...cells], LEFT).join('\n')
}

const same = (a: KernelRow, b: KernelRow): boolean =>
  a.work === b.work && a.file === b.file && JSON.stringify(a.size) === JSON.stringify(b.size)
