import assert from 'node:assert/strict'
import { it } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { auditVerificationSchema } from '@wangge/core/audit/schema'
import { historyVerificationSchema } from '@wangge/core/issue/schema'
import { personDataSchema } from '@wangge/core/privacy/schema'
import { certificateViewSchema } from '@wangge/core/roster/schema'
import { sql } from 'kysely'
import { personActor, personKeyOf } from '../../src/auth/identify-person.ts'
import { createContext } from '../../src/context.ts'
import { OPERATIONS } from '../../src/operations.ts'
import { createSession } from '../../src/storage/sessions.ts'
import { around, dump, openAll } from '../dump.ts'
import {
  certificateCommand,
  checkInCommand,
  correctionCommand,
  moveSignUp,
  nextUlid,
  png,
  reportCommand,
  signUpCommand,
} from '../harness.ts'
import type { Answered, Caller, District } from '../harness.ts'
import { HOSTS } from '../host-tokens.ts'

const NUMBER = 'Life-1'
const EMPLOYEE: Caller = `employee:${NUMBER}`
const COLLEAGUE: Caller = 'employee:Life-next'
const CONSENT = { purpose: 'volunteer-duty', version: 1 }
const DAYS = ['2026-03-13', '2026-03-14', '2026-03-15', '2026-03-16']
/** With a report and with a later step of it, sent by pages that name nobody. */
const PHOTOS = { report: png('with the report of a life'), later: png('with a later step of a life') }
const WORDS = { report: 'a gate of this life', place: 'beside it', step: 'it is there again', staff: 'seen by the one' }
/** As it is sealed. */
const SEALED = {
  number: NUMBER,
  name: `员工${NUMBER}`,
  asked: 'no power left in it',
  stood: 'a crossing of this life',
  charged: 'whoever answered for a life',
  answered: 'the liaison’s word',
  noted: 'why only now, said by a host',
}
const SKILL = 'skill-of-a-life'

const QUERIES: Record<string, string> = {
  '/v1/roster': '?from=2026-03-02',
  '/v1/roster.xlsx': '?from=2026-03-02',
  '/v1/intersections/cover': '?from=2026-03-02T00:00:00Z&to=2026-03-09T00:00:00Z',
  '/v1/issue-rates': '?from=2026-03-01T00:00:00Z&to=2026-04-01T00:00:00Z',
  '/v1/slots': '?org=org-a',
  '/v1/service-records': '?from=2026-02-01&to=2026-06-30&limit=200',
  '/v1/service-records.csv': '?from=2026-02-01&to=2026-06-30',
  '/v1/service-records.xlsx': '?from=2026-02-01&to=2026-06-30',
  '/v1/points': '?gridId=root',
  '/v1/audit': '?limit=1000',
  '/v1/changes': '?after=0&limit=500',
  '/v1/issues.csv': '?words=true',
  '/v1/issues.geojson': '?words=true',
}
/** A stream without an end, ways to sign in, and a page that is no data. */
const NO_LISTS = /^\/(v1\/events|v1\/auth\/.*|planner)$/
/** All that is read without the id of anything: a new one is looked through without anybody writing it here. */
const LISTS = OPERATIONS.filter(({ method, path }) => method === 'GET' && !path.includes('{') && !NO_LISTS.test(path)).map(
  ({ path }) => `${path}${QUERIES[path] ?? ''}`,
)
const OF_ORGANISATION = ['', '/people', '/sign-ups', '/sign-ups.csv', '/swaps', '/certificates', '/hours', '/hours.csv']

