import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readdir } from 'node:fs/promises'
import type { Assignee, Issue } from '@wangge/core/issue/schema'
import fc from 'fast-check'
import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import { lifeArbitrary } from '../../../core/test/issue-walk.ts'
import { askedAndHeld } from '../../src/storage/asked-and-held.ts'
import { openDatabase } from '../../src/storage/database.ts'
import { createContext } from '../../src/context.ts'
import { createKeyring } from '../../src/privacy/keyring.ts'
import { migrate } from '../../src/storage/migrate.ts'
import * as firstTables from '../../src/storage/migrations/0001-first-tables.ts'
import * as accessAndPersonalData from '../../src/storage/migrations/0002-access-and-personal-data.ts'
import * as auditChain from '../../src/storage/migrations/0003-audit-chain.ts'
import { verifyAudit } from '../../src/storage/verify-audit.ts'

/** The first that comes upon what is there. */
const FILLED = '0023'
const MIGRATIONS = new URL('../../src/storage/migrations/', import.meta.url)

/** In the order in which they are made. */
async function migrationFiles(): Promise<{ name: string; up: (db: Kysely<unknown>) => Promise<void> }[]> {
  const names = (await readdir(MIGRATIONS)).filter((name) => name.endsWith('.ts')).sort()
  return Promise.all(names.map(async (name) => ({ name, up: (await import(new URL(name, MIGRATIONS).href)).up })))
}

const ASKED: readonly Assignee[] = [
  { role: 'buildingHead', gridId: 'm1' },
  { role: 'liaison', orgId: 'org-a' },
  { role: 'estateWorker', gridId: 'e1' },
  { role: 'liaison', orgId: 'org-b' },
]

/** The same life, in which somebody is asked whenever somebody can be. */
const assigned = ({ state, history }: Issue, nth: number): Pick<Issue, 'state' | 'history'> => ({
  state,
  history: history.map((step) => {
    const isAsked = step.action === 'dispatch' || step.action === 'reassign' || (step.action === 'report' && nth % 3 > 0)
    return isAsked ? { ...step, assignee: ASKED[(nth + step.seq) % ASKED.length]! } : step
  }),
})

