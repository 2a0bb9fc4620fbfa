// Reporter for node --test: the counts and what failed, as JSON, for the closing lines of `npm test`.
import { relative } from 'node:path'

export default async function* counts(source) {
  const total = { passed: 0, failed: 0, skipped: 0, failures: [] }
  for await (const { type, data } of source) {
    if (data?.details?.type === 'suite') continue
    if (type === 'test:pass') total[data.skip !== undefined || data.todo !== undefined ? 'skipped' : 'passed'] += 1
    if (type === 'test:fail') {
      total.failed += 1
      const error = data.details.error
      total.failures.push({
        test: data.name,
        file: data.file ? relative(process.cwd(), data.file) : '',
        message: error?.cause?.message ?? error?.message ?? String(error),
      })
    }
  }
  yield JSON.stringify(total)
}
