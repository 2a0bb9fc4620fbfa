import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { CODE_WINDOW_MS } from '@wangge/core/roster'
import { myHoursSchema, rosterWeekSchema, shiftCodeSchema, signUpListSchema, signUpViewSchema } from '@wangge/core/roster/schema'
import { sql } from 'kysely'
import { assertProblem, checkInCommand, moveSignUp, newKeyring, nextUlid, ORIGINS, signUpCommand } from '../harness.ts'
import type { Answered, Caller, District } from '../harness.ts'

const START = Date.parse('2026-03-03T08:00:00+08:00')
const END = Date.parse('2026-03-03T10:00:00+08:00')
const MINUTE = 60_000
/** The post of the slots here. */
const POST: [number, number] = [104.0605, 30.5705]
const iso = (ms: number) => new Date(ms).toISOString()

export function checkIns(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let district: District
    let employees = 0
    before(async () => {
      district = await open()
    })
    after(async () => {
      district.app.close()
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })

    /** Somebody with a seat; the clock stands where it is asked to. */
    async function seated(slotId = 'sh-later', org: 'employee' | 'otherEmployee' = 'employee') {
      const as: Caller = `${org}:C${employees++}`
      const orgId = org === 'employee' ? 'org-a' : 'org-b'
      district.clock.now = START - 24 * 60 * MINUTE
      const command = signUpCommand({ slotId, orgId })
      const made = await district.post('/v1/sign-ups', command, as)
      assert.equal(made.status, 201, JSON.stringify(made.body))
      // Moved to where all of them are tried.
      await sql`update sign_ups set shift_id = 'sh-20', ordinal = (
        select coalesce(max(ordinal), 0) + 1 from sign_ups others where shift_id = 'sh-20') where id = ${command.id}`.execute(
        district.database.db,
      )
      return { as, id: command.id }
    }
    const codeAt = async (now: number, slotId = 'sh-20', as: Caller = 'street') => {
      district.clock.now = now
      const answer = await district.call('GET', `/v1/slots/${slotId}/code`, { as })
      assert.equal(answer.status, 200, JSON.stringify(answer.body))
      const shown = shiftCodeSchema.parse(answer.body)
      return { ...shown, code: decodeURI(new URL(shown.url).hash.slice(1)) }
    }
    const send = (as: Caller, changes: object, arrives = district.clock.now) => {
      district.clock.now = arrives
      return district.post('/v1/check-ins', checkInCommand(changes), as)
    }
    const byCode = (code: string, at = district.clock.now, kind = 'in') => ({ kind, at: iso(at), proof: { by: 'code', code } })
    const byPlace = (at: number, kind = 'in', position = POST, accuracy = 20) => ({
      kind,
      at: iso(at),
      proof: { by: 'place', slotId: 'sh-20', position, accuracy },
    })
    const byHost = (signUpId: string, at: number, kind = 'in') => ({ kind, at: iso(at), proof: { by: 'host', signUpId } })
    const attendance = (answer: Answered) => {
      assert.equal(answer.status, 200, JSON.stringify(answer.body))
      return signUpViewSchema.parse(answer.body).attendance
    }
    const reason = (answer: Answered) => {
      assertProblem(answer, 409, 'refused')
      return answer.body.refusal.reason
    }
    const read = async (id: string, as: Caller) =>
      signUpViewSchema.parse((await district.call('GET', `/v1/sign-ups/${id}`, { as })).body).attendance

    it('takes down who came and went by the code that was shown, and tells it where the sign-up is told', async () => {
      const { as, id } = await seated()
      assert.deepEqual(await read(id, as), { state: 'none' })
      const came = await codeAt(START - 3 * MINUTE)
      assert.equal(came.until, iso(Date.parse(came.from) + CODE_WINDOW_MS))
      const there = { checkedInAt: iso(START - 3 * MINUTE), checkedInBy: 'code' }
      assert.deepEqual(attendance(await send(as, byCode(came.code))), { state: 'in', ...there })
      const went = await codeAt(END + 4 * MINUTE)
      assert.equal(went.checkedIn, 1)
      const gone = { state: 'out', ...there, checkedOutAt: iso(END + 4 * MINUTE), checkedOutBy: 'code', minutes: 124 }
      assert.deepEqual(attendance(await send(as, byCode(went.code, district.clock.now, 'out'))), gone)
      const { body } = await district.call('GET', '/v1/me/sign-ups', { as })
      assert.deepEqual(signUpListSchema.parse(body).signUps[0]!.attendance, gone)
    })

    it('counts once what was made offline twice and sent hours later, in whatever order', async () => {
      const { as, id } = await seated()
      const shown = await codeAt(START + MINUTE)
      const twice = [checkInCommand(byCode(shown.code)), checkInCommand(byCode(shown.code, START + 2 * MINUTE))]
      const out = checkInCommand(byPlace(END, 'out'))
      district.clock.now = END + 5 * 60 * MINUTE
      for (const command of [out, ...twice, twice[0]!, out]) {
        assert.equal((await district.post('/v1/check-ins', command, as)).status, 200)
      }
      // The code bounds the later of the two.
      const ends = { checkedInAt: iso(START + MINUTE), checkedInBy: 'code', checkedOutAt: iso(END), checkedOutBy: 'place' }
      const arrived = iso(END + 5 * 60 * MINUTE)
      const late = { checkedInLate: true, checkedInArrivedAt: arrived, checkedOutLate: true, checkedOutArrivedAt: arrived }
      const expected = { state: 'out', ...ends, ...late, minutes: 119 }
      assert.deepEqual(await read(id, as), expected)
      const { rows } = await sql<{ late: boolean; nonces: number }>`
        select in_late as late, (select count(*) from used_shift_codes where sign_up_id = ${id}) as nonces
        from attendances where sign_up_id = ${id}`.execute(district.database.db)
      assert.deepEqual(rows, [{ late: true, nonces: 1 }])

      const week = rosterWeekSchema.parse((await district.call('GET', '/v1/roster?from=2026-03-02', { as: 'community' })).body)
      const person = week.slots.flatMap(({ people }) => people).find(({ signUpId }) => signUpId === id)
      assert.deepEqual(person?.attendance, expected)
      const [record] = myHoursSchema.parse((await district.call('GET', '/v1/me/hours', { as })).body).records
      assert.equal(record!.checkedInArrivedAt, late.checkedInArrivedAt)
      const path = '/v1/organisations/org-a/hours.csv?from=2026-03-01&to=2026-03-31'
      const csv = String((await district.call('GET', path, { as: 'liaison' })).body)
      assert.match(csv, /,事后送达 sent later\r\n/)
      assert.match(csv, /,签到 in 2026-03-\d\d \d\d:\d\d[^,]*签退 out 2026-03-\d\d \d\d:\d\d\r\n/)
    })

    it('takes nobody down at a seat that they give back at the same moment: one of the two is refused', async () => {
      const made = []
      for (let n = 0; n < 8; n++) made.push(await seated())
      district.clock.now = START - 2 * MINUTE
      const at = district.clock.now
      const pairs = made.map(async ({ as, id }) => {
        const giveBack = () => district.post(`/v1/sign-ups/${id}/cancel`, { id: nextUlid(), signUpId: id }, as)
        const answers = await Promise.all([giveBack(), send(as, byPlace(at))])
        return answers.map(({ status }) => status).sort()
      })
      for (const statuses of await Promise.all(pairs)) assert.deepEqual(statuses, [200, 409])
    })

    it('gives a command that comes again at once the same answer, one record', async () => {
      const { as, id } = await seated()
      district.clock.now = START
      const command = checkInCommand(byPlace(START))
      const answers = await Promise.all(Array.from({ length: 6 }, () => district.post('/v1/check-ins', command, as)))
      const there = { state: 'in', checkedInAt: iso(START), checkedInBy: 'place' }
      for (const answer of answers) assert.deepEqual(attendance(answer), there)
      assert.equal(answers.filter(({ headers }) => headers.get('idempotency-replayed') === 'true').length, 5)
      assert.deepEqual(await read(id, as), there)
    })

    it('refuses a code that somebody else took, though several send it at once', async () => {
      const people = await Promise.all(Array.from({ length: 4 }, () => seated()))
      const { code } = await codeAt(START)
      const answers = await Promise.all(people.map(({ as }) => send(as, byCode(code))))
      assert.equal(answers.filter(({ status }) => status === 200).length, 1)
      for (const answer of answers.filter(({ status }) => status !== 200)) assert.equal(reason(answer), 'code-used')
      assert.notEqual((await codeAt(START)).code, code, 'another one is shown at once')
    })

    it('refuses codes that are forged, of another shift, of another signer, or none', async () => {
      const { as } = await seated()
      const shown = await codeAt(START)
      const parts = shown.code.split('~')
      const changed = (index: number, part: string) => parts.with(index, part).join('~')
      assert.equal(reason(await send(as, byCode(changed(2, (Number.parseInt(parts[2]!, 36) + 1).toString(36))))), 'code-forged')
      assert.equal(reason(await send(as, byCode(changed(1, 'sh-1')))), 'code-forged')
      assert.equal(reason(await send(as, byCode(changed(5, 'A'.repeat(22))))), 'code-forged')
      assert.equal(reason(await send(as, byCode(changed(3, 's9')))), 'code-forged')
      assert.equal(reason(await send(as, byCode('hello'))), 'code-unreadable')
      const others = newKeyring()
      const text = JSON.stringify(['wangge check-in', '1', 'main', 'sh-20', Number.parseInt(parts[2]!, 36), parts[4]])
      const theirs = Buffer.from(others.sign(others.currentSigner, text)!).subarray(0, 16).toString('base64url')
      assert.equal(reason(await send(as, byCode(changed(5, theirs)))), 'code-forged')
      const elsewhere = await codeAt(START, 'sh-1')
      const lost = await send(as, byCode(elsewhere.code))
      assert.equal(reason(lost), 'not-signed-up')
      const { slotId, expected } = lost.body.refusal.detail
      assert.deepEqual([slotId, expected.slotId, expected.post.zh, expected.startsAt], ['sh-1', 'sh-20', '巡查岗', iso(START)])
    })

    it('believes codes of the last key while they are on their way, after another was taken', async () => {
      const { as } = await seated()
      const { code } = await codeAt(START)
      const keyring = district.keyring as ReturnType<typeof newKeyring>
      await keyring.renew()
      assert.deepEqual(attendance(await send(as, byCode(code)))!.state, 'in')
      assert.notEqual((await codeAt(START)).code.split('~')[3], code.split('~')[3])
    })

    it('holds a device’s clock to the code, and refuses one that is ahead of ours where only the place speaks', async () => {
      const { as } = await seated()
      const { code } = await codeAt(START)
      const dayOff = await send(as, byCode(code, START - 24 * 60 * MINUTE))
      assert.deepEqual(attendance(dayOff), { state: 'in', checkedInAt: iso(START), checkedInBy: 'code' })
      assert.equal(reason(await send(as, byPlace(END, 'out'), START + 5 * MINUTE)), 'clock-ahead')
      assert.equal(reason(await send(as, byPlace(START - 61 * MINUTE), START)), 'too-early')
      assert.equal(reason(await send(as, byPlace(END, 'out'), END + 73 * 60 * MINUTE)), 'arrived-too-late')
    })

    it('compares a place with the post, and keeps the distance only', async () => {
      const { as, id } = await seated()
      const far = await send(as, byPlace(START, 'in', [104.0705, 30.5705]), START)
      assert.equal(reason(far), 'too-far')
      assert.deepEqual(Object.keys(far.body.refusal.detail), ['distance', 'allowed'])
      assert.equal(reason(await send(as, byPlace(START, 'in', POST, 5000))), 'position-too-vague')
      const gcj = { proof: { by: 'place', slotId: 'sh-20', position: [104.06302, 30.568], crs: 'gcj02', accuracy: 30 } }
      assert.equal(attendance(await send(as, { ...gcj, at: iso(START) }))!.state, 'in')
      const { rows } = await sql<{ distance: number }>`
        select in_distance as distance from attendances where sign_up_id = ${id}`.execute(district.database.db)
      assert.ok(rows[0]!.distance >= 0 && rows[0]!.distance <= 100 && rows[0]!.distance % 10 === 0)
      const everything = await sql<{ text: string }>`select string_agg(t::text, ' ') as text from (
        select row_to_json(attendances) t from attendances union all select row_to_json(idempotency) from idempotency
        union all select row_to_json(changes) from changes where topic = 'sign-up') rows`.execute(district.database.db)
      assert.ok(!everything.rows[0]!.text.includes('104.0630'))
    })

    it('takes a post without a point of its own to be anywhere in its grid', async () => {
      const { id, as } = await seated('sh-later', 'otherEmployee')
      await sql`update sign_ups set shift_id = 'sh-crossing' where id = ${id}`.execute(district.database.db)
      const start = Date.parse('2026-03-04T08:00:00+08:00')
      const at = (position: [number, number]) => ({
        at: iso(start),
        proof: { by: 'place', slotId: 'sh-crossing', position, accuracy: 10 },
      })
      assert.equal(reason(await send(as, at([104.0675, 30.5705]), start)), 'too-far')
      assert.equal(attendance(await send(as, at([104.0629, 30.5709]), start))!.state, 'in')
    })

    it('takes a post that moves to be anywhere in its grid, and by its point', async () => {
      const { db } = district.database
      const start = Date.parse('2026-03-04T08:00:00+08:00')
      const { id, as } = await seated('sh-later', 'otherEmployee')
      await moveSignUp(district, id, 'sh-crossing')
      const at = (position: [number, number]) => ({
        at: iso(start),
        proof: { by: 'place', slotId: 'sh-crossing', position, accuracy: 10 },
      })
      // Its point lies at the far end, half a kilometre off.
      const moveTo = (kind: string) =>
        sql`update posts set kind = ${kind}, position = '[104.0675, 30.5705]' where id = 'post-2'`.execute(db)
      await moveTo('patrol')
      assert.equal(reason(await send(as, at([104.0629, 30.5709]), start)), 'too-far')
      await moveTo('mobile')
      assert.equal(attendance(await send(as, at([104.0629, 30.5709]), start))!.state, 'in')
      assert.equal(
        attendance(await send(as, { ...at([104.0675, 30.5705]), kind: 'out', at: iso(start + MINUTE) }, start + MINUTE))!.state,
        'out',
      )
      assert.equal(reason(await send(as, at([104.0705, 30.5705]), start + MINUTE)), 'too-far')
      await sql`update posts set kind = 'intersection', position = null where id = 'post-2'`.execute(db)
    })

    it('takes a host’s word for those they answer for, never for themselves, and only where nothing else shows it', async () => {
      const { as, id } = await seated()
      for (const host of ['estate', 'auditor', 'inspector'] as Caller[]) {
        assert.ok([403, 404].includes((await send(host, byHost(id, START), START)).status), host)
      }
      for (const host of ['street', 'community', 'head', 'liaison'] as Caller[]) {
        const told = attendance(await send(host, byHost(id, START + 10 * MINUTE), START + 30 * MINUTE))
        assert.deepEqual(told, { state: 'in', checkedInAt: iso(START + 10 * MINUTE), checkedInBy: 'host' }, host)
      }
      assert.deepEqual(attendance(await send(as, byPlace(START + 20 * MINUTE), START + 21 * MINUTE)), {
        state: 'in',
        checkedInAt: iso(START + 20 * MINUTE),
        checkedInBy: 'place',
      })
      assertProblem(await send('liaison', byHost(nextUlid(), START), START + 31 * MINUTE), 404, 'unknown-sign-up')
      const other = await seated('sh-later', 'otherEmployee')
      assertProblem(await send('liaison', byHost(other.id, START), START + 31 * MINUTE), 404, 'unknown-sign-up')
      assertProblem(await send(as, byHost(other.id, START), START + 31 * MINUTE), 404, 'unknown-sign-up')
      assert.equal(reason(await send(as, byHost(id, START), START + 31 * MINUTE)), 'own-presence')
    })

    it('does not let anybody use another’s seat, a place in a waitlist or a seat that was given back', async () => {
      const { as, id } = await seated()
      const stranger: Caller = 'employee:nobody-knows'
      assert.equal(reason(await send(stranger, byPlace(START), START)), 'not-signed-up')
      assert.equal(reason(await send('otherEmployee:nobody', byPlace(START), START)), 'not-signed-up')
      // Their seat is another organisation's, of which this one's page is told no more.
      await sql`update sign_ups set org_id = 'org-b' where id = ${id}`.execute(district.database.db)
      const elsewhere = await send(as, byPlace(START), START)
      assert.equal(reason(elsewhere), 'not-signed-up')
      assert.deepEqual(elsewhere.body.refusal.detail, { slotId: 'sh-20', elsewhere: true })
      await sql`update sign_ups set org_id = 'org-a' where id = ${id}`.execute(district.database.db)
      const mine = checkInCommand({ ...byPlace(START), person: 'b'.repeat(32) })
      assertProblem(await district.post('/v1/check-ins', mine, as), 403, 'other-person')
      for (const [state, expected] of [
        ['waitlisted', 'not-seated'],
        ['cancelled', 'not-signed-up'],
      ]) {
        await sql`update sign_ups set state = ${state} where id = ${id}`.execute(district.database.db)
        assert.equal(reason(await send(as, byPlace(START), START)), expected)
      }
      assert.equal(reason(await send('street', byHost(id, START), START)), 'not-seated')
    })

    it('shows a code to whoever runs the shift, and to no one else', async () => {
      const shown = await codeAt(START, 'sh-20', 'community')
      assert.ok(shown.url.startsWith('http://district.test/check-in#1~sh-20~'))
      assert.equal(new URL(shown.url).search, '')
      for (const as of ['head', 'liaison'] as Caller[]) await codeAt(START, 'sh-20', as)
      assertProblem(await district.call('GET', '/v1/slots/sh-20/code', { as: 'estate' }), 404, 'unknown-slot')
      assertProblem(await district.call('GET', '/v1/slots/nothing/code', { as: 'street' }), 404, 'unknown-slot')
      assertProblem(await district.call('GET', '/v1/slots/sh-far/code', { as: 'liaison' }), 404, 'unknown-slot')
      for (const as of ['employee:C0', 'org', 'public'] as Caller[]) {
        assert.ok([401, 403].includes((await district.call('GET', '/v1/slots/sh-20/code', { as })).status), as)
      }
    })

    it('opens a page that says what to do, asks nobody and knows nothing of the code', async () => {
      const { status, headers, body } = await district.call('GET', '/check-in')
      assert.equal(status, 200)
      assert.match(
        headers.get('content-security-policy')!,
        /^default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+';/,
      )
      assert.ok(!/https?:|fetch|XMLHttp|\sstyle=|\son\w+=/.test(body))
      assertProblem(await district.call('GET', '/check-in?code=1~sh-20'), 400, 'invalid-query')
    })

    it('leads to the pages that organisations have told, once each, and to none of a key that is gone', async () => {
      const open = async () => (await district.call('GET', '/check-in')).body as string
      const make = async (page: string) => {
        const body = { origins: [ORIGINS.org], audience: 'org:org-a', page }
        return (await district.call('POST', '/v1/admin/key-create', { as: 'admin', body })).body.key as string
      }
      const linksOf = (body: string) => [...body.matchAll(/<a href="([^"]*)">/g)].map(([, href]) => href)
      assert.deepEqual(linksOf(await open()), [])
      const page = `${ORIGINS.org}/volunteers?a=1&b="><script>`
      const keys = [await make(page), await make(page)]
      const href = `${ORIGINS.org}/volunteers?a=1&amp;b=%22%3E%3Cscript%3E`
      assert.deepEqual(linksOf(await open()), [href])
      const second = await make(`${ORIGINS.org}/other`)
      assert.deepEqual(linksOf(await open()), [`${ORIGINS.org}/other`, href])
      assert.match(await open(), /<small>[^<]+\/other<\/small>/)
      assert.ok(!/fetch|XMLHttp|\sstyle=|\son\w+=/.test(await open()))
      for (const key of [...keys, second]) await district.call('POST', '/v1/admin/key-revoke', { as: 'admin', body: { key } })
      assert.deepEqual(linksOf(await open()), [])
    })

    it('puts the act into the audit and the change into the feed of staff, with no position and no name', async () => {
      const { as, id } = await seated()
      const { cursor } = (await district.call('GET', '/v1/changes', { as: 'street' })).body
      await send(as, byPlace(START), START)
      const { changes } = (await district.call('GET', `/v1/changes?after=${cursor}`, { as: 'street' })).body
      assert.deepEqual(
        changes.map((change: { topic: string; id: string }) => [change.topic, change.id]),
        [
          ['slot', 'sh-20'],
          ['sign-up', id],
        ],
      )
      assert.equal(changes[1].data.attendance.state, 'in')
      const { rows } = await sql<{ action: string; subject: string }>`
        select action, subject from audit_entries order by seq desc limit 1`.execute(district.database.db)
      assert.deepEqual(rows, [{ action: 'check-in', subject: id }])
    })
  })
}
