// Builds each package to per-module ESM below its dist/, beside the declarations that `tsc -b` writes there,
// and the elements once more as one minified file for a <script type="module">; the server also carries the script of a page.
// One package only: rollup -c --environment PACKAGE:core
import { readFileSync } from 'node:fs'
import resolve from '@rollup/plugin-node-resolve'
import terser from '@rollup/plugin-terser'
import esbuild from 'rollup-plugin-esbuild'

const manifest = (name) => JSON.parse(readFileSync(new URL(`packages/${name}/package.json`, import.meta.url), 'utf8'))

/** Source files behind a package's `exports` and `bin`. */
function entries(name) {
  const { exports, bin = {} } = manifest(name)
  const files = [...Object.values(exports).map((target) => target.default), ...Object.values(bin)]
  const modules = new Set(
    files.filter((file) => file?.endsWith('.js') && !file.endsWith('.min.js') && !file.includes('/pieces/')),
  )
  return [...modules].map((file) => file.replace('./dist/', `packages/${name}/src/`).replace(/\.js$/, '.ts'))
}

const transform = (name) => esbuild({ target: 'es2022', tsconfig: `packages/${name}/tsconfig.json` })

/** Files that are started as threads: nothing imports them. */
const THREADS = { server: ['packages/server/src/photos/photo-worker.ts'] }

const modules = (name) => ({
  input: [...entries(name), ...(THREADS[name] ?? [])],
  output: {
    dir: `packages/${name}/dist`,
    format: 'es',
    preserveModules: true,
    preserveModulesRoot: `packages/${name}/src`,
    sourcemap: true,
    sourcemapExcludeSources: false,
  },
  external: (id) => !id.startsWith('.') && !id.startsWith('/') && !id.startsWith('packages/'),
  plugins: [resolve({ extensions: ['.ts'] }), transform(name)],
})

const MIN_PLANNER = 'wangge-planner.min.js'
const minified = (ecma) => terser({ ecma, format: { comments: false } })

/** The planner's worker as one script, which any worker can load by its address; the elements carry a copy beside their own. */
const planner = {
  input: 'packages/core/src/planner/worker.ts',
  output: { file: `packages/core/dist/${MIN_PLANNER}`, format: 'iife', sourcemap: true },
  plugins: [resolve({ extensions: ['.ts'] }), transform('core'), minified(2020)],
}

/** What a host's service worker takes by `importScripts`: it cannot import on demand. */
const sync = {
  input: 'packages/core/src/client/background-sync/worker.ts',
  output: {
    file: 'packages/core/dist/wangge-sync.min.js',
    format: 'iife',
    name: 'wanggeSync',
    sourcemap: true,
    inlineDynamicImports: true,
  },
  plugins: [resolve({ extensions: ['.ts', '.js'] }), transform('core'), minified(2020)],
}

/** In the elements' one file the worker is the one script beside it, and no page runs the planner in process. */
const plannerBeside = {
  name: 'planner-beside',
  transform(code, id) {
    if (id.endsWith('/planner/start-here.js')) return 'export const startHere = undefined'
    if (!id.endsWith('/planner/start-worker.js')) return null
    const worker = /new URL\(\s*['"]\.\/worker\.js['"],\s*import\.meta\.url\)/
    if (!worker.test(code)) this.error(`Expected ${id} to start ./worker.js, found no such line`)
    return code.replace(worker, `new URL('./${MIN_PLANNER}', import.meta.url)`).replace(/type: ['"]module['"],\s*/, '')
  },
  generateBundle() {
    const source = readFileSync(new URL(`packages/core/dist/${MIN_PLANNER}`, import.meta.url), 'utf8')
    this.emitFile({ type: 'asset', fileName: MIN_PLANNER, source: source.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n') })
  },
}

const bundle = {
  input: 'packages/elements/src/define.ts',
  output: { file: 'packages/elements/dist/wangge-elements.min.js', format: 'es', sourcemap: true, inlineDynamicImports: true },
  plugins: [
    resolve({ extensions: ['.ts', '.js'] }),
    plannerBeside,
    transform('elements'),
    terser({ ecma: 2020, module: true, format: { comments: false } }),
  ],
}

/** The same in pieces: a loader of a kilobyte, which fetches those elements that stand on a page, in the languages it shows. */
const pieces = {
  input: { 'wangge-loader': 'packages/elements/src/loader/watch.ts' },
  output: {
    dir: 'packages/elements/dist/pieces',
    format: 'es',
    sourcemap: true,
    chunkFileNames: '[name]-[hash].js',
  },
  plugins: bundle.plugins,
}

/** What a command's `--html` puts into its page: one script, one style sheet over what all pages share. */
const page = (folder) => ({
  input: `packages/server/src/report/${folder}/main.ts`,
  output: { file: `packages/server/dist/report/${folder}/page.js`, format: 'iife' },
  plugins: [
    resolve({ extensions: ['.ts'] }),
    transform('server'),
    terser({ ecma: 2020, format: { comments: false, ascii_only: true } }),
    {
      name: 'style-beside',
      generateBundle() {
        const parts = ['theme.css', `${folder}/page.css`]
        const read = (part) => readFileSync(new URL(`packages/server/src/report/${part}`, import.meta.url), 'utf8')
        this.emitFile({ type: 'asset', fileName: 'page.css', source: parts.map(read).join('') })
      },
    },
  ],
})

const wanted = process.env.PACKAGE
const packages = wanted ? [wanted] : ['core', 'elements', 'server']

export default [
  ...packages.map(modules),
  ...(packages.includes('core') ? [planner, sync] : []),
  ...(packages.includes('elements') ? [bundle, pieces] : []),
  ...(packages.includes('server') ? [page('page'), page('roster')] : []),
]
