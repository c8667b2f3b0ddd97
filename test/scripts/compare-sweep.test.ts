/** Sweeps: sizes, the rows that are written, and how a file is taken up again. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { power, sum } from '../../modes/index.ts'
import { sweepOf } from '../../scripts/compare/options.ts'
import { problemOf } from '../../scripts/compare/problem.ts'
import { header, sweepInto } from '../../scripts/compare/sweep.ts'

const folder = mkdtempSync(join(tmpdir(), 'cotangent-sweep-'))
test.after(() => rmSync(folder, { recursive: true }))

const drawn: number[] = []
const family = (n: number) => {
  drawn.push(n)
  return problemOf('cubes, summed', '', (x) => sum(power(x!, 3)), [['x', Array.from({ length: n }, (_, i) => i)]])
}
const quiet = (): void => {}
const MODES = 9

test('sizes double, or go by a step', () => {
  assert.equal(sweepOf('n=1..16'), { name: 'n', sizes: [1, 2, 4, 8, 16] })
  assert.equal(sweepOf('n=3..20').sizes, [3, 6, 12])
  assert.equal(sweepOf('size=1..10:3').sizes, [1, 4, 7, 10])
  assert.equal(sweepOf('n=5..5').sizes, [5])
  for (const bad of ['n=1', 'n=0..3', 'n=3..1', 'n=1..3:0', '1..3', 'n=-1..3', 'n=1..x', 'n=1..9999999:1'])
    assert.throws(() => sweepOf(bad), /at --sweep/, bad)
})

test('a row a mode and size, under one header', () => {
  const file = join(folder, 'rows.csv')
  assert.is(sweepInto(file, sweepOf('n=1..2'), family, quiet), 2 * MODES)
  const [first, ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n')
  assert.is(first, header)
  assert.is(lines.length, 2 * MODES)
  assert.match(lines[2]!, /^"cubes, summed",1,reverse,gradient,\d+,\d+,\d+,\d+,[\d.e-]+,[\d.e-]+,[\d.e-]+$/)
})

test('what is in the file is not run again, and a torn last line is', () => {
  const file = join(folder, 'torn.csv')
  sweepInto(file, sweepOf('n=1..2'), family, quiet)
  const whole = readFileSync(file, 'utf8')
  assert.is(sweepInto(file, sweepOf('n=1..2'), family, quiet), 0)
  assert.is(readFileSync(file, 'utf8'), whole)
  assert.is(sweepInto(file, sweepOf('n=1..4'), family, quiet), MODES)
  for (const cut of [1, 5, whole.length - header.length - 3, whole.length - 10]) {
    writeFileSync(file, whole.slice(0, whole.length - cut))
    const kept = whole.slice(0, whole.length - cut).lastIndexOf('\n') + 1
    const before = whole.slice(0, kept)
    const rows = Math.max(0, before.split('\n').length - 2)
    const told: string[] = []
    assert.is(
      sweepInto(file, sweepOf('n=1..2'), family, (line) => told.push(line)),
      2 * MODES - rows,
    )
    const after = readFileSync(file, 'utf8')
    assert.ok(after.startsWith(before || header), 'what was whole stays')
    assert.is(after.split('\n').length, whole.split('\n').length)
    assert.match(told[0]!, 'torn')
  }
})

test('a file with another header is refused and left alone', () => {
  const file = join(folder, 'other.csv')
  for (const text of ['a,b,c\n1,2,3\n', 'notes', `x${header}\n`]) {
    writeFileSync(file, text)
    assert.throws(() => sweepInto(file, sweepOf('n=1..2'), family, quiet), /found the header/)
    assert.is(readFileSync(file, 'utf8'), text)
  }
  assert.throws(
    () => sweepInto(join(folder, 'none', 'a.csv'), sweepOf('n=1..2'), family, quiet),
    /found no such folder/,
  )
  assert.throws(() => sweepInto(folder, sweepOf('n=1..2'), family, quiet), /found no file/)
})

test.run()
