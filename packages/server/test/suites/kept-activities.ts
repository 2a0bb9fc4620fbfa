import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readdir } from 'node:fs/promises'
import fc from 'fast-check'
import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import { keepActivities } from '../../src/seed/keep-activities.ts'
import type { Database } from '../../src/storage/database.ts'
import { activityOf } from '../../src/storage/kept-activity.ts'
import { createReferenceStore } from '../../src/storage/reference.ts'
import { NOW } from '../sample.ts'

const MIGRATIONS = new URL('../../src/storage/migrations/', import.meta.url)
const KEEPS = '0055'
const DISTRICTS = 10
/** The same districts each time: what fails once fails again, and each kind of record is among them. */
const SEED = 20_260_302

const instant = fc.integer({ min: 0, max: 40 }).map((days) => new Date(NOW + (days - 20) * 86_400_000).toISOString())
/** How many there are below each grid of the level above, and what happens in grids, which are named by a number that wraps around. */
const arbitraryDistrict = fc.record({
  communities: fc.integer({ min: 0, max: 3 }),
  estates: fc.integer({ min: 0, max: 2 }),
  micros: fc.integer({ min: 0, max: 2 }),
  overrunMinutes: fc.option(fc.integer({ min: 0, max: 90 }), { nil: undefined }),
  chiefs: fc.array(
    fc.record({
      grid: fc.nat(40),
      from: instant,
      to: fc.option(instant, { nil: null }),
      isErased: fc.boolean(),
      isChief: fc.boolean(),
    }),
    { minLength: 4, maxLength: 25, size: 'max' },
  ),
  posts: fc.array(fc.record({ grid: fc.option(fc.nat(40), { nil: undefined }), kind: fc.constantFrom('patrol', 'mobile') }), {
    minLength: 1,
    maxLength: 8,
  }),
  shifts: fc.array(fc.record({ post: fc.nat(7), startsAt: instant, people: fc.integer({ min: 0, max: 3 }) }), {
    maxLength: 30,
    size: 'max',
  }),
})

/**
 * What an activity was, as the table's own migration reads it from what is there and as a seed is given it: both say what is written
 * down with an attendance that is saved.
 */
export function keptActivities(name: string, openBare: () => Promise<Database>): void {
  describe(name, () => {
    it('are read from a filled database and given to a seed as they are kept of what is recorded now, whatever the districts', async (test) => {
      const database = await openBare()
      test.after(() => database.close())
      const { db } = database
      const bare = db as unknown as Kysely<unknown>
      const names = (await readdir(MIGRATIONS)).filter((file) => file.endsWith('.ts')).sort()
      const up = async (file: string) =>
        ((await import(new URL(file, MIGRATIONS).href)) as { up: (db: Kysely<unknown>) => Promise<void> }).up(bare)
      for (const file of names) if (file < KEEPS) await up(file)
      for (const [nth, district] of fc.sample(arbitraryDistrict, { numRuns: DISTRICTS, seed: SEED }).entries())
        await fill(db, `d${nth}`, district)
      for (const file of names) if (file >= KEEPS) await up(file)

      const expected = new Map<string, unknown>()
      for (let nth = 0; nth < DISTRICTS; nth += 1) {
        const districtId = `d${nth}`
        const reference = await createReferenceStore({ db, districtId, clock: () => NOW }).current()
        const posts = await db
          .selectFrom('sign_ups')
          .innerJoin('shifts', (join) =>
            join.onRef('shifts.district_id', '=', 'sign_ups.district_id').onRef('shifts.id', '=', 'sign_ups.shift_id'),
          )
          .innerJoin('posts', (join) =>
            join.onRef('posts.district_id', '=', 'shifts.district_id').onRef('posts.id', '=', 'shifts.post_id'),
          )
          .select(['sign_ups.id', 'posts.name', 'posts.kind', 'posts.grid_id as gridId', 'shifts.starts_at as startsAt'])
          .where('sign_ups.district_id', '=', districtId)
          .execute()
        for (const { id, ...post } of posts) {
          const { inChargeId = null, ...activity } = activityOf(reference, post)
          expected.set(id, { activity, inChargeId })
        }
      }
      const kept = async () => {
        const rows = await db.selectFrom('attendances').select(['sign_up_id', 'activity', 'in_charge_id']).execute()
        return rows.map((row) => [row.sign_up_id, { activity: row.activity, inChargeId: row.in_charge_id }] as const)
      }
      const migrated = await kept()
      assert.ok(migrated.length > 50)
      const of = (one: { inChargeId: string | null; activity: { hadChief: boolean } | null }) =>
        one.inChargeId !== null ? 'told' : one.activity!.hadChief ? 'untold' : 'none'
      assert.deepEqual([...new Set(migrated.map(([, one]) => of(one)))].sort(), ['none', 'told', 'untold'])
      assert.deepEqual(new Map(migrated), expected)

      await db.updateTable('attendances').set({ activity: null, in_charge_id: null }).execute()
      await db.transaction().execute(async (tx) => {
        for (let nth = 0; nth < DISTRICTS; nth += 1) await keepActivities(tx, `d${nth}`, NOW)
      })
      assert.deepEqual(new Map(await kept()), expected)
    })
  })
}

