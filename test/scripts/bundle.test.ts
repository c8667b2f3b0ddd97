// What a bundler makes of the library for a browser: nothing of Node, and only what is imported.
import { build } from 'esbuild'
import { test } from 'uvu'
import * as assert from 'uvu/assert'

const bundled = async (code: string): Promise<string> => {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: process.cwd(), loader: 'ts' },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    external: ['fast-check'],
    logLevel: 'silent',
  })
  return outputFiles[0].text
}

test('all of the library and its laws run in a browser: they import nothing of Node', async () => {
  const code = await bundled("export * from './modes/index.ts'\nexport * as laws from './laws/index.ts'")
  assert.not.match(code, /from"node:|require\(/)
})

test('who imports one function has little of the rest', async () => {
  const [all, one] = await Promise.all([
    bundled("export * from './modes/index.ts'"),
    bundled("export { sin } from './modes/index.ts'"),
  ])
  assert.ok(10 * one.length < all.length, `${one.length} of ${all.length} characters`)
})

test.run()
