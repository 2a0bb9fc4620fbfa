import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { auditPageSchema } from '@wangge/core/audit/schema'
import {
  importReportSchema,
  organisationListSchema,
  quotaSchema,
  signUpListSchema,
  slotListSchema,
} from '@wangge/core/roster/schema'
import type { ImportReport, QuotaLine } from '@wangge/core/roster/schema'
import { closedOrganisationSchema } from '../../src/admin/close-organisation-schema.ts'
import type { ClosedOrganisation } from '../../src/admin/close-organisation-schema.ts'
import { createStaffToken } from '../../src/credentials.ts'
import { createContext } from '../../src/context.ts'
import { sendNotices } from '../../src/notices/notice-sender.ts'
import { noticeFailureListSchema, noticeTargetListSchema } from '../../src/notices/schema.ts'
import { runRetention } from '../../src/privacy/retention.ts'
import { claimTargets } from '../../src/storage/notice-queue.ts'
import { createSession } from '../../src/storage/sessions.ts'
import { assertProblem, nextUlid, reportCommand, signUpCommand } from '../harness.ts'
import type { Caller, District } from '../harness.ts'

/** 乙公司, which has its intersection until this day, closes from it on. */
const ON = '2026-03-05'
const MIDNIGHT = Date.parse(`${ON}T00:00:00+08:00`)

