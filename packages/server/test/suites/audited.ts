import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { auditPageSchema } from '@wangge/core/audit/schema'
import { assertProblem, reportCommand } from '../harness.ts'
import type { Caller, District } from '../harness.ts'
import { bind, comeBack, newPage, signIn } from '../sign-in.ts'

/** Acts that change nothing, or that failed, and are kept all the same. */
export function audited(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let district: District
    before(async () => {
      district = await open()
    })
    after(async () => {
      district.app.close()
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })

    /** `[action, actor, subject]` of what was added meanwhile. */
    async function addedBy(work: () => Promise<unknown>): Promise<(string | undefined)[][]> {
      const { seq } = (await district.call('GET', '/v1/audit/head', { as: 'auditor' })).body
      await work()
      const { body } = await district.call('GET', `/v1/audit?after=${seq}`, { as: 'auditor' })
      const { entries } = auditPageSchema.parse(body)
      return entries.map(({ action, opening }) => [action, opening?.actor, opening?.subject])
    }

    it('keeps each reading of issues by an auditor or an inspector, one entry for a call, and none of those who settle them', async () => {
      const { body } = await district.post('/v1/issues', reportCommand({ place: { by: 'grid', gridId: 'north-2' } }), 'public')
      for (const as of ['auditor', 'inspector'] as Caller[]) {
        const added = await addedBy(async () => {
          assert.equal((await district.call('GET', '/v1/issues', { as })).status, 200)
          assert.equal((await district.call('GET', '/v1/issues?grid=north-2', { as })).status, 200)
          assert.equal((await district.call('GET', `/v1/issues/${body.id}`, { as })).status, 200)
          assertProblem(await district.call('GET', '/v1/issues/nothing', { as }), 404)
        })
        assert.deepEqual(
          added.map(([action, , subject]) => [action, subject]),
          [
            ['read-issues', 'root'],
            ['read-issues', 'north-2'],
            ['read-issues', body.id],
          ],
        )
        assert.ok(added.every(([, actor]) => actor?.startsWith('staff:')))
      }
      for (const as of ['street', 'estate'] as Caller[]) {
        assert.deepEqual(await addedBy(() => district.call('GET', '/v1/issues', { as })), [])
      }
    })

    it('keeps that the owner looked for somebody, and not whom', async () => {
      const added = await addedBy(() => district.call('POST', '/v1/admin/person-find', { as: 'admin', body: { name: '没有人' } }))
      assert.deepEqual(added, [['find-people', 'admin', 'main']])
    })

    it('keeps refused sign-ins, of those that were begun', async () => {
      const stranger = await addedBy(async () => {
        const back = await comeBack(district, 'account:stranger', newPage().path)
        assert.equal(back.get('wangge_error'), 'unknown-person')
      })
      assert.deepEqual(stranger, [['sign-in-refused', 'none', 'unknown-person']])
      const { path } = newPage()
      const code = (await comeBack(district, await bind(district, 'head-1'), path)).get('wangge_code')!
      const redeem = (codeVerifier: string) => district.call('POST', '/v1/auth/sessions', { body: { code, codeVerifier } })
      const stolen = await addedBy(async () => assertProblem(await redeem('v'.repeat(43)), 401, 'code-invalid'))
      assert.deepEqual(stolen, [['sign-in-refused', 'none', 'head-1']])
      const guessed = await addedBy(async () => {
        assertProblem(await redeem('v'.repeat(43)), 401, 'code-invalid')
        assertProblem(await district.call('GET', `/v1/auth/callback?state=${'n'.repeat(43)}&code=x`), 400, 'unknown-sign-in')
      })
      assert.deepEqual(guessed, [], 'Expected nobody to make the audit longer at will')
    })

    it('keeps a sign-out once, with what it ended', async () => {
      const { token } = await signIn(district, await bind(district, 'head-1'))
      const headers = { authorization: `Bearer ${token}` }
      const signOut = () => district.call('POST', '/v1/auth/sign-out', { headers })
      const added = await addedBy(async () => {
        assert.deepEqual([(await signOut()).status, (await signOut()).status], [204, 204])
      })
      assert.deepEqual(
        added.map(([action, actor]) => [action, actor]),
        [['sign-out', 'staff:head-1']],
      )
      assertProblem(await district.call('GET', '/v1/me', { headers }), 401, 'unknown-token')
    })
  })
}
