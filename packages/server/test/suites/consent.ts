import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { statementListSchema, withdrawalSchema } from '@wangge/core/privacy/schema'
import { sql } from 'kysely'
import { claimsOf, HOSTS, hostToken } from '../host-tokens.ts'
import { assertProblem, nextUlid, signUpCommand } from '../harness.ts'
import type { Caller, District } from '../harness.ts'

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
    const minorSignsUp = (slotId: string, changes: object = {}) => {
      const claims = claimsOf('org-a', district.clock.now, { sub: 'M1', name: '小明', minor: true, ...changes })
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

    it('asks for a guardian’s consent for a minor, which the street can enter then, and takes it back again', async () => {
      const refusal = await minorSignsUp('sh-later')
      assertProblem(refusal, 409, 'refused')
      assert.equal(refusal.body.refusal.reason, 'guardian-consent-required')
      const { people } = (await district.call('POST', '/v1/people/find', { as: 'street', body: { name: '小明' } })).body
      assert.equal(people.length, 1)
      const { id } = people[0]
      const record = (changes: object) =>
        district.post(
          `/v1/people/${id}/consents`,
          { id: nextUlid(), purpose: 'volunteer-duty', version: 1, by: 'guardian', ...changes },
          'street',
        )
      assertProblem(await record({}), 422, 'invalid-body')
      assertProblem(await record({ guardian: '大明', version: 9 }), 409, 'refused')
      assert.equal((await record({ guardian: '大明' })).status, 200)
      const signedUp = await minorSignsUp('sh-later')
      assert.equal(signedUp.status, 201)
      // A host that leaves the word out does not make anybody older.
      assert.equal((await minorSignsUp('sh-20', { minor: undefined })).status, 201)
      assert.equal((await record({ withdraw: true })).status, 200)
      for (const minor of [true, undefined]) {
        const again = await minorSignsUp('sh-far', { minor })
        assert.equal(again.body.refusal?.reason, 'guardian-consent-required', String(minor))
      }
      const left = await district.database.db.selectFrom('sign_ups').select('state').where('person_id', '=', id).execute()
      assert.deepEqual(
        left.map(({ state }) => state),
        ['cancelled', 'cancelled'],
      )
      const sealed = await district.database.db
        .selectFrom('consents')
        .select('guardian_sealed')
        .where('person_id', '=', id)
        .execute()
      assert.ok(!JSON.stringify(sealed).includes('大明'))
    })

    it('leaves the name that the district gave, whatever a host calls them', async () => {
      const { db } = district.database
      await district.post('/v1/sign-ups', signUpCommand({ slotId: 'sh-later' }), 'employee:C3')
      const row = await db
        .selectFrom('employees')
        .select('person_id')
        .orderBy('person_id', 'desc')
        .limit(1)
        .executeTakeFirstOrThrow()
      const id = nextUlid()
      assert.equal((await district.post('/v1/people', { id, name: '李四' }, 'street')).status, 201)
      await db.updateTable('employees').set({ person_id: id }).where('person_id', '=', row.person_id).execute()
      await district.post('/v1/sign-ups', signUpCommand({ slotId: 'sh-far' }), 'employee:C3')
      assert.equal((await district.call('GET', `/v1/people/${id}`, { as: 'street' })).body.name, '李四')
      // Of somebody whom only the host knows its newest spelling stands.
      for (const called of ['王五', '王小五']) {
        assert.equal(
          (await minorSignsUp('sh-later', { sub: `C4`, name: called, minor: false })).status,
          called === '王五' ? 201 : 409,
        )
        const body = { name: called }
        const found = await district.call('POST', '/v1/people/find', { as: 'street', body })
        assert.equal(found.body.people.length, called === '王五' ? 1 : 0)
      }
    })

    it('is taken back by oneself: what is to come is cancelled and whoever waits behind moves up', async () => {
      const seat = await district.post('/v1/sign-ups', signUpCommand({ slotId: 'sh-1' }), 'employee:W1')
      const next = await district.post('/v1/sign-ups', signUpCommand({ slotId: 'sh-1' }), 'employee:W2')
      assert.deepEqual([seat.status, next.body.state], [201, 'waitlisted'])
      const command = { id: nextUlid(), purpose: 'volunteer-duty' }
      const path = '/v1/me/consents/withdrawal'
      const stateOf = async (id: string, as: Caller) => (await district.call('GET', `/v1/sign-ups/${id}`, { as })).body.state
      assertProblem(await district.post(path, { ...command, purpose: 'nothing' }, 'employee:W1'), 409, 'refused')
      for (const replayed of [false, true]) {
        const answer = await district.post(path, command, 'employee:W1')
        assert.deepEqual(withdrawalSchema.parse(answer.body).cancelled, [seat.body.id], String(replayed))
      }
      assert.equal(await stateOf(seat.body.id, 'employee:W1'), 'cancelled')
      const behind = await district.call('GET', `/v1/sign-ups/${next.body.id}`, { as: 'employee:W2' })
      assert.deepEqual([next.body.position, behind.body.position], [2, 1])
      const ended = await district.database.db
        .selectFrom('consents')
        .select('withdrawn_at')
        .where('withdrawn_at', 'is not', null)
        .where('given_by', '=', 'self')
        .execute()
      assert.equal(ended.length, 1)
      assertProblem(await district.post(path, { ...command, id: nextUlid() }, 'org'), 401, 'token-required')
      assertProblem(await district.post(path, { ...command, id: nextUlid() }, 'auditor'), 403, 'session-required')
      // Given again with the next sign-up.
      assert.equal((await district.post('/v1/sign-ups', signUpCommand({ slotId: 'sh-later' }), 'employee:W1')).status, 201)
      // Somebody who never signed up has nothing to take back.
      const nobody = await district.post(path, { ...command, id: nextUlid() }, 'employee:W9')
      assert.deepEqual([nobody.status, nobody.body.cancelled], [200, []])
    })

    it('counts no more where the words have changed too much since', async () => {
      const { db } = district.database
      const { consent: statements } = await db.selectFrom('districts').select('consent').executeTakeFirstOrThrow()
      const duty = { ...statements['volunteer-duty']!, version: 3, minimumVersion: 2 }
      await db
        .updateTable('districts')
        .set({
          consent: JSON.stringify({ ...statements, 'volunteer-duty': duty }),
          reference_version: sql`reference_version + 1`,
        })
        .execute()
      const signUp = (version: number) =>
        district.post('/v1/sign-ups', signUpCommand({ consent: { purpose: 'volunteer-duty', version } }), 'employee:V1')
      const outdated = await signUp(1)
      assertProblem(outdated, 409, 'refused')
      assert.deepEqual(outdated.body.refusal, {
        reason: 'consent-outdated',
        detail: { purpose: 'volunteer-duty', sent: 1, current: 3 },
      })
      assert.equal((await signUp(2)).status, 201)
      const told = statementListSchema.parse((await district.call('GET', '/v1/statements', { as: 'public' })).body)
      assert.equal(told.statements.find(({ purpose }) => purpose === 'volunteer-duty')!.minimumVersion, 2)
    })
  })
}
