import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { issueTrackSchema } from '@wangge/core/issue/schema'
import type { IssueTrack } from '@wangge/core/issue/schema'
import { assertProblem, nextUlid, png, reportCommand } from '../harness.ts'
import type { Caller, District } from '../harness.ts'

const DAY = 86_400_000

export function reporterSteps(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let district: District
    let openedAt: number
    before(async () => {
      district = await open()
      openedAt = district.clock.now
    })
    after(async () => {
      district.clock.now = openedAt
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })
    const pictures = { before: png('before'), after: png('after') }
    const put = ({ bytes, ref }: ReturnType<typeof png>, as: Caller) =>
      district.call('PUT', `/v1/photos/${ref.sha256}`, { as, body: bytes, headers: { 'content-type': 'image/png' } })
    const report = async () => {
      await put(pictures.before, 'public')
      const made = await district.post('/v1/issues', reportCommand({ photos: [pictures.before.ref] }), 'public')
      return made.body as { id: string; receipt: string }
    }
    const staffStep = async (issueId: string, changes: object) => {
      const { body } = await district.call('GET', `/v1/issues/${issueId}`, { as: 'street' })
      const command = { id: nextUlid(), issueId, version: body.version, ...changes }
      const taken = await district.post(`/v1/issues/${issueId}/transitions`, command, 'street')
      assert.equal(taken.status, 200, JSON.stringify(taken.body))
    }
    const close = async (issueId: string) => {
      await put(pictures.after, 'street')
      const words = { reason: '已清走', evidence: [pictures.after.ref] }
      for (const step of [{ action: 'accept' }, { action: 'start' }, { action: 'note', reason: '内部：报物业' }])
        await staffStep(issueId, step)
      await staffStep(issueId, { action: 'resolve', ...words })
    }
    const track = async (receipt: string, as: Caller = 'public'): Promise<IssueTrack> =>
      issueTrackSchema.parse((await district.call('GET', `/v1/receipts/${receipt.toLowerCase()}/track`, { as })).body)
    const step = ({ id: issueId, receipt }: { id: string; receipt: string }, changes: object) => ({
      id: nextUlid(),
      receipt,
      issueId,
      ...changes,
    })
    const send = (command: { id: string }, as: Caller = 'public') => district.post('/v1/receipts:step', command, as)

    it('tells whoever holds the code what was done and said, before and after, and who did it by office alone', async () => {
      const made = await report()
      await close(made.id)
      const told = await track(made.receipt, 'org')
      assert.deepEqual(
        told.steps.map(({ action, by, words }) => [action, by, words]),
        [
          ['report', 'reporter', undefined],
          ['accept', 'staff', undefined],
          ['start', 'staff', undefined],
          ['note', 'staff', undefined],
          ['resolve', 'staff', '已清走'],
        ],
      )
      assert.deepEqual([told.photos, told.steps.at(-1)!.photos], [[pictures.before.ref], [pictures.after.ref]])
      const { body: whole } = await district.call('GET', `/v1/issues/${made.id}`, { as: 'street' })
      const names = new Set((whole.history as { actor: { id: string } }[]).map(({ actor }) => actor.id))
      for (const actor of names) assert.ok(!JSON.stringify(told).includes(actor), actor)
      assert.deepEqual(told.actions, ['verify', 'reopen', 'note'])
    })

    it('shows the issue’s photos by its code, to staff who reach it, and to nobody else', async () => {
      const made = await report()
      const photo = (sha256: string, receipt = made.receipt) =>
        district.call('GET', `/v1/receipts/${receipt}/photos/${sha256}`, { as: 'public' })
      const shown = await photo(pictures.before.ref.sha256)
      assert.deepEqual([shown.status, shown.headers.get('content-type')], [200, 'image/jpeg'])
      assert.equal(shown.headers.get('cache-control'), 'no-store')
      // What another issue shows, and what nobody has named, is not shown by this code.
      const other = png('of nobody')
      await put(other, 'public')
      await put(pictures.after, 'street')
      for (const { ref } of [other, pictures.after]) assertProblem(await photo(ref.sha256), 404, 'unknown-photo')
      assertProblem(await photo(pictures.before.ref.sha256, 'ZZZZ-ZZZZ-ZZ'), 404, 'unknown-receipt')
      const path = `/v1/issues/${made.id}/photos/${pictures.before.ref.sha256}`
      assert.equal((await district.call('GET', path, { as: 'street' })).status, 200)
      assertProblem(await district.call('GET', path, { as: 'estate' }), 404, 'unknown-issue')
    })

    it('lets the reporter verify, rate, change the rating and reopen, each once and within its term', async () => {
      const made = await report()
      await close(made.id)
      const verified = await send(step(made, { action: 'verify', version: 5, reason: '很好' }))
      assert.equal(issueTrackSchema.parse(verified.body).state, 'verified')
      await staffStep(made.id, { action: 'close' })
      const rating = step(made, { action: 'rate', version: 7, rating: 2, reason: '来得太晚' })
      const rated = await send(rating)
      assert.deepEqual([rated.status, rated.body.version, rated.body.steps.at(-1).rating], [200, 8, 2])
      const again = await send(rating)
      assert.deepEqual([again.status, again.body.version], [200, 8])
      assert.equal((await send(step(made, { action: 'rate', version: 8, rating: 4 }))).body.steps.at(-1).rating, 4)
      district.clock.now = openedAt + 7 * DAY
      const late = await send(step(made, { action: 'rate', version: 9, rating: 5 }))
      assertProblem(late, 409, 'refused')
      assert.equal(late.body.refusal.reason, 'term-over')
      assert.deepEqual((await track(made.receipt)).actions, ['reopen', 'note'])
      const reopened = await send(step(made, { action: 'reopen', version: 9, reason: '又堆上了', photos: [pictures.after.ref] }))
      assert.deepEqual([reopened.status, reopened.body.state], [200, 'reopened'])
      district.clock.now = openedAt
      const acts = await district.call('GET', '/v1/audit?after=0&limit=1000', { as: 'auditor' })
      const done = acts.body.entries.filter(({ opening }: { opening?: { subject: string } }) => opening?.subject === made.id)
      assert.deepEqual(
        done.map(({ action }: { action: string }) => action).filter((action: string) => action.startsWith('reporter-')),
        ['reporter-verify', 'reporter-rate', 'reporter-rate', 'reporter-reopen'],
      )
    })

    it('refuses what the rule refuses, an old version, a photo that was not sent, and a code of another issue', async () => {
      const made = await report()
      const refusal = async (changes: object) => {
        const answer = await send(step(made, { version: 1, ...changes }))
        assertProblem(answer, 409, 'refused')
        return answer.body.refusal.reason
      }
      assert.equal(await refusal({ action: 'rate', rating: 5 }), 'action-not-allowed')
      assert.equal(await refusal({ action: 'note', version: 2, reason: '说明' }), 'version-conflict')
      assert.equal(await refusal({ action: 'note' }), 'reason-required')
      assert.equal(await refusal({ action: 'note', reason: '看', photos: [png('never').ref] }), 'photo-missing')
      const other = await report()
      const crossed = step({ ...made, id: other.id }, { action: 'note', version: 1, reason: '说明' })
      assertProblem(await send(crossed), 404, 'unknown-receipt')
      assertProblem(await send(step(made, { action: 'close', version: 1 })), 422, 'invalid-body')
      assert.equal((await track(made.receipt)).version, 1)
    })

    it('tells how far the one is that goes on, and nothing once the report has been erased', async () => {
      const [made, other] = [await report(), await report()]
      await staffStep(made.id, { action: 'merge', reason: '重复', into: other.id })
      await staffStep(other.id, { action: 'accept' })
      assert.equal((await track(made.receipt)).goesOn?.state, 'accepted')
      const command = step(other, { action: 'note', version: 2, reason: '谢谢' })
      assert.equal((await send(command)).status, 200)
      const erasure = { id: nextUlid(), confirm: true }
      assert.equal((await district.post(`/v1/receipts/${other.receipt}/erasure`, erasure, 'public')).status, 200)
      assertProblem(await send(command), 404, 'unknown-receipt')
      const gone = await district.call('GET', `/v1/receipts/${other.receipt}/track`, { as: 'public' })
      assertProblem(gone, 404, 'unknown-receipt')
    })
  })
}
