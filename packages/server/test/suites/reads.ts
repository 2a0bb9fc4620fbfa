import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { fromTopology } from '@wangge/core/grid'
import { buildingListSchema, gridListSchema, gridOutlinesSchema, gridStatusSchema } from '@wangge/core/grid/schema'
import { categoryListSchema } from '@wangge/core/issue/schema'
import { organisationViewSchema, slotListSchema } from '@wangge/core/roster/schema'
import { createApp } from '../../src/app.ts'
import { gridTopologySchema } from '../../src/schema.ts'
import { openDatabase } from '../../src/storage/database.ts'
import { assertProblem, ORIGINS } from '../harness.ts'
import type { District } from '../harness.ts'

export function reads(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let district: District
    before(async () => {
      district = await open()
    })
    after(async () => {
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })
    const get = (path: string, as: Parameters<District['headersOf']>[0] = 'public', headers = {}) =>
      district.call('GET', path, { as, headers })

    it('lists all grids, parents first, without geometry', async () => {
      const { status, body } = await get('/v1/grids')
      assert.equal(status, 200)
      const { grids } = gridListSchema.parse(body)
      assert.deepEqual(
        grids.map(({ id }) => id),
        ['root', 'north', 'north-1', 'micro-1', 'micro-2', 'north-2', 'micro-3'],
      )
      assert.equal(grids.filter((grid) => 'geometry' in grid).length, 0)
    })

    it('counts the issues and the staffing of a grid and of each child', async () => {
      const { body } = await get('/v1/grids/root/status', 'street')
      const status = gridStatusSchema.parse(body)
      assert.deepEqual(status.issues, { open: 1, reportedToday: 0, closedWithin7Days: 0 })
      assert.deepEqual(status.staffing.heads, { num: 2, den: 3 })
      assert.deepEqual(status.staffing.full, { num: 1, den: 3 })
      assert.deepEqual(
        status.children.map((child) => [child.gridId, child.issues.open]),
        [['north', 1]],
      )
      const { body: north } = await get('/v1/grids/north/status', 'street')
      assert.deepEqual(
        gridStatusSchema.parse(north).children.map((child) => [child.gridId, child.issues.open, child.staffing.heads]),
        [
          ['north-1', 1, { num: 2, den: 2 }],
          ['north-2', 0, { num: 0, den: 1 }],
        ],
      )
    })

    it('draws a grid’s children, and a leaf itself', async () => {
      const drawn = async (id: string) =>
        gridOutlinesSchema.parse((await get(`/v1/grids/${id}/outlines`)).body).features.map((feature) => feature.id)
      assert.deepEqual(await drawn('north-1'), ['micro-1', 'micro-2'])
      assert.deepEqual(await drawn('micro-3'), ['micro-3'])
    })

    it('draws the same as TopoJSON, which writes a common border once', async () => {
      for (const id of ['root', 'north-1', 'micro-3']) {
        const { features } = gridOutlinesSchema.parse((await get(`/v1/grids/${id}/outlines?format=geojson`)).body)
        const topology = gridTopologySchema.parse((await get(`/v1/grids/${id}/outlines?format=topojson`)).body)
        assert.deepEqual(
          Object.values(fromTopology(topology)).flatMap((object) => object.features),
          features,
        )
      }
      assertProblem(await get('/v1/grids/root/outlines?format=svg'), 400, 'invalid-query')
    })

    it('shows an organisation to itself and to the street, with the rules of sign-up', async () => {
      const { body } = await get('/v1/organisations/org-a', 'org')
      assert.equal(organisationViewSchema.parse(body).policy.maxWaitlist, 5)
      assert.equal((await get('/v1/organisations/org-a', 'street')).status, 200)
      assertProblem(await get('/v1/organisations/org-b', 'org'), 403, 'other-organisation')
      assertProblem(await get('/v1/organisations/org-a', 'public'), 403, 'audience-not-allowed')
      assertProblem(await get('/v1/organisations/org-a', 'estate'), 403, 'role-not-allowed')
    })

    it('lists the slots of the next seven days by start', async () => {
      const { body } = await get('/v1/slots?org=org-a', 'org')
      assert.deepEqual(
        slotListSchema.parse(body).slots.map(({ id, capacity, seated }) => [id, capacity, seated]),
        [
          ['sh-20', 20, 0],
          ['sh-1', 1, 0],
          ['sh-overlap', 5, 0],
          ['sh-later', 1000, 0],
        ],
      )
    })

    it('lists a slot at an intersection to its sponsor only, and to staff the posts of their subtree', async () => {
      const listed = async (org: string, as: Parameters<District['headersOf']>[0]) =>
        slotListSchema.parse((await get(`/v1/slots?org=${org}`, as)).body).slots.map(({ id }) => id)
      assert.deepEqual(await listed('org-b', 'otherOrg'), ['sh-20', 'sh-1', 'sh-overlap', 'sh-crossing', 'sh-later'])
      assert.deepEqual(await listed('org-b', 'street'), ['sh-20', 'sh-1', 'sh-overlap', 'sh-crossing', 'sh-later'])
      assert.deepEqual(await listed('org-b', 'estate'), ['sh-crossing'])
      assert.deepEqual(await listed('org-a', 'estate'), [])
    })

    it('bears to be warmed up before the district is there, or its database', async () => {
      const { database, clock } = district
      const context = { clock: () => clock.now, onError: (error: unknown) => assert.fail(error as Error) }
      await createApp({ database, keyring: district.keyring, districtId: 'nowhere', ...context }).warm()
      const away = await openDatabase({ databaseUrl: 'postgres://nobody@127.0.0.1:1/none' })
      await createApp({ database: away, keyring: district.keyring, ...context }).warm()
      await away.close()
    })

    it('lists the categories in the district’s order', async () => {
      const { body } = await get('/v1/categories')
      assert.deepEqual(
        categoryListSchema.parse(body).categories.map(({ id }) => id),
        ['street', 'street-litter', 'street-stall'],
      )
    })

    it('lists the buildings with their addresses, and nothing of their doors', async () => {
      const { db } = district.database
      const address = (number: number) => JSON.stringify({ zh: `样例路${number}号`, en: `${number} Sample Road` })
      await db
        .insertInto('buildings')
        .values(
          [
            { id: 'b-2', grid_id: 'micro-1', address: address(2), position: null, units: '[]', door_count: 0 },
            { id: 'b-1', grid_id: 'micro-1', address: address(1), position: '[104.0601,30.5701]', units: '[{}]', door_count: 8 },
          ].map((row) => ({ district_id: 'main', ...row })),
        )
        .execute()
      const { body } = await get('/v1/buildings')
      assert.deepEqual(buildingListSchema.parse(body), body)
      assert.deepEqual(body.buildings, [
        { id: 'b-1', gridId: 'micro-1', address: { zh: '样例路1号', en: '1 Sample Road' }, position: [104.0601, 30.5701] },
        { id: 'b-2', gridId: 'micro-1', address: { zh: '样例路2号', en: '2 Sample Road' } },
      ])
    })

    it('answers 304 to whoever has the same state, though the time of asking differs', async () => {
      for (const path of ['/v1/grids', '/v1/grids/root/status', '/v1/categories']) {
        const first = await get(path)
        const etag = first.headers.get('etag')!
        district.clock.now += 60_000
        const second = await get(path, 'public', { 'if-none-match': `"other", ${etag}` })
        assert.equal(second.status, 304, path)
        assert.equal(second.body, undefined)
        assert.equal((await get(path, 'public', { 'if-none-match': '"other"' })).status, 200)
      }
    })

    it('compresses for whoever asks for it', async () => {
      const request = new Request('http://district.test/v1/grids', {
        headers: { ...district.headersOf('public'), 'accept-encoding': 'gzip' },
      })
      const response = await district.app.fetch(request)
      assert.equal(response.headers.get('content-encoding'), 'gzip')
      const text = gunzipSync(Buffer.from(await response.arrayBuffer())).toString()
      assert.equal(gridListSchema.parse(JSON.parse(text)).grids.length, 7)
    })

    it('lets a page of a known origin read answers and problems, and no other page', async () => {
      const answer = await get('/v1/grids')
      assert.equal(answer.headers.get('access-control-allow-origin'), ORIGINS.public)
      const wrongKey = await get('/v1/grids', 'public', { 'wangge-site-key': 'wk_unknown' })
      assertProblem(wrongKey, 401, 'unknown-site-key')
      assert.equal(wrongKey.headers.get('access-control-allow-origin'), ORIGINS.public)
      const wrongOrigin = await get('/v1/grids', 'public', { origin: 'https://evil.example' })
      assertProblem(wrongOrigin, 403, 'origin-not-allowed')
      assert.equal(wrongOrigin.headers.get('access-control-allow-origin'), null)
    })

    it('answers a preflight for origins of any key', async () => {
      const preflight = (origin: string) => district.call('OPTIONS', '/v1/sign-ups', { headers: { origin } })
      const { status, headers } = await preflight(ORIGINS.org)
      assert.equal(status, 204)
      assert.equal(headers.get('access-control-allow-origin'), ORIGINS.org)
      assert.match(headers.get('access-control-allow-methods')!, /POST/)
      assert.match(headers.get('access-control-allow-headers')!, /idempotency-key/)
      assertProblem(await preflight('https://evil.example'), 403, 'origin-not-allowed')
    })

    it('makes keys whose middle part names their audience, the same in every key of it', async () => {
      const make = async (audience: string) =>
        (await district.call('POST', '/v1/admin/key-create', { as: 'admin', body: { origins: [ORIGINS.org], audience } })).body
          .key
      assert.match(await make('public'), /^wk_efa1f375_[\w-]{32}$/)
      const [one, other, another] = [await make('org:org-a'), await make('org:org-a'), await make('org:org-b')]
      assert.notEqual(one, other)
      const tag = (key: string) => key.split('_')[1]
      assert.equal(tag(one), tag(other))
      assert.equal(new Set(['efa1f375', tag(one), tag(another)]).size, 3)
    })

    it('stops believing a key once it is revoked, and a token once it is expired', async () => {
      const admin = (command: string, body: object) => district.call('POST', `/v1/admin/${command}`, { as: 'admin', body })
      const made = await admin('key-create', { origins: [ORIGINS.public], audience: 'public' })
      const headers = { 'wangge-site-key': made.body.key, origin: ORIGINS.public }
      assert.equal((await district.call('GET', '/v1/grids', { headers })).status, 200)
      assert.equal((await admin('key-revoke', { key: made.body.key })).status, 200)
      assertProblem(await district.call('GET', '/v1/grids', { headers }), 401, 'unknown-site-key')

      const { body: token } = await admin('token-create', { role: 'street', gridId: 'root', days: 1 })
      const bearer = { authorization: `Bearer ${token.token}` }
      assert.equal((await district.call('GET', '/v1/grids', { headers: bearer })).status, 200)
      const before = district.clock.now
      district.clock.now = Date.parse(token.expiresAt)
      assertProblem(await district.call('GET', '/v1/grids', { headers: bearer }), 401, 'unknown-token')
      district.clock.now = before
    })

    it('keeps of a token only its digest', async () => {
      const { body } = await district.call('POST', '/v1/admin/token-create', {
        as: 'admin',
        body: { role: 'street', gridId: 'root' },
      })
      const rows = await district.database.db.selectFrom('staff_tokens').selectAll().execute()
      assert.equal(JSON.stringify(rows).includes(body.token), false)
      assert.equal(
        rows.some((row) => row.id === body.id),
        true,
      )
    })

    it('sets the headers that keep a browser from guessing', async () => {
      for (const answer of [await get('/v1/grids'), await get('/v1/nothing')]) {
        assert.equal(answer.headers.get('x-content-type-options'), 'nosniff')
        assert.match(answer.headers.get('content-security-policy')!, /default-src 'none'/)
        assert.match(answer.headers.get('request-id')!, /^[0-9A-Z]{26}$/)
      }
    })
  })
}
