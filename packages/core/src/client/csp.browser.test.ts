import { expect } from '@open-wc/testing'
import { createClient } from './index.ts'

// A file of its own: nothing may have been parsed before the policy holds.
it('a client parses under a Content-Security-Policy that forbids eval, and causes no report of a violation', async () => {
  const violations: string[] = []
  let reported = () => {}
  document.addEventListener('securitypolicyviolation', ({ blockedURI }) => {
    violations.push(blockedURI)
    reported()
  })
  const policy = document.createElement('meta')
  policy.httpEquiv = 'Content-Security-Policy'
  policy.content = "script-src 'self' 'unsafe-inline'"
  document.head.append(policy)

  const client = createClient({
    endpoint: 'https://grid.example',
    siteKey: `wk_${Date.now()}`,
    transport: { send: async () => ({ status: 200, headers: {}, body: { categories: [] } }) },
  })
  expect((await client.categories().refresh()).data).to.deep.equal({ categories: [] })
  const refusal = await client.report({ categoryId: '', description: '', place: undefined, photos: [], consent: false })
  expect(refusal.ok).to.equal(false)
  client.close()

  // Reports come later, in order: this one is deliberate, and must be the first.
  const last = new Promise<void>((resolve) => (reported = resolve))
  expect(() => new Function('')).to.throw()
  await last
  expect(violations).to.deep.equal(['eval'])
})
