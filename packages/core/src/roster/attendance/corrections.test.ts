import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Grant } from '../../access/schema.ts'
import { SMALL_DISTRICT, treeOf } from '../../../test/small-district.ts'
import { requestCorrectionCommandSchema } from '../correction-schema.ts'
import type { CorrectionAction, CorrectionState } from '../correction-schema.ts'
import { CORRECTION_WORKFLOW, correctionActions, correctionRefusal, correctionRoles, stepCorrection } from './corrections.ts'
import type { CorrectionRole } from './corrections.ts'
import { ATTENDANCE_POLICY } from './policy.ts'

const STATES = Object.keys(CORRECTION_WORKFLOW) as CorrectionState[]
const ROLES: CorrectionRole[] = ['self', 'employer', 'recorder', 'street']
const ACTIONS: CorrectionAction[] = ['accept', 'refuse', 'dispute', 'withdraw']

const ALLOWED: [CorrectionState, CorrectionRole, CorrectionAction[]][] = [
  ['requested', 'self', ['withdraw']],
  ['requested', 'recorder', ['accept', 'refuse']],
  ['requested', 'street', ['accept', 'refuse']],
  ['refused', 'self', ['dispute']],
  ['disputed', 'self', ['withdraw']],
  ['disputed', 'street', ['accept', 'refuse']],
]
test('who may do what in which state is the whole table', () => {
  for (const state of STATES) {
    for (const role of ROLES) {
      const allowed = ALLOWED.find(([known, whose]) => known === state && whose === role)?.[2] ?? []
      assert.deepEqual(correctionActions(state, [role]), allowed, `${state} ${role}`)
    }
  }
})

const tree = treeOf(SMALL_DISTRICT)
const seat = { orgId: 'o1', gridId: 'm1' }
const rolesOf = (grants: Grant[], isSelf = false, gridId = 'm1') => correctionRoles({ grants, isSelf }, { ...seat, gridId }, tree)

test('whoever recorded the service decides: the post’s community and the street above it, not whoever sent the person', () => {
  const cases: [Grant, CorrectionRole[]][] = [
    [{ role: 'community', gridId: 'c1' }, ['recorder']],
    [{ role: 'community', gridId: 'c2' }, []],
    // A part of the community is not the community.
    [{ role: 'community', gridId: 'e1' }, []],
    [{ role: 'street', gridId: 's' }, ['recorder', 'street']],
    [{ role: 'liaison', orgId: 'o1' }, ['employer']],
    [{ role: 'liaison', orgId: 'o2' }, []],
    [{ role: 'estateWorker', gridId: 'c1' }, []],
    [{ role: 'inspector', gridId: 's' }, []],
    [{ role: 'auditor', gridId: 's' }, []],
  ]
  for (const [grant, roles] of cases) assert.deepEqual(rolesOf([grant]), roles, JSON.stringify(grant))
  assert.deepEqual(rolesOf([]), [])
})

test('a post that is in no community, or nowhere any more, is the street’s to decide on', () => {
  for (const gridId of ['s', 'gone']) {
    assert.deepEqual(rolesOf([{ role: 'community', gridId: 'c1' }], false, gridId), [])
    assert.deepEqual(rolesOf([{ role: 'street', gridId: 's' }], false, gridId), ['recorder', 'street'])
  }
})

test('whoever’s own hours they are decides nothing about them, whatever else they are', () => {
  const all: Grant[] = [
    { role: 'street', gridId: 's' },
    { role: 'community', gridId: 'c1' },
    { role: 'liaison', orgId: 'o1' },
  ]
  assert.deepEqual(rolesOf(all), ['employer', 'recorder', 'street'])
  assert.deepEqual(rolesOf(all, true), ['self'])
})

test('nobody decides what they asked for themselves, though the hours are another’s', () => {
  assert.deepEqual(correctionActions('requested', ['recorder'], true), [])
  assert.deepEqual(correctionActions('requested', ['recorder', 'street'], true), [])
  const refused = stepCorrection('requested', { action: 'accept', roles: ['street'], requester: true })
  assert.deepEqual(refused, { ok: false, reason: 'action-not-allowed', detail: { state: 'requested', actions: [] } })
})

test('whoever refuses or disputes says why', () => {
  for (const note of [undefined, ' ']) {
    const step = { action: 'refuse' as const, roles: ['recorder' as const], note }
    assert.deepEqual(stepCorrection('requested', step), { ok: false, reason: 'note-required', detail: { action: 'refuse' } })
  }
  assert.deepEqual(stepCorrection('refused', { action: 'dispute', roles: ['self'], note: '我在场' }), {
    ok: true,
    state: 'disputed',
  })
  assert.deepEqual(stepCorrection('disputed', { action: 'refuse', roles: ['street'], note: '无人看见' }), {
    ok: true,
    state: 'upheld',
  })
})

