import assert from 'node:assert/strict'
import { it } from 'node:test'
import { partyConsents } from './party-consents.ts'
import type { PartyMember } from './party-consents.ts'

const statement = { version: 2, minimumVersion: 2, zh: '甲', en: 'A', retentionDays: 365, separate: true }
const now = Date.parse('2026-03-02T08:00:00+08:00')
const consentsOf = (
  person: PartyMember,
  statements: Parameters<typeof partyConsents>[1]['statements'] = { 'party-status': statement },
) => partyConsents([person], { statements, now, random: () => 0.5 })

it('keeps the consent to which words a party status came with', () => {
  const [consent] = consentsOf({ id: 'p-1', partyStatus: 'full', partyConsent: 2 }) as Record<string, unknown>[]
  const { id, ...rest } = consent!
  assert.match(String(id), /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/)
  assert.deepEqual(rest, { personId: 'p-1', purpose: 'party-status', version: 2, by: 'self', at: '2026-03-02T00:00:00.000Z' })
})

it('needs none of whoever has no party status', () => {
  assert.deepEqual(consentsOf({ id: 'p-1' }), [])
  assert.deepEqual(consentsOf({ id: 'p-1', partyConsent: 2 }, {}), [])
})

const refusals: [what: string, person: Omit<PartyMember, 'id'>, said: RegExp][] = [
  ['without a consent', { partyStatus: 'full' }, /partyConsent beside partyStatus .*p-1 agreed to, 2 at most\), got none/],
  ['with a consent to words that changed too much since', { partyStatus: 'full', partyConsent: 1 }, /got 1/],
  ['with a consent to words that there are not yet', { partyStatus: 'full', partyConsent: 3 }, /2 at most\), got 3/],
  [
    'of a minor, whose guardian the file does not name',
    { partyStatus: 'activist', partyConsent: 2, minor: true },
    /of a minor .*p-1/,
  ],
]
for (const [what, person, said] of refusals) {
  it(`takes no party status ${what}`, () => assert.throws(() => consentsOf({ id: 'p-1', ...person }), said))
}

it('takes no party status where the district has no statement of it', () => {
  assert.throws(
    () => consentsOf({ id: 'p-1', partyStatus: 'full', partyConsent: 1 }, {}),
    /a statement party-status in district\.json/,
  )
})
