import assert from 'node:assert/strict'
import { it } from 'node:test'
import { dutyFeed, remindMinutes } from '../src/duty-feed.ts'
import type { CalendarDuty } from '../src/storage/calendar-addresses.ts'

const duty = (more: Partial<CalendarDuty> = {}): CalendarDuty => ({
  signUpId: '01KR9FV61G04SJC953QG90J6VD',
  state: 'seated',
  revisedAt: '2026-03-01T10:00:00.000Z',
  revision: 0,
  startsAt: '2026-03-03T00:00:00.000Z',
  endsAt: '2026-03-03T02:00:00.000Z',
  cancelled: false,
  post: { zh: '巡查岗', en: 'Patrol' },
  position: null,
  ...more,
})
const told = (more: Partial<CalendarDuty>, lang: 'zh' | 'en' = 'zh') => {
  const [event] = dutyFeed([duty(more)], { lang, districtCode: 'sample', remind: [120] }).events
  return [event!.status, event!.summary, event!.remind]
}

it('tells a seat from what may become one, and reminds of a seat only', () => {
  assert.deepEqual(told({}), ['CONFIRMED', '巡查岗', [120]])
  assert.deepEqual(told({ state: 'waitlisted' }), ['TENTATIVE', '巡查岗 (候补)', []])
  assert.deepEqual(told({ state: 'offered' }), ['TENTATIVE', '巡查岗 (待确认)', []])
  assert.deepEqual(told({ state: 'invited' }, 'en'), ['TENTATIVE', 'Patrol (invited)', []])
})

it('tells what was given back, and what was called off, as off', () => {
  assert.deepEqual(told({ state: 'cancelled' }), ['CANCELLED', '巡查岗', []])
  assert.deepEqual(told({ cancelled: true }), ['CANCELLED', '巡查岗', []])
})

it('reminds when the district does: a day and two hours before where it does not say, never where it says never', () => {
  assert.deepEqual(remindMinutes({}), [1440, 120])
  assert.deepEqual(remindMinutes({ remindBeforeHours: 6 }), [360])
  assert.deepEqual(remindMinutes({ remindBeforeHours: 0 }), [])
})
