import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { rosterWeekSchema, teamListSchema } from '@wangge/core/roster/schema'
import type { TeamList } from '@wangge/core/roster/schema'
import { sql } from 'kysely'
import { assertProblem } from '../harness.ts'
import type { Caller, District } from '../harness.ts'

/** Who is in the teams of evaluation points, and which of them stand at a post. */
export function teams(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let district: District
    before(async () => {
      district = await open()
      const { db } = district.database
      const named = (text: string) => JSON.stringify({ zh: text, en: text })
      const ids = (...all: string[]) => JSON.stringify(all)
      await sql`insert into memberships (district_id, person_id, org_id, from_at, to_at) values
        ('main', 'head-1', 'org-a', '2026-01-01T00:00Z', null), ('main', 'head-2', 'org-b', '2026-01-01T00:00Z', null),
        ('main', 'head-2', 'org-a', '2025-01-01T00:00Z', '2026-01-01T00:00Z')`.execute(db)
      await sql`update teams set member_ids = ${ids('gone', 'head-1', 'head-2')}::jsonb
        where district_id = 'main' and id = 'task-force'`.execute(db)
      await sql`insert into teams (district_id, id, kind, name, leader_id, member_ids, point_ids, org_id) values
        ('main', 'far', 'vanguard', ${named('远处先锋队')}::jsonb, null, ${ids('head-2')}::jsonb, ${ids('point-far')}::jsonb, 'org-b'),
        ('main', 'own-none', 'service', ${named('空服务队')}::jsonb, null, '[]'::jsonb, '[]'::jsonb, 'org-a'),
        ('main', 'served', 'service', ${named('服务队')}::jsonb, null, ${ids('head-1')}::jsonb, '[]'::jsonb, null)`.execute(db)
      await sql`insert into evaluation_points (district_id, id, place_id, name, grid_id, standard_ids, owner_team_ids, status) values
        ('main', 'point-bare', 'bare', ${named('无队点位')}::jsonb, 'micro-2', '[]', ${ids('no-such-team')}::jsonb, 'unassessed'),
        ('main', 'point-far', 'far', ${named('远处点位')}::jsonb, 'root', '[]', ${ids('far')}::jsonb, 'unassessed')`.execute(db)
      await sql`insert into posts (district_id, id, kind, name, grid_id, place_id, capacity) values
        ('main', 'ep-hall', 'evaluationPoint', ${named('服务站点位')}::jsonb, 'micro-1', 'hall', '{"min":1,"max":9}'),
        ('main', 'ep-bare', 'evaluationPoint', ${named('无队点位')}::jsonb, 'micro-2', 'bare', '{"min":1,"max":9}'),
        ('main', 'ep-none', 'evaluationPoint', ${named('无点位')}::jsonb, 'micro-2', null, '{"min":1,"max":9}'),
        ('main', 'ep-far', 'evaluationPoint', ${named('远处点位')}::jsonb, 'root', 'far', '{"min":1,"max":9}'),
        ('main', 'at-hall', 'patrol', ${named('服务站巡查岗')}::jsonb, 'micro-1', 'hall', '{"min":1,"max":9}')`.execute(db)
      for (const post of ['ep-hall', 'ep-bare', 'ep-none', 'ep-far', 'at-hall']) {
        await sql`insert into shifts (district_id, id, post_id, starts_at, ends_at, need, cancelled)
          values ('main', ${`sh-${post}`}, ${post}, '2026-03-03T08:00+08:00', '2026-03-03T10:00+08:00', 9, false)`.execute(db)
      }
    })
    after(async () => {
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })

    const read = async (as: Caller, query = ''): Promise<TeamList['teams']> => {
      const { status, body } = await district.call('GET', `/v1/teams${query}`, { as })
      assert.equal(status, 200, JSON.stringify(body))
      return teamListSchema.parse(body).teams
    }
    const told = async (as: Caller, query = '') =>
      (await read(as, query)).map(({ id, members, people }) => [id, members, people.map((one) => one.name).join(' ')])

    it('are told to the street with everybody in them, the leader first, by an audited reading', async () => {
      const all = await read('street')
      assert.deepEqual(
        all.map(({ id }) => id),
        ['far', 'own-none', 'served', 'task-force'],
      )
      assert.deepEqual(all.at(-1), {
        id: 'task-force',
        kind: 'taskForce',
        name: { zh: '突击队', en: 'Task Force' },
        orgId: 'org-a',
        members: 3,
        people: [
          { personId: 'head-2', name: '样本', leads: true },
          { personId: 'gone', name: '—' },
          { personId: 'head-1', name: '样例' },
        ],
      })
      const { db } = district.database
      const acts = await db.selectFrom('audit_entries').select(['action', 'subject']).orderBy('seq', 'desc').executeTakeFirst()
      assert.deepEqual(acts, { action: 'read-teams', subject: 'root' })
    })

    it('are told to a community where they answer for one of its points', async () => {
      assert.deepEqual(await told('community'), [['task-force', 3, '样本 — 样例']])
      assert.deepEqual(await told('community', '?pointId=point-far'), [])
      assert.deepEqual(await told('community', '?postId=ep-far'), [])
    })

    it('are told to a liaison with their own people only: their organisation’s teams, and those with one of theirs', async () => {
      assert.deepEqual(await told('liaison'), [
        ['own-none', 0, ''],
        ['served', 1, '样例'],
        // Who was of the organisation once is not theirs to name.
        ['task-force', 3, '样例'],
      ])
      assert.deepEqual(await told('liaison', '?postId=ep-far'), [['far', 1, '']], 'whose the point is, and nobody of it')
      assert.deepEqual(await told('liaison', '?pointId=point-far'), [])
      const [force] = await read('liaison', '?postId=ep-hall')
      assert.ok(
        force!.people.every(({ leads }) => leads === undefined),
        'another’s person leads it',
      )
    })

    it('are asked of a post or a point, and what there is not has none', async () => {
      for (const query of ['?postId=ep-hall', '?pointId=point-1', '?postId=ep-hall&pointId=point-1']) {
        assert.deepEqual((await told('street', query))[0]![0], 'task-force', query)
      }
      for (const query of [
        '?postId=ep-bare',
        '?postId=ep-none',
        '?postId=at-hall',
        '?postId=nowhere',
        '?pointId=nowhere',
        '?postId=ep-hall&pointId=point-far',
      ]) {
        assert.deepEqual(await told('street', query), [], query)
      }
      for (const as of ['estate', 'head', 'inspector', 'auditor'] as const) {
        assertProblem(await district.call('GET', '/v1/teams', { as }), 403, 'role-not-allowed')
      }
      assertProblem(await district.call('GET', '/v1/teams?gridId=root', { as: 'street' }), 400, 'invalid-query')
    })

    it('masks a minor for everybody but the street', async () => {
      const { db } = district.database
      await sql`update people set minor = true where district_id = 'main' and id = 'head-1'`.execute(db)
      const nameTo = async (as: Caller) =>
        (await read(as, '?postId=ep-hall'))[0]!.people.find(({ personId }) => personId === 'head-1')!.name
      assert.deepEqual([await nameTo('street'), await nameTo('community'), await nameTo('liaison')], ['样例', '样*', '样*'])
      await sql`update people set minor = false where district_id = 'main'`.execute(db)
    })

    it('stand in the week at the posts of their points, without anybody’s name', async () => {
      const week = async (as: Caller) => {
        const { status, body } = await district.call('GET', '/v1/roster?from=2026-03-02', { as })
        assert.equal(status, 200, JSON.stringify(body))
        return rosterWeekSchema.parse(body)
      }
      const at = ({ posts }: Awaited<ReturnType<typeof week>>) =>
        Object.fromEntries(posts.map(({ id, teamIds }) => [id, teamIds] as const))
      const all = await week('street')
      assert.deepEqual(at(all), {
        'at-hall': undefined,
        // The only team that it names is gone.
        'ep-bare': [],
        'ep-far': ['far'],
        'ep-hall': ['task-force'],
        'ep-none': undefined,
        'post-1': undefined,
        'post-2': undefined,
      })
      assert.deepEqual(all.teams, [
        { id: 'far', kind: 'vanguard', name: { zh: '远处先锋队', en: '远处先锋队' }, orgId: 'org-b', members: 1 },
        { id: 'task-force', kind: 'taskForce', name: { zh: '突击队', en: 'Task Force' }, orgId: 'org-a', members: 3 },
      ])
      assert.deepEqual(
        all.organisations.map(({ id }) => id),
        ['org-a', 'org-b'],
        'whose teams they are',
      )
      const community = await week('community')
      assert.deepEqual(
        community.teams?.map(({ id }) => id),
        ['task-force'],
      )
      assert.deepEqual(at(await week('liaison'))['ep-far'], ['far'])
      assert.deepEqual((await week('estate')).teams, [], 'no evaluation point of theirs has a shift')
    })
  })
}
