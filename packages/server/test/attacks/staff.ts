import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { createStaffToken } from '../../src/credentials.ts'
import { seedDistrict } from '../../src/seed/seed-district.ts'
import { createSession } from '../../src/storage/sessions.ts'
import { personOf } from '../access/two-communities.ts'
import { ADMIN_SECRET, nextUlid, ORIGINS } from '../harness.ts'
import { NOW, sample } from '../sample.ts'
import { attack } from './arena.ts'
import type { Arena, Ask } from './arena.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** The sample's own, in micro-2 of north-1. */
const ISSUE = '01KR9FV61G04SJC953QG90J6VD'

const GUESSED: Record<string, string> = {
  'a guessed token of a machine': `wt_${'A'.repeat(43)}`,
  'a guessed token of a session': `ws_${'A'.repeat(43)}`,
  'a wildcard as token': 'wt_%',
  'SQL as token': "wt_'or''='",
  'the secret of the data directory but for its last letter': `${ADMIN_SECRET.slice(0, -1)}x`,
  'the secret of the data directory without its last letter': ADMIN_SECRET.slice(0, -1),
  'the secret of the data directory and one letter more': `${ADMIN_SECRET}x`,
  'the secret of the data directory in capitals': ADMIN_SECRET.toUpperCase(),
}

const NONE: Record<string, string> = {
  'an empty token': 'Bearer ',
  'a name and a password': `Basic ${Buffer.from('admin:admin').toString('base64')}`,
  'two tokens in one header': `Bearer wt_x, Bearer ${ADMIN_SECRET}`,
  'the secret of the data directory without its scheme': ADMIN_SECRET,
}

