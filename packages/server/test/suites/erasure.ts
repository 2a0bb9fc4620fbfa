import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { auditVerificationSchema } from '@wangge/core/audit/schema'
import { convert } from '@wangge/core/grid'
import type { Position } from '@wangge/core/schema'
import { erasureSchema, personDataSchema } from '@wangge/core/privacy/schema'
import { slotListSchema } from '@wangge/core/roster/schema'
import { sql } from 'kysely'
import { personActor, personKeyOf } from '../../src/auth/identify-person.ts'
import { createContext } from '../../src/context.ts'
import { createStaffToken } from '../../src/credentials.ts'
import { createSession } from '../../src/storage/sessions.ts'
import { around, dump, openAll } from '../dump.ts'
import { assertProblem, nextUlid, png, reportCommand, signUpCommand } from '../harness.ts'
import type { Caller, District } from '../harness.ts'
import { HOSTS } from '../host-tokens.ts'

const NUMBER = 'Trace-Q7'
const EMPLOYEE: Caller = `employee:${NUMBER}`
const PHONE = '13912345678'
const PHOTO = png('a photo of the one who is erased')
const WORDS = ['a gate only they know', 'third floor, green door', 'note of the one', 'their own reason']
/** As a map of China has it; in the database in WGS-84 as well. */
const PLACE: Position = [104.063012, 30.568012]

