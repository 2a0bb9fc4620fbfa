import assert from 'node:assert/strict'
import { setTimeout as wait } from 'node:timers/promises'
import { after, before, describe, it } from 'node:test'
import { repairRoster } from '@wangge/core/roster'
import {
  planComparisonSchema,
  planDraftSchema,
  planJobListSchema,
  planJobSchema,
  planQuestionSchema,
  publishedPlanSchema,
} from '@wangge/core/roster/schema'
import type { PlanJob } from '@wangge/core/roster/schema'
import { sql } from 'kysely'
import { createApp } from '../../src/app.ts'
import { assertProblem, nextUlid, signUpCommand } from '../harness.ts'
import type { Caller, District } from '../harness.ts'
import { NOW } from '../sample.ts'

const ENDED = ['done', 'cancelled', 'failed', 'published']

export function rosterPlans(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let district: District
    const troubles: unknown[] = []
    before(async () => {
      district = await open()
    })
    after(async () => {
      await district.app.stopPlans()
      district.app.close()
      await district.database.close()
      assert.deepEqual(district.failures, [])
      assert.deepEqual(troubles, [])
    })

    const get = async (path: string, as: Caller = 'street') => {
      const answer = await district.call('GET', path, { as })
      assert.equal(answer.status, 200, JSON.stringify(answer.body))
      return answer.body
    }
    const ask = (more: object = {}, as: Caller = 'street') =>
      district.post('/v1/roster-plans', { id: nextUlid(), from: '2026-03-03', days: 6, ...more }, as)
    /** Asked for, and awaited. */
    const plan = async (more: object = {}): Promise<PlanJob> => {
      const asked = await ask(more)
      assert.equal(asked.status, 201, JSON.stringify(asked.body))
      return ended(asked.body.id)
    }
    const ended = async (id: string): Promise<PlanJob> => {
      await district.app.makePlans()
      for (;;) {
        const job = planJobSchema.parse(await get(`/v1/roster-plans/${id}`))
        if (ENDED.includes(job.state)) return job
        await wait(20)
      }
    }
    const on = (verb: string, planId: string, more: object = {}, as: Caller = 'street') =>
      district.post(`/v1/roster-plans/${planId}/${verb}`, { id: nextUlid(), planId, ...more }, as)
    const seatsOf = async (slotId: string) => {
      const { rows } = await sql<{ id: string }>`
        select person_id as id from sign_ups where shift_id = ${slotId} and state = 'seated' order by id`.execute(
        district.database.db,
      )
      return rows.map(({ id }) => id)
    }
    /** An employee who has agreed to duties and has none. @returns their id */
    const free = async (as: Caller): Promise<string> => {
      const command = signUpCommand({ slotId: 'sh-far' })
      assert.equal((await district.post('/v1/sign-ups', command, as)).status, 201)
      await district.post(`/v1/sign-ups/${command.id}/cancel`, { id: nextUlid(), signUpId: command.id }, as)
      const query = district.database.db.selectFrom('sign_ups').select('person_id').where('id', '=', command.id)
      return (await query.executeTakeFirstOrThrow()).person_id
    }
    const seat = async (slotId: string, as: Caller) => {
      const command = signUpCommand({ slotId })
      const made = await district.post('/v1/sign-ups', command, as)
      assert.equal(made.body.state, 'seated', JSON.stringify(made.body))
      return command.id
    }

    /** Another process that serves the district. */
    const another = () => {
      const { database, keyring, clock } = district
      const onPlanError = (error: unknown) => troubles.push(error)
      return createApp({ database, keyring, clock: () => clock.now, limits: false, onPlanError })
    }
    /** Asked for, and nobody has looked yet. */
    const queued = async () => {
      const id = nextUlid()
      const at = new Date(NOW).toISOString()
      const row = { district_id: 'main', id, state: 'queued' as const, grid_id: 'root', from_date: '2026-03-03', days: 6 }
      const { db } = district.database
      await db
        .insertInto('roster_plans')
        .values({ ...row, created_at: at, options: '{}' })
        .execute()
      return id
    }

    it('plans in the background, tells how far it is, and keeps the draft apart from the roster', async () => {
      const people = await Promise.all(['P1', 'P2', 'P3'].map((number) => free(`employee:${number}`)))
      const asked = await ask()
      assert.equal(asked.status, 201)
      assert.equal(asked.headers.get('location'), `/v1/roster-plans/${asked.body.id}`)
      assert.deepEqual([asked.body.state, asked.body.gridId, asked.body.days], ['queued', 'root', 6])
      const job = await ended(asked.body.id)
      assert.equal(job.state, 'done', JSON.stringify(job))
      assert.equal(job.attempts, 1)
      assert.equal(job.summary!.people, 3)
      assert.ok(job.summary!.slots >= 4 && job.summary!.bound <= job.summary!.cost)
      const draft = planDraftSchema.parse(await get(`/v1/roster-plans/${job.id}/draft`))
      // One shift a day each: on three days there are shifts that everybody may have.
      assert.equal(draft.assignments.length, job.summary!.assigned)
      assert.deepEqual([...new Set(draft.assignments.map(({ personId }) => personId))].sort(), people.sort())
      assert.ok(draft.unfilled.every(({ reasons }) => !JSON.stringify(reasons).includes('people')))
      assert.deepEqual(await seatsOf('sh-20'), [])
      const { plans } = planJobListSchema.parse(await get('/v1/roster-plans?gridId=north'))
      assert.deepEqual(plans, [])
      assert.equal(planJobListSchema.parse(await get('/v1/roster-plans')).plans[0]!.id, job.id)
    })

    it('is asked for once under one key, and for days and grids that can be planned only', async () => {
      const command = { id: nextUlid(), from: '2026-03-12', days: 1 }
      const first = await district.post('/v1/roster-plans', command, 'street')
      const again = await district.post('/v1/roster-plans', command, 'street')
      assert.deepEqual([again.status, again.headers.get('idempotency-replayed')], [201, 'true'])
      assert.deepEqual(again.body, first.body)
      assertProblem(await district.post('/v1/roster-plans', { ...command, days: 2 }, 'street'), 422, 'idempotency-key-reused')
      assertProblem(await ask({ from: '2029-01-01' }), 422, 'invalid-body')
      assertProblem(await ask({ days: 40 }), 422, 'invalid-body')
      const foreign = await ask({ gridId: 'root' }, 'community')
      assertProblem(foreign, 409, 'refused')
      assert.equal(foreign.body.refusal.reason, 'unknown-grid')
      assertProblem(await ask({}, 'liaison'), 403, 'role-not-allowed')
      assertProblem(await district.call('GET', `/v1/roster-plans/${command.id}`, { as: 'community' }), 404, 'unknown-plan')
      await ended(command.id)
    })

    it('plans for a community its own posts and people', async () => {
      const asked = await ask({ from: '2026-03-04', days: 1 }, 'community')
      assert.equal(asked.body.gridId, 'north')
      const job = await ended(asked.body.id)
      assert.deepEqual([job.state, job.summary!.people], ['done', 0])
      assert.equal((await district.call('GET', `/v1/roster-plans/${job.id}/draft`, { as: 'community' })).status, 200)
    })

    it('tells what a draft is for, so that it can be checked and tried out beside it, without anybody’s name', async () => {
      const job = await plan({ from: '2026-03-03', days: 1 })
      const path = `/v1/roster-plans/${job.id}/problem`
      const { seq } = await get('/v1/audit/head', 'auditor')
      const body = await get(path)
      const { planId, problem } = planQuestionSchema.parse(body)
      assert.equal(planId, job.id)
      const { assignments } = planDraftSchema.parse(await get(`/v1/roster-plans/${job.id}/draft`))
      assert.equal(problem.people.length, job.summary!.people)
      const { plan: mended, moved } = await repairRoster(problem, { assignments }, { seed: 1 })
      assert.deepEqual([mended.assignments, moved], [assignments, []])
      assert.doesNotMatch(JSON.stringify(body), /员工|name/)
      const { entries } = await get(`/v1/audit?after=${seq}`, 'auditor')
      assert.deepEqual(
        entries.map(({ action }: { action: string }) => action),
        ['read-roster-plan'],
      )
      assertProblem(await district.call('GET', path, { as: 'community' }), 404, 'unknown-plan')
      assertProblem(await district.call('GET', path, { as: 'liaison' }), 403, 'role-not-allowed')
    })

    it('says who is added, what it costs and what stays empty, and publishes all of it with news to everybody concerned', async () => {
      const job = await plan({ from: '2026-03-03', days: 1 })
      const comparison = planComparisonSchema.parse(await get(`/v1/roster-plans/${job.id}/comparison`))
      assert.deepEqual([comparison.changed, comparison.removed, comparison.moved, comparison.kept], [[], [], [], 0])
      assert.equal(comparison.added.length, job.summary!.assigned)
      assert.ok(comparison.added.length > 0)
      const names = comparison.people.map(({ name: told }) => told).sort()
      assert.deepEqual(names, ['员工P1', '员工P2', '员工P3'])
      assert.ok(comparison.costs.present!.short > comparison.costs.draft.short)
      const named = new Set(comparison.slots.map(({ id }) => id))
      assert.ok(
        [...comparison.added, ...comparison.unfilled.map(({ slot }) => ({ slotId: slot }))].every(({ slotId }) =>
          named.has(slotId),
        ),
      )
      assert.equal(comparison.slots[0]!.date, '2026-03-03')

      const { cursor } = await get('/v1/changes')
      const { seq } = await get('/v1/audit/head', 'auditor')
      const command = { id: nextUlid(), planId: job.id }
      const published = await district.post(`/v1/roster-plans/${job.id}/publish`, command, 'street')
      assert.equal(published.status, 200, JSON.stringify(published.body))
      const told = publishedPlanSchema.parse(published.body)
      assert.deepEqual([told.added, told.removed, told.moved], [comparison.added.length, 0, 0])
      const draft = planDraftSchema.parse(await get(`/v1/roster-plans/${job.id}/draft`))
      for (const slotId of new Set(draft.assignments.map((one) => one.slotId))) {
        const planned = draft.assignments.filter((one) => one.slotId === slotId).map(({ personId }) => personId)
        assert.deepEqual((await seatsOf(slotId)).sort(), planned.sort())
      }
      const { changes } = await get(`/v1/changes?after=${cursor}`)
      const topics = changes.map(({ topic }: { topic: string }) => topic)
      assert.equal(topics.filter((topic: string) => topic === 'sign-up').length, told.added)
      assert.equal(topics.filter((topic: string) => topic === 'slot').length, told.slots)
      const { entries } = await get(`/v1/audit?after=${seq}`, 'auditor')
      const [entry] = entries.filter(({ action }: { action: string }) => action === 'publish-roster-plan')
      assert.equal(entry.opening.subject, job.id)

      // Whoever has a seat sees it, and so does their calendar.
      const { signUps } = await get('/v1/me/sign-ups', 'employee:P1')
      const [own] = signUps.filter(({ state }: { state: string }) => state === 'seated')
      assert.deepEqual([own.by, own.state], ['liaison', 'seated'])
      const calendar = await district.call('POST', '/v1/me/calendar', { as: 'employee:P1', body: {} })
      const feed = await district.call('GET', calendar.body.path)
      assert.match(feed.body, new RegExp(`UID:${own.id}`))

      // Once and no more, and the same answer to whoever asks again under the same key.
      const again = await district.post(`/v1/roster-plans/${job.id}/publish`, command, 'street')
      assert.deepEqual(again.body, published.body)
      const twice = await on('publish', job.id)
      assert.equal(twice.body.refusal.reason, 'plan-published')
      assert.equal((await get(`/v1/roster-plans/${job.id}`)).state, 'published')
    })

    it('refuses a draft whose base has changed, says what has, and mends it', async () => {
      const job = await plan({ from: '2026-03-08', days: 1 })
      const before = planDraftSchema.parse(await get(`/v1/roster-plans/${job.id}/draft`))
      assert.equal(before.assignments.length, 3)
      const signUpId = await seat('sh-later', 'employee:P9')
      const { personId } = before.assignments[0]!
      await sql`update consents set withdrawn_at = ${new Date(NOW).toISOString()}::timestamptz where person_id = ${personId}`.execute(
        district.database.db,
      )
      const refused = await on('publish', job.id)
      assertProblem(refused, 409, 'refused')
      assert.equal(refused.body.refusal.reason, 'draft-outdated')
      const { changed } = refused.body.refusal.detail
      assert.deepEqual(
        changed.map(({ kind }: { kind: string }) => kind),
        ['seat-taken', 'person-gone'],
      )
      const comparison = planComparisonSchema.parse(await get(`/v1/roster-plans/${job.id}/comparison`))
      assert.deepEqual(comparison.changed, changed)

      const mended = await plan({ from: '2026-03-20', basedOn: job.id })
      assert.deepEqual([mended.state, mended.from, mended.days, mended.basedOn], ['done', '2026-03-08', 1, job.id])
      const after = planComparisonSchema.parse(await get(`/v1/roster-plans/${mended.id}/comparison`))
      assert.deepEqual(after.changed, [])
      const stands = before.assignments.map((one) => one.personId).filter((id) => id !== personId)
      assert.deepEqual(after.added.map((one) => one.personId).sort(), stands.sort())
      assert.equal(after.kept, 1)
      const published = await on('publish', mended.id)
      assert.equal(published.status, 200, JSON.stringify(published.body))
      assert.equal((await seatsOf('sh-later')).length, 3)
      assert.ok(signUpId)
      await sql`update consents set withdrawn_at = null where person_id = ${personId}`.execute(district.database.db)
    })

    it('moves whom somebody else has named, and tells them that the rota was planned anew', async () => {
      const { db } = district.database
      const job = await plan({ from: '2026-03-08', days: 5, existing: 'move' })
      const draft = planDraftSchema.parse(await get(`/v1/roster-plans/${job.id}/draft`))
      const far = draft.assignments.filter(({ slotId }) => slotId === 'sh-far').map(({ personId }) => personId)
      const named = await db
        .selectFrom('sign_ups')
        .select(['id', 'person_id as personId'])
        .where('shift_id', '=', 'sh-later')
        .where('state', '=', 'seated')
        .where('made_by', '=', 'liaison')
        .execute()
      const mover = named.find(({ personId }) => far.includes(personId))!
      // As if the earlier shift were worth less than it is.
      await db
        .updateTable('roster_plan_seats')
        .set({ need: null })
        .where('plan_id', '=', job.id)
        .where('slot_id', '=', 'sh-later')
        .where('person_id', '=', mover.personId)
        .execute()
      const comparison = planComparisonSchema.parse(await get(`/v1/roster-plans/${job.id}/comparison`))
      assert.deepEqual(comparison.moved, [{ slotId: 'sh-far', personId: mover.personId, from: 'sh-later' }])
      // Who is there already is not sent elsewhere, and nothing of the plan is done then.
      const present = { district_id: 'main', sign_up_id: mover.id, in_at: new Date(NOW).toISOString(), in_by: 'code' as const }
      await db
        .insertInto('attendances')
        .values({ ...present, in_late: false })
        .execute()
      const early = await on('publish', job.id)
      assertProblem(early, 409, 'refused')
      assert.deepEqual(early.body.refusal, {
        reason: 'checked-in',
        detail: { slotId: 'sh-later', signUpId: mover.id, state: 'in' },
      })
      assert.ok(!(await seatsOf('sh-far')).includes(mover.personId))
      await db.deleteFrom('attendances').where('sign_up_id', '=', mover.id).execute()
      const published = await on('publish', job.id)
      assert.equal(published.status, 200, JSON.stringify(published.body))
      assert.equal(published.body.moved, 1)
      assert.ok((await seatsOf('sh-far')).includes(mover.personId))
      assert.ok(!(await seatsOf('sh-later')).includes(mover.personId))
      const ended = await db
        .selectFrom('sign_ups')
        .select(['state', 'ended'])
        .where('id', '=', mover.id)
        .executeTakeFirstOrThrow()
      assert.deepEqual(ended, { state: 'cancelled', ended: 'replanned' })
      await sql`update sign_ups set state = 'cancelled' where shift_id = 'sh-far'`.execute(db)
    })

    it('gives all seats or none: what a rule refuses at the last moment leaves nothing behind', async () => {
      const job = await plan({ from: '2026-03-12', days: 1 })
      assert.ok(job.summary!.assigned > 0)
      // Sign-up closes between the comparison and the publication.
      district.clock.now = Date.parse('2026-03-12T11:45:00+08:00')
      const late = await on('publish', job.id)
      assert.equal(late.body.refusal.reason, 'draft-outdated')
      assert.equal(late.body.refusal.detail.changed[0].kind, 'slot-closed')
      assert.deepEqual(await seatsOf('sh-far'), [])
      district.clock.now = NOW
    })

    it('plans whoever’s organisation closes to its last day, and tells which seats of an earlier draft are nobody’s since', async () => {
      const own = await open()
      const inOwn = async (path: string) => (await own.call('GET', path, { as: 'street' })).body
      const make = async (more: object) => {
        const id = nextUlid()
        const asked = await own.post('/v1/roster-plans', { id, from: '2026-03-03', days: 6, ...more }, 'street')
        assert.equal(asked.status, 201, JSON.stringify(asked.body))
        await own.app.makePlans()
        assert.equal((await inOwn(`/v1/roster-plans/${id}`)).state, 'done')
        return id
      }
      const publish = (planId: string) => own.post(`/v1/roster-plans/${planId}/publish`, { id: nextUlid(), planId }, 'street')
      const datesOf = async (planId: string, personId: string) => {
        const { assignments } = planDraftSchema.parse(await inOwn(`/v1/roster-plans/${planId}/draft`))
        return assignments.filter((one) => one.personId === personId).map(({ slotId }) => slotId)
      }
      /** Of somebody who has agreed to duties. */
      const employee = async (as: Caller, orgId: string) => {
        const command = signUpCommand({ slotId: 'sh-far', orgId })
        const made = await own.post('/v1/sign-ups', command, as)
        assert.equal(made.status, 201, JSON.stringify(made.body))
        const { person_id: personId } = await own.database.db
          .selectFrom('sign_ups')
          .select('person_id')
          .where('id', '=', command.id)
          .executeTakeFirstOrThrow()
        await own.post(`/v1/sign-ups/${command.id}/cancel`, { id: nextUlid(), signUpId: command.id }, as)
        return personId
      }
      const [leaves, stays] = [await employee('otherEmployee:B1', 'org-b'), await employee('employee:A1', 'org-a')]
      // Known by a membership alone, which ends with the organisation.
      await sql`delete from employees where person_id = ${leaves}`.execute(own.database.db)
      await own.database.db
        .insertInto('memberships')
        .values({ district_id: 'main', org_id: 'org-b', person_id: leaves, from_at: '2026-01-01T00:00:00Z', to_at: null })
        .execute()
      const before = await make({})
      assert.ok((await datesOf(before, leaves)).includes('sh-later'))
      const closing = { orgId: 'org-b', on: '2026-03-05' }
      const closed = await own.call('POST', '/v1/admin/organisation-close', { as: 'street', body: closing })
      assert.equal(closed.body.outcome, 'closed', JSON.stringify(closed.body))

      const lapsed = [{ kind: 'organisation-closed', slotId: 'sh-later', personId: leaves, closedOn: '2026-03-05' }]
      for (const now of [NOW, Date.parse('2026-03-06T09:00:00+08:00')]) {
        own.clock.now = now
        const refused = await publish(before)
        assertProblem(refused, 409, 'refused')
        const { reason, detail } = refused.body.refusal
        assert.equal(reason, 'draft-outdated')
        assert.deepEqual(
          detail.changed.filter(({ kind }: { kind: string }) => kind !== 'slot-closed'),
          lapsed,
        )
        const { changed, people } = planComparisonSchema.parse(await inOwn(`/v1/roster-plans/${before}/comparison`))
        assert.deepEqual(changed, detail.changed)
        assert.ok(people.some(({ id, name: told }) => id === leaves && told === '员工B1'))
      }
      own.clock.now = NOW
      // Mended, or made anew: until the last day they come.
      for (const planId of [await make({ basedOn: before }), await make({})]) {
        const slotIds = await datesOf(planId, leaves)
        assert.ok(slotIds.length > 0 && !slotIds.includes('sh-later'), JSON.stringify(slotIds))
        assert.ok((await datesOf(planId, stays)).includes('sh-later'))
        const { problem } = planQuestionSchema.parse(await inOwn(`/v1/roster-plans/${planId}/problem`))
        const [away] = problem.people.find(({ id }) => id === leaves)!.unavailable!
        assert.equal(Date.parse(away!.startsAt), Date.parse('2026-03-05T00:00:00+08:00'))
      }
      // In days that begin later they are not among those who can be asked.
      const later = await make({ from: '2026-03-05', days: 6 })
      const { summary } = planJobSchema.parse(await inOwn(`/v1/roster-plans/${later}`))
      assert.equal(summary!.people, 1)
      const mended = await make({ basedOn: before })
      const published = await publish(mended)
      assert.equal(published.status, 200, JSON.stringify(published.body))
      await own.app.stopPlans()
      own.app.close()
      await own.database.close()
      assert.deepEqual(own.failures, [])
    })

    it('ends where it is asked to: at once without a draft, or with the best one so far', async () => {
      const cases: [wait: boolean, keep: boolean, state: string][] = [
        [false, false, 'cancelled'],
        [true, false, 'cancelled'],
        [true, true, 'done'],
      ]
      for (const [isBegun, keep, state] of cases) {
        const app = another()
        const id = await queued()
        const making = isBegun ? app.makePlans() : undefined
        while (isBegun && (await get(`/v1/roster-plans/${id}`)).state === 'queued') await wait(1)
        const cancelled = await on('cancel', id, { keep })
        assert.equal(cancelled.status, 200, JSON.stringify(cancelled.body))
        await making
        const job = await ended(id)
        assert.equal(job.state, state)
        const draft = await district.call('GET', `/v1/roster-plans/${id}/draft`, { as: 'street' })
        if (keep) assert.equal(draft.status, 200)
        else assert.deepEqual(draft.body.refusal, { reason: 'no-draft', detail: { state: 'cancelled' } })
        assert.equal((await on('cancel', id)).body.refusal.reason, 'plan-ended')
        await app.stopPlans()
      }
    })

    it('is begun again by another process where the one that made it is gone, and fails where that happens again and again', async () => {
      const { db } = district.database
      const dead = async (attempts: number) => {
        const id = nextUlid()
        const at = new Date(NOW).toISOString()
        const row = { district_id: 'main', id, state: 'running' as const, grid_id: 'root', from_date: '2026-03-03', days: 1 }
        const lease = { lease_by: 'a process that died', lease_until: at, attempts, started_at: at, created_at: at }
        await db
          .insertInto('roster_plans')
          .values({ ...row, ...lease, options: '{}' })
          .execute()
        return id
      }
      const [once, often] = [await dead(1), await dead(3)]
      const others = [another(), another()]
      // Two processes that look at the same moment: one of them makes it.
      const made = await Promise.all(others.map((app) => app.makePlans()))
      assert.deepEqual(
        made.reduce((sum, count) => sum + count, 0),
        1,
      )
      const jobs = [await ended(once), await ended(often)]
      assert.deepEqual(
        jobs.map(({ state, attempts }) => [state, attempts]),
        [
          ['done', 2],
          ['failed', 3],
        ],
      )
      assert.equal(jobs[1]!.failure!.code, 'interrupted')
      for (const app of others) await app.stopPlans()
    })

    it('is put back when its server stops, and begun again by the next', async () => {
      const first = another()
      const id = await queued()
      const making = first.makePlans()
      while ((await get(`/v1/roster-plans/${id}`)).state === 'queued') await wait(1)
      await first.stopPlans()
      await making
      assert.equal((await get(`/v1/roster-plans/${id}`)).state, 'queued')
      const second = another()
      await second.makePlans()
      const { state, attempts } = await ended(id)
      assert.deepEqual([state, attempts], ['done', 1])
      await second.stopPlans()
    })

    it('tells how far a plan is as it goes, and its end once', async () => {
      // A process that makes plans as soon as they are asked for.
      const app = another()
      const fetch = (path: string, headers: object, body?: object) =>
        app.fetch(
          new Request(`http://district.test/v1/roster-plans${path}`, {
            headers: { ...district.headersOf('street'), ...headers },
            ...(body && { method: 'POST', body: JSON.stringify(body) }),
          }),
        )
      const id = nextUlid()
      const command = { id, from: '2026-03-03', days: 6 }
      const asked = await fetch('', { 'idempotency-key': id, 'content-type': 'application/json' }, command)
      assert.equal(asked.status, 201)
      const open = (headers: object = {}) => fetch(`/${id}/events`, headers)
      const response = await open()
      assert.equal(response.headers.get('content-type'), 'text/event-stream')
      const events = (await response.text()).split('\n\n').filter((text) => text.startsWith('event: plan'))
      const told = events.map((text) => planJobSchema.parse(JSON.parse(/^data: (.*)$/m.exec(text)![1]!)))
      const ids = events.map((text) => Number(/^id: (\d+)$/m.exec(text)![1]))
      assert.deepEqual(
        told.map(({ seq }) => seq),
        ids,
      )
      assert.deepEqual(
        ids,
        ids.toSorted((one, other) => one - other),
      )
      assert.equal(told.at(-1)!.state, 'done')
      const known = await open({ 'last-event-id': String(ids.at(-1)) })
      assert.equal(known.status, 204)
      const behind = await (await open({ 'last-event-id': '0' })).text()
      assert.match(behind, /"state":"done"/)
      const foreign = await district.call('GET', `/v1/roster-plans/${id}/events`, { as: 'community' })
      assertProblem(foreign, 404, 'unknown-plan')
      await app.stopPlans()
      app.close()
    })
  })
}
