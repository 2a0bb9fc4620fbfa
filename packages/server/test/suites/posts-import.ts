import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { importReportSchema, madeShiftsSchema, slotListSchema, slotViewSchema } from '@wangge/core/roster/schema'
import type { ImportReport } from '@wangge/core/roster/schema'
import { changesPageSchema } from '@wangge/core/schema'
import { createApp } from '../../src/app.ts'
import { createHostIssuer, createSiteKey, createStaffToken } from '../../src/credentials.ts'
import { claimsOf, HOSTS, hostToken } from '../host-tokens.ts'
import { ADMIN_SECRET, signUpCommand } from '../harness.ts'
import type { Answered, District } from '../harness.ts'
import { NOW, sample } from '../sample.ts'

const csv = (...rows: string[][]) => rows.map((cells) => cells.join(',')).join('\r\n')
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
    let send: (
      method: string,
      path: string,
      as?: string,
      body?: unknown,
      type?: string,
    ) => Promise<Pick<Answered, 'status' | 'body'>>
    before(async () => {
      seeded = await open()
      const where = { keyring: seeded.keyring, clock: () => seeded.clock.now, districtId: 'fresh' }
      const { database } = seeded
      const onError = (error: unknown) => seeded.failures.push(error)
      const app = createApp({ database, ...where, adminSecret: ADMIN_SECRET, limits: false, plans: 'when-told', onError })
      const headers = new Map<string, Record<string, string>>([['admin', { authorization: `Bearer ${ADMIN_SECRET}` }]])
      send = async (method, path, as = 'street', body, type = 'application/json') => {
        const answer = await app.fetch(
          new Request(`http://district.test${path}`, {
            method,
            headers: {
              ...headers.get(as),
              ...(body !== undefined && { 'content-type': type }),
              ...(method === 'POST' && (body as { id?: string }).id && { 'idempotency-key': (body as { id: string }).id }),
            },
            ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
          }),
        )
        return { status: answer.status, body: await answer.json() }
      }
      const grids = JSON.parse(JSON.stringify(sample().grids), (_, value: unknown) =>
        typeof value === 'number' ? Math.round(value * 1e6) / 1e6 : value,
      )
      const made = await send('POST', '/v1/admin/grids-import', 'admin', { grids })
      assert.equal(made.body.outcome, 'created', JSON.stringify(made.body))
      // How a street enters what people agree to is another matter than its posts.
      const consent = JSON.stringify((sample().district![0] as { consent: object }).consent)
      await database.db.updateTable('districts').set({ consent }).where('district_id', '=', 'fresh').execute()
      for (const role of ['street', 'community'] as const) {
        const gridId = role === 'street' ? 'root' : 'north'
        const { token } = await createStaffToken(database, { role, gridId, ...where })
        headers.set(role, { authorization: `Bearer ${token}` })
      }
      const organisations = csv(['组织编号', '组织名称', '组织类别'], ['org-a', '甲支部', '机关'], ['org-b', '乙支部', '机关'])
      const imported = await send('POST', '/v1/organisations:import', 'street', organisations, 'text/csv')
      assert.equal(imported.body.outcome, 'imported', JSON.stringify(imported.body))
      for (const orgId of ['org-a', 'org-b'] as const) {
        const { iss, secret } = HOSTS[orgId]
        await createHostIssuer(database, { orgId, issuer: iss, secret, ...where })
        const { key } = await createSiteKey(database, { origins: [HOSTS[orgId].origin], audience: `org:${orgId}`, ...where })
        const token = hostToken({ secret, claims: claimsOf(orgId, NOW, { aud: 'urn:wangge:fresh', sub: '7', name: '员工七' }) })
        headers.set(orgId, { 'wangge-site-key': key, origin: HOSTS[orgId].origin, authorization: `Bearer ${token}` })
      }
    })
    after(async () => {
      await seeded.database.close()
      assert.deepEqual(seeded.failures, [])
    })

    const imported = async (what: string, table: string, query = ''): Promise<ImportReport> => {
      const { status, body } = await send('POST', `/v1/${what}:import${query}`, 'street', table, 'text/csv')
      assert.equal(status, 200, JSON.stringify(body))
      return importReportSchema.parse(body)
    }
    const counts = ({ outcome, created, updated, unchanged, removed }: ImportReport) => [
      ...[outcome, created, updated, unchanged, removed],
    ]
    const told = ({ faults }: ImportReport) => faults.map(({ row, column, code }) => `${row} ${column} ${code}`)
    const stored = () =>
      seeded.database.db.selectFrom('posts').selectAll().where('district_id', '=', 'fresh').orderBy('name').execute()
    const cursorNow = async () => (await send('GET', '/v1/changes')).body.cursor as number
    const newsAfter = async (cursor: number) =>
      changesPageSchema.parse((await send('GET', `/v1/changes?after=${cursor}`)).body).changes
    const audited = async () =>
      (
        await seeded.database.db
          .selectFrom('audit_entries')
          .select('action')
          .where('district_id', '=', 'fresh')
          .where('action', '=', 'import-posts')
          .execute()
      ).length

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
      assert.deepEqual([await stored(), await audited()], [[], 0])
    })

    it('brings posts in once, with one entry in the audit, by the street alone', async () => {
      assert.deepEqual(counts(await imported('posts', csv(HEADER, ...POSTS))), ['imported', 3, 0, 0, 0])
      assert.deepEqual(counts(await imported('posts', csv(HEADER, ...POSTS))), ['unchanged', 0, 0, 3, 0])
      assert.equal(await audited(), 1)
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
