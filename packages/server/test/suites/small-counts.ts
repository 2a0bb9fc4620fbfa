import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { changesPageSchema } from '@wangge/core/schema'
import { gridListSchema, gridStatusSchema } from '@wangge/core/grid/schema'
import { reportCommand } from '../harness.ts'
import type { Caller, District } from '../harness.ts'

export function smallCounts(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let district: District
    before(async () => {
      district = await open()
    })
    after(async () => {
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })
    const status = async (gridId: string, as: Caller) =>
      gridStatusSchema.parse((await district.call('GET', `/v1/grids/${gridId}/status`, { as })).body)
    const opened = async (gridId: string, as: Caller) => {
      const { issues, children } = await status(gridId, as)
      return [issues.open, ...children.map((child) => child.issues.open)]
    }
    const report = async (gridId: string, times: number) => {
      for (let time = 0; time < times; time++) {
        const made = await district.post('/v1/issues', reportCommand({ place: { by: 'grid', gridId } }), 'public')
        assert.equal(made.status, 201)
      }
    }

    it('withholds a count of one everywhere it could be seen or computed', async () => {
      assert.deepEqual(await opened('root', 'public'), [null, null])
      assert.deepEqual(await opened('north-1', 'org'), [null, null, null])
      assert.equal((await status('root', 'public')).withheldBelow, 3)
    })

    it('shows all counts to staff in whose reach they lie', async () => {
      assert.deepEqual(await opened('north', 'community'), [1, 1, 0])
      assert.equal((await status('north', 'community')).withheldBelow, undefined)
      assert.deepEqual(await opened('north', 'estate'), [null, null, 0])
      assert.deepEqual(await opened('micro-1', 'head'), [0])
    })

    it('tells alike what adds up, whichever view one looks at', async () => {
      await report('micro-3', 5)
      // north-1 has 1, north-2 has 5: with one shown the other could be computed.
      assert.deepEqual(await opened('root', 'public'), [6, 6])
      assert.deepEqual(await opened('north', 'public'), [6, null, null])
      assert.deepEqual(await opened('north-2', 'public'), [null, null])
      await report('micro-1', 4)
      assert.deepEqual(await opened('north', 'public'), [10, 5, 5])
      assert.deepEqual(await opened('north-1', 'public'), [5, null, null])
      assert.deepEqual(await opened('north-2', 'public'), [5, 5])
    })

    it('answers 304 until something changes', async () => {
      const first = await district.call('GET', '/v1/grids/root/status', { as: 'public' })
      const headers = { 'if-none-match': first.headers.get('etag')! }
      district.clock.now += 1000
      assert.equal((await district.call('GET', '/v1/grids/root/status', { as: 'public', headers })).status, 304)
      await report('micro-3', 1)
      assert.equal((await district.call('GET', '/v1/grids/root/status', { as: 'public', headers })).status, 200)
    })

    it('withholds how few live in a grid from the public', async () => {
      const { db } = district.database
      await db.updateTable('grids').set({ households: 2, resident_pop: 4 }).where('id', '=', 'micro-1').execute()
      await db.updateTable('grids').set({ households: 40 }).where('id', '=', 'micro-2').execute()
      await db.updateTable('districts').set({ reference_version: 9 }).execute()
      const grids = async (as: Caller) =>
        gridListSchema.parse((await district.call('GET', '/v1/grids', { as })).body).grids.map(({ households }) => households)
      assert.deepEqual(
        (await grids('public')).filter((count) => count !== undefined),
        [40],
      )
      assert.deepEqual(
        (await grids('street')).filter((count) => count !== undefined),
        [2, 40],
      )
    })

    it('tells in the public feed that issues changed, and nothing that could be counted', async () => {
      const feed = async (as: Caller) =>
        changesPageSchema
          .parse((await district.call('GET', '/v1/changes?after=0&limit=500', { as })).body)
          .changes.filter(({ topic }) => topic === 'issue')
      const told = (await feed('public')).map(({ id, gridPath, data }) => ({ id, gridPath, data }))
      assert.deepEqual(told, [{ id: 'root', gridPath: ['root'], data: {} }])
      assert.ok((await feed('street')).some(({ gridPath }) => gridPath.includes('micro-3')))
    })
  })
}
