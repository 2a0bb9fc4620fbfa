import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { importReportSchema } from '@wangge/core/roster/schema'
import type { ImportReport } from '@wangge/core/roster/schema'
import writeWorkbook from 'write-excel-file/node'
import { createContext } from '../../src/context.ts'
import { listTeams } from '../../src/storage/points.ts'
import { createSession } from '../../src/storage/sessions.ts'
import { assertProblem, nextUlid } from '../harness.ts'
import type { District } from '../harness.ts'
import { csv, told } from './fresh-district.ts'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const TREE = csv(
  ['组织编号', '组织名称', '组织类别', '上级组织'],
  ['wc', '样例党工委', '党工委', ''],
  ['cc', '片区综合党委', '综合党委', 'wc'],
  ['org-a', '甲公司', '两新', 'cc'],
  ['org-b', '乙公司', '两新', 'cc'],
)
const PEOPLE = csv(
  ['人员编号', '姓名', '手机', '所属党组织', '工号'],
  ['l-1', '邓雪莎', '13900007001', '甲公司', 'L-1'],
  ['l-2', '高一', '13900007002', '甲公司', ''],
  ['l-3', '段诗', '13900007003', '', ''],
)
const HEADER = ['组织名称', '组织类别', '联络人姓名', '联络人手机', '联络人工号', '联络人人员编号']
const row = (...cells: string[]) => [...cells, ...Array.from({ length: HEADER.length - cells.length }, () => '')]

