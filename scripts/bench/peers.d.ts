/** As much of the peers' types as the measured processes use, so that types check where the peers are not installed. */
declare module '@tensorflow/tfjs' {
  export interface Tensor {
    dataSync(): Float32Array
  }
  type Binary = (a: Tensor, b: Tensor | number) => Tensor
  type Unary = (x: Tensor) => Tensor
  export const scalar: (x: number) => Tensor
  export const tensor: (data: Float32Array, shape: number[]) => Tensor
  export const add: Binary
  export const sub: Binary
  export const mul: Binary
  export const div: Binary
  export const sin: Unary
  export const cos: Unary
  export const exp: Unary
  export const log: Unary
  export const sqrt: Unary
  export const tanh: Unary
  export const sigmoid: Unary
  export const softmax: Unary
  export const softplus: Unary
  export const logSumExp: (x: Tensor, axis: number) => Tensor
  export const matMul: (a: Tensor, b: Tensor) => Tensor
  export const transpose: (x: Tensor, axes: number[]) => Tensor
  export const reshape: (x: Tensor, shape: number[]) => Tensor
  export const slice: (x: Tensor, from: number[], sizes: number[]) => Tensor
  export const concat: (parts: Tensor[], axis: number) => Tensor
  export const sum: (x: Tensor, axis?: number, keep?: boolean) => Tensor
  export const valueAndGrads: (
    f: (...xs: Tensor[]) => Tensor,
  ) => (xs: readonly Tensor[]) => { readonly grads: readonly Tensor[] }
  export const tidy: <A>(f: () => A) => A
  export const grad: (f: (x: Tensor) => Tensor) => (x: Tensor) => Tensor
  export const setBackend: (name: string) => Promise<boolean>
}

declare module '@jax-js/jax' {
  export namespace numpy {
    interface Array {
      readonly ref: Array
      add(b: Array): Array
      sub(b: Array): Array
      mul(b: Array | number): Array
      div(b: Array): Array
      slice(...ranges: readonly number[][]): Array
      js(): number
      dataSync(): Float32Array | Float64Array
    }
    type Unary = (x: Array) => Array
    const array: (
      x: number | Float32Array | Float64Array,
      options?: { readonly shape: number[]; readonly dtype: 'float32' | 'float64' },
    ) => Array
    const sin: Unary
    const cos: Unary
    const concatenate: (parts: Array[], axis: number) => Array
    const exp: Unary
    const log: Unary
    const sqrt: Unary
    const tanh: Unary
    const matmul: (a: Array, b: Array) => Array
    const transpose: (x: Array, axes: number[]) => Array
    const reshape: (x: Array, shape: number[]) => Array
    const sum: (x: Array, axis: number | null, options: { readonly keepdims: boolean }) => Array
  }
  type Function<R> = (...xs: numpy.Array[]) => R
  export const nn: {
    readonly sigmoid: numpy.Unary
    readonly softmax: numpy.Unary
    readonly softplus: numpy.Unary
    readonly logsumexp: (x: numpy.Array, axis: number) => numpy.Array
  }
  export const jit: <R>(f: Function<R>) => Function<R>
  export const valueAndGrad: (
    f: Function<numpy.Array>,
    options: { readonly argnums: readonly number[] },
  ) => Function<readonly [numpy.Array, readonly numpy.Array[]]>
  export const grad: (f: (x: numpy.Array) => numpy.Array) => (x: numpy.Array) => numpy.Array
  export const hessian: (f: (x: numpy.Array) => numpy.Array) => (x: numpy.Array) => numpy.Array
  export const init: (...backends: string[]) => Promise<readonly string[]>
}
