/** Steps as a module: each a function, called in order by one that is exported. */

import type { Absorption } from './absorption.ts'
import type { Arena } from './arena.ts'
import { type Emitter, load, number, type Precision, pen, real, rounds } from './emitter.ts'
import { defineKernel, kernels } from './math/index.ts'
import { writeFill, writeNest } from './nest.ts'
import { outsideName } from './point.ts'
import { productFunction, scratchBytes } from './product.ts'
import type { Opaque, Product, Slot } from './program.ts'
import { writeArgmax, writeIndex, writeRunning } from './rows.ts'
import { homeOf } from './slots.ts'
import { innerLists, type Step, tasksOf } from './steps.ts'
import * as w from './wasm/index.ts'

/** A module, and what it is to be given. */
export interface Emitted {
  readonly code: Uint8Array<ArrayBuffer>
  readonly pages: number
  /** Names of functions of doubles that it imports, each with an op that it is of. */
  readonly outside: ReadonlySet<string>
  /** Ops that are run by their `eval`: function `eval k` runs number k. */
  readonly opaque: readonly Opaque[]
  /** Loops that give up: `limit k` throws. */
  readonly limits: readonly number[]
}

/** Where it is noted that a NaN was seen, in bytes. */
const NOTE = 16
const NONE: readonly number[] = []

/** How many calls a function that runs steps holds. */
const CALLS = 1000

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

/** A function that looks through buffers and gives 1 where an entry is NaN or one has been noted. */
const lookThrough = (e: Emitter, outputs: readonly Slot[]): number =>
  w.defined(e.module, [], ['i32'], (c) => {
    const p = pen(e, c, true)
    const s = pen(e, c, false)
    const seen = w.local(c, 'v128')
    const at = w.local(c, 'i32')
    const isNaN = (q: typeof p, offset: number): void => {
      for (let k = 0; k < 2; k++) {
        w.from(c, at)
        load(q, offset)
      }
      real(q, 'ne')
    }
    w.i32(c, 0)
    w.access(c, 'i32.load', e.note)
    for (const slot of outputs) {
      const start = e.at(slot)!
      const whole = Math.floor(slot.size / e.lanes)
      w.i32(c, 0)
      w.into(c, at)
      const some = (count: number): void => {
        for (let k = 0; k < count; k++) {
          isNaN(p, start + 16 * k)
          w.from(c, seen)
          w.op(c, 'v128.or')
          w.into(c, seen)
        }
        w.from(c, at)
        w.i32(c, 16 * count)
        w.op(c, 'i32.add')
        w.into(c, at)
      }
      rounds(c, Math.floor(whole / 4), () => some(4))
      rounds(c, whole % 4, () => some(1))
      for (let k = 0; k < slot.size % e.lanes; k++) {
        isNaN(s, start + k * e.entry)
        w.op(c, 'i32.or')
      }
    }
    w.from(c, seen)
    w.op(c, 'v128.any_true', 'i32.or')
  })

export interface EmitOptions {
  readonly precision: Precision
  /** Whether zeros absorb; else runs give 1 where they should have. */
  readonly careful: boolean
  readonly absorption: Absorption
  readonly outputs: readonly Slot[]
}

export const emit = (
  steps: readonly Step[],
  arena: Arena,
  { precision, careful, absorption, outputs }: EmitOptions,
): Emitted => {
  const module = w.moduleOf()
  const outside = new Map<string, number>()
  const opaque = new Map<Opaque, number>()
  const limits: number[] = []
  let scratch = 0
  const entry = precision === 'f64' ? 8 : 4
  eachStep(steps, (step) => {
    for (const task of tasksOf(step)) {
      if (task.tag === 'point' && task.op.name === 'op') {
        const name = outsideName(task.op.op)
        if (name !== undefined && !outside.has(name))
          outside.set(name, w.imported(module, name, new Array(task.args.length).fill('f64'), ['f64']))
      } else if (task.tag === 'opaque') opaque.set(task, w.imported(module, `eval ${opaque.size}`, [], []))
      else if (task.tag === 'repeat') w.imported(module, `limit ${limits.push(task.limit) - 1}`, [], [])
      else if (task.tag === 'product') scratch = Math.max(scratch, scratchBytes(task, entry))
    }
  })
  const limitsBefore = module.imports.flatMap(({ name }, k) => (name.startsWith('limit ') ? [k] : []))
  let repeats = 0
  const kernelIndices = new Map<string, number>()
  const kernelOf = (name: string): number | undefined => {
    if (!(name in kernels)) return undefined
    const others = { sin: outside.get('sin')!, cos: outside.get('cos')!, tan: outside.get('tan')! }
    const known = kernelIndices.get(name) ?? defineKernel(module, kernels[name]!, precision, others)
    kernelIndices.set(name, known)
    return known
  }
  const e: Emitter = {
    module,
    precision,
    careful,
    watched: (point) => (careful ? NONE : (absorption.watched.get(point) ?? NONE)),
    note: arena.end,
    entry,
    lanes: precision === 'f64' ? 2 : 4,
    at: (slot) => arena.at.get(slot),
    outside: (name) => outside.get(name)!,
    kernel: (name) => kernelOf(name),
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
        return opaque.get(step)!
      case 'loop': {
        const body = listFunction(step.body)
        const after = listFunction(step.after)
        const { counter, length, backward } = step.task
        return own((c) =>
          counted(c, counter, length, backward, () => {
            w.call(c, body)
            w.call(c, after)
          }),
        )
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
        const refuse = limitsBefore[repeats++]!
        const [condition, body, after] = innerLists(step).map(listFunction)
        return own((c) => {
          const left = w.local(c, 'f64')
          w.f64(c, step.task.limit)
          w.into(c, left)
          w.block(c, () =>
            w.loop(c, () => {
              w.call(c, condition!)
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
              w.call(c, body!)
              w.call(c, after!)
              w.br(c, 0)
            }),
          )
        })
      }
    }
  }

  const calls = (functions: readonly number[]): number =>
    functions.length === 1
      ? functions[0]!
      : functions.length <= CALLS
        ? own((c) => {
            for (const f of functions) w.call(c, f)
          })
        : calls(
            Array.from({ length: Math.ceil(functions.length / CALLS) }, (_, k) =>
              calls(functions.slice(k * CALLS, (k + 1) * CALLS)),
            ),
          )
  const listFunction = (list: readonly Step[]): number => calls(list.map(functionOf))

  const all = listFunction(steps)
  const doubted = careful ? [] : [...new Set(outputs)].filter((slot) => slot.size > 0 && absorption.doubtful(slot))
  const look = lookThrough(e, doubted)
  const run = w.defined(module, [], ['i32'], (c) => {
    w.i32(c, 0)
    w.i32(c, 0)
    w.access(c, 'i32.store', e.note)
    w.call(c, all)
    w.call(c, look)
  })
  w.exported(module, 'run', run)
  const pages = Math.max(1, Math.ceil((arena.end + NOTE + scratch) / w.PAGE))
  return {
    code: w.binary(module, pages),
    pages,
    outside: new Set(outside.keys()),
    opaque: [...opaque.keys()],
    limits,
  }
}
