import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { convertGeometry } from '@wangge/core/grid'
import { gridListSchema, gridOutlinesSchema } from '@wangge/core/grid/schema'
import { changesPageSchema } from '@wangge/core/schema'
import { gridRedrawPreviewSchema, gridRedrawSchema } from '../../src/redraw-schema.ts'
import { assertProblem, nextUlid } from '../harness.ts'
import type { Caller, District } from '../harness.ts'
import { NOW } from '../sample.ts'
import { strip } from '../strip.ts'

const DAY = 86_400_000
const TODAY = new Date(NOW).toISOString()
const TOMORROW = new Date(NOW + DAY).toISOString()
const AFTER = new Date(NOW + 2 * DAY).toISOString()
const LATER = new Date(NOW + 3 * DAY).toISOString()
const ROAD = { zh: '长虹路', en: 'Changhong Road' }

/** The west side of micro-2 is at 104.061; its own width is 0.001. */
const split = (cut = 104.0615) => ({
  op: 'split',
  gridId: 'micro-2',
  into: [
    { id: 'west-2', name: ROAD, ...strip(104.061, cut) },
    { name: { zh: '东侧', en: 'East side' }, ...strip(104.0615, 104.062) },
  ],
})

export function gridRedraw(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let district: District
    before(async () => {
      district = await open()
    })
    after(async () => {
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })

    const preview = (change: object, effective?: string, as: Caller = 'street') =>
      district.call('POST', '/v1/grids:preview', { as, body: { change, ...(effective && { effective }) } })
    const redraw = (body: { id: string; change: object; effective?: string }, as: Caller = 'street') =>
      district.post('/v1/grids:redraw', body, as)
    const gridsAt = async (at: string) => {
      const { body } = await district.call('GET', `/v1/grids?at=${encodeURIComponent(at)}`, { as: 'street' })
      return gridListSchema.parse(body).grids
    }
    const leaves = async (at: string) => (await gridsAt(at)).filter(({ parentId }) => parentId === 'north-1').map(({ id }) => id)
    const audited = async () => {
      const entries = await district.database.db.selectFrom('audit_entries').select('action').orderBy('seq').execute()
      return entries.flatMap(({ action }) => (action.endsWith('-grids') ? [action] : []))
    }

    it('tells beforehand what would end, begin and move; nothing is written', async () => {
      const answer = await preview(split(), TOMORROW)
      assert.equal(answer.status, 200, JSON.stringify(answer.body))
      const { effective, begun, ended, preview: moved } = gridRedrawPreviewSchema.parse(answer.body)
      assert.deepEqual([effective, begun.length, begun[0], ended], [TOMORROW, 2, 'west-2', ['micro-2']])
      assert.deepEqual([moved.issues.length, moved.appointments.map(({ personId }) => personId)], [1, ['head-2']])
      assert.deepEqual([await leaves(TOMORROW), await audited()], [['micro-1', 'micro-2'], []])
    })

    it('refuses in the words of the rule, and writes nothing', async () => {
      const overlapping = { ...split(104.0617) }
      for (const answer of [await preview(overlapping), await redraw({ id: nextUlid(), change: overlapping })]) {
        assertProblem(answer, 409, 'refused')
        const { reason, detail } = answer.body.refusal
        assert.deepEqual([reason, detail.findings.map(({ code }: { code: string }) => code)], ['not-tiling', ['overlap']])
      }
      const unknown = await preview({ ...split(), gridId: 'micro-77' })
      assert.deepEqual([unknown.status, unknown.body.refusal], [409, { reason: 'unknown-grid', detail: { gridId: 'micro-77' } }])
      const { crs: _, ...undeclared } = strip(104.061, 104.0615)
      const without = { ...split(), into: [{ name: ROAD, ...undeclared }, split().into[1]] }
      assertProblem(await preview(without), 422, 'invalid-body')
      assertProblem(await preview({ ...split(), into: [split().into[0]] }), 422, 'invalid-body')
      assert.deepEqual([await leaves(TOMORROW), await audited()], [['micro-1', 'micro-2'], []])
    })

    it('is the street’s to do', async () => {
      for (const as of ['community', 'head', 'auditor'] as const) {
        assertProblem(await preview(split(), TOMORROW, as), 403, 'role-not-allowed')
        assertProblem(await redraw({ id: nextUlid(), change: split() }, as), 403, 'role-not-allowed')
      }
      assertProblem(await preview(split(), TOMORROW, 'public'), 403, 'audience-not-allowed')
    })

    it('splits a grid from a day on, once under one key, and tells of it', async () => {
      const body = { id: nextUlid(), change: split(), effective: TOMORROW }
      const first = await redraw(body)
      assert.equal(first.status, 200, JSON.stringify(first.body))
      const { begun, ended } = gridRedrawSchema.parse(first.body)
      assert.deepEqual([begun.length, ended], [2, ['micro-2']])
      const again = await redraw(body)
      assert.deepEqual([again.status, again.body], [200, first.body])
      assertProblem(await redraw({ ...body, effective: AFTER }), 422, 'idempotency-key-reused')
      assert.deepEqual([await leaves(TODAY), await leaves(TOMORROW)], [['micro-1', 'micro-2'], ['micro-1', ...begun].sort()])
      const west = (await gridsAt(TOMORROW)).find(({ id }) => id === 'west-2')!
      assert.deepEqual([west.lineage, west.pinyin, west.codes], [{ op: 'split', from: ['micro-2'] }, 'chang hong lu', []])
      assert.deepEqual(await audited(), ['split-grids'])
      const { body: page } = await district.call('GET', '/v1/changes?after=0', { as: 'street' })
      assert.deepEqual(
        changesPageSchema.parse(page).changes.flatMap(({ topic, data }) => (topic === 'grid' ? [data.op] : [])),
        ['import', 'split'],
      )
    })

    it('refuses what a later change does not know of', async () => {
      const { status, body } = await preview(split(), TODAY)
      assert.deepEqual([status, body.refusal.reason], [409, 'changed-later'])
    })

    it('merges grids into the outline that theirs make, and the tree of every day stays', async () => {
      district.clock.now = NOW + DAY
      const halves = (await leaves(TOMORROW)).filter((id) => id !== 'micro-1')
      const into = { id: 'micro-2-again', name: ROAD, households: 40 }
      const merged = await redraw({ id: nextUlid(), change: { op: 'merge', gridIds: halves, into }, effective: AFTER })
      assert.equal(merged.status, 200, JSON.stringify(merged.body))
      assert.deepEqual(await Promise.all([TODAY, TOMORROW, AFTER].map(leaves)), [
        ['micro-1', 'micro-2'],
        ['micro-1', ...halves].sort(),
        ['micro-1', 'micro-2-again'],
      ])
      const { body } = await district.call('GET', `/v1/grids/micro-2-again/outlines?at=${encodeURIComponent(AFTER)}`, {
        as: 'street',
      })
      const { geometry } = gridOutlinesSchema.parse(body).features[0]!
      const xs = (geometry.coordinates as [number, number][][])[0]!.map(([x]) => x)
      assert.deepEqual([Math.min(...xs), Math.max(...xs)], [104.061, 104.062])
    })

    it('moves a border drawn on a Chinese web map, both sides at once', async () => {
      district.clock.now = NOW + 3 * DAY
      const shift = (gridId: string, west: number, east: number) => {
        const { geometry } = strip(west, east)
        return { gridId, geometry: convertGeometry(geometry, { from: 'wgs84', to: 'gcj02' }), crs: 'gcj02' }
      }
      const change = { op: 'redraw', grids: [shift('micro-1', 104.06, 104.0609), shift('micro-2-again', 104.0609, 104.062)] }
      const moved = await redraw({ id: nextUlid(), change })
      assert.equal(moved.status, 200, JSON.stringify(moved.body))
      assert.deepEqual([moved.body.ended.sort(), moved.body.begun.length], [['micro-1', 'micro-2-again'], 2])
      const names = (await gridsAt(LATER)).filter(({ id }) => moved.body.begun.includes(id)).map((one) => one.name.zh)
      assert.deepEqual(names.sort(), ['网格micro-1', '长虹路'].sort())
      const { body } = await district.call('GET', '/v1/grids/north-1/outlines', { as: 'street' })
      const wests = gridOutlinesSchema
        .parse(body)
        .features.map(({ geometry }) => (geometry.coordinates as number[][][])[0]![0]![0]!)
      assert.ok(Math.abs(Math.max(...wests) - 104.0609) < 1e-8, String(wests))
    })
  })
}
