import assert from 'node:assert/strict'
import { test } from 'node:test'
import { calendarYearSchema, weekTemplateSchema } from './schema.ts'

const day = (date: string) => ({ date, kind: 'holiday', name: { zh: '元旦', en: 'New Year’s Day' } })
const messages = (result: { success: boolean; error?: { issues: { path: PropertyKey[]; message: string }[] } | undefined }) =>
  result.error?.issues.map(({ path, message }) => [path.join('.'), message])

test('a calendar year has days of its own, or of the December before, each once', () => {
  const parse = (...dates: string[]) => messages(calendarYearSchema.safeParse({ year: 2027, days: dates.map(day) }))
  assert.equal(parse('2026-12-31', '2027-01-01'), undefined)
  assert.deepEqual(parse('2026-11-30'), [['days', 'Expected days of the year, or of the December before']])
  assert.deepEqual(parse('2027-01-01', '2027-01-01'), [['days', 'Expected each day once']])
})

test('lines of a template have ids of their own, since the ids of shifts are made of them', () => {
  const line = { id: 'am', weekdays: [1], from: '08:00', to: '10:00', need: 1 }
  const parse = (...lines: object[]) =>
    messages(weekTemplateSchema.safeParse({ id: 't', postId: 'p', from: '2026-06-01', lines }))
  assert.equal(parse(line, { ...line, id: 'pm' }), undefined)
  assert.deepEqual(parse(line, line), [['lines', 'Expected each line under an id of its own']])
  assert.deepEqual(parse({ ...line, from: '8:00' }), [['lines.0.from', 'Expected a time of day such as 07:30']])
})