/** A person with all that the calls let one leave behind: what is found of them afterwards, in any table and by any call. */
export function erasureLife(districtNow: () => District): void {
  const ok = async (answer: Promise<Answered>): Promise<Answered['body']> => {
    const { status, body } = await answer
    assert.ok(status < 300, `${status} ${JSON.stringify(body)}`)
    return body
  }
  const post = (path: string, body: object, as: Caller) => ok(districtNow().post(path, { id: nextUlid(), ...body }, as))
  const put = ({ bytes, ref }: ReturnType<typeof png>) =>
    ok(
      districtNow().call('PUT', `/v1/photos/${ref.sha256}`, {
        as: 'public',
        body: bytes,
        headers: { 'content-type': 'image/png' },
      }),
    )
  const signUp = async (slotId: string, as: Caller): Promise<string> =>
    (await post('/v1/sign-ups', signUpCommand({ slotId }), as)).id
  const personOf = async (signUpId: string) => {
    const { db } = districtNow().database
    return (await db.selectFrom('sign_ups').select('person_id').where('id', '=', signUpId).executeTakeFirstOrThrow()).person_id
  }
  const slot = (day: string) => `life-${day}`

  /** @returns who they are, their certificate, and the address of their duties */
  async function serve() {
    const district = districtNow()
    for (const day of DAYS) {
      const times = [`${day}T08:00:00+08:00`, `${day}T10:00:00+08:00`]
      await sql`insert into shifts (district_id, id, post_id, starts_at, ends_at, need, cancelled)
        values ('main', ${slot(day)}, 'post-1', ${times[0]}, ${times[1]}, 5, false)`.execute(district.database.db)
    }
    const signUpId = await signUp('sh-later', EMPLOYEE)
    await moveSignUp(district, signUpId, 'sh-past')
    await post('/v1/check-ins', checkInCommand({ kind: 'in', at: '2026-03-02T06:58:00+08:00' }), EMPLOYEE)
    await post('/v1/check-ins', checkInCommand({ kind: 'out', at: '2026-03-02T07:41:30+08:00' }), EMPLOYEE)
    const word = { by: 'host', signUpId, note: SEALED.noted }
    await post('/v1/check-ins', checkInCommand({ kind: 'out', at: '2026-03-02T07:41:30+08:00', proof: word }), 'community')
    const correction = correctionCommand(signUpId, {
      reason: SEALED.asked,
      facts: { place: SEALED.stood, inCharge: SEALED.charged },
    })
    await post(`/v1/sign-ups/${signUpId}/corrections`, correction, EMPLOYEE)
    const step = { correctionId: correction.id, action: 'refuse', note: SEALED.answered }
    await post(`/v1/corrections/${correction.id}/steps`, step, 'community')
    await post('/v1/me/volunteer-profile', { skills: [SKILL], birthYear: 1977 }, EMPLOYEE)
    const certificate = certificateViewSchema.parse(
      await post('/v1/me/certificates', certificateCommand({ share: true }), EMPLOYEE),
    )
    const { path: calendar } = await ok(district.call('POST', '/v1/me/calendar', { as: EMPLOYEE, body: {} }))
    return { personId: await personOf(signUpId), certificate, calendar: calendar as string }
  }

  /** A swap that they offer, one that they accept, one that is offered to them; a seat that they are named for. */
  async function swap(personId: string) {
    const [first, second, third, fourth] = DAYS.map(slot) as [string, string, string, string]
    const theirs = await signUp(second, COLLEAGUE)
    const offer = (signUpId: string, toPersonId: string, as: Caller) => post('/v1/swaps', { signUpId, toPersonId }, as)
    await offer(await signUp(first, EMPLOYEE), await personOf(theirs), EMPLOYEE)
    const { id: swapId } = await offer(theirs, personId, COLLEAGUE)
    await post(`/v1/swaps/${swapId}/accept`, { swapId, consent: CONSENT }, EMPLOYEE)
    await offer(await signUp(third, COLLEAGUE), personId, COLLEAGUE)
    const named = await post('/v1/organisations/org-a/sign-ups', { slotId: fourth, people: [{ personId }] }, 'liaison')
    assert.ok(named.results[0].ok, JSON.stringify(named))
  }

  /** @returns a plan that has them in its draft */
  async function plan(personId: string): Promise<string> {
    const { app, database } = districtNow()
    const { id } = await post('/v1/roster-plans', { from: '2026-03-12', days: 1 }, 'street')
    const isOver = async () => (await ok(districtNow().call('GET', `/v1/roster-plans/${id}`, { as: 'street' }))).state === 'done'
    for (await app.makePlans(); !(await isOver()); await wait(20));
    const seats = await database.db.selectFrom('roster_plan_seats').select('person_id').where('plan_id', '=', id).execute()
    assert.ok(
      seats.some((seat) => seat.person_id === personId),
      'Expected them in the draft',
    )
    return id
  }

  /** As a member of staff they take a step, report an issue, go on by its receipt, and join the one of somebody else. @returns codes */
  async function work(personId: string): Promise<string[]> {
    const { database, keyring, clock, call } = districtNow()
    const role = { personId, role: 'estateWorker', gridId: 'north-1' }
    await ok(call('POST', '/v1/admin/role-appoint', { as: 'admin', body: role }))
    const { token } = await createSession(createContext({ database, keyring, clock: () => clock.now }), personId)
    const send = (path: string, body: object) => {
      const command = { id: nextUlid(), ...body }
      const headers = { authorization: `Bearer ${token}`, 'idempotency-key': command.id }
      return ok(call('POST', path, { body: command, headers }))
    }
    const { id: issueId } = await post('/v1/issues', reportCommand(), 'public')
    await send(`/v1/issues/${issueId}/transitions`, { issueId, action: 'accept', version: 1, reason: WORDS.staff })
    for (const photo of Object.values(PHOTOS)) await put(photo)
    const own = await send('/v1/issues', reportCommand({ description: WORDS.report, photos: [PHOTOS.report.ref] }))
    const step = { receipt: own.receipt, issueId: own.id, action: 'note', version: 1, reason: WORDS.step }
    await post('/v1/receipts:step', { ...step, photos: [PHOTOS.later.ref] }, 'public')
    const joined = await send('/v1/issues', reportCommand({ joins: issueId, placeText: WORDS.place }))
    return [own.receipt, joined.receipt]
  }

  it('finds nobody in any table and by any call who did all that one can', async () => {
    const district = districtNow()
    const { personId, certificate, calendar } = await serve()
    await swap(personId)
    const planId = await plan(personId)
    const receipts = await work(personId)
    const actor = personActor(district.keyring, personKeyOf(HOSTS['org-a'].iss, NUMBER))
    const page = new URL(certificate.printUrl).pathname
    const photos = Object.values(PHOTOS).map(({ ref }) => ref.sha256)
    const plain = [personId, actor, certificate.code, page.split('/')[2]!, ...receipts, ...photos, ...Object.values(WORDS), SKILL]
    const sealed = Object.values(SEALED)
    const before = await dump(district)
    for (const needle of plain) assert.ok(before.includes(needle), `Expected a trace of ${needle} before`)
    const opened = (await openAll(district)).join('\n')
    for (const needle of sealed) assert.ok(opened.includes(needle), `Expected ${needle} sealed before`)

    const told = await ok(district.call('GET', `/v1/people/${personId}/data`, { as: 'street' }))
    const { records } = personDataSchema.parse(told)
    for (const own of [...Object.values(WORDS), ...sealed, certificate.code, SKILL]) {
      assert.ok(JSON.stringify(records).includes(own), `Expected ${own} in the export`)
    }
    assert.deepEqual([records.swaps?.length, records.photos?.length], [3, 2])
    assert.equal((await ok(district.call('GET', '/v1/me/data', { as: EMPLOYEE }))).records.swaps.length, 3)

    await post(`/v1/people/${personId}/erasure`, { confirm: true }, 'street')
    const needles = [...plain, ...sealed]
    const left = `${await dump(district)}\n${(await openAll(district)).join('\n')}`
    for (const needle of needles) assert.ok(!left.includes(needle), `Expected no trace of ${needle}, got ${around(left, needle)}`)

    // By what they had: nobody knows it any more.
    const gone = [
      ...[`/v1/people/${personId}`, `/v1/certificates/${certificate.code}`, page, calendar],
      ...receipts.map((receipt) => `/v1/receipts/${receipt}/track`),
    ]
    const paths = [
      ...LISTS,
      ...OF_ORGANISATION.map((part) => `/v1/organisations/org-a${part}`),
      ...['comparison', 'draft', 'problem'].map((part) => `/v1/roster-plans/${planId}/${part}`),
      '/v1/grids/north-1/people',
      ...gone,
    ]
    const found: string[] = []
    const read = new Set<string>()
    for (const path of paths) {
      for (const as of ['street', 'head', 'liaison', 'auditor', COLLEAGUE, 'public', 'nobody'] as const) {
        const { status, body } = await district.call('GET', path, { as })
        if (status === 200) read.add(path)
        // A problem names the path that was asked for.
        const text = (JSON.stringify(body) ?? '').replaceAll(path, '')
        found.push(...needles.filter((needle) => text.includes(needle)).map((needle) => `${needle} by ${path} as ${as}`))
      }
    }
    assert.deepEqual(found, [])
    assert.deepEqual(
      paths.filter((path) => !read.has(path)),
      gone,
    )
    const verify = (path: string) => ok(district.call('POST', path, { as: 'auditor', body: {} }))
    assert.deepEqual(historyVerificationSchema.parse(await verify('/v1/issue-histories/verification')).findings, [])
    assert.deepEqual(auditVerificationSchema.parse(await verify('/v1/audit/verification')).findings, [])
  })
}
