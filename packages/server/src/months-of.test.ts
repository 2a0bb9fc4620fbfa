import assert from 'node:assert/strict'
import { test } from 'node:test'
import { monthsOf } from './months-of.ts'

const keys = (from: string, to: string, timeZone = 'Asia/Shanghai') =>
  monthsOf(Date.parse(from), Date.parse(to), timeZone).map(({ key }) => key)

test('a month is touched from its local midnight on', () => {
  assert.deepEqual(keys('2026-05-31T15:59:59Z', '2026-06-30T16:00:00Z'), ['2026-05', '2026-06'])
  assert.deepEqual(keys('2026-05-31T16:00:00Z', '2026-06-30T16:00:01Z'), ['2026-06', '2026-07'])
  assert.deepEqual(keys('2026-05-31T16:00:00Z', '2026-05-31T16:00:00Z'), [])
})

test('years follow each other', () => {
  assert.deepEqual(keys('2025-11-15T00:00:00Z', '2026-02-15T00:00:00Z'), ['2025-11', '2025-12', '2026-01', '2026-02'])
})
