/** The measured process of TensorFlow.js on its `cpu` backend. */
import { serveTensorflow } from './tensorflow.ts'

await serveTensorflow('cpu')