/** 撤销 of an organisation, one district from step to step. */
export function organisationClose(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let district: District
    before(async () => {
      district = await open()
      const { db } = district.database
      for (const [id, superior] of [
        ['k-1', null],
        ['below', 'k-1'],
      ] as const) {
        const row = { id, kind: id === 'k-1' ? 'composite' : 'twoNew', name: JSON.stringify({ zh: `组织${id}`, en: id }) }
        const rest = { superior_id: superior, grid_id: null, liaison_id: id === 'below' ? 'head-1' : null, allied: null }
        await db
          .insertInto('organisations')
          .values({ district_id: 'main', ...row, registered: 0, ...rest })
          .execute()
      }
    })
    after(async () => {
      district.app.close()
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })

    const close = async (orgId: string, on: string, { dryRun = false, as = 'street' as Caller } = {}) => {
      const answer = await district.call('POST', '/v1/admin/organisation-close', { as, body: { orgId, on, dryRun } })
      assert.equal(answer.status, 200, JSON.stringify([answer.body, district.failures.map(String)]))
      return closedOrganisationSchema.parse(answer.body)
    }
    const reasons = ({ refusals }: ClosedOrganisation) => refusals.map(({ reason }) => reason)
    const admin = async (command: string, body: object) => {
      const answer = await district.call('POST', `/v1/admin/${command}`, { as: 'admin', body })
      assert.equal(answer.status, 200, JSON.stringify(answer.body))
      return answer.body
    }
    const signUp = async (slotId: string, as: Caller) => {
      const made = await district.post(
        '/v1/sign-ups',
        signUpCommand({ slotId, orgId: as.startsWith('other') ? 'org-b' : 'org-a' }),
        as,
      )
      assert.equal(made.status, 201, JSON.stringify(made.body))
      return made.body as { id: string; state: string }
    }
    const stateOf = async (id: string) => {
      const { state, ended } = await district.database.db
        .selectFrom('sign_ups')
        .select(['state', 'ended'])
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
      return ended === null ? state : `${state} ${ended}`
    }
    const csv = (...rows: string[][]) => rows.map((cells) => cells.join(',')).join('\r\n')
    const imported = async (what: string, table: string) => {
      const headers = { 'content-type': 'text/csv' }
      const { status, body } = await district.call('POST', `/v1/${what}:import`, { as: 'street', body: table, headers })
      assert.equal(status, 200, JSON.stringify(body))
      return importReportSchema.parse(body)
    }
    const told = ({ faults }: ImportReport) => faults.map(({ row, column, code }) => `${row} ${column} ${code}`)
    const linesOf = async (orgId: string, query = '?from=2026-03-02&to=2026-03-09') => {
      const { body } = await district.call('GET', `/v1/quota${query}`, { as: 'street' })
      return quotaSchema.parse(body).organisations.find((one) => one.orgId === orgId)
    }
    const duesOf = async (orgId: string) => (await linesOf(orgId))!.lines.map(({ due }: QuotaLine) => due)
    const membershipsOf = (orgId: string) =>
      district.database.db
        .selectFrom('memberships')
        .select(['person_id', 'from_at', 'to_at'])
        .where('org_id', '=', orgId)
        .orderBy('person_id')
        .execute()
    const PEOPLE = csv(
      ['姓名', '手机', '所属党组织', '转入日期'],
      ['吕一', '13900005001', '乙公司', ''],
      ['吕二', '13900005002', '乙公司', '2026-03-20'],
    )

    it('refuses all that stands against it at once, each with what would help, and writes nothing of it', async () => {
      assert.deepEqual(reasons(await close('nobody', ON)), ['unknown'])
      const today = await close('org-b', '2026-03-02')
      // Its intersection would be nobody's until the other branch has it.
      assert.deepEqual(reasons(today), ['today-is-told', 'sole-sponsor'])
      assert.equal(today.refusals[0]!.earliest, '2026-03-03')
      const [crossing] = today.refusals[1]!.intersections!
      assert.deepEqual([crossing!.id, crossing!.name.zh, Date.parse(crossing!.to!)], ['crossing', '样例路口', MIDNIGHT])
      assert.deepEqual(reasons(await close('org-b', '2026-03-01')), ['before-today', 'sole-sponsor'])
      const [team] = (await close('org-a', '2026-04-01')).refusals
      assert.deepEqual([team!.reason, team!.teams!.map(({ id }) => id)], ['sole-sponsor', ['task-force']])
      assert.deepEqual(reasons(await close('k-1', '2026-03-02')), ['subordinates-open'])
      const rows = await district.database.db.selectFrom('organisations').select('closed_on').execute()
      assert.ok(rows.every(({ closed_on: day }) => day === null))
    })

    it('is the street’s and the owner’s alone, and takes a day', async () => {
      const body = { orgId: 'below', on: ON }
      for (const as of ['community', 'estate', 'head', 'liaison', 'inspector', 'auditor'] as const) {
        assertProblem(await district.call('POST', '/v1/admin/organisation-close', { as, body }), 403, 'role-not-allowed')
      }
      for (const as of ['employee:A1', 'org', 'public'] as const)
        assertProblem(await district.call('POST', '/v1/admin/organisation-close', { as, body }), 403)
      assertProblem(await district.call('POST', '/v1/admin/organisation-close', { as: 'nobody', body }), 401)
      const bad = { orgId: 'below', on: '2026-02-30' }
      assertProblem(await district.call('POST', '/v1/admin/organisation-close', { as: 'street', body: bad }), 422)
    })

    it('lets whoever waits move up, ends memberships and keeps what was, once; the preview told the same and wrote nothing', async () => {
      assert.equal((await imported('people', PEOPLE)).outcome, 'imported')
      const early = await signUp('sh-20', 'otherEmployee:B1')
      const [seat, waiting, other] = [
        await signUp('sh-later', 'otherEmployee:B2'),
        await signUp('sh-far', 'otherEmployee:B3'),
        await signUp('sh-far', 'employee:A1'),
      ]
      // One seat each, so that there is somebody who waits: one of the same organisation first.
      await district.database.db.updateTable('shifts').set({ need: 1 }).where('id', 'in', ['sh-later', 'sh-far']).execute()
      await district.database.db.updateTable('sign_ups').set({ state: 'waitlisted' }).where('id', '=', other.id).execute()
      const own = await signUp('sh-later', 'otherEmployee:B4')
      const stranger = await signUp('sh-later', 'employee:A2')
      assert.deepEqual([own.state, stranger.state], ['waitlisted', 'waitlisted'])
      const { token } = await createStaffToken(district.database, {
        ...{ role: 'liaison', orgId: 'org-b', keyring: district.keyring, clock: () => district.clock.now },
      })
      assert.ok(token)
      await admin('role-appoint', { personId: 'head-2', role: 'liaison', orgId: 'org-b' })
      const target = { format: 'json', url: 'https://b.example/hook', topics: ['roster.ended'], orgId: 'org-b' }
      await admin('notice-target-create', target)

      const planned = await close('org-b', ON, { dryRun: true })
      assert.equal(planned.outcome, 'planned')
      assert.equal(await stateOf(seat.id), 'seated')
      const done = await close('org-b', ON)
      assert.deepEqual({ ...done, outcome: 'planned' }, planned)
      assert.equal(Date.parse(done.closesAt!), MIDNIGHT)
      assert.deepEqual(done.signUps.map(({ signUpId }) => signUpId).sort(), [seat.id, waiting.id, own.id].sort())
      assert.deepEqual(
        [done.memberships.length, done.liaisons.map(({ personId }) => personId), done.intersections],
        [2, ['head-2'], []],
      )
      assert.deepEqual([done.keys.length, done.issuers.length, done.tokens.length, done.notices.length], [1, 1, 1, 1])
      const ended = 'cancelled organisation-closed'
      assert.deepEqual(
        [await stateOf(early.id), await stateOf(seat.id), await stateOf(waiting.id), await stateOf(own.id)],
        ['seated', ended, ended, ended],
      )
      // As whoever waits is asked first.
      assert.deepEqual([await stateOf(other.id), await stateOf(stranger.id)], ['offered', 'offered'])
      const memberships = await membershipsOf('org-b')
      assert.deepEqual(
        memberships.map(({ to_at: to }) => Date.parse(to!)),
        [MIDNIGHT],
        'who would have come later never does',
      )
      const mine = await district.call('GET', '/v1/me/sign-ups', { as: 'otherEmployee:B2' })
      assert.equal(signUpListSchema.parse(mine.body).signUps[0]!.ended, 'organisation-closed')
      const { rows } = { rows: await district.database.db.selectFrom('notices').select(['topic', 'facts']).execute() }
      assert.deepEqual(
        rows.map(({ topic, facts }) => [topic, facts?.ended]),
        Array.from({ length: 3 }, () => ['roster.ended', 'organisation-closed']),
      )

      assert.deepEqual(reasons(await close('org-b', '2026-06-01')), ['closed-already'])
      const { body } = await district.call('GET', '/v1/audit?limit=500', { as: 'auditor' })
      const acts = auditPageSchema.parse(body).entries.filter(({ action }) => action === 'close-organisation')
      assert.deepEqual(
        acts.map(({ opening }) => opening?.subject),
        ['org-b'],
      )
    })

    it('owes as it did until the day before and nothing from then on; others share what it leaves', async () => {
      const dues = await duesOf('org-b')
      assert.deepEqual(
        dues.map((due) => due > 0),
        [true, true, true, false, false, false, false],
      )
      assert.deepEqual(await duesOf('org-a'), [3, 3, 3, 3, 3, 3, 3])
      const line = await linesOf('org-b')
      assert.equal(line!.closedOn, ON)
      assert.equal(await linesOf('org-b', '?from=2026-03-05&to=2026-03-09'), undefined)
    })

    it('is open until then: who comes earlier does, who would come later is told why not, and no table outlasts it', async () => {
      const slots = await district.call('GET', '/v1/slots?org=org-b', { as: 'otherOrg' })
      const days = slotListSchema.parse(slots.body).slots.map(({ startsAt }) => Date.parse(startsAt))
      assert.ok(days.length > 0 && days.every((at) => at < MIDNIGHT))
      await signUp('sh-1', 'otherEmployee:B5')
      const late = await district.post('/v1/sign-ups', signUpCommand({ slotId: 'sh-later', orgId: 'org-b' }), 'otherEmployee:B5')
      assert.deepEqual(
        [late.status, late.body.refusal],
        [409, { reason: 'organisation-closed', detail: { slotId: 'sh-later', closedOn: ON } }],
      )
      const personId = (await membershipsOf('org-b'))[0]!.person_id
      const naming = { id: nextUlid(), slotId: 'sh-later', people: [{ personId }] }
      const named = await district.post('/v1/organisations/org-b/sign-ups', naming, 'street')
      assert.equal(named.body.refusal?.reason, 'organisation-closed', JSON.stringify(named.body))
      const HEADER = ['姓名', '手机', '所属党组织', '转入日期', '转出日期']
      const [joins, stays] = [
        ['吕三', '13900005003', '乙公司', '', ''],
        ['吕一', '13900005001', '乙公司', '', '2026-04-01'],
      ]
      assert.equal((await imported('people', csv(HEADER, joins!, stays!))).outcome, 'imported')
      assert.deepEqual(
        (await membershipsOf('org-b')).map(({ to_at: to }) => Date.parse(to!)),
        [MIDNIGHT, MIDNIGHT],
      )
      assert.deepEqual(told(await imported('people', csv(HEADER, ['吕四', '13900005004', '乙公司', '2026-03-05', '']))), [
        '2 所属党组织 conflict',
      ])
      const until = csv(['路口', '党组织', '起始时间', '交接时间'], ['样例路口', '乙公司', '2026-02-01', '2026-03-06'])
      const crossings = await imported('intersections', until)
      assert.ok(told(crossings).includes('2 交接时间 conflict'), JSON.stringify(crossings))
      const team = csv(['队伍名称', '队伍类别', '党组织', '姓名', '手机'], ['新队', '服务队', '乙公司', '吕一', '13900005001'])
      assert.ok(told(await imported('teams', team)).includes('2 所属党组织 conflict'))
    })

    it('is nobody’s from local midnight on, with nothing run: keys, issuers, tokens, sessions and targets', async () => {
      const where = { keyring: district.keyring, clock: () => district.clock.now }
      const { token } = await createStaffToken(district.database, { role: 'liaison', orgId: 'org-b', ...where })
      const context = createContext({ database: district.database, ...where })
      const asToken = () => district.call('GET', '/v1/quota', { headers: { authorization: `Bearer ${token}` } })
      const moved = async (to: number) => {
        district.clock.now = to
        const session = await createSession(context, 'head-2')
        const headers = { authorization: `Bearer ${session.token}` }
        const hearing = await claimTargets(district.database.db, 'main', { by: 'a', now: to, leaseMs: 1, most: 9 })
        return {
          token: (await asToken()).status,
          liaison: (await district.call('GET', '/v1/organisations/org-b/people', { headers })).status,
          key: (await district.call('GET', '/v1/organisations/org-b', { as: 'otherOrg' })).status,
          person: (await district.call('GET', '/v1/me/sign-ups', { as: 'otherEmployee:B1' })).status,
          pages: (await district.call('GET', '/v1/organisations/org-a', { as: 'org' })).status,
          targets: hearing.length,
        }
      }
      await district.database.db
        .updateTable('notices')
        .set({ queued_at: new Date(0).toISOString() })
        .execute()
      assert.deepEqual(await moved(MIDNIGHT - 60_000), {
        ...{ token: 200, liaison: 200, key: 200, person: 200, pages: 200, targets: 1 },
      })
      assert.deepEqual(await moved(MIDNIGHT), { token: 401, liaison: 403, key: 401, person: 401, pages: 200, targets: 0 })
      for (const [command, body] of [
        ['key-create', { origins: ['https://b.example'], audience: 'org:org-b' }],
        ['token-create', { role: 'liaison', orgId: 'org-b' }],
        ['issuer-create', { orgId: 'org-b', issuer: 'b-again', secret: 'x'.repeat(40) }],
        ['role-appoint', { personId: 'head-2', role: 'liaison', orgId: 'org-b' }],
        ['notice-target-create', { format: 'json', url: 'https://b.example/hook', topics: ['roster.ended'], orgId: 'org-b' }],
      ] as const) {
        const { status, body: refused } = await district.call('POST', `/v1/admin/${command}`, { as: 'admin', body })
        assert.deepEqual([status, refused.refusal?.reason], [409, 'organisation-closed'], command + JSON.stringify(refused))
      }
    })

    it('is told nothing any more: what waited for its targets is given up, says why, and goes as what else was given up', async () => {
      const { database, keyring, clock } = district
      const context = createContext({ database, keyring, clock: () => clock.now })
      const waiting = async () => {
        const { targets } = noticeTargetListSchema.parse(await admin('notice-target-list', {}))
        return targets.find(({ orgId }) => orgId === 'org-b')!.waiting
      }
      const failures = async () => noticeFailureListSchema.parse(await admin('notice-failures', {})).failures
      await database.db.updateTable('notices').set({ queued_at: null }).execute()
      assert.deepEqual([await waiting(), await failures()], [3, []])
      assert.equal(await sendNotices(context), 0)
      const given = await failures()
      assert.deepEqual(
        given.map(({ topic, lastError, attempts, gaveUpAt }) => [topic, lastError, attempts, Date.parse(gaveUpAt)]),
        Array.from({ length: 3 }, () => ['roster.ended', 'organisation-closed', 0, MIDNIGHT]),
      )
      assert.equal(await waiting(), 0)
      await sendNotices(context)
      assert.deepEqual(await failures(), given, 'once')
      await runRetention(context, { now: MIDNIGHT + 31 * 86_400_000, dryRun: false })
      assert.deepEqual(await failures(), [])
    })

    it('is given no issue any more, neither by hand nor by the rules of the district', async () => {
      const { policy } = await admin('issue-policy-show', {})
      const routing = [{ categoryId: 'street-stall', to: { role: 'liaison', orgId: 'org-b' } }]
      const set = await district.call('POST', '/v1/admin/issue-policy-set', { as: 'admin', body: { ...policy, routing } })
      assert.deepEqual([set.status, set.body.refusal?.reason], [409, 'organisation-closed'], JSON.stringify(set.body))
      const made = await district.post('/v1/issues', reportCommand(), 'public')
      assert.equal(made.status, 201, JSON.stringify(made.body))
      const issueId = made.body.id as string
      const step = async (command: object) => {
        const { body: issue } = await district.call('GET', `/v1/issues/${issueId}`, { as: 'street' })
        const body = { id: nextUlid(), issueId, version: issue.version as number, ...command }
        return district.post(`/v1/issues/${issueId}/transitions`, body, 'street')
      }
      assert.equal((await step({ action: 'accept' })).status, 200)
      const given = (orgId: string) => step({ action: 'dispatch', assignee: { role: 'liaison', orgId } })
      const refused = await given('org-b')
      assert.deepEqual([refused.status, refused.body.refusal?.reason], [409, 'assignee'], JSON.stringify(refused.body))
      assert.equal((await given('org-a')).status, 200)
    })

    it('is listed as closed and in no count, and whatever names it in a table is a fault by row and column', async () => {
      const list = async () => {
        const { body } = await district.call('GET', '/v1/organisations', { as: 'street' })
        return organisationListSchema.parse(body)
      }
      const { organisations, reconciliation, rolls } = await list()
      assert.equal(organisations.find(({ id }) => id === 'org-b')!.closedOn, ON)
      assert.deepEqual([reconciliation.total.actual, rolls?.organisations.map(({ orgId }) => orgId)], [2, ['org-a']])
      assert.deepEqual(told(await imported('people', PEOPLE)), ['2 所属党组织 conflict', '3 所属党组织 conflict'])
      const HEADER = ['组织编号', '组织名称', '组织类别']
      assert.deepEqual(told(await imported('organisations', csv(HEADER, ['', '乙公司', ''], ['org-b', '乙公司二', '']))), [
        '2 组织名称 conflict',
        '3 组织编号 conflict',
      ])
      // Another may have its name, and is meant by it from then on.
      const again = csv(HEADER, ['org-b-2', '乙公司', '其他'])
      assert.equal((await imported('organisations', again)).outcome, 'imported')
      const [row] = [
        ['姓名', '手机', '所属党组织'],
        ['吕一', '13900005001', '乙公司'],
      ] as const
      assert.ok(row)
      assert.equal((await imported('people', csv([...row], ['吕一', '13900005001', '乙公司']))).outcome, 'imported')
      assert.equal((await membershipsOf('org-b-2')).length, 1)
      assert.equal((await imported('organisations', again)).outcome, 'unchanged')
    })

    it('leaves nobody with a place of its, however many come for it at the same moment', async () => {
      const own = await open()
      const coming = Array.from({ length: 12 }, (_, at) => {
        const slotId = at % 2 === 0 ? 'sh-later' : 'sh-far'
        return own.post('/v1/sign-ups', signUpCommand({ slotId, orgId: 'org-b' }), `otherEmployee:R${at}`)
      })
      const closing = own.call('POST', '/v1/admin/organisation-close', { as: 'street', body: { orgId: 'org-b', on: ON } })
      const answers = await Promise.all(coming)
      const { body } = await closing
      assert.equal(closedOrganisationSchema.parse(body).outcome, 'closed')
      const left = await own.database.db
        .selectFrom('sign_ups')
        .select(['state', 'ended'])
        .where('org_id', '=', 'org-b')
        .where('shift_id', 'in', ['sh-later', 'sh-far'])
        .execute()
      assert.ok(
        left.every(({ ended }) => ended === 'organisation-closed'),
        JSON.stringify(left),
      )
      assert.equal(left.length, answers.filter(({ status }) => status === 201).length)
      for (const { status, body: refused } of answers)
        assert.ok(status === 201 || refused.refusal?.reason === 'organisation-closed', JSON.stringify(refused))
      own.app.close()
      await own.database.close()
      assert.deepEqual(own.failures, [])
    })

    it('may be closed from today on where nothing is told of it, those below it first', async () => {
      assert.deepEqual((await close('below', '2026-03-05')).liaisons, [{ personId: 'head-1' }])
      assert.equal((await close('k-1', '2026-03-06')).outcome, 'closed')
      const table = csv(['组织编号', '组织名称', '组织类别', '上级组织'], ['new', '新支部', '其他', '组织k-1'])
      assert.deepEqual(told(await imported('organisations', table)), ['2 上级组织 conflict'])
    })
  })
}