export function erasure(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let district: District
    before(async () => {
      district = await open()
    })
    after(async () => {
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })
    const slot = async (id: string) => {
      const { body } = await district.call('GET', '/v1/slots?org=org-a', { as: 'org' })
      return slotListSchema.parse(body).slots.find((each) => each.id === id)!
    }
    const put = (photo: ReturnType<typeof png>) =>
      district.call('PUT', `/v1/photos/${photo.ref.sha256}`, {
        as: EMPLOYEE,
        body: photo.bytes,
        headers: { 'content-type': 'image/png' },
      })
    const signUp = async (slotId: string, as: Caller) => {
      const made = await district.post('/v1/sign-ups', signUpCommand({ slotId }), as)
      assert.equal(made.status, 201, JSON.stringify(made.body))
      return made.body
    }

    it('erases a person whom nobody finds afterwards, in a dump of the database neither', async () => {
      const { db } = district.database
      assert.equal((await put(PHOTO)).status, 201)
      // One seat, so that somebody waits behind.
      const seat = await signUp('sh-1', EMPLOYEE)
      const waiting = await signUp('sh-1', 'employee:Next')
      assert.deepEqual([seat.state, waiting.state], ['seated', 'waitlisted'])
      const past = await signUp('sh-20', EMPLOYEE)
      const command = reportCommand({
        categoryId: 'street-stall',
        attributes: { count: 2, note: WORDS[2] },
        description: WORDS[0],
        placeText: WORDS[1],
        place: { by: 'point', position: PLACE, crs: 'gcj02' },
        photos: [PHOTO.ref],
      })
      const report = await district.post('/v1/issues', command, EMPLOYEE)
      assert.equal(report.status, 201, JSON.stringify(report.body))
      const { person_id: personId } = await db
        .selectFrom('sign_ups')
        .select('person_id')
        .where('id', '=', past.id)
        .executeTakeFirstOrThrow()
      // As of one who reported when signed in as staff: through a partner's site a report names nobody.
      await db.updateTable('issues').set({ reporter_id: personId }).where('id', '=', report.body.id).execute()
      await fillOtherTables(district, personId)
      const before = await dump(district)
      const personKey = personKeyOf(HOSTS['org-a'].iss, NUMBER)
      assert.ok(!before.includes(personKey), 'Expected no hash of the number without a key')
      const actor = personActor(district.keyring, personKey)
      const { bytes, digest } = await db
        .selectFrom('photos')
        .selectAll()
        .where('sha256', '=', PHOTO.ref.sha256)
        .executeTakeFirstOrThrow()
      const needles = [
        personId,
        actor,
        PHOTO.ref.sha256,
        digest,
        Buffer.from(bytes!).toString('hex'),
        report.body.receipt,
        ...WORDS,
      ]
      needles.push(...[PLACE, convert(PLACE, { from: 'gcj02', to: 'wgs84' })].map(([longitude]) => String(longitude)))
      for (const needle of needles) assert.ok(before.includes(needle), `Expected a trace of ${needle} before`)
      assert.ok((await openAll(district)).some((text) => text.includes(NUMBER)))

      // The first shift has been when the person goes.
      await db
        .updateTable('shifts')
        .set({ starts_at: '2026-03-01T00:00:00Z', ends_at: '2026-03-01T02:00:00Z' })
        .where('id', '=', 'sh-20')
        .execute()
      const dataFor = async (as: Caller, path: string) => personDataSchema.parse((await district.call('GET', path, { as })).body)
      const told = await dataFor(EMPLOYEE, '/v1/me/data')
      assert.deepEqual(Object.keys(told.records).sort(), ['audit_entries', 'consents', 'employees', 'sign_ups'])
      assert.ok(!WORDS.some((word) => JSON.stringify(told).includes(word)) && !JSON.stringify(told).includes(PHONE))
      const data = await dataFor('street', `/v1/people/${personId}/data`)
      for (const own of [WORDS[0]!, NUMBER, String(PLACE[0])]) assert.ok(JSON.stringify(data).includes(own), own)
      for (const table of [
        'people',
        'employees',
        'sign_ups',
        'issues',
        'photos',
        'consents',
        'memberships',
        'appointments',
        'teams',
      ]) {
        assert.ok((data.records[table]?.length ?? 0) > 0, `Expected ${table} in the export`)
      }

      const erasure = { id: nextUlid(), confirm: true }
      // An employer's word does not undo what did not come through them: appointments, another organisation's liaison.
      assertProblem(await district.post('/v1/me/erasure', erasure, EMPLOYEE), 403, 'session-required')
      assert.ok((await dump(district)).includes(personId))
      const { database, keyring, clock } = district
      const { token } = await createSession(createContext({ database, keyring, clock: () => clock.now }), personId)
      const headers = { authorization: `Bearer ${token}`, 'idempotency-key': erasure.id }
      const erased = await district.call('POST', '/v1/me/erasure', { body: erasure, headers })
      assert.equal(erased.status, 200, JSON.stringify(erased.body))
      const { rows } = erasureSchema.parse(erased.body)
      assert.equal(rows.sign_ups, 2)

      const left = `${await dump(district)}\n${(await openAll(district)).join('\n')}`
      for (const needle of [...needles, NUMBER, `员工${NUMBER}`, PHONE, 'Guardian of Q7']) {
        assert.ok(!left.includes(needle), `Expected no trace of ${needle}, got ${around(left, needle)}`)
      }
    })

    it('keeps the counts: the past shift, the issue, and who waited is offered the seat', async () => {
      const { db } = district.database
      const held = await db
        .selectFrom('sign_ups')
        .select(['shift_id', 'state', 'person_id'])
        .orderBy('shift_id')
        .orderBy('ordinal')
        .execute()
      assert.deepEqual(
        held.map(({ shift_id: shift, state, person_id: id }) => [shift, state, id.startsWith('erased-')]),
        [
          ['sh-1', 'cancelled', true],
          ['sh-1', 'offered', false],
          ['sh-20', 'seated', true],
        ],
      )
      assert.deepEqual([(await slot('sh-1')).seated, (await slot('sh-1')).waitlisted], [1, 0])
      const issues = await db
        .selectFrom('issues')
        .select(['description', 'erased_at', 'attributes'])
        .where('erased_at', 'is not', null)
        .execute()
      assert.deepEqual(
        issues.map(({ description, attributes }) => [description, attributes]),
        [['', { count: 2 }]],
      )
    })

    it('leaves the audit’s chain whole', async () => {
      const answer = await district.call('POST', '/v1/audit/verification', { as: 'auditor', body: {} })
      const { ok, findings } = auditVerificationSchema.parse(answer.body)
      assert.deepEqual([ok, findings], [true, []])
    })

    it('takes the person for somebody new when they come again', async () => {
      const mine = await district.call('GET', '/v1/me/sign-ups', { as: EMPLOYEE })
      assert.deepEqual(mine.body.signUps, [])
      assert.equal((await signUp('sh-later', EMPLOYEE)).state, 'seated')
    })

    it('lets an employee whom nobody else knows erase themselves by their employer’s word', async () => {
      const as: Caller = 'employee:Alone-1'
      await signUp('sh-later', as)
      const erased = await district.post('/v1/me/erasure', { id: nextUlid(), confirm: true } as { id: string }, as)
      assert.equal(erased.status, 200, JSON.stringify(erased.body))
      assert.deepEqual((await district.call('GET', '/v1/me/sign-ups', { as })).body.signUps, [])
    })

    it('lets no employer erase whom another organisation knows too, by whatever it is', async () => {
      const { db } = district.database
      const as: Caller = 'employee:Both-1'
      const made = await signUp('sh-later', as)
      const { person_id: personId } = await db
        .selectFrom('sign_ups')
        .select('person_id')
        .where('id', '=', made.id)
        .executeTakeFirstOrThrow()
      const erase = () => district.post('/v1/me/erasure', { id: nextUlid(), confirm: true } as { id: string }, as)
      const who = { district_id: 'main', person_id: personId }
      const from = '2026-02-01T00:00:00Z'
      const team = sql`insert into teams (district_id, id, kind, name, leader_id, member_ids, point_ids)
        values ('main', 'team-both', 'service', '{}', null, ${JSON.stringify([personId])}::jsonb, '[]')`
      const ways: [table: 'memberships' | 'registrations' | 'identities' | 'teams', add: () => Promise<unknown>][] = [
        [
          'memberships',
          () =>
            db
              .insertInto('memberships')
              .values({ ...who, org_id: 'org-b', from_at: from, to_at: null })
              .execute(),
        ],
        [
          'registrations',
          () =>
            db
              .insertInto('registrations')
              .values({ ...who, community_id: 'north', kind: 'dual', micro_grid_id: null })
              .execute(),
        ],
        [
          'identities',
          () =>
            db
              .insertInto('identities')
              .values({ ...who, issuer: 'https://id.example', subject_hash: 'both', created_at: from })
              .execute(),
        ],
        ['teams', () => team.execute(db)],
      ]
      for (const [table, add] of ways) {
        await add()
        assertProblem(await erase(), 403, 'session-required')
        const column = table === 'teams' ? sql`member_ids ? ${personId}::text` : sql`person_id = ${personId}`
        await sql`delete from ${sql.table(table)} where ${column}`.execute(db)
      }
      assert.equal((await erase()).status, 200)
    })

    it('erases a report for whoever holds its code, and a second time finds none', async () => {
      const report = await district.post('/v1/issues', reportCommand({ description: 'words to go' }), 'public')
      const path = `/v1/receipts/${report.body.receipt}/erasure`
      const erase = () => district.post(path, { id: nextUlid(), confirm: true } as { id: string }, 'public')
      assert.equal((await erase()).status, 200)
      assert.ok(!(await dump(district)).includes('words to go'))
      assertProblem(await erase(), 404, 'unknown-receipt')
      assertProblem(await district.call('GET', `/v1/receipts/${report.body.receipt}`, { as: 'public' }), 404, 'unknown-receipt')
      assertProblem(
        await district.post('/v1/receipts/AAAA-AAAA-AA/erasure', { id: nextUlid(), confirm: true } as { id: string }, 'public'),
        404,
      )
    })

    it('lets the street erase somebody, and nobody else', async () => {
      const id = nextUlid()
      const person = { id, name: '牛小丽', phone: '13700000001' }
      assert.equal((await district.post('/v1/people', person, 'street')).status, 201)
      const erase = (as: Caller) =>
        district.post(`/v1/people/${id}/erasure`, { id: nextUlid(), confirm: true } as { id: string }, as)
      for (const caller of ['community', 'estate', 'head', 'liaison', 'auditor'] as const) assertProblem(await erase(caller), 403)
      assert.equal((await erase('street')).status, 200)
      assertProblem(await erase('street'), 404, 'unknown-person')
      assert.ok(!(await dump(district)).includes(id))
      // The command that entered them comes again, from a queue that heard no answer.
      assertProblem(await district.post('/v1/people', person, 'street'), 410, 'erased')
      assertProblem(
        await district.post('/v1/people', { ...person, phone: '13700000002' } as typeof person, 'street'),
        410,
        'erased',
      )
      assertProblem(await erase('street'), 404, 'unknown-person')
      const left = await dump(district)
      assert.ok(!left.includes(id))
    })
  })
}

