/** Scalar graphs of a thousand nodes and more: what drawing, differentiating and running them costs a node. */
import { measure, type Peer } from '../processes.ts'
import { type Row, rowOf } from './rows.ts'
import { works } from './works.ts'

export type SpineWho = 'cotangent' | 'cotangent-cold' | 'tfjs' | 'jax-js'

interface Plan {
  readonly who: SpineWho
  readonly work: string
  readonly nodes: number
}

const precision = { cotangent: 'f64', 'cotangent-cold': 'f64', tfjs: 'f32', 'jax-js': 'f32' } as const
const LIMIT = 120_000
const OWN_LIMIT = 900_000

const isOwn = (who: SpineWho): boolean => who.startsWith('cotangent')

const repetitionsOf = ({ who, nodes }: Plan): number =>
  Math.round(Math.min(20, Math.max(3, (isOwn(who) ? 100_000 : 5000) / nodes)))

const sizesOf = (who: SpineWho, work: string, quick: boolean): readonly number[] => {
  if (who === 'jax-js') return work === 'chain' ? [1e3] : []
  if (quick) return isOwn(who) ? [1e3, 1e4] : [1e3]
  return isOwn(who) ? [1e3, 1e4, 1e5, 1e6] : [1e3, 1e4, 1e5]
}

type Note = (text: string) => void

const rowFor = async (plan: Plan, note: Note, repetitions = repetitionsOf(plan)): Promise<Row> => {
  const { who, work, nodes } = plan
  note(`${work} of ${nodes.toLocaleString('en-US')} nodes: ${who}`)
  const task = { work, nodes, repetitions, cold: who === 'cotangent-cold' }
  const program = `spine/${isOwn(who) ? 'cotangent' : who}`
  const answer = await measure(program, task, isOwn(who) ? OWN_LIMIT : LIMIT)
  return rowOf({ work, who, precision: precision[who], nodes, repetitions }, answer)
}

/** The last size that works and the first that does not, by doubling. */
const limitRows = async (who: SpineWho, work: string, from: number, note: Note): Promise<readonly Row[]> => {
  let before: Row | undefined
  for (let nodes = from; nodes <= 1e6; nodes *= 2) {
    const row = await rowFor({ who, work, nodes }, note, 1)
    if (row.error !== null) return before ? [before, row] : [row]
    before = row
  }
  return before ? [before] : []
}

/** Who takes part, of the peers that are there. */
export const spineWhos = (present: readonly Peer[]): readonly SpineWho[] => [
  'cotangent',
  'cotangent-cold',
  ...(['tfjs', 'jax-js'] as const).filter((who) => present.includes(who)),
]

export const spinePrograms = (whos: readonly SpineWho[]): readonly string[] =>
  whos.filter((who) => who !== 'cotangent-cold').map((who) => `spine/${who}`)

export const spineRows = async (
  names: readonly string[],
  whos: readonly SpineWho[],
  quick: boolean,
  note: Note,
): Promise<readonly Row[]> => {
  const rows: Row[] = []
  for (const work of names.filter((name) => name in works)) {
    const plans = whos.flatMap((who) => sizesOf(who, work, quick).map((nodes) => ({ who, work, nodes })))
    for (const plan of plans.sort((a, b) => a.nodes - b.nodes)) rows.push(await rowFor(plan, note))
    if (!quick && work === 'chain' && whos.includes('jax-js'))
      rows.push(...(await limitRows('jax-js', work, 2e3, note)))
  }
  return rows
}
