import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import { openDatabase } from '../../src/storage/database.ts'
import { createContext } from '../../src/context.ts'
import { createKeyring } from '../../src/privacy/keyring.ts'
import { migrate } from '../../src/storage/migrate.ts'
import * as firstTables from '../../src/storage/migrations/0001-first-tables.ts'
import * as accessAndPersonalData from '../../src/storage/migrations/0002-access-and-personal-data.ts'
import * as auditChain from '../../src/storage/migrations/0003-audit-chain.ts'
import { verifyAudit } from '../../src/storage/verify-audit.ts'

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
      ])
      await Promise.all(databases.map((database) => database.close()))
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
