import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { createApp } from '../../packages/server/src/app.ts'
import { createContext } from '../../packages/server/src/context.ts'
import { createSiteKey, createStaffToken } from '../../packages/server/src/credentials.ts'
import { erasePerson } from '../../packages/server/src/privacy/erase-person.ts'
import type { Keyring } from '../../packages/server/src/privacy/keyring.ts'
import { seedDistrict } from '../../packages/server/src/seed/seed-district.ts'
import type { Database } from '../../packages/server/src/storage/database.ts'
import { sideBySide } from './measure.ts'

const ORIGIN = 'https://page.example'

/** The whole sample district, as `npm run seeds` made it. */
export async function seedSample(database: Database, keyring: Keyring): Promise<void> {
  await seedDistrict(database, { from: fileURLToPath(new URL('../../seeds/data', import.meta.url)), keyring })
  await sql`analyze`.execute(database.db)
}

/** One person with an appointment out of every table, beside the same for somebody of whom there is nothing. */
export async function measureErasure(database: Database, keyring: Keyring) {
  const context = createContext({ database, keyring })
  const { rows } = await sql<{ personId: string }>`
    select distinct person_id as "personId" from appointments where district_id = 'main' order by 1 limit 60`.execute(database.db)
  const reference = await context.reference.current()
  const left = rows.map(({ personId }) => personId)
  const erase = (personId: string) =>
    database.db.transaction().execute((tx) => erasePerson(tx, context, { personId, now: Date.now(), reference }))
  const rounds = left.length - 5
  const times = await sideBySide({ rounds, warm: 5 }, { erased: () => erase(left.pop()!), nobody: () => erase('p-nobody') })
  const { rows: people } = await sql<{ count: number }>`select count(*)::int as count from people`.execute(database.db)
  return { people: people[0]!.count, 'one person erased, ms': times.erased, 'nobody erased, ms': times.nobody }
}

/** The status of the whole district with its small counts withheld, beside the one that staff see. */
export async function measureStatus(database: Database, keyring: Keyring) {
  const { key } = await createSiteKey(database, { keyring, origins: [ORIGIN], audience: 'public' })
  const { rows } = await sql<{ id: string }>`select id from grids where district_id = 'main' and parent_id is null`.execute(
    database.db,
  )
  const root = rows[0]!.id
  const { token } = await createStaffToken(database, { keyring, role: 'street', gridId: root })
  const app = createApp({ database, keyring, limits: false })
  const reader = (headers: Record<string, string>) => async () => {
    const response = await app.fetch(new Request(`http://district.test/v1/grids/${root}/status`, { headers }))
    if (response.status !== 200) throw new Error(`Expected 200, got ${response.status}`)
    await response.text()
  }
  const asPublic = reader({ 'wangge-site-key': key, origin: ORIGIN })
  const asStaff = reader({ authorization: `Bearer ${token}` })
  const at = async () => {
    const { rows: issues } = await sql<{ count: number }>`select count(*)::int as count from issues`.execute(database.db)
    const remembered = await sideBySide({ rounds: 500 }, { public: asPublic, staff: asStaff })
    // Before each look an issue changes: what was counted counts no more.
    const changed = await sideBySide({ rounds: 40, warm: 40, before: () => bump(database) }, { public: asPublic, staff: asStaff })
    return {
      issues: issues[0]!.count,
      'public, counts remembered, ms': remembered.public,
      'staff, counts remembered, ms': remembered.staff,
      'public, after an issue changed, ms': changed.public,
      'staff, after an issue changed, ms': changed.staff,
    }
  }
  const few = await at()
  await multiplyIssues(database)
  return [few, await at()]
}

const bump = (database: Database) =>
  sql`with counter as (update change_counters set seq = seq + 1 returning district_id, seq)
    insert into changes (district_id, seq, topic, id, at, grid_path, data)
    select district_id, seq, 'issue', 'x', now(), '{}', '{}' from counter`.execute(database.db)

/** A hundred times as many, all but the first two of each long closed. */
async function multiplyIssues({ db }: Database): Promise<void> {
  await sql`
    insert into issues (district_id, id, category_id, grid_path, state, created_at, updated_at, closed_at, version, source,
      attributes, description, photos, receipt)
    select district_id, id || '-' || n, category_id, grid_path, case when n = 1 then state else 'closed' end,
      case when n = 1 then created_at else '2025-12-01' end, updated_at, case when n = 1 then closed_at else '2026-01-01' end,
      version, source, attributes, description, photos, receipt || '-' || n
    from issues, generate_series(1, 99) n`.execute(db)
  await sql`analyze issues`.execute(db)
}