export function staff(arena: Arena): void {
  describe('staff', () => {
    const { ask, refuses } = arena
    const admin = async (command: string, body: object) => (await ask({ path: `/v1/admin/${command}`, as: 'admin', body })).body
    const withToken = (token: string, path = '/v1/me', rest: Partial<Ask> = {}): Ask => ({
      path,
      headers: { authorization: `Bearer ${token}` },
      ...rest,
    })
    const session = async (personId: string) => (await createSession(arena.context, personId)).token
    const step = () => ({ id: nextUlid(), issueId: ISSUE, action: 'accept', version: 1 })
    const transition = (rest: Partial<Ask>): Ask => ({ path: `/v1/issues/${ISSUE}/transitions`, body: step(), ...rest })

    for (const [what, token] of Object.entries(GUESSED)) {
      attack(what, async () => {
        await refuses(401, 'unknown-token', withToken(token, '/v1/admin/key-list', { body: {} }))
      })
    }
    for (const [what, authorization] of Object.entries(NONE)) {
      attack(what, async () => {
        await refuses(401, 'credentials-required', { path: '/v1/admin/key-list', body: {}, headers: { authorization } })
      })
    }

    attack('a token that has run out', async () => {
      const { token } = await admin('token-create', { role: 'auditor', gridId: 'root', days: 1 })
      assert.equal((await ask(withToken(token))).status, 200)
      arena.district.clock.now += 24 * HOUR
      await refuses(401, 'unknown-token', withToken(token))
    })

    attack('a token that was taken back', async () => {
      const { token, id } = await admin('token-create', { role: 'auditor', gridId: 'root' })
      await admin('token-revoke', { id })
      await refuses(401, 'unknown-token', withToken(token))
    })

    attack('the id of a token in its place', async () => {
      const { id } = await admin('token-create', { role: 'auditor', gridId: 'root' })
      await refuses(401, 'unknown-token', withToken(id))
    })

    attack('a token of another district in the same database', async () => {
      const { database, keyring } = arena.district
      const where = { keyring, districtId: 'neighbour', clock: () => NOW }
      await seedDistrict(database, { from: sample(), keyring, now: NOW, districtId: 'neighbour' })
      const { token } = await createStaffToken(database, { role: 'street', gridId: 'root', ...where })
      await refuses(401, 'unknown-token', withToken(token))
    })

    attack('a session after its sign-out', async () => {
      const token = await session('head-2')
      await ask(withToken(token, '/v1/auth/sign-out', { method: 'POST' }))
      await refuses(401, 'unknown-token', withToken(token))
    })

    attack('a session that nobody used for half an hour', async () => {
      const token = await session('head-2')
      arena.district.clock.now += 30 * MINUTE
      await refuses(401, 'unknown-token', withToken(token))
    })

    attack('a session kept alive beyond its eight hours', async () => {
      const token = await session('head-2')
      for (let quarters = 1; quarters < 8 * 4; quarters += 1) {
        arena.district.clock.now += 15 * MINUTE
        assert.equal((await ask(withToken(token))).status, 200)
      }
      arena.district.clock.now += 15 * MINUTE
      await refuses(401, 'unknown-token', withToken(token))
    })

    attack('a session of somebody whose appointment has ended', async () => {
      await refuses(403, 'no-appointment', withToken(await session(personOf('community', 'ended')), '/v1/issues'))
    })

    attack('a session of somebody whose appointment has not begun', async () => {
      await refuses(403, 'no-appointment', withToken(await session(personOf('community', 'coming')), '/v1/issues'))
    })

    attack('an appointment that ends while its session goes on', async () => {
      const personId = personOf('estateWorker', 'ended')
      const to = new Date(NOW + 10 * MINUTE).toISOString()
      await admin('role-appoint', { personId, role: 'auditor', gridId: 'root', to })
      const token = await session(personId)
      assert.equal((await ask(withToken(token, '/v1/audit'))).status, 200)
      arena.district.clock.now += 10 * MINUTE
      await refuses(403, 'no-appointment', withToken(token, '/v1/audit'))
    })

    attack('a role that was taken away while its session goes on', async () => {
      const personId = personOf('buildingHead', 'ended')
      const { id } = await admin('role-appoint', { personId, role: 'auditor', gridId: 'root' })
      const token = await session(personId)
      await admin('role-end', { id })
      await refuses(403, 'no-appointment', withToken(token, '/v1/audit'))
    })

    attack('a building head who reads an issue of the next building', async () => {
      await refuses(404, 'unknown-issue', withToken(await session(personOf('buildingHead', 'here')), `/v1/issues/${ISSUE}`))
    })

    attack('a community that asks who reported in at its neighbour', async () => {
      const token = await session(personOf('community', 'here'))
      await refuses(404, 'unknown-grid', withToken(token, '/v1/report-in?gridId=south'))
      const { body } = await ask(withToken(token, '/v1/report-in'))
      assert.deepEqual(
        body.communities.map(({ communityId }: { communityId: string }) => communityId),
        ['north'],
      )
    })

    attack('a building head who settles an issue of the next building', async () => {
      const { authorization } = withToken(await session(personOf('buildingHead', 'here'))).headers!
      await refuses(404, 'unknown-issue', transition({ headers: { authorization } }))
    })

    attack('a community that lists another’s issues', async () => {
      await refuses(404, 'unknown-grid', withToken(await session(personOf('community', 'there')), '/v1/issues?grid=north'))
    })

    attack('a community that lists the whole district’s issues', async () => {
      await refuses(404, 'unknown-grid', withToken(await session(personOf('community', 'there')), '/v1/issues?grid=root'))
    })

    attack('a liaison who lists another organisation’s employees', async () => {
      await refuses(403, 'other-organisation', { path: '/v1/organisations/org-b/sign-ups', as: 'liaison' })
    })

    attack('a liaison who takes another organisation’s employees along as a table', async () => {
      await refuses(403, 'other-organisation', { path: '/v1/organisations/org-b/sign-ups.csv', as: 'liaison' })
    })

    attack('an inspector who settles an issue', async () => {
      await refuses(409, 'refused', transition({ as: 'inspector' }))
    })

    attack('an auditor who settles an issue', async () => {
      await refuses(403, 'role-not-allowed', transition({ as: 'auditor' }))
    })

    attack('an auditor who enters a person', async () => {
      await refuses(403, 'role-not-allowed', { path: '/v1/people', as: 'auditor', body: { id: nextUlid(), name: '张三' } })
    })

    const newKey = { origins: [ORIGINS.public], audience: 'public' }
    for (const as of ['estate', 'community', 'head', 'liaison', 'inspector', 'auditor'] as const) {
      attack(`a site key made by a member of staff: ${as}`, async () => {
        await refuses(403, 'role-not-allowed', { path: '/v1/admin/key-create', as, body: newKey })
      })
    }

    const OF_THE_WHOLE: Record<string, { path: string; body?: object }> = {
      'makes a site key': { path: '/v1/admin/key-create', body: newKey },
      'reads the audit': { path: '/v1/audit' },
      'enters a person': { path: '/v1/people', body: { id: nextUlid(), name: '张三' } },
      'erases a person': { path: '/v1/people/head-1/erasure', body: { id: nextUlid(), confirm: true } },
      'exports a person': { path: '/v1/people/head-1/data' },
      'closes an organisation': { path: '/v1/admin/organisation-close', body: { orgId: 'org-b', on: '2026-04-01' } },
      'makes two people one': { path: '/v1/people/head-1/merge', body: { id: nextUlid(), goneId: 'head-2', confirm: true } },
    }
    for (const [what, request] of Object.entries(OF_THE_WHOLE)) {
      attack(`a street office of one community that ${what}`, async () => {
        const { token } = await admin('token-create', { role: 'street', gridId: 'south' })
        await refuses(403, 'role-not-allowed', withToken(token, request.path, request))
      })
    }

    attack('a street office that makes itself a token', async () => {
      await refuses(403, 'audience-not-allowed', {
        path: '/v1/admin/token-create',
        as: 'street',
        body: { role: 'auditor', gridId: 'root' },
      })
    })

    attack('a street office that gives itself another role', async () => {
      await refuses(403, 'audience-not-allowed', {
        path: '/v1/admin/role-appoint',
        as: 'street',
        body: { personId: 'head-1', role: 'auditor', gridId: 'root' },
      })
    })
  })
}
