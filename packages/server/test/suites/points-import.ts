import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { pointListSchema } from '@wangge/core/roster/schema'
import { sql } from 'kysely'
import type { District } from '../harness.ts'
import { counts, csv, FRESH, openFresh, told } from './fresh-district.ts'
import type { Fresh } from './fresh-district.ts'

const HEADER = ['点位编号', '点位名称', '点位类别', '所在地点', '经度', '纬度', '坐标系', '测评标准', '责任队伍']
const POINTS = [
  ['', '东门市场', '农贸市场', '', '104.0605', '30.5705', 'WGS-84', 'std-order、std-safety', '柳岸突击队'],
  ['cross', '柳岸路口点位', '路口', '柳岸路口', '', '', '', '', '柳岸突击队、花园先锋队'],
]

/** Evaluation points by table, in a district that nobody seeded: grids, organisations, people, intersections, teams, points. */
export function pointsImport(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let seeded: District
    let fresh: Fresh
    before(async () => {
      seeded = await open()
      fresh = await openFresh(seeded)
      for (const [what, table] of [
        ['people', csv(['人员编号', '姓名', '手机'], ['p-1', '邓雪莎', '13900001001'], ['p-2', '高一', '13900001002'])],
        ['intersections', csv(['路口', '党组织', '起始时间', '所在网格'], ['柳岸路口', '甲支部', '2026-02-01', 'micro-3'])],
        [
          'teams',
          csv(
            ['队伍名称', '队伍类别', '所属党组织', '人员编号', '是否队长'],
            ['柳岸突击队', '突击队', '甲支部', 'p-1', '是'],
            ['花园先锋队', '先锋队', '', 'p-2', ''],
          ),
        ],
      ] as const)
        assert.equal((await fresh.imported(what, table)).outcome, 'imported', what)
    })
    after(async () => {
      await seeded.database.close()
      assert.deepEqual(seeded.failures, [])
    })

    const imported = (table: string, query = '') => fresh.imported('points', table, query)
    const listed = async (as: 'street' | 'community' = 'street') => {
      const { status, body } = await fresh.send('GET', '/v1/points', as)
      assert.equal(status, 200, JSON.stringify(body))
      return pointListSchema.parse(body)
    }

    it('tells what would come of it, and every fault by row and column; neither writes anything', async () => {
      const planned = await imported(csv(HEADER, ...POINTS), '?dryRun=true')
      assert.deepEqual([counts(planned), planned.notes], [['planned', 2, 0, 0, 0], undefined])
      const bad = await imported(
        csv(
          ...[HEADER, ...POINTS],
          ['', '无类别', '', '', '104.0605', '30.5705', 'WGS-84', '', ''],
          ['', '不合', '公园', '柳岸路口', '', '', '', '', ''],
          ['', '在外', '公园', '', '10', '10', 'WGS-84', '', ''],
          ['', '无队', '公园', '', '104.0605', '30.5705', 'WGS-84', '', '没有的队'],
          ['', '标准', '公园', '', '104.0605', '30.5705', 'WGS-84', '秩序', ''],
        ),
      )
      assert.deepEqual(told(bad), [
        ...['4 点位类别 required', '5 点位类别 conflict', '6 经度 conflict', '7 责任队伍 unknown', '8 测评标准 invalid'],
      ])
      assert.deepEqual([(await listed()).points, await fresh.audited('import-points')], [[], 0])
    })

    it('brings points in once, by the street alone, and lists them with the teams that answer for them', async () => {
      assert.deepEqual(counts(await imported(csv(HEADER, ...POINTS))), ['imported', 2, 0, 0, 0])
      assert.deepEqual(counts(await imported(csv(HEADER, ...POINTS))), ['unchanged', 0, 0, 2, 0])
      assert.equal(await fresh.audited('import-points'), 1)
      const refused = await fresh.send('POST', '/v1/points:import', 'community', csv(HEADER, ...POINTS), 'text/csv')
      assert.deepEqual([refused.status, refused.body.code], [403, 'role-not-allowed'])
      const { points, teams, findings } = await listed()
      const byName = new Map(points.map((point) => [point.name.zh, point]))
      const [market, crossing] = [byName.get('东门市场')!, byName.get('柳岸路口点位')!]
      assert.deepEqual([market.gridId, market.position, market.status], ['micro-1', [104.0605, 30.5705], 'unassessed'])
      assert.deepEqual([crossing.id, crossing.gridId, crossing.teamIds.length], ['cross', 'micro-3', 2])
      assert.deepEqual(
        teams.map(({ name: { zh }, kind, members, leader }) => [zh, kind, members, leader?.name]).sort(),
        [
          ['柳岸突击队', 'taskForce', 1, '邓雪莎'],
          ['花园先锋队', 'vanguard', 1, undefined],
        ].sort(),
      )
      assert.deepEqual(findings, [])
    })

    it('has a point and its teams name each other from either table', async () => {
      const away = await imported(csv(['点位编号', '责任队伍'], ['cross', '柳岸突击队']))
      assert.deepEqual(counts(away), ['imported', 0, 1, 0, 0])
      assert.deepEqual(
        away.notes!.map(({ zh }) => zh),
        ['花园先锋队：没有测评点位'],
      )
      const given = await fresh.imported('teams', csv(['队伍名称', '测评点位'], ['花园先锋队', '东门市场']))
      assert.deepEqual([counts(given), given.notes], [['imported', 0, 1, 0, 0], undefined])
      const { points, findings } = await listed()
      assert.deepEqual([points.find(({ name: { zh } }) => zh === '东门市场')?.teamIds.length, findings], [2, []])
    })

    it('keeps a point that was inspected, and lets another go by a row that says so', async () => {
      await sql`
        update evaluation_points set status = 'pass', last_score = 91 where district_id = ${FRESH} and id = 'cross'`.execute(
        seeded.database.db,
      )
      assert.deepEqual(told(await imported(csv(['点位编号', '撤销'], ['cross', '是']))), ['2 撤销 conflict'])
      assert.deepEqual(counts(await imported(csv(['点位名称', '撤销'], ['东门市场', '是']))), ['imported', 0, 0, 0, 1])
      const moved = await imported(csv(['点位编号', '英文名称'], ['cross', 'Willow crossing']))
      assert.deepEqual(counts(moved), ['imported', 0, 1, 0, 0])
      const { points, findings } = await listed()
      assert.deepEqual(
        points.map(({ name: { en }, status, lastScore }) => [en, status, lastScore]),
        [['Willow crossing', 'pass', 91]],
      )
      assert.deepEqual(findings, [], 'no team names a point that is gone; the vanguard team without one is told nowhere here')
    })
  })
}
