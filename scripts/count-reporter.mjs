// Reporter for node --test: nothing but the counts, as JSON, for the closing line of `npm test`.
export default async function* counts(source) {
  const total = { passed: 0, failed: 0, skipped: 0 }
  for await (const { type, data } of source) {
    if (data?.details?.type === 'suite') continue
    if (type === 'test:pass') total[data.skip !== undefined || data.todo !== undefined ? 'skipped' : 'passed'] += 1
    if (type === 'test:fail') total.failed += 1
  }
  yield JSON.stringify(total)
}
