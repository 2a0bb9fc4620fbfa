import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { createHostIssuer, createStaffToken } from '../../src/credentials.ts'
import { createSession } from '../../src/storage/sessions.ts'
import { ORIGINS, reportCommand, signUpCommand } from '../harness.ts'
import { claimsOf, hostToken } from '../host-tokens.ts'
import { NOW } from '../sample.ts'
import { attack } from './arena.ts'
import type { Arena } from './arena.ts'

type Fields = Record<string, string>

export function streams(arena: Arena): void {
  describe('streams and the feed of changes', () => {
    const { ask, refuses } = arena
    const admin = async (command: string, body: object) => (await ask({ path: `/v1/admin/${command}`, as: 'admin', body })).body
    const where = () => ({ keyring: arena.district.keyring, clock: () => arena.district.clock.now })
    const newKey = async (): Promise<Fields> => {
      const { key } = await admin('key-create', { origins: [ORIGINS.public], audience: 'public' })
      return { 'wangge-site-key': key, origin: ORIGINS.public }
    }
    const report = () => ask({ path: '/v1/issues', as: 'public', body: reportCommand() })
    const listen = async (headers: Fields) => {
      const response = await arena.district.app.fetch(new Request('http://district.test/v1/events', { headers }))
      assert.equal(response.status, 200)
      const reader = response.body!.getReader()
      await reader.read()
      return reader
    }
    /** Once the credentials are gone, the next commit ends the stream instead of being told. */
    const endsAfter = async (headers: Fields, takeBack: () => Promise<unknown>) => {
      const reader = await listen(headers)
      await takeBack()
      await report()
      assert.equal((await reader.read()).done, true)
    }

    attack('listening without credentials', async () => {
      await refuses(401, 'credentials-required', { path: '/v1/events' })
    })

    attack('listening with a key from another site', async () => {
      await refuses(403, 'origin-not-allowed', { path: '/v1/events', as: 'public', headers: { origin: 'https://evil.example' } })
    })

    attack('listening on with a site key that was taken back', async () => {
      const headers = await newKey()
      await endsAfter(headers, () => admin('key-revoke', { key: headers['wangge-site-key'] }))
    })

    attack('listening on with a site key that was replaced', async () => {
      const headers = await newKey()
      await endsAfter(headers, () => admin('key-rotate', { key: headers['wangge-site-key'], overlapHours: 0 }))
    })

    attack('listening on with a token that was taken back', async () => {
      const { token, id } = await createStaffToken(arena.district.database, { role: 'auditor', gridId: 'root', ...where() })
      await endsAfter({ authorization: `Bearer ${token}` }, () => admin('token-revoke', { id }))
    })

    attack('listening on with a token that has run out', async () => {
      const token = { role: 'auditor', gridId: 'root', days: 1 } as const
      const made = await createStaffToken(arena.district.database, { ...token, ...where() })
      await endsAfter({ authorization: `Bearer ${made.token}` }, async () => void (arena.district.clock.now += 86_400_000))
    })

    attack('listening on after the sign-out', async () => {
      const headers = { authorization: `Bearer ${(await createSession(arena.context, 'head-2')).token}` }
      await endsAfter(headers, () => ask({ method: 'POST', path: '/v1/auth/sign-out', headers }))
    })

    attack('listening on after the appointment has ended', async () => {
      const to = new Date(NOW + 60_000).toISOString()
      await admin('role-appoint', { personId: 'community-ended', role: 'auditor', gridId: 'root', to })
      const headers = { authorization: `Bearer ${(await createSession(arena.context, 'community-ended')).token}` }
      await endsAfter(headers, async () => void (arena.district.clock.now += 60_000))
    })

    attack('listening on with the token of an employee whose issuer was taken back', async () => {
      const issuer = 'https://listening.a.example'
      const secret = 'the-secret-of-somebody-who-listens'
      const made = await createHostIssuer(arena.district.database, { orgId: 'org-a', issuer, secret, ...where() })
      const token = hostToken({ secret, claims: claimsOf('org-a', NOW, { iss: issuer }) })
      const headers = { ...arena.district.headersOf('org'), authorization: `Bearer ${token}` }
      await endsAfter(headers, () => admin('issuer-revoke', { id: made.id }))
    })

    attack('what is in an event besides its number', async () => {
      const reader = await listen(arena.district.headersOf('public') as Fields)
      await report()
      const text = Buffer.from((await reader.read()).value!).toString()
      assert.match(text, /^event: cursor\nid: (\d+)\ndata: \{"cursor": \1\}\n\n$/)
      await reader.cancel()
    })

    const feed = async (as: 'public' | 'org' | 'community') => {
      const texts: string[] = []
      for (let after = 0, more = true; more;) {
        const { body } = await ask({ path: `/v1/changes?after=${after}&limit=1000`, as })
        texts.push(...body.changes.map((change: object) => JSON.stringify(change)))
        after = body.cursor
        more = body.more
      }
      return texts
    }

    attack('sign-ups in a resident’s or an organisation’s feed', async () => {
      const command = signUpCommand({ slotId: 'sh-later' })
      assert.equal((await ask({ path: '/v1/sign-ups', as: 'employee:FEED1', body: command })).status, 201)
      for (const as of ['public', 'org'] as const) {
        const text = (await feed(as)).join('\n')
        assert.ok(text.length > 0)
        assert.doesNotMatch(text, new RegExp(`"topic":"sign-up"|${command.id}|FEED1`))
      }
    })

    attack('the issue, its building and its words in the feed of somebody outside', async () => {
      const body = reportCommand({ description: '我家门口有垃圾' })
      const { receipt } = (await ask({ path: '/v1/issues', as: 'public', body })).body
      for (const as of ['public', 'org'] as const) {
        const told = (await feed(as)).filter((text) => text.includes('"issue"'))
        assert.ok(told.length > 0)
        assert.doesNotMatch(told.join(), new RegExp(`${body.id}|${receipt}|micro-|我家|reporter|description|position|state`))
      }
    })

    attack('another community’s issues in a community’s feed', async () => {
      const place = { by: 'grid', gridId: 'micro-9' }
      const body = reportCommand({ place })
      assert.equal((await ask({ path: '/v1/issues', as: 'public', body })).status, 201)
      assert.ok(!(await feed('community')).some((text) => text.includes(body.id)))
    })

    for (const after of ['-1', '1e3', '99999999999999999999', 'NaN', '0x10', '', '1;drop table changes']) {
      attack(`a cursor "${after}"`, async () => {
        await refuses(400, 'invalid-query', { path: `/v1/changes?after=${encodeURIComponent(after)}`, as: 'public' })
      })
    }

    attack('a cursor of a day to come', async () => {
      const { body } = await ask({ path: '/v1/changes?after=9007199254740991', as: 'public' })
      assert.deepEqual(body.changes ?? [], [])
      assert.doesNotMatch(JSON.stringify(body), /select|node_modules/)
    })

    attack('a page of a million changes', async () => {
      await refuses(400, 'invalid-query', { path: '/v1/changes?after=0&limit=1000000', as: 'public' })
    })
  })
}
