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
      const signUp = await district.post('/v1/sign-ups', signUpCommand(), 'employee:A1')
      const after_ = `?after=${cursor}`
      const seen = await page('public', after_)
      assert.deepEqual(topics(seen.changes), ['issue'])
      const { seq: _, at: __, ...told } = seen.changes[0]!
      assert.deepEqual(told, { topic: 'issue', id: 'root', gridPath: ['root'], data: {} })
      const own = await page('org', after_)
      assert.deepEqual(topics(own.changes), ['issue', 'slot'])
      assert.equal(own.changes[1]!.data.seated, 1)
      assert.deepEqual(topics((await page('otherOrg', after_)).changes), ['issue', 'slot'])
      // A liaison reaches no grid, only an organisation, and hears what its pages hear: their board shows all shifts.
      assert.deepEqual((await page('liaison', after_)).changes, own.changes)
      const all = await page('street', after_)
      assert.deepEqual(topics(all.changes), ['issue', 'slot', 'sign-up'])
      assert.deepEqual([all.changes[0]!.id, all.changes[0]!.gridPath.at(-1)], [report.body.id, 'micro-1'])
      assert.deepEqual(all.changes[2]!.data, signUp.body)
      assert.deepEqual([seen.cursor, seen.more], [own.cursor, false])
    })

    it('tells nobody outside what could be counted: not which issue, not where, not how many', async () => {
      const { cursor } = await page('street')
      const places = ['micro-1', 'micro-1', 'micro-2', 'micro-3']
      for (const gridId of places) await district.post('/v1/issues', reportCommand({ place: { by: 'grid', gridId } }), 'public')
      for (const reader of ['public', 'org', 'otherOrg', 'employee:A1'] as const) {
        const { changes: told, cursor: last } = await page(reader, `?after=${cursor}`)
        assert.deepEqual([told.length, last], [1, cursor + places.length], reader)
        const whole = await page(reader, '?after=0&limit=1000')
        for (const { topic, id, gridPath, data } of whole.changes) {
          if (topic === 'issue') assert.deepEqual([id, gridPath, data], ['root', ['root'], {}], reader)
        }
      }
      assert.equal((await page('street', `?after=${cursor}`)).changes.length, places.length)
    })

    it('shows staff what lies in their own subtree', async () => {
      const { cursor } = await page('street')
      const crossing = signUpCommand({ slotId: 'sh-crossing', orgId: 'org-b' })
      assert.equal((await district.post('/v1/sign-ups', crossing, 'otherEmployee:A1')).status, 201)
      await district.post('/v1/sign-ups', signUpCommand({ slotId: 'sh-later' }), 'employee:A2')
      const near = await district.post('/v1/issues', reportCommand({ place: { by: 'grid', gridId: 'micro-3' } }), 'public')
      await district.post('/v1/issues', reportCommand(), 'public')
      const all = await page('street', `?after=${cursor}`)
      assert.deepEqual(topics(all.changes), ['slot', 'sign-up', 'slot', 'sign-up', 'issue', 'issue'])
      const own = await page('estate', `?after=${cursor}`)
      assert.deepEqual(
        own.changes.map(({ topic, id }) => [topic, id]),
        [
          ['slot', 'sh-crossing'],
          ['sign-up', crossing.id],
          ['issue', near.body.id],
        ],
      )
      assert.equal(own.cursor, all.cursor)
      assert.deepEqual(topics((await page('estate', '?after=0&limit=1')).changes), ['grid'])
    })

    it('never names a sign-up to another browser with the same key: who knows its id may cancel it', async () => {
      const { cursor } = await page('org')
      const commands = [1, 2, 3].map(() => signUpCommand({ slotId: 'sh-1' }))
      const states = []
      for (const [index, command] of commands.entries()) {
        states.push((await district.post('/v1/sign-ups', command, `employee:C${index + 1}`)).body.state)
      }
      assert.deepEqual(states, ['seated', 'waitlisted', 'waitlisted'])
      const signUpId = commands[0]!.id
      const cancel = { id: nextUlid(), signUpId }
      await district.post(`/v1/sign-ups/${signUpId}/cancel`, cancel, 'employee:C1')
      const slots = (await page('org', `?after=${cursor}`)).changes.filter(({ topic }) => topic === 'slot')
      assert.deepEqual(
        slots.map(({ data }) => [data.seated, data.waitlisted]),
        [
          [1, 0],
          [1, 1],
          [1, 2],
          [1, 1],
        ],
      )
      const asked = await Promise.all(
        ['/v1/changes?after=0&limit=1000', '/v1/slots?org=org-a', '/v1/organisations/org-a', '/v1/grids'].map((path) =>
          district.call('GET', path, { as: 'org' }),
        ),
      )
      const refused = await Promise.all([
        district.post('/v1/sign-ups', signUpCommand({ slotId: 'sh-1' }), 'employee:C2'),
        district.post('/v1/sign-ups', signUpCommand({ slotId: 'sh-overlap' }), 'employee:C2'),
        district.post('/v1/sign-ups', signUpCommand({ slotId: 'sh-1' }), 'otherEmployee:C4'),
      ])
      assert.deepEqual(
        [...asked, ...refused].map(({ status }) => status),
        [200, 200, 200, 200, 409, 409, 403],
      )
      const told = JSON.stringify([...asked, ...refused].map(({ body, headers }) => [body, [...headers]]))
      for (const { id } of commands) assert.equal(told.includes(id), false, id)
    })

    it('tells nothing of a refused command', async () => {
      const { cursor } = await page('street')
      await district.post('/v1/sign-ups', signUpCommand({ slotId: 'sh-past' }), 'employee:A1')
      assert.deepEqual(await page('street', `?after=${cursor}`), { changes: [], cursor, more: false })
    })

    it('knows nothing of a key that was taken back: its cursor has no gaps', async () => {
      const { cursor } = await page('street')
      const admin = (command: string, body: object) => district.call('POST', `/v1/admin/${command}`, { as: 'admin', body })
      const { key } = (await admin('key-create', { origins: ['https://x.example'], audience: 'public' })).body
      assert.equal((await admin('key-revoke', { key })).status, 200)
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
