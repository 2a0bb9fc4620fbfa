// The sample district as it is committed, loaded and served.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { gridHealthSchema, gridListSchema, gridOutlinesSchema, gridStatusSchema } from '@wangge/core/grid/schema'
import { replay } from '@wangge/core/issue'
import { categoryListSchema } from '@wangge/core/issue/schema'
import type { Issue } from '@wangge/core/issue/schema'
import { quotaDays } from '@wangge/core/roster'
import { slotListSchema } from '@wangge/core/roster/schema'
import type { QuotaPlan } from '@wangge/core/roster/schema'
import { sql } from 'kysely'
import { createApp } from '../src/app.ts'
import type { App } from '../src/app.ts'
import { createSiteKey, createStaffToken } from '../src/credentials.ts'
import { newKeyring } from './harness.ts'
import { seedDistrict } from '../src/seed/seed-district.ts'
import { SEED_FILES, SEED_TABLES } from '../src/seed/tables.ts'
import { issuePageSchema } from '../src/schema.ts'
import { openDatabase } from '../src/storage/database.ts'
import type { Database } from '../src/storage/database.ts'
import { migrate } from '../src/storage/migrate.ts'
import { loadRolls } from '../src/storage/quota.ts'

const DATA = fileURLToPath(new URL('../../../seeds/data/', import.meta.url))
const NOW = Date.parse('2027-02-28T10:00:00+08:00')
const ORIGIN = 'https://intranet.example'

const recordsOf = (file: string): ({ id: string } & Record<string, unknown>)[] =>
  JSON.parse(readFileSync(`${DATA}${file}.json`, 'utf8')).records

/** To the street nothing is withheld. */
function counted(count: number | null): number {
  assert.notEqual(count, null)
  return count!
}

