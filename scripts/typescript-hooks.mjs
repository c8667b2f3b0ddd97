// The loader behind typescript.mjs: every .ts file goes through esbuild's transform, one file at a time.
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { transform } from 'esbuild'

/** With `--engine compile` of tests and laws, what the library exports as `evaluate` is compiled. */
const throughEngine = (path, source) => {
  if (process.env['COTANGENT_ENGINE'] !== 'compile' || !path.endsWith('/lib/index.ts')) return source
  const compiled = source.replace("'./interpret/evaluate.ts'", "'../scripts/compiled.ts'")
  if (compiled === source) throw new Error(`${path} exports nothing from ./interpret/evaluate.ts to put compile for`)
  return compiled
}

export const load = async (url, context, next) => {
  if (!url.startsWith('file:') || !/\.m?ts$/.test(new URL(url).pathname)) return next(url, context)
  const sourcefile = fileURLToPath(url)
  const options = { loader: 'ts', format: 'esm', target: 'node20', sourcemap: 'inline', sourcefile }
  const { code } = await transform(throughEngine(sourcefile, await readFile(sourcefile, 'utf8')), options)
  return { format: 'module', source: code, shortCircuit: true }
}
