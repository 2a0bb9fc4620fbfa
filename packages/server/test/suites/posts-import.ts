import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { madeShiftsSchema, slotListSchema, slotViewSchema } from '@wangge/core/roster/schema'
import { changesPageSchema } from '@wangge/core/schema'
import { signUpCommand } from '../harness.ts'
import type { District } from '../harness.ts'
import { counts, csv, openFresh, told } from './fresh-district.ts'
import type { Fresh } from './fresh-district.ts'

const HEADER = ['岗位编号', '岗位名称', '岗位类别', '所在网格', '经度', '纬度', '坐标系', '所在地点', '最多人数']
const POSTS = [
  ['', '东门流动哨', '流动哨', 'MICRO-1', '104.0605', '30.5705', 'WGS-84', '', '4'],
  ['cross-1', '柳岸路口岗', '包路口', 'micro-2', '', '', '', '柳岸路口', '2'],
  ['', '甲社区报到岗', '社区报到', 'north', '', '', '', '', '9'],
]
const week = (postId: string) => ({
  ...{ id: `week-${postId}`, postId, from: '2026-03-02' },
  lines: [{ id: 'am', weekdays: [1, 2, 3, 4, 5, 6, 7], from: '09:00', to: '11:00', need: 1 }],
})

/** Posts by table, in a district that nobody seeded: grids, organisations and posts come in as a street has them. */
export function postsImport(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let seeded: District
    let send: Fresh['send']
    let imported: Fresh['imported']
    let audited: Fresh['audited']
    before(async () => {
      seeded = await open()
      ;({ send, imported, audited } = await openFresh(seeded))
    })
    after(async () => {
      await seeded.database.close()
      assert.deepEqual(seeded.failures, [])
    })

    const stored = () =>
      seeded.database.db.selectFrom('posts').selectAll().where('district_id', '=', 'fresh').orderBy('name').execute()
    const cursorNow = async () => (await send('GET', '/v1/changes')).body.cursor as number
    const newsAfter = async (cursor: number) =>
      changesPageSchema.parse((await send('GET', `/v1/changes?after=${cursor}`)).body).changes

    it('tells what would come of it, and every fault by row and column; neither writes anything', async () => {
      assert.deepEqual(counts(await imported('posts', csv(HEADER, ...POSTS), '?dryRun=true')), ['planned', 3, 0, 0, 0])
      const bad = await imported(
        'posts',
        csv(
          ...[HEADER, ...POSTS, ['', '无类别', '', 'micro-1', '', '', '', '', '1']],
          ...[['', '在别处', '流动哨', 'micro-2', '104.0605', '30.5705', 'WGS-84', '', '1']],
          ['', '人太多', '流动哨', 'micro-2', '', '', '', '', '1001'],
        ),
      )
      assert.deepEqual(
        [bad.outcome, told(bad)],
        ['refused', ['5 岗位类别 required', '6 所在网格 conflict', '7 最多人数 invalid']],
      )
      assert.deepEqual([await stored(), await audited('import-posts')], [[], 0])
    })

    it('brings posts in once, with one entry in the audit, by the street alone', async () => {
      assert.deepEqual(counts(await imported('posts', csv(HEADER, ...POSTS))), ['imported', 3, 0, 0, 0])
      assert.deepEqual(counts(await imported('posts', csv(HEADER, ...POSTS))), ['unchanged', 0, 0, 3, 0])
      assert.equal(await audited('import-posts'), 1)
      const refused = await send('POST', '/v1/posts:import', 'community', csv(HEADER, ...POSTS), 'text/csv')
      assert.deepEqual([refused.status, refused.body.code], [403, 'role-not-allowed'])
      const others = await Promise.all(
        [1, 2, 3].map(() => imported('posts', csv(HEADER, ['', '同时', '巡查岗', 'micro-3', '', '', '', '', '1']))),
      )
      assert.equal(
        others.reduce((sum, { created }) => sum + created, 0),
        1,
      )
    })

    it('makes shifts of them from a template, in which somebody is seated', async () => {
      const post = (await stored()).find(({ name: { zh } }) => zh === '东门流动哨')!
      const set = await send('POST', '/v1/admin/templates-set', 'street', { templates: [week(post.id)] })
      assert.equal(set.status, 200, JSON.stringify(set.body))
      const made = madeShiftsSchema.parse(
        (await send('POST', '/v1/admin/shifts-make', 'street', { weeks: 1, from: '2026-03-03' })).body,
      )
      assert.equal(made.made, 7)
      const open = await send('GET', '/v1/slots?org=org-a', 'org-a')
      assert.equal(open.status, 200, JSON.stringify(open.body))
      const { slots } = slotListSchema.parse(open.body)
      assert.deepEqual([...new Set(slots.map(({ post: { name: called } }) => called.zh))], ['东门流动哨'])
      const command = signUpCommand({ slotId: slots[0]!.id })
      const seat = await send('POST', '/v1/sign-ups', 'org-a', command)
      assert.deepEqual([seat.status, seat.body.state], [201, 'seated'], JSON.stringify(seat.body))
    })

    it('tells the feed of shifts whose post is called otherwise, and keeps a post that has some', async () => {
      const cursor = await cursorNow()
      const renamed = ['岗位编号', '岗位名称', '英文名称']
      const { id } = (await stored()).find(({ name: { zh } }) => zh === '东门流动哨')!
      assert.deepEqual(counts(await imported('posts', csv(renamed, [id, '东大门哨', 'East gate']))), ['imported', 0, 1, 0, 0])
      const news = await newsAfter(cursor)
      assert.deepEqual([news.length, new Set(news.map(({ topic }) => topic))], [7, new Set(['slot'])])
      assert.deepEqual(slotViewSchema.parse(news[0]!.data).post.name, { zh: '东大门哨', en: 'East gate' })
      const away = ['岗位编号', '撤销']
      assert.deepEqual(told(await imported('posts', csv(away, [id, '是'], ['cross-1', '是']))), ['2 撤销 conflict'])
      assert.deepEqual(counts(await imported('posts', csv(['岗位名称', '撤销'], ['同时', '是']))), ['imported', 0, 0, 0, 1])
      assert.deepEqual(counts(await imported('posts', csv(['岗位名称', '撤销'], ['同时', '是']))), ['unchanged', 0, 0, 1, 0])
      assert.equal((await stored()).length, 3)
    })
  })
}
