import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { issueBoardSchema, issuePolicySchema, issueTrackSchema, staffIssueSchema } from '@wangge/core/issue/schema'
import type { IssuePolicy, StaffIssue } from '@wangge/core/issue/schema'
import { assertProblem, nextUlid, png, reportCommand } from '../harness.ts'
import type { Caller, District } from '../harness.ts'

const V2 = '/open311/v2'

export function issuePublication(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let district: District
    let policy: IssuePolicy
    before(async () => {
      district = await open()
      policy = issuePolicySchema.parse((await district.call('GET', '/v1/issue-policy', { as: 'street' })).body.policy)
    })
    after(async () => {
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })
    const { bytes, ref } = png('a heap')
    const set = (publication?: IssuePolicy['publication']) =>
      district.call('POST', '/v1/admin/issue-policy-set', {
        as: 'street',
        body: { ...policy, ...(publication && { publication }) },
      })
    const report = async (changes: object = {}): Promise<{ id: string; receipt: string }> => {
      const headers = { 'content-type': 'image/png' }
      await district.call('PUT', `/v1/photos/${ref.sha256}`, { as: 'public', body: bytes, headers })
      const { status, body } = await district.post('/v1/issues', reportCommand({ photos: [ref], ...changes }), 'public')
      assert.equal(status, 201, JSON.stringify(body))
      return body
    }
    const whole = async (id: string): Promise<StaffIssue> =>
      staffIssueSchema.parse((await district.call('GET', `/v1/issues/${id}`, { as: 'street' })).body)
    const take = async (issueId: string, action: string, more: object = {}, as: Caller = 'street') => {
      const { version } = await whole(issueId)
      return district.post(`/v1/issues/${issueId}/transitions`, { id: nextUlid(), issueId, version, action, ...more }, as)
    }
    const took = async (...step: Parameters<typeof take>) => {
      const { status, body } = await take(...step)
      assert.equal(status, 200, JSON.stringify(body))
    }
    const headers = { accept: 'application/problem+json, image/jpeg' }
    const photoAt = (url: string) => district.call('GET', new URL(url).pathname, { headers })
    /** The address that a photo had when it was seen last. */
    const addresses = new Map<string, string>()
    /** What anybody is told of an issue by its number, and whether its photo is given to them. */
    const seen = async (id: string) => {
      const { body } = await district.call('GET', `${V2}/requests/${id}.json`)
      const [{ description, media_url: url }] = body
      if (url !== null) addresses.set(id, url)
      const picture = await photoAt(addresses.get(id) ?? `http://district.test${V2}/requests/${id}/photos/${ref.sha256}`)
      if (url !== null) {
        assert.equal(picture.status, 200)
        assert.ok(url.startsWith(`http://district.test${V2}/requests/${id}/photos/`))
        assert.equal(picture.headers.get('content-type'), 'image/jpeg')
        assert.equal(picture.headers.get('cache-control'), 'no-store')
      } else assertProblem(picture, 404, 'unknown-photo')
      return { words: description, photo: url !== null }
    }
    const HIDDEN = { words: null, photo: false }
    const words = '三号门口堆了两袋垃圾'

    it('where the district has not said so, nothing is ever published, and nobody can', async () => {
      const { id } = await report()
      await took(id, 'accept')
      assert.deepEqual(await seen(id), HIDDEN)
      assert.ok(!(await whole(id)).allowedActions.includes('publish'))
      const refused = await take(id, 'publish')
      assertProblem(refused, 409, 'refused')
      assert.deepEqual(refused.body.refusal, {
        reason: 'publication-settled',
        detail: { action: 'publish', publication: { words: 'never', photos: 'never' } },
      })
    })

    it('a policy that publishes asks for a statement that there is', async () => {
      const refused = await set({ moderation: 'all', consentVersion: 3 })
      assertProblem(refused, 409, 'refused')
      assert.deepEqual(refused.body.refusal, {
        reason: 'consent-unknown',
        detail: { purpose: 'issue-report', sent: 3, current: 2 },
      })
    })

    it('nobody but staff and the reporter sees anything before somebody has taken it up and looked at it', async () => {
      const before = await report()
      assert.equal((await set({ moderation: 'all', consentVersion: 2 })).status, 200)
      const { id, receipt } = await report({ description: words })
      const earlier = await report({ consent: { purpose: 'issue-report', version: 1 } })
      for (const one of [id, before.id, earlier.id]) await took(one, 'accept')
      assert.deepEqual(await seen(id), HIDDEN)
      const rows = issueBoardSchema.parse((await district.call('GET', '/v1/issue-board', { as: 'street' })).body).issues
      assert.deepEqual(
        [id, before.id, earlier.id].map((one) => rows.find((row) => row.id === one)!.waitingParts),
        [['words', 'photos'], undefined, undefined],
      )
      const waiting = await district.call('GET', '/v1/issues?unpublished=true', { as: 'street' })
      assert.deepEqual(
        waiting.body.issues.map((one: { id: string }) => one.id),
        [id],
      )
      // The reporter sees their own all the while.
      const track = async () =>
        issueTrackSchema.parse((await district.call('GET', `/v1/receipts/${receipt}/track`, { as: 'public' })).body)
      assert.deepEqual([(await track()).description, (await track()).photos], [words, [ref]])
      await took(id, 'publish', { parts: ['words'] })
      assert.deepEqual(await seen(id), { words, photo: false })
      assert.ok((await whole(id)).allowedActions.includes('publish'), 'its photo waits')
      await took(id, 'publish')
      assert.deepEqual(await seen(id), { words, photo: true })
      // By no name but the one that it was told by, and by that in this issue alone.
      for (const name of [ref.sha256, png('another').ref.sha256]) {
        assertProblem(await photoAt(`http://district.test${V2}/requests/${id}/photos/${name}`), 404, 'unknown-photo')
      }
      await took(id, 'withhold', { parts: ['photos'], reason: '照片上有人脸' })
      assert.deepEqual(await seen(id), { words, photo: false })
      assertProblem(await take(id, 'publish'), 409, 'refused')
      assert.deepEqual(await seen(id), { words, photo: false }, 'without its name nothing withheld is lifted')
      assert.deepEqual(
        (await track()).steps.map(({ action, parts, words: said }) => [action, parts, said]),
        [
          ['report', undefined, undefined],
          ['accept', undefined, undefined],
          ['publish', ['words'], undefined],
          ['publish', undefined, undefined],
          ['withhold', ['photos'], undefined],
        ],
      )
      // An earlier statement did not speak of it, and an earlier policy neither: no later step publishes them.
      for (const one of [before.id, earlier.id]) {
        assertProblem(await take(one, 'publish'), 409, 'refused')
        assert.deepEqual(await seen(one), HIDDEN)
      }
      const verified = await district.call('POST', `/v1/issues/${id}/verification`, { as: 'street', body: {} })
      assert.equal(verified.body.ok, true, JSON.stringify(verified.body))
      const said = (await whole(id)).history.find(({ action }) => action === 'report')
      assert.equal(said?.moderation, 'all', 'what was said of it when it was reported stands in its chain')
    })

    it('whoever is about to report the same reads what is published of it, and nothing else', async () => {
      const { id } = await report({ description: '东门外路面塌陷一个坑', photos: [] })
      await took(id, 'accept')
      const ask = async () => {
        const body = { categoryId: 'street-litter', place: reportCommand().place, description: '东门外路面塌陷了一个坑' }
        const answer = await district.call('POST', '/v1/issues:similar', { as: 'public', body })
        return answer.body.issues.find((one: { id: string }) => one.id === id)
      }
      assert.equal((await ask()).words, undefined)
      await took(id, 'publish')
      assert.equal((await ask()).words, '东门外路面塌陷一个坑')
      // Whoever joins it publishes nothing by that: their own words are nobody's until somebody has looked.
      const joined = await report({ description: '东门外路面塌陷了一个大坑', photos: [], joins: id })
      assert.deepEqual(await seen(joined.id), HIDDEN)
      await took(joined.id, 'unmerge', { reason: '并非同一处' })
      await took(joined.id, 'accept')
      assert.deepEqual(await seen(joined.id), HIDDEN)
    })

    it('where only photos are looked at, words are published with the acceptance, and can be withheld before', async () => {
      assert.equal((await set({ moderation: 'photos', consentVersion: 2 })).status, 200)
      const [open, held] = [await report(), await report()]
      await took(held.id, 'withhold', { reason: '写了门牌号' })
      for (const { id } of [open, held]) {
        assert.deepEqual(await seen(id), HIDDEN)
        await took(id, 'accept')
      }
      assert.deepEqual(await seen(open.id), { words: '垃圾没有清走', photo: false })
      assert.deepEqual(await seen(held.id), HIDDEN)
      assert.equal((await set({ moderation: 'off', consentVersion: 2 })).status, 200)
      const { id } = await report()
      assert.deepEqual(await seen(id), HIDDEN)
      await took(id, 'accept')
      assert.deepEqual(await seen(id), { words: '垃圾没有清走', photo: true })
      await took(id, 'merge', { into: open.id, reason: '同一处' })
      assert.deepEqual(await seen(id), HIDDEN)
    })

    it('what a building head took up waits for somebody who may publish, and is on their list', async () => {
      const { id } = await report()
      await took(id, 'accept', {}, 'head')
      assert.deepEqual(await seen(id), HIDDEN)
      const waiting = await district.call('GET', '/v1/issues?unpublished=true', { as: 'street' })
      assert.ok(waiting.body.issues.some((one: { id: string }) => one.id === id))
      await took(id, 'note', { reason: '照片上有门牌，请不要公开' }, 'head')
      assert.deepEqual(await seen(id), HIDDEN)
      await took(id, 'publish', { parts: ['words'] })
      assert.deepEqual(await seen(id), { words: '垃圾没有清走', photo: false })
    })

    it('where a report came without words, its kind is told as the service alone', async () => {
      const { id } = await report({ description: '垃圾' })
      await took(id, 'accept')
      assert.deepEqual(await seen(id), { words: null, photo: true })
    })

    it('what is erased is not public any more, and its history stays whole', async () => {
      const { id, receipt } = await report()
      await took(id, 'accept')
      assert.deepEqual(await seen(id), { words: '垃圾没有清走', photo: true })
      const erased = await district.post(`/v1/receipts/${receipt}/erasure`, { id: nextUlid(), confirm: true }, 'public')
      assert.ok(erased.status < 300, JSON.stringify(erased.body))
      assert.deepEqual(await seen(id), HIDDEN)
      const verified = await district.call('POST', `/v1/issues/${id}/verification`, { as: 'street', body: {} })
      assert.equal(verified.body.ok, true, JSON.stringify(verified.body))
    })

    it('is decided by those who dispatch, within their reach', async () => {
      const { id } = await report()
      for (const as of ['head', 'inspector'] as const) {
        const refused = await take(id, 'withhold', { reason: '不宜公开' }, as)
        assertProblem(refused, 409, 'refused')
        assert.equal(refused.body.refusal.reason, 'role-not-allowed')
      }
      assertProblem(await take(id, 'withhold', { reason: '不宜公开' }, 'estate'), 404, 'unknown-issue')
      await took(id, 'withhold', { reason: '不宜公开' }, 'community')
    })
  })
}
