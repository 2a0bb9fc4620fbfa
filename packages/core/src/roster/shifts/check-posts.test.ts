import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { anyCalendar, anyDate, anyTemplate } from '../../../test/week-arbitraries.ts'
import type { WeekLine, WeekTemplate } from '../week-schema.ts'
import { checkPosts } from './check-posts.ts'
import type { Post } from './check-posts.ts'
import { shiftsOfWeek } from './shifts-of-week.ts'

const post: Post = { id: 'p', kind: 'patrol', capacity: { min: 1, max: 4 } }
const line = (id: string, from: string, to: string, more: Partial<WeekLine> = {}): WeekLine => ({
  id,
  weekdays: [1, 2, 3, 4, 5],
  from,
  to,
  need: 2,
  ...more,
})
const template = (lines: WeekLine[], more: Partial<WeekTemplate> = {}): WeekTemplate => ({
  id: 't',
  postId: 'p',
  from: '2026-01-01',
  lines,
  ...more,
})

test('a post with a sound week has no findings', () => {
  assert.deepEqual(checkPosts([post], [template([line('am', '08:00', '10:00'), line('pm', '10:00', '12:00')])]), [])
})

test('an intersection is known by its place', () => {
  const crossing: Post = { ...post, kind: 'intersection' }
  assert.deepEqual(checkPosts([crossing], []), [{ code: 'intersection-without-place', postId: 'p' }])
  assert.deepEqual(checkPosts([{ ...crossing, placeId: 'x' }], []), [])
})

test('a template of no post, and seats that the post does not have, are told', () => {
  const templates = [
    template([line('am', '08:00', '10:00')], { id: 'lost', postId: 'gone' }),
    template([line('am', '08:00', '10:00', { need: 5 })]),
  ]
  assert.deepEqual(checkPosts([post], templates), [
    { code: 'unknown-post', postId: 'gone', templateId: 'lost' },
    { code: 'need-outside-capacity', postId: 'p', templateId: 't', lineId: 'am', need: 5, min: 1, max: 4 },
  ])
})

test('more places for those with a role than there are seats are told', () => {
  const mix = [
    { role: 'buildingHead' as const, need: 1 },
    { role: 'dualRegistrant' as const, need: 2 },
  ]
  assert.deepEqual(checkPosts([post], [template([line('am', '08:00', '10:00', { need: 3, mix })])]), [])
  assert.deepEqual(checkPosts([post], [template([line('am', '08:00', '10:00', { need: 2, mix })])]), [
    { code: 'mix-exceeds-need', postId: 'p', templateId: 't', lineId: 'am', need: 2, mix: 3 },
  ])
})

const OVERLAPS: [string, WeekLine, WeekLine, boolean][] = [
  ['an hour in common', line('a', '08:00', '10:00'), line('b', '09:00', '11:00'), true],
  ['other weekdays', line('a', '08:00', '10:00'), line('b', '09:00', '11:00', { weekdays: [6, 7] }), false],
  [
    'other weekdays, but the same holiday',
    line('a', '08:00', '10:00', { holidays: 'on' }),
    line('b', '09:00', '11:00', { weekdays: [6], holidays: 'on' }),
    true,
  ],
  [
    'a weekday’s line on a Saturday that is worked, and the Saturday’s own',
    line('a', '08:00', '10:00', { makeUpDays: 'on' }),
    line('b', '09:00', '11:00', { weekdays: [6], makeUpDays: 'asWeekday' }),
    true,
  ],
  [
    'a night into the next morning',
    line('a', '22:00', '06:00', { weekdays: [1] }),
    line('b', '05:00', '07:00', { weekdays: [2] }),
    true,
  ],
  [
    'a night and the morning of its own day',
    line('a', '22:00', '06:00', { weekdays: [1] }),
    line('b', '05:00', '07:00', { weekdays: [1] }),
    false,
  ],
  [
    'Sunday’s night into Monday',
    line('a', '22:00', '06:00', { weekdays: [7] }),
    line('b', '05:00', '07:00', { weekdays: [1] }),
    true,
  ],
]

for (const [name, one, other, expected] of OVERLAPS) {
  test(`${name}: ${expected ? 'the lines overlap' : 'nothing overlaps'}`, () => {
    for (const lines of [
      [one, other],
      [other, one],
    ]) {
      assert.equal(checkPosts([post], [template(lines)]).filter(({ code }) => code === 'lines-overlap').length, expected ? 1 : 0)
    }
  })
}

test('two templates of one post are compared where both last', () => {
  const first = template([line('am', '08:00', '10:00')], { id: 't1', to: '2026-06-01' })
  const second = template([line('am', '09:00', '11:00')], { id: 't2', from: '2026-06-02' })
  assert.deepEqual(checkPosts([post], [first, second]), [])
  assert.deepEqual(checkPosts([post], [first, { ...second, from: '2026-05-01' }]), [
    {
      code: 'lines-overlap',
      postId: 'p',
      lines: [
        { templateId: 't1', lineId: 'am' },
        { templateId: 't2', lineId: 'am' },
      ],
    },
  ])
})

test('where nothing is said to overlap, no two shifts of a post ever do', () => {
  const both = fc.tuple(anyTemplate('t1'), anyTemplate('t2'))
  fc.assert(
    fc.property(both, anyCalendar, anyDate, (given, calendar, weekStart) => {
      const templates = given.map((one) => ({ ...one, postId: 'p' }))
      const found = checkPosts([post], templates).some(({ code }) => code === 'lines-overlap')
      if (found) return
      const shifts = templates.flatMap((one) => shiftsOfWeek(one, weekStart, { calendar, timeZone: 'Asia/Shanghai' }))
      shifts.sort((one, other) => (one.startsAt < other.startsAt ? -1 : 1))
      shifts.slice(1).forEach((shift, k) => assert.ok(shifts[k]!.endsAt <= shift.startsAt, `${shifts[k]!.id} ${shift.id}`))
    }),
    { numRuns: 1_000 },
  )
})
