// Tests that need a browser: the elements, and the adapters that touch the platform.
//   npx web-test-runner --group core | --group elements
//   npx web-test-runner --files packages/elements/src/grid-tree/grid-tree.test.ts
import { existsSync } from 'node:fs'
import { esbuildPlugin } from '@web/dev-server-esbuild'
import { chromeLauncher } from '@web/test-runner-chrome'
import { districtServer } from './packages/elements/test/district-server.ts'
import { BROWSER_FLAGS } from './scripts/browser.mjs'
import { browserReporter } from './scripts/browser-reporter.mjs'

const chromium = process.env.CHROME_PATH ?? (existsSync('/usr/bin/chromium') ? '/usr/bin/chromium' : undefined)
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
      launchOptions: { ...(chromium ? { executablePath: chromium } : {}), args: BROWSER_FLAGS },
      // Files run side by side in tabs; each has to be a tab that somebody looks at, or what waits for that never comes.
      createPage: async ({ context }) => {
        const page = await context.newPage()
        const session = await page.createCDPSession()
        await session.send('Emulation.setFocusEmulationEnabled', { enabled: true })
        return page
      },
    }),
  ],
  // One transform for both packages: the elements' tsconfig turns on legacy decorators.
  plugins: [
    esbuildPlugin({ ts: true, target: 'es2022', tsconfig: at('packages/elements/tsconfig.json') }),
    // The elements are tested against the real server; it starts when the first of them asks for it.
    districtServer(),
  ],
  // Limits for what never comes, not for what is slow: a machine that does much else may take its time.
  testFramework: { config: { ui: 'bdd', timeout: 120_000 } },
  browserStartTimeout: 120_000,
  testsStartTimeout: 120_000,
  testsFinishTimeout: 600_000,
  reporters: [browserReporter({ results: at('.tools/results') })],
}