/** Liaisons by the table of organisations, one district from step to step. */
export function liaisonsImport(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let district: District
    before(async () => {
      district = await open()
      assert.equal((await imported('organisations', TREE)).outcome, 'imported')
      assert.equal((await imported('people', PEOPLE)).outcome, 'imported')
    })
    after(async () => {
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })

    const imported = async (what: string, body: string | Uint8Array, query = ''): Promise<ImportReport> => {
      const headers = { 'content-type': typeof body === 'string' ? 'text/csv' : XLSX }
      const answer = await district.call('POST', `/v1/${what}:import${query}`, { as: 'street', body, headers })
      assert.equal(answer.status, 200, JSON.stringify(answer.body))
      return importReportSchema.parse(answer.body)
    }
    const organisations = (...rows: string[][]) => imported('organisations', csv(HEADER, ...rows))
    const liaisonOf = async (orgId: string) => {
      const found = district.database.db.selectFrom('organisations').select('liaison_id').where('id', '=', orgId)
      return (await found.executeTakeFirstOrThrow()).liaison_id
    }
    /** As whom the sign-in service knows: what they may follows from what they are at each call. */
    const asPerson = async (personId: string) => {
      const { database, keyring, clock } = district
      const { token } = await createSession(createContext({ database, keyring, clock: () => clock.now }), personId)
      return (path: string) => district.call('GET', path, { headers: { authorization: `Bearer ${token}` } })
    }
    const counts = ({ outcome, created, updated, unchanged }: ImportReport) => [outcome, created, updated, unchanged]

    it('tells who would become the liaison of which organisation, and writes nothing', async () => {
      const planned = await imported('organisations', csv(HEADER, row('甲公司', '', '邓雪莎', '139 0000 7001')), '?dryRun=true')
      assert.deepEqual(counts(planned), ['planned', 0, 1, 0])
      const [{ name: called, ...first }] = planned.liaisons as [NonNullable<ImportReport['liaisons']>[number]]
      assert.deepEqual([first, called.zh, planned.notes], [{ row: 2, orgId: 'org-a', personId: 'l-1' }, '甲公司', undefined])
      assert.equal(await liaisonOf('org-a'), null)
    })

    it('tells every fault by row and column, nobody’s name or number, and keeps nothing of the table', async () => {
      const bad = await organisations(
        row('甲公司', '', '', '13900009999'),
        row('乙公司', '', '无名氏'),
        row('一公司', '机关', '', '13900007002', '', 'l-1'),
        row('二公司', '机关', '无名氏', '13900007001'),
        row('三公司', '机关', '', '不是电话'),
        row('四公司', '机关', '', '', 'L-1'),
      )
      assert.deepEqual(told(bad), [
        ...['2 联络人手机 unknown', '3 联络人手机 required', '4 联络人手机 conflict', '5 联络人姓名 conflict'],
        ...['6 联络人手机 invalid', '7 联络人工号 unknown'],
      ])
      assert.match(bad.faults[2]!.message.zh, /wangge person merge l-1 l-2/)
      assert.doesNotMatch(JSON.stringify(bad), /无名氏|1390000|不是电话|邓雪莎/)
      assert.deepEqual([bad.liaisons, await liaisonOf('org-a')], [undefined, null])
    })

    it('makes them liaisons once, as CSV and as a workbook; who is named acts for the organisation, whoever was before no more', async () => {
      const [first, second] = [await asPerson('l-1'), await asPerson('l-2')]
      assertProblem(await first('/v1/organisations/org-a/people'), 403, 'no-appointment')
      const rows = [row('甲公司', '', '邓雪莎', '', 'L-1'), row('乙公司')]
      assert.deepEqual(counts(await organisations(...rows)), ['imported', 0, 1, 1])
      const workbook = await writeWorkbook([HEADER, ...rows].map((cells) => cells.map((value) => value || null))).toBuffer()
      for (const again of [await organisations(...rows), await imported('organisations', new Uint8Array(workbook))]) {
        assert.deepEqual([counts(again), again.liaisons], [['unchanged', 0, 0, 2], undefined], JSON.stringify(again.faults))
      }
      assert.equal((await first('/v1/organisations/org-a/people')).status, 200)
      assertProblem(await first('/v1/organisations/org-b/people'), 403, 'other-organisation')

      const replaced = await organisations(row('甲公司', '', '', '13900007002'))
      assert.deepEqual(
        replaced.liaisons?.map(({ personId, formerId }) => [personId, formerId]),
        [['l-2', 'l-1']],
      )
      assert.equal((await second('/v1/organisations/org-a/people')).status, 200)
      assertProblem(await first('/v1/organisations/org-a/people'), 403, 'no-appointment')
      assert.deepEqual(counts(await organisations(row('甲公司'))), ['unchanged', 0, 0, 1])
      assert.equal(await liaisonOf('org-a'), 'l-2')
    })

    it('notes somebody whom the organisation does not know, and takes them', async () => {
      const report = await organisations(row('乙公司', '', '', '', '', 'l-3'))
      assert.equal(report.outcome, 'imported')
      assert.deepEqual(
        report.notes?.map(({ zh }) => zh),
        ['第 2 行：乙公司（org-b） 的联络人不在其党员名册上，也未登记为其职工'],
      )
      assert.equal(await liaisonOf('org-b'), 'l-3')
    })

    it('takes an id that is gone for who stayed, here and in a table of teams', async () => {
      const gone = nextUlid()
      assert.equal((await district.post('/v1/people', { id: gone, name: '高一' }, 'street')).status, 201)
      const merge = { id: nextUlid(), goneId: gone, confirm: true }
      const { status, body } = await district.post('/v1/people/l-2/merge', merge, 'street')
      assert.equal(status, 200, JSON.stringify(body))
      assert.deepEqual(counts(await organisations(row('甲公司', '', '', '', '', gone))), ['unchanged', 0, 0, 1])
      const moved = await organisations(row('乙公司', '', '', '', '', gone))
      assert.deepEqual(
        moved.liaisons?.map(({ personId }) => personId),
        ['l-2'],
      )
      assert.equal(await liaisonOf('org-b'), 'l-2')

      const team = (id: string) => csv(['队伍名称', '队伍类别', '人员编号', '是否队长'], ['临时突击队', '突击队', id, '是'])
      assert.deepEqual(counts(await imported('teams', team(gone))), ['imported', 1, 0, 0])
      assert.deepEqual(counts(await imported('teams', team('l-2'))), ['unchanged', 0, 0, 1])
      const teams = await listTeams(district.database.db, 'main')
      assert.equal(teams.find(({ name: { zh } }) => zh === '临时突击队')?.leaderId, 'l-2')
    })
  })
}
