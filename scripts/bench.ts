// Measures the library beside derivatives by hand, in C and in JavaScript, and beside other libraries.
// Usage: npm run bench [-- --json | --quick | --only WORK,WORK | --seconds S | --adbench PATH]
import { cpus, loadavg, totalmem } from 'node:os'
import { absent, atHand } from './bench/attendance.ts'
import { compilerFlags } from './bench/compiler.ts'
import { contest, type Outcome } from './bench/contest.ts'
import { type Contestant, isOwn, programsOf } from './bench/contestants.ts'
import { kernelTable } from './bench/kernelTable.ts'
import { type Settings, settings, usage } from './bench/options.ts'
import { bundle, flags } from './bench/processes.ts'
import { disagreements } from './bench/spine/rows.ts'
import { spinePrograms, spineRows, spineWhos } from './bench/spine/run.ts'
import { tableOf, tanhText } from './bench/spine/table.ts'
import { works as spine } from './bench/spine/works.ts'
import { tanhNodes } from './bench/tanh.ts'
import { kernels } from './bench/works/index.ts'

const note = (text: string): void => console.error(text)

/** Every work on every file, or at every size, one after another. */
const contests = async ({ quick, only, seconds, files }: Settings, whos: readonly Contestant[]): Promise<Outcome> => {
  const outcomes: Outcome[] = []
  for (const [name, work] of Object.entries(kernels).filter(([each]) => only.includes(each))) {
    const own = files.filter((each) => each.name === name)
    for (const { file, work: onFile } of own)
      outcomes.push(await contest({ name, work: onFile, size: onFile.sizes[0]!, file }, whos, seconds, note))
    if (own.length > 0) continue
    for (const size of quick ? work.sizes.slice(0, 1) : work.sizes)
      outcomes.push(await contest({ name, work, size }, whos, seconds, note))
  }
  return {
    rows: outcomes.flatMap(({ rows }) => rows),
    errors: outcomes.flatMap(({ errors }) => errors),
    skipped: [...new Set(outcomes.flatMap(({ skipped }) => skipped))],
  }
}

const main = async (): Promise<void> => {
  const chosen = settings()
  if (typeof chosen === 'string') {
    note(chosen)
    process.exitCode = 2
    return
  }
  const { json, quick, help, only } = chosen
  if (help) {
    console.log(usage)
    return
  }
  const races = only.some((name) => name in kernels)
  const graphs = only.some((name) => name in spine)
  const { whos, versions, peers } = races || graphs ? atHand(note) : { whos: [], versions: {}, peers: [] }
  const machine = {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGB: Math.round(totalmem() / 1e9),
    node: process.version,
    flags,
    c: `gcc ${compilerFlags.join(' ')}`,
    load: Number(loadavg()[0]!.toFixed(2)),
    peers: versions,
  }
  const drawers = spineWhos(peers)
  if (races || graphs) await bundle([...(races ? programsOf(whos) : []), ...(graphs ? spinePrograms(drawers) : [])])
  const { rows, errors, skipped: without } = await contests(chosen, whos)
  const drawn = await spineRows(only, drawers, quick, note)
  const tanh = only.includes('tanh') ? tanhNodes() : undefined
  const skipped = [...without, ...(races ? absent(whos) : [])]
  for (const text of skipped) note(text)
  for (const text of disagreements(drawn)) note(`warning: ${text}`)
  for (const { text } of errors) note(`error: ${text}`)
  if (
    errors.some(({ who }) => isOwn(who)) ||
    drawn.some(({ who, error }) => who.startsWith('cotangent') && error !== null)
  )
    process.exitCode = 1
  if (json) {
    console.log(
      JSON.stringify(
        {
          rows: [...rows, ...drawn],
          errors: errors.map(({ text }) => text),
          skipped,
          ...(tanh ? { tanh } : {}),
          machine,
        },
        null,
        2,
      ),
    )
    return
  }
  if (rows.length + drawn.length > 0)
    console.log(
      `${machine.cpu}, ${machine.cores} cores, load ${machine.load}; node ${machine.node} ${flags.join(' ')}, ` +
        `each row a process of its own`,
    )
  if (rows.length > 0)
    console.log(
      `\nminimum / median of one run; d/p: derivative to primal, to c: to the derivative by hand in C (${machine.c}),\n` +
        `both of minima; multiplications, additions and calls of both graphs\n\n${kernelTable(rows)}`,
    )
  if (drawn.length > 0)
    console.log(
      '\nmin / median in us a node of the primal graph; bytes that it keeps; nodes that its gradient adds\n\n' +
        tableOf(drawn),
    )
  if (tanh) console.log(`\nnodes of the n-th derivative of tanh, n = 1, 2, ...\n${tanhText(tanh)}`)
}

await main()
