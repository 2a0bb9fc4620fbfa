import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { dump } from '../dump.ts'
import { nextUlid, png, reportCommand } from '../harness.ts'
import type { Caller } from '../harness.ts'
import { attack } from './arena.ts'
import type { Arena, Ask } from './arena.ts'

const REQUESTS = '/open311/v2/requests'
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
/** As a form says what was agreed to. */
const AGREED = 'attribute[WANGGE_CONSENT]'

/** What somebody might try by the way in that needs no page of ours. */
export function open311(arena: Arena): void {
  describe('Open311', () => {
    const { ask } = arena
    const form = (more: Record<string, string> = {}, { as = 'public' as Caller, headers = {}, format = 'json' } = {}) => ({
      path: `${REQUESTS}.${format}`,
      as,
      method: 'POST',
      headers: { ...FORM, ...headers },
      body: new URLSearchParams({
        ...{ service_code: 'street-litter', lat: '30.5705', long: '104.0605', description: '垃圾没有清走', [AGREED]: '2' },
        ...more,
      }).toString(),
    })
    /** In the specification’s words. */
    const refusesIn311 = async (status: number, request: Ask) => {
      const answer = await arena.untouched(() => ask(request))
      assert.equal(answer.status, status, JSON.stringify(answer.body))
      assert.deepEqual(Object.keys(answer.body[0]).sort(), ['code', 'description'])
    }
    const report = async () => (await ask({ path: '/v1/issues', as: 'public', body: reportCommand() })).body

    attack('an address of a picture that leads into the server’s own network', async () => {
      const before = arena.asked.length
      const { status } = await ask(form({ media_url: 'http://169.254.169.254/latest/meta-data/' }))
      assert.deepEqual([status, arena.asked.length], [201, before])
    })

    attack('names, phones and addresses of others, to be kept in a report', async () => {
      const theirs = {
        first_name: 'Nm-first',
        last_name: 'Nm-last',
        email: 'nm@evil.example',
        phone: '13900001111',
        device_id: 'dev-9',
      }
      assert.equal((await ask(form({ ...theirs, account_id: 'acc-9' }))).status, 201)
      const kept = await dump(arena.district)
      for (const value of [...Object.values(theirs), 'acc-9']) assert.ok(!kept.includes(value), value)
    })

    attack('markup in the names of fields and in words, for whoever reads the answer as XML', async () => {
      const { status, body } = await ask(form({ '<!ENTITY x "y">': '1', description: ']]><script>' }, { format: 'xml' }))
      assert.equal(status, 201)
      assert.ok(!/<!ENTITY|<script|\]\]>/.test(body as string), body as string)
    })

    attack('a report without a key, with one that was made up, and with one in the address', async () => {
      await refusesIn311(403, form({}, { as: 'nobody' }))
      await refusesIn311(403, form({ api_key: `wk_public_${'A'.repeat(32)}` }, { as: 'nobody' }))
      const { 'wangge-site-key': key } = arena.district.headersOf('public')
      const asked = form({}, { as: 'nobody' })
      await refusesIn311(403, { ...asked, path: `${asked.path}?api_key=${key}` })
    })

    attack('another site’s key in the form', async () => {
      const { 'wangge-site-key': key } = arena.district.headersOf('org')
      const { origin } = arena.district.headersOf('public')
      await refusesIn311(403, form({ api_key: key! }, { as: 'nobody', headers: { origin: origin! } }))
    })

    attack('a report without a word of consent, or with one to a statement that never was', async () => {
      for (const agreed of ['', '0', '99', '-1', '2.0', 'true']) {
        const answer = await arena.untouched(() => ask(form({ [AGREED]: agreed })))
        assert.ok(answer.status === 400, `${agreed}: ${answer.status}`)
      }
    })

    attack('the service requests of another jurisdiction', async () => {
      for (const path of [`${REQUESTS}.json`, '/open311/v2/services.json']) {
        await refusesIn311(404, { path: `${path}?jurisdiction_id=another.example` })
      }
    })

    attack('SQL and wildcards for the number of a request, a service, a token', async () => {
      const { id, receipt } = await report()
      for (const code of ["' or ''='", '%', '_'.repeat(26), `${id}'--`]) {
        for (const kind of ['requests', 'services', 'tokens']) {
          const answer = await arena.untouched(() => ask({ path: `/open311/v2/${kind}/${encodeURIComponent(code)}.json` }))
          assert.equal(answer.status, 404, `${kind} ${code}`)
          assert.ok(!JSON.stringify(answer.body).includes(receipt))
        }
      }
    })

    attack('all issues at once, by more numbers and larger pages than there may be', async () => {
      const many = Array.from({ length: 201 }, nextUlid).join(',')
      for (const query of [`service_request_id=${many}`, 'page_size=100000', 'page=0', 'page=1e99']) {
        await refusesIn311(400, { path: `${REQUESTS}.json?${query}` })
      }
    })

    attack('what nobody has taken up, by asking for all', async () => {
      const { id } = await report()
      for (const query of ['', '?status=open', '?status=closed', '?service_code=street-litter', '?page_size=1000']) {
        const { body } = await ask({ path: `${REQUESTS}.json${query}` })
        assert.ok(!JSON.stringify(body).includes(id), query)
      }
    })

    attack('words, photo, point and building of an issue by its number', async () => {
      const words = { description: '只有本人知道的门', placeText: '三楼绿门' }
      const { id, receipt } = (await ask({ path: '/v1/issues', as: 'public', body: reportCommand(words) })).body
      for (const format of ['json', 'xml']) {
        const { status, body } = await ask({ path: `${REQUESTS}/${id}.${format}` })
        assert.equal(status, 200)
        const text = typeof body === 'string' ? body : JSON.stringify(body)
        for (const kept of [...Object.values(words), receipt, '104.06', '30.57', 'micro-1', 'north-1'])
          assert.ok(!text.includes(kept), kept)
      }
    })

    attack(
      'a photo that was withheld, by the address that it had, from a cache, or by its name in a report of one’s own',
      async () => {
        const { policy } = (await ask({ path: '/v1/issue-policy', as: 'street' })).body
        const set = (publication: object) =>
          ask({ path: '/v1/admin/issue-policy-set', as: 'admin', body: { ...policy, ...publication } })
        await set({ publication: { moderation: 'off', consentVersion: 2 } })
        const { bytes, ref } = png(nextUlid())
        await ask({
          path: `/v1/photos/${ref.sha256}`,
          as: 'public',
          method: 'PUT',
          body: bytes,
          headers: { 'content-type': 'image/png' },
        })
        const { id } = (await ask({ path: '/v1/issues', as: 'public', body: reportCommand({ photos: [ref] }) })).body
        await set({})
        const step = (version: number, action: string, more: object = {}) =>
          ask({
            path: `/v1/issues/${id}/transitions`,
            as: 'street',
            body: { id: nextUlid(), issueId: id, version, action, ...more },
          })
        await step(1, 'accept')
        const [{ media_url: url }] = (await ask({ path: `${REQUESTS}/${id}.json` })).body
        const { pathname: path } = new URL(url)
        const headers = { accept: 'application/problem+json, image/jpeg' }
        const seen = await ask({ path, headers })
        assert.deepEqual([seen.status, seen.headers.get('cache-control'), seen.headers.get('etag')], [200, 'no-store', null])
        // Whoever has the address has no name of the photo that anything else takes.
        const name = path.split('/').at(-1)!
        assert.ok(!url.includes(ref.sha256) && !ref.sha256.startsWith(name))
        for (const sha256 of [name, name.padEnd(64, '0')]) {
          const answer = await arena.untouched(() =>
            ask({ path: '/v1/issues', as: 'public', body: reportCommand({ photos: [{ ...ref, sha256 }] }) }),
          )
          assert.ok(answer.status >= 400, sha256)
        }
        await step(2, 'withhold', { parts: ['photos'], reason: '照片上有人脸' })
        for (const [as, more] of [
          ['nobody', {}],
          ['public', { 'if-none-match': '*' }],
          ['street', { range: 'bytes=0-9' }],
        ] as const) {
          await arena.refuses(404, 'unknown-photo', { path, as, headers: { ...headers, ...more } })
          await arena.refuses(404, 'unknown-photo', { path: `${path}?fresh=1`, as, headers: { ...headers, ...more } })
        }
      },
    )

    attack('who reads by Open311 told as staff is, by a token of staff', async () => {
      const { id } = await report()
      const [anybody, staff] = [
        await ask({ path: `${REQUESTS}/${id}.json` }),
        await ask({ path: `${REQUESTS}/${id}.json`, as: 'street' }),
      ]
      assert.deepEqual(staff.body, anybody.body)
    })

    attack('a format that nobody speaks, to leave the path', async () => {
      for (const format of ['html', 'json/../../v1/audit', '..%2f..%2fv1%2faudit', 'JSON;']) {
        const answer = await arena.untouched(() => ask({ path: `${REQUESTS}.${format}` }))
        assert.ok([400, 401, 404, 406].includes(answer.status), `${format}: ${answer.status}`)
      }
    })
  })
}
