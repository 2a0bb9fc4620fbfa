import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { auditPageSchema } from '@wangge/core/audit/schema'
import { importReportSchema } from '@wangge/core/roster/schema'
import { around, dump } from '../dump.ts'
import { assertProblem, nextUlid, signUpCommand } from '../harness.ts'
import type { District } from '../harness.ts'

/** What an import leaves to a word on one person: a name, a phone, whether they are a minor. */
export function personChange(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let district: District
    before(async () => {
      district = await open()
    })
    after(async () => {
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })

    const enter = async (more: object = {}) => {
      const id = nextUlid()
      const made = await district.post('/v1/people', { id, name: '尤一', ...more }, 'street')
      assert.equal(made.status, 201, JSON.stringify(made.body))
      return id
    }
    const ask = (id: string, words: object) =>
      district.call('POST', '/v1/admin/person-change', { as: 'admin', body: { id, ...words } })
    const change = async (id: string, words: object) => {
      const { status, body } = await ask(id, words)
      assert.equal(status, 200, JSON.stringify([body, district.failures.map(String)]))
      return body as {
        outcome: string
        changed: string[]
        notes: unknown[]
        refusals: { reason: string; message: { zh: string }; personId?: string; personIds?: string[] }[]
      }
    }
    const reasons = async (id: string, words: object) => {
      const { outcome, changed, refusals } = await change(id, words)
      assert.deepEqual([outcome, changed], ['refused', []])
      return refusals.map(({ reason }) => reason)
    }
    const read = async (id: string) => (await district.call('GET', `/v1/people/${id}`, { as: 'street' })).body
    const found = async (body: object) =>
      ((await district.call('POST', '/v1/people/find', { as: 'street', body })).body.people as { id: string }[]).map(
        ({ id }) => id,
      )
    const imported = async (table: string) => {
      const headers = { 'content-type': 'text/csv' }
      const { status, body } = await district.call('POST', '/v1/people:import', { as: 'street', body: table, headers })
      assert.equal(status, 200, JSON.stringify(body))
      return importReportSchema.parse(body)
    }
    /** `[action, subject]` of what the audit has of somebody's changes. */
    const acts = async (id: string) => {
      const { body } = await district.call('GET', '/v1/audit?limit=500', { as: 'auditor' })
      const entries = auditPageSchema.parse(body).entries.filter(({ opening }) => opening?.subject === id)
      return entries.filter(({ action }) => action === 'change-person')
    }

    it('puts a name and a number right, once, by which they are found then; an import takes them', async () => {
      const id = await enter({ name: '尤乙', phone: '13900003001' })
      const words = { name: ' 尤甲 ', phone: '+86 139-0000-3002' }
      assert.deepEqual(await change(id, words), { outcome: 'changed', changed: ['name', 'phone'], notes: [], refusals: [] })
      const { outcome } = await change(id, { ...words, phone: '13900003002' })
      assert.equal(outcome, 'unchanged')
      const person = await read(id)
      assert.deepEqual([person.name, await found({ phone: '13900003002' }), await found({ name: '尤乙' })], ['尤甲', [id], []])
      assert.deepEqual(await found({ phone: '13900003001' }), [])
      assert.equal((await imported('姓名,手机\r\n尤甲,13900003002')).outcome, 'unchanged')
      const entries = await acts(id)
      assert.deepEqual(
        entries.map(({ opening }) => opening?.actor),
        ['admin'],
      )
      assert.doesNotMatch(JSON.stringify(entries), /尤|13900003/)
      const stored = await dump(district)
      for (const word of ['尤甲', '139-0000-3002', '13900003002']) {
        assert.ok(!stored.includes(word), `Expected it sealed, got ${around(stored, word)}`)
      }
    })

    it('is what an import that knows another name or number points to', async () => {
      const id = await enter({ name: '尤二', phone: '13900003011' })
      const other = await enter({ name: '尤三', phone: '13900003012' })
      const { faults } = await imported(`人员编号,姓名,手机\r\n${id},尤贰,13900003013`)
      assert.deepEqual(
        faults.map(({ column }) => column),
        ['姓名', '手机'],
      )
      for (const { message } of faults) assert.ok(message.zh.includes(`wangge person change ${id} --stdin`), message.zh)
      await change(id, { name: '尤贰', phone: '13900003013' })
      assert.equal((await imported(`人员编号,姓名,手机\r\n${id},尤贰,13900003013`)).outcome, 'unchanged')
      // A number that is another's is not told as theirs by a slip.
      const { refusals } = await change(id, { phone: '13900003012', name: '尤四' })
      assert.deepEqual([refusals[0]!.reason, refusals[0]!.personIds], ['phone-taken', [id, other]])
      assert.ok(refusals[0]!.message.zh.includes(`wangge person merge ${id} ${other}`))
      assert.equal((await read(id)).name, '尤贰', 'Expected nothing of it written')
    })

    it('takes a number away, so that two records of one person can be one', async () => {
      const keep = await enter({ phone: '13900003021' })
      const gone = await enter({ phone: '13900003022' })
      const merge = () => district.call('POST', '/v1/admin/person-merge', { as: 'admin', body: { keep, gone } })
      const { body: apart } = await merge()
      assert.deepEqual(apart.clashes[0].reason, 'phones-differ')
      assert.ok(apart.clashes[0].message.zh.includes(`wangge person change ${gone} --stdin`))
      assert.deepEqual((await change(gone, { phone: null })).changed, ['phone'])
      assert.equal('phone' in (await read(gone)), false)
      assert.equal((await merge()).body.outcome, 'merged')
      const [told] = (await change(gone, { name: '尤五' })).refusals
      assert.deepEqual([told!.reason, told!.personId], ['person-merged', keep])
      assert.ok(told!.message.zh.includes(`wangge person change ${keep} --stdin`))
    })

    it('gives the district’s own word to somebody whom only their employer had named', async () => {
      const as = 'employee:C-1'
      assert.equal((await district.post('/v1/sign-ups', signUpCommand({ slotId: 'sh-20' }), as)).status, 201)
      const { body } = await district.call('GET', '/v1/me/data', { as })
      const { id, name: host } = body.person as { id: string; name: string }
      assert.deepEqual((await change(id, { name: host })).changed, ['name'])
      assert.equal((await change(id, { name: host })).outcome, 'unchanged')
      await change(id, { name: '尤六' })
      // The employer’s word comes again with the next command, and goes behind the district’s.
      assert.equal((await district.post('/v1/sign-ups', signUpCommand({ slotId: 'sh-far' }), as)).status, 201)
      assert.equal((await read(id)).name, '尤六')
    })

    it('makes a minor and of age, as far as guardians and the year of birth allow', async () => {
      const consents = [{ purpose: 'party-status', version: 1, by: 'self' }]
      const member = await enter({ partyStatus: 'applicant', consents })
      assert.deepEqual(await reasons(member, { minor: true }), ['guardian-consent-required'])
      const given = { id: nextUlid(), purpose: 'party-status', version: 1, by: 'guardian', guardian: '尤大' }
      assert.equal((await district.post(`/v1/people/${member}/consents`, given, 'street')).status, 200)
      const made = await change(member, { minor: true })
      assert.deepEqual([made.changed, made.notes.length, (await read(member)).minor], [['minor'], 1, true])
      await change(member, { minor: false })
      assert.equal((await read(member)).minor, false)
      assert.equal((await acts(member)).length, 2)
    })

    it('knows nobody who was erased, and says so of what is left of them', async () => {
      const id = await enter()
      await district.call('POST', '/v1/admin/person-erase', { as: 'admin', body: { id } })
      assertProblem(await ask(id, { name: '尤七' }), 404, 'unknown-person')
      const [left] = await district.database.db.selectFrom('people').select('id').where('erased_at', 'is not', null).execute()
      assert.deepEqual(await reasons(left!.id, { name: '尤七' }), ['erased'])
    })

    it('asks for something to change, in words that are a person’s, and is the owner’s alone', async () => {
      const id = await enter()
      assertProblem(await ask(id, {}), 422, 'invalid-body')
      for (const words of [{ name: '' }, { name: null }, { phone: 'none' }, { minor: 'no' }, { partyStatus: 'full' }]) {
        assertProblem(await ask(id, words), 422, 'invalid-body')
      }
      const body = { id, name: '尤八' }
      for (const as of ['street', 'community', 'liaison', 'public'] as const) {
        const { status } = await district.call('POST', '/v1/admin/person-change', { as, body })
        assert.ok(status === 401 || status === 403, `${as}: ${status}`)
      }
      assert.equal((await read(id)).name, '尤一')
    })
  })
}