describe('the sample district', () => {
  let database: Database
  let app: App
  let headers: Record<string, string>
  let staff: Record<string, string>
  const organisation = recordsOf('organisations')[1]!.id
  const get = async (path: string, as = headers) => {
    const response = await app.fetch(new Request(`http://district.test${path}`, { headers: as }))
    const body = await response.json()
    assert.equal(response.status, 200, JSON.stringify(body))
    return body
  }

  before(async () => {
    database = await openDatabase()
    await migrate(database)
    const keyring = newKeyring()
    await seedDistrict(database, { from: DATA, keyring, now: NOW })
    const clock = () => NOW
    app = createApp({ database, keyring, clock, onError: (error) => assert.fail(error as Error) })
    const { key } = await createSiteKey(database, { origins: [ORIGIN], audience: `org:${organisation}`, keyring, clock })
    headers = { 'wangge-site-key': key, origin: ORIGIN }
    const [root] = gridListSchema.parse(await get('/v1/grids')).grids
    const { token } = await createStaffToken(database, { role: 'street', gridId: root!.id, keyring, clock })
    staff = { authorization: `Bearer ${token}` }
  })
  after(() => database.close())

  it('is loaded record by record', async () => {
    const loaded = SEED_TABLES.filter(({ file }) => SEED_FILES.includes(file))
    // A party status comes with a consent of its own, in the record of its person.
    const agreed = recordsOf('people').filter((person) => 'partyConsent' in (person as object)).length
    for (const [table, files] of Map.groupBy(loaded, (one) => one.table)) {
      const { rows } = await sql<{ count: number }>`select count(*) from ${sql.table(table)}`.execute(database.db)
      const records = files.reduce((sum, { file }) => sum + recordsOf(file).length, table === 'consents' ? agreed : 0)
      assert.equal(rows[0]!.count, records, table)
    }
  })

  it('owes a twentieth of the two-new organisations’ members a day, and has called all but the excused within eight weeks', async () => {
    const [{ plan }] = (await sql<{ plan: QuotaPlan }>`select plan from quota_plans`.execute(database.db)).rows as [
      { plan: QuotaPlan },
    ]
    const roll = await loadRolls(database.db, 'main')
    const twoNew = roll.filter(({ kind }) => kind === 'twoNew')
    assert.equal(twoNew.length, 504)
    const last = plan.steps.at(-1)!
    const to = new Date(Date.parse(last.from) + 56 * 86_400_000).toISOString().slice(0, 10)
    const { organisations, den } = quotaDays({ plan, roll, from: last.from, to })
    const called = organisations.filter(({ days }) => days.some(({ due }) => due > 0))
    const excused = new Set(plan.exempt.map(({ orgId }) => orgId))
    assert.ok(called.length >= 504 - excused.size && called.length <= 504, `${called.length}`)
    const members = twoNew.reduce((sum, { registered }) => sum + registered, 0)
    const owed = organisations.reduce((sum, { days }) => sum + days[0]!.entitlement, 0) / den
    assert.ok(owed > (members * 0.98) / 20 && owed <= members / 20, `${owed} of ${members}`)
  })

  it('keeps no party status without a consent of its own, and none of those who are not in the party', async () => {
    const { rows } = await sql<{ kept: number; agreed: number; people: number }>`
      select count(*) filter (where party_status_sealed is not null) as kept, count(*) as people,
        count(*) filter (where party_status_sealed is not null and exists (select 1 from consents
          where consents.district_id = people.district_id and person_id = people.id and purpose = 'party-status'
            and version = 1 and given_by = 'self' and withdrawn_at is null)) as agreed
      from people`.execute(database.db)
    const { kept, agreed, people } = rows[0]!
    assert.equal(agreed, kept)
    assert.ok(kept > 11_000 && kept < people, `${kept} of ${people}`)
  })

  it('has its grids, outlines, categories and staffing', async () => {
    const { grids } = gridListSchema.parse(await get('/v1/grids'))
    assert.equal(grids.filter(({ level }) => level === 'micro').length, 1030)
    const status = gridStatusSchema.parse(await get(`/v1/grids/${grids[0]!.id}/status`))
    assert.deepEqual([status.children.length, status.staffing.heads.den], [13, 1030])
    assert.equal(gridOutlinesSchema.parse(await get(`/v1/grids/${grids[0]!.id}/outlines`)).features.length, 13)
    assert.equal(categoryListSchema.parse(await get('/v1/categories')).categories.length, recordsOf('categories').length)
  })

  it('is complete in area and levels as declared, and names whom it lacks', async () => {
    const health = gridHealthSchema.parse(await get('/v1/grids:health', staff))
    const { toTheEdge, area, levels, groups } = health
    assert.deepEqual([toTheEdge, area.gaps, levels.gaps], [true, [], []])
    assert.deepEqual(
      levels.levels.map(({ rate }) => rate.num),
      [13, 192, 1030],
    )
    assert.ok(health.staff.gaps.length > 0)
    assert.equal(groups?.rate.den, 1030)
  })

  it('counts of a grid what its children count together', async () => {
    const { grids } = gridListSchema.parse(await get('/v1/grids'))
    for (const { id } of grids.filter(({ level }) => level === 'subdistrict' || level === 'community')) {
      const { issues, children } = gridStatusSchema.parse(await get(`/v1/grids/${id}/status`, staff))
      const sum = (field: keyof typeof issues) => children.reduce((total, child) => total + counted(child.issues[field]), 0)
      for (const field of ['open', 'reportedToday', 'closedWithin7Days'] as const)
        assert.equal(issues[field], sum(field), `${id} ${field}`)
    }
  })

  it('has its week of shifts ahead, whatever the day it is loaded', async () => {
    const { slots } = slotListSchema.parse(await get(`/v1/slots?org=${organisation}`))
    const crossings = new Set(recordsOf('posts').flatMap(({ id, kind }) => (kind === 'intersection' ? id : [])))
    const open = recordsOf('shifts').filter(({ postId }) => !crossings.has(postId as string))
    // Of the first day's shifts some have begun at ten in the morning.
    assert.ok(slots.length > open.length * 0.8 && slots.length <= open.length, `${slots.length} of ${open.length}`)
    assert.ok(slots.every(({ post }) => post.kind !== 'intersection'))
    for (const { startsAt } of slots) assert.ok(Date.parse(startsAt) >= NOW && Date.parse(startsAt) < NOW + 7 * 86_400_000)
  })

  it('offers each shift at an intersection to exactly one branch', async () => {
    const sponsors = [...new Set(recordsOf('intersection-duties').map(({ orgId }) => orgId as string))]
    const offered: string[] = []
    for (const sponsor of sponsors) {
      const { slots } = slotListSchema.parse(await get(`/v1/slots?org=${sponsor}`, staff))
      offered.push(...slots.flatMap(({ id, post }) => (post.kind === 'intersection' ? id : [])))
    }
    const { rows } = await sql<{ id: string }>`
      select shifts.id from shifts join posts using (district_id)
      where shifts.post_id = posts.id and posts.kind = 'intersection' and starts_at >= ${new Date(NOW).toISOString()}
      order by shifts.id`.execute(database.db)
    assert.ok(rows.length > 100)
    assert.deepEqual(
      offered.sort(),
      rows.map(({ id }) => id),
    )
  })

  it('has issues whose state is what their history says, none of them from the future', async () => {
    const all: Issue[] = []
    for (let after_: string | undefined = ''; after_ !== undefined;) {
      const page = issuePageSchema.parse(await get(`/v1/issues?limit=200${after_ && `&after=${after_}`}`, staff))
      all.push(...page.issues)
      after_ = page.next
    }
    assert.equal(all.length, recordsOf('issues').length)
    for (const { history, state, version, updatedAt } of all) {
      assert.deepEqual(replay(history), { state, version })
      assert.ok(Date.parse(updatedAt) <= NOW)
    }
  })
})
