import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import {
  importReportSchema,
  organisationListSchema,
  organisationPeopleSchema,
  organisationProblemsSchema,
} from '@wangge/core/roster/schema'
import type { ImportReport } from '@wangge/core/roster/schema'
import writeWorkbook from 'write-excel-file/node'
import { createContext } from '../../src/context.ts'
import { phoneHash, staffNumberHash } from '../../src/privacy/sealed-fields.ts'
import { importPeople } from '../../src/storage/import-people.ts'
import { createSession } from '../../src/storage/sessions.ts'
import { around, dump } from '../dump.ts'
import { assertProblem, nextUlid } from '../harness.ts'
import type { Caller, District } from '../harness.ts'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const csv = (...rows: string[][]) => rows.map((cells) => cells.join(',')).join('\r\n')

const HEADER = ['姓名', '手机', '所属党组织', '工号', '政治面貌', '政治面貌单独同意书版本', '网格职务', '所在网格']
const PEOPLE = [
  ['邓雪莎', '13900001001', '甲公司', 'A-1', '中共党员', '1', '', ''],
  ['高一', '139 0000 1002', 'org-b', '', '', '', '楼栋长', 'micro-3'],
  ['段诗', '', '乙公司', 'B-7', '', '', '', ''],
]

/** People and organisations by table, one district from step to step. */
export function rosterImport(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let district: District
    before(async () => {
      district = await open()
    })
    after(async () => {
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })

    const send = (what: string, body: string | Uint8Array, { as = 'street', type = 'text/csv', query = '' } = {}) =>
      district.call('POST', `/v1/${what}:import${query}`, { as: as as Caller, body, headers: { 'content-type': type } })
    const imported = async (...given: Parameters<typeof send>): Promise<ImportReport> => {
      const { status, body } = await send(...given)
      assert.equal(status, 200, JSON.stringify(body))
      return importReportSchema.parse(body)
    }
    const counts = ({ outcome, created, updated, unchanged }: ImportReport) => [outcome, created, updated, unchanged]
    const peopleOf = async (orgId: string, as: Caller = 'street') =>
      organisationPeopleSchema.parse((await district.call('GET', `/v1/organisations/${orgId}/people`, { as })).body).people

    it('tells what would come of it, and writes nothing', async () => {
      const report = await imported('people', csv(HEADER, ...PEOPLE), { query: '?dryRun=true' })
      assert.deepEqual(counts(report), ['planned', 3, 0, 0])
      assert.deepEqual(await peopleOf('org-a'), [])
    })

    it('refuses a table as a whole, with every fault by row and column, and keeps nothing of it', async () => {
      const bad = [
        ['', '13900001003', '', '', '', '', '', ''],
        ['丙', '13900001004', '没有的公司', '', '', '', '', ''],
        ['丁', '13900001005', '', '', '党员', '', '', ''],
        ['戊', '13900001006', '', '', '', '9', '', ''],
        ['己', '13900001007', '', '', '', '', '楼栋长', 'micro-1'],
        ['11010519491231002X', '13900001008', '', '', '', '', '', ''],
      ]
      const report = await imported('people', csv(HEADER, ...PEOPLE, ...bad))
      assert.equal(report.outcome, 'refused')
      assert.deepEqual(
        report.faults.map(({ row, column, code }) => `${row} ${column} ${code}`),
        [
          '5 姓名 required',
          '6 所属党组织 unknown',
          '7 政治面貌单独同意书版本 conflict',
          '8 政治面貌单独同意书版本 unknown',
          '9 所在网格 conflict',
          '10 姓名 invalid',
        ],
      )
      assert.doesNotMatch(JSON.stringify(report), /11010519491231002X|1390000/)
      assert.deepEqual(await peopleOf('org-a'), [])
    })

    it('brings people in once, however often the table comes, as CSV or as a workbook', async () => {
      const first = await imported('people', csv(HEADER, ...PEOPLE))
      assert.deepEqual(counts(first), ['imported', 3, 0, 0])
      assert.deepEqual([first.memberships, first.appointments, first.consents], [3, 1, 1])
      const workbook = await writeWorkbook([HEADER, ...PEOPLE].map((cells) => cells.map((value) => value || null))).toBuffer()
      for (const again of [
        await imported('people', csv(HEADER, ...PEOPLE)),
        await imported('people', new Uint8Array(workbook), { type: XLSX }),
      ]) {
        assert.deepEqual(counts(again), ['unchanged', 0, 0, 3], JSON.stringify(again.faults))
      }
    })

    it('is brought in by two offices at once only once', async () => {
      const table = csv(['姓名', '手机'], ...Array.from({ length: 40 }, (_, at) => ['某人', `1380000${1000 + at}`]))
      const reports = await Promise.all([1, 2, 3].map(() => imported('people', table)))
      assert.equal(
        reports.reduce((sum, { created }) => sum + created, 0),
        40,
      )
    })

    it('lets the liaison see their own people, by whole names, and nobody else’s', async () => {
      const [one] = await peopleOf('org-a', 'liaison')
      assert.deepEqual([one?.name, one?.staffNumber], ['邓雪莎', 'A-1'])
      const other = await district.call('GET', '/v1/organisations/org-b/people', { as: 'liaison' })
      assertProblem(other, 403, 'other-organisation')
      assertProblem(await district.call('GET', '/v1/organisations/org-a/people', { as: 'community' }), 403, 'role-not-allowed')
    })

    it('seals what it is told: no name, number or status lies open in the database', async () => {
      const { rows } = await district.database.db
        .selectFrom('people')
        .selectAll()
        .execute()
        .then((people) => ({ rows: JSON.stringify(people) }))
      assert.doesNotMatch(rows, /邓雪莎|13900001001/)
    })

    it('keeps who appointed somebody by their id, which goes when they are erased', async () => {
      const { database, keyring, clock } = district
      const id = nextUlid()
      assert.equal((await district.post('/v1/people', { id, name: '牛主任' }, 'street')).status, 201)
      const role = { personId: id, role: 'street', gridId: 'root' }
      assert.equal((await district.call('POST', '/v1/admin/role-appoint', { as: 'admin', body: role })).status, 200)
      const { token } = await createSession(createContext({ database, keyring, clock: () => clock.now }), id)
      const table = csv(HEADER, ['新志愿', '13900002001', '', '', '', '', '志愿者', 'micro-2'])
      const headers = { 'content-type': 'text/csv', authorization: `Bearer ${token}` }
      const made = await district.call('POST', '/v1/people:import', { body: table, headers })
      assert.equal(made.body.outcome, 'imported', JSON.stringify(made.body))
      const appointers = async () =>
        (await database.db.selectFrom('appointments').select('appointed_by as by').where('id', 'like', '01%').execute()).map(
          ({ by }) => by,
        )
      // The first table came with a machine's token, which is nobody's.
      assert.deepEqual((await appointers()).sort(), [id, null].sort())
      const erasure = { id: nextUlid(), confirm: true }
      assert.equal((await district.post(`/v1/people/${id}/erasure`, erasure, 'street')).status, 200)
      assert.deepEqual(await appointers(), [null, null])
      const left = await dump(district)
      assert.ok(!left.includes(id), `Expected no trace of who appointed, got ${around(left, id)}`)
    })

    it('makes one person of a host’s word and a row with the same number', async () => {
      const id = (await peopleOf('org-b')).find(({ staffNumber }) => staffNumber === 'B-7')!.personId
      const { body } = await district.call('GET', '/v1/me/data', { as: 'otherEmployee:B-7' })
      assert.equal(body.person.id, id)
    })

    it('lets the district’s name win over a host’s, and a host never over the district’s', async () => {
      /** Whoever says something of themselves comes with their host's word. */
      const come = async (number: string) => {
        const as: Caller = `otherEmployee:${number}`
        const said = await district.post('/v1/me/volunteer-profile', { id: nextUlid(), skills: ['first-aid'] }, as)
        assert.equal(said.status, 200, JSON.stringify(said.body))
        const { person_id: id, named_by_host: isHosts } = await district.database.db
          .selectFrom('employees')
          .innerJoin('people', (join) =>
            join.onRef('people.district_id', '=', 'employees.district_id').onRef('people.id', '=', 'employees.person_id'),
          )
          .select(['employees.person_id', 'people.named_by_host'])
          .where('number_hash', '=', staffNumberHash(district.keyring, 'org-b', number))
          .executeTakeFirstOrThrow()
        const { body } = await district.call('GET', `/v1/people/${id}`, { as: 'street' })
        return [body.name, isHosts]
      }
      const HEADERS = ['姓名', '所属党组织', '工号']
      assert.deepEqual(await come('B-8'), ['员工B-8', true])
      // The same spelling is the district's own from then on as well.
      assert.deepEqual(await come('B-9'), ['员工B-9', true])
      const table = csv(HEADERS, ['贾丙', 'org-b', 'B-8'], ['员工B-9', 'org-b', 'B-9'])
      assert.deepEqual(counts(await imported('people', table)), ['imported', 0, 2, 0])
      assert.deepEqual(counts(await imported('people', table)), ['unchanged', 0, 0, 2])
      assert.deepEqual(await come('B-8'), ['贾丙', false])
      assert.deepEqual(await come('B-9'), ['员工B-9', false])
      const other = await imported('people', csv(HEADERS, ['贾丁', 'org-b', 'B-8']))
      assert.deepEqual(
        other.faults.map(({ column }) => column),
        ['姓名'],
      )
    })

    it('leaves a row out that means two people, brings in all others, and names both', async () => {
      const said = await district.post('/v1/me/volunteer-profile', { id: nextUlid(), skills: [] }, 'otherEmployee:B-20')
      assert.equal(said.status, 200, JSON.stringify(said.body))
      const headers = ['姓名', '手机', '所属党组织', '工号']
      await imported('people', csv(headers, ['祁一', '13900001020', '', '']))
      const table = csv(headers, ['祁一', '13900001020', 'org-b', 'B-20'], ['祁二', '13900001021', 'org-b', 'B-21'])
      const ids = (await district.database.db.selectFrom('people').select('id').execute()).map(({ id }) => id)
      for (const [query, outcome, created] of [
        ['?dryRun=true', 'planned', 1],
        ['', 'imported', 1],
        ['', 'unchanged', 0],
      ] as const) {
        const report = await imported('people', table, { query })
        assert.deepEqual([report.outcome, report.created, report.faults], [outcome, created, []])
        const [row, ...others] = report.leftOut!
        assert.deepEqual([row!.row, row!.column, row!.code, others], [2, '工号', 'conflict', []])
        const named = ids.filter((id) => row!.message.zh.includes(id))
        assert.equal(named.length, 2, row!.message.zh)
        assert.match(row!.message.zh, /wangge person merge/)
        assert.doesNotMatch(JSON.stringify(report), /祁一|13900001020|B-20/)
      }
      assert.ok((await peopleOf('org-b')).some(({ staffNumber }) => staffNumber === 'B-21'))
    })

    it('moves a person to their next organisation, and their former roll keeps its days', async () => {
      const report = await imported(
        'people',
        csv(['姓名', '手机', '所属党组织', '组织关系转入日期'], ['邓雪莎', '13900001001', '乙公司', '2026-03-03']),
      )
      assert.deepEqual(counts(report), ['imported', 0, 1, 0])
      const rows = await district.database.db
        .selectFrom('memberships')
        .selectAll()
        .where('org_id', 'in', ['org-a', 'org-b'])
        .execute()
      const ofOne = rows.filter(({ person_id: id }) => rows.filter((row) => row.person_id === id).length > 1)
      assert.deepEqual(ofOne.map(({ org_id: orgId, to_at: to }) => [orgId, to === null]).sort(), [
        ['org-a', false],
        ['org-b', true],
      ])
    })

    it('ends a membership, and whoever is of age by their own word is no minor any more', async () => {
      const { db } = district.database
      const HEADERS = ['姓名', '所属党组织', '工号', '组织关系转入日期', '组织关系转出日期', '是否未成年']
      const of = (to: string, minor: string, number = 'B-11') => csv(HEADERS, ['吕戊', 'org-b', number, '2026-01-05', to, minor])
      assert.deepEqual(counts(await imported('people', of('', '是'))), ['imported', 1, 0, 0])
      const told = await imported('people', of('', '否'))
      assert.deepEqual([told.outcome, told.notes?.map(({ zh }) => zh.slice(0, 5))], ['unchanged', ['第 2 行']])
      const said = { id: nextUlid(), skills: [], birthYear: 1990 }
      assert.equal((await district.post('/v1/me/volunteer-profile', said, 'otherEmployee:B-11')).status, 200)
      const report = await imported('people', of('2026-02-01', '否'))
      assert.deepEqual([report.outcome, report.memberships, report.notes], ['imported', 1, undefined], JSON.stringify(report))
      assert.deepEqual(counts(await imported('people', of('2026-02-01', '否'))), ['unchanged', 0, 0, 1])
      const kept = await db
        .selectFrom('employees')
        .innerJoin('people', (join) =>
          join.onRef('people.district_id', '=', 'employees.district_id').onRef('people.id', '=', 'employees.person_id'),
        )
        .innerJoin('memberships', (join) =>
          join
            .onRef('memberships.district_id', '=', 'employees.district_id')
            .onRef('memberships.person_id', '=', 'employees.person_id'),
        )
        .select(['people.minor', 'memberships.to_at'])
        .where('number_hash', '=', staffNumberHash(district.keyring, 'org-b', 'B-11'))
        .execute()
      assert.deepEqual(
        kept.map(({ minor, to_at: to }) => [minor, new Date(to!).toISOString()]),
        [[false, '2026-01-31T16:00:00.000Z']],
      )
      const past = await imported('people', of('2026-02-01', '', 'B-12'))
      assert.deepEqual([past.created, past.memberships], [1, 1])
      assert.deepEqual(counts(await imported('people', of('2026-02-01', '', 'B-12'))), ['unchanged', 0, 0, 1])
    })

    it('keeps one dual registration of a person, in the micro-grid and the community that the last table names', async () => {
      const HEADERS = ['姓名', '手机', '双报到社区', '双报到微网格']
      const { db } = district.database
      const { person_id: personId } = await db
        .selectFrom('appointments')
        .select('person_id')
        .where('grid_id', '=', 'micro-3')
        .where('role', '=', 'buildingHead')
        .executeTakeFirstOrThrow()
      const before = { district_id: 'main', person_id: personId, community_id: 'moved-from', micro_grid_id: null }
      await db
        .insertInto('registrations')
        .values(['dual', 'volunteer'].map((kind) => ({ ...before, kind })))
        .execute()
      const registered = async (...rows: [string, string][]) => {
        const table = csv(HEADERS, ...rows.map((cells) => ['高一', '13900001002', ...cells]))
        const planned = await imported('people', table, { query: '?dryRun=true' })
        const report = await imported('people', table)
        assert.deepEqual([report.outcome, report.registrations], ['imported', 1], JSON.stringify(report.faults))
        assert.equal(planned.registrations, 1)
        assert.equal((await imported('people', table)).outcome, 'unchanged')
        const kept = db.selectFrom('registrations').select(['community_id', 'micro_grid_id', 'kind'])
        const all = await kept.where('person_id', '=', personId).orderBy('kind').execute()
        return all.map((row) => Object.values(row).join(' '))
      }
      const other = 'moved-from  volunteer'
      assert.deepEqual(await registered(['north', '']), ['north  dual', other])
      assert.deepEqual(await registered(['north', 'micro-1']), ['north micro-1 dual', other])
      assert.deepEqual(await registered(['north', ''], ['north', 'micro-2']), ['north micro-2 dual', other])
      const two = await imported(
        'people',
        csv(HEADERS, ...['micro-1', 'micro-2'].map((id) => ['高一', '13900001002', 'north', id])),
      )
      assert.deepEqual(
        two.faults.map(({ row, column }) => [row, column]),
        [[3, '双报到微网格']],
      )
      await db.deleteFrom('registrations').where('person_id', '=', personId).execute()
    })

    it('reconciles organisations with what the district declares', async () => {
      const HEADERS = ['组织编号', '组织名称', '组织类别', '上级组织', '在册党员人数']
      const table = csv(
        HEADERS,
        ['wc', '样例党工委', '党工委', '', '0'],
        ['cc', '片区综合党委', '综合党委', 'wc', '0'],
        ['org-a', '甲公司', '两新', '片区综合党委', '31'],
        ['org-b', '乙公司', '两新', 'cc', '12'],
        ['court', '院落支部', '小区院落', 'wc', '40'],
      )
      assert.deepEqual(counts(await imported('organisations', table)), ['imported', 3, 2, 0])
      assert.deepEqual(counts(await imported('organisations', table)), ['unchanged', 0, 0, 5])
      const declared = { total: 4, byKind: { twoNew: 2, courtyard: 1 }, composite: 1 }
      await district.call('POST', '/v1/admin/district-organisations', { as: 'admin', body: declared })
      const list = organisationListSchema.parse((await district.call('GET', '/v1/organisations', { as: 'street' })).body)
      assert.deepEqual(list.reconciliation.total, { actual: 3, declared: 4, difference: -1 })
      assert.deepEqual(list.reconciliation.remainder, { actual: 0, declared: 1, difference: -1, kinds: [] })
      assert.equal(list.organisations.find(({ id }) => id === 'org-a')?.superiorId, 'cc')
      const wrong = await imported('organisations', csv(HEADERS, ['', '新公司', '两新', 'wc', '1']))
      assert.deepEqual(
        wrong.faults.map(({ row, column }) => [row, column]),
        [[2, '上级组织']],
      )
    })

    it('lists what no import would have let in and has come about since, errors before warnings', async () => {
      const { db } = district.database
      const problems = async () => {
        const { body } = await district.call('GET', '/v1/organisation-problems', { as: 'street' })
        const { total, problems: all } = organisationProblemsSchema.parse(body)
        assert.equal(total, all.length)
        return all
      }
      const before = await problems()
      assert.ok(
        before.every(({ severity }) => severity === 'warning'),
        JSON.stringify(before),
      )
      assert.ok(before.some(({ code, organisations }) => code === 'no-liaison' && organisations[0] === 'org-b'))
      const { person_id: personId } = await db
        .selectFrom('memberships')
        .select('person_id')
        .where('org_id', '=', 'org-b')
        .where('to_at', 'is', null)
        .executeTakeFirstOrThrow()
      await db
        .insertInto('registrations')
        .values({ district_id: 'main', person_id: personId, community_id: 'north', kind: 'dual', micro_grid_id: null })
        .execute()
      assert.deepEqual(await problems(), before, 'the organisation is in no community')
      const home = db.updateTable('organisations').where('id', '=', 'org-b')
      await home.set({ grid_id: 'north-1' }).execute()
      const [first, ...others] = await problems()
      assert.deepEqual(
        [first!.code, first!.severity, first!.people, first!.organisations],
        ['dual-at-home', 'error', [personId], ['org-b']],
      )
      assert.ok(first!.message.zh.includes('双报到') && first!.hint.en.length > 0)
      assert.deepEqual(others, before)
      const told = await district.call('POST', '/v1/admin/district-organisations', { as: 'admin', body: {} })
      assert.deepEqual(told.body.problems[0].code, 'dual-at-home')
      assertProblem(await district.call('GET', '/v1/organisation-problems', { as: 'auditor' }), 403)
      const list = JSON.stringify((await district.call('GET', '/v1/organisations', { as: 'auditor' })).body)
      assert.ok(!list.includes(personId), 'the list names no person of the rolls')
      const readings = db.selectFrom('audit_entries').select('seq').where('action', '=', 'read-organisation-problems')
      assert.equal((await readings.execute()).length, 3)
      await home.set({ grid_id: null }).execute()
      await db.deleteFrom('registrations').where('person_id', '=', personId).where('community_id', '=', 'north').execute()
    })

    it('unpacks no workbook into more than it may hold, whatever sizes it declares', async () => {
      const workbook = new Uint8Array(
        await writeWorkbook([HEADER, ...PEOPLE].map((cells) => cells.map((value) => value || null))).toBuffer(),
      )
      for (const declared of [0xf0000000, 1]) {
        const odd = sized(workbook, declared)
        const startedAt = process.memoryUsage().rss
        assertProblem(await send('people', odd, { type: XLSX }), 422, 'invalid-body')
        assert.ok(process.memoryUsage().rss - startedAt < 200 * 1_048_576)
      }
    })

    it('refuses what is no table, and who may not', async () => {
      assertProblem(await send('people', Buffer.from('PK\u0003\u0004 no workbook'), { type: XLSX }), 422, 'invalid-body')
      assertProblem(await send('people', ''), 422, 'invalid-body')
      assertProblem(await send('people', '{}', { type: 'application/json' }), 415, 'unsupported-media-type')
      for (const as of ['community', 'liaison', 'auditor']) {
        assertProblem(await send('people', csv(HEADER), { as }), 403, 'role-not-allowed')
      }
    })

    it('tells how far it is while it writes', async () => {
      const { database, keyring, clock } = district
      const context = createContext({ database, keyring, clock: () => clock.now })
      const rows = Array.from({ length: 4_500 }, (_, at) => ({ row: at + 2, cells: ['某人', `1370000${1000 + at}`, '甲公司'] }))
      const told: number[][] = []
      const table = { header: ['姓名', '手机', '所属党组织'], rows }
      const onProgress = (...progress: [number, number]) => told.push(progress)
      const report = await importPeople(context, { table, onProgress }, 'admin')
      assert.deepEqual([report.created, report.memberships], [4_500, 4_500], JSON.stringify(report.faults))
      assert.ok(told.length >= 4, JSON.stringify(told))
      assert.deepEqual(
        [told.map(([done]) => done).toSorted((a, b) => a! - b!), told.at(-1)],
        [told.map(([done]) => done), [9_000, 9_000]],
      )
    })

    it('gives no number to two people, however many enter it at the same moment, by a table and one by one', async () => {
      const { db } = district.database
      const create = (phone: string) => district.post('/v1/people', { id: nextUlid(), name: '尹一', phone }, 'street')
      for (let round = 0; round < 12; round++) {
        const phone = `139000072${String(round).padStart(2, '0')}`
        const [first, table, ...others] = await Promise.all([
          create(phone),
          send('people', csv(['姓名', '手机'], ['尹一', phone])),
          create(phone),
          create(phone),
        ])
        const created = [first, ...others].filter(({ status }) => status === 201).length
        assert.equal(table.status, 200, JSON.stringify(table.body))
        assert.equal(created + table.body.created, 1, `round ${round}`)
        const holders = await db
          .selectFrom('people')
          .select('id')
          .where('phone_hash', '=', phoneHash(district.keyring, phone))
          .execute()
        assert.equal(holders.length, 1, `round ${round}`)
      }
    })
  })
}

/** The workbook with another size declared for each of its parts, in the directory and beside the part. */
function sized(workbook: Uint8Array, declared: number): Uint8Array {
  const odd = workbook.slice()
  const view = new DataView(odd.buffer)
  for (let at = 0; at + 30 < odd.length; at++) {
    const signature = view.getUint32(at, true)
    if (signature === 0x02014b50) view.setUint32(at + 24, declared, true)
    if (signature === 0x04034b50) view.setUint32(at + 22, declared, true)
  }
  return odd
}
