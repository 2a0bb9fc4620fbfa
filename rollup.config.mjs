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
  const modules = new Set(files.filter((file) => file?.endsWith('.js') && !file.endsWith('.min.js')))
  return [...modules].map((file) => file.replace('./dist/', `packages/${name}/src/`).replace(/\.js$/, '.ts'))
}

const transform = (name) => esbuild({ target: 'es2022', tsconfig: `packages/${name}/tsconfig.json` })

const modules = (name) => ({
  input: entries(name),
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

const bundle = {
  input: 'packages/elements/src/define.ts',
  output: { file: 'packages/elements/dist/wangge-elements.min.js', format: 'es', sourcemap: true, inlineDynamicImports: true },
  plugins: [
    resolve({ extensions: ['.ts', '.js'] }),
    transform('elements'),
    terser({ ecma: 2020, module: true, format: { comments: false } }),
  ],
}

/** What `wangge grid check --html` puts into its page: one script, one style sheet. */
const page = {
  input: 'packages/server/src/report/page/main.ts',
  output: { file: 'packages/server/dist/report/page/page.js', format: 'iife' },
  plugins: [
    resolve({ extensions: ['.ts'] }),
    transform('server'),
    terser({ ecma: 2020, format: { comments: false, ascii_only: true } }),
    {
      name: 'style-beside',
      generateBundle() {
        const source = readFileSync(new URL('packages/server/src/report/page/page.css', import.meta.url), 'utf8')
        this.emitFile({ type: 'asset', fileName: 'page.css', source })
      },
    },
  ],
}

const wanted = process.env.PACKAGE
const packages = wanted ? [wanted] : ['core', 'elements', 'server']

export default [
  ...packages.map(modules),
  ...(packages.includes('elements') ? [bundle] : []),
  ...(packages.includes('server') ? [page] : []),
]
