import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { createStaffToken } from '../../src/credentials.ts'
import { createContext } from '../../src/context.ts'
import { runRetention, runRetentionAlone } from '../../src/privacy/retention.ts'
import { setStatements } from '../../src/storage/statements.ts'
import { png, reportCommand, signUpCommand } from '../harness.ts'
import type { District } from '../harness.ts'
import { claimsOf, HOSTS, hostToken } from '../host-tokens.ts'
import { storedPlan } from './drafted-plan.ts'

const DAY_MS = 86_400_000

export function retention(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let district: District
    let start: number
    before(async () => {
      district = await open()
      start = district.clock.now
    })
    after(async () => {
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })
    const run = (days: number, dryRun = false) => {
      const { database, keyring } = district
      return runRetention(createContext({ database, keyring }), { now: start + days * DAY_MS, dryRun })
    }
    const text = async (table: string) => {
      const { rows } = await sql<{ text: string }>`select row.*::text as text from ${sql.table(table)} row`.execute(
        district.database.db,
      )
      return rows.map((row) => row.text).join('\n')
    }

    it('forgets who held what ended long ago, how they signed in, and who left', async () => {
      const { db } = district.database
      const ended = { from_at: '2024-01-01T00:00:00Z', to_at: '2025-01-01T00:00:00Z' }
      const who = { district_id: 'main', person_id: 'left-1' }
      const until = { created_at: ended.from_at, expires_at: ended.to_at }
      await db.insertInto('people').values({ district_id: 'main', id: 'left-1', minor: false }).execute()
      await db
        .insertInto('appointments')
        .values({ ...who, ...ended, id: 'a-left', role: 'buildingHead', grid_id: 'micro-3', appointed_by: null })
        .execute()
      await db
        .insertInto('role_appointments')
        .values({ ...who, ...ended, id: 'r-left', role: 'auditor', grid_id: 'root', org_id: null })
        .execute()
      await db
        .insertInto('memberships')
        .values({ ...who, ...ended, org_id: 'org-a' })
        .execute()
      await db
        .insertInto('identities')
        .values({ ...who, issuer: 'https://idp.example', subject_hash: 'h', created_at: ended.from_at })
        .execute()
      await db
        .insertInto('staff_tokens')
        .values({ ...who, ...until, id: 't-left', sha256: 'x', role: 'auditor', grid_id: 'root', org_id: null, revoked_at: null })
        .execute()
      assert.deepEqual(await run(-423), { staff_tokens: 1 })
      const rows = await run(0)
      const tables = ['appointments', 'identities', 'memberships', 'people', 'role_appointments']
      assert.deepEqual(rows, Object.fromEntries(tables.map((table) => [table, 1])))
      for (const table of [...tables, 'staff_tokens']) assert.doesNotMatch(await text(table), /left-1/, table)
      assert.match(await text('appointments'), /erased-a-left/)
      // Who still holds something is still known.
      assert.match(await text('people'), /head-1/)
    })

    it('forgets who left together with their registration, once no duty names them any more', async () => {
      const { db } = district.database
      const who = { district_id: 'main', person_id: 'goner-2' }
      const left = { from_at: '2024-01-01T00:00:00Z', to_at: '2024-12-31T00:00:00Z' }
      const heldUntil = new Date(start - 364.5 * DAY_MS).toISOString()
      await db.insertInto('people').values({ district_id: 'main', id: 'goner-2', minor: false }).execute()
      await db
        .insertInto('memberships')
        .values({ ...who, ...left, org_id: 'org-a' })
        .execute()
      await db
        .insertInto('registrations')
        .values({ ...who, community_id: 'north', kind: 'dual', micro_grid_id: 'micro-1' })
        .execute()
      await db
        .insertInto('appointments')
        .values({
          ...who,
          id: 'a-left-2',
          role: 'volunteer',
          grid_id: 'micro-3',
          from_at: left.from_at,
          to_at: heldUntil,
          appointed_by: null,
        })
        .execute()
      assert.deepEqual(await run(0), {})
      assert.deepEqual(await run(1), { appointments: 1, memberships: 1, people: 1, registrations: 1 })
      for (const table of ['people', 'memberships', 'registrations', 'appointments'])
        assert.doesNotMatch(await text(table), /goner-2/, table)
    })

    it('forgets the organisation that somebody left for another', async () => {
      const { db } = district.database
      const who = { district_id: 'main', person_id: 'moved-1' }
      await db.insertInto('people').values({ district_id: 'main', id: 'moved-1', minor: false }).execute()
      await db
        .insertInto('memberships')
        .values([
          { ...who, org_id: 'org-a', from_at: '2024-01-01T00:00:00Z', to_at: '2025-01-01T00:00:00Z' },
          { ...who, org_id: 'org-b', from_at: '2025-01-01T00:00:00Z', to_at: null },
        ])
        .execute()
      await db
        .insertInto('registrations')
        .values({ ...who, community_id: 'north', kind: 'dual', micro_grid_id: null })
        .execute()
      assert.deepEqual(await run(0), { memberships: 1 })
      assert.match(await text('memberships'), /moved-1,org-b/)
      assert.match(await text('registrations'), /moved-1/)
      assert.match(await text('people'), /moved-1/)
    })

    it('forgets drafts of the rotation after thirty days, and not one that is being made', async () => {
      const { db } = district.database
      const made = await storedPlan(district, { gridId: 'root', state: 'done' })
      const waiting = await storedPlan(district, { gridId: 'root', state: 'queued' })
      const seat = { district_id: 'main', plan_id: made, slot_id: 'sh-20', person_id: 'head-1', need: 0, was_seated: false }
      await db.insertInto('roster_plan_seats').values(seat).execute()
      assert.equal((await run(29)).roster_plans, undefined)
      const rows = await run(31)
      assert.deepEqual([rows.roster_plans, rows.roster_plan_seats], [1, 1])
      assert.deepEqual(
        (await db.selectFrom('roster_plans').select('id').execute()).map(({ id }) => id),
        [waiting],
      )
      assert.deepEqual(await db.selectFrom('roster_plan_seats').selectAll().execute(), [])
    })

    it('waits for a guardian for ninety days', async () => {
      const { db } = district.database
      const claims = claimsOf('org-a', start, { sub: 'KID-1', name: '小明', minor: true })
      const authorization = `Bearer ${hostToken({ secret: HOSTS['org-a'].secret, claims })}`
      const body = signUpCommand()
      const headers = { authorization, 'idempotency-key': body.id }
      assert.equal((await district.call('POST', '/v1/sign-ups', { as: 'org', body, headers })).status, 409)
      const waiting = () => db.selectFrom('people').select('id').where('waiting_since', 'is not', null).execute()
      assert.deepEqual(await run(89), {})
      assert.equal((await waiting()).length, 1)
      const { employees, people } = await run(91, true)
      assert.deepEqual([employees, people], [1, 1])
    })

    it('keeps what is still needed', async () => {
      assert.equal((await district.post('/v1/sign-ups', signUpCommand(), 'employee:R1')).status, 201)
      const named = png('named')
      const lone = png('lone')
      for (const photo of [named, lone]) {
        const headers = { 'content-type': 'image/png' }
        await district.call('PUT', `/v1/photos/${photo.ref.sha256}`, { as: 'public', body: photo.bytes, headers })
      }
      const report = reportCommand({ description: 'words of a reporter', photos: [named.ref] })
      assert.equal((await district.post('/v1/issues', report, 'public')).status, 201)
      await district.database.db
        .updateTable('issues')
        .set({ state: 'closed', closed_at: new Date(start + DAY_MS).toISOString() })
        .where('id', '=', report.id)
        .execute()
      assert.deepEqual(await run(0), {})
    })

    it('lists what it would delete, and leaves it', async () => {
      const rows = await run(400, true)
      assert.deepEqual(Object.keys(rows).sort(), [
        'employees',
        'idempotency',
        'issue_transitions',
        'issues',
        'people',
        'photos',
        'staff_tokens',
      ])
      assert.match(await text('issues'), /words of a reporter/)
    })

    it('deletes photos that nothing names after a day, and answers after thirty', async () => {
      assert.deepEqual(await run(2), { photos: 1 })
      const rows = await run(31)
      assert.ok(rows.idempotency! >= 2)
      assert.doesNotMatch(await text('idempotency'), /seated|receipt/)
    })

    it('holds to the days that were agreed to, whatever longer ones are asked for later', async () => {
      const { database, keyring } = district
      const { db } = database
      const words = { zh: '保存十年', en: 'Kept for ten years', retentionDays: 3650 }
      const statements = ['issue-report', 'volunteer-duty'].map((purpose) => ({ purpose, ...words }))
      await setStatements(createContext({ database, keyring }), { statements }, 'admin')
      const agreed = signUpCommand({ slotId: 'sh-later', consent: { purpose: 'volunteer-duty', version: 2 } })
      assert.equal((await district.post('/v1/sign-ups', agreed, 'employee:R2')).status, 201)
      const personOf = async (version: number) => {
        const query = db.selectFrom('consents').select('person_id').where('purpose', '=', 'volunteer-duty')
        return (await query.where('version', '=', version).executeTakeFirstOrThrow()).person_id
      }
      for (const [id, version] of Object.entries({ 'cert-short': 1, 'cert-long': 2 })) {
        await sql`insert into certificates (district_id, id, code, print_key, person_id, org_id, from_date, to_date, minutes, disclose,
            shared, lines, issued_at)
          values ('main', ${id}, ${id}, ${id}, ${await personOf(version)}, 'org-a', '2026-03-01', '2026-03-02', 30, '{}', false,
            '[]', ${new Date(start + DAY_MS).toISOString()}::timestamptz)`.execute(db)
      }
      const left = async () => (await db.selectFrom('certificates').select('id').orderBy('id').execute()).map(({ id }) => id)
      assert.equal((await run(730, true)).certificates, undefined)
      assert.equal((await run(732, true)).certificates, 1)
      assert.deepEqual(await left(), ['cert-long', 'cert-short'])
    })

    it('empties a report a year after it was closed, and keeps the count', async () => {
      assert.equal((await run(365)).issues, undefined)
      assert.equal((await run(367)).issues, 1)
      assert.doesNotMatch(await text('issues'), /words of a reporter/)
      assert.equal((await text('photos')).length, 0)
      assert.equal((await text('issues')).split('\n').length, 2)
    })

    it('forgets who was on duty two years after, and the employee whom nothing else names', async () => {
      const { db } = district.database
      const { id } = await db
        .selectFrom('sign_ups')
        .select('id')
        .where('person_id', 'not like', 'erased-%')
        .executeTakeFirstOrThrow()
      await sql`insert into attendances (district_id, sign_up_id, recorded_at, activity, in_charge_id)
        values ('main', ${id}, now(), '{}', 'chief-1')`.execute(db)
      assert.equal((await run(729)).sign_ups, undefined)
      assert.match(await text('attendances'), /chief-1/)
      const rows = await run(740)
      assert.equal(rows.attendances, 1)
      assert.doesNotMatch(await text('attendances'), /chief-1/)
      assert.deepEqual([rows.sign_ups, rows.employees, rows.people, rows.consents], [1, 1, 1, 1])
      assert.match(await text('sign_ups'), /erased-/)
      assert.deepEqual([rows.certificates, (await text('certificates')).includes('cert-long')], [1, true])
      assert.deepEqual(await run(740), {})
    })

    it('opens no act of more than three years ago, and the chain holds', async () => {
      assert.ok((await run(3 * 365 + 1)).audit_entries! > 0)
      // The tokens that the suite began with have run out by now.
      const { database, keyring, clock } = district
      const auditor = { role: 'auditor', gridId: 'root', keyring, clock: () => clock.now } as const
      const headers = { authorization: `Bearer ${(await createStaffToken(database, auditor)).token}` }
      const answer = await district.call('POST', '/v1/audit/verification', { headers, body: {} })
      assert.equal(answer.body.ok, true, JSON.stringify(answer.body))
    })

    it('is done by one process at a time', async () => {
      const { database, keyring } = district
      const context = createContext({ database, keyring })
      const alone = () => runRetentionAlone(context, { now: start, dryRun: true })
      // The embedded database has one process anyway.
      if (database.kind === 'pglite') return assert.deepEqual(await alone(), {})
      await database.db.connection().execute(async (other) => {
        const lock = sql`hashtextextended('wangge:retention:main', 0)`
        await sql`select pg_advisory_lock(${lock})`.execute(other)
        assert.equal(await alone(), undefined)
        await sql`select pg_advisory_unlock(${lock})`.execute(other)
      })
      assert.deepEqual(await alone(), {})
    })
  })
}
