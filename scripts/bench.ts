// Measures what drawing and differentiating large scalar graphs costs, beside other libraries.
// Usage: npm run bench [-- --json | --quick | --only WORK]
import { cpus, loadavg, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { bundle, flags, installedPeers, installPeers, measure, type Peer, peers, type Who } from './bench/processes.ts'
import { disagreements, type Row, rowOf } from './bench/rows.ts'
import { tableOf, tanhText } from './bench/table.ts'
import { tanhNodes } from './bench/tanh.ts'
import { works } from './bench/works.ts'

const usage = `Usage: npm run bench [-- options]
  --json       one JSON document on standard output
  --quick      small sizes
  --only WORK  one of ${[...Object.keys(works), 'tanh'].join(', ')}`

interface Plan {
  readonly who: Who
  readonly work: string
  readonly nodes: number
}

const precision = { cotangent: 'f64', tfjs: 'f32', 'jax-js': 'f32' } as const
const LIMIT = 120_000
const OWN_LIMIT = 900_000

const note = (text: string): void => console.error(text)

const repetitionsOf = ({ who, nodes }: Plan): number => {
  const times = who === 'cotangent' ? 100_000 / nodes : 5000 / nodes
  return Math.round(Math.min(20, Math.max(3, times)))
}

const sizesOf = (who: Who, work: string, quick: boolean): readonly number[] => {
  if (who === 'jax-js') return work === 'chain' ? [1e3] : []
  if (quick) return who === 'cotangent' ? [1e3, 1e4] : [1e3]
  return who === 'cotangent' ? [1e3, 1e4, 1e5, 1e6] : [1e3, 1e4, 1e5]
}

const rowFor = async (plan: Plan, repetitions = repetitionsOf(plan)): Promise<Row> => {
  const { who, work, nodes } = plan
  note(`${work} of ${nodes.toLocaleString('en-US')} nodes: ${who}`)
  const answer = await measure(who, { work, nodes, repetitions }, who === 'cotangent' ? OWN_LIMIT : LIMIT)
  return rowOf({ work, who, precision: precision[who], nodes, repetitions }, answer)
}

/** The last size that works and the first that does not, by doubling. */
const limitRows = async (who: Peer, work: string, from: number): Promise<readonly Row[]> => {
  let before: Row | undefined
  for (let nodes = from; nodes <= 1e6; nodes *= 2) {
    const row = await rowFor({ who, work, nodes }, 1)
    if (row.error !== null) return before ? [before, row] : [row]
    before = row
  }
  return before ? [before] : []
}

/** The peers that are there, once those that are not have been sent for. */
const peersAtHand = (): Partial<Record<Peer, string>> => {
  const absent = () => (Object.keys(peers) as Peer[]).filter((who) => installedPeers()[who] === undefined)
  if (absent().length > 0) {
    note('installing the peers in scripts/bench ...')
    installPeers()
  }
  for (const who of absent()) note(`${who} (${peers[who]}) is absent: npm ci --prefix scripts/bench failed`)
  return installedPeers()
}

const measureWorks = async (
  names: readonly string[],
  whos: readonly Who[],
  quick: boolean,
): Promise<readonly Row[]> => {
  const rows: Row[] = []
  for (const work of names) {
    const plans = whos.flatMap((who) => sizesOf(who, work, quick).map((nodes) => ({ who, work, nodes })))
    for (const plan of plans.sort((a, b) => a.nodes - b.nodes)) rows.push(await rowFor(plan))
    if (!quick && work === 'chain' && whos.includes('jax-js')) rows.push(...(await limitRows('jax-js', work, 2e3)))
  }
  return rows
}

const machineOf = (versions: Partial<Record<Peer, string>>) => ({
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  memoryGB: Math.round(totalmem() / 1e9),
  node: process.version,
  flags,
  load: Number(loadavg()[0]!.toFixed(2)),
  peers: versions,
})

const settings = () => {
  try {
    const options = { json: { type: 'boolean' }, quick: { type: 'boolean' }, help: { type: 'boolean' } } as const
    const { values } = parseArgs({ options: { ...options, only: { type: 'string' } } })
    const known = [...Object.keys(works), 'tanh']
    if (values.only !== undefined && !known.includes(values.only))
      return `bench: --only ${values.only} is no work; write one of ${known.join(', ')}`
    return values
  } catch (e) {
    return `bench: ${String((e as Error).message).split('\n')[0]}; see npm run bench -- --help`
  }
}

const main = async (): Promise<void> => {
  const chosen = settings()
  if (typeof chosen === 'string') {
    note(chosen)
    process.exitCode = 2
    return
  }
  const { json = false, quick = false, help = false, only } = chosen
  if (help) {
    console.log(usage)
    return
  }
  const names = Object.keys(works).filter((work) => only === undefined || only === work)
  const versions = names.length > 0 ? peersAtHand() : {}
  const whos: readonly Who[] = ['cotangent', ...(Object.keys(versions) as Peer[])]
  const machine = machineOf(versions)
  if (names.length > 0) await bundle(whos)
  const rows = await measureWorks(names, whos, quick)
  const tanh = only === undefined || only === 'tanh' ? tanhNodes() : undefined
  for (const text of disagreements(rows)) note(`warning: ${text}`)
  if (rows.some(({ who, error }) => who === 'cotangent' && error !== null)) process.exitCode = 1
  if (json) {
    console.log(JSON.stringify({ rows, ...(tanh ? { tanh } : {}), machine }, undefined, 2))
    return
  }
  if (rows.length > 0) {
    const { cpu, cores, node, load } = machine
    console.log(`${cpu}, ${cores} cores, load ${load}; node ${node} ${flags.join(' ')}, each row a process of its own`)
    console.log('min / median in us a node of the primal graph; bytes that it keeps; nodes that its gradient adds\n')
    console.log(tableOf(rows))
  }
  if (tanh) console.log(`\nnodes of the n-th derivative of tanh, n = 1, 2, ...\n${tanhText(tanh)}`)
}

await main()
