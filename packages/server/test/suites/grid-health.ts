import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { gridHealthSchema } from '@wangge/core/grid/schema'
import { assertProblem } from '../harness.ts'
import type { Caller, District } from '../harness.ts'

export function gridHealth(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let district: District
    before(async () => {
      district = await open()
    })
    after(async () => {
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })

    const get = (query = '', as: Caller = 'street', headers = {}) =>
      district.call('GET', `/v1/grids:health${query}`, { as, headers })
    const healthOf = async (query = '') => {
      const { status, body } = await get(query)
      assert.equal(status, 200, JSON.stringify(body))
      return gridHealthSchema.parse(body)
    }
    const declare = (targets: object, as: Caller = 'admin') =>
      district.call('POST', '/v1/admin/district-targets', { as, body: { targets } })
    const audited = async () => {
      const entries = await district.database.db.selectFrom('audit_entries').select('action').execute()
      return entries.filter(({ action }) => action === 'declare-targets').length
    }

    it('tells by name what is missing in area, in staff and of groups', async () => {
      const health = await healthOf()
      assert.equal(health.asOf, new Date(district.clock.now).toISOString())
      assert.deepEqual([health.toTheEdge, health.toTheBottom], [false, false])
      assert.deepEqual(
        health.area.gaps.map(({ code, grids: [id] }) => [code, id]),
        [
          // The sample's sides are sums of decimal fractions: they differ by a rounding, and that is told too.
          ['unmatched-edge', 'micro-2'],
          ['not-drawn', 'root'],
          ['not-drawn', 'north'],
          ['not-drawn', 'north-1'],
          ['not-drawn', 'north-2'],
        ],
      )
      assert.deepEqual(
        health.staff.gaps.map(({ code, grids: [id] }) => [code, id]),
        [
          ['no-dual', 'micro-2'],
          ['no-volunteers', 'micro-2'],
          ['no-head', 'micro-3'],
          ['no-dual', 'micro-3'],
          ['no-volunteers', 'micro-3'],
        ],
      )
      assert.deepEqual(health.groups?.rate, { num: 0, den: 3 })
      assert.match(health.staff.gaps[2]!.message.zh, /网格micro-3缺楼栋长。$/)
      assert.deepEqual([health.levels.levels, health.levels.gaps], [[], []])
    })

    it('holds the levels against what was declared, by the owner or the street', async () => {
      assert.deepEqual((await declare({ community: 1, micro: 4 })).body, { targets: { community: 1, micro: 4 } })
      assert.deepEqual((await declare({ estate: 2 }, 'street')).body, { targets: { community: 1, estate: 2, micro: 4 } })
      const { levels, gaps } = (await healthOf()).levels
      assert.deepEqual(
        levels.map(({ level, rate }) => [level, rate.num, rate.den]),
        [
          ['community', 1, 1],
          ['estate', 2, 2],
          ['micro', 3, 4],
        ],
      )
      assert.deepEqual(
        gaps.map(({ message }) => message.zh),
        ['微网格（楼栋）应有 4 个，实有 3 个，缺 1 个。'],
      )
      assert.deepEqual((await declare({ micro: 3, community: null })).body, { targets: { estate: 2, micro: 3 } })
      assert.deepEqual((await healthOf()).levels.gaps, [])
      assert.equal(await audited(), 3)
      assert.deepEqual((await declare({})).body, { targets: { estate: 2, micro: 3 } })
      assert.equal(await audited(), 3, 'to ask is no act')
    })

    it('refuses targets of no level, below nothing, or by whoever has a part only', async () => {
      assertProblem(await declare({ block: 1 }), 422, 'invalid-body')
      assertProblem(await declare({ micro: -1 }), 422, 'invalid-body')
      assertProblem(await declare({ micro: 1.5 }), 422, 'invalid-body')
      assertProblem(await declare({ micro: 1 }, 'community'), 403, 'role-not-allowed')
    })

    it('tells of another instant, and that there was none', async () => {
      const before = await healthOf(`?at=${encodeURIComponent('2026-01-15T00:00:00+08:00')}`)
      assert.deepEqual([before.asOf, before.staff.rates.heads], ['2026-01-14T16:00:00.000Z', { num: 0, den: 3 }])
      assert.deepEqual((await healthOf()).staff.rates.heads, { num: 2, den: 3 })
      assertProblem(await get('?at=yesterday'), 400, 'invalid-query')
    })

    it('is for whoever watches the whole district', async () => {
      assert.equal((await get('', 'auditor')).status, 200)
      assertProblem(await get('', 'community'), 403, 'role-not-allowed')
      assertProblem(await get('', 'head'), 403, 'role-not-allowed')
      assertProblem(await get('', 'public'), 403, 'audience-not-allowed')
    })

    it('answers 304 while nothing has changed, though time goes on', async () => {
      const etag = (await get()).headers.get('etag')!
      district.clock.now += 60_000
      assert.equal((await get('', 'street', { 'if-none-match': etag })).status, 304)
      await declare({ micro: 5 })
      assert.equal((await get('', 'street', { 'if-none-match': etag })).status, 200)
    })
  })
}