/** What an import and the commands of others leave of a person. */
async function fillOtherTables(district: District, personId: string): Promise<void> {
  const { database, keyring, clock } = district
  const { db } = database
  const from = '2026-02-01T00:00:00Z'
  const all = { district_id: 'main', person_id: personId }
  await db
    .insertInto('memberships')
    .values({ ...all, org_id: 'org-a', from_at: from, to_at: null })
    .execute()
  await db
    .insertInto('registrations')
    .values({ ...all, community_id: 'north', kind: 'dual', micro_grid_id: 'micro-1' })
    .execute()
  await db
    .insertInto('appointments')
    .values({ ...all, id: 'a-trace', role: 'gridWorker', grid_id: 'north-1', from_at: from, to_at: null, appointed_by: personId })
    .execute()
  await db
    .insertInto('role_appointments')
    .values({ ...all, id: 'r-trace', role: 'inspector', grid_id: 'root', org_id: null, from_at: from, to_at: null })
    .execute()
  await sql`update districts set reference_version = reference_version + 1`.execute(db)
  await db.updateTable('organisations').set({ liaison_id: personId }).where('id', '=', 'org-b').execute()
  await sql`insert into groups (district_id, id, kind, grid_id, provider, owner_person_id, member_count, cap, state)
    values ('main', 'group-1', 'resident', 'micro-1', 'wechat', ${personId}, 40, 500, 'active')`.execute(db)
  await sql`insert into teams (district_id, id, kind, name, leader_id, member_ids, point_ids)
    values ('main', 'team-1', 'service', '{}', ${personId}, ${JSON.stringify([personId, 'head-1'])}::jsonb, '[]')`.execute(db)
  await db
    .insertInto('identities')
    .values({ ...all, issuer: 'https://id.example', subject_hash: 'h', created_at: from })
    .execute()
  const hour = '2027-01-01T00:00:00Z'
  await db
    .insertInto('sessions')
    .values({ ...all, id: 's-1', sha256: 's', created_at: from, seen_at: from, expires_at: hour, revoked_at: null })
    .execute()
  const phone = {
    phone_sealed: keyring.seal(PHONE, { districtId: 'main', table: 'people', column: 'phone_sealed', id: personId }),
  }
  await db
    .updateTable('people')
    .set({ ...phone, phone_hash: keyring.hash('phone', PHONE) })
    .where('id', '=', personId)
    .execute()
  const consent = { id: nextUlid(), purpose: 'volunteer-duty', version: 1, by: 'guardian', guardian: 'Guardian of Q7' }
  assert.equal((await district.post(`/v1/people/${personId}/consents`, consent, 'street')).status, 200)
  assert.equal((await district.call('GET', `/v1/people/${personId}`, { as: 'street' })).status, 200)
  // As a member of staff they took a step of somebody else's issue.
  const where = { keyring, clock: () => clock.now }
  const body = { personId, role: 'estateWorker', gridId: 'north-1' }
  assert.equal((await district.call('POST', '/v1/admin/role-appoint', { as: 'admin', body })).status, 200)
  const { token } = await createStaffToken(database, { role: 'estateWorker', gridId: 'north-1', personId, ...where })
  const issueId = '01KR9FV61G04SJC953QG90J6VD'
  const step = { id: nextUlid(), issueId, action: 'accept', version: 1, reason: 'their own reason' }
  const taken = await district.call('POST', `/v1/issues/${issueId}/transitions`, {
    body: step,
    headers: { authorization: `Bearer ${token}`, 'idempotency-key': step.id },
  })
  assert.equal(taken.status, 200, JSON.stringify(taken.body))
}
