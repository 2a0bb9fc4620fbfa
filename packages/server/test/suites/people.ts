import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { personListSchema, personSchema, statementListSchema } from '@wangge/core/privacy/schema'
import { rosterSchema } from '@wangge/core/roster/schema'
import { sql } from 'kysely'
import { createKeyring } from '../../src/privacy/keyring.ts'
import { expectFieldKeys } from '../../src/privacy/field-keys.ts'
import { reseal } from '../../src/privacy/reseal.ts'
import { sealLeftovers } from '../../src/privacy/seal-leftovers.ts'
import { claimsOf, HOSTS, hostToken } from '../host-tokens.ts'
import { assertProblem, nextUlid, png, reportCommand, signUpCommand } from '../harness.ts'
import type { Caller, District } from '../harness.ts'

const PARTY_STATUS = { purpose: 'party-status', version: 1, by: 'self' }

export function people(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let district: District
    before(async () => {
      district = await open()
    })
    after(async () => {
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })
    const create = (changes: object) =>
      district.post('/v1/people', { id: nextUlid(), name: '欧阳小丰', consents: [PARTY_STATUS], ...changes }, 'street')
    const find = (body: object, as: Caller = 'street') => district.call('POST', '/v1/people/find', { as, body })
    const audited = async () => {
      const { rows } = await sql<{ action: string; subject: string }>`
        select action, subject from audit_entries order by seq desc limit 1`.execute(district.database.db)
      return rows[0]!
    }

    it('keeps nothing of a person that can be read without the keys', async () => {
      const made = await create({ phone: '+86 138-0000-0000', partyStatus: 'activist', minor: false })
      assert.equal(made.status, 201, JSON.stringify(made.body))
      assert.deepEqual(personListSchema.parse(made.body).people[0]!.name, '欧阳*丰')
      const { rows } = await sql<{ text: string }>`
        select people.*::text as text from people union all select idempotency.*::text from idempotency
        union all select audit_entries.*::text from audit_entries`.execute(district.database.db)
      const text = rows.map((row) => row.text).join('\n')
      for (const trace of ['欧阳小丰', '样例', '13800000000', 'activist']) assert.ok(!text.includes(trace), trace)
    })

    it('finds the same phone in other spellings, and enters nobody twice', async () => {
      for (const phone of ['13800000000', '0086 138 0000 0000', '+86-13800000000']) {
        const { people: found } = personListSchema.parse((await find({ phone })).body)
        assert.deepEqual(
          found.map((person) => [person.name, person.phone]),
          [['欧阳*丰', '138****0000']],
        )
        const again = await create({ name: '别人', phone })
        assertProblem(again, 409, 'refused')
        assert.equal(again.body.refusal.reason, 'person-exists')
      }
      assert.equal(personListSchema.parse((await find({ name: '欧阳小丰' })).body).people.length, 1)
      assert.equal(personListSchema.parse((await find({ name: '欧阳' })).body).people.length, 0)
      assertProblem(await find({}), 422, 'invalid-body')
    })

    it('enters one of two people with one phone who come at once', async () => {
      const answers = await Promise.all([1, 2, 3].map(() => create({ phone: '13811112222' })))
      assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409, 409])
    })

    it('gives the whole name to those in reach only, and says so in the audit', async () => {
      const read = (as: Caller) => district.call('GET', '/v1/people/head-1', { as })
      for (const caller of ['street', 'community', 'head'] as const) {
        assert.equal(personSchema.parse((await read(caller)).body).name, '样例')
        assert.deepEqual(await audited(), { action: 'read-person', subject: 'head-1' })
      }
      for (const caller of ['estate', 'liaison'] as const) assertProblem(await read(caller), 404, 'unknown-person')
      for (const caller of ['inspector', 'auditor', 'public', 'org', 'employee:P1'] as const)
        assertProblem(await read(caller), 403)
      assert.equal(personListSchema.parse((await find({ name: '样例' }, 'community')).body).people[0]!.name, '样*')
      assert.deepEqual((await find({ name: '样例' }, 'liaison')).body.people, [])
    })

    it('shows party status to the street and to the liaison of the person’s organisation, a minor’s age to the street', async () => {
      const id = nextUlid()
      await create({ id, partyStatus: 'probationary' })
      const membership = { district_id: 'main', person_id: id, org_id: 'org-a', from_at: '2026-02-01T00:00:00Z', to_at: null }
      await district.database.db.insertInto('memberships').values(membership).execute()
      await district.database.db
        .insertInto('registrations')
        .values({ district_id: 'main', person_id: id, community_id: 'north', kind: 'dual', micro_grid_id: null })
        .execute()
      const read = async (as: Caller) => personSchema.parse((await district.call('GET', `/v1/people/${id}`, { as })).body)
      const shown = await Promise.all((['street', 'liaison', 'community'] as const).map(read))
      assert.deepEqual(
        shown.map(({ partyStatus, minor }) => [partyStatus, minor]),
        [
          ['probationary', false],
          ['probationary', undefined],
          [undefined, undefined],
        ],
      )
    })

    it('keeps party status by a consent of its own only, and forgets it with the consent', async () => {
      const id = nextUlid()
      const refusalOf = async (changes: object) => (await create({ partyStatus: 'full', ...changes })).body.refusal?.reason
      assert.equal(await refusalOf({ consents: [] }), 'separate-consent-required')
      const other = { ...PARTY_STATUS, purpose: 'volunteer-duty' }
      assert.equal(await refusalOf({ consents: [other] }), 'separate-consent-required')
      assert.equal(await refusalOf({ minor: true }), 'guardian-consent-required')
      assertProblem(await create({ consents: [{ ...PARTY_STATUS, by: 'guardian' }] }), 422, 'invalid-body')
      assert.equal(await refusalOf({ consents: [{ ...PARTY_STATUS, version: 2 }] }), 'consent-unknown')
      assert.equal((await create({ id, partyStatus: 'full' })).status, 201)
      const body = { id: nextUlid(), purpose: 'party-status', version: 1, by: 'self', withdraw: true }
      const { body: after } = await district.post(`/v1/people/${id}/consents`, body, 'street')
      const { partyStatus, consents = [] } = personSchema.parse(after)
      assert.equal(partyStatus, undefined)
      assert.ok(consents[0]!.withdrawnAt)
    })

    it('lists who is appointed to a grid, masked, for those in reach', async () => {
      const list = await district.call('GET', '/v1/grids/micro-1/people', { as: 'head' })
      const { people: here } = personListSchema.parse(list.body)
      assert.deepEqual(
        here.map(({ id, role, name: masked }) => [id, role, masked]),
        [['head-1', 'buildingHead', '样*']],
      )
      assertProblem(await district.call('GET', '/v1/grids/micro-1/people', { as: 'estate' }), 404, 'unknown-grid')
      assertProblem(await district.call('GET', '/v1/grids/nothing/people', { as: 'street' }), 404, 'unknown-grid')
    })

    it('tells a liaison who of their organisation comes, in a table without formulas too', async () => {
      await district.post('/v1/sign-ups', signUpCommand(), 'employee:P7')
      await district.database.db.updateTable('people').set({ name_sealed: null }).where('id', '=', 'head-1').execute()
      const roster = rosterSchema.parse((await district.call('GET', '/v1/organisations/org-a/sign-ups', { as: 'liaison' })).body)
      assert.deepEqual(
        roster.entries.map(({ name: full, staffNumber, state }) => [full, staffNumber, state]),
        [['员工P7', 'P7', 'seated']],
      )
      assert.deepEqual(await audited(), { action: 'read-roster', subject: 'org-a' })
      for (const path of ['/v1/organisations/org-b/sign-ups', '/v1/organisations/org-b/sign-ups.csv']) {
        assertProblem(await district.call('GET', path, { as: 'liaison' }), 403, 'other-organisation')
      }
      const { personId } = roster.entries[0]!
      const place = { districtId: 'main', table: 'people', column: 'name_sealed', id: personId }
      const formula = district.keyring.seal('=HYPERLINK("https://evil.example")', place)
      await district.database.db.updateTable('people').set({ name_sealed: formula }).where('id', '=', personId).execute()
      const headers = district.headersOf('liaison')
      const csv = await district.app.fetch(new Request('http://district.test/v1/organisations/org-a/sign-ups.csv', { headers }))
      assert.match(csv.headers.get('content-type')!, /^text\/csv/)
      const text = await csv.text()
      assert.ok(!/(^|,|")=HYPERLINK/m.test(text.replaceAll("'=", '')), text)
      assert.match(text, /'=HYPERLINK/)
    })

    it('shows a minor in full to the street only, in rosters too', async () => {
      const claims = claimsOf('org-a', district.clock.now, { sub: 'KID-7', name: '李小明', minor: true })
      const command = signUpCommand({ slotId: 'sh-far' })
      const authorization = `Bearer ${hostToken({ secret: HOSTS['org-a'].secret, claims })}`
      const send = () =>
        district.call('POST', '/v1/sign-ups', {
          as: 'org',
          body: command,
          headers: { authorization, 'idempotency-key': command.id },
        })
      assert.equal((await send()).status, 409)
      const { id } = personListSchema.parse((await find({ name: '李小明' })).body).people[0]!
      const guardian = { id: nextUlid(), purpose: 'volunteer-duty', version: 1, by: 'guardian', guardian: '李大明' }
      await district.post(`/v1/people/${id}/consents`, guardian, 'street')
      assert.equal((await send()).status, 201)
      const inRoster = async (as: Caller) => {
        const { body } = await district.call('GET', '/v1/organisations/org-a/sign-ups', { as })
        return rosterSchema.parse(body).entries.find(({ personId }) => personId === id)!
      }
      const [street, liaison] = [await inRoster('street'), await inRoster('liaison')]
      assert.deepEqual([street.name, street.staffNumber], ['李小明', 'KID-7'])
      assert.deepEqual([liaison.name, liaison.staffNumber], ['李*明', undefined])
      const headers = district.headersOf('liaison')
      const csv = await district.app.fetch(new Request('http://district.test/v1/organisations/org-a/sign-ups.csv', { headers }))
      assert.ok(!/李小明|KID-7/.test(await csv.text()))
      const read = async (as: Caller) => personSchema.parse((await district.call('GET', `/v1/people/${id}`, { as })).body)
      assert.deepEqual([(await read('street')).name, (await read('liaison')).name], ['李小明', '李*明'])
    })

    it('names nobody in a report through a partner’s site, nor in its photo', async () => {
      const as: Caller = 'employee:RPT-1'
      await district.post('/v1/sign-ups', signUpCommand({ slotId: 'sh-later' }), as)
      const photo = png('an exit that is blocked')
      const headers = { 'content-type': 'image/png' }
      const put = await district.call('PUT', `/v1/photos/${photo.ref.sha256}`, { as, body: photo.bytes, headers })
      assert.equal(put.status, 201)
      const command = reportCommand({ photos: [photo.ref] })
      assert.equal((await district.post('/v1/issues', command, as)).status, 201)
      const { db } = district.database
      const issue = await db.selectFrom('issues').select('reporter_id').where('id', '=', command.id).executeTakeFirstOrThrow()
      assert.equal(issue.reporter_id, null)
      const { rows } = await sql<{ action: string; actor: string }>`
        select action, actor from audit_entries where subject in (${command.id}, ${photo.ref.sha256}) order by seq`.execute(db)
      assert.deepEqual(
        rows.map(({ action, actor }) => [action, actor]),
        [
          ['photo', 'org:org-a'],
          ['report', 'org:org-a'],
        ],
      )
      const { records } = (await district.call('GET', '/v1/me/data', { as })).body
      assert.deepEqual([records.issues, records.photos], [undefined, undefined])
      assert.ok(records.sign_ups.length > 0)
    })

    it('tells everybody what people are asked to agree to', async () => {
      const { body } = await district.call('GET', '/v1/statements', { as: 'public' })
      assert.deepEqual(
        statementListSchema
          .parse(body)
          .statements.map(({ purpose, version }) => [purpose, version])
          .sort(),
        [
          ['issue-report', 2],
          ['party-status', 1],
          ['volunteer-duty', 1],
        ],
      )
    })

    it('seals at the start what an earlier version left in plain', async () => {
      const { database, keyring } = district
      const { db } = database
      await db
        .insertInto('people')
        .values({ district_id: 'main', id: 'old-1', plain_name: '旧人', plain_party_status: 'full' })
        .execute()
      await sql`insert into staff_numbers (district_id, org_id, staff_number, person_id) values ('main', 'org-a', 'OLD-1', 'old-1')`.execute(
        db,
      )
      assert.equal(await sealLeftovers(db, { districtId: 'main', keyring }), 2)
      const { rows } = await sql<{ text: string }>`
        select people.*::text as text from people union all select staff_numbers.*::text from staff_numbers
        union all select employees.*::text from employees`.execute(db)
      assert.ok(!/旧人|OLD-1/.test(rows.map(({ text }) => text).join()))
      assert.equal(personSchema.parse((await district.call('GET', '/v1/people/old-1', { as: 'street' })).body).name, '旧人')
      // The employee is who they were.
      await district.post('/v1/sign-ups', signUpCommand(), 'employee:OLD-1')
      const row = await db.selectFrom('sign_ups').select('id').where('person_id', '=', 'old-1').executeTakeFirst()
      assert.ok(row)
      assert.equal(await sealLeftovers(db, { districtId: 'main', keyring }), 0)
    })

    it('refuses keys that are not the district’s, and seals anew under a newer key', async () => {
      const { database, keyring } = district
      const clock = () => district.clock.now
      const key = (byte: number) => new Uint8Array(32).fill(byte)
      const others = createKeyring({ fieldKeys: [{ kid: 'k1', key: key(1) }], hashKey: key(2) })
      await assert.rejects(
        expectFieldKeys(database.db, { districtId: 'main', keyring: others, clock }),
        /Expected the keys that sealed/,
      )
      const newer = createKeyring({ fieldKeys: [{ kid: 'k2', key: key(3) }], hashKey: key(2) })
      const rotated = {
        ...newer,
        open: (sealed: string, place: Parameters<typeof newer.open>[1]) =>
          (newer.isCurrent(sealed) ? newer : keyring).open(sealed, place),
        hash: keyring.hash,
      }
      await expectFieldKeys(database.db, { districtId: 'main', keyring: rotated, clock })
      assert.ok((await reseal(database.db, { districtId: 'main', keyring: rotated })) > 5)
      assert.equal(await reseal(database.db, { districtId: 'main', keyring: rotated }), 0)
      const rows = await database.db.selectFrom('people').select('name_sealed').where('name_sealed', 'is not', null).execute()
      assert.ok(rows.every((row) => row.name_sealed!.startsWith('k2.')))
    })
  })
}
