import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { maskName } from '@wangge/core/privacy'
import { keptRecordsSchema } from '@wangge/core/roster/schema'
import { sql } from 'kysely'
import readXlsxFile from 'read-excel-file/node'
import { assertProblem, correctionCommand, moveSignUp, nextUlid, signUpCommand } from '../harness.ts'
import type { Caller, District } from '../harness.ts'
import { NOW } from '../sample.ts'

const MARCH = 'from=2026-03-01&to=2026-03-31'
const on = (clock: string, day = '02') => `2026-03-${day}T${clock}:00+08:00`

/** 记录单位: what a community or the street recorded, whoever sent those who came: read by pages, and exported. */
export function unitRecords(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let district: District
    let south: Record<string, string>
    let people = 0
    let shifts = 0

    before(async () => {
      district = await open()
      const { db } = district.database
      const named = (text: string) => JSON.stringify({ zh: text, en: text })
      await sql`insert into grids (district_id, id, level, parent_id, name, codes)
        values ('main', 'south', 'community', 'root', ${named('南社区')}::jsonb, '[]')`.execute(db)
      await sql`insert into posts (district_id, id, kind, name, grid_id, capacity) values
        ('main', 'in-south', 'mobile', ${named('南岗')}::jsonb, 'south', '{"min":1,"max":9}'),
        ('main', 'of-street', 'mobile', ${named('街道岗')}::jsonb, 'root', '{"min":1,"max":9}'),
        ('main', 'of-nowhere', 'mobile', ${named('旧岗')}::jsonb, 'gone', '{"min":1,"max":9}')`.execute(db)
      await sql`update districts set reference_version = reference_version + 1`.execute(db)
      const made = await district.call('POST', '/v1/admin/token-create', {
        as: 'admin',
        body: { role: 'community', gridId: 'south', days: 90 },
      })
      south = { authorization: `Bearer ${made.body.token}` }
    })
    after(async () => {
      district.app.close()
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })

    interface Came {
      as?: Caller
      postId?: string
      day?: string
      /** From when to when they were there at a shift from seven to nine; nothing where nobody knows. */
      times?: [string, string] | undefined
    }

    /** Somebody who was at a shift of their own. */
    async function came({ as, postId, day = '02', ...more }: Came = {}) {
      const who: Caller = as ?? `employee:U${people++}`
      const times = 'times' in more ? more.times : (['07:00', '08:00'] as const)
      const { db } = district.database
      district.clock.now = NOW
      const slotId = `sh-unit-${shifts++}`
      await sql`insert into shifts (district_id, id, post_id, starts_at, ends_at, need, cancelled)
        select district_id, ${slotId}, ${postId ?? 'x'}, ${on('07:00', day)}, ${on('09:00', day)}, need, false from shifts where id = 'sh-past'`.execute(
        db,
      )
      if (!postId)
        await sql`update shifts set post_id = (select post_id from shifts where id = 'sh-past') where id = ${slotId}`.execute(db)
      const orgId = who.startsWith('other') ? 'org-b' : 'org-a'
      const command = signUpCommand({ slotId: 'sh-later', orgId })
      assert.equal((await district.post('/v1/sign-ups', command, who)).status, 201)
      await moveSignUp(district, command.id, slotId)
      if (times) {
        const [inAt, outAt] = times.map((clock) => on(clock, day))
        await sql`insert into attendances (district_id, sign_up_id, in_at, in_by, out_at, out_by, recorded_at)
          values ('main', ${command.id}, ${inAt}, 'code', ${outAt}, 'code', ${outAt})`.execute(db)
      }
      district.clock.now = Date.parse(on('12:00', '20'))
      return { as: who, id: command.id, slotId }
    }
    const get = async (path: string, asked: { as?: Caller; headers?: Record<string, string> }) => {
      const answer = await district.call('GET', path, asked)
      assert.equal(answer.status, 200, JSON.stringify(answer.body))
      return answer.body
    }
    const page = async (query: string, as: Caller | Record<string, string> = 'street') =>
      keptRecordsSchema.parse(await get(`/v1/service-records?${query}`, typeof as === 'string' ? { as } : { headers: as }))
    const idsOf = ({ records }: Awaited<ReturnType<typeof page>>) => records.map(({ signUpId }) => signUpId)
    const allOf = async (query: string, as: Caller | Record<string, string> = 'street') => {
      const ids: string[] = []
      for (let after = ''; ;) {
        const told = await page(`${query}&limit=2${after && `&after=${after}`}`, as)
        ids.push(...idsOf(told))
        if (told.next === undefined) return ids
        after = told.next
      }
    }
    /** People and records of the workbook, without their heads. */
    const workbook = async (query: string, as: Caller) => {
      const path = `/v1/service-records.xlsx?${query}`
      const request = new Request(`http://district.test${path}`, { headers: district.headersOf(as) })
      const response = await district.app.fetch(request)
      assert.deepEqual([response.status, response.headers.get('cache-control')], [200, 'no-store'])
      const sheets = (await readXlsxFile(Buffer.from(await response.arrayBuffer()))) as { sheet: string; data: unknown[][] }[]
      return sheets.map(({ data }) => data.slice(1))
    }

    it('tells a community what it recorded, over all organisations, and the street all of it or a community’s', async () => {
      const ours = await came()
      const theirs = await came({ as: 'otherEmployee:U900', day: '03', times: ['06:50', '08:30'] })
      const souths = await came({ postId: 'in-south', day: '04' })
      const streets = await came({ postId: 'of-street', day: '05' })
      const nowheres = await came({ postId: 'of-nowhere', day: '06' })
      const unrecorded = await came({ times: undefined })

      const north = await page(MARCH, 'community')
      assert.deepEqual(idsOf(north), [theirs.id, ours.id])
      assert.deepEqual(north.total, { records: 2, people: 2, minutes: 60 + 90 })
      assert.deepEqual([north.from, north.to, north.kind, north.next], ['2026-03-01', '2026-03-31', 'platform-record', undefined])
      const [first] = north.records
      assert.deepEqual(
        [first!.name, first!.organisation!.zh, first!.organiser.zh, first!.minutes, first!.recorded],
        ['员工U900', '乙公司', '网格north', 90, true],
      )
      assert.deepEqual(idsOf(await page(`${MARCH}&gridId=north`, 'community')), [theirs.id, ours.id])
      assert.deepEqual(idsOf(await page(MARCH, south)), [souths.id])
      assert.deepEqual(idsOf(await page(MARCH)), [nowheres.id, streets.id, souths.id, theirs.id, ours.id])
      assert.deepEqual(idsOf(await page(`${MARCH}&gridId=root`)), [nowheres.id, streets.id, souths.id, theirs.id, ours.id])
      assert.deepEqual(idsOf(await page(`${MARCH}&gridId=south`)), [souths.id])
      assert.deepEqual(idsOf(await page('from=2026-03-03&to=2026-03-03')), [theirs.id])
      const empty = await page('from=2026-02-01&to=2026-02-28')
      assert.deepEqual([empty.records, empty.total], [[], { records: 0, people: 0, minutes: 0 }])
      // Of days that nobody names it is this month up to today.
      district.clock.now = Date.parse(on('12:00', '04'))
      assert.deepEqual(idsOf(await page('')), [souths.id, theirs.id, ours.id])
      district.clock.now = Date.parse(on('12:00', '20'))
      assert.ok(!(await allOf(MARCH)).includes(unrecorded.id))
    })

    it('keeps it from everybody else: another community, organisations, and whoever only looks', async () => {
      for (const path of ['/v1/service-records', '/v1/service-records.csv', '/v1/service-records.xlsx']) {
        for (const as of ['liaison', 'estate', 'head', 'inspector', 'auditor'] as const)
          assertProblem(await district.call('GET', path, { as }), 403, 'role-not-allowed')
        assertProblem(await district.call('GET', path, { as: 'employee:U1' }), 403, 'audience-not-allowed')
        for (const gridId of ['north', 'micro-1', 'root', 'gone'])
          assertProblem(await district.call('GET', `${path}?gridId=${gridId}`, { headers: south }), 404, 'unknown-grid')
        assertProblem(await district.call('GET', `${path}?gridId=gone`, { as: 'street' }), 404, 'unknown-grid')
        for (const days of ['from=2025-03-01&to=2026-03-02', 'from=2026-03-02&to=2026-03-01', 'to=2026-02-01'])
          assert.equal((await district.call('GET', `${path}?${days}`, { as: 'street' })).body.code, 'invalid-query', days)
        assert.equal((await district.call('GET', `${path}?from=2025-03-02&to=2026-03-02`, { as: 'street' })).status, 200)
      }
    })

    it('tells them page by page, none twice and none lost, whatever is recorded, corrected and taken away meanwhile', async () => {
      const query = 'from=2026-03-10&to=2026-03-12'
      const at: string[] = []
      for (const day of ['10', '10', '11', '11', '12']) at.push((await came({ day })).id)
      const [oldest, , , next, newest] = at as [string, string, string, string, string]
      const late = await came({ day: '11', times: undefined })
      const first = await page(`${query}&limit=2`)
      assert.deepEqual(first.total?.records, 5)
      assert.deepEqual(idsOf(first), [newest, [next, at[2]!].sort().at(-1)])
      // What ended the page is gone, one before it and one behind it come.
      const { db } = district.database
      await sql`delete from attendances where sign_up_id = ${idsOf(first)[1]!}`.execute(db)
      await sql`insert into attendances (district_id, sign_up_id, in_at, in_by, out_at, out_by)
        values ('main', ${late.id}, ${on('07:00', '11')}, 'host', ${on('08:00', '11')}, 'host')`.execute(db)
      const added = await came({ day: '12' })
      const rest: string[] = []
      for (let after = first.next; after !== undefined;) {
        const told = await page(`${query}&limit=2&after=${after}`)
        assert.equal(told.total, undefined)
        rest.push(...idsOf(told))
        after = told.next
      }
      const seen = [...idsOf(first), ...rest]
      assert.equal(new Set(seen).size, seen.length)
      for (const id of at) assert.ok(seen.includes(id), id)
      assert.ok(!rest.includes(added.id) && rest.at(-1) === [oldest, at[1]!].sort()[0])
      assert.deepEqual(await allOf(query), idsOf(await page(query)))
      for (const after of ['x', '1.x', `${'9'.repeat(15)}.${nextUlid()}`, nextUlid()])
        assertProblem(await district.call('GET', `/v1/service-records?after=${after}`, { as: 'street' }), 400, 'invalid-query')
    })

    it('tells an hour that two units’ shifts share once, and what was corrected as it was corrected', async () => {
      const query = 'from=2026-03-13&to=2026-03-13'
      const one = await came({ day: '13', times: ['07:00', '08:30'] })
      await came({ as: one.as, postId: 'in-south', day: '13', times: ['08:00', '09:00'] })
      const totals = async () => {
        const [whole, north, other] = [await page(query), await page(query, 'community'), await page(query, south)]
        return [whole, north, other].map(({ total }) => [total!.records, total!.people, total!.minutes])
      }
      assert.deepEqual(await totals(), [
        [2, 1, 120],
        [1, 1, 90],
        [1, 1, 30],
      ])
      const facts = { activity: '交通引导岗', place: '天府二街口' }
      const times = { checkedInAt: on('07:30', '13'), checkedOutAt: on('08:30', '13') }
      const asked = await district.post(
        `/v1/sign-ups/${one.id}/corrections`,
        correctionCommand(one.id, { ...times, facts }),
        one.as,
      )
      assert.equal(asked.status, 201, JSON.stringify(asked.body))
      const told = async () => (await page(query, 'community')).records.map((it) => [it.activity.zh, it.place.zh, it.minutes])
      // While nobody has decided, it stands as it was.
      assert.deepEqual(await told(), [['巡查岗', '网格micro-1', 90]])
      const step = { id: nextUlid(), correctionId: asked.body.id, action: 'accept' }
      assert.equal((await district.post(`/v1/corrections/${asked.body.id}/steps`, step, 'community')).status, 200)
      assert.deepEqual(await told(), [['交通引导岗', '天府二街口', 60]])
      assert.deepEqual(await totals(), [
        [2, 1, 90],
        [1, 1, 60],
        [1, 1, 30],
      ])
      const csv = await get(`/v1/service-records.csv?${query}`, { as: 'community' })
      assert.match(csv, /交通引导岗,2026-03-13,天府二街口,街巷巡查,2026-03-13 07:30,2026-03-13 08:30,1\.0,60,网格north/)
    })

    it('exports what it lists with the columns of an organisation’s file, and writes down that it was read', async () => {
      const query = 'from=2026-03-14&to=2026-03-15'
      const both = await came({ day: '14' })
      await came({ as: both.as, day: '15', times: ['07:00', '09:00'] })
      await came({ as: 'otherEmployee:U901', day: '15' })
      const ours = await get(`/v1/organisations/org-a/hours.csv?${query}`, { as: 'street' })
      const csv: string = await get(`/v1/service-records.csv?${query}`, { as: 'street' })
      const lines = (text: string) => text.trim().split('\r\n')
      assert.deepEqual(lines(csv)[0], lines(ours)[0])
      assert.equal(lines(csv).length, 1 + 3)
      for (const line of lines(ours)) assert.ok(lines(csv).includes(line), line)
      assert.ok(lines(csv).some((line) => line.startsWith('员工U901,')))
      // There are people of one name: their organisation and number tell them apart, on both sheets.
      const ids = (
        await sql<{ id: string; name: string }>`
        select sign_ups.person_id as id, organisations.name->>'zh' as name from sign_ups
        join organisations on organisations.district_id = sign_ups.district_id and organisations.id = sign_ups.org_id
        where sign_ups.id = ${both.id}`.execute(district.database.db)
      ).rows[0]!
      assert.equal(lines(csv).filter((line) => line.includes(`,${ids.name},${ids.id},平台记录`)).length, 2)
      const [byPerson, records] = await workbook(query, 'community')
      assert.deepEqual(
        byPerson!.map((cells) => cells.slice(1, 4)),
        [
          [2, 3, 180],
          [1, 1, 60],
        ],
      )
      assert.equal(records!.length, 3)
      const { rows } = await sql<{ action: string; subject: string }>`
        select action, subject from audit_entries order by seq desc limit 3`.execute(district.database.db)
      assert.deepEqual(
        rows.map(({ action, subject }) => [action, subject]),
        [
          ['read-hours', 'north'],
          ['read-hours', 'root'],
          ['read-hours', 'org-a'],
        ],
      )
    })

    it('names a minor in full to the street alone, and whoever was erased to nobody, whose hours stay', async () => {
      const query = 'from=2026-03-16&to=2026-03-16'
      const minor = await came({ day: '16' })
      const { db } = district.database
      await sql`update people set minor = true where id = (select person_id from sign_ups where id = ${minor.id})`.execute(db)
      const full = `员工${minor.as.split(':')[1]}`
      const named = async (as: Caller) => (await page(query, as)).records.map((one) => one.name)
      assert.deepEqual([await named('street'), await named('community')], [[full], [maskName(full)]])
      for (const [as, shown] of [
        ['street', full],
        ['community', maskName(full)],
      ] as const) {
        assert.match(await get(`/v1/service-records.csv?${query}`, { as }), new RegExp(`\r\n${shown.replaceAll('*', '\\*')},`))
        assert.equal((await workbook(query, as))[0]![0]![0], shown)
      }
      const erased = await district.post('/v1/me/erasure', { id: nextUlid(), confirm: true } as { id: string }, minor.as)
      assert.equal(erased.status, 200)
      const told = await page(query)
      assert.deepEqual(
        told.records.map((one) => [one.name, one.minutes]),
        [['—', 60]],
      )
      assert.deepEqual(told.total, { records: 1, people: 1, minutes: 60 })
    })
  })
}
