import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { claimsOf, HOSTS, hostToken } from '../host-tokens.ts'
import { assertProblem, nextUlid, signUpCommand } from '../harness.ts'
import type { District } from '../harness.ts'

export function consent(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let district: District
    before(async () => {
      district = await open()
    })
    after(async () => {
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })
    const minorSignsUp = (slotId: string) => {
      const claims = claimsOf('org-a', district.clock.now, { sub: 'M1', name: '小明', minor: true })
      const body = signUpCommand({ slotId })
      const authorization = `Bearer ${hostToken({ secret: HOSTS['org-a'].secret, claims })}`
      return district.call('POST', '/v1/sign-ups', { as: 'org', body, headers: { authorization, 'idempotency-key': body.id } })
    }
    const consents = () =>
      district.database.db
        .selectFrom('consents')
        .select(['person_id', 'purpose', 'version', 'given_by', 'withdrawn_at'])
        .orderBy('at')
        .execute()

    it('keeps to which words a person agreed, once for each version', async () => {
      for (const slotId of ['sh-1', 'sh-far']) {
        const { status } = await district.post('/v1/sign-ups', signUpCommand({ slotId }), 'employee:C1')
        assert.equal(status, 201)
      }
      const kept = await consents()
      assert.deepEqual(
        kept.map(({ purpose, version, given_by: by }) => [purpose, version, by]),
        [['volunteer-duty', 1, 'self']],
      )
    })

    it('keeps none where the sign-up is refused', async () => {
      const before = (await consents()).length
      assertProblem(await district.post('/v1/sign-ups', signUpCommand({ slotId: 'sh-past' }), 'employee:C2'), 409, 'refused')
      assert.equal((await consents()).length, before)
    })

    it('asks for a guardian’s consent for a minor, and takes it back again', async () => {
      const refusal = await minorSignsUp('sh-later')
      assertProblem(refusal, 409, 'refused')
      assert.equal(refusal.body.refusal.reason, 'guardian-consent-required')
      // The street enters the minor's guardian's consent; the employee is known by then by their number.
      const id = nextUlid()
      assert.equal((await district.post('/v1/people', { id, name: '小明', minor: true } as { id: string }, 'street')).status, 201)
      const { keyring, database } = district
      const hash = keyring.hash('staff-number', 'org-a\nM1')
      const place = { districtId: 'main', table: 'employees', column: 'number_sealed', id: hash }
      const row = {
        district_id: 'main',
        org_id: 'org-a',
        number_hash: hash,
        number_sealed: keyring.seal('M1', place),
        person_id: id,
      }
      await database.db.insertInto('employees').values(row).execute()
      const record = (changes: object) =>
        district.post(
          `/v1/people/${id}/consents`,
          { id: nextUlid(), purpose: 'volunteer-duty', version: 1, by: 'guardian', ...changes } as { id: string },
          'street',
        )
      assertProblem(await record({}), 422, 'invalid-body')
      assertProblem(await record({ guardian: '大明', version: 9 }), 409, 'refused')
      assert.equal((await record({ guardian: '大明' })).status, 200)
      assert.equal((await minorSignsUp('sh-later')).status, 201)
      assert.equal((await record({ withdraw: true })).status, 200)
      const again = await minorSignsUp('sh-far')
      assert.equal(again.body.refusal.reason, 'guardian-consent-required')
      const sealed = await database.db.selectFrom('consents').select('guardian_sealed').where('person_id', '=', id).execute()
      assert.ok(!JSON.stringify(sealed).includes('大明'))
    })
  })
}
