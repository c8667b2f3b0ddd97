/** Measured processes: bundles of the library and of its peers, each run on its own. */
import { execFile, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { Answer, Task } from './spine/measure.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const here = join(root, 'scripts/bench')
/** Among the peers, so that programs find them. */
export const out = join(here, 'node_modules/.bench')

/** The peers that are installed here: the name of one, and of the package that it is in. */
export const peers = {
  tfjs: '@tensorflow/tfjs',
  'tfjs-wasm': '@tensorflow/tfjs-backend-wasm',
  'jax-js': '@jax-js/jax',
} as const
export type Peer = keyof typeof peers

/** What every measured process is run with. */
export const flags = ['--expose-gc', '--max-old-space-size=8192'] as const

const versionIn = (path: string): string | undefined => {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).version
  } catch {
    return undefined
  }
}

/** The versions of the peers that are installed as they are wanted. */
export const installedPeers = (): Partial<Record<Peer, string>> => {
  const wanted = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8')).dependencies
  const present = (Object.entries(peers) as [Peer, string][]).filter(
    ([, name]) => versionIn(join(here, 'node_modules', name, 'package.json')) === wanted[name],
  )
  return Object.fromEntries(present.map(([who, name]) => [who, wanted[name]]))
}

/** Installs the peers by their lock file; what npm has to say goes to standard error. */
export const installPeers = (): void => {
  const args = ['ci', '--prefix', here, '--ignore-scripts', '--no-fund', '--no-audit']
  spawnSync('npm', args, { cwd: here, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' })
}

/** Bundles programs of this folder into plain modules, so that no loader stands between what is measured and the engine. */
export const bundle = async (programs: readonly string[]): Promise<void> => {
  await build({
    absWorkingDir: root,
    entryPoints: programs.map((name) => `scripts/bench/${name}.ts`),
    outbase: 'scripts/bench',
    outdir: out,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'es2022',
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module'\nconst require = requireFrom(import.meta.url)",
    },
    logLevel: 'warning',
  })
}

/** What a process answers; an error where it takes longer than `limit` milliseconds or ends without an answer. */
export const measure = (program: string, task: Task, limit: number): Promise<Answer> =>
  new Promise((done) => {
    const argv = [...flags, join(out, `${program}.mjs`), JSON.stringify(task)]
    execFile(process.execPath, argv, { timeout: limit, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      const last = stdout.trim().split('\n').at(-1)
      if (!error && last) done(JSON.parse(last))
      else if (error?.killed) done({ error: `no answer within ${limit / 1000} s` })
      else done({ error: /^.*(?:Error|FATAL).*$/m.exec(stderr)?.[0]?.trim() ?? 'ended without an answer' })
    })
  })
