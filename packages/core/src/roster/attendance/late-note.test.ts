import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lateNoteRefusal } from './late-note.ts'
import { recordBy } from './record-by.ts'

const TIME_ZONE = 'Asia/Shanghai'
/** A Monday's shift, with a holiday of five days in the second week. */
const endsAt = '2026-03-02T10:00:00+08:00'
const holidays = ['09', '10', '11', '12', '13'].map((day) => ({
  date: `2026-03-${day}`,
  kind: 'holiday' as const,
  name: { zh: '假', en: 'Holiday' },
}))
const plain = { calendar: [], timeZone: TIME_ZONE }
const withHolidays = { calendar: [{ year: 2026, days: holidays }], timeZone: TIME_ZONE }

for (const [words, calendar, now, note, reason] of [
  ['is taken without a note on the tenth working day', plain, '2026-03-16T23:59:00+08:00', undefined, undefined],
  ['needs one on the eleventh', plain, '2026-03-17T00:01:00+08:00', undefined, 'late-note-required'],
  ['needs more than blanks', plain, '2026-03-17T00:01:00+08:00', '  ', 'late-note-required'],
  ['is taken with one however late', plain, '2026-06-01T00:01:00+08:00', '断网', undefined],
  ['is not late where holidays lie between', withHolidays, '2026-03-17T00:01:00+08:00', undefined, undefined],
  ['is late after them too', withHolidays, '2026-03-24T00:01:00+08:00', undefined, 'late-note-required'],
] as const) {
  test(`a host’s word ${words}`, () => {
    const refusal = lateNoteRefusal(note, { recordBy: recordBy(endsAt, calendar), now: Date.parse(now) })
    assert.equal(refusal?.reason, reason)
    if (refusal) assert.deepEqual(refusal.detail, { recordBy: recordBy(endsAt, calendar) })
  })
}
