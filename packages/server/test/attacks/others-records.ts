import assert from 'node:assert/strict'
import { before, describe } from 'node:test'
import { nextUlid, reportCommand, signUpCommand } from '../harness.ts'
import type { Caller } from '../harness.ts'
import { attack } from './arena.ts'
import type { Arena, Ask } from './arena.ts'

const THIEF = 'employee:THIEF1'
const VICTIM = 'employee:VICTIM1'

/** What was answered, but for the names that the caller gave themselves. */
const shape = ({ status, headers, body }: { status: number; headers: Headers; body: { instance?: string } }) => ({
  status,
  body: { ...body, instance: undefined },
  headers: [...headers].filter(([name]) => name !== 'request-id'),
})

export function othersRecords(arena: Arena): void {
  describe('others’ records', () => {
    const { ask, refuses } = arena
    let signUpId = ''
    before(async () => {
      const body = signUpCommand({ slotId: 'sh-later' })
      assert.equal((await ask({ path: '/v1/sign-ups', as: VICTIM, body })).status, 201)
      signUpId = body.id
    })
    const keyOf = async (as: Caller): Promise<string> => (await ask({ path: '/v1/me', as })).body.personKey
    const cancel = (id: string, as: Caller): Ask => ({
      path: `/v1/sign-ups/${id}/cancel`,
      as,
      body: { id: nextUlid(), signUpId: id },
    })
    const report = async (changes = {}) =>
      (await ask({ path: '/v1/issues', as: 'public', body: reportCommand(changes) })).body as { id: string; receipt: string }

    attack('a colleague’s sign-up', async () => {
      await refuses(404, 'unknown-sign-up', { path: `/v1/sign-ups/${signUpId}`, as: THIEF })
    })

    attack('the sign-up of an employee of another organisation with the same number', async () => {
      await refuses(404, 'unknown-sign-up', { path: `/v1/sign-ups/${signUpId}`, as: 'otherEmployee:VICTIM1' })
    })

    attack('cancelling a colleague’s sign-up', async () => void (await refuses(404, 'unknown-sign-up', cancel(signUpId, THIEF))))

    attack('cancelling a sign-up as the liaison of another organisation', async () => {
      const token = { role: 'liaison', orgId: 'org-b' }
      const made = await ask({ path: '/v1/admin/token-create', as: 'admin', body: token })
      const headers = { authorization: `Bearer ${made.body.token}` }
      await refuses(404, 'unknown-sign-up', { ...cancel(signUpId, 'nobody'), headers })
    })

    attack('cancelling a sign-up by the path of one’s own', async () => {
      const body = { id: nextUlid(), signUpId }
      await refuses(422, 'invalid-body', { path: `/v1/sign-ups/${nextUlid()}/cancel`, as: THIEF, body })
    })

    attack('signing up under a colleague’s person key', async () => {
      const body = signUpCommand({ slotId: 'sh-later', person: await keyOf(VICTIM) })
      await refuses(403, 'other-person', { path: '/v1/sign-ups', as: THIEF, body })
    })

    attack('signing up for another organisation than one’s own', async () => {
      const body = signUpCommand({ slotId: 'sh-later', orgId: 'org-b' })
      await refuses(403, 'other-organisation', { path: '/v1/sign-ups', as: THIEF, body })
    })

    attack('a colleague’s sign-ups in the list of one’s own', async () => {
      const { body } = await arena.untouched(() => ask({ path: '/v1/me/sign-ups', as: THIEF }))
      assert.deepEqual(body.signUps, [])
    })

    attack('a colleague’s data by a person key in the address', async () => {
      await refuses(400, 'invalid-query', { path: `/v1/me/data?person=${await keyOf(VICTIM)}`, as: THIEF })
    })

    attack('a colleague’s data among one’s own', async () => {
      const { body } = await ask({ path: '/v1/me/data', as: THIEF })
      assert.doesNotMatch(JSON.stringify(body), new RegExp(`${signUpId}|VICTIM1`))
    })

    attack('erasing an inspector by the word of the backend that pays them', async () => {
      const as: Caller = 'employee:INSPECTOR7'
      const body = signUpCommand({ slotId: 'sh-later' })
      assert.equal((await ask({ path: '/v1/sign-ups', as, body })).status, 201)
      const { db } = arena.district.database
      const { person_id: personId } = await db
        .selectFrom('sign_ups')
        .select('person_id')
        .where('id', '=', body.id)
        .executeTakeFirstOrThrow()
      const appointment = { personId, role: 'inspector', gridId: 'north' }
      assert.equal((await ask({ path: '/v1/admin/role-appoint', as: 'admin', body: appointment })).status, 200)
      await refuses(403, 'session-required', { path: '/v1/me/erasure', as, body: { id: nextUlid(), confirm: true } })
    })

    attack('erasing a colleague along with a person key', async () => {
      const body = { id: nextUlid(), confirm: true, person: await keyOf(VICTIM) }
      await refuses(422, 'invalid-body', { path: '/v1/me/erasure', as: THIEF, body })
    })

    for (const [what, rest] of Object.entries({
      'erasing another person': { path: '/v1/people/head-1/erasure', body: { id: nextUlid(), confirm: true } },
      'making another person part of oneself': {
        path: '/v1/people/head-1/merge',
        body: { id: nextUlid(), goneId: 'head-2', confirm: true },
      },
      'reading another person': { path: '/v1/people/head-1' },
      'exporting another person': { path: '/v1/people/head-1/data' },
      'looking for people': { path: '/v1/people/find', body: { name: '样例' } },
      'listing who is appointed to a building': { path: '/v1/grids/micro-1/people' },
      'recording a consent for another person': {
        path: '/v1/people/head-1/consents',
        body: { id: nextUlid(), purpose: 'volunteer-duty', version: 1, by: 'self' },
      },
    })) {
      for (const as of [THIEF, 'public', 'org'] as const) {
        attack(`${what} as ${as.split(':')[0]}`, async () => void (await refuses(403, 'audience-not-allowed', { as, ...rest })))
      }
    }

    attack('a person outside one’s estate', async () => {
      await refuses(404, 'unknown-person', { path: '/v1/people/head-1', as: 'estate' })
    })

    attack('a person that there is, told from one that there is not', async () => {
      const [there, nowhere] = await Promise.all(
        ['head-1', 'head-77'].map((id) => ask({ path: `/v1/people/${id}`, as: 'liaison' })),
      )
      assert.deepEqual(shape(there!), shape(nowhere!))
    })

    attack('an issue outside one’s subtree, told from one that there is not', async () => {
      const { id } = await report()
      const [there, nowhere] = await Promise.all(
        [id, nextUlid()].map((each) => ask({ path: `/v1/issues/${each}`, as: 'estate' })),
      )
      assert.equal(there!.status, 404)
      assert.deepEqual(shape(there!), shape(nowhere!))
    })

    attack('a sign-up of a colleague, told from one that there is not', async () => {
      const [there, nowhere] = await Promise.all(
        [signUpId, nextUlid()].map((id) => ask({ path: `/v1/sign-ups/${id}`, as: THIEF })),
      )
      assert.equal(there!.status, 404)
      assert.deepEqual(shape(there!), shape(nowhere!))
    })

    attack('settling an issue outside one’s subtree', async () => {
      const { id: issueId } = await report()
      const body = { id: nextUlid(), issueId, action: 'accept', version: 1 }
      await refuses(404, 'unknown-issue', { path: `/v1/issues/${issueId}/transitions`, as: 'estate', body })
    })

    attack('settling an issue by the path of another', async () => {
      const { id: issueId } = await report()
      const body = { id: nextUlid(), issueId, action: 'accept', version: 1 }
      const { id } = await report({ place: { by: 'grid', gridId: 'micro-3' } })
      await refuses(422, 'invalid-body', { path: `/v1/issues/${id}/transitions`, as: 'estate', body })
    })

    attack('reporting as a grid keeper from a public page', async () => {
      const body = reportCommand({ source: 'keeper' })
      await refuses(409, 'refused', { path: '/v1/issues', as: 'public', body })
    })

    attack('people of another organisation by their name', async () => {
      const id = nextUlid()
      await ask({ path: '/v1/people', as: 'street', body: { id, name: '诸葛小明', phone: '13700001111' } })
      const at = { district_id: 'main', person_id: id, from_at: '2026-02-01T00:00:00Z', to_at: null }
      await arena.context.db
        .insertInto('memberships')
        .values({ ...at, org_id: 'org-b' })
        .execute()
      for (const body of [{ name: '诸葛小明' }, { phone: '13700001111' }, { name: '诸葛小二' }]) {
        const found = await ask({ path: '/v1/people/find', as: 'liaison', body })
        assert.deepEqual([found.status, found.body.people], [200, []])
      }
    })

    attack('people by a part of their name or phone', async () => {
      for (const body of [{ name: '样' }, { name: '%' }, { name: '样_' }, { phone: '1370000' }, { phone: '137%' }]) {
        const { status, body: found } = await ask({ path: '/v1/people/find', as: 'street', body })
        assert.ok(status === 422 || found.people.length === 0, JSON.stringify(body))
      }
    })

    attack('a receipt that was erased, told from one that never was', async () => {
      const { receipt } = await report()
      const body = { id: nextUlid(), confirm: true }
      assert.equal((await ask({ path: `/v1/receipts/${receipt}/erasure`, as: 'public', body })).status, 200)
      const [erased, never] = await Promise.all(
        [receipt, 'ZZZZ-ZZZZ-ZZ'].map((code) => ask({ path: `/v1/receipts/${code}`, as: 'public' })),
      )
      assert.equal(erased!.status, 404)
      assert.deepEqual(shape(erased!), shape(never!))
    })

    attack('a receipt with a wildcard in it', async () => {
      await report()
      for (const code of ['%25', '____-____-__', 'AAAA-BBBB-C%25']) {
        await refuses(404, undefined, { path: `/v1/receipts/${code}`, as: 'public' })
      }
    })

    attack('the first answer to another caller’s command, by its key', async () => {
      const body = reportCommand()
      const { receipt } = (await ask({ path: '/v1/issues', as: 'public', body })).body
      const answer = await refuses(422, 'idempotency-key-reused', { path: '/v1/issues', as: 'org', body })
      assert.ok(!JSON.stringify(answer.body).includes(receipt))
    })

    attack('the first answer to a colleague’s sign-up, by its key', async () => {
      const body = signUpCommand({ slotId: 'sh-later' })
      await ask({ path: '/v1/sign-ups', as: 'employee:VICTIM2', body })
      await refuses(422, 'idempotency-key-reused', { path: '/v1/sign-ups', as: THIEF, body })
    })

    attack('a command’s key with another body', async () => {
      const body = reportCommand()
      await ask({ path: '/v1/issues', as: 'public', body })
      const changed = { ...body, description: '别的' }
      await refuses(422, 'idempotency-key-reused', { path: '/v1/issues', as: 'public', body: changed })
    })

    attack('a command’s key for another call', async () => {
      const { id } = reportCommand()
      assert.equal((await ask({ path: '/v1/people', as: 'street', body: { id, name: '张三' } })).status, 201)
      await refuses(422, 'idempotency-key-reused', { path: '/v1/issues', as: 'street', body: reportCommand({ id }) })
    })

    attack('a header whose key is not the command’s', async () => {
      const headers = { 'idempotency-key': nextUlid() }
      await refuses(422, 'idempotency-key-mismatch', { path: '/v1/issues', as: 'public', body: reportCommand(), headers })
    })

    attack('the ETag of another’s record as a question whether it is still so', async () => {
      const path = `/v1/sign-ups/${signUpId}`
      const etag = (await ask({ path, as: VICTIM })).headers.get('etag')!
      for (const tag of [etag, '*']) await refuses(404, 'unknown-sign-up', { path, as: THIEF, headers: { 'if-none-match': tag } })
    })

    attack('the ETag of a list that is another’s', async () => {
      const path = '/v1/me/sign-ups'
      const etag = (await ask({ path, as: VICTIM })).headers.get('etag')!
      const { status, body } = await ask({ path, as: THIEF, headers: { 'if-none-match': etag } })
      assert.deepEqual([status, body.signUps], [200, []])
    })
  })
}
