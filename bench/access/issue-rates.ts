import { sql } from 'kysely'
import { createApp } from '../../packages/server/src/app.ts'
import { createStaffToken } from '../../packages/server/src/credentials.ts'
import type { Keyring } from '../../packages/server/src/privacy/keyring.ts'
import type { Database } from '../../packages/server/src/storage/database.ts'
import { rounded, sideBySide } from './measure.ts'

const ISSUES = 200_000

/**
 * How long the facts of the sample district’s issues take once, from their histories; and each way of asking for rates once there are
 * so many times more, with their facts; beside counting rows alone.
 */
export async function measureIssueRates(database: Database, keyring: Keyring) {
  const { db } = database
  const { rows } = await sql<{ id: string }>`select id from grids where level = 'subdistrict'`.execute(db)
  const root = rows[0]!.id
  const { token } = await createStaffToken(database, { keyring, role: 'street', gridId: root })
  const app = createApp({ database, keyring, limits: false })
  const ask = (query: string) => async () => {
    const span = 'from=2023-01-01T00:00:00Z&to=2027-12-01T00:00:00Z'
    const request = new Request(`http://district.test/v1/issue-rates?${span}&${query}`, {
      headers: { authorization: `Bearer ${token}` },
    })
    const response = await app.fetch(request)
    const text = await response.text()
    if (response.status !== 200) throw new Error(`Expected 200, got ${response.status}: ${text}`)
    return JSON.parse(text) as { whole: { reported: number } }
  }
  const began = performance.now()
  const reckoned = await app.reckonFacts()
  const once = performance.now() - began
  await multiply(database)
  const counted = await ask('')()
  const count = () => sql`select count(*) from issues where district_id = 'main'`.execute(db)
  const all = await sideBySide(
    { rounds: 5, warm: 1 },
    { grid: ask('by=grid'), category: ask('by=category'), period: ask('by=period'), count },
  )
  app.close()
  return {
    'issues reckoned': reckoned,
    'issues counted': counted.whole.reported,
    'facts, once, ms per issue': rounded(once / reckoned),
    'by grid, ms': all.grid,
    'by category, ms': all.category,
    'by month, ms': all.period,
    'select count(*), ms': all.count,
  }
}

async function multiply({ db }: Database): Promise<void> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from issues`.execute(db)
  const times = Math.ceil(ISSUES / rows[0]!.count) - 1
  await sql`insert into issues (district_id, id, category_id, grid_path, state, created_at, updated_at, closed_at, version, source,
      attributes, description, photos, receipt, facts, facts_version)
    select district_id, id || '-' || n, category_id, grid_path, state, created_at, updated_at, closed_at, version, source,
      attributes, description, photos, id || '-' || n, facts, facts_version
    from issues, generate_series(1, ${times}::int) n`.execute(db)
  await sql`analyze`.execute(db)
}
