import assert from 'node:assert/strict'
import { test } from 'node:test'
import { oidcOptions } from './oidc-options.ts'
import { UsageError } from './usage-error.ts'

const withPages = (pages: string) =>
  oidcOptions({
    WANGGE_OIDC_ISSUER: 'https://sso.example',
    WANGGE_OIDC_CLIENT_ID: 'wangge',
    WANGGE_OIDC_PAGES: pages,
    WANGGE_PUBLIC_URL: 'https://wangge.example',
  })

test('staff come back to whole addresses, as a browser writes them', async () => {
  const options = await withPages('https://staff.example/desk/, http://localhost:4313/')
  assert.deepEqual(options?.pages, ['https://staff.example/desk/', 'http://localhost:4313/'])
})

for (const page of [
  'https://staff.example',
  'staff.example/',
  'https://staff.example/x/../desk',
  'https://staff.example/#desk',
]) {
  test(`no page is registered as ${page}`, async () => {
    await assert.rejects(withPages(page), UsageError)
  })
}