async function fill(
  db: Database['db'],
  districtId: string,
  { communities, estates, micros, overrunMinutes, chiefs, posts, shifts }: ReturnType<typeof arbitraryDistrict.generate>['value'],
): Promise<void> {
  const at = new Date(NOW).toISOString()
  const policy = overrunMinutes === undefined ? {} : { attendance: { overrunMinutes } }
  await sql`insert into districts (district_id, code, name, time_zone, sign_up_policy, targets, consent, reference_at)
    values (${districtId}, ${districtId}, '{}', 'Asia/Shanghai', ${JSON.stringify(policy)}::jsonb, '{}', '{}', ${at})`.execute(db)
  const grids = [{ id: 'root', level: 'subdistrict', parent: null as string | null }]
  const below = (level: string, parents: typeof grids, count: number) =>
    parents.flatMap(({ id }) => Array.from({ length: count }, (_, n) => ({ id: `${id}-${n}`, level, parent: id })))
  const [root] = [grids.slice()]
  const ofCommunities = below('community', root, communities)
  const ofEstates = below('estate', ofCommunities, estates)
  grids.push(...ofCommunities, ...ofEstates, ...below('micro', ofEstates, micros))
  const idOf = (nth: number) => grids[nth % grids.length]!.id
  for (const { id, level, parent } of grids) {
    const called = JSON.stringify({ zh: `网格${id}`, en: id })
    await sql`insert into grids (district_id, id, level, parent_id, name, codes)
      values (${districtId}, ${id}, ${level}, ${parent}, ${called}::jsonb, '[]')`.execute(db)
  }
  for (const [nth, { grid, from, to, isErased, isChief }] of chiefs.entries()) {
    const person = `${isErased ? 'erased-' : 'p'}${nth}`
    await sql`insert into appointments (district_id, id, role, person_id, grid_id, from_at, to_at)
      values (${districtId}, ${`a${nth}`}, ${isChief ? 'gridChief' : 'gridWorker'}, ${person}, ${idOf(grid)}, ${from}, ${to})`.execute(
      db,
    )
  }
  for (const [nth, { grid, kind }] of posts.entries()) {
    const called = JSON.stringify({ zh: `岗${nth}`, en: `Post ${nth}` })
    await sql`insert into posts (district_id, id, kind, name, grid_id, capacity)
      values (${districtId}, ${`post${nth}`}, ${kind}, ${called}::jsonb, ${grid === undefined ? 'gone' : idOf(grid)}, '{}')`.execute(
      db,
    )
  }
  for (const [nth, { post, startsAt, people }] of shifts.entries()) {
    await sql`insert into shifts (district_id, id, post_id, starts_at, ends_at, need, cancelled)
      values (${districtId}, ${`s${nth}`}, ${`post${post % posts.length}`}, ${startsAt}, ${startsAt}, 5, false)`.execute(db)
    for (let who = 0; who < people; who += 1) {
      const id = `${districtId}-${nth}-${who}`
      await sql`insert into sign_ups (district_id, id, shift_id, org_id, person_id, state, ordinal, at)
        values (${districtId}, ${id}, ${`s${nth}`}, 'o', ${`p${who}`}, 'seated', ${who}, ${at})`.execute(db)
      await sql`insert into attendances (district_id, sign_up_id, in_at, in_by)
        values (${districtId}, ${id}, ${startsAt}, 'code')`.execute(db)
    }
  }
}
