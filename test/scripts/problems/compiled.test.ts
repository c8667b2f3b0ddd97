// Every problem, its tangents, its gradient and its Jacobian by mixed mode, compiled: what the reference interpreter says.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { agree, valuesOf } from '../../../laws/index.ts'
import { roundingScale } from '../../../laws/rounding.ts'
import { run } from '../../../laws/scale.ts'
import {
  compile,
  forward,
  type Graph,
  inputTypes,
  mixed,
  outputTypes,
  reverse,
  type Value,
} from '../../../modes/index.ts'
import { small } from './small.ts'

/** Numbers in which no term of a derivative vanishes. */
const seeds = Array.from({ length: 13 }, (_, k) => Math.cos(2.3 * k + 0.7) + 0.3)

for (const [name, of] of Object.entries(small))
  test(`${name}, compiled`, () => {
    const { graph: f, inputs } = of()
    const x: readonly Value[] = inputs.map(({ value }) => value)
    const cases: Readonly<Record<string, readonly [Graph, readonly Value[]]>> = {
      value: [f, x],
      forward: [forward(f), [...x, ...valuesOf(inputTypes(f), seeds)]],
      reverse: [reverse(f), [...x, ...valuesOf(outputTypes(f), seeds)]],
      mixed: [mixed(f, { order: 'reverse' }), x],
    }
    for (const [mode, [g, at]] of Object.entries(cases)) {
      const verdict = agree(compile(g)(at), run(g, at), roundingScale(g, at), [])
      assert.ok(verdict.holds, verdict.holds ? '' : `${mode}: ${verdict.why}`)
    }
  })

test.run()
