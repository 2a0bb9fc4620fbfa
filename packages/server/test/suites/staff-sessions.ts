import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { meSchema } from '@wangge/core/access/schema'
import type { Change } from '@wangge/core/schema'
import { assertProblem, nextUlid, reportCommand, signUpCommand } from '../harness.ts'
import type { District } from '../harness.ts'
import { bind, signIn } from '../sign-in.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

export function staffSessions(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let district: District
    before(async () => {
      district = await open()
    })
    after(async () => {
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })
    const admin = (command: string, body: object) => district.call('POST', `/v1/admin/${command}`, { as: 'admin', body })
    const sessionOf = async (personId: string) => (await signIn(district, await bind(district, personId))).token
    const get = (token: string, path = '/v1/me') => district.call('GET', path, { headers: { authorization: `Bearer ${token}` } })
    const post = (token: string, path: string, body: { id: string }) => {
      const headers = { authorization: `Bearer ${token}`, 'idempotency-key': body.id }
      return district.call('POST', path, { headers, body })
    }
    const report = async (gridId: string) =>
      (await district.post('/v1/issues', reportCommand({ place: { by: 'grid', gridId } }), 'public')).body.id as string
    const accept = (token: string, issueId: string) =>
      post(token, `/v1/issues/${issueId}/transitions`, { id: nextUlid(), issueId, action: 'accept', version: 1 } as never)

    it('reaches what the person is appointed to, under their name', async () => {
      const { status, body } = await get(await sessionOf('head-1'))
      assert.equal(status, 200)
      const { personKey: _, storageKey, ...known } = meSchema.parse(body)
      assert.ok(storageKey)
      const grants = [{ role: 'buildingHead', gridId: 'micro-1' }]
      assert.deepEqual(known, { kind: 'staff', name: '样例', minor: false, grants })
    })

    it('lets a building head into their own building and not into the next', async () => {
      const token = await sessionOf('head-1')
      const [own, next] = [await report('micro-1'), await report('micro-2')]
      assert.equal((await accept(token, own)).status, 200)
      assertProblem(await accept(token, next), 404, 'unknown-issue')
      assertProblem(await get(token, `/v1/issues/${next}`), 404, 'unknown-issue')
      const listed = (await get(token, '/v1/issues?limit=200')).body.issues as { gridPath: string[] }[]
      assert.ok(listed.length > 0 && listed.every(({ gridPath }) => gridPath.includes('micro-1')))
      assertProblem(await get(token, '/v1/issues?grid=micro-2'), 404, 'unknown-grid')
    })

    it('acts under the broadest grant that allows the step', async () => {
      const token = await sessionOf('head-1')
      const issueId = await report('micro-1')
      const { body: role } = await admin('role-appoint', { personId: 'head-1', role: 'inspector', gridId: 'north' })
      const accepted = await accept(token, issueId)
      assert.equal(accepted.status, 200)
      assert.deepEqual(accepted.body.history.at(-1).actor, { id: 'head-1', role: 'buildingHead' })
      const foreign = await report('micro-3')
      assert.equal((await get(token, `/v1/issues/${foreign}`)).status, 200)
      const refused = await accept(token, foreign)
      assertProblem(refused, 409, 'refused')
      assert.equal(refused.body.refusal.reason, 'role-not-allowed')
      await admin('role-end', { id: role.id })
      assertProblem(await get(token, `/v1/issues/${foreign}`), 404, 'unknown-issue')
    })

    it('is the person behind a report that they make', async () => {
      const command = reportCommand({ source: 'keeper', place: { by: 'grid', gridId: 'micro-1' } })
      assert.equal((await post(await sessionOf('head-1'), '/v1/issues', command)).status, 201)
      const { db } = district.database
      const row = await db.selectFrom('issues').select('reporter_id').where('id', '=', command.id).executeTakeFirstOrThrow()
      assert.equal(row.reporter_id, 'head-1')
    })

    it('gives nothing before an appointment begins and after it has ended', async () => {
      const appoint = async (from: number, to: number) => {
        const terms = { from: new Date(from).toISOString(), to: new Date(to).toISOString() }
        return (await admin('role-appoint', { personId: 'head-2', role: 'auditor', gridId: 'root', ...terms })).status
      }
      const { db } = district.database
      await db.deleteFrom('appointments').where('person_id', '=', 'head-2').execute()
      await db.updateTable('districts').set({ reference_version: 99 }).execute()
      const now = district.clock.now
      assert.equal(await appoint(now + 10 * MINUTE, now + 20 * MINUTE), 200)
      const token = await sessionOf('head-2')
      assertProblem(await get(token), 403, 'no-appointment')
      district.clock.now = now + 10 * MINUTE
      assert.equal((await get(token)).status, 200)
      district.clock.now = now + 20 * MINUTE
      assertProblem(await get(token), 403, 'no-appointment')
    })

    it('keeps a liaison to their own organisation', async () => {
      await district.database.db.updateTable('organisations').set({ liaison_id: 'head-2' }).where('id', '=', 'org-b').execute()
      const token = await sessionOf('head-2')
      assert.equal((await get(token, '/v1/organisations/org-b')).status, 200)
      assertProblem(await get(token, '/v1/organisations/org-a'), 403, 'other-organisation')
      assert.deepEqual((await get(token, '/v1/issues')).body, { issues: [] })
      assertProblem(await get(token, `/v1/issues/${await report('micro-1')}`), 404, 'unknown-issue')
    })

    it('lets whoever answers for a grid and for an organisation hear of both: all of the one, what its pages hear of the other', async () => {
      await district.database.db.updateTable('organisations').set({ liaison_id: 'head-1' }).where('id', '=', 'org-b').execute()
      const token = await sessionOf('head-1')
      const { cursor } = (await get(token, '/v1/changes')).body
      const near = await report('micro-1')
      await report('micro-3')
      const signUp = signUpCommand({ slotId: 'sh-crossing', orgId: 'org-b' })
      assert.equal((await district.post('/v1/sign-ups', signUp, 'otherEmployee:S1')).status, 201)
      const { changes } = (await get(token, `/v1/changes?after=${cursor}`)).body as { changes: Change[] }
      assert.deepEqual(
        changes.map(({ topic, id }) => [topic, id]),
        [
          ['issue', near],
          ['issue', 'root'],
          ['slot', 'sh-crossing'],
        ],
      )
      assert.deepEqual([changes[0]!.gridPath.at(-1), changes[1]!.data], ['micro-1', {}])
    })

    it('lets an auditor and an inspector read, and not write', async () => {
      const issueId = await report('micro-1')
      const step = { id: nextUlid(), issueId, action: 'accept', version: 1 }
      for (const caller of ['auditor', 'inspector'] as const) {
        assert.equal((await district.call('GET', `/v1/issues/${issueId}`, { as: caller })).status, 200)
      }
      const path = `/v1/issues/${issueId}/transitions`
      assertProblem(await district.post(path, step, 'auditor'), 403, 'role-not-allowed')
      assertProblem(await district.post('/v1/issues', reportCommand(), 'auditor'), 403, 'role-not-allowed')
      const refused = await district.post(path, step, 'inspector')
      assertProblem(refused, 409, 'refused')
      assert.equal(refused.body.refusal.reason, 'role-not-allowed')
    })

    it('ends half an hour after its last call, and eight hours after its first', async () => {
      const idle = await sessionOf('head-1')
      district.clock.now += 30 * MINUTE - 1
      assert.equal((await get(idle)).status, 200)
      district.clock.now += 30 * MINUTE
      assertProblem(await get(idle), 401, 'unknown-token')
      const busy = await sessionOf('head-1')
      for (let hours = 0; hours < 8 * 4 - 1; hours++) {
        district.clock.now += HOUR / 4
        assert.equal((await get(busy)).status, 200)
      }
      district.clock.now += HOUR / 4
      assertProblem(await get(busy), 401, 'unknown-token')
    })

    it('ends at sign-out, with the streams that it opened', async () => {
      const token = await sessionOf('head-1')
      const headers = { authorization: `Bearer ${token}` }
      const response = await district.app.fetch(new Request('http://district.test/v1/events', { headers }))
      const reader = response.body!.getReader()
      await reader.read()
      const signOut = () => district.call('POST', '/v1/auth/sign-out', { headers })
      assert.equal((await signOut()).status, 204)
      assert.equal((await reader.read()).done, true)
      assertProblem(await get(token), 401, 'unknown-token')
      assert.equal((await signOut()).status, 204)
    })

    it('ends when the person’s account is taken away, and cannot be opened again', async () => {
      const token = await sessionOf('head-1')
      assert.equal((await admin('identity-unbind', { personId: 'head-1' })).status, 200)
      assertProblem(await get(token), 401, 'unknown-token')
      assertProblem(await admin('identity-unbind', { personId: 'head-1' }), 404, 'unknown-identity')
    })

    it('keeps neither tokens nor accounts in the database', async () => {
      const { db } = district.database
      const token = await sessionOf('head-1')
      const rows = [
        await db.selectFrom('sessions').selectAll().execute(),
        await db.selectFrom('identities').selectAll().execute(),
      ]
      assert.ok(rows[0]!.length > 0 && rows[1]!.length > 0)
      const text = JSON.stringify(rows)
      assert.equal(text.includes(token) || text.includes('account:'), false)
    })

    it('takes a machine’s token back at once', async () => {
      const { body: made } = await admin('token-create', { role: 'auditor', gridId: 'root' })
      const { body: me } = await get(made.token)
      assert.deepEqual(
        [me.kind, me.name, me.storageKey, me.grants],
        ['staff', undefined, undefined, [{ role: 'auditor', gridId: 'root' }]],
      )
      const listed = (await admin('token-list', {})).body
      assert.ok(listed.tokens.some(({ id }: { id: string }) => id === made.id))
      assert.doesNotMatch(JSON.stringify(listed), /wt_/)
      assert.equal((await admin('token-revoke', { id: made.id })).status, 200)
      assertProblem(await get(made.token), 401, 'unknown-token')
      assertProblem(await admin('token-revoke', { id: made.id }), 404, 'unknown-token')
    })

    it('gives a token for a person no more than the person is appointed to, and nothing once that has ended', async () => {
      const terms = { personId: 'head-1', role: 'estateWorker', gridId: 'north-1' }
      const tokenFor = async (input: object): Promise<string> => (await admin('token-create', input)).body.token
      const [wide, own, other] = [
        await tokenFor({ personId: 'head-1', role: 'community', gridId: 'north' }),
        await tokenFor(terms),
        await tokenFor({ ...terms, gridId: 'north-2' }),
      ]
      for (const token of [wide, own, other]) assertProblem(await get(token), 403, 'no-appointment')
      const { body: role } = await admin('role-appoint', terms)
      assert.deepEqual((await get(own)).body.grants, [{ role: 'estateWorker', gridId: 'north-1' }])
      for (const token of [wide, other]) assertProblem(await get(token), 403, 'no-appointment')
      await admin('role-end', { id: role.id })
      assertProblem(await get(own), 403, 'no-appointment')
      const { body: above } = await admin('role-appoint', { ...terms, gridId: 'north' })
      assert.deepEqual((await get(own)).body.grants, [{ role: 'estateWorker', gridId: 'north-1' }])
      await admin('role-end', { id: above.id })
    })

    it('gives a token ninety days where nobody says how many', async () => {
      const { body: made } = await admin('token-create', { role: 'auditor', gridId: 'root' })
      assert.equal(Date.parse(made.expiresAt), district.clock.now + 90 * 24 * HOUR)
      district.clock.now += 90 * 24 * HOUR - 1
      assert.equal((await get(made.token)).status, 200)
      district.clock.now += 1
      assertProblem(await get(made.token), 401, 'unknown-token')
    })

    it('lets nobody be the person by a token alone: only who has signed in reads, takes or seals what is theirs', async () => {
      const { body: role } = await admin('role-appoint', { personId: 'head-1', role: 'inspector', gridId: 'north' })
      const { body: made } = await admin('token-create', { personId: 'head-1', role: 'inspector', gridId: 'north' })
      const { name, storageKey } = (await get(made.token)).body
      assert.deepEqual([name, storageKey], [undefined, undefined])
      assertProblem(await get(made.token, '/v1/me/data'), 403, 'session-required')
      assertProblem(await post(made.token, '/v1/me/erasure', { id: nextUlid(), confirm: true } as never), 403, 'session-required')
      const session = await sessionOf('head-1')
      assert.equal((await get(session, '/v1/me/data')).status, 200)
      assert.ok((await get(session)).body.storageKey)
      await admin('role-end', { id: role.id })
    })

    it('asks for exactly one reach, and one that there is', async () => {
      assertProblem(await admin('token-create', { role: 'auditor' }), 422, 'invalid-body')
      assertProblem(await admin('token-create', { role: 'auditor', gridId: 'root', orgId: 'org-a' }), 422, 'invalid-body')
      assertProblem(await admin('token-create', { role: 'auditor', gridId: 'nothing' }), 409, 'refused')
      assertProblem(await admin('role-appoint', { personId: 'nobody', role: 'auditor', gridId: 'root' }), 409, 'refused')
    })
  })
}
