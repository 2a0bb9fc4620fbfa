import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { intersectionCoverSchema, intersectionListSchema, slotListSchema } from '@wangge/core/roster/schema'
import { signUpCommand } from '../harness.ts'
import type { District } from '../harness.ts'
import { counts, csv, openFresh, told } from './fresh-district.ts'
import type { Fresh } from './fresh-district.ts'

const HEADER = ['路口', '党组织', '起始时间', '交接时间', '所在网格', '经度', '纬度', '坐标系']
const DUTIES = [
  ['柳岸路口', '甲支部', '2026-02-01', '2026-03-05', 'micro-1;micro-3', '', '', ''],
  ['柳岸路口', '乙支部', '2026年3月5日', '', '', '', '', ''],
  ['花园路口', 'org-b', '2026-03-10 08:00', '', '', '104.0625', '30.5705', 'WGS-84'],
]
const at = (local: string) => new Date(`${local}+08:00`).toISOString()

/** 包路口 by table, in a district that nobody seeded. */
export function intersectionsImport(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let seeded: District
    let fresh: Fresh
    before(async () => {
      seeded = await open()
      fresh = await openFresh(seeded)
    })
    after(async () => {
      await seeded.database.close()
      assert.deepEqual(seeded.failures, [])
    })

    const imported = (table: string, query = '') => fresh.imported('intersections', table, query)
    const listed = async (as: 'street' | 'community' = 'street', query = '') => {
      const { status, body } = await fresh.send('GET', `/v1/intersections${query}`, as)
      assert.equal(status, 200, JSON.stringify(body))
      return intersectionListSchema.parse(body)
    }
    const duties = async () =>
      new Map((await listed()).intersections.map(({ name: { zh }, duties: own }) => [zh, own.map(({ orgId }) => orgId)]))

    it('tells hours without a branch before anything is written, and who overlaps by row and column', async () => {
      const planned = await imported(csv(HEADER, ...DUTIES), '?dryRun=true')
      assert.deepEqual(counts(planned), ['planned', 3, 0, 0, 0])
      assert.deepEqual(
        planned.notes!.map(({ zh }) => zh),
        ['花园路口：2026-03-02 09:00 至 2026-03-10 08:00 没有党组织包，共 191 小时'],
      )
      const twice = [...DUTIES, ['柳岸路口', '甲支部', '2026-03-04 12:00', '2026-03-06', '', '', '', '']]
      const bad = await imported(csv(HEADER, ...twice, ['旧路口', '没有', '昨天', '', 'micro-9', '', '', '']))
      assert.deepEqual(told(bad), [
        '3 起始时间 conflict',
        '5 起始时间 conflict',
        '6 所在网格 unknown',
        '6 党组织 unknown',
        '6 起始时间 invalid',
      ])
      assert.match(
        bad.faults[1]!.message.zh,
        /甲支部（2026-02-01 至 2026-03-05，第 2 行）与甲支部（2026-03-04 12:00 至 2026-03-06，第 5 行）重叠/,
      )
      assert.equal(bad.notes, undefined)
      assert.deepEqual([(await listed()).intersections, await fresh.audited('import-intersections')], [[], 0])
    })

    it('brings them in once, with one entry in the audit, by the street alone, and lists whose each is', async () => {
      assert.deepEqual(counts(await imported(csv(HEADER, ...DUTIES))), ['imported', 3, 0, 0, 0])
      assert.deepEqual(counts(await imported(csv(HEADER, ...DUTIES))), ['unchanged', 0, 0, 3, 0])
      assert.equal(await fresh.audited('import-intersections'), 1)
      const refused = await fresh.send('POST', '/v1/intersections:import', 'community', csv(HEADER, ...DUTIES), 'text/csv')
      assert.deepEqual([refused.status, refused.body.code], [403, 'role-not-allowed'])
      const { intersections, organisations } = await listed()
      const byName = new Map(intersections.map((one) => [one.name.zh, one]))
      assert.deepEqual(byName.get('柳岸路口')!.duties, [
        { orgId: 'org-a', from: at('2026-02-01T00:00:00'), to: at('2026-03-05T00:00:00') },
        { orgId: 'org-b', from: at('2026-03-05T00:00:00') },
      ])
      assert.deepEqual(byName.get('柳岸路口')!.gridIds, ['micro-1', 'micro-3'])
      assert.deepEqual(byName.get('花园路口')!.gridIds, ['micro-3'])
      assert.deepEqual(
        organisations.map(({ id, name: { zh } }) => [id, zh]),
        [
          ['org-a', '甲支部'],
          ['org-b', '乙支部'],
        ],
      )
      assert.deepEqual((await listed('community')).intersections, intersections, 'both lie in its community')
      assert.equal((await fresh.send('GET', '/v1/intersections?gridId=south', 'community')).status, 404)
      assert.deepEqual((await listed('street', '?gridId=micro-1')).intersections, [byName.get('柳岸路口')])
    })

    it('covers each instant once, and the gap that was told is the one that the cover lists', async () => {
      const span = `from=${encodeURIComponent(at('2026-03-02T09:00:00'))}&to=${encodeURIComponent(at('2026-03-16T09:00:00'))}`
      const { body } = await fresh.send('GET', `/v1/intersections/cover?${span}`)
      const { intersections, doubleHours, gapHours } = intersectionCoverSchema.parse(body)
      assert.deepEqual([doubleHours, gapHours], [0, 191])
      assert.deepEqual(
        intersections.flatMap(({ name: { zh }, gaps }) => gaps.map(({ from, to }) => [zh, from, to])),
        [['花园路口', at('2026-03-02T09:00:00'), at('2026-03-10T08:00:00')]],
      )
    })

    it('is of one mind when two offices give a crossing away at once', async () => {
      const rows = (branch: string) => csv(HEADER.slice(0, 5), ['新路口', branch, '2026-04-01', '', 'micro-2'])
      const reports = await Promise.all(['甲支部', '乙支部', '甲支部'].map((branch) => imported(rows(branch))))
      // The second to come finds the crossing and its beginning: whose it is then is told by the last.
      assert.equal(
        reports.reduce((sum, { created }) => sum + created, 0),
        1,
      )
      assert.equal((await duties()).get('新路口')!.length, 1)
      assert.deepEqual(counts(await imported(csv(['路口', '起始时间', '撤销'], ['新路口', '2026-04-01', '是']))), [
        'imported',
        0,
        0,
        0,
        1,
      ])
      assert.deepEqual((await duties()).get('新路口'), [])
    })

    it('seats the branch whose the crossing is, keeps its duty on record, and tells whose seats are not its own any more', async () => {
      const posts = csv(
        ['岗位编号', '岗位名称', '岗位类别', '所在网格', '所在地点', '最多人数'],
        ['cross', '柳岸岗', '包路口', 'micro-1', '柳岸路口', '3'],
      )
      assert.deepEqual(counts(await fresh.imported('posts', posts)), ['imported', 1, 0, 0, 0])
      const lines = [{ id: 'am', weekdays: [1, 2, 3, 4, 5, 6, 7], from: '09:00', to: '11:00', need: 2 }]
      const templates = [{ id: 'week', postId: 'cross', from: '2026-03-02', lines }]
      assert.equal((await fresh.send('POST', '/v1/admin/templates-set', 'street', { templates })).status, 200)
      assert.equal((await fresh.send('POST', '/v1/admin/shifts-make', 'street', { weeks: 1, from: '2026-03-04' })).status, 200)
      const slotsOf = async (org: 'org-a' | 'org-b') =>
        slotListSchema
          .parse((await fresh.send('GET', `/v1/slots?org=${org}`, org)).body)
          .slots.map(({ id, startsAt }) => ({ id, startsAt }))
      const [own, theirs] = [await slotsOf('org-a'), await slotsOf('org-b')]
      assert.deepEqual(
        own.map(({ startsAt }) => startsAt),
        [at('2026-03-04T09:00:00')],
      )
      assert.equal(theirs[0]?.startsAt, at('2026-03-05T09:00:00'))
      const seat = await fresh.send('POST', '/v1/sign-ups', 'org-a', signUpCommand({ slotId: own[0]!.id }))
      assert.deepEqual([seat.status, seat.body.state], [201, 'seated'], JSON.stringify(seat.body))
      const away = csv(['路口', '党组织', '起始时间', '撤销'], ['柳岸路口', '', '2026-02-01', '是'])
      assert.deepEqual(told(await imported(away)), ['2 撤销 conflict'])
      const { cursor } = (await fresh.send('GET', '/v1/changes')).body
      const handover = csv(
        ['路口', '党组织', '起始时间', '交接时间'],
        ['柳岸路口', '甲支部', '', '2026-03-04'],
        ['柳岸路口', '乙支部', '2026-03-04', '2026-03-05'],
      )
      const handed = await imported(handover)
      assert.deepEqual(counts(handed), ['imported', 1, 1, 0, 0])
      assert.match(
        handed.notes!.map(({ zh }) => zh).join('\n'),
        /柳岸路口：甲支部的 1 个名额所在班次届时已不由其包，仍由报名的人值守/,
      )
      assert.deepEqual(await slotsOf('org-a'), [])
      const { changes } = (await fresh.send('GET', `/v1/changes?after=${cursor}`)).body
      assert.ok(changes.length > 0 && changes.every(({ topic }: { topic: string }) => topic === 'slot'), 'whoever looks is told')
      assert.deepEqual(counts(await imported(handover)), ['unchanged', 0, 0, 2, 0])
    })
  })
}
