// The client's calls on plans of the rotation, against the server itself in this process.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { createFetchTransport } from '@wangge/core/adapters/fetch'
import { createClient } from '@wangge/core/client'
import type { Client, PlanView } from '@wangge/core/client'
import type { PlanJob } from '@wangge/core/roster/schema'
import { openDatabase } from '../src/storage/database.ts'
import { nextUlid, openDistrict, signUpCommand } from './harness.ts'
import type { District } from './harness.ts'

const ENDPOINT = 'http://district.test'

describe('plans of the rotation through the client', () => {
  let district: District
  let client: Client
  before(async () => {
    district = await openDistrict(await openDatabase(), { plans: 'at-once' })
    const fetch: typeof globalThis.fetch = (input, init) => district.app.fetch(new Request(input, init))
    const token = district.headersOf('street').authorization!.replace('Bearer ', '')
    client = createClient({
      endpoint: ENDPOINT,
      token,
      transport: createFetchTransport({ endpoint: ENDPOINT, fetch }),
      now: () => district.clock.now,
    })
    for (const number of ['C1', 'C2']) {
      const command = signUpCommand({ slotId: 'sh-far' })
      await district.post('/v1/sign-ups', command, `employee:${number}`)
      await district.post(`/v1/sign-ups/${command.id}/cancel`, { id: nextUlid(), signUpId: command.id }, `employee:${number}`)
    }
  })
  after(async () => {
    client.close()
    await district.app.stopPlans()
    district.app.close()
    await district.database.close()
    assert.deepEqual(district.failures, [])
  })

  /** All that is told of a plan, up to its end. */
  const followed = (planId: string): Promise<PlanView[]> =>
    new Promise((resolve) => {
      const views: PlanView[] = []
      client.followRosterPlan(planId, (view) => {
        views.push(view)
        if (view.error || !['queued', 'running'].includes(view.plan!.state)) resolve(views)
      })
    })
  const planned = async (input: Parameters<Client['planRoster']>[0]): Promise<PlanJob> => {
    const asked = await client.planRoster(input)
    assert.ok(asked.ok, JSON.stringify(asked))
    return (await followed(asked.plan.id)).at(-1)!.plan!
  }

  it('is asked for, followed to its end, compared and published', async () => {
    const job = await planned({ from: '2026-03-03', days: 1 })
    assert.equal(job.state, 'done', JSON.stringify(job))
    const draft = await client.rosterDraft(job.id)
    assert.equal(draft.assignments.length, 2)
    const comparison = await client.compareRosterPlan(job.id)
    assert.deepEqual([comparison.added.length, comparison.changed], [2, []])
    const published = await client.publishRosterPlan({ planId: job.id })
    assert.ok(published.ok, JSON.stringify(published))
    assert.equal(published.published.added, 2)
    const { data } = await client.rosterPlans().refresh()
    assert.deepEqual([data!.plans[0]!.id, data!.plans[0]!.state], [job.id, 'published'])
  })

  it('tells once what has ended before, and why there is nothing to follow', async () => {
    const job = await planned({ from: '2026-03-12', days: 1 })
    assert.deepEqual(
      (await followed(job.id)).map(({ plan }) => plan?.state),
      ['done'],
    )
    const [nothing, ...others] = await followed(nextUlid())
    assert.equal(nothing!.error!.code, 'problem')
    assert.deepEqual(others, [])
  })

  it('returns what a rule refuses, and what can be mended', async () => {
    const job = await planned({ from: '2026-03-12', days: 1 })
    assert.deepEqual(await client.cancelRosterPlan({ planId: job.id }), {
      ok: false,
      reason: 'plan-ended',
      detail: { state: 'done' },
    })
    const wrong = await client.planRoster({ from: '2026-03-12', days: 99 })
    assert.ok(!wrong.ok && 'fields' in wrong)
    assert.deepEqual(
      wrong.fields.map(({ path }) => path),
      [['days']],
    )
    await assert.rejects(client.rosterDraft(nextUlid()), { name: 'SdkError', code: 'problem' })
  })
})