test('every way ends, after three steps at most', () => {
  const step = fc.record({
    action: fc.constantFrom(...ACTIONS),
    roles: fc.uniqueArray(fc.constantFrom(...ROLES), { minLength: 1 }),
    note: fc.constantFrom('ja', undefined),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      let state: CorrectionState = 'requested'
      let taken = 0
      for (const one of steps) {
        const result = stepCorrection(state, one)
        if (!result.ok) continue
        state = result.state
        taken += 1
      }
      assert.ok(taken <= 3)
    }),
  )
})

const slot = { id: 's', startsAt: '2026-03-02T09:00:00+08:00', endsAt: '2026-03-02T11:00:00+08:00' }
const claim = { checkedInAt: '2026-03-02T09:00:00+08:00', checkedOutAt: '2026-03-02T10:30:00+08:00' }
const stands = {
  activity: { zh: '巡查岗', en: 'Patrol' },
  place: { zh: '北门', en: 'North gate' },
  content: { zh: '街巷巡查', en: 'Patrol of lanes' },
}
const now = Date.parse('2026-03-03T09:00:00+08:00')
const context = { slot, now, policy: ATTENDANCE_POLICY, open: [] as CorrectionState[], stands }

test('times can be asked for once the shift is over, within what a check-in could have shown', () => {
  assert.equal(correctionRefusal(claim, context), undefined)
  assert.equal(correctionRefusal(claim, { ...context, open: ['accepted', 'upheld', 'withdrawn'] }), undefined)
  const reasons = [
    correctionRefusal(claim, { ...context, now: Date.parse('2026-03-02T10:59:59+08:00') }),
    correctionRefusal(claim, { ...context, open: ['withdrawn', 'disputed'] }),
    correctionRefusal({ ...claim, checkedOutAt: '2026-03-02T08:59:00+08:00' }, context),
    correctionRefusal({ ...claim, checkedInAt: '2026-03-02T07:59:00+08:00' }, context),
    correctionRefusal({ ...claim, checkedOutAt: '2026-03-02T13:01:00+08:00' }, context),
  ].map((refusal) => refusal?.reason)
  assert.deepEqual(reasons, ['shift-not-over', 'correction-open', 'out-before-in', 'outside-shift', 'outside-shift'])
})

test('another fact can be asked for without times, on the same terms, unless the record tells it in either language', () => {
  const facts = { place: '南门', inCharge: '李四' }
  assert.equal(correctionRefusal({ facts }, context), undefined)
  assert.equal(correctionRefusal({ facts: { ...facts, activity: '巡查岗' } }, context), undefined)
  assert.equal(correctionRefusal({ facts }, { ...context, open: ['requested'] })?.reason, 'correction-open')
  assert.equal(correctionRefusal({ facts }, { ...context, now: Date.parse(slot.startsAt) })?.reason, 'shift-not-over')
  assert.deepEqual(correctionRefusal({ facts: { activity: '巡查岗', place: 'North gate' } }, context), {
    ok: false,
    reason: 'already-recorded',
    detail: { facts: ['activity', 'place'] },
  })
  // Whose times are asked for has asked for something.
  assert.equal(correctionRefusal({ ...claim, facts: { activity: '巡查岗' } }, context), undefined)
  assert.equal(
    correctionRefusal({ ...claim, facts, checkedOutAt: '2026-03-02T13:01:00+08:00' }, context)?.reason,
    'outside-shift',
  )
})

test('a command names both times or neither, and at least something; as it was before facts it is taken still', () => {
  const base = { id: '01JQ0000000000000000000001', signUpId: '01JQ0000000000000000000002', reason: '记错了' }
  const takes = (more: object) => requestCorrectionCommandSchema.safeParse({ ...base, ...more }).success
  assert.equal(takes(claim), true)
  assert.equal(takes({ facts: { place: '南门' } }), true)
  assert.equal(takes({ ...claim, facts: {} }), true)
  const refused: object[] = [
    {},
    { facts: {} },
    { checkedInAt: claim.checkedInAt },
    { checkedOutAt: claim.checkedOutAt, facts: { place: '南门' } },
    { facts: { organiser: '街道' } },
    { facts: { place: '  ' } },
    { facts: { place: '门'.repeat(201) } },
    { facts: { inCharge: '李'.repeat(61) } },
    { facts: { activity: '一行\n两行' } },
    { facts: { activity: '\u0000' } },
    { facts: { activity: '正\u202E反' } },
    { facts: { activity: 7 } },
  ]
  for (const more of refused) assert.equal(takes(more), false, JSON.stringify(more))
})
