// Reporter for web-test-runner: what failed, a line for each file, and the closing line "N passed, N failed, N skipped".
import { existsSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'

/** @param {{ results?: string }} options `results`: folder that gets the counts as browser.json, where it is there. */
export function browserReporter({ results } = {}) {
  let failed = false
  return {
    onTestRunFinished({ sessions }) {
      const total = { passed: 0, failed: 0, skipped: 0 }
      for (const session of sessions) count(session, total)
      failed = total.failed > 0
      if (results && existsSync(results))
        writeFileSync(join(results, 'browser.json'), JSON.stringify({ ...total, failures: sessions.flatMap(failuresOf) }))
      console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
      if (total.passed + total.failed === 0) console.log('No browser test was found.')
    },
    reportTestFileResults({ logger, sessionsForTestFile, testFile }) {
      for (const session of sessionsForTestFile) {
        const counts = { passed: 0, failed: 0, skipped: 0 }
        count(session, counts)
        const mark = counts.failed > 0 ? '✗' : '✓'
        logger.log(`${mark} ${relative(process.cwd(), testFile)} [${session.browser.name}]: ${counts.passed} passed`)
        for (const { path, error } of failures(session.testResults)) {
          logger.error(`  ✗ ${path.join(' › ')}`)
          logger.error(indent([error?.message ?? 'failed without a message', error?.stack].filter(Boolean).join('\n')))
          if (error?.expected !== undefined) logger.error(indent(`expected: ${error.expected}\nactual:   ${error.actual}`))
        }
        for (const error of session.errors) logger.error(indent([error.message, error.stack].filter(Boolean).join('\n')))
        for (const file of session.request404s) logger.error(`  not found: ${file}`)
      }
    },
    stop() {
      if (failed) process.exitCode = 1
    },
  }
}

/** What failed in a file, for the closing lines of `npm test`. */
function failuresOf({ testFile, testResults, errors, passed }) {
  const file = relative(process.cwd(), testFile)
  // A hook that fails takes its tests along without a message of their own.
  const why = errors.map(({ message }) => message).join('\n')
  const found = [...failures(testResults)].map(({ path, error }) => ({
    test: path.join(' › '),
    file,
    message: error?.message ?? why,
  }))
  if (!passed && found.length === 0) found.push({ test: 'the file', file, message: why })
  return found
}

/** A file that did not even load counts as one failure. */
function count(session, total) {
  const before = total.failed
  for (const test of tests(session.testResults)) total[test.skipped ? 'skipped' : test.passed ? 'passed' : 'failed'] += 1
  if (!session.passed && total.failed === before) total.failed += 1
}

function* tests(suite) {
  if (!suite) return
  yield* suite.tests
  for (const inner of suite.suites) yield* tests(inner)
}

function* failures(suite, path = []) {
  if (!suite) return
  for (const test of suite.tests) {
    if (!test.passed && !test.skipped) yield { path: [...path, test.name].filter(Boolean), error: test.error }
  }
  for (const inner of suite.suites) yield* failures(inner, [...path, inner.name])
}

const indent = (text) => String(text).replace(/^/gm, '      ')
