/** The laws as they are asked here: under `--engine compile`, what they say to the bit holds up to rounding. */
import { interpretersRoundAlike } from '../../laws/interpreters.ts'
import { against, type Law } from '../../laws/law.ts'
import { pullback } from '../../laws/scale.ts'
import { suite } from '../../laws/suite.ts'
import { evaluateOrThrow, exactRules } from '../../modes/index.ts'
import { type Engine, engineHere } from '../engine.ts'

/** The laws to the bit, by name, up to rounding. */
export const rounded: Readonly<Record<string, Law['holds']>> = {
  'run f x = f x to the bit': ({ f, x }, { run }) => interpretersRoundAlike(f, x, run),
  'rewrite f = f to the bit': ({ f, x }, { rewrite }) =>
    interpretersRoundAlike(f, x, (g, at) => evaluateOrThrow(rewrite(g), at)),
  'R (checkpoint f)(x, w) = R f (x, w) to the bit': ({ f, x, numbers }, { checkpoint }) =>
    interpretersRoundAlike(pullback(f), [...x, ...against(f, numbers.w)], (_, at) =>
      evaluateOrThrow(pullback(checkpoint(f)), at),
    ),
  'simplify f x = f x to the bit, by exact rules': ({ f, x }, { simplify }) =>
    interpretersRoundAlike(f, x, (g, at) => evaluateOrThrow(simplify(g, { rules: exactRules }), at)),
}

export const lawsUnder = (engine: Engine): readonly Law[] =>
  engine === 'evaluate' ? suite : suite.map((law) => ({ ...law, holds: rounded[law.name] ?? law.holds }))

/** The laws under the engine of this process. */
export const lawsHere = lawsUnder(engineHere())
