import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keptShifts } from './kept-shifts.ts'

test('names the shifts that stay as they were, and says nothing of none', () => {
  assert.match(keptShifts(['t1:am:2026-03-25', 't1:am:2026-03-26'])!, /too near .*: t1:am:2026-03-25, t1:am:2026-03-26$/)
  assert.equal(keptShifts([]), undefined)
})
