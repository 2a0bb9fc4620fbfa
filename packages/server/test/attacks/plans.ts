import assert from 'node:assert/strict'
import { before, describe } from 'node:test'
import { nextUlid } from '../harness.ts'
import { storedPlan } from '../suites/drafted-plan.ts'
import { attack } from './arena.ts'
import type { Arena } from './arena.ts'

/** What somebody might try with plans of the rotation and with what a week looks like. */
export function plans(arena: Arena): void {
  describe('plans of the rotation', () => {
    const { ask, refuses } = arena
    const own = { done: '', queued: '' }
    const others = { done: '', queued: '' }
    before(async () => {
      for (const state of ['done', 'queued'] as const) {
        own[state] = await storedPlan(arena.district, { gridId: 'north', state })
        others[state] = await storedPlan(arena.district, { gridId: 'south', state })
      }
    })
    const plan = (more: object = {}) => ({
      path: '/v1/roster-plans',
      as: 'community' as const,
      body: { id: nextUlid(), from: '2026-07-01', days: 1, ...more },
    })
    const on = (verb: string, planId: string) => ({
      path: `/v1/roster-plans/${planId}/${verb}`,
      as: 'community' as const,
      body: { id: nextUlid(), planId },
    })

    for (const part of ['', '/draft', '/comparison', '/problem', '/events']) {
      attack(`another community’s plan${part === '' ? '' : `: ${part}`}`, async () => {
        await refuses(404, 'unknown-plan', { path: `/v1/roster-plans/${others.done}${part}`, as: 'community' })
      })
    }

    attack(
      'publishing another community’s draft',
      async () => void (await refuses(404, 'unknown-plan', on('publish', others.done))),
    )
    attack('ending another community’s plan', async () => void (await refuses(404, 'unknown-plan', on('cancel', others.queued))))

    attack('publishing a draft by the path of one’s own', async () => {
      const { path, as } = on('publish', own.done)
      await refuses(422, 'invalid-body', { path, as, body: { id: nextUlid(), planId: others.done } })
    })

    attack('planning for another community, and for the whole district', async () => {
      for (const gridId of ['south', 'root', 'nowhere']) {
        const { body } = await refuses(409, 'refused', plan({ gridId }))
        assert.equal(body.refusal.reason, 'unknown-grid')
      }
    })

    attack('another community’s draft as the base of one’s own, told from one that never was', async () => {
      const never = nextUlid()
      const [other, none] = [
        await refuses(404, undefined, plan({ basedOn: others.done })),
        await refuses(404, undefined, plan({ basedOn: never })),
      ]
      assert.equal(JSON.stringify(other.body).replaceAll(others.done, 'ID'), JSON.stringify(none.body).replaceAll(never, 'ID'))
    })

    attack('a plan that takes the server for days', async () => {
      for (const more of [
        { days: 3650 },
        { timeLimitSeconds: 86_400 },
        { iterationLimit: 1e12 },
        { from: '2999-01-01' },
        { seed: -1 },
      ]) {
        await refuses(422, 'invalid-body', plan(more))
      }
    })

    attack('publishing what has no draft', async () => void (await refuses(409, 'refused', on('publish', own.queued))))

    for (const as of ['liaison', 'estate', 'head', 'inspector', 'auditor'] as const) {
      attack(`planning as ${as}`, async () => {
        await refuses(403, 'role-not-allowed', { ...plan(), as })
        await refuses(403, 'role-not-allowed', { ...on('publish', own.done), as })
      })
    }

    for (const path of ['/v1/roster', '/v1/roster.xlsx']) {
      attack(`${path} of another community’s week`, async () => {
        for (const gridId of ['south', 'root'])
          await refuses(404, 'unknown-grid', { path: `${path}?from=2026-03-02&gridId=${gridId}`, as: 'community' })
      })

      attack(`${path} as somebody who serves`, async () => {
        await refuses(403, 'audience-not-allowed', { path: `${path}?from=2026-03-02`, as: 'employee:LOOKER' })
      })
    }

    attack('filling the planner’s queue as one community, under many grids and at once', async () => {
      const gridIds = ['north', 'north-1', 'north-2', 'micro-1', 'micro-2', 'micro-3']
      const answers = await Promise.all(
        Array.from({ length: 30 }, (_, at) => ask(plan({ gridId: gridIds[at % gridIds.length] }))),
      )
      const made = answers.filter(({ status }) => status === 201).length
      const refused = answers.filter(({ status }) => status === 409)
      assert.deepEqual([made, made + refused.length], [19, 30], 'with the one that waits already')
      assert.ok(refused.every(({ body }) => body.refusal.reason === 'plans-waiting'))
      assert.equal((await ask({ ...plan({ gridId: 'south' }), as: 'street' })).status, 201, 'Expected room for the neighbours')
    })
  })
}
