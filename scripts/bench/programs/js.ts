/** The measured process of derivatives by hand in JavaScript. */

import { workOf } from '../adbench.ts'
import { byHand } from '../js/index.ts'
import { serve } from '../serve.ts'

await serve((task) =>
  byHand[task.work]!(
    workOf(task)
      .data(task.size)
      .map(({ data }) => data),
    task.size,
  ),
)
