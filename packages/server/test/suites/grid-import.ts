import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { brotliDecompressSync } from 'node:zlib'
import { coverageReportSchema, gridListSchema, gridStatusSchema } from '@wangge/core/grid/schema'
import type { GridRecord } from '@wangge/core/grid/schema'
import { issueSchema } from '@wangge/core/issue/schema'
import { gridImportReportSchema } from '../../src/admin/import-grids-schema.ts'
import type { GridImportReport } from '../../src/admin/import-grids-schema.ts'
import { assertProblem, nextUlid } from '../harness.ts'
import type { Caller, District } from '../harness.ts'
import { NOW, sample } from '../sample.ts'
import { strip } from '../strip.ts'

const DAY = 86_400_000
const TODAY = new Date(NOW).toISOString()
const TOMORROW = new Date(NOW + DAY).toISOString()
/** Of the sample: it lies in micro-2. */
const ISSUE = '01KR9FV61G04SJC953QG90J6VD'

/** Squares whose sides are sums of decimal fractions: rounded, neighbours have the very same corners. */
const GRIDS = (JSON.parse(JSON.stringify(sample().grids), (_, value: unknown) =>
  typeof value === 'number' ? Math.round(value * 1e6) / 1e6 : value,
) ?? []) as GridRecord[]
const name = { zh: '新网格', en: 'New grid' }

/** The west side of micro-2 is at 104.061; its own width is 0.001. */
const half = (id: string, west: number, east: number): GridRecord => ({
  id,
  level: 'micro',
  parentId: 'north-1',
  name,
  codes: [],
  ...strip(west, east),
})
/** The sample with micro-2 in two halves. */
const HALVES = [
  ...GRIDS.filter(({ id }) => id !== 'micro-2'),
  half('west-2', 104.061, 104.0615),
  half('east-2', 104.0615, 104.062),
]

