import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { reportInSchema } from '@wangge/core/roster/schema'
import { sql } from 'kysely'
import { reportInText } from '../../src/cli/report-in.ts'
import { assertProblem } from '../harness.ts'
import type { Caller, District } from '../harness.ts'

/** 到社区报到: somebody of each sort, at a post in the north. */
export function reportIn(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let district: District
    const days = 'from=2026-03-01&to=2026-03-08'
    const read = async (query: string, as: Caller = 'street') => {
      const answer = await district.call('GET', `/v1/report-in?${query}`, { as })
      assert.equal(answer.status, 200, JSON.stringify(answer.body))
      return reportInSchema.parse(answer.body)
    }

    before(async () => {
      district = await open()
      const { db } = district.database
      const named = (text: string) => JSON.stringify({ zh: text, en: text })
      await sql`insert into posts (district_id, id, kind, name, grid_id, capacity, scheme_tag) values
        ('main', 'ri-north', 'reportIn', ${named('报到点')}::jsonb, 'micro-1', '{"min":1,"max":9}', '四联三评'),
        ('main', 'ri-more', 'reportIn', ${named('又一报到点')}::jsonb, 'north', '{"min":1,"max":9}', '四联三评'),
        ('main', 'ri-all', 'reportIn', ${named('街道报到点')}::jsonb, 'root', '{"min":1,"max":9}', null)`.execute(db)
      const shift = (id: string, postId: string, at: string, cancelled = false) =>
        sql`insert into shifts (district_id, id, post_id, starts_at, ends_at, need, cancelled)
          values ('main', ${id}, ${postId}, ${`${at}+08:00`}::timestamptz, ${`${at}+08:00`}::timestamptz + interval '1 hour', 9, ${cancelled})`.execute(
          db,
        )
      await shift('ri-1', 'ri-north', '2026-03-01T00:00')
      await shift('ri-2', 'ri-more', '2026-03-07T22:00')
      await shift('ri-late', 'ri-north', '2026-03-08T00:00')
      await shift('ri-off', 'ri-north', '2026-03-02T08:00', true)
      await shift('ri-all', 'ri-all', '2026-03-03T08:00')
      const register = (personId: string, communityId: string, kind = 'dual') =>
        sql`insert into registrations (district_id, person_id, community_id, kind) values ('main', ${personId}, ${communityId}, ${kind})`.execute(
          db,
        )
      for (const person of ['r1', 'r2', 'r3', 'r4', 'r5']) await register(person, 'north')
      await register('r1', 'north', 'volunteer')
      await sql`insert into memberships (district_id, person_id, org_id, from_at) values
        ('main', 'r1', 'org-a', '2026-01-01T00:00Z'), ('main', 'r2', 'org-a', '2026-01-01T00:00Z'),
        ('main', 'r3', 'org-b', '2026-01-01T00:00Z')`.execute(db)
      let ordinal = 50_000
      const came = async (personId: string, slotId: string, at: 'in' | 'out' | 'never') => {
        const id = `su-${personId}-${slotId}`
        await sql`insert into sign_ups (district_id, id, shift_id, org_id, person_id, state, ordinal, at)
          values ('main', ${id}, ${slotId}, 'org-a', ${personId}, 'seated', ${ordinal++}, '2026-03-01T00:00Z')`.execute(db)
        if (at === 'never') return
        await sql`insert into attendances (district_id, sign_up_id, ${sql.raw(`${at}_at, ${at}_by`)})
          values ('main', ${id}, '2026-03-01T00:00Z', 'host')`.execute(db)
      }
      await came('r1', 'ri-1', 'in')
      await came('r1', 'ri-2', 'in')
      await came('r2', 'ri-2', 'out')
      await came('r3', 'ri-1', 'never')
      await came('r4', 'ri-late', 'in')
      await came('r5', 'ri-off', 'in')
      await came('stranger', 'ri-1', 'in')
      await came('r5', 'ri-all', 'in')
      await came('erased-1', 'ri-1', 'in')
    })

    after(async () => {
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })

    it('counts whoever came in the days, once, by community and by home, with the tag as it is written', async () => {
      const { asOf, from, to, total, communities, organisations, unaffiliated } = await read(days)
      assert.deepEqual([from, to, asOf], ['2026-03-01', '2026-03-08', new Date(district.clock.now).toISOString()])
      const base = (await baseline()).registered
      assert.deepEqual(total, { reported: 2, registered: base, others: 1 })
      const north = communities.find(({ communityId }) => communityId === 'north')!
      assert.deepEqual([north.reported, north.others, north.schemeTags], [2, 1, ['四联三评']])
      const rate = (orgId: string) => organisations.find((one) => one.orgId === orgId)!
      assert.deepEqual([rate('org-a').reported, rate('org-b').reported, unaffiliated.reported], [2, 0, 0])
      assert.equal(
        organisations.reduce((sum, { registered }) => sum + registered, unaffiliated.registered),
        total.registered,
      )
    })

    it('tells nobody of a shift that was called off, or began before or after the days', async () => {
      const { total } = await read('from=2026-03-02&to=2026-03-03')
      assert.deepEqual([total.reported, total.others], [0, 0])
      const later = await read('from=2026-03-08&to=2026-03-09')
      assert.deepEqual([later.total.reported, later.total.others], [1, 0])
    })

    it('counts whoever had come to a shift before it was called off', async () => {
      const { db } = district.database
      await sql`update shifts set called_off_at = '2026-03-02T07:30:00+08:00' where id = 'ri-off'`.execute(db)
      assert.equal((await read('from=2026-03-02&to=2026-03-03')).total.reported, 1)
      await sql`update shifts set called_off_at = null where id = 'ri-off'`.execute(db)
    })

    it('tells whoever reaches a community of it, and nobody of another', async () => {
      const { communities } = await read(`${days}&gridId=north`, 'community')
      assert.deepEqual(
        communities.map(({ communityId }) => communityId),
        ['north'],
      )
      assertProblem(await district.call('GET', '/v1/report-in?gridId=root', { as: 'community' }), 404, 'unknown-grid')
      assertProblem(await district.call('GET', '/v1/report-in', { as: 'liaison' }), 403, 'role-not-allowed')
    })

    it('takes a year of days, and no more', async () => {
      await read('from=2025-03-05&to=2026-03-06')
      assertProblem(
        await district.call('GET', '/v1/report-in?from=2025-03-04&to=2026-03-06', { as: 'street' }),
        400,
        'invalid-query',
      )
    })

    it('is said on the command line with its numerator, its denominator and its time', async () => {
      const told = await read(days)
      const { total } = told
      const [head, all] = reportInText(told, 'zh').split('\n')
      assert.match(head!, /^报到率（报到人数\/登记人数），2026-03-01 起至 2026-03-08 前，截至 2026-03-02T01:00/)
      assert.match(all!, new RegExp(`%  2/${total.registered} +全部  另有 1 人未在此登记而来报到$`))
      assert.match(reportInText(told, 'en'), /^ +[\d.]+%  2\/\d+ .*四联三评 {2}and 1 who reported in/m)
    })

    const baseline = async () => {
      const { rows } = await sql<{ registered: number }>`
        select count(distinct person_id)::int as registered from registrations where district_id = 'main'`.execute(
        district.database.db,
      )
      return rows[0]!
    }
  })
}
