import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import {
  certificateCheckSchema,
  certificateViewSchema,
  correctionListSchema,
  correctionViewSchema,
  myHoursSchema,
  organisationHoursSchema,
} from '@wangge/core/roster/schema'
import type { Localized } from '@wangge/core/schema'
import { sql } from 'kysely'
import readXlsxFile from 'read-excel-file/node'
import { createContext } from '../../src/context.ts'
import { createSession } from '../../src/storage/sessions.ts'
import { around, dump, openAll } from '../dump.ts'
import { assertProblem, attend, certificateCommand, correctionCommand, moveSignUp, nextUlid, signUpCommand } from '../harness.ts'
import type { Answered, Caller, District } from '../harness.ts'

const FACTS = { activity: '交通引导岗', place: '天府二街口', content: '劝导行人', inCharge: '钱大有' }
const MONTH = 'from=2026-03-01&to=2026-03-31'

/** What a record tells beside its times, corrected as its person asks: seen by whoever decides, told everywhere, kept as it was. */
export function correctedFacts(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let district: District
    let people = 0
    before(async () => {
      district = await open()
      await sql`insert into appointments (district_id, id, role, person_id, grid_id, from_at)
        values ('main', 'chief', 'gridChief', 'head-1', 'north-1', '2026-02-01T00:00:00+08:00')`.execute(district.database.db)
      await sql`update districts set reference_version = reference_version + 1`.execute(district.database.db)
    })
    after(async () => {
      district.app.close()
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })

    /** Somebody who was there from five past seven for half an hour. */
    async function came() {
      const as: Caller = `employee:F${people++}`
      const command = signUpCommand({ slotId: 'sh-later' })
      assert.equal((await district.post('/v1/sign-ups', command, as)).status, 201)
      await moveSignUp(district, command.id, 'sh-past')
      await attend(district, command.id)
      await sql`update attendances set in_charge_id = 'head-1', activity = jsonb_build_object(
        'name', jsonb_build_object('zh', '巡查岗', 'en', 'Patrol'), 'kind', 'patrol',
        'place', jsonb_build_object('zh', '网格micro-1', 'en', 'Grid micro-1'),
        'organiser', jsonb_build_object('zh', '网格north', 'en', 'Grid north'), 'overrunMinutes', 30, 'hadChief', true)
        where sign_up_id = ${command.id}`.execute(district.database.db)
      return { as, id: command.id }
    }
    const get = async (path: string, as: Caller) => {
      const answer = await district.call('GET', path, { as })
      assert.equal(answer.status, 200, JSON.stringify(answer.body))
      return answer.body
    }
    const recordOf = async (as: Caller) => myHoursSchema.parse(await get('/v1/me/hours', as)).records[0]!
    const told = async (as: Caller) => {
      const { activity, place, content, inCharge, checkedInAt } = await recordOf(as)
      return [...[activity, place, content].map(({ zh }: Localized) => zh), inCharge, checkedInAt]
    }
    const CAME = '2026-03-01T23:05:00.000Z'
    const KEPT = ['巡查岗', '网格micro-1', '街巷巡查', '样例', CAME]
    const CORRECTED = [...Object.values(FACTS), CAME]
    /** Without times, which stay. */
    const askFor = (id: string, facts: object, as: Caller, more: object = {}) =>
      district.post(
        `/v1/sign-ups/${id}/corrections`,
        correctionCommand(id, { checkedInAt: undefined, checkedOutAt: undefined, facts, reason: '当天临时换了岗', ...more }),
        as,
      )
    const step = (correctionId: string, action: string, as: Caller, note?: string) =>
      district.post(`/v1/corrections/${correctionId}/steps`, { id: nextUlid(), correctionId, action, ...(note && { note }) }, as)
    const accepted = async (id: string, facts: object, as: Caller) => {
      const asked = await askFor(id, facts, as)
      assert.equal(asked.status, 201, JSON.stringify(asked.body))
      const answer = await step(asked.body.id, 'accept', 'community', '岗位长证实')
      assert.equal(answer.status, 200, JSON.stringify(answer.body))
      return correctionViewSchema.parse(answer.body)
    }
    const reason = (answer: Answered) => {
      assertProblem(answer, 409, 'refused')
      return answer.body.refusal.reason
    }
    const certified = async (as: Caller) => {
      const answer = await district.post('/v1/me/certificates', certificateCommand(), as)
      assert.equal(answer.status, 201, JSON.stringify(answer.body))
      return certificateViewSchema.parse(answer.body)
    }
    const check = async (code: string) => certificateCheckSchema.parse(await get(`/v1/certificates/${code}`, 'nobody'))
    const erase = (personId: string) => {
      const command = { id: nextUlid(), confirm: true } as { id: string }
      return district.post(`/v1/people/${personId}/erasure`, command, 'street')
    }

    it('shows whoever decides what stands and what should stand there, and changes nothing until it is accepted', async () => {
      const { as, id } = await came()
      const asked = await askFor(id, FACTS, as)
      assert.equal(asked.status, 201, JSON.stringify(asked.body))
      const before = {
        activity: { zh: '巡查岗', en: 'Patrol' },
        place: { zh: '网格micro-1', en: 'Grid micro-1' },
        content: { zh: '街巷巡查', en: 'Patrol of streets and lanes' },
        inCharge: '样例',
      }
      const { corrections } = correctionListSchema.parse(await get('/v1/corrections', 'community'))
      const waiting = corrections.find((one) => one.id === asked.body.id)!
      assert.deepEqual([waiting.facts, waiting.before, waiting.checkedInAt], [FACTS, before, undefined])
      const hours = organisationHoursSchema.parse(await get(`/v1/organisations/org-a/hours?${MONTH}`, 'liaison'))
      const seen = hours.corrections.find((one) => one.id === asked.body.id)!
      assert.deepEqual([seen.facts, seen.before, seen.actions], [FACTS, before, []])
      assert.deepEqual((await recordOf(as)).correction!.before, before)
      assert.deepEqual(await told(as), KEPT)
      assert.equal((await step(asked.body.id, 'refuse', 'community', '签到表上没有')).body.state, 'refused')
      assert.deepEqual(await told(as), KEPT)
      assert.equal((await step(asked.body.id, 'dispute', as, '有照片')).body.state, 'disputed')
      const decided = correctionViewSchema.parse((await step(asked.body.id, 'accept', 'street')).body)
      assert.deepEqual([decided.facts, decided.before], [FACTS, before])
      assert.deepEqual(await told(as), CORRECTED)
      // No time was asked for: how it was recorded stays as it was.
      assert.deepEqual([(await recordOf(as)).minutes, (await recordOf(as)).lacks], [30, undefined])
    })

    it('tells an accepted correction in the export, a certificate and its page, and marks the certificate before it', async () => {
      const { as, id } = await came()
      const old = await certified(as)
      const { state } = await accepted(id, { ...FACTS, inCharge: '=cmd|calc' }, as)
      assert.equal(state, 'accepted')
      assert.equal((await check(old.code)).state, 'superseded')
      const { code, verifyUrl, printUrl } = await certified(as)
      const { activities, state: valid } = await check(code)
      assert.deepEqual(
        [valid, activities!.map(({ activity, content }) => [activity.zh, activity.en, content.zh])],
        ['valid', [[FACTS.activity, FACTS.activity, FACTS.content]]],
      )
      for (const url of [verifyUrl, printUrl]) {
        const { body } = await district.call('GET', new URL(url).pathname)
        assert.ok(body.includes(FACTS.activity) && body.includes(FACTS.content), url)
      }
      const csv: string = await get(`/v1/organisations/org-a/hours.csv?${MONTH}`, 'liaison')
      const line = csv.split('\r\n').find((row) => row.startsWith(`员工${as.split(':')[1]},`))!
      assert.ok(line.includes(`${FACTS.activity},2026-03-02,${FACTS.place},${FACTS.content},`), line)
      assert.ok(line.includes(`,'=cmd|calc,`), line)
      const request = new Request(`http://district.test/v1/organisations/org-a/hours.xlsx?${MONTH}`, {
        headers: district.headersOf('liaison'),
      })
      const bytes = Buffer.from(await (await district.app.fetch(request)).arrayBuffer())
      const [, records] = (await readXlsxFile(bytes)) as { sheet: string; data: unknown[][] }[]
      const row = records!.data.find(([who]) => who === `员工${as.split(':')[1]}`)!
      assert.ok(
        ['=cmd|calc', FACTS.activity, FACTS.place, FACTS.content].every((text) => row.includes(text)),
        String(row),
      )
    })

    it('shows markup that somebody wrote into their record as what was written, on the page of a certificate', async () => {
      const { as, id } = await came()
      const activity = '<img src=x onerror=alert(1)>&amp;"\''
      await accepted(id, { activity }, as)
      const { verifyUrl, printUrl } = await certified(as)
      for (const url of [verifyUrl, printUrl]) {
        const { body } = await district.call('GET', new URL(url).pathname)
        assert.ok(!body.includes('<img'), url)
        assert.ok(body.includes('&lt;img src=x onerror=alert(1)&gt;&amp;amp;'), url)
      }
    })

    it('leaves a certificate valid whose line tells nothing that was corrected', async () => {
      const { as, id } = await came()
      const { code } = await certified(as)
      await accepted(id, { place: FACTS.place, inCharge: FACTS.inCharge }, as)
      assert.equal((await check(code)).state, 'valid')
      await accepted(id, { content: FACTS.content }, as)
      assert.equal((await check(code)).state, 'superseded')
    })

    it('keeps what stood there until then, who decided and why, one correction after the other', async () => {
      const { as, id } = await came()
      const first = await accepted(id, { place: '北门' }, as)
      const times = { checkedInAt: '2026-03-02T07:00:00+08:00', checkedOutAt: '2026-03-02T08:00:00+08:00' }
      const asked = await askFor(id, { place: '南门' }, as, times)
      const second = correctionViewSchema.parse((await step(asked.body.id, 'accept', 'street', '查过监控')).body)
      assert.deepEqual(first.before, { place: { zh: '网格micro-1', en: 'Grid micro-1' } })
      assert.deepEqual(second.before, {
        checkedInAt: CAME,
        checkedOutAt: '2026-03-01T23:35:00.000Z',
        place: { zh: '北门', en: '北门' },
      })
      const record = await recordOf(as)
      assert.deepEqual([record.place.zh, record.minutes, record.correction!.note], ['南门', 60, '查过监控'])
      const { entries } = (await district.call('GET', '/v1/audit?after=0&limit=1000', { as: 'auditor' })).body
      const acts = entries.flatMap(({ action, opening }: { action: string; opening?: { subject: string; actor: string } }) =>
        opening?.subject === id && action === 'accept-correction' ? [opening.actor] : [],
      )
      assert.equal(new Set(acts).size, 2)
      const { records } = await get('/v1/me/data', as)
      const texts = records.corrections.map((one: { facts: string; before: string }) => [one.facts, one.before])
      assert.deepEqual(texts.map(([facts]: string[]) => JSON.parse(facts!)).toReversed(), [{ place: '南门' }, { place: '北门' }])
      assert.ok(texts.every(([, was]: string[]) => was!.includes('place')))
    })

    it('tells those who may decide what was decided lately: what stood there, by whom and why; nobody else', async () => {
      const { as, id } = await came()
      const { before } = await accepted(id, { place: FACTS.place }, as)
      const own = { id: nextUlid(), name: '方正平' }
      assert.equal((await district.post('/v1/people', own, 'street')).status, 201)
      const other = await came()
      const asked = await askFor(other.id, { content: FACTS.content }, other.as)
      const role = { personId: own.id, role: 'community', gridId: 'north' }
      const appointed = await district.call('POST', '/v1/admin/role-appoint', { as: 'admin', body: role })
      assert.ok(appointed.status < 300, JSON.stringify(appointed.body))
      const { database, keyring, clock } = district
      const { token } = await createSession(createContext({ database, keyring, clock: () => clock.now }), own.id)
      const command = { id: nextUlid(), correctionId: asked.body.id, action: 'refuse', note: '无人证实' }
      const headers = { authorization: `Bearer ${token}`, 'idempotency-key': command.id }
      const path = `/v1/corrections/${asked.body.id}/steps`
      assert.equal((await district.call('POST', path, { body: command, headers })).status, 200)
      const decided = async (reader: Caller, query = '') =>
        correctionListSchema.parse(await get(`/v1/corrections?decided=true${query}`, reader)).corrections
      const told = (await decided('community')).filter((one) => one.signUpId === id || one.signUpId === other.id)
      assert.deepEqual(
        told.map((one) => [one.state, one.facts, one.before, one.note, one.decidedBy, one.actions]),
        [
          ['refused', { content: FACTS.content }, undefined, '无人证实', own.name, []],
          ['accepted', { place: FACTS.place }, before, '岗位长证实', undefined, []],
        ],
      )
      assert.equal((await decided('street', '&gridId=north-1')).length >= 2, true)
      assert.deepEqual(await decided('street', '&gridId=north-2'), [])
      assertProblem(await district.call('GET', '/v1/corrections?decided=true', { as: 'liaison' }), 403, 'role-not-allowed')
      assertProblem(await district.call('GET', '/v1/corrections?decided=false', { as: 'street' }), 400, 'invalid-query')
      // Theirs is the decision still; that it was them is kept no longer.
      assert.equal((await erase(own.id)).status, 200)
      const after = (await decided('community')).find((one) => one.signUpId === other.id)
      assert.deepEqual([after!.decidedBy, after!.note], [undefined, '无人证实'])
    })

    it('goes by what is asked, though the record was changed meanwhile, as with times', async () => {
      const { as, id } = await came()
      const asked = await askFor(id, { content: FACTS.content }, as)
      await sql`update attendances set activity = activity || '{"kind":"mobile"}' where sign_up_id = ${id}`.execute(
        district.database.db,
      )
      const { corrections } = correctionListSchema.parse(await get('/v1/corrections', 'community'))
      assert.equal(corrections.find((one) => one.id === asked.body.id)!.before!.content!.zh, '流动文明劝导')
      const view = correctionViewSchema.parse((await step(asked.body.id, 'accept', 'community')).body)
      assert.equal(view.before!.content!.zh, '流动文明劝导')
      assert.equal((await recordOf(as)).content.zh, FACTS.content)
    })

    it('keeps only what would change, and refuses what stands there already', async () => {
      const { as, id } = await came()
      const refused = await askFor(id, { activity: '巡查岗', place: 'Grid micro-1', inCharge: '样例' }, as)
      assert.equal(reason(refused), 'already-recorded')
      assert.deepEqual(refused.body.refusal.detail, { facts: ['activity', 'place', 'inCharge'] })
      const { body } = await askFor(id, { activity: ' 巡查岗 ', place: FACTS.place }, as)
      assert.deepEqual(body.facts, { place: FACTS.place })
      assert.equal(reason(await askFor(id, { content: FACTS.content }, as)), 'correction-open')
    })

    it('takes no half a pair of times, nothing at all, too long a text, or one that is not one plain line', async () => {
      const { as, id } = await came()
      const tries: [object | undefined, object][] = [
        [undefined, {}],
        [{}, {}],
        [FACTS, { checkedInAt: '2026-03-02T07:00:00+08:00' }],
        [{ place: '门'.repeat(201) }, {}],
        [{ inCharge: '李'.repeat(61) }, {}],
        [{ place: '一行\n两行' }, {}],
        [{ place: '\u202E门' }, {}],
        [{ place: ' ' }, {}],
        [{ organiser: '街道' }, {}],
      ]
      for (const [facts, more] of tries) {
        assertProblem(await askFor(id, facts as object, as, more), 422, 'invalid-body')
      }
      assert.deepEqual(await told(as), KEPT)
    })

    it('takes a command from before there were facts as it always did', async () => {
      const { as, id } = await came()
      const asked = await district.post(`/v1/sign-ups/${id}/corrections`, correctionCommand(id), as)
      assert.equal(asked.status, 201, JSON.stringify(asked.body))
      assert.equal(asked.body.facts, undefined)
      assert.equal((await step(asked.body.id, 'accept', 'community')).status, 200)
      assert.deepEqual([await told(as), (await recordOf(as)).minutes], [[...KEPT.slice(0, 4), '2026-03-01T23:00:00.000Z'], 60])
    })

    it('keeps the words sealed, and takes them with the person: their place in the count tells what it told before', async () => {
      const { as, id } = await came()
      await accepted(id, { place: '锦城湖七号桥', inCharge: '孙不二' }, as)
      const words = ['锦城湖七号桥', '孙不二']
      const kept = await dump(district)
      for (const word of words) assert.ok(!kept.includes(word), around(kept, word))
      const opened = (await openAll(district)).join('\n')
      for (const word of words) assert.ok(opened.includes(word), word)
      const erased = await district.post('/v1/me/erasure', { id: nextUlid(), confirm: true } as { id: string }, as)
      assert.equal(erased.status, 200, JSON.stringify(erased.body))
      const left = `${await dump(district)}\n${(await openAll(district)).join('\n')}`
      for (const word of words) assert.ok(!left.includes(word), around(left, word))
      const csv: string = await get(`/v1/organisations/org-a/hours.csv?${MONTH}`, 'liaison')
      assert.ok(!words.some((word) => csv.includes(word)))
    })

    it('forgets a name that it put in charge, or took out, once whoever bears it is erased, and says that it is kept no longer', async () => {
      const chief = { id: nextUlid(), name: '周全福' }
      assert.equal((await district.post('/v1/people', chief, 'street')).status, 201)
      const { as, id } = await came()
      await accepted(id, { inCharge: chief.name }, as)
      const other = await came()
      await accepted(other.id, { inCharge: chief.name }, other.as)
      const replaced = await accepted(other.id, { inCharge: '吴一山', place: FACTS.place }, other.as)
      assert.equal(replaced.before!.inCharge, chief.name)
      const waits = await came()
      const asked = await askFor(waits.id, { inCharge: chief.name }, waits.as)
      assert.equal((await erase(chief.id)).status, 200)
      const opened = (await openAll(district)).join('\n')
      assert.ok(!opened.includes(chief.name), around(opened, chief.name))
      const record = await recordOf(as)
      // Nobody is told in their place: whoever the grid had then was not it.
      assert.deepEqual([record.inCharge, record.lacks], [undefined, ['inChargeName']])
      assert.equal(record.correction!.facts!.inCharge, '—')
      const after = await recordOf(other.as)
      assert.deepEqual([after.inCharge, after.place.zh], ['吴一山', FACTS.place])
      assert.deepEqual(after.correction!.before, { place: { zh: '网格micro-1', en: 'Grid micro-1' }, inCharge: '—' })
      assert.equal((await step(asked.body.id, 'accept', 'community')).status, 200)
      assert.deepEqual((await recordOf(waits.as)).lacks, ['inChargeName'])
      const { rows } = await sql<{ n: number }>`
        select count(*)::int as n from corrections where name_hashes <> '{}' and sign_up_id in (${id}, ${waits.id})`.execute(
        district.database.db,
      )
      // Who stood there before is told of still.
      assert.equal(rows[0]!.n, 2)
    })

    it('tells that a name stood there and is kept no longer, while it waits and once it is accepted; nothing where nobody did', async () => {
      const chief = { id: nextUlid(), name: '郑九如' }
      assert.equal((await district.post('/v1/people', chief, 'street')).status, 201)
      const [one, nobody] = [await came(), await came()]
      await sql`update attendances set in_charge_id = ${chief.id} where sign_up_id = ${one.id}`.execute(district.database.db)
      await sql`update attendances set in_charge_id = null, activity = activity || '{"hadChief":false}'
        where sign_up_id = ${nobody.id}`.execute(district.database.db)
      const before = async (caller: Caller) => (await recordOf(caller)).correction!.before
      const asked = await askFor(one.id, { inCharge: '吴一山' }, one.as)
      assert.deepEqual(await before(one.as), { inCharge: chief.name })
      assert.equal((await erase(chief.id)).status, 200)
      assert.deepEqual(await before(one.as), { inCharge: '—' })
      const { corrections } = correctionListSchema.parse(await get('/v1/corrections', 'community'))
      assert.deepEqual(corrections.find(({ id }) => id === asked.body.id)!.before, { inCharge: '—' })
      const view = correctionViewSchema.parse((await step(asked.body.id, 'accept', 'community')).body)
      assert.deepEqual([view.before, await before(one.as)], [{ inCharge: '—' }, { inCharge: '—' }])
      assert.deepEqual((await accepted(nobody.id, { inCharge: '吴一山' }, nobody.as)).before, {})
      const own = (await get('/v1/me/data', one.as)).records.corrections
      assert.deepEqual(JSON.parse(own[0].before), { inCharge: null })
    })

    it('lets a liaison ask for one of their own, and neither a stranger nor another organisation', async () => {
      const { id } = await came()
      const stranger = await came()
      for (const as of [stranger.as, 'otherEmployee:F0'] as Caller[]) {
        assertProblem(await askFor(id, FACTS, as), 404, 'unknown-sign-up')
      }
      const asked = await askFor(id, FACTS, 'liaison')
      assert.deepEqual([asked.status, asked.body.facts], [201, FACTS])
      assertProblem(await step(asked.body.id, 'accept', stranger.as), 404, 'unknown-correction')
      assertProblem(await step(asked.body.id, 'accept', 'liaison'), 403, 'role-not-allowed')
    })
  })
}
