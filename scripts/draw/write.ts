/** Pictures as files, by format. */
import { existsSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Graph, type PictureOptions, show, toDot, toMermaid } from '../../modes/index.ts'
import { layout } from './layout.ts'
import { type Format, refuse } from './options.ts'

/**
 * Writes a picture. One that cannot be laid out in time is written as text beside, with the ending .txt, and `warn` is
 * told; gives the file that was written.
 */
export const writePicture = async (
  { graph, ...names }: { readonly graph: Graph } & Pick<PictureOptions, 'inputs' | 'outputs'>,
  file: string,
  format: Format,
  warn: (line: string) => void,
  { limit = 150, seconds = 10 }: { readonly limit?: number; readonly seconds?: number } = {},
): Promise<string> => {
  const folder = dirname(file)
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    refuse(file, 'no such folder', 'a file in a folder that exists', 'make the folder first')
  const options: PictureOptions = { ...names, limit }
  if (format !== 'svg') {
    writeFileSync(
      file,
      `${format === 'dot' ? toDot(graph, options) : format === 'mmd' ? toMermaid(graph, options) : show(graph)}\n`,
    )
    return file
  }
  const found = await layout(toDot(graph, options), seconds)
  if ('svg' in found) {
    writeFileSync(file, found.svg)
    return file
  }
  const text = `${file.slice(0, -'.svg'.length)}.txt`
  warn(`${file}: ${found.problem}; the nodes are in ${text} as lines. A smaller --limit helps`)
  writeFileSync(text, `${show(graph)}\n`)
  return text
}
