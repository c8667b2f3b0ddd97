/** Kernels run over arrays: a module with one loop, the kernel written into it or called. */
import {
  defineKernel,
  type Kernel,
  outside,
  outsideOf,
  type Precision,
  writeKernel,
} from '../../lib/engine/math/index.ts'
import {
  access,
  binary,
  brIf,
  type Code,
  call,
  defined,
  exported,
  from,
  i32,
  instantiate,
  into,
  local,
  loop,
  memoryOf,
  moduleOf,
  op,
  PAGE,
  tee,
} from '../../lib/engine/wasm/index.ts'

/** A kernel over arrays of one length: write into `inputs`, `run()`, read `output`. */
export interface Running {
  readonly inputs: readonly (Float64Array | Float32Array)[]
  readonly output: Float64Array | Float32Array
  readonly run: () => void
}

export type Manner = 'inline' | 'called'

const BYTES = 16

export const running = (kernel: Kernel, precision: Precision, length: number, manner: Manner = 'inline'): Running => {
  const width = precision === 'f64' ? 8 : 4
  const bytes = Math.ceil((length * width) / BYTES) * BYTES
  const m = moduleOf()
  const functions = outsideOf(m)
  const index = manner === 'called' ? defineKernel(m, kernel, precision, functions) : -1
  const body = (c: Code): void => {
    const at = local(c, 'i32')
    const vectors = Array.from({ length: kernel.arity }, () => local(c, 'v128'))
    loop(c, () => {
      from(c, at)
      vectors.forEach((vector, k) => {
        from(c, at)
        access(c, 'v128.load', k * bytes)
        into(c, vector)
      })
      if (manner === 'called') {
        for (const vector of vectors) from(c, vector)
        call(c, index)
      } else writeKernel(c, kernel, precision, vectors, functions)
      access(c, 'v128.store', kernel.arity * bytes)
      from(c, at)
      i32(c, BYTES)
      op(c, 'i32.add')
      tee(c, at)
      i32(c, bytes)
      op(c, 'i32.lt_u')
      brIf(c, 0)
    })
  }
  exported(m, 'run', defined(m, [], [], body))
  const pages = Math.ceil(((kernel.arity + 1) * bytes) / PAGE)
  const memory = memoryOf(pages)
  const { run } = instantiate(binary(m, pages), { ...outside, memory })
  const array = (k: number) =>
    precision === 'f64'
      ? new Float64Array(memory.buffer, k * bytes, length)
      : new Float32Array(memory.buffer, k * bytes, length)
  return {
    inputs: Array.from({ length: kernel.arity }, (_, k) => array(k)),
    output: array(kernel.arity),
    run: run as () => void,
  }
}
