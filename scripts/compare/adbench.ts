/** Problems of ADBench's files: `gmm*.txt`, `ba*.txt`, `lstm*.txt`, and `hand*.txt` beside the folder `model`. */
import { basename, dirname, join } from 'node:path'
import { readBundle } from '../problems/adbench/ba.ts'
import { readMixture } from '../problems/adbench/gmm.ts'
import { readHand } from '../problems/adbench/handFiles.ts'
import { readLstm } from '../problems/adbench/lstm.ts'
import { bundleOf } from '../problems/bundle.ts'
import { handOf } from '../problems/hand.ts'
import { lstmOf } from '../problems/lstm.ts'
import { mixtureOf } from '../problems/mixture.ts'
import { type Problem, refuse } from './problem.ts'

const readers: Readonly<Record<string, (file: string) => Problem>> = {
  gmm: (file) => mixtureOf(readMixture(file), `a Gaussian mixture, ${basename(file)} of ADBench`),
  ba: (file) => bundleOf(readBundle(file), `bundle adjustment, ${basename(file)} of ADBench`),
  lstm: (file) => lstmOf(readLstm(file), `a long short-term memory, ${basename(file)} of ADBench`),
  // Of ADBench's two kinds of hands, the complicated one has two parameters more for each correspondence.
  hand: (file) => {
    const complicated = /complicated/.test(dirname(file))
    const instance = readHand(join(dirname(file), 'model'), file, { complicated })
    return handOf(instance, `hand tracking, ${basename(file)} of ADBench`)
  },
}

/** The problem of one of ADBench's files, told by what its name begins with. */
export const adbenchProblem = (file: string): Problem => {
  const kind = Object.keys(readers).find((name) => basename(file).startsWith(name))
  return kind === undefined
    ? refuse(
        file,
        `a file ${basename(file)}`,
        `a name that begins with ${Object.keys(readers).join(', ')}`,
        'rename it',
      )
    : readers[kind]!(file)
}
