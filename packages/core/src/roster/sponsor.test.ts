import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sponsorRefusal } from './sponsor.ts'
import type { IntersectionDuty } from './sponsor.ts'

const duties: IntersectionDuty[] = [
  { intersectionId: 'x1', orgId: 'o1', from: '2026-03-01T00:00:00+08:00', to: '2026-03-10T00:00:00+08:00' },
  { intersectionId: 'x1', orgId: 'o2', from: '2026-03-10T00:00:00+08:00', to: '2026-03-20T00:00:00+08:00' },
  { intersectionId: 'x2', orgId: 'o3', from: '2026-03-01T00:00:00+08:00' },
]
const crossing = (placeId?: string) => ({ kind: 'intersection' as const, placeId })
const at = (startsAt: string) => ({ id: 's', startsAt })

test('a post at an intersection is for the branch that the intersection belongs to when the slot starts', () => {
  // [start, sponsor]; both ends of each span are tried, from is in it and to is not.
  const cases: [string, string | undefined][] = [
    ['2026-02-28T23:59:00+08:00', undefined],
    ['2026-02-28T16:00:00Z', 'o1'],
    ['2026-03-09T23:59:59+08:00', 'o1'],
    ['2026-03-09T16:00:00Z', 'o2'],
    ['2026-03-20T00:00:00+08:00', undefined],
  ]
  for (const [start, sponsor] of cases) {
    for (const orgId of ['o1', 'o2', 'o3']) {
      const refusal = sponsorRefusal(crossing('x1'), at(start), orgId, duties)
      const detail = sponsor === undefined ? { slotId: 's' } : { slotId: 's', sponsorId: sponsor }
      assert.deepEqual(refusal, orgId === sponsor ? undefined : { ok: false, reason: 'not-sponsor', detail }, `${start} ${orgId}`)
    }
  }
})

test('a duty without an end goes on, each at its own intersection', () => {
  assert.equal(sponsorRefusal(crossing('x2'), at('2036-03-01T00:00:00Z'), 'o3', duties), undefined)
  assert.equal(sponsorRefusal(crossing('x2'), at('2036-03-01T00:00:00Z'), 'o1', duties)?.detail.sponsorId, 'o3')
  assert.equal(sponsorRefusal(crossing(), at('2026-03-05T00:00:00Z'), 'o1', duties)?.reason, 'not-sponsor')
})

test('every other post is open to all, also at the same place', () => {
  for (const kind of ['mobile', 'patrol', 'reportIn', 'evaluationPoint'] as const) {
    assert.equal(sponsorRefusal({ kind, placeId: 'x1' }, at('2026-03-05T00:00:00Z'), 'o9', duties), undefined)
  }
})
