/** Steps as a module: each a function, called in order by one that is exported. */
import type { Absorption } from './absorption.ts'
import type { Arena } from './arena.ts'
import { type Emitter, load, number, type Precision, pen, real, rounds } from './emitter.ts'
import { writeFill } from './fill.ts'
import { writeNest } from './nest.ts'
import type { Outside } from './outside.ts'
import { productFunction, scratchBytes } from './product.ts'
import type { Opaque, Product, Slot } from './program.ts'
import { writeIndex } from './rows.ts'
import { callAll, exportRun } from './runner.ts'
import { writeArgmax, writeRunning } from './running.ts'
import { homeOf } from './slots.ts'
import { innerLists, type Step } from './steps.ts'
import * as w from './wasm/index.ts'

/** Where it is noted that a NaN was seen, in bytes. */
const NOTE = 16
const NONE: readonly number[] = []

const eachStep = (steps: readonly Step[], see: (step: Step) => void): void => {
  for (const step of steps) {
    see(step)
    for (const list of innerLists(step)) eachStep(list, see)
  }
}

/** Writes an address of a slot's first entry plus `base` entries. */
const address = (e: Emitter, c: w.Code, slot: Slot, base = 0): void => {
  w.i32(c, e.at(homeOf(slot))! + base * e.entry)
  if (!slot.slice) return
  w.i32(c, 0)
  w.access(c, 'i32.load', e.at(slot.slice.counter)!)
  w.i32(c, slot.size * e.entry)
  w.op(c, 'i32.mul', 'i32.add')
}

export interface EmitOptions {
  readonly precision: Precision
  /** Whether zeros absorb; else runs give 1 where they should have. */
  readonly careful: boolean
  readonly absorption: Absorption
  readonly outputs: readonly Slot[]
  readonly outside: Outside
}

/** What of a program is run by functions of its own, which a module imports as `eval k` and `limit k`. */
export const foreign = (steps: readonly Step[]) => {
  const opaque: Opaque[] = []
  const limits: number[] = []
  eachStep(steps, (step) => {
    if (step.tag === 'opaque') opaque.push(step)
    if (step.tag === 'repeat') limits.push(step.task.limit)
  })
  return { opaque, limits }
}

/** The bytes of memory that a run needs. */
export const bytesFor = (steps: readonly Step[], arena: Arena, precision: Precision): number => {
  let scratch = 0
  eachStep(steps, (step) => {
    if (step.tag === 'product') scratch = Math.max(scratch, scratchBytes(step, precision === 'f64' ? 8 : 4))
  })
  return arena.end + NOTE + scratch
}

/** The module that runs steps. */
export const emit = (
  steps: readonly Step[],
  arena: Arena,
  { precision, careful, absorption, outputs, outside }: EmitOptions,
): Uint8Array<ArrayBuffer> => {
  const module = w.moduleOf()
  const pages = Math.ceil(bytesFor(steps, arena, precision) / w.PAGE)
  const { opaque, limits } = foreign(steps)
  const evals = new Map(opaque.map((task, k) => [task, w.imported(module, `eval ${k}`, [], [])] as const))
  const refusals = limits.map((_, k) => w.imported(module, `limit ${k}`, [], []))
  let repeats = 0
  const e: Emitter = {
    module,
    precision,
    careful,
    watched: (point) => (careful ? NONE : (absorption.watched.get(point) ?? NONE)),
    note: arena.end,
    entry: precision === 'f64' ? 8 : 4,
    lanes: precision === 'f64' ? 2 : 4,
    at: (slot) => arena.at.get(slot),
    ...outside.into(module, precision),
  }
  const products = new Map<string, number>()
  const productOf = (task: Product): number => {
    const key = JSON.stringify([task.rows, task.columns, task.inner, task.absorbing])
    const known = products.get(key) ?? productFunction(e, task, arena.end + NOTE)
    products.set(key, known)
    return known
  }
  const own = (body: (c: w.Code) => void): number => w.defined(module, [], [], body)

  const counted = (c: w.Code, counter: Slot, length: number, backward: boolean, body: () => void): void => {
    const at = e.at(counter)
    const set = (push: () => void): void => {
      if (at === undefined) return
      w.i32(c, 0)
      push()
      w.access(c, 'i32.store', at)
    }
    const step = w.local(c, 'i32')
    w.i32(c, backward ? length - 1 : 0)
    w.into(c, step)
    rounds(c, length, () => {
      set(() => w.from(c, step))
      body()
      w.from(c, step)
      w.i32(c, backward ? -1 : 1)
      w.op(c, 'i32.add')
      w.into(c, step)
    })
  }

  const holds = (c: w.Code, slot: Slot): void => {
    const p = pen(e, c, false)
    address(e, c, slot)
    load(p, 0)
    number(p, 0)
    real(p, 'ne')
  }

  /** The function that runs a step. */
  const functionOf = (step: Step): number => {
    switch (step.tag) {
      case 'nest':
        return own((c) => writeNest(e, c, step))
      case 'fill':
        return own((c) => writeFill(e, c, e.at(homeOf(step.out))!, step.out.size, step.x))
      case 'product': {
        const f = productOf(step)
        const { left, right, out, batch, rows, columns } = step
        return own((c) => {
          for (let k = 0; k < batch[0]; k++) {
            address(e, c, left.slot, left.base + k * batch[1])
            address(e, c, right.slot, right.base + k * batch[2])
            address(e, c, out, k * rows[0] * columns[0])
            w.call(c, f)
          }
        })
      }
      case 'gather':
      case 'scatter':
        return own((c) => writeIndex(e, c, step, (slot) => address(e, c, slot)))
      case 'running':
        return own((c) => writeRunning(e, c, step, (slot) => address(e, c, slot)))
      case 'argmax':
        return own((c) => writeArgmax(e, c, step, (slot) => address(e, c, slot)))
      case 'opaque':
        return evals.get(step)!
      case 'loop': {
        const round = listFunction([...step.body, ...step.after])
        const { counter, length, backward } = step.task
        return own((c) => counted(c, counter, length, backward, () => w.call(c, round)))
      }
      case 'choice': {
        const then = listFunction(step.onTrue)
        const otherwise = listFunction(step.onFalse)
        return own((c) => {
          holds(c, step.task.mask)
          w.branch(
            c,
            () => w.call(c, then),
            () => w.call(c, otherwise),
          )
        })
      }
      case 'repeat': {
        const refuse = refusals[repeats++]!
        const condition = listFunction(step.condition)
        const round = listFunction([...step.body, ...step.after])
        return own((c) => {
          const left = w.local(c, 'f64')
          w.f64(c, step.task.limit)
          w.into(c, left)
          w.block(c, () =>
            w.loop(c, () => {
              w.call(c, condition)
              holds(c, step.task.holds)
              w.op(c, 'i32.eqz')
              w.brIf(c, 1)
              w.from(c, left)
              w.f64(c, 0)
              w.op(c, 'f64.le')
              w.branch(c, () => w.call(c, refuse))
              w.from(c, left)
              w.f64(c, 1)
              w.op(c, 'f64.sub')
              w.into(c, left)
              w.call(c, round)
              w.br(c, 0)
            }),
          )
        })
      }
    }
  }

  const listFunction = (list: readonly Step[]): number => callAll(module, list.map(functionOf))

  const doubted = careful ? [] : [...new Set(outputs)].filter((slot) => slot.size > 0 && absorption.doubtful(slot))
  exportRun(
    e,
    listFunction(steps),
    doubted.map((slot) => ({ at: e.at(slot)!, size: slot.size })),
  )
  return w.binary(module, pages)
}
