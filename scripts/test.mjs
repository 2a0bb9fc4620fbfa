// `npm test`: installs what the tests need (the browser too) and runs every one of them.
//   npm test                      all
//   npm test -- --only lint,unit  some of the steps, by name
//   npm test -- --list            the names
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ensureBrowser } from './browser.mjs'
import {
  ensureBuilt,
  ensureExamples,
  ensureInstalled,
  ensureNode,
  fail,
  fetchNode,
  PACKAGES,
  ROOT,
  run,
  runNode,
  TOOLS,
} from './toolchain.mjs'

const RESULTS = join(TOOLS, 'results')
const invoker = process.execPath
const major = Number(process.versions.node.split('.')[0])
const bin = (path) => join(ROOT, 'node_modules', path)

/** Each step: what it is for, and a function that returns an exit code. */
const STEPS = {
  types: () => runNode([bin('typescript/bin/tsc'), '-p', 'tsconfig.checks.json']),
  lint: () =>
    runNode([bin('eslint/bin/eslint.js'), '.']) ||
    runNode([bin('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.']) ||
    runNode([bin('lit-analyzer/cli.js'), 'packages/elements/src', '--strict', '--quiet', '--rules.no-invalid-css', 'off']),
  dependencies: () => runNode(['scripts/audit.mjs']),
  packages: () => PACKAGES.reduce((code, name) => code || publishable(name), 0),
  unit: () => nodeTests('unit', ['packages/core/src', 'seeds', 'scripts']),
  'node-20': () => run(oldNode(), ['index.mjs'], { cwd: join(ROOT, 'examples', 'node-core') }),
  browser: () => runNode([bin('@web/test-runner/dist/bin.js')]),
  server: () => nodeTests('server', ['packages/server']),
  faults: () => nodeTests('faults', ['test/faults']),
  journeys: () => nodeTests('journeys', ['test/journeys']),
}

const { values: options } = parseArgs({ options: { only: { type: 'string' }, list: { type: 'boolean', default: false } } })
if (options.list) {
  console.log(Object.keys(STEPS).join('\n'))
  process.exit(0)
}
const wanted = options.only?.split(',') ?? Object.keys(STEPS)
const unknown = wanted.filter((name) => !STEPS[name])
if (unknown.length > 0) fail(`Expected steps out of ${Object.keys(STEPS).join(', ')}; got ${unknown.join(', ')}.`)

ensureNode()
ensureInstalled()
ensureBuilt()
ensureExamples()
await ensureBrowser()
rmSync(RESULTS, { recursive: true, force: true })
mkdirSync(RESULTS, { recursive: true })

const outcomes = wanted.map((name) => {
  console.log(`\n── ${name} ${'─'.repeat(Math.max(0, 60 - name.length))}`)
  const startedAt = Date.now()
  const code = STEPS[name]()
  return { name, ok: code === 0, seconds: (Date.now() - startedAt) / 1000 }
})

console.log('')
for (const { name, ok, seconds } of outcomes)
  console.log(`${ok ? '✓' : '✗'} ${name.padEnd(12)} ${seconds.toFixed(1).padStart(7)} s`)
const counts = tally(outcomes)
// Once more, where everybody looks: a step's own lines are far up by now.
for (const { step, test, file, message } of counts.failures)
  console.log(`\n✗ ${step}: ${test}\n  ${file}\n${message.split('\n').slice(0, 12).join('\n').replace(/^/gm, '    ')}`)
console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
process.exit(outcomes.every(({ ok }) => ok) && counts.failed === 0 ? 0 : 1)

function nodeTests(name, folders) {
  const files = folders.flatMap(testFiles).sort()
  if (files.length === 0) fail(`The step ${name} found no test file below ${folders.join(', ')}.`)
  const reporters = [
    ...['--test-reporter', 'spec', '--test-reporter-destination', 'stdout'],
    ...['--test-reporter', './scripts/count-reporter.mjs', '--test-reporter-destination', join(RESULTS, `${name}.json`)],
  ]
  return runNode(['--test', '--test-concurrency=2', '--import', './scripts/fixed-seed.mjs', ...reporters, ...files])
}

/** Test files for Node below a folder; those for a browser are named *.browser.test.ts. */
function testFiles(folder) {
  return readdirSync(join(ROOT, folder), { recursive: true })
    .filter((file) => /\.test\.(ts|mjs)$/.test(file) && !/\.browser\.test\.ts$|node_modules|^dist/.test(file))
    .map((file) => join(folder, file))
}

/** What npm would publish is well-formed: exports resolve, types fit, in every ESM resolution. */
function publishable(name) {
  const tarball = join(ROOT, 'examples', '.packed', `wangge-${name}.tgz`)
  const outer = [
    '--profile',
    'esm-only',
    '--exclude-entrypoints',
    './wangge-elements.min.js',
    './wangge-loader.js',
    './wangge-planner.min.js',
    './wangge-sync.min.js',
    './package.json',
  ]
  return (
    runNode([bin('publint/src/cli.js'), 'run', `packages/${name}`, '--strict']) ||
    runNode([bin('@arethetypeswrong/cli/dist/index.js'), tarball, '--quiet', ...outer])
  )
}

/** The floor of core is Node 20; the one this command was started with, where it is that old. */
function oldNode() {
  return major < 22
    ? invoker
    : fetchNode(`node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}@20.20.2`, join(TOOLS, 'node-20'))
}

/** Sums what the runners wrote; a step without a count of its own counts as one test. */
function tally(done) {
  const total = { passed: 0, failed: 0, skipped: 0, failures: [] }
  for (const { name, ok } of done) {
    const file = join(RESULTS, `${name}.json`)
    const { failures = [], ...counts } = existsSync(file)
      ? JSON.parse(readFileSync(file, 'utf8'))
      : { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 }
    for (const [key, count] of Object.entries(counts)) total[key] += count
    total.failures.push(...failures.map((failure) => ({ step: name, ...failure })))
  }
  return total
}
