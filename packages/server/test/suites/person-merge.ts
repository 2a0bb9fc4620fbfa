import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { auditPageSchema } from '@wangge/core/audit/schema'
import { mergedPeopleSchema } from '@wangge/core/privacy/schema'
import { importReportSchema } from '@wangge/core/roster/schema'
import { DATA_MAP } from '../../src/privacy/data-map-tables.ts'
import { around, dump } from '../dump.ts'
import { assertProblem, attend, certificateCommand, moveSignUp, nextUlid, signUpCommand } from '../harness.ts'
import type { Caller, District } from '../harness.ts'
import { fill } from './erasure-columns.ts'

/** Tables in which the id that is gone may stand still: what is chained or hashed, and where it leads. */
const CHAINED = ['merged_people', 'issue_transitions', 'audit_entries', 'idempotency', 'corrections']
/** Written by the server itself as it goes. */
const WRITTEN = new Set(['people.id', 'audit_entries.actor', 'audit_entries.subject', 'idempotency.fingerprint'])

/** Two people who turn out to be one, one district from step to step. */
export function personMerge(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let district: District
    before(async () => {
      district = await open()
    })
    after(async () => {
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })

    const enter = async (more: object = {}) => {
      const id = nextUlid()
      const made = await district.post('/v1/people', { id, name: '牛小五', ...more }, 'street')
      assert.equal(made.status, 201, JSON.stringify(made.body))
      return id
    }
    const merge = (keep: string, goneId: string, as: Caller = 'street') =>
      district.post(`/v1/people/${keep}/merge`, { id: nextUlid(), goneId, confirm: true }, as)
    const merged = async (keep: string, goneId: string) => {
      const { status, body } = await merge(keep, goneId)
      assert.equal(status, 200, JSON.stringify([body, district.failures.map(String)]))
      return mergedPeopleSchema.parse(body)
    }
    const reasons = async (keep: string, goneId: string) => {
      const { status, body } = await merge(keep, goneId)
      assert.equal(status, 409, JSON.stringify(body))
      assert.equal(body.refusal.reason, 'people-clash')
      return (body.refusal.detail.clashes as { reason: string }[]).map(({ reason }) => reason)
    }
    const idOf = async (as: Caller) => {
      const { status, body } = await district.call('GET', '/v1/me/data', { as })
      assert.equal(status, 200)
      return body.person.id as string
    }
    const minutesOf = async (as: Caller) => (await district.call('GET', '/v1/me/hours', { as })).body.minutes as number
    /** At the slot that is over. */
    const came = async (as: Caller, slotId = 'sh-past') => {
      const made = await district.post('/v1/sign-ups', signUpCommand({ slotId: 'sh-20' }), as)
      assert.equal(made.status, 201, JSON.stringify(made.body))
      await moveSignUp(district, made.body.id, slotId)
      await attend(district, made.body.id)
      return made.body.id as string
    }
    const csv = (...rows: string[][]) => rows.map((cells) => cells.join(',')).join('\r\n')
    const imported = async (table: string) => {
      const headers = { 'content-type': 'text/csv' }
      const { status, body } = await district.call('POST', '/v1/people:import', { as: 'street', body: table, headers })
      assert.equal(status, 200, JSON.stringify(body))
      return importReportSchema.parse(body)
    }

    it('puts who stays wherever the data map says that a column names who is gone, a new table too', async () => {
      // Rows filled with anything are no district that others can work in.
      const own = await open()
      const post = async (path: string, body: { id: string }) => {
        const answer = await own.post(path, body, 'street')
        assert.ok(answer.status < 300, JSON.stringify([answer.body, own.failures.map(String)]))
      }
      const [keep, gone] = [nextUlid(), nextUlid()]
      for (const id of [keep, gone]) await post('/v1/people', { id, name: '牛小五' } as { id: string })
      const filled: string[] = []
      for (const [table, { columns }] of Object.entries(DATA_MAP)) {
        const naming = Object.keys(columns).filter((column) => columns[column]!.kind === 'person')
        for (const column of naming.filter(
          (one) => !WRITTEN.has(`${table}.${one}`) && `${table}.${one}` !== 'merged_people.gone_id',
        )) {
          await fill(own, table, { [column]: gone })
          filled.push(`${table}.${column}`)
        }
      }
      // Of these a person has one, or one at a place.
      for (const table of ['calendar_addresses', 'volunteer_profiles', 'roster_plan_seats', 'swaps', 'teams']) {
        const columns = Object.entries(DATA_MAP[table]!.columns)
        const [column] = columns.find(([, { kind }]) => kind === 'person')!
        await fill(own, table, { [column]: keep })
      }
      assert.ok(filled.length >= 16, filled.join(', '))
      await post(`/v1/people/${keep}/merge`, { id: nextUlid(), goneId: gone, confirm: true } as { id: string })
      const tables = (await dump(own)).split(/^-- /m)
      const left = tables.filter((text) => text.includes(gone)).map((text) => text.slice(0, text.indexOf('\n')))
      assert.deepEqual(
        left.filter((table) => !CHAINED.includes(table)),
        [],
        `Expected no trace in ${filled.join(', ')}`,
      )
      // Whoever is erased later goes under all ids that they had.
      await post(`/v1/people/${keep}/erasure`, { id: nextUlid(), confirm: true } as { id: string })
      const rest = await dump(own)
      await own.database.close()
      for (const id of [keep, gone]) assert.ok(!rest.includes(id), `Expected no trace, got ${around(rest, id)}`)
    })

    it('makes one of whom the street knows by phone and the employer by number; hours add up, both ways in lead there', async () => {
      const as: Caller = 'employee:M-1'
      const first = await came(as)
      const gone = await idOf(as)
      const phone = '13900002001'
      await imported(csv(['姓名', '手机', '所属党组织', '同意书版本'], ['毛一', phone, 'org-a', '1']))
      const found = await district.call('POST', '/v1/people/find', { as: 'street', body: { phone } })
      const keep = found.body.people[0].id as string
      assert.notEqual(keep, gone)
      const table = csv(['姓名', '手机', '所属党组织', '工号'], ['毛一', phone, 'org-a', 'M-1'])
      assert.equal((await imported(table)).leftOut?.length, 1)
      const certificate = await district.post('/v1/me/certificates', certificateCommand(), as)
      assert.equal(certificate.status, 201, JSON.stringify(certificate.body))
      const before = await minutesOf(as)
      // The liaison names the one whom the street knows.
      const named = { id: nextUlid(), slotId: 'sh-20', people: [{ personId: keep }] }
      const naming = await district.post('/v1/organisations/org-a/sign-ups', named, 'liaison')
      assert.equal(naming.status, 200, JSON.stringify(naming.body))
      const second = naming.body.results[0].signUp.id as string

      const { rows } = await merged(keep, gone)
      assert.ok(rows.people === 2 && rows.sign_ups === 1 && rows.employees === 1, JSON.stringify(rows))
      assert.equal(await idOf(as), keep)
      const mine = await district.call('GET', '/v1/me/sign-ups', { as })
      assert.deepEqual(
        new Set((mine.body.signUps as { id: string }[]).map(({ id }) => id).filter((id) => id === first || id === second)),
        new Set([first, second]),
      )
      assert.equal(await minutesOf(as), before)
      const person = await district.call('GET', `/v1/people/${keep}`, { as: 'street' })
      assert.deepEqual([person.body.name, person.body.phone, person.body.consents.length], ['毛一', phone, 1])
      const checked = await district.call('GET', `/v1/certificates/${certificate.body.code}`)
      assert.equal(checked.body.state, 'valid')
      // The table that was half refused is on record now, and an id that a clerk kept means who stayed.
      const again = await imported(table)
      assert.deepEqual([again.outcome, again.leftOut], ['unchanged', undefined])
      assert.equal((await imported(csv(['姓名', '人员编号'], ['毛一', gone]))).outcome, 'unchanged')
    })

    it('counts a shift once at which both had a place, by the one that says more', async () => {
      const as: Caller[] = ['employee:M-2', 'otherEmployee:M-2']
      const present = await came(as[0]!)
      const absent = await district.post('/v1/sign-ups', signUpCommand({ orgId: 'org-b' }), as[1]!)
      assert.equal(absent.status, 201, JSON.stringify(absent.body))
      await moveSignUp(district, absent.body.id, 'sh-past')
      const [one, two] = [await idOf(as[0]!), await idOf(as[1]!)]
      const minutes = await minutesOf(as[0]!)
      assert.ok(minutes > 0)
      await merged(two, one)
      const rows = await district.database.db
        .selectFrom('sign_ups')
        .select(['id', 'state', 'ended'])
        .where('person_id', '=', two)
        .where('shift_id', '=', 'sh-past')
        .execute()
      assert.deepEqual(
        rows.map(({ id, state, ended }) => [id === present, state, ended]).sort(),
        [
          [false, 'cancelled', 'taken-up'],
          [true, 'seated', null],
        ].sort(),
      )
      assert.equal(await minutesOf(as[0]!), minutes)
    })

    it('refuses all that contradicts at once, writes nothing of it, and says what would help', async () => {
      const [one, two] = [
        await enter({ name: '贺一', phone: '13900002002' }),
        await enter({ name: '贺二', phone: '13900002003' }),
      ]
      assert.deepEqual(await reasons(one, two), ['names-differ', 'phones-differ'])
      const before = await district.call('GET', `/v1/people/${two}`, { as: 'street' })
      assert.equal(before.body.name, '贺二')
      assert.deepEqual(await reasons(one, one), ['same-person'])
      assertProblem(await merge(one, 'nobody'), 404, 'unknown-person')
      assertProblem(await merge('nobody', one), 404, 'unknown-person')
    })

    it('says of an id that is gone who it is now, to whoever may know, and merges nobody twice', async () => {
      const [keep, gone, third] = [await enter(), await enter(), await enter()]
      await merged(keep, gone)
      const told = await district.call('GET', `/v1/people/${gone}`, { as: 'street' })
      assert.deepEqual([told.status, told.body.refusal], [409, { reason: 'person-merged', detail: { personId: keep } }])
      assertProblem(await district.call('GET', `/v1/people/${gone}`, { as: 'community' }), 404, 'unknown-person')
      const again = await merge(third, gone)
      assert.deepEqual([again.status, again.body.refusal.reason], [409, 'person-merged'])
      // Who stayed may be part of another later: all ids lead to the last.
      await merged(third, keep)
      const later = await district.call('GET', `/v1/people/${gone}`, { as: 'street' })
      assert.deepEqual(later.body.refusal.detail, { personId: third })
      const { body } = await district.call('GET', '/v1/audit?limit=500', { as: 'auditor' })
      const acts = auditPageSchema.parse(body).entries.filter(({ action }) => action === 'merge-people')
      assert.deepEqual(
        acts.slice(-4).map(({ opening }) => opening?.subject),
        [gone, keep, keep, third],
      )
    })

    it('is the street’s alone', async () => {
      const [keep, gone] = [await enter(), await enter()]
      for (const as of ['community', 'estate', 'head', 'liaison', 'inspector', 'auditor'] as const) {
        assertProblem(await merge(keep, gone, as), 403, 'role-not-allowed')
      }
      for (const as of ['employee:A1', 'org', 'public'] as const) assertProblem(await merge(keep, gone, as), 403)
      assertProblem(await merge(keep, gone, 'nobody'), 401)
    })
  })
}
