/** The measured process of TensorFlow.js on its `wasm` backend. */
import { serveTensorflow } from './tensorflow.ts'

await serveTensorflow('wasm')
