import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { Consent } from '../../privacy/schema.ts'
import { changePerson } from '../index.ts'
import type { ChangePersonContext, ChangePersonRefusal, PersonChange, PersonToChange } from '../index.ts'

const NOW = Date.parse('2026-06-01T00:00:00Z')
const context: ChangePersonContext = { now: NOW, timeZone: 'Asia/Shanghai' }
const person = (more: Partial<PersonToChange> = {}): PersonToChange => ({
  ...{ id: 'p1', name: '甲', isNamedByHost: false, phoneKey: '1', minor: false, consents: [], ...more },
})
const agreed = (purpose: string, more: Partial<Consent> = {}): Consent => ({
  ...{ id: `k-${purpose}`, purpose, version: 1, by: 'guardian', at: '2026-03-02T00:00:00Z', ...more },
})
const changed = (record: PersonToChange, change: PersonChange, more: Partial<ChangePersonContext> = {}) => {
  const result = changePerson(record, change, { ...context, ...more })
  assert.ok(result.ok, JSON.stringify(result))
  return result.changed
}
const refusals = (...[record, change, more]: [...Parameters<typeof changePerson>]): ChangePersonRefusal[] => {
  const result = changePerson(record, change, { ...context, ...more })
  assert.ok(!result.ok, JSON.stringify(result))
  return result.refusals
}
const reasons = (record: PersonToChange, change: PersonChange, more: Partial<ChangePersonContext> = {}) =>
  refusals(record, change, { ...context, ...more }).map(({ reason }) => reason)

