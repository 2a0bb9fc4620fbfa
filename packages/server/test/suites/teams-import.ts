import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { listTeams } from '../../src/storage/points.ts'
import { nextUlid } from '../harness.ts'
import type { District } from '../harness.ts'
import { counts, csv, FRESH, openFresh, told } from './fresh-district.ts'
import type { Fresh } from './fresh-district.ts'

const PEOPLE = csv(
  ['人员编号', '姓名', '手机', '所属党组织', '工号'],
  ['p-1', '邓雪莎', '13900001001', '甲支部', ''],
  ['p-2', '高一', '13900001002', '甲支部', 'A-2'],
  ['p-3', '牛小五', '13900001003', '乙支部', ''],
)
const HEADER = ['队伍名称', '队伍类别', '所属党组织', '姓名', '手机', '工号', '人员编号', '是否队长']
const TEAMS = [
  ['柳岸突击队', '党员突击队', '甲支部', '邓雪莎', '13900001001', '', '', '是'],
  ['柳岸突击队', '', '甲支部', '高一', '', 'A-2', '', ''],
  ['花园服务队', '服务队', '', '', '', '', 'p-3', ''],
]

/** Teams by table, in a district that nobody seeded: grids, organisations, people, then teams. */
export function teamsImport(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let seeded: District
    let fresh: Fresh
    before(async () => {
      seeded = await open()
      fresh = await openFresh(seeded)
      assert.equal((await fresh.imported('people', PEOPLE)).outcome, 'imported')
    })
    after(async () => {
      await seeded.database.close()
      assert.deepEqual(seeded.failures, [])
    })

    const imported = (table: string, query = '') => fresh.imported('teams', table, query)
    const stored = async () =>
      new Map(
        (await listTeams(seeded.database.db, FRESH)).map(({ name: { zh }, kind, orgId, leaderId, memberIds }) => [
          zh,
          [kind, orgId, leaderId, memberIds] as const,
        ]),
      )

    it('tells what would come of it, and every fault by row and column, but nobody’s name or number', async () => {
      const planned = await imported(csv(HEADER, ...TEAMS), '?dryRun=true')
      assert.deepEqual([counts(planned), planned.joined, planned.left], [['planned', 2, 0, 0, 0], 3, 0])
      assert.deepEqual(
        planned.notes!.map(({ zh }) => zh),
        ['柳岸突击队：没有测评点位'],
      )
      const bad = await imported(
        csv(
          ...[HEADER, ...TEAMS],
          ['柳岸突击队', '', '', '无名氏', '13900009999', '', '', ''],
          ['柳岸突击队', '', '', '无名氏', '13900001003', '', '', ''],
          ['柳岸突击队', '', '', '无名氏', '', '', '', ''],
          ['柳岸突击队', '', '', '', '不是电话', '', '', ''],
          ['柳岸突击队', '', '乙支部', '', '', '', '', ''],
          ['新队', '', '', '', '', '', '', ''],
        ),
      )
      assert.deepEqual(told(bad), [
        ...[
          '5 手机 unknown',
          '6 姓名 conflict',
          '7 手机 required',
          '8 手机 invalid',
          '9 所属党组织 conflict',
          '10 队伍类别 required',
        ],
      ])
      assert.doesNotMatch(JSON.stringify(bad), /无名氏|1390000|不是电话|邓雪莎/)
      assert.deepEqual([(await stored()).size, await fresh.audited('import-teams')], [0, 0])
    })

    it('brings teams in once, with one entry in the audit, by the street alone', async () => {
      assert.deepEqual(counts(await imported(csv(HEADER, ...TEAMS))), ['imported', 2, 0, 0, 0])
      assert.deepEqual(counts(await imported(csv(HEADER, ...TEAMS))), ['unchanged', 0, 0, 2, 0])
      assert.equal(await fresh.audited('import-teams'), 1)
      assert.deepEqual(
        await stored(),
        new Map([
          ['柳岸突击队', ['taskForce', 'org-a', 'p-1', ['p-1', 'p-2']]],
          ['花园服务队', ['service', undefined, undefined, ['p-3']]],
        ]),
      )
      const refused = await fresh.send('POST', '/v1/teams:import', 'community', csv(HEADER, ...TEAMS), 'text/csv')
      assert.deepEqual([refused.status, refused.body.code], [403, 'role-not-allowed'])
      const others = await Promise.all([1, 2, 3].map(() => imported(csv(['队伍名称', '队伍类别'], ['同时', '服务队']))))
      assert.equal(
        others.reduce((sum, { created }) => sum + created, 0),
        1,
      )
    })

    it('lets somebody leave, and a team go, by a row that says so', async () => {
      const left = await imported(csv(['队伍名称', '人员编号', '离队'], ['柳岸突击队', 'p-2', '是']))
      assert.deepEqual([counts(left), left.left], [['imported', 0, 1, 0, 0], 1])
      assert.deepEqual(counts(await imported(csv(['队伍名称', '撤销'], ['同时', '是']))), ['imported', 0, 0, 0, 1])
      assert.deepEqual((await stored()).get('柳岸突击队'), ['taskForce', 'org-a', 'p-1', ['p-1']])
    })

    it('is in what is told to a person of theirs, and lets them go from it by an erasure', async () => {
      const { body } = await fresh.send('GET', '/v1/people/p-1/data')
      const [own] = body.records.teams
      assert.deepEqual([own.name.zh, own.leader_id, own.member_ids], ['柳岸突击队', 'p-1', ['p-1']])
      const erased = await fresh.send('POST', '/v1/people/p-1/erasure', 'street', { id: nextUlid(), confirm: true })
      assert.equal(erased.status, 200, JSON.stringify(erased.body))
      assert.deepEqual((await stored()).get('柳岸突击队'), ['taskForce', 'org-a', undefined, []])
      const again = await imported(csv(HEADER, TEAMS[0]!))
      assert.deepEqual(told(again), ['2 手机 unknown'])
    })
  })
}
