import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dutyNews, markDutyNews, noteDuties } from './duty-news.ts'
import type { DutiesNow, DutyNewsContext } from './duty-news.ts'
import type { CorrectionView, DutiesSeen, SignUpView, SlotView, SwapView } from './schema.ts'

const HOUR = 3_600_000
const NOW = Date.parse('2026-03-02T00:00:00Z')
const iso = (hours: number) => new Date(NOW + hours * HOUR).toISOString()
const name = { zh: '岗', en: 'Post' }
const slot = (more: Partial<SlotView> = {}): SlotView => ({
  ...{ id: 's1', post: { id: 'p1', kind: 'mobile', name, gridId: 'g' }, startsAt: iso(48), endsAt: iso(50) },
  ...{ capacity: 2, seated: 1, waitlisted: 0, cancelled: false },
  ...more,
})
const view = (more: Partial<SignUpView> = {}): SignUpView => ({
  ...{ id: '01A', slotId: 's1', orgId: 'o1', state: 'seated', at: iso(-24), by: 'self', slot: slot() },
  ...more,
})
const swap = (more: Partial<SwapView>): SwapView => ({
  ...{ id: '01W', orgId: 'o1', slotId: 's1', state: 'open', at: iso(-1), mine: 'offered' },
  ...more,
})
const correction = (state: CorrectionView['state'], more: Partial<CorrectionView> = {}): CorrectionView => ({
  ...{ id: '01C', signUpId: '01A', slotId: 's1', state, checkedInAt: iso(-5), checkedOutAt: iso(-3), reason: 'r' },
  ...{ requestedAt: iso(-2), steppedAt: iso(-1), actions: [] },
  ...more,
})
const of = (...signUps: SignUpView[]): DutiesNow => ({ signUps })

/** What is told of `after` to whoever has seen `before`. */
function between(before: DutiesNow | undefined, after: DutiesNow, { now = NOW, ...context }: Partial<DutyNewsContext> = {}) {
  const first = before && seenAll(before, { now: NOW, ...context })
  return dutyNews(first, after, { now, ...context }).map(({ kind, until, ended, reason }) =>
    [kind, until, ended, reason].filter((part) => part !== undefined).join(' '),
  )
}

function seenAll(duties: DutiesNow, context: DutyNewsContext): DutiesSeen {
  const ids = dutyNews(undefined, duties, context).map(({ id }) => id)
  return noteDuties(markDutyNews(undefined, ids), duties, context)
}

const cancelled = (ended: SignUpView['ended'], more: Partial<SignUpView> = {}) => of(view({ state: 'cancelled', ended, ...more }))

test('says what others did to a duty since it was seen', () => {
  const weather = slot({ cancelled: true, cancelReason: 'weather' })
  const rows: [string, DutiesNow | undefined, DutiesNow, string[], Partial<DutyNewsContext>?][] = [
    ['an offer', of(view({ state: 'waitlisted' })), of(view({ state: 'offered', confirmBy: iso(3) })), [`offered ${iso(3)}`]],
    ['a seat', of(view({ state: 'waitlisted' })), of(view()), ['moved-up']],
    ['a call-off', of(view()), cancelled('slot-cancelled', { slot: weather }), ['called-off weather']],
    ['a call-off not written down yet', of(view()), of(view({ slot: weather })), ['called-off weather']],
    ['a seat taken back', of(view()), cancelled('not-confirmed'), ['ended not-confirmed']],
    ['a new plan', of(view()), cancelled('replanned'), ['ended replanned']],
    ['a plan', of(), of(view({ by: 'liaison' })), ['assigned']],
    ['a plan, at the first look', undefined, of(view({ by: 'liaison' })), ['assigned']],
    ['an invitation', of(), of(view({ state: 'invited', by: 'invitation' })), ['invited']],
    ['other hours', of(view()), of(view({ slot: slot({ startsAt: iso(47) }) })), ['changed']],
    [
      'a question',
      of(view({ confirmBy: iso(24) })),
      of(view({ confirmBy: iso(24), remindedAt: iso(0) })),
      [`to-confirm ${iso(24)}`],
    ],
    ['a reminder', of(view()), of(view({ remindedAt: iso(24) })), ['reminded'], { now: NOW + 25 * HOUR }],
    [
      'a reminder on the heels of one’s own word',
      of(view()),
      of(view({ at: iso(24), remindedAt: iso(24.2) })),
      [],
      { now: NOW + 25 * HOUR },
    ],
    ['a reminder that comes too late', of(view()), of(view({ remindedAt: iso(24) })), [], { now: NOW + 49 * HOUR }],
    ['an absence', of(view()), of(view({ attendance: { state: 'no-show' } })), ['absent'], { now: NOW + 49 * HOUR }],
    [
      'an absence taken back',
      of(view({ attendance: { state: 'no-show' } })),
      of(view({ attendance: { state: 'in' } })),
      ['absence-lifted'],
    ],
  ]
  for (const [what, before, after, expected, context] of rows) assert.deepEqual(between(before, after, context), expected, what)
})

test('tells nobody what they did themselves', () => {
  for (const ended of ['self', 'declined', 'swapped', 'taken-up', 'consent-withdrawn'] as const) {
    assert.deepEqual(between(of(view()), cancelled(ended)), [], ended)
  }
  assert.deepEqual(between(of(), of(view())), [], 'a sign-up')
  assert.deepEqual(between(of(view({ state: 'invited', by: 'invitation' })), of(view({ by: 'invitation' }))), [], 'taken up')
  const policy = { closesBeforeMinutes: 0, minRestMinutes: 0, maxWaitlist: 9, offerMinutes: 60 }
  assert.deepEqual(between(of(view({ state: 'waitlisted' })), of(view()), { policy }), [], 'an offer taken on another device')
})

