/** The measured process of derivatives by hand in JavaScript. */
import { byHand } from '../js/index.ts'
import { serve } from '../serve.ts'
import { kernels } from '../works/index.ts'

await serve(({ work, size }) =>
  byHand[work]!(
    kernels[work]!.data(size).map(({ data }) => data),
    size,
  ),
)