export function migrations(name: string, newDatabase: () => Promise<string>): void {
  describe(name, () => {
    it('are made once when several processes start at the same moment', async () => {
      const databaseUrl = await newDatabase()
      const databases = await Promise.all(Array.from({ length: 5 }, () => openDatabase({ databaseUrl })))
      await Promise.all(databases.map(migrate))
      const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(databases[0]!.db)
      const names = rows.map((row) => row.name).sort()
      assert.deepEqual(names, [
        '0001-first-tables',
        '0002-access-and-personal-data',
        '0003-audit-chain',
        '0004-grid-lineage',
        '0005-declared-position',
        '0010-quota',
        '0011-sign-up-steps',
        '0012-week-templates',
        '0013-attendance',
        '0014-declared-organisations',
        '0015-shared-certificates',
        '0017-issue-terms',
        '0018-roster-plans',
        '0019-issue-deadlines',
        '0020-issue-climbs',
        '0021-chained-histories',
        '0023-photos-made-anew',
        '0024-photos-elsewhere',
        '0025-hotline-orders',
        '0026-notices',
        '0028-asked-and-held',
        '0030-shifts-come-back',
        '0032-to-publish',
        '0033-roster-notices',
        '0034-scheme-tags-and-members',
        '0035-facts-and-category-sets',
        '0037-chained-and-accepted',
        '0037-pieces-of-words',
        '0038-photo-uploads',
        '0043-check-in-pages',
        '0043-merged-people',
        '0051-host-notes',
        '0052-closed-organisations',
        '0053-swaps-waited-for',
        '0054-late-check-ins',
        '0055-kept-activities',
        '0056-recording-units',
        '0057-swaps-checked-in',
        '0058-told-as-corrected',
        '0059-who-had-come',
        '0060-whose-decision',
        '0061-requested-certificates',
      ])
      await Promise.all(databases.map((database) => database.close()))
    })

    it('are not made behind later ones, nor over those of a newer version', async () => {
      const database = await openDatabase({ databaseUrl: await newDatabase() })
      const { db } = database
      await migrate(database)
      await sql`delete from kysely_migration where name = '0033-roster-notices'`.execute(db)
      await assert.rejects(migrate(database), /corrupted migrations/)
      await sql`insert into kysely_migration values ('0099-of-a-newer-version', '2026-03-02')`.execute(db)
      await assert.rejects(migrate(database), /0099-of-a-newer-version is missing/)
      await database.close()
    })

    it('take along, in their order, the acts that an earlier version kept', async () => {
      const database = await openDatabase({ databaseUrl: await newDatabase() })
      const { db } = database
      // Migrations know no tables.
      const bare = db as unknown as Kysely<unknown>
      await firstTables.up(bare)
      await accessAndPersonalData.up(bare)
      await sql`insert into audit (district_id, id, at, actor, action, subject)
        select 'main', 'id' || n, timestamptz '2026-03-02T01:00:00Z' + ((n / 3) || ' ms')::interval, 'public', 'report', 's' || n
        from generate_series(1, 2500) n`.execute(db)
      await auditChain.up(bare)
      const randomBytes = () => new Uint8Array(32)
      const keyring = createKeyring({ fieldKeys: [{ kid: 'k1', key: randomBytes() }], hashKey: randomBytes() })
      const { ok, entries, findings } = await verifyAudit(createContext({ database, keyring }))
      assert.deepEqual([ok, entries, findings], [true, 2500, []])
      const last = await db.selectFrom('audit_entries').select(['at', 'subject']).orderBy('seq', 'desc').executeTakeFirstOrThrow()
      assert.deepEqual(last, { at: '2026-03-02T01:00:00.833Z', subject: 's2500' })
      await database.close()
    })

    it('read from the histories of a filled database whom each issue was asked of and who holds it, and leave the rest as it was', async () => {
      const database = await openDatabase({ databaseUrl: await newDatabase() })
      const { db } = database
      const bare = db as unknown as Kysely<unknown>
      const all = await migrationFiles()
      for (const { name, up } of all) if (name < FILLED) await up(bare)
      const issues = fc.sample(lifeArbitrary, { numRuns: 60, seed: 20260302 }).map(({ issue }, nth) => assigned(issue, nth))
      for (const [nth, { state, history }] of issues.entries()) {
        const at = history[0]!.at
        await sql`insert into issues (district_id, id, category_id, grid_path, state, created_at, updated_at, version, source, attributes,
            description, photos, receipt)
          values ('main', ${`i${nth}`}, 'waste', '{root}', ${state}, ${at}, ${history.at(-1)!.at}, ${history.length}, 'resident', '{}', '',
            '[]', ${`r${nth}`})`.execute(db)
        for (const { seq, action, from = null, to, actor, at: then, assignee } of history) {
          const details = assignee ? JSON.stringify({ assignee }) : null
          await sql`insert into issue_transitions (district_id, issue_id, seq, action, from_state, to_state, actor, at, details)
            values ('main', ${`i${nth}`}, ${seq}, ${action}, ${from}, ${to}, ${JSON.stringify(actor)}, ${then}, ${details})`.execute(
            db,
          )
        }
      }
      const at = '2026-03-02T01:00:00Z'
      await sql`insert into categories (district_id, id, parent_id, name, version, attributes, severity, ordinal)
        values ('main', 'waste', 'street', '{"zh":"垃圾","en":"Waste"}', 3, '[{"code":"kind"}]', 'simple', 2),
          ('main', 'street', null, '{"zh":"街面","en":"Street"}', 1, '[]', null, 1),
          ('other', 'noise', null, '{"zh":"噪声","en":"Noise"}', 1, '[]', null, 1)`.execute(db)
      await sql`insert into photos (district_id, sha256, type, size, bytes, at)
        values ('main', 'abc', 'image/png', 3, decode('010203', 'hex'), ${at})`.execute(db)
      await sql`insert into shifts (district_id, id, post_id, starts_at, ends_at, need, cancelled)
        values ('main', 'called-off', 'p', ${at}, ${at}, 2, true), ('main', 'held', 'p', ${at}, ${at}, 2, false)`.execute(db)
      await sql`insert into sign_ups (district_id, id, shift_id, org_id, person_id, state, ordinal, at)
        values ('main', 's', 'held', 'o', 'p', 'seated', 1, ${at})`.execute(db)
      await sql`insert into districts (district_id, code, name, time_zone, sign_up_policy, targets, consent, reference_at)
        values ('main', 'd', '{}', 'Asia/Shanghai', '{"attendance":{"overrunMinutes":45}}', '{}', '{}', ${at})`.execute(db)
      await sql`insert into grids (district_id, id, level, parent_id, name, codes)
        values ('main', 'root', 'subdistrict', null, '{"zh":"街道","en":"Street"}', '[]'),
          ('main', 'north', 'community', 'root', '{"zh":"北社区","en":"North"}', '[]'),
          ('main', 'e1', 'estate', 'north', '{"zh":"一小区","en":"One"}', '[]')`.execute(db)
      await sql`insert into posts (district_id, id, kind, name, grid_id, capacity)
        values ('main', 'p', 'patrol', '{"zh":"巡查岗","en":"Patrol"}', 'e1', '{}'),
          ('main', 'q', 'mobile', '{"zh":"流动岗","en":"Mobile"}', 'gone', '{}')`.execute(db)
      await sql`insert into shifts (district_id, id, post_id, starts_at, ends_at, need, cancelled)
        values ('main', 'nowhere', 'q', ${at}, ${at}, 2, false)`.execute(db)
      await sql`insert into sign_ups (district_id, id, shift_id, org_id, person_id, state, ordinal, at)
        values ('main', 'n', 'nowhere', 'o', 'p', 'seated', 1, ${at})`.execute(db)
      await sql`insert into appointments (district_id, id, role, person_id, grid_id, from_at, to_at)
        values ('main', 'a1', 'gridChief', 'too-late', 'e1', '2026-03-03T00:00:00Z', null),
          ('main', 'a2', 'gridChief', 'streets', 'root', '2026-01-01T00:00:00Z', null),
          ('main', 'a3', 'gridChief', 'communitys', 'north', '2026-01-01T00:00:00Z', '2026-03-02T12:00:00Z'),
          ('main', 'a4', 'gridWorker', 'no-chief', 'e1', '2026-01-01T00:00:00Z', null)`.execute(db)
      await sql`insert into attendances (district_id, sign_up_id, in_at, in_by)
        values ('main', 's', ${at}, 'code'), ('main', 'n', ${at}, 'code')`.execute(db)

      for (const { name, up } of all) if (name >= FILLED) await up(bare)
      const rows = await db.selectFrom('issues').selectAll().execute()
      const heldRoles = new Set<string | null>()
      for (const [nth, issue] of issues.entries()) {
        const row = rows.find(({ id }) => id === `i${nth}`)!
        const found = { askedOrgId: row.asked_org_id, holderRole: row.holder_role, holderPlace: row.holder_place }
        assert.deepEqual(
          found,
          askedAndHeld(issue),
          JSON.stringify(issue.history.map(({ action, assignee }) => [action, assignee])),
        )
        heldRoles.add(row.holder_role)
      }
      // Of each kind there is some: in a post's hands, in an organisation's, in nobody's; asked of an organisation, and of none.
      assert.deepEqual([...heldRoles].map(String).sort(), ['buildingHead', 'estateWorker', 'liaison', 'null'])
      assert.equal(new Set(rows.map(({ asked_org_id: org }) => org)).size, 3)
      assert.ok(
        rows.every(({ to_publish: waits }) => !waits),
        'of what was reported before nothing is ever published',
      )
      assert.ok(
        rows.every(({ facts, facts_version: version }) => facts === null && version === 0),
        'whoever counts first reckons them',
      )
      // What there is becomes the first version of it, in its order, under which all of them were made.
      const sets = await db.selectFrom('category_sets').selectAll().orderBy('district_id').execute()
      assert.deepEqual(
        sets.map(({ at: _, ...set }) => set),
        [
          {
            district_id: 'main',
            version: 1,
            categories: [
              { id: 'street', name: { zh: '街面', en: 'Street' }, version: 1, attributes: [] },
              {
                id: 'waste',
                parentId: 'street',
                name: { zh: '垃圾', en: 'Waste' },
                version: 3,
                attributes: [{ code: 'kind' }],
                severity: 'simple',
              },
            ],
            place_classes: [],
          },
          {
            district_id: 'other',
            version: 1,
            categories: [{ id: 'noise', name: { zh: '噪声', en: 'Noise' }, version: 1, attributes: [] }],
            place_classes: [],
          },
        ],
      )
      assert.ok(rows.every(({ category_set: set, place_class: place }) => set === 1 && place === null))
      const kept = await db.selectFrom('categories').select(['retired', 'place_classes']).execute()
      assert.deepEqual(
        kept,
        Array.from({ length: 3 }, () => ({ retired: false, place_classes: null })),
      )
      const photo = await db.selectFrom('photos').selectAll().executeTakeFirstOrThrow()
      assert.deepEqual(
        [photo.digest, photo.stored_type, photo.stored_size, photo.key, [...photo.bytes!]],
        ['abc', 'image/png', 3, null, [1, 2, 3]],
      )
      const shifts = await db.selectFrom('shifts').select(['id', 'withdrawn', 'revision', 'revised_at']).orderBy('id').execute()
      const untouched = { revision: 0, revised_at: null }
      assert.deepEqual(shifts, [
        { id: 'called-off', withdrawn: false, ...untouched },
        { id: 'held', withdrawn: false, ...untouched },
        { id: 'nowhere', withdrawn: false, ...untouched },
      ])
      assert.deepEqual(await db.selectFrom('sign_ups').select(['revision', 'revised_at']).execute(), [untouched, untouched])
      // Of what was recorded, what can be read when the column comes: the nearest chief of then, the street and its chief where its grid is gone.
      const activities = await db.selectFrom('attendances').select(['sign_up_id', 'activity', 'in_charge_id']).execute()
      const [street, north] = [
        { zh: '街道', en: 'Street' },
        { zh: '北社区', en: 'North' },
      ]
      assert.deepEqual(Object.fromEntries(activities.map((one) => [one.sign_up_id, [one.activity, one.in_charge_id]])), {
        s: [
          {
            name: { zh: '巡查岗', en: 'Patrol' },
            kind: 'patrol',
            place: { zh: '一小区', en: 'One' },
            organiser: north,
            overrunMinutes: 45,
            hadChief: true,
          },
          'communitys',
        ],
        n: [
          {
            name: { zh: '流动岗', en: 'Mobile' },
            kind: 'mobile',
            place: street,
            organiser: street,
            overrunMinutes: 45,
            hadChief: true,
          },
          'streets',
        ],
      })
      await database.close()
    })

    it('make only tables whose primary key begins with the district', async () => {
      const database = await openDatabase({ databaseUrl: await newDatabase() })
      await migrate(database)
      const { rows } = await sql<{ table: string; first: string }>`
        select t.relname as table, a.attname as first
        from pg_class t
        join pg_namespace n on n.oid = t.relnamespace and n.nspname = 'public'
        left join pg_index i on i.indrelid = t.oid and i.indisprimary
        left join pg_attribute a on a.attrelid = t.oid and a.attnum = i.indkey[0]
        where t.relkind = 'r' and t.relname not like 'kysely_%'`.execute(database.db)
      assert.ok(rows.length > 20)
      assert.deepEqual(
        rows.filter(({ first }) => first !== 'district_id'),
        [],
      )
      await database.close()
    })
  })
}
