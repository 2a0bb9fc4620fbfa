import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { changesPageSchema } from '@wangge/core/schema'
import type { Change } from '@wangge/core/schema'
import { nextUlid, reportCommand, signUpCommand } from '../harness.ts'
import type { Caller, District } from '../harness.ts'

export function changes(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let district: District
    before(async () => {
      district = await open()
    })
    after(async () => {
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })
    const page = async (as: Caller, query = '') =>
      changesPageSchema.parse((await district.call('GET', `/v1/changes${query}`, { as })).body)
    const topics = (list: Change[]) => list.map(({ topic }) => topic)

    it('tells of each write once, to those whom it concerns', async () => {
      const { cursor, changes: none } = await page('public')
      assert.deepEqual(none, [])
      const report = await district.post('/v1/issues', reportCommand(), 'public')
      const signUp = await district.post('/v1/sign-ups', signUpCommand(), 'org')
      const after_ = `?after=${cursor}`
      const seen = await page('public', after_)
      assert.deepEqual(topics(seen.changes), ['issue'])
      assert.deepEqual(Object.keys(seen.changes[0]!.data).sort(), [
        'categoryId',
        'createdAt',
        'gridPath',
        'id',
        'state',
        'updatedAt',
        'version',
      ])
      assert.equal(seen.changes[0]!.id, report.body.id)
      const own = await page('org', after_)
      assert.deepEqual(topics(own.changes), ['issue', 'slot', 'sign-up'])
      assert.deepEqual(own.changes[2]!.data, signUp.body)
      assert.equal(own.changes[1]!.data.seated, 1)
      assert.deepEqual(topics((await page('otherOrg', after_)).changes), ['issue', 'slot'])
      assert.deepEqual(topics((await page('street', after_)).changes), ['issue', 'slot', 'sign-up'])
      assert.deepEqual([seen.cursor, seen.more], [own.cursor, false])
    })

    it('tells nothing of a refused command', async () => {
      const { cursor } = await page('street')
      await district.post('/v1/sign-ups', signUpCommand({ slotId: 'sh-past' }), 'org')
      assert.deepEqual(await page('street', `?after=${cursor}`), { changes: [], cursor, more: false })
    })

    it('gives a long list in pages', async () => {
      const { cursor } = await page('street')
      for (let number = 0; number < 5; number++) await district.post('/v1/issues', reportCommand(), 'public')
      const seen: number[] = []
      let after_ = cursor
      for (let more = true; more;) {
        const next = await page('street', `?after=${after_}&limit=2`)
        seen.push(...next.changes.map(({ seq }) => seq))
        after_ = next.cursor
        more = next.more
      }
      assert.deepEqual(
        seen,
        [1, 2, 3, 4, 5].map((offset) => cursor + offset),
      )
    })

    it('sends the cursor at once and after each commit, and forgets a listener that has gone', async () => {
      const { cursor } = await page('public')
      const request = new Request('http://district.test/v1/events', { headers: district.headersOf('public') })
      const response = await district.app.fetch(request)
      assert.equal(response.headers.get('content-type'), 'text/event-stream')
      const reader = response.body!.getReader()
      const next = async () => Buffer.from((await reader.read()).value!).toString()
      assert.equal(await next(), `event: cursor\nid: ${cursor}\ndata: {"cursor": ${cursor}}\n\n`)
      await district.post('/v1/issues', reportCommand({ id: nextUlid() }), 'public')
      assert.equal(await next(), `event: cursor\nid: ${cursor + 1}\ndata: {"cursor": ${cursor + 1}}\n\n`)
      assert.equal(district.database.signal.listeners, 1)
      await reader.cancel()
      assert.equal(district.database.signal.listeners, 0)
    })

    it('bears readers of events that leave at once', async () => {
      const request = () => new Request('http://district.test/v1/events', { headers: district.headersOf('public') })
      const responses = await Promise.all(Array.from({ length: 20 }, () => district.app.fetch(request())))
      await Promise.all(responses.map((response) => response.body!.cancel()))
      assert.equal(district.database.signal.listeners, 0)
      assert.equal((await district.post('/v1/issues', reportCommand(), 'public')).status, 201)
    })
  })
}
