import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { maskName } from '@wangge/core/privacy'
import {
  certificateCheckSchema,
  certificateListSchema,
  certificateViewSchema,
  organisationCertificateListSchema,
  correctionListSchema,
  correctionViewSchema,
  myHoursSchema,
  organisationHoursSchema,
  rosterWeekSchema,
} from '@wangge/core/roster/schema'
import { sql } from 'kysely'
import readXlsxFile from 'read-excel-file/node'
import { createContext } from '../../src/context.ts'
import { runRetention } from '../../src/privacy/retention.ts'
import { around, dump } from '../dump.ts'
import {
  assertProblem,
  attend,
  certificateCommand,
  requestedCertificateCommand,
  checkInCommand,
  correctionCommand,
  moveSignUp,
  nextUlid,
  signUpCommand,
} from '../harness.ts'
import type { Answered, Caller, District } from '../harness.ts'
import { claimsOf, HOSTS, hostToken } from '../host-tokens.ts'
import { NOW } from '../sample.ts'

const DAY_MS = 86_400_000
const MINUTE = 60_000

export function hours(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let district: District
    let people = 0
    let shifts = 0
    before(async () => {
      district = await open()
    })
    after(async () => {
      district.app.close()
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })

    /** Somebody with a seat at the slot that was from seven to eight. */
    async function past(org: 'employee' | 'otherEmployee' = 'employee') {
      district.clock.now = NOW
      const as: Caller = `${org}:H${people++}`
      const command = signUpCommand({ slotId: 'sh-later', orgId: org === 'employee' ? 'org-a' : 'org-b' })
      assert.equal((await district.post('/v1/sign-ups', command, as)).status, 201)
      await moveSignUp(district, command.id, 'sh-past')
      return { as, id: command.id }
    }
    const on = (clock: string, day = '02') => `2026-03-${day}T${clock}:00+08:00`
    const attendFrom = (signUpId: string, inAt: string, outAt: string, by = 'code') =>
      sql`insert into attendances (district_id, sign_up_id, in_at, in_by, out_at, out_by, recorded_at)
        values ('main', ${signUpId}, ${inAt}, ${by}, ${outAt}, ${by}, ${outAt})`.execute(district.database.db)
    /** Another seat of theirs, at a shift of its own, through an organisation; with the times that they were there. */
    async function seat(as: Caller, orgId: string, [startsAt, endsAt]: [string, string], attended?: [string, string]) {
      const { db } = district.database
      const slotId = `sh-own-${shifts++}`
      await sql`insert into shifts (district_id, id, post_id, starts_at, ends_at, need, cancelled)
        select district_id, ${slotId}, post_id, ${startsAt}, ${endsAt}, need, false from shifts where id = 'sh-past'`.execute(db)
      const command = signUpCommand({ slotId: 'sh-later' })
      assert.equal((await district.post('/v1/sign-ups', command, as)).status, 201)
      await moveSignUp(district, command.id, slotId)
      await sql`update sign_ups set org_id = ${orgId} where id = ${command.id}`.execute(db)
      if (attended) await attendFrom(command.id, ...attended)
      return command.id
    }
    const get = async (path: string, as: Caller) => {
      const answer = await district.call('GET', path, { as })
      assert.equal(answer.status, 200, JSON.stringify(answer.body))
      return answer.body
    }
    const mine = async (as: Caller) => myHoursSchema.parse(await get('/v1/me/hours', as))
    const organisation = async (as: Caller, orgId = 'org-a') =>
      organisationHoursSchema.parse(await get(`/v1/organisations/${orgId}/hours?from=2026-03-01&to=2026-03-31`, as))
    const request = (id: string, as: Caller, changes: object = {}) =>
      district.post(`/v1/sign-ups/${id}/corrections`, correctionCommand(id, changes), as)
    const step = (correctionId: string, action: string, as: Caller, note?: string) =>
      district.post(`/v1/corrections/${correctionId}/steps`, { id: nextUlid(), correctionId, action, ...(note && { note }) }, as)
    const listed = async (as: Caller, query = '') =>
      correctionListSchema.parse(await get(`/v1/corrections${query}`, as)).corrections
    /** What somebody may do with one that waits for them. */
    const decidable = async (as: Caller, id: string) => (await listed(as)).find((one) => one.id === id)?.actions
    const reason = (answer: Answered) => {
      assertProblem(answer, 409, 'refused')
      return answer.body.refusal.reason
    }
    const issue = async (as: Caller, changes: object = {}) => {
      const answer = await district.post('/v1/me/certificates', certificateCommand(changes), as)
      assert.equal(answer.status, 201, JSON.stringify(answer.body))
      return certificateViewSchema.parse(answer.body)
    }
    const stateOf = async (code: string) =>
      certificateCheckSchema.parse((await district.call('GET', `/v1/certificates/${code}`)).body).state
    const page = async (url: string) => {
      const { pathname } = new URL(url)
      return district.call('GET', pathname)
    }

    it('tells a person their hours, with all that is to be recorded of each activity', async () => {
      const { as, id } = await past()
      assert.deepEqual((await mine('employee:never-came')).records, [])
      const [open] = (await mine(as)).records
      assert.deepEqual([open!.recorded, open!.minutes, open!.recordBy], [false, 0, '2026-03-16T16:00:00.000Z'])
      assert.deepEqual([open!.inCharge, open!.lacks], [undefined, ['inCharge']])
      // Neither the micro-grid nor its estate has a chief: the community's answers for it.
      const { db } = district.database
      await sql`insert into appointments (district_id, id, role, person_id, grid_id, from_at)
        values ('main', 'chief', 'gridChief', 'head-1', 'north', '2026-02-01T00:00:00+08:00'),
          ('main', 'chief-after', 'gridChief', 'head-2', 'north-1', '2026-03-02T08:00:00+08:00')`.execute(db)
      await sql`update districts set reference_version = reference_version + 1`.execute(db)
      const send = (kind: string, at: string) => district.post('/v1/check-ins', checkInCommand({ kind, at }), as)
      assert.equal((await send('in', '2026-03-02T06:58:00+08:00')).status, 200)
      assert.equal((await send('out', '2026-03-02T07:41:30+08:00')).status, 200)
      const { minutes, kind, records } = await mine(as)
      assert.deepEqual([minutes, kind], [41, 'platform-record'])
      const { signUpId, activity, content, place, organiser, inCharge, lacks, recorded, checkedInAt } = records[0]!
      assert.deepEqual([inCharge, lacks], ['样例', undefined])
      assert.deepEqual(
        [signUpId, activity.zh, content.zh, place.zh, organiser.zh, recorded, checkedInAt],
        [id, '巡查岗', '街巷巡查', '网格micro-1', '网格north', true, '2026-03-01T22:58:00.000Z'],
      )
    })

    it('takes whoever reports in at a community down as there, anywhere in it, for its own record', async () => {
      const { db } = district.database
      const post = {
        id: 'post-report',
        kind: 'reportIn',
        name: { zh: '社区报到点', en: 'Report-in point' },
        capacity: { min: 1, max: 9 },
      }
      await sql`insert into posts (district_id, id, kind, name, grid_id, capacity)
        values ('main', ${post.id}, ${post.kind}, ${JSON.stringify(post.name)}::jsonb, 'north', ${JSON.stringify(post.capacity)}::jsonb)`.execute(
        db,
      )
      await sql`insert into shifts (district_id, id, post_id, starts_at, ends_at, need, cancelled)
        values ('main', 'sh-report', ${post.id}, ${on('09:00', '05')}, ${on('11:00', '05')}, 9, false)`.execute(db)
      district.clock.now = NOW
      const as: Caller = `employee:H${people++}`
      const signedUp = await district.post('/v1/sign-ups', signUpCommand({ slotId: 'sh-report' }), as)
      assert.equal(signedUp.body.state, 'seated', JSON.stringify(signedUp.body))
      const say = (kind: string, clock: string, position: [number, number]) => {
        district.clock.now = Date.parse(on(clock, '05'))
        const proof = { by: 'place', slotId: 'sh-report', position, accuracy: 20 }
        return district.post('/v1/check-ins', checkInCommand({ kind, at: on(clock, '05'), proof }), as)
      }
      assert.equal(reason(await say('in', '08:55', [104.2, 30.7])), 'too-far')
      assert.equal((await say('in', '08:55', [104.0605, 30.5705])).status, 200)
      assert.equal((await say('out', '10:30', [104.0605, 30.5705])).status, 200)
      const [record] = (await mine(as)).records
      assert.deepEqual(
        [record!.activity.zh, record!.content.zh, record!.place.zh, record!.organiser.zh, record!.minutes],
        ['社区报到点', '社区报到服务', '网格north', '网格north', 90],
      )
      district.clock.now = NOW
    })

    it('adds an organisation’s people up to its own hours, and names what is not recorded and what is late', async () => {
      const before = await organisation('liaison', 'org-a')
      const came = await past()
      const absent = await past()
      const other = await past('otherEmployee')
      for (const { id } of [came, other]) await attend(district, id)
      const { minutes, people, unrecorded } = await organisation('liaison')
      assert.equal(minutes, before.minutes + 30)
      assert.equal(
        minutes,
        people.reduce((sum, one) => sum + one.minutes, 0),
      )
      assert.deepEqual(
        unrecorded.map(({ signUpId, late }) => [signUpId, late]).filter(([id]) => id === absent.id || id === came.id),
        [[absent.id, false]],
      )
      district.clock.now = Date.parse('2026-03-17T00:00:00+08:00') + 1
      assert.equal((await organisation('street')).unrecorded.find(({ signUpId }) => signUpId === absent.id)!.late, true)
      const answer = await district.call('GET', '/v1/organisations/org-b/hours', { as: 'liaison' })
      assertProblem(answer, 403, 'other-organisation')
      const csv = await get('/v1/organisations/org-a/hours.csv?from=2026-03-01&to=2026-03-02', 'liaison')
      assert.match(csv, /^姓名 name,活动名称 activity,日期 date/)
      assert.match(
        csv,
        /巡查岗,2026-03-02,网格micro-1,街巷巡查,2026-03-02 07:05,2026-03-02 07:35,0\.5,30,网格north,.*,平台记录 platform record/,
      )
      assert.ok(!csv.includes(absent.as.slice(-3)))
      const { entries } = (await district.call('GET', '/v1/audit?after=0&limit=1000', { as: 'auditor' })).body
      assert.ok(entries.some(({ action }: { action: string }) => action === 'read-hours'))
    })

    it('takes times that a host records after ten working days only with a word on why, which is kept and told', async () => {
      const { as, id } = await past()
      const { db } = district.database
      const say = (kind: string, at: string, note?: string) => {
        const proof = { by: 'host', signUpId: id, ...(note !== undefined && { note }) }
        return district.post('/v1/check-ins', checkInCommand({ kind, at: on(at), proof }), 'liaison')
      }
      const actions = async () =>
        (await sql<{ action: string }>`select action from audit_entries where subject = ${id} order by seq`.execute(db)).rows
          .map(({ action }) => action)
          .slice(1)
      // In time: with a word or without one.
      district.clock.now = Date.parse('2026-03-16T23:59:00+08:00')
      assert.equal((await say('in', '07:02')).status, 200)
      // Two minutes later it is late.
      district.clock.now = Date.parse('2026-03-17T00:01:00+08:00')
      const refused = await say('out', '07:42')
      assert.equal(reason(refused), 'late-note-required')
      assert.deepEqual(refused.body.refusal.detail, { recordBy: '2026-03-16T16:00:00.000Z' })
      for (const note of ['', '   ', 'x'.repeat(201)]) assert.equal((await say('out', '07:42', note)).status, 422, note)
      assert.equal((await mine(as)).records[0]!.recorded, false)
      const why = '补录说明：现场断网两周'
      assert.equal((await say('out', '07:42', ` ${why} `)).status, 200)
      assert.equal((await say('out', '07:42', why)).status, 200)
      assert.deepEqual(await actions(), ['check-in', 'late-check-out', 'late-check-out'])

      const [record] = (await mine(as)).records
      assert.deepEqual([record!.recorded, record!.minutes, record!.hostNotes], [true, 40, [why]])
      const week = rosterWeekSchema.parse(await get('/v1/roster?from=2026-03-02', 'community'))
      const slot = week.slots.find((one) => one.id === 'sh-past')!
      assert.equal(slot.recordBy, '2026-03-16T16:00:00.000Z')
      assert.deepEqual(slot.people.find(({ signUpId }) => signUpId === id)!.hostNotes, [why])
      assert.ok(slot.people.every(({ isReader }) => isReader === undefined))
      const csv = await get('/v1/organisations/org-a/hours.csv?from=2026-03-01&to=2026-03-02', 'liaison')
      assert.match(csv, new RegExp(`2026-03-02 07:02,2026-03-02 07:42,.*平台记录 platform record,${why}`))
      const data = await get('/v1/me/data', as)
      assert.deepEqual(
        data.records.host_notes.map(({ note }: { note: string }) => note),
        [why, why],
      )
      const kept = await dump(district)
      assert.ok(!kept.includes(why), around(kept, why))
    })

    it('takes times that a host said in time and that arrived late without asking again, and tells that they were sent later', async () => {
      const { as, id } = await past()
      const due = Date.parse('2026-03-17T00:00:00+08:00')
      const iso = (ms: number) => new Date(ms).toISOString()
      const say = (kind: string, at: string, saidAt: number, more: object = {}) => {
        const proof = { by: 'host', signUpId: id, saidAt: iso(saidAt), ...more }
        return district.post('/v1/check-ins', checkInCommand({ kind, at: on(at), proof }), 'liaison')
      }
      // A whole night and a day after the tenth working day.
      district.clock.now = due + 20 * 60 * MINUTE
      const made = checkInCommand({ kind: 'in', at: on('07:02'), proof: { by: 'host', signUpId: id, saidAt: iso(due - MINUTE) } })
      const came = await district.post('/v1/check-ins', made, 'liaison')
      assert.equal(came.status, 200, JSON.stringify(came.body))
      assert.deepEqual((await district.post('/v1/check-ins', made, 'liaison')).body, came.body)
      // What was said after it, or before what it tells of, says why.
      assert.equal(reason(await say('out', '07:42', due + MINUTE)), 'late-note-required')
      assert.equal(reason(await say('out', '07:42', Date.parse(on('07:30')))), 'late-note-required')
      // And so does whatever comes after the days that a device without a connection has.
      district.clock.now = due + 72 * 60 * MINUTE + 1
      assert.equal(reason(await say('out', '07:42', due - MINUTE)), 'late-note-required')
      const replaces = nextUlid()
      const mended = checkInCommand({
        ...{ kind: 'out', at: on('07:42'), replaces },
        proof: { by: 'host', signUpId: id, saidAt: iso(due - MINUTE), note: '手机修了四天' },
      })
      assert.equal((await district.post('/v1/check-ins', mended, 'liaison')).status, 200)
      const [record] = (await mine(as)).records
      assert.deepEqual([record!.minutes, record!.hostNotes], [40, ['手机修了四天']])
      assert.deepEqual([record!.checkedInLate, record!.checkedInArrivedAt], [true, iso(due + 20 * 60 * MINUTE)])
      assert.equal(record!.checkedOutLate, undefined, 'it says why itself')
      const { rows } = await sql<{ action: string }>`select action from audit_entries where subject = ${id} order by seq`.execute(
        district.database.db,
      )
      assert.deepEqual(rows.map(({ action }) => action).slice(1), ['late-check-in', 'late-check-out'])
    })

    it('awaits no record of whoever is told not to have come, until something shows that they did', async () => {
      const absent = await past()
      const excused = await past()
      const say = async (id: string, what: string) =>
        assert.equal((await district.post(`/v1/sign-ups/${id}/${what}`, { id: nextUlid(), signUpId: id }, 'liaison')).status, 200)
      await say(absent.id, 'no-show')
      await say(excused.id, 'excuse')
      const awaited = async () => {
        const { unrecorded } = await organisation('liaison')
        return unrecorded.map(({ signUpId }) => signUpId).filter((id) => id === absent.id || id === excused.id)
      }
      assert.deepEqual(await awaited(), [])
      const absenceOf = async ({ as }: { as: Caller }) => (await mine(as)).records[0]!.absence
      assert.deepEqual([await absenceOf(absent), await absenceOf(excused)], ['no-show', 'excused'])
      const proof = { by: 'host', signUpId: absent.id }
      const came = checkInCommand({ kind: 'in', at: on('07:05'), proof })
      assert.equal((await district.post('/v1/check-ins', came, 'liaison')).status, 200)
      assert.deepEqual([await absenceOf(absent), await awaited()], [undefined, [absent.id]])
    })

    it('gives the hours as a workbook that reads back: by person, and record by record, with no name a formula', async () => {
      district.clock.now = NOW
      const evil = { sub: 'H-evil', name: '=1+1' }
      const token = hostToken({ secret: HOSTS['org-a'].secret, claims: claimsOf('org-a', NOW, evil) })
      const command = signUpCommand({ slotId: 'sh-later' })
      const headers = { ...district.headersOf('org'), authorization: `Bearer ${token}`, 'idempotency-key': command.id }
      assert.equal((await district.call('POST', '/v1/sign-ups', { body: command, headers })).status, 201)
      await moveSignUp(district, command.id, 'sh-past')
      await attend(district, command.id)
      const path = '/v1/organisations/org-a/hours.xlsx?from=2026-03-01&to=2026-03-02'
      const request = new Request(`http://district.test${path}`, { headers: district.headersOf('liaison') })
      const response = await district.app.fetch(request)
      assert.equal(response.status, 200)
      const named = response.headers.get('content-disposition')
      assert.equal(named, 'attachment; filename="service-hours-2026-03-01-2026-03-02.xlsx"')
      assert.equal(response.headers.get('cache-control'), 'no-store')
      const bytes = Buffer.from(await response.arrayBuffer())
      const [people, records] = (await readXlsxFile(bytes)) as { sheet: string; data: unknown[][] }[]
      assert.deepEqual([people!.sheet, records!.sheet], ['人员 People', '记录 Records'])
      assert.deepEqual(people!.data[0], [
        '姓名 name',
        '次数 times',
        '服务时间（小时） hours',
        '服务时间（分钟） minutes',
        '人员编号 person',
      ])
      const row = people!.data.find(([who]) => who === evil.name)!
      assert.deepEqual(row.slice(0, 4), [evil.name, 1, 0.5, 30])
      const [, ...line] = records!.data.find(([who]) => who === evil.name)!
      const [activity, date, place, content, from, to, hours, minutes, , , organisation, person, kind] = line
      assert.deepEqual([activity, date, place, content], ['巡查岗', '2026-03-02', '网格micro-1', '街巷巡查'])
      assert.deepEqual([from, to, hours, minutes], ['2026-03-02 07:05', '2026-03-02 07:35', 0.5, 30])
      assert.equal(kind, '平台记录 platform record')
      // Somebody else may have that name.
      assert.deepEqual([typeof organisation, person], ['string', row[4]])
      const other = await district.call('GET', '/v1/organisations/org-b/hours.xlsx', { as: 'liaison' })
      assertProblem(other, 403, 'other-organisation')
    })

    it('counts an hour once, though it belongs to shifts of two organisations or of two days', async () => {
      const { as, id } = await past()
      await attendFrom(id, on('07:00'), on('08:30'))
      await seat(as, 'org-b', [on('08:00'), on('09:00')], [on('08:00'), on('09:00')])
      await seat(as, 'org-a', [on('23:00', '01'), on('00:00')], [on('23:00', '01'), on('00:30')])
      await seat(as, 'org-a', [on('00:00'), on('01:00')], [on('00:00'), on('01:00')])
      const told = async (orgId: string, from: string, to: string) => {
        const body = organisationHoursSchema.parse(await get(`/v1/organisations/${orgId}/hours?from=${from}&to=${to}`, 'street'))
        return body.people.find(({ personId }) => personId === holder)?.minutes
      }
      const { rows } = await sql<{ person: string }>`select person_id as person from sign_ups where id = ${id}`.execute(
        district.database.db,
      )
      const holder = rows[0]!.person
      assert.equal(await told('org-b', '2026-03-02', '2026-03-02'), 30)
      assert.equal(await told('org-a', '2026-03-01', '2026-03-01'), 90)
      assert.equal(await told('org-a', '2026-03-02', '2026-03-02'), 90 + 30)
      assert.equal(await told('org-a', '2026-03-01', '2026-03-02'), 90 + 90 + 30)
      assert.equal((await issue(as, { from: '2026-03-02', to: '2026-03-02' })).minutes, 90 + 30)
    })

    it('marks a certificate whose record a later check-out changed, and no other', async () => {
      const { as } = await past()
      const send = async (kind: string, at: string) =>
        assert.equal((await district.post('/v1/check-ins', checkInCommand({ kind, at }), as)).status, 200)
      await send('in', '2026-03-02T07:05:00+08:00')
      await send('out', '2026-03-02T07:35:00+08:00')
      const { code, minutes } = await issue(as)
      const state = () => stateOf(code)
      assert.equal(minutes, 30)
      // It comes again, and changes nothing.
      await send('out', '2026-03-02T07:35:00+08:00')
      assert.equal(await state(), 'valid')
      await send('out', '2026-03-02T07:55:00+08:00')
      assert.equal(await state(), 'superseded')
      assert.equal((await issue(as)).minutes, 50)
    })

    it('marks just the certificates a line of which would read otherwise, whichever organisation changed it', async () => {
      const { as, id } = await past()
      await attendFrom(id, on('07:00'), on('08:00'), 'host')
      await sql`update sign_ups set org_id = 'org-b' where id = ${id}`.execute(district.database.db)
      const next = await seat(as, 'org-a', [on('08:00'), on('08:45')], [on('08:00'), on('08:45')])
      await seat(as, 'org-a', [on('20:00', '01'), on('21:00', '01')], [on('20:00', '01'), on('21:00', '01')])
      const forgotten = await seat(as, 'org-a', [on('12:00', '01'), on('13:00', '01')])
      const both = await issue(as, { from: '2026-03-01', to: '2026-03-02' })
      const evening = await issue(as, { from: '2026-03-01', to: '2026-03-01' })
      assert.deepEqual([both.minutes, evening.minutes], [105, 60])
      const states = () => Promise.all([both, evening].map(({ code }) => stateOf(code)))

      // A shift that neither tells of is recorded after all: what they tell stays true.
      const times = { checkedInAt: on('12:00', '01'), checkedOutAt: on('13:00', '01') }
      const { body } = await request(forgotten, as, times)
      assert.equal((await step(body.id, 'accept', 'community')).status, 200)
      assert.deepEqual(await states(), ['valid', 'valid'])

      // They stayed half an hour longer for the other organisation, whose shift began first: it counts there and no more here.
      const host = { kind: 'out', at: on('08:30'), proof: { by: 'host', signUpId: id } }
      const sent = await district.post('/v1/check-ins', checkInCommand(host), 'street')
      assert.equal(sent.status, 200, JSON.stringify(sent.body))
      assert.equal((await mine(as)).records.find(({ signUpId }) => signUpId === next)!.minutes, 15)
      assert.deepEqual(await states(), ['superseded', 'valid'])
      const again = await issue(as, { from: '2026-03-01', to: '2026-03-02' })
      assert.equal(again.minutes, 60 + 60 + 15)
      assert.equal(await stateOf(again.code), 'valid')
    })

    it('takes a correction from the request over a refusal and a dispute to the street’s word, and counts by it', async () => {
      const { as, id } = await past()
      await attend(district, id)
      const certificate = await issue(as)
      const asked = await request(id, as)
      assert.equal(asked.status, 201, JSON.stringify(asked.body))
      const { id: correctionId, state, actions } = correctionViewSchema.parse(asked.body)
      assert.deepEqual([state, actions], ['requested', ['withdraw']])
      assert.equal(reason(await request(id, as)), 'correction-open')
      const [waiting] = (await organisation('liaison')).corrections.filter((one) => one.id === correctionId)
      assert.deepEqual([waiting!.reason, waiting!.actions], ['签退时手机没电', []])
      assert.deepEqual([waiting!.name, waiting!.activity.zh], [`员工${as.split(':')[1]}`, '巡查岗'])
      const { corrections } = organisationHoursSchema.parse(
        await get('/v1/organisations/org-a/hours?from=2026-01-01&to=2026-01-02', 'liaison'),
      )
      assert.equal(corrections.find((one) => one.id === correctionId)!.startsAt, waiting!.startsAt)
      assert.equal(reason(await step(correctionId, 'accept', as)), 'action-not-allowed')
      assert.deepEqual(await decidable('community', correctionId), ['accept', 'refuse'])
      assert.equal(reason(await step(correctionId, 'refuse', 'community')), 'note-required')
      assert.equal((await step(correctionId, 'refuse', 'community', '无人在场')).body.state, 'refused')
      assert.equal((await mine(as)).records[0]!.correction!.note, '无人在场')
      assert.equal((await step(correctionId, 'dispute', as, '有同事作证')).body.state, 'disputed')
      assert.equal(reason(await step(correctionId, 'accept', 'community')), 'action-not-allowed')
      assert.equal(await decidable('community', correctionId), undefined)
      assert.deepEqual(await decidable('street', correctionId), ['accept', 'refuse'])
      assert.equal((await mine(as)).minutes, 30)
      assert.deepEqual((await step(correctionId, 'accept', 'street')).body.actions, [])
      const { minutes, records } = await mine(as)
      assert.deepEqual([minutes, records[0]!.checkedOutAt], [60, '2026-03-02T00:00:00.000Z'])
      assert.equal((await district.call('GET', `/v1/certificates/${certificate.code}`)).body.state, 'superseded')
      assert.equal((await issue(as)).minutes, 60)
      const { entries } = (await district.call('GET', '/v1/audit?after=0&limit=1000', { as: 'auditor' })).body
      const acts = entries
        .filter((entry: { opening?: { subject: string } }) => entry.opening?.subject === id)
        .map(({ action }: { action: string }) => action)
      assert.deepEqual(acts.slice(-4), ['request-correction', 'refuse-correction', 'dispute-correction', 'accept-correction'])
    })

    it('lets nobody ask for or decide what is not theirs, and nobody decide their own request', async () => {
      const { as, id } = await past()
      const stranger = await past()
      for (const other of [stranger.as, 'otherEmployee:H0'] as Caller[]) {
        assertProblem(await request(id, other), 404, 'unknown-sign-up')
      }
      const asked = await request(id, 'liaison')
      assert.deepEqual([asked.status, asked.body.actions], [201, []])
      assertProblem(await step(asked.body.id, 'accept', 'liaison'), 403, 'role-not-allowed')
      assertProblem(await request((await past()).id, 'community'), 403, 'role-not-allowed')
      assertProblem(await step(asked.body.id, 'withdraw', stranger.as), 404, 'unknown-correction')
      assertProblem(await step(nextUlid(), 'accept', 'street'), 404, 'unknown-correction')
      assert.equal((await step(asked.body.id, 'accept', 'street')).status, 200)
      const streets = await request((await past()).id, 'street')
      assert.equal(reason(await step(streets.body.id, 'accept', 'street')), 'action-not-allowed')
      assert.equal(await decidable('street', streets.body.id), undefined)
      assert.deepEqual(await decidable('community', streets.body.id), ['accept', 'refuse'])
      const outside = { checkedInAt: '2026-03-02T05:00:00+08:00' }
      assert.equal(reason(await request(id, as, outside)), 'outside-shift')
    })

    it('tells the community what waits for its decision, the oldest first, with as much as it takes', async () => {
      const minor = await past()
      const other = await past('otherEmployee')
      const { db } = district.database
      await sql`update people set minor = true where id = (select person_id from sign_ups where id = ${minor.id})`.execute(db)
      const ids = [(await request(minor.id, minor.as)).body.id, (await request(other.id, other.as)).body.id]
      const shown = (await listed('community')).filter(({ id }) => ids.includes(id))
      assert.deepEqual(
        shown.map(({ id }) => id),
        ids,
      )
      const full = `员工${minor.as.split(':')[1]}`
      const { activity, name: told, startsAt, ...rest } = shown[0]!
      assert.deepEqual([activity.zh, told, Date.parse(startsAt)], ['巡查岗', maskName(full), Date.parse(on('07:00'))])
      assert.equal((await listed('street')).find(({ id }) => id === ids[0])!.name, full)
      assert.deepEqual(
        Object.keys(rest).filter((key) => /person|org/i.test(key)),
        [],
      )
      assert.equal((await listed('community', '?gridId=north-1')).length > 0, true)
      assert.deepEqual(await listed('community', '?gridId=north-2'), [])
      assertProblem(await district.call('GET', '/v1/corrections?gridId=root', { as: 'community' }), 404, 'unknown-grid')
      for (const as of ['liaison', 'estate', 'inspector', 'auditor'] as const) {
        assertProblem(await district.call('GET', '/v1/corrections', { as }), 403, 'role-not-allowed')
      }
      const { entries } = (await district.call('GET', '/v1/audit?after=0&limit=1000', { as: 'auditor' })).body
      assert.ok(entries.some(({ action }: { action: string }) => action === 'read-corrections'))
    })

    it('certifies hours, and tells whoever has the code no more than the holder agreed to', async () => {
      const { as, id } = await past()
      assert.equal(reason(await district.post('/v1/me/certificates', certificateCommand(), as)), 'no-hours')
      await attend(district, id)
      const plain = await issue(as, { disclose: [] })
      assert.equal(plain.minutes, 30)
      const checked = await district.call('GET', `/v1/certificates/${plain.code.toLowerCase().replaceAll('-', '')}`)
      const { asOf: _, issuedAt: __, ...told } = certificateCheckSchema.parse(checked.body)
      assert.deepEqual(told, {
        kind: 'platform-record',
        state: 'valid',
        recordingUnits: [{ name: { zh: '网格north', en: 'Grid north' }, minutes: 30 }],
        from: '2026-03-01',
        to: '2026-03-31',
        minutes: 30,
      })
      assert.equal(checked.headers.get('cache-control'), 'no-store')
      const full = certificateCheckSchema.parse((await district.call('GET', `/v1/certificates/${(await issue(as)).code}`)).body)
      assert.equal(full.name, `员工${as.slice(as.indexOf(':') + 1)}`)
      assert.deepEqual([full.activities![0]!.activity.zh, full.activities![0]!.minutes], ['巡查岗', 30])
      const { certificates } = certificateListSchema.parse(await get('/v1/me/certificates', as))
      assert.deepEqual(
        certificates.map(({ disclose }) => disclose),
        [['name', 'activities'], []],
      )
      const bad = await district.post('/v1/me/certificates', certificateCommand({ to: '2026-02-01' }), as)
      assertProblem(bad, 422, 'invalid-body')
    })

    it('names each unit that recorded a part of it with its hours, and not the street for what communities recorded', async () => {
      const { as, id } = await past()
      await attend(district, id)
      const { db } = district.database
      await sql`insert into grids (district_id, id, level, parent_id, name, codes)
        values ('main', 'south', 'community', 'root', '{"zh":"南社区","en":"South Community"}', '[]')`.execute(db)
      await sql`insert into posts (district_id, id, kind, name, grid_id, capacity)
        values ('main', 'post-south', 'patrol', '{"zh":"南岗","en":"South"}', 'south', '{"min":1,"max":9}')`.execute(db)
      await sql`update districts set reference_version = reference_version + 1`.execute(db)
      const there = await seat(as, 'org-a', [on('08:10'), on('09:15')], [on('08:10'), on('09:15')])
      await sql`update shifts set post_id = 'post-south' where id = (select shift_id from sign_ups where id = ${there})`.execute(
        db,
      )
      const { code, printUrl, verifyUrl, minutes } = await issue(as, { disclose: [] })
      assert.equal(minutes, 95)
      const check = certificateCheckSchema.parse(await get(`/v1/certificates/${code}`, 'nobody'))
      assert.deepEqual(
        check.recordingUnits.map((unit) => [unit.name.zh, unit.minutes]),
        [
          ['网格north', 30],
          ['南社区', 65],
        ],
      )
      assert.equal(check.activities, undefined)
      for (const { body } of [await page(printUrl), await page(verifyUrl)]) {
        for (const text of ['网格north', '0:30', '南社区', 'South Community', '1:05']) assert.ok(body.includes(text), text)
        assert.ok(!body.includes('网格root') && !body.includes('样例街道'))
      }
    })

    it('refuses a code that was guessed, mistyped or changed in one character', async () => {
      const { as, id } = await past()
      await attend(district, id)
      const { code } = await issue(as)
      const other = code.startsWith('A') ? 'B' : 'A'
      for (const wrong of [other + code.slice(1), code.slice(0, -1), 'AAAA-AAAA-AAAA-AAAA', '0000-0000-0000-0000', 'nothing']) {
        assertProblem(await district.call('GET', `/v1/certificates/${wrong}`), 404, 'unknown-certificate')
      }
      for (const path of [`/certificates/${code}/print`, `/certificates/${'0'.repeat(32)}/print`]) {
        assertProblem(await district.call('GET', path), 404, 'unknown-certificate')
      }
    })

    it('prints a page that needs no script and loads nothing, and verifies by another', async () => {
      const { as, id } = await past()
      await attend(district, id)
      const { printUrl, verifyUrl, code } = await issue(as, { disclose: [] })
      const printed = await page(printUrl)
      assert.equal(printed.status, 200)
      assert.equal(printed.headers.get('content-type'), 'text/html; charset=utf-8')
      assert.equal(printed.headers.get('cache-control'), 'no-store')
      assert.match(printed.headers.get('content-security-policy')!, /^default-src 'none'; style-src 'sha256-[^']+'; .*sandbox$/)
      assert.ok(!/<script|https?:\/\/(?!district\.test|www\.w3\.org)|\sstyle=|\son\w+=/.test(printed.body))
      for (const text of [code, verifyUrl, '0.5', '0:30', '巡查岗', '网格north', '平台记录', '<svg', `员工${as.split(':')[1]}`]) {
        assert.ok(printed.body.includes(text), text)
      }
      const verified = await page(verifyUrl)
      assert.ok(verified.body.includes('证明有效'))
      assert.ok(!verified.body.includes('巡查岗') && !verified.body.includes('员工'))
      const none = await page(verifyUrl.slice(0, -1))
      assert.equal(none.status, 404)
      assert.ok(none.body.includes('查无此证明'))
    })

    it('tells nothing by the code of a certificate that its holder revoked, and lets nobody else revoke it', async () => {
      const { as, id } = await past()
      await attend(district, id)
      const certificate = await issue(as)
      const path = `/v1/me/certificates/${certificate.id}/revoke`
      const command = () => ({ id: nextUlid(), certificateId: certificate.id })
      assertProblem(await district.post(path, command(), (await past()).as), 404, 'unknown-certificate')
      const revoked = await district.post(path, command(), as)
      assert.equal(certificateViewSchema.parse(revoked.body).revokedAt, new Date(district.clock.now).toISOString())
      assertProblem(await district.call('GET', `/v1/certificates/${certificate.code}`), 404, 'unknown-certificate')
      assert.equal((await page(certificate.verifyUrl)).status, 404)
      assert.equal((await page(certificate.printUrl)).status, 404)
    })

    it('lets a liaison print what the holder let the organisation print, and nothing else', async () => {
      const { as, id } = await past()
      await attend(district, id)
      const kept = await issue(as, { disclose: [] })
      const shared = await issue(as, { disclose: [], share: true })
      assert.deepEqual([kept.shared, shared.shared], [false, true])
      const listed = async () => {
        const { certificates } = organisationCertificateListSchema.parse(
          await get('/v1/organisations/org-a/certificates', 'liaison'),
        )
        return certificates.filter((one) => [kept.id, shared.id].includes(one.id))
      }
      const [one, ...others] = await listed()
      assert.deepEqual([one!.id, one!.name, others], [shared.id, `员工${as.split(':')[1]}`, []])
      const printed = await page(one!.printUrl)
      assert.ok(printed.body.includes(shared.code))
      assertProblem(
        await district.call('GET', '/v1/organisations/org-b/certificates', { as: 'liaison' }),
        403,
        'other-organisation',
      )
      assertProblem(
        await district.call('GET', '/v1/organisations/org-a/certificates', { as: 'community' }),
        403,
        'role-not-allowed',
      )
      const { entries } = (await district.call('GET', '/v1/audit?after=0&limit=1000', { as: 'auditor' })).body
      assert.ok(entries.some(({ action }: { action: string }) => action === 'read-certificates'))
      await district.post(`/v1/me/certificates/${shared.id}/revoke`, { id: nextUlid(), certificateId: shared.id }, as)
      assert.deepEqual(await listed(), [])
    })

    it('certifies for whoever asks a liaison or the street, who have no page of their own, and takes it back at their wish', async () => {
      const { as, id } = await past()
      await attend(district, id)
      const { db } = district.database
      const { person_id: personId } = await db
        .selectFrom('sign_ups')
        .select('person_id')
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
      const path = '/v1/organisations/org-a/certificates'
      for (const [by, asked, shared] of [
        ['liaison', 'in-writing', true],
        // Who asks the street has not asked their employer.
        ['street', 'in-person', false],
      ] as const) {
        const command = requestedCertificateCommand(personId, { asked, disclose: ['name'] })
        const answer = await district.post(path, command, by)
        assert.equal(answer.status, 201, JSON.stringify(answer.body))
        const made = certificateViewSchema.parse(answer.body)
        assert.deepEqual([made.asked, made.shared, made.minutes], [asked, shared, 30])
        assert.deepEqual((await district.post(path, command, by)).body, answer.body)
        const check = certificateCheckSchema.parse(await get(`/v1/certificates/${made.code}`, 'nobody'))
        assert.deepEqual([check.name, check.activities, check.minutes], [`员工${as.split(':')[1]}`, undefined, 30])
        assert.ok(((await page(made.printUrl)).body as string).includes(made.code))
        const seenBy = async (who: Caller) => {
          const { certificates } = organisationCertificateListSchema.parse(await get(path, who))
          return certificates.find((one) => one.id === made.id)?.asked
        }
        assert.deepEqual([await seenBy('street'), await seenBy('liaison')], [asked, shared ? asked : undefined])
        // Whose it is finds it on their own page, should they have one.
        const mine = certificateListSchema.parse(await get('/v1/me/certificates', as))
        assert.equal(mine.certificates.find((one) => one.id === made.id)?.asked, asked)
        const revoking = { id: nextUlid(), certificateId: made.id }
        if (!shared) {
          const refused = await district.post(`${path}/${made.id}/revoke`, { ...revoking, id: nextUlid() }, 'liaison')
          assertProblem(refused, 404, 'unknown-certificate')
        }
        assert.ok((await district.post(`${path}/${made.id}/revoke`, revoking, by)).body.revokedAt)
        assertProblem(await district.call('GET', `/v1/certificates/${made.code}`), 404, 'unknown-certificate')
        const audit = await db.selectFrom('audit_entries').select('action').where('subject', '=', made.id).execute()
        assert.deepEqual(audit.map(({ action }) => action).sort(), ['issue-certificate', 'revoke-certificate'])
      }
      const own = await issue(as, { share: true })
      const street = organisationCertificateListSchema.parse(await get(path, 'street'))
      assert.equal(
        street.certificates.find((one) => one.id === own.id),
        undefined,
        'let to the liaison is not let to the street',
      )
      const revoking = { id: nextUlid(), certificateId: own.id }
      assertProblem(await district.post(`${path}/${own.id}/revoke`, revoking, 'street'), 404, 'unknown-certificate')
      assertProblem(await district.post(path, requestedCertificateCommand(personId), 'community'), 403, 'role-not-allowed')
      const before = requestedCertificateCommand(personId, { to: '2026-02-01' })
      assertProblem(await district.post(path, before, 'street'), 422, 'invalid-body')
      const empty = requestedCertificateCommand(personId, { from: '2026-01-01', to: '2026-01-31' })
      assert.equal(reason(await district.post(path, empty, 'street')), 'no-hours')
    })

    it('keeps certificates that are asked for to the organisation that they are of, and to people of whom something is known', async () => {
      const { as, id } = await past()
      await attend(district, id)
      const { db } = district.database
      const personOf = async (signUpId: string) => {
        const seat = await db.selectFrom('sign_ups').select('person_id').where('id', '=', signUpId).executeTakeFirstOrThrow()
        return seat.person_id
      }
      await sql`update sign_ups set org_id = 'org-b' where id = ${id}`.execute(db)
      const [path, other] = ['/v1/organisations/org-a/certificates', '/v1/organisations/org-b/certificates']
      const command = requestedCertificateCommand(await personOf(id))
      assert.equal(reason(await district.post(path, command, 'liaison')), 'no-hours', 'hours of another organisation')
      const made = certificateViewSchema.parse((await district.post(other, command, 'street')).body)
      await sql`update certificates set shared = true where id = ${made.id}`.execute(db)
      const revoking = { id: nextUlid(), certificateId: made.id }
      assertProblem(await district.post(`${path}/${made.id}/revoke`, revoking, 'liaison'), 404, 'unknown-certificate')
      await sql`update sign_ups set org_id = 'org-a' where id = ${id}`.execute(db)
      assert.equal((await district.post('/v1/me/erasure', { id: nextUlid(), confirm: true } as { id: string }, as)).status, 200)
      const gone = await personOf(id)
      assert.match(gone, /^erased-/)
      assert.equal(reason(await district.post(path, requestedCertificateCommand(gone), 'street')), 'no-hours')
      await sql`update sign_ups set org_id = 'org-b' where id = ${id}`.execute(db)
    })

    it('tells of a shift that was called off when somebody was there, as long as it holds', async () => {
      const { as, id } = await past()
      await attend(district, id)
      const { db } = district.database
      const came = await db.selectFrom('attendances').selectAll().where('sign_up_id', '=', id).executeTakeFirstOrThrow()
      const off = new Date(Date.parse(came.in_at!) + 20 * 60_000).toISOString()
      const later = new Date(Date.parse(off) + 40 * 60_000).toISOString()
      const over = new Date(Date.parse(off) + 160 * 60_000).toISOString()
      const slotId = `sh-off-${shifts++}`
      await sql`insert into shifts (district_id, id, post_id, starts_at, ends_at, need, cancelled, called_off_at)
        select district_id, ${slotId}, post_id, ${later}, ${over}, need, true, ${off} from shifts where id = 'sh-past'`.execute(
        db,
      )
      await moveSignUp(district, id, slotId)
      const made = await issue(as, { disclose: ['activities'] })
      const check = certificateCheckSchema.parse(await get(`/v1/certificates/${made.code}`, 'nobody'))
      const [line] = check.activities!
      assert.deepEqual([line!.startsAt, line!.endsAt, line!.minutes], [new Date(came.in_at!).toISOString(), off, 20])
      // Another record of theirs is corrected: this one still says what is on record.
      const second = await seat(as, 'org-a', [on('09:00', '01'), on('10:00', '01')], [on('09:00', '01'), on('10:00', '01')])
      const { body } = await request(second, as, { checkedInAt: on('09:10', '01'), checkedOutAt: on('10:00', '01') })
      await step(body.id, 'accept', 'community')
      assert.equal(await stateOf(made.code), 'valid')
    })

    it('names a minor in full on their own page alone: neither to whoever has the code, nor in the liaison’s list', async () => {
      const { as, id } = await past()
      await attend(district, id)
      const { db } = district.database
      await sql`update people set minor = true where id = (select person_id from sign_ups where id = ${id})`.execute(db)
      const made = await issue(as, { disclose: ['name'], share: true })
      const full = `员工${as.split(':')[1]}`
      const masked = maskName(full)
      assert.equal(certificateCheckSchema.parse(await get(`/v1/certificates/${made.code}`, 'nobody')).name, masked)
      const shown = (await page(made.verifyUrl)).body as string
      assert.ok(shown.includes(masked) && !shown.includes(full))
      const list = organisationCertificateListSchema.parse(await get('/v1/organisations/org-a/certificates', 'liaison'))
      assert.equal(list.certificates.find((one) => one.id === made.id)!.name, masked)
      assert.ok(((await page(made.printUrl)).body as string).includes(full))
      const { person_id: personId } = await db
        .selectFrom('sign_ups')
        .select('person_id')
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
      const path = '/v1/organisations/org-a/certificates'
      // What a liaison could print would tell them who the minor is.
      assert.equal(reason(await district.post(path, requestedCertificateCommand(personId), 'liaison')), 'minor-at-street')
      const asked = await district.post(path, requestedCertificateCommand(personId), 'street')
      assert.equal(asked.status, 201)
      const { certificates } = organisationCertificateListSchema.parse(await get(path, 'street'))
      assert.equal(certificates.find((one) => one.id === asked.body.id)!.name, full, 'the street knows whom it is for')
    })

    it('gives a certificate again to whoever asks with the same command, and keeps no code with the command', async () => {
      const { as, id } = await past()
      await attend(district, id)
      const command = certificateCommand()
      const [one, other] = [
        await district.post('/v1/me/certificates', command, as),
        await district.post('/v1/me/certificates', command, as),
      ]
      assert.deepEqual(other.body, one.body)
      const kept = await district.database.db.selectFrom('idempotency').select('answer').where('key', '=', command.id).execute()
      assert.deepEqual(kept, [{ answer: null }])
    })

    it('keeps what somebody wrote sealed, gives it to them, and erases it with them and with its time', async () => {
      const { as, id } = await past()
      await attend(district, id)
      const words = { reason: '手机摔坏了，找不到签退页面' }
      const { body } = await request(id, as, words)
      const refused = await step(body.id, 'refuse', 'community', '请补充同事证明')
      assert.equal(refused.body.state, 'refused', JSON.stringify(refused.body))
      const certificate = await issue(as)
      const leaked = await dump(district)
      for (const text of [words.reason, '请补充同事证明']) assert.ok(!leaked.includes(text), around(leaked, text))
      const { records } = await get('/v1/me/data', as)
      assert.equal(records.corrections[0].reason, words.reason)
      assert.equal(records.certificates[0].code, certificate.code)
      assert.equal(records.attendances[0].in_by, 'code')
      const erased = await district.post('/v1/me/erasure', { id: nextUlid(), confirm: true } as { id: string }, as)
      assert.equal(erased.status, 200)
      assertProblem(await district.call('GET', `/v1/certificates/${certificate.code}`), 404, 'unknown-certificate')
      const left = await dump(district)
      for (const text of [certificate.code, new URL(certificate.printUrl).pathname.split('/')[2]!]) {
        assert.ok(!left.includes(text), around(left, text))
      }
      // That somebody was there stays: the organisation's hours are what they were.
      assert.equal((await organisation('street')).people.filter(({ personId }) => personId.startsWith('erased-')).length, 1)
    })

    it('forgets certificates and what was written for corrections once the statement’s days have passed', async () => {
      const { as, id } = await past()
      await attend(district, id)
      await request(id, as)
      const { code } = await issue(as)
      const { database, keyring } = district
      const context = createContext({ database, keyring, clock: () => district.clock.now })
      district.clock.now = NOW + 729 * DAY_MS
      await runRetention(context, { now: district.clock.now, dryRun: false })
      assert.equal((await district.call('GET', `/v1/certificates/${code}`)).status, 200)
      district.clock.now = NOW + 731 * DAY_MS
      const rows = await runRetention(context, { now: district.clock.now, dryRun: false })
      assert.ok(rows.certificates! > 0 && rows.corrections! > 0)
      assertProblem(await district.call('GET', `/v1/certificates/${code}`), 404, 'unknown-certificate')
    })
  })
}
