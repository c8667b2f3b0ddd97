// Builds dist: an ES module for each source, then their type declarations.
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))
const { dependencies, peerDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

rmSync(join(root, 'dist'), { recursive: true, force: true })

/** The sources that are published. */
const sources = ['lib', 'modes', 'laws'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => join(folder, path)),
)

/** Modules stay apart, so that a bundler can leave out those that nobody imports. */
const apart: Plugin = {
  name: 'apart',
  setup: ({ onResolve }) => {
    onResolve({ filter: /^\.{1,2}\// }, ({ kind, path }) =>
      kind === 'entry-point' ? undefined : { path: path.replace(/\.ts$/, '.js'), external: true },
    )
  },
}

await build({
  absWorkingDir: root,
  entryPoints: sources,
  outbase: '.',
  outdir: 'dist',
  bundle: true,
  plugins: [apart],
  format: 'esm',
  platform: 'neutral',
  target: 'es2022',
  sourcemap: true,
  external: Object.keys({ ...dependencies, ...peerDependencies }),
  logLevel: 'warning',
})

const tsc = join(root, 'node_modules/typescript/bin/tsc')
execFileSync(process.execPath, [tsc, '--project', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' })
