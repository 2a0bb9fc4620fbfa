import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { staffIssueSchema } from '@wangge/core/issue/schema'
import { importReportSchema } from '@wangge/core/roster/schema'
import type { ImportReport } from '@wangge/core/roster/schema'
import writeWorkbook from 'write-excel-file/node'
import { createContext } from '../../src/context.ts'
import { runRetention } from '../../src/privacy/retention.ts'
import { importHotline } from '../../src/storage/import-hotline.ts'
import { assertProblem } from '../harness.ts'
import type { Caller, District } from '../harness.ts'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const csv = (...rows: string[][]) => rows.map((cells) => cells.join(',')).join('\r\n')

const HEADER = ['工单编号', '问题类别', '诉求内容', '所属网格', '经度', '纬度', '坐标系', '紧急程度', '派单时间', '详细地址']
const ORDERS = [
  ['RX-1', '街面/垃圾', '楼道有垃圾', 'MICRO-1', '', '', '', '', '2026-03-02 08:30', '3单元'],
  // Whatever a form would ask of a stall: the hotline has asked its own questions.
  ['RX-2', '占道', '门口占道', '', '104.0625', '30.5705', 'WGS-84', '紧急', '', ''],
]

/** The hotline's orders by table, one district from step to step. */
export function hotlineImport(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let district: District
    before(async () => {
      district = await open()
    })
    after(async () => {
      district.app.close()
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })

    const send = (body: string | Uint8Array, { as = 'street', type = 'text/csv', query = '' } = {}) =>
      district.call('POST', `/v1/issues:import${query}`, { as: as as Caller, body, headers: { 'content-type': type } })
    const imported = async (...given: Parameters<typeof send>): Promise<ImportReport> => {
      const { status, body } = await send(...given)
      assert.equal(status, 200, JSON.stringify(body))
      return importReportSchema.parse(body)
    }
    const counts = ({ outcome, created, unchanged, differing }: ImportReport) => [outcome, created, unchanged, differing]
    const issues = async () => {
      const { body } = await district.call('GET', '/v1/issues?limit=200', { as: 'street' })
      const all = body.issues.map((one: unknown) => staffIssueSchema.parse(one))
      return all.filter(({ source }: { source: string }) => source === 'hotline')
    }

    it('tells what would come of it, and writes nothing; what is wrong it tells by row and column', async () => {
      assert.deepEqual(counts(await imported(csv(HEADER, ...ORDERS), { query: '?dryRun=true' })), ['planned', 2, 0, 0])
      const bad = [
        ['RX-3', '占道', '挪走', '', '10', '30.5', 'WGS-84', '', '', ''],
        ['RX-4', '占道', '挪走', 'north-1', '104.0625', '30.5705', 'WGS-84', '', '', ''],
        ['RX-5', '占道', '挪走', 'north-1', '', '', '', '', '2030-01-01 00:00', ''],
        ['RX 6', '占道', '挪走', 'north-1', '', '', '', '', '', ''],
        ['RX-1', '占道', '挪走', 'north-1', '', '', '', '', '', ''],
      ]
      const report = await imported(csv(HEADER, ...ORDERS, ...bad))
      assert.equal(report.outcome, 'refused')
      assert.deepEqual(
        report.faults.map(({ row, column, code }) => `${row} ${column} ${code}`),
        ['4 经度 conflict', '5 所属网格 conflict', '6 派单时间 conflict', '7 工单编号 invalid', '8 工单编号 conflict'],
      )
      assert.deepEqual(await issues(), [])
    })

    it('brings orders in once, routed as any report is, with their clocks from when they were sent', async () => {
      const { seq } = (await district.call('GET', '/v1/audit/head', { as: 'auditor' })).body
      const { cursor } = (await district.call('GET', '/v1/changes', { as: 'street' })).body
      assert.deepEqual(counts(await imported(csv(HEADER, ...ORDERS))), ['imported', 2, 0, 0])
      const found = await issues()
      const byNumber = new Map(found.map((one: { hotlineNumber: string }) => [one.hotlineNumber, one]))
      const [litter, stall] = ['RX-1', 'RX-2'].map((number) => staffIssueSchema.parse(byNumber.get(number)))
      assert.deepEqual(litter!.gridPath, ['root', 'north', 'north-1', 'micro-1'])
      assert.deepEqual(litter!.history[0]!.assignee, { role: 'buildingHead', gridId: 'micro-1' })
      assert.deepEqual([litter!.createdAt, litter!.placeText], ['2026-03-02T00:30:00.000Z', '3单元'])
      assert.deepEqual([stall!.severity, stall!.gridPath.at(-1)], ['emergency', 'micro-3'])
      assert.deepEqual(stall!.history[0]!.assignee, { role: 'street', gridId: 'root' })
      const entries = (await district.call('GET', `/v1/audit?after=${seq}`, { as: 'auditor' })).body.entries
      const told = entries.filter(({ action }: { action: string }) => action === 'import-issue')
      assert.deepEqual(
        told.map(({ opening }: { opening: { subject: string } }) => opening.subject).sort(),
        [litter!.id, stall!.id].sort(),
      )
      const { changes } = (await district.call('GET', `/v1/changes?after=${cursor}`, { as: 'street' })).body
      assert.equal(changes.filter(({ topic }: { topic: string }) => topic === 'issue').length, 2)
      const history = await district.call('POST', `/v1/issues/${litter!.id}/verification`, { as: 'street', body: {} })
      assert.equal(history.body.ok, true)
    })

    it('knows an order by its number when it comes again, as CSV or as a workbook, and says where it reads otherwise', async () => {
      assert.deepEqual(counts(await imported(csv(HEADER, ...ORDERS))), ['unchanged', 0, 2, 0])
      const sentAt = { value: new Date('2026-03-02T08:30:00Z'), type: Date, format: 'yyyy-mm-dd hh:mm' }
      const rows = ORDERS.map((cells) => cells.map((value) => (value === '2026-03-02 08:30' ? sentAt : value || null)))
      const more = ['RX-7', '街面/垃圾', '又有垃圾', 'micro-1', null, null, null, null, sentAt, null]
      const workbook = await writeWorkbook([HEADER, ...rows, more] as never).toBuffer()
      assert.deepEqual(counts(await imported(new Uint8Array(workbook), { type: XLSX })), ['imported', 1, 2, 0])
      const found = (await issues()).find(({ hotlineNumber }: { hotlineNumber: string }) => hotlineNumber === 'RX-7')
      assert.equal(found.createdAt, '2026-03-02T00:30:00.000Z')
      const other = ORDERS.map((cells) => cells.map((value) => (value === '门口占道' ? '门口仍占道' : value)))
      assert.deepEqual(counts(await imported(csv(HEADER, ...other))), ['unchanged', 0, 2, 1])
    })

    it('is brought in by two offices at once only once', async () => {
      const table = csv(
        HEADER.slice(0, 4),
        ...Array.from({ length: 30 }, (_, at) => [`RY-${at}`, '街面/垃圾', '垃圾', 'micro-2']),
      )
      const reports = await Promise.all([1, 2, 3].map(() => imported(table)))
      assert.equal(
        reports.reduce((sum, { created }) => sum + created, 0),
        30,
      )
    })

    it('is the whole street’s to bring in, and no more at once than a few busy days bring', async () => {
      assertProblem(await send(csv(HEADER, ...ORDERS), { as: 'community' }), 403, 'role-not-allowed')
      const table = csv(HEADER.slice(0, 4), ...Array.from({ length: 5_001 }, (_, at) => [`RZ-${at}`, '垃圾', '垃圾', 'micro-2']))
      assertProblem(await send(table), 422, 'too-many-rows')
    })

    it('keeps neither words nor number of what was closed long ago, and still knows the order', async () => {
      const { database, keyring, clock } = district
      const { db } = database
      await db
        .updateTable('issues')
        .set({ state: 'closed', closed_at: '2026-03-02T01:00:00Z' })
        .where('hotline_number', '=', 'RX-1')
        .execute()
      const now = clock.now + 400 * 86_400_000
      const context = createContext({ database, keyring, clock: () => now })
      await runRetention(context, { now, dryRun: false })
      const left = await db.selectFrom('issues').select('hotline_number').where('hotline_number', '=', 'RX-1').execute()
      assert.deepEqual(left, [])
      const table = { header: HEADER, rows: ORDERS.map((cells, at) => ({ row: at + 2, cells })) }
      assert.deepEqual(counts(await importHotline(context, { table }, 'test')), ['unchanged', 0, 2, 0])
    })
  })
}
