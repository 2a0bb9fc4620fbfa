import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { assertProblem, ORIGINS } from '../harness.ts'
import type { District } from '../harness.ts'

const frameFor = (origin: string): string => `/planner?origin=${encodeURIComponent(origin)}`

export function plannerFrame(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let district: District
    before(async () => {
      district = await open()
    })
    after(async () => {
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })

    it('is for the pages of one origin that the district knows, and for nobody else', async () => {
      for (const origin of [ORIGINS.public, ORIGINS.org]) {
        const { status, headers, body } = await district.call('GET', frameFor(origin))
        assert.equal(status, 200)
        const policy = headers.get('content-security-policy')!
        assert.match(policy, /^default-src 'none'; script-src 'sha256-[^']+'; worker-src 'self'; /)
        assert.ok(policy.endsWith(`frame-ancestors ${origin}`), policy)
        assert.ok(body.includes(`data-origin="${origin}"`))
      }
      assertProblem(await district.call('GET', frameFor('https://elsewhere.example')), 403, 'origin-not-allowed')
    })

    it('takes nothing for an origin that is none', async () => {
      for (const text of ['', '*', 'https://district.example/', 'https://district.example" onload="x', "https://x 'self'"])
        assertProblem(await district.call('GET', frameFor(text)), 400, 'invalid-query')
      assertProblem(await district.call('GET', '/planner'), 400, 'invalid-query')
    })

    it('asks nobody, and neither does the worker', async () => {
      const { body: page } = await district.call('GET', frameFor(ORIGINS.public))
      const { status, headers, body: worker } = await district.call('GET', '/planner/worker.js')
      assert.equal(status, 200)
      assert.equal(headers.get('content-type'), 'text/javascript; charset=utf-8')
      assert.match(headers.get('content-security-policy')!, /^default-src 'none'/)
      // A sandbox would keep the worker from starting.
      assert.doesNotMatch(headers.get('content-security-policy')!, /sandbox/)
      for (const text of [page, worker])
        assert.ok(!/fetch\(|XMLHttp|importScripts|import\(|https?:\/\/(?!district\.example)/.test(text))
    })

    it('sends the worker once, and says the next time that it is the same', async () => {
      const { headers } = await district.call('GET', '/planner/worker.js')
      const again = await district.call('GET', '/planner/worker.js', { headers: { 'if-none-match': headers.get('etag')! } })
      assert.equal(again.status, 304)
    })
  })
}