/** One district, from day to day. */
export function gridImport(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let district: District
    before(async () => {
      district = await open()
    })
    after(async () => {
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })

    const imported = async (input: object): Promise<GridImportReport> => {
      const answer = await district.call('POST', '/v1/admin/grids-import', { as: 'admin', body: input })
      assert.equal(answer.status, 200, JSON.stringify(answer.body))
      return gridImportReportSchema.parse(answer.body)
    }
    const get = (path: string, as: Caller = 'street', headers = {}) => district.call('GET', path, { as, headers })
    const idsAt = async (at?: string) => {
      const { body } = await get(`/v1/grids${at === undefined ? '' : `?at=${encodeURIComponent(at)}`}`)
      return gridListSchema.parse(body).grids.map(({ id }) => id)
    }
    const ids = (records: { id: string }[]) => records.map(({ id }) => id)
    const audited = async () => {
      const entries = await district.database.db.selectFrom('audit_entries').select('action').execute()
      return entries.filter(({ action }) => action === 'import-grids').length
    }

    it('tells in a dry run whom it would move, and writes nothing', async () => {
      const report = await imported({ grids: HALVES, effective: TOMORROW, dryRun: true })
      assert.equal(report.outcome, 'planned')
      assert.deepEqual(report.preview?.issues, [{ id: ISSUE, from: 'micro-2' }])
      assert.deepEqual(
        report.preview?.appointments.map(({ personId, role }) => [personId, role]),
        [['head-2', 'buildingHead']],
      )
      assert.equal(report.preview?.vacancies.length, 4)
      assert.deepEqual([await audited(), await idsAt(TOMORROW)], [0, IN_ORDER])
    })

    it('refuses a broken tree, and a blank or an overlap, with what is wrong; nothing is written', async () => {
      const orphans = await imported({ grids: GRIDS.filter(({ id }) => id !== 'north-1') })
      assert.deepEqual([orphans.outcome, orphans.problems[0]?.code], ['refused', 'missing-parent'])
      const overlapping = HALVES.map((grid) => (grid.id === 'west-2' ? half('west-2', 104.061, 104.0617) : grid))
      const report = await imported({ grids: overlapping })
      assert.deepEqual(
        [report.outcome, report.findings.map(({ code, grids }) => [code, ...grids])],
        ['refused', [['overlap', 'east-2', 'west-2']]],
      )
      const planar = GRIDS.map((grid) => (grid.geometry ? { ...grid, crs: 'planar' } : grid))
      const answer = await district.call('POST', '/v1/admin/grids-import', { as: 'admin', body: { grids: planar } })
      assertProblem(answer, 422, 'invalid-body')
      assert.deepEqual([await audited(), await idsAt(TOMORROW)], [0, IN_ORDER])
    })

    it('checks grids for staff, as a list or as GeoJSON, and keeps nothing', async () => {
      const check = (body: object, as: Caller = 'street') => district.call('POST', '/v1/grids:check', { as, body })
      const grids = GRIDS.flatMap(({ id, parentId, geometry }) => (geometry ? [{ id, parentId, geometry }] : []))
      const clean = await check({ crs: 'wgs84', grids })
      assert.deepEqual([clean.status, coverageReportSchema.parse(clean.body).findings], [200, []])
      const features = [...grids, half('micro-9', 104.0605, 104.0608)].map(({ id, geometry }) => ({
        type: 'Feature',
        properties: { id, 名称: '某' },
        geometry,
      }))
      const collection = { crs: 'wgs84', type: 'FeatureCollection', name: 'layer', features }
      const report = coverageReportSchema.parse((await check(collection, 'community')).body)
      assert.deepEqual(
        report.findings.map(({ code, grids: both }) => [code, ...both]),
        [['overlap', 'micro-1', 'micro-9']],
      )
      assertProblem(await check({ grids }), 422, 'invalid-body')
      assertProblem(await check({ crs: 'wgs84', grids }, 'head'), 403, 'role-not-allowed')
      assertProblem(await check({ crs: 'wgs84', grids }, 'public'), 403, 'audience-not-allowed')
      const ring = Array.from({ length: 250_001 }, (_, index) => [104 + index / 1e6, 30])
      const large = [{ id: 'large', geometry: { type: 'Polygon', coordinates: [ring] } }]
      assertProblem(await check({ crs: 'wgs84', grids: large }), 422, 'too-many-vertices')
    })

    it('takes over particulars, and has nothing to do where the file says what is there', async () => {
      const spelt = GRIDS.map((grid) => ({ ...grid, pinyin: 'wang ge' }))
      const first = await imported({ grids: spelt })
      assert.deepEqual([first.outcome, first.ended, first.updated.length], ['redrawn', [], GRIDS.length])
      const again = await imported({ grids: spelt })
      assert.deepEqual([again.outcome, again.begun, again.ended, again.updated], ['unchanged', [], [], []])
      assert.equal(await audited(), 1)
    })

    it('the list of grids comes compressed, with an ETag, and again only where it has changed', async () => {
      const etag = (await get('/v1/grids', 'public')).headers.get('etag')!
      assert.equal((await get('/v1/grids', 'public', { 'if-none-match': etag })).status, 304)
      for (const path of ['/v1/grids', `/v1/grids?at=${encodeURIComponent(TOMORROW)}`]) {
        const headers = { ...district.headersOf('public'), 'accept-encoding': 'br' }
        const response = await district.app.fetch(new Request(`http://district.test${path}`, { headers }))
        assert.equal(response.headers.get('content-encoding'), 'br')
        assert.ok(response.headers.get('etag'))
        const packed = Buffer.from(await response.arrayBuffer())
        const text = brotliDecompressSync(packed).toString()
        assert.ok(packed.byteLength * 2 < Buffer.byteLength(text))
        assert.equal(gridListSchema.parse(JSON.parse(text)).grids.length, GRIDS.length)
      }
    })

    it('a redraw of a later day takes effect by itself', async () => {
      assert.equal((await imported({ grids: HALVES, effective: TOMORROW })).outcome, 'redrawn')
      assert.deepEqual(await idsAt(), IN_ORDER)
      assert.deepEqual(await idsAt(TOMORROW), HALVED)
      const etag = (await get('/v1/grids')).headers.get('etag')!
      district.clock.now = NOW + DAY
      assert.deepEqual(await idsAt(), HALVED)
      assert.deepEqual(await idsAt(TODAY), IN_ORDER)
      assert.equal((await get('/v1/grids', 'street', { 'if-none-match': etag })).status, 200)
      assert.deepEqual(ids((await get('/v1/grids/north-1/outlines')).body.features), ['east-2', 'micro-1', 'west-2'])
      const former = await get(`/v1/grids/north-1/outlines?at=${encodeURIComponent(TODAY)}`)
      assert.deepEqual(ids(former.body.features), ['micro-1', 'micro-2'])
      assertProblem(await get('/v1/grids/micro-2/outlines'), 404, 'unknown-grid')
      assert.equal((await get(`/v1/grids/micro-2/outlines?at=${encodeURIComponent(TODAY)}`)).status, 200)
      const heads = async (at: string) => (await get(`/v1/grids:health?at=${encodeURIComponent(at)}`)).body.staff.rates.heads
      assert.deepEqual(
        [await heads(TODAY), await heads(TOMORROW)],
        [
          { num: 2, den: 3 },
          { num: 1, den: 4 },
        ],
      )
      const { grids } = gridListSchema.parse((await get('/v1/grids')).body)
      const west = grids.find(({ id }) => id === 'west-2')
      assert.deepEqual([west?.lineage, west?.pinyin], [{ op: 'split', from: ['micro-2'] }, 'xin wang ge'])
    })

    it('an issue in a grid that has ended keeps its path, and counts in what is left of it', async () => {
      const path = ['root', 'north', 'north-1', 'micro-2']
      assert.deepEqual(issueSchema.parse((await get(`/v1/issues/${ISSUE}`)).body).gridPath, path)
      const status = gridStatusSchema.parse((await get('/v1/grids/north/status')).body)
      const children = status.children.map(({ gridId, issues }) => [gridId, issues.open])
      assert.deepEqual([status.issues.open, ...children], [1, ['north-1', 1], ['north-2', 0]])
      assert.deepEqual(ids((await get('/v1/issues?grid=north-1')).body.issues), [ISSUE])
      assertProblem(await get('/v1/grids/micro-2/status'), 404, 'unknown-grid')
      for (const [index, action] of ['accept', 'start', 'resolve', 'verify', 'close'].entries()) {
        const body = { id: nextUlid(), issueId: ISSUE, version: index + 1, action, reason: '已清理' }
        const answer = await district.post(`/v1/issues/${ISSUE}/transitions`, body, action === 'verify' ? 'inspector' : 'street')
        assert.equal(answer.status, 200, JSON.stringify(answer.body))
        assert.deepEqual(issueSchema.parse(answer.body).gridPath, path)
      }
    })

    it('gives a redrawn grid another id, and knows it by that of the file the next time', async () => {
      district.clock.now = NOW + 2 * DAY
      const shifted = HALVES.map((grid) =>
        grid.id === 'west-2' ? half(grid.id, 104.061, 104.0616) : grid.id === 'east-2' ? half(grid.id, 104.0616, 104.062) : grid,
      )
      const first = await imported({ grids: shifted })
      assert.deepEqual([first.ended, first.begun.length], [['east-2', 'west-2'], 2])
      assert.ok(!first.begun.includes('west-2'))
      district.clock.now = NOW + 3 * DAY
      assert.equal((await imported({ grids: shifted })).outcome, 'unchanged')
    })

    it('brings outlines to WGS-84', async () => {
      const gcj02 = GRIDS.map((grid) => (grid.geometry ? { ...grid, crs: 'gcj02' } : grid))
      assert.equal((await imported({ grids: gcj02 })).outcome, 'redrawn')
      const { grids } = (await district.call('POST', '/v1/admin/grids-export', { as: 'admin', body: {} })).body
      const wests = grids.flatMap(({ geometry }: GridRecord) =>
        geometry?.type === 'Polygon' ? [geometry.coordinates[0]![0]!] : [],
      )
      const west = Math.min(...wests.map(([x]: number[]) => x!))
      // GCJ-02 lies some 250 m east of WGS-84 here.
      assert.ok(Math.abs(west - 104.06 + 0.0026) < 0.0005, String(west))
    })
  })
}

const IN_ORDER = ['root', 'north', 'north-1', 'micro-1', 'micro-2', 'north-2', 'micro-3']
const HALVED = ['root', 'north', 'north-1', 'east-2', 'micro-1', 'west-2', 'north-2', 'micro-3']