describe('changing one person', () => {
  it('writes what is otherwise than on record, and nothing else', () => {
    assert.deepEqual(changed(person(), { name: '乙', phoneKey: '2', minor: true }), ['name', 'phone', 'minor'])
    assert.deepEqual(changed(person(), { name: '甲', phoneKey: '1', minor: false }), [])
    assert.deepEqual(changed(person(), {}), [])
    assert.deepEqual(changed(person(), { phoneKey: null }), ['phone'])
    const { phoneKey: _, ...unreached } = person()
    assert.deepEqual(changed(unreached, { phoneKey: null }), [])
    assert.deepEqual(changed(unreached, { phoneKey: '2' }), ['phone'])
  })

  it('takes a host’s name that the district says again for the district’s own', () => {
    assert.deepEqual(changed(person({ isNamedByHost: true }), { name: '甲' }), ['name'])
  })

  it('gives nobody another’s number, and names both and the command that makes them one', () => {
    const phoneHolder = { id: 'p2', isNamedByHost: false }
    const [taken] = refusals(person(), { phoneKey: '2' }, { ...context, phoneHolder })
    assert.ok(taken?.reason === 'phone-taken')
    assert.deepEqual(taken.personIds, ['p1', 'p2'])
    for (const words of [taken.message.zh, taken.message.en]) {
      assert.match(words, /wangge person merge p1 p2/)
      assert.match(words, /wangge person change p2 --stdin/)
    }
    // Whom the district has named stays before whom a host has.
    const [other] = refusals(person({ isNamedByHost: true }), { phoneKey: '2' }, { ...context, phoneHolder })
    assert.ok(other?.reason === 'phone-taken' && /wangge person merge p2 p1/.test(other.message.zh))
    assert.deepEqual(changed(person(), { phoneKey: '1' }, { phoneHolder }), [], 'Expected what is on record to be no change')
    assert.deepEqual(changed(person(), { phoneKey: '2' }, { phoneHolder: { ...phoneHolder, id: 'p1' } }), ['phone'])
    assert.deepEqual(changed(person(), { phoneKey: null }, { phoneHolder }), ['phone'])
  })

  it('makes nobody of age who is not by their own year of birth', () => {
    const born = (birthYear: number) => person({ minor: true, profile: { skills: [], birthYear, at: '2026-01-01T00:00:00Z' } })
    assert.deepEqual(reasons(born(2008), { minor: false }), ['under-age-by-birth-year'])
    assert.deepEqual(changed(born(2007), { minor: false }), ['minor'])
    // At the district's midnight the year is over.
    assert.deepEqual(changed(born(2008), { minor: false }, { now: Date.parse('2026-12-31T16:00:00Z') }), ['minor'])
    assert.deepEqual(changed(person({ minor: true }), { minor: false }), ['minor'])
    assert.deepEqual(changed({ ...born(2000), minor: false }, { minor: true }), ['minor'], 'Expected the more careful word to do')
  })

  it('asks for a guardian where a minor’s political status is kept, and tells that their duties wait for one', () => {
    const member = (...consents: Consent[]) => person({ partyStatus: 'applicant', consents })
    for (const given of [
      [],
      [agreed('party-status', { by: 'self' })],
      [agreed('party-status', { withdrawnAt: '2026-04-01T00:00:00Z' })],
      [agreed('volunteer-duty')],
    ]) {
      assert.deepEqual(reasons(member(...given), { minor: true }), ['guardian-consent-required'])
    }
    assert.deepEqual(changed(member(agreed('party-status')), { minor: true }), ['minor'])
    assert.deepEqual(changed(member(), { minor: false }), [])
    const notes = (...consents: Consent[]) => {
      const result = changePerson(person({ consents }), { minor: true }, context)
      return result.ok && result.notes.length
    }
    assert.deepEqual([notes(), notes(agreed('volunteer-duty', { by: 'self' })), notes(agreed('volunteer-duty'))], [1, 1, 0])
  })

  it('says of an id that is gone what became of it', () => {
    const [merged] = refusals({ id: 'p9', mergedInto: 'p1' }, { name: '乙' }, context)
    assert.ok(merged?.reason === 'person-merged' && merged.personId === 'p1')
    assert.match(merged.message.en, /wangge person change p1 --stdin/)
    const [erased] = refusals({ id: 'erased-1', isErased: true }, { name: '乙' }, context)
    assert.equal(erased?.reason, 'erased')
  })

  it('tells all that is in the way at once, in both languages and without a word of the person', () => {
    const record = person({ name: '名甲', phoneKey: '139', partyStatus: 'full' })
    const phoneHolder = { id: 'p2', isNamedByHost: false }
    const found = refusals(record, { name: '名乙', phoneKey: '138', minor: true }, { ...context, phoneHolder })
    assert.deepEqual(
      found.map(({ reason }) => reason),
      ['phone-taken', 'guardian-consent-required'],
    )
    for (const { message } of found) assert.ok(/请/.test(message.zh) && /first/.test(message.en))
    assert.doesNotMatch(JSON.stringify(found), /名甲|名乙|139|138|full/)
  })

  it('has nothing to write a second time', () => {
    const text = fc.constantFrom('甲', '乙')
    const key = fc.constantFrom('1', '2')
    fc.assert(
      fc.property(
        fc.record(
          { name: text, phoneKey: key, minor: fc.boolean(), isNamedByHost: fc.boolean() },
          { requiredKeys: ['minor', 'isNamedByHost'] },
        ),
        fc.record({ name: text, phoneKey: fc.option(key), minor: fc.boolean() }, { requiredKeys: [] }),
        (before, change) => {
          const { name: _, phoneKey: __, ...nobody } = person()
          const record: PersonToChange = { ...nobody, ...before }
          const fields = changed(record, change)
          assert.ok(fields.every((field) => (field === 'phone' ? 'phoneKey' : field) in change))
          const { phoneKey, ...kept } = { ...record, ...change }
          const after: PersonToChange = {
            ...kept,
            ...(typeof phoneKey === 'string' && { phoneKey }),
            isNamedByHost: record.isNamedByHost && !fields.includes('name'),
          }
          assert.deepEqual(changed(after, change), [])
        },
      ),
    )
  })
})
