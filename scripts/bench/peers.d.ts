/** As much of the peers' types as the measured processes use, so that types check where the peers are not installed. */
declare module '@tensorflow/tfjs' {
  export interface Tensor {
    dataSync(): Float32Array
  }
  export const scalar: (x: number) => Tensor
  export const add: (a: Tensor, b: Tensor) => Tensor
  export const mul: (a: Tensor, b: Tensor) => Tensor
  export const sin: (x: Tensor) => Tensor
  export const tanh: (x: Tensor) => Tensor
  export const sigmoid: (x: Tensor) => Tensor
  export const tidy: <A>(f: () => A) => A
  export const grad: (f: (x: Tensor) => Tensor) => (x: Tensor) => Tensor
  export const setBackend: (name: string) => Promise<boolean>
}

declare module '@jax-js/jax' {
  export namespace numpy {
    interface Array {
      readonly ref: Array
      add(b: Array): Array
      mul(b: Array): Array
      js(): number
    }
    const array: (x: number) => Array
    const sin: (x: Array) => Array
    const tanh: (x: Array) => Array
  }
  export const nn: { readonly sigmoid: (x: numpy.Array) => numpy.Array }
  export const grad: (f: (x: numpy.Array) => numpy.Array) => (x: numpy.Array) => numpy.Array
  export const init: (...backends: string[]) => Promise<readonly string[]>
}
