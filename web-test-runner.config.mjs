// Tests that need a browser: the elements, and the adapters that touch the platform.
//   npx web-test-runner --group core | --group elements
//   npx web-test-runner --files packages/elements/src/grid-tree/grid-tree.test.ts
import { existsSync } from 'node:fs'
import { esbuildPlugin } from '@web/dev-server-esbuild'
import { chromeLauncher } from '@web/test-runner-chrome'
import { browserReporter } from './scripts/browser-reporter.mjs'

const chromium = process.env.CHROME_PATH ?? (existsSync('/usr/bin/chromium') ? '/usr/bin/chromium' : undefined)
const flags =
  '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'
const at = (path) => new URL(path, import.meta.url).pathname
const onCommandLine = process.argv.some((argument) => argument === '--files' || argument.startsWith('--files='))

export default {
  // Named files replace the groups.
  ...(onCommandLine
    ? {}
    : {
        groups: [
          { name: 'core', files: ['packages/core/src/**/*.browser.test.ts'] },
          { name: 'elements', files: ['packages/elements/src/**/*.test.ts'] },
        ],
      }),
  rootDir: at('.'),
  nodeResolve: true,
  concurrency: 2,
  browsers: [
    chromeLauncher({
      launchOptions: { ...(chromium ? { executablePath: chromium } : {}), args: flags.split(' ') },
    }),
  ],
  // One transform for both packages: the elements' tsconfig turns on legacy decorators.
  plugins: [esbuildPlugin({ ts: true, target: 'es2022', tsconfig: at('packages/elements/tsconfig.json') })],
  testFramework: { config: { ui: 'bdd', timeout: 10_000 } },
  testsFinishTimeout: 180_000,
  reporters: [browserReporter({ results: at('.tools/results') })],
}
