// What each published subpath costs a page: bundled with all it imports, minified, gzipped; and what the loader fetches for each
// element until it is shown in one language.
// Prints the figures and keeps them in results/size.json and in the README's table, which is checked against them.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

const SUBPATHS = [
  '@wangge/core',
  '@wangge/core/grid',
  '@wangge/core/grid/schema',
  '@wangge/core/roster',
  '@wangge/core/roster/schema',
  '@wangge/core/issue',
  '@wangge/core/issue/schema',
  '@wangge/core/client',
  '@wangge/core/planner',
  '@wangge/elements/grid-tree/define',
  '@wangge/elements/grid-status/define',
  '@wangge/elements/volunteer-signup/define',
  '@wangge/elements/roster-board/define',
  '@wangge/elements/issue-form/define',
  '@wangge/elements/define',
]

/** Bytes, gzipped, of a page script that imports everything of `subpath`. */
async function bundleSize(subpath) {
  const { outputFiles } = await build({
    stdin: { contents: `import * as all from '${subpath}'; globalThis.all = all`, resolveDir: import.meta.dirname },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    logLevel: 'error',
  })
  return gzipSync(outputFiles[0].contents, { level: 9 }).length
}

/** Bytes, gzipped file by file, that the loader fetches for each element: its own pieces and one language. */
function pieceSizes() {
  const folder = new URL('../packages/elements/dist/pieces/', import.meta.url)
  const texts = new Map(
    readdirSync(folder)
      .filter((file) => file.endsWith('.js'))
      .map((file) => [file, readFileSync(new URL(file, folder), 'utf8')]),
  )
  const within = (file, found = new Set()) => {
    if (found.has(file)) return found
    found.add(file)
    for (const [, imported] of texts.get(file).matchAll(/(?:\bfrom|\bimport)\s*["']\.\/([^"']+)["']/g)) within(imported, found)
    return found
  }
  const loader = 'wangge-loader.js'
  const words = [...texts.keys()].find((file) => file.startsWith('zh-'))
  const bytes = (files) => [...files].reduce((sum, file) => sum + gzipSync(texts.get(file), { level: 9 }).length, 0)
  const elements = texts.get(loader).matchAll(/["'](wg-[a-z-]+)["']:\s*\(\)\s*=>\s*import\(["']\.\/([^"']+)["']\)/g)
  const sizes = { [loader]: bytes([loader]) }
  for (const [, tag, file] of elements)
    if (tag !== 'wg-provider') sizes[`${loader} + ${tag}`] = bytes(new Set([loader, words, ...within(file)]))
  return sizes
}

export async function measureSizes() {
  const sizes = {}
  for (const subpath of SUBPATHS) sizes[subpath] = await bundleSize(subpath)
  const file = new URL('../packages/elements/dist/wangge-elements.min.js', import.meta.url)
  sizes['wangge-elements.min.js'] = gzipSync(readFileSync(file), { level: 9 }).length
  return { ...sizes, ...pieceSizes() }
}

if (import.meta.main) {
  const sizes = await measureSizes()
  for (const [subpath, bytes] of Object.entries(sizes))
    console.log(`${subpath.padEnd(44)} ${(bytes / 1000).toFixed(1).padStart(6)} kB`)
  writeFileSync(new URL('results/size.json', import.meta.url), `${JSON.stringify({ unit: 'bytes, gzip -9', sizes }, null, 2)}\n`)
  const readme = new URL('../README.md', import.meta.url)
  const line = (whole, subpath, figure) =>
    sizes[subpath] ? whole.replace(figure, `${(sizes[subpath] / 1000).toFixed(1)} kB`.padEnd(figure.length)) : whole
  writeFileSync(readme, readFileSync(readme, 'utf8').replace(/^\| `([^`]+)` +\| ([\d.]+ kB +)\|$/gm, line))
}
