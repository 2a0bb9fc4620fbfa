import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { lateNoteRefusal } from './late-note.ts'
import { ATTENDANCE_POLICY } from './policy.ts'
import { momentSaid } from './said-at.ts'

const HOUR = 3_600_000
const due = Date.parse('2026-03-16T16:00:00Z')
const iso = (ms: number) => new Date(ms).toISOString()
const at = iso(due - 200 * HOUR)
/** Hours after the time to record it has passed. */
const moment = (saidAt: number | undefined, arrived: number) =>
  (momentSaid(saidAt === undefined ? undefined : iso(due + saidAt * HOUR), {
    at,
    recordBy: iso(due),
    now: due + arrived * HOUR,
    policy: ATTENDANCE_POLICY,
  }) -
    due) /
  HOUR

for (const [words, saidAt, arrived, expected] of [
  ['when it was said, where it was said in time and arrives within the days that a code has', -1, 5, -1],
  ['as long as those last', -1, 72, -1],
  ['when it arrives, after them', -1, 72.1, 72.1],
  ['when it arrives, where nothing tells when it was said', undefined, 5, 5],
  ['when it arrives, where the device says a time to come', 9, 5, 5],
  ['when it was said, where that was late too', 2, 5, 2],
  ['when it arrives, where it would have been said before it happened', -201, 5, 5],
  ['when it was said, while that and the arrival are in time', -5, -2, -5],
] as const) {
  test(`a host’s word counts ${words}`, () => assert.equal(moment(saidAt, arrived), expected))
}

test('a device moves the time of a word no further than a line that is down for those days could', () => {
  fc.assert(
    fc.property(fc.integer({ min: -300, max: 300 }), fc.integer({ min: -300, max: 300 }), (saidAt, arrived) => {
      const told = moment(saidAt, arrived)
      assert.ok(told <= arrived)
      const isLate = lateNoteRefusal(undefined, { recordBy: iso(due), now: due + told * HOUR }) !== undefined
      if (arrived <= 0) assert.equal(isLate, false, 'what arrived in time is in time')
      if (arrived > ATTENDANCE_POLICY.arrivesWithinHours) assert.equal(isLate, true)
      if (saidAt > 0 && arrived > 0) assert.equal(isLate, true)
    }),
  )
})
