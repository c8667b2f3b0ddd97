/** `npm run ops`: every public function on wires by every interpreter, each cell found by running it. */
import { parseArgs } from 'node:util'
import { samples } from './ops/samples.ts'
import { documentOf, failuresOf, tableOf } from './ops/table.ts'

const usage = `npm run ops                what every interpreter does with every op, as a table
npm run ops -- --json      the same as one JSON document on standard output

A cell says yes, or why there is nothing to be right about; it is found by running a sample of the op at a point.
Exit code 0; 1 where a check fails; 2 for bad input, with one line on standard error.`

const settings = () => {
  try {
    return parseArgs({ options: { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } }).values
  } catch (e) {
    return `ops: ${(e as Error).message.split('.')[0]}; see npm run ops -- --help`
  }
}

const chosen = settings()
if (typeof chosen === 'string') {
  console.error(chosen)
  process.exitCode = 2
} else if (chosen.help) console.log(usage)
else {
  const document = documentOf(samples)
  if (failuresOf(document).length > 0) process.exitCode = 1
  console.log(chosen.json ? JSON.stringify(document, null, 2) : tableOf(document))
}