test('asks for confirmation from the reminder on, by the rules where they are known, and until it is too late', () => {
  const asked = of(view({ confirmBy: iso(36) }))
  const policy = { closesBeforeMinutes: 0, minRestMinutes: 0, maxWaitlist: 9, remindBeforeHours: 24, confirmBeforeHours: 12 }
  const at = (hours: number) => between(asked, asked, { now: NOW + hours * HOUR, policy })
  assert.deepEqual([at(23), at(25), at(37)], [[], [`to-confirm ${iso(36)}`], []])
  assert.deepEqual(between(asked, of(view({ confirmBy: iso(36), confirmedAt: iso(25) })), { now: NOW + 26 * HOUR, policy }), [])
})

test('says what became of swaps and corrections, and of one’s own steps in them nothing', () => {
  const swaps = (before: Partial<SwapView> | undefined, after: Partial<SwapView>) =>
    between({ signUps: [], swaps: before ? [swap(before)] : [] }, { signUps: [], swaps: [swap(after)] })
  assert.deepEqual(swaps(undefined, { mine: 'open' }), ['swap-offered'])
  assert.deepEqual(swaps({}, { state: 'accepted' }), ['swap-accepted'])
  assert.deepEqual(swaps({}, { state: 'done' }), ['swap-done'])
  assert.deepEqual(swaps({ state: 'accepted' }, { state: 'refused' }), ['swap-refused'])
  assert.deepEqual(swaps({ mine: 'accepted', state: 'accepted' }, { mine: 'accepted', state: 'done' }), ['swap-done'])
  assert.deepEqual(swaps({ mine: 'accepted', state: 'accepted' }, { mine: 'accepted', state: 'withdrawn' }), ['swap-lapsed'])
  const waited = { state: 'lapsed', because: 'others-wait' } as const
  assert.deepEqual(swaps({ state: 'open' }, waited), ['swap-waited-for'])
  // That others wait for the colleague's seat, or that they came, is news to who offers theirs; that one came oneself is not.
  const accepted = { state: 'accepted' } as const
  for (const because of ['given-waited-for', 'given-checked-in'] as const) {
    assert.deepEqual(swaps(accepted, { state: 'lapsed', because }), ['swap-lapsed'])
  }
  assert.deepEqual(swaps(accepted, { state: 'lapsed', because: 'checked-in' }), [])
  const taken = { ...accepted, mine: 'accepted' } as const
  const ends = (because: SwapView['because']) => swaps(taken, { mine: 'accepted', state: 'lapsed', because })
  assert.deepEqual(
    [ends('checked-in'), ends('given-waited-for'), ends('given-checked-in')],
    [['swap-lapsed'], ['swap-lapsed'], []],
  )
  for (const own of [
    {},
    { state: 'withdrawn' },
    { mine: 'accepted', state: 'done' },
    { mine: 'accepted', state: 'accepted' },
  ] as const) {
    assert.deepEqual(swaps(undefined, own), [], JSON.stringify(own))
  }
  const corrections = (before: CorrectionView['state'], after: CorrectionView['state']) =>
    between({ signUps: [], corrections: [correction(before)] }, { signUps: [], corrections: [correction(after)] })
  assert.deepEqual(corrections('requested', 'accepted'), ['correction-accepted'])
  assert.deepEqual(corrections('requested', 'refused'), ['correction-refused'])
  assert.deepEqual(corrections('disputed', 'upheld'), ['correction-upheld'])
  for (const own of ['disputed', 'withdrawn'] as const) assert.deepEqual(corrections('requested', own), [])
})

test('tells of what was never seen here only what is to come, or is not long ago', () => {
  const past = slot({ startsAt: iso(-400), endsAt: iso(-398) })
  const recent = slot({ startsAt: iso(-30), endsAt: iso(-28) })
  assert.deepEqual(between(undefined, cancelled('slot-cancelled', { slot: past })), [])
  assert.deepEqual(between(undefined, of(view({ by: 'liaison', slot: past }))), [])
  assert.deepEqual(between(undefined, of(view({ slot: past, attendance: { state: 'no-show' } }))), [])
  assert.deepEqual(between(undefined, of(view({ slot: recent, attendance: { state: 'no-show' } }))), ['absent'])
  assert.deepEqual(between(undefined, { signUps: [], corrections: [correction('accepted', { steppedAt: iso(-400) })] }), [])
})

test('puts what wants an answer first, then goes by the start of the shift', () => {
  const at = (id: string, hours: number, more: Partial<SignUpView>) =>
    view({ id, slotId: id, slot: slot({ id, startsAt: iso(hours), endsAt: iso(hours + 2) }), ...more })
  const signUps = [
    at('01B', 10, { state: 'cancelled', ended: 'replanned' }),
    at('01C', 5, { by: 'liaison' }),
    at('01D', 90, { state: 'offered', confirmBy: iso(20) }),
  ]
  const told = dutyNews(undefined, { signUps }, { now: NOW }).map(({ signUpId }) => signUpId)
  assert.deepEqual(told, ['01D', '01C', '01B'])
})

test('remembers what has gone from the lists, and only so much of it', () => {
  let seen: DutiesSeen = {}
  for (let count = 0; count < 300; count += 1) {
    const id = `01${String(count).padStart(4, '0')}`
    seen = noteDuties(seen, of(view({ id })), { now: NOW })
  }
  assert.ok(Object.keys(seen).length <= 404)
  assert.ok('s:010299.state' in seen && 's:010250.state' in seen && !('s:010001.state' in seen))
})
