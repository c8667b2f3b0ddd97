// Steps come in an order in which what is read has been written, and what is alive at once has places apart.
import fc from 'fast-check'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { arenaOf } from '../../../lib/engine/arena.ts'
import { flattened } from '../../../lib/engine/draft.ts'
import { lower } from '../../../lib/engine/lower.ts'
import type { Place, Slot } from '../../../lib/engine/program.ts'
import { eachRead, eachWritten, homeOf } from '../../../lib/engine/slots.ts'
import { memorySlots, type Step, stepsOfProgram, tasksOf } from '../../../lib/engine/steps.ts'
import { concat, exp, type Graph, graph, log, mul, reverse, slice, sum } from '../../../modes/index.ts'
import { EVERYTHING, graphs } from '../../generators.ts'

const slotsOf = (places: readonly Place[]): readonly Slot[] =>
  places.flatMap((place) => flattened(place).map(({ slot }) => slot))

/** For each slot, the steps that write it, and those that read it. */
const usesOf = (steps: readonly Step[]) => {
  const written = new Map<Slot, number[]>()
  const read = new Map<Slot, number[]>()
  const note = (uses: Map<Slot, number[]>, slot: Slot, step: number): void => {
    const home = homeOf(slot)
    uses.set(home, [...(uses.get(home) ?? []), step])
  }
  steps.forEach((step, k) => {
    for (const task of tasksOf(step)) {
      eachWritten(task, (slot) => note(written, slot, k))
      eachRead(task, (slot) => note(read, slot, k))
    }
  })
  return { written, read }
}

const inOrder = (f: Graph): void => {
  const program = lower(f)
  const steps = stepsOfProgram(program)
  const { written, read } = usesOf(steps)
  // A loop reads the carries that it writes itself, and a nest the values of its own members.
  for (const [slot, readers] of read)
    for (const reader of readers)
      for (const writer of written.get(slot) ?? [])
        assert.ok(writer <= reader || steps[writer]!.tag === 'loop' || steps[writer]!.tag === 'repeat')

  const outputs = slotsOf(program.outputs)
  const memory = memorySlots(steps, outputs)
  const kept = [...slotsOf(program.inputs), ...[...memory].filter((slot) => slot.data)]
  const arena = arenaOf(steps, memory, kept, outputs, 8)
  const alive = [...written].flatMap(([slot, writers]) => {
    const at = arena.at.get(slot)
    if (at === undefined || slot.size === 0) return []
    const until = outputs.includes(slot) ? steps.length : Math.max(...writers, ...(read.get(slot) ?? []))
    return [{ at, end: at + 8 * slot.size, from: Math.min(...writers), until }]
  })
  alive.forEach((x, k) => {
    for (const y of alive.slice(k + 1))
      assert.ok(x.end <= y.at || y.end <= x.at || x.until < y.from || y.until < x.from, 'two values in one place')
  })
}

test('what is read has been written, and nothing is overwritten before', () => {
  fc.assert(
    fc.property(graphs(EVERYTHING, 8), (f) => {
      inOrder(f)
      inOrder(reverse(f))
    }),
    { numRuns: 60 },
  )
})

test('parts of a tensor that are there at different times', () => {
  const f = graph([[6], [6]], (x, y) => {
    const early = concat([exp(slice(x, [[0, 3]])), mul(sum(exp(x)), slice(y, [[0, 3]]))])
    return [concat([log(early), exp(y)]), sum(mul(early, exp(y)))]
  })
  inOrder(f)
  inOrder(reverse(f))
})

test.run()
