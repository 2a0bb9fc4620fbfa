// Staff sign in by the district's issuer, reach their own subtree, and no longer than their appointment lasts.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { BrowserContext, Page } from 'playwright-core'
import { openPage } from './people.ts'
import { startStack, type Stack } from './stack.ts'

let stack: Stack
let context: BrowserContext
const complaints: string[] = []

before(async () => {
  stack = await startStack()
  context = await stack.browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
  context.setDefaultTimeout(20_000)
})

after(() => stack?.dispose())

async function signIn(role: string, heard: string[] = []): Promise<Page> {
  const page = await openPage(context, `${stack.desk}/`, heard)
  await page.getByRole('button', { name: '登录' }).click()
  await page.getByText('以谁的身份登录').waitFor()
  await page.getByRole('button', { name: new RegExp(role) }).click()
  await page.locator('#account').waitFor()
  return page
}

test('a community’s chief signs in and sees the small numbers of their own community', async () => {
  const page = await signIn('Community', complaints)
  const status = page.locator('wg-grid-status')
  await status.locator('.shape').first().waitFor()
  assert.equal(await status.locator('[part="withheld"]').count(), 0)
  assert.equal(await status.locator('[aria-label*="不公开"]').count(), 0)
  await status.locator('.crumb').waitFor()
  const name = await status.locator('h2').innerText()
  const top = page.locator('wg-grid-tree').getByRole('treeitem').first()
  assert.match(String(await top.getAttribute('aria-label')), new RegExp(`^${name}`))

  const resident = await openPage(context, `${stack.district}/`, complaints)
  const publicStatus = resident.locator('wg-grid-status')
  await publicStatus.locator(`.shape[aria-label^="${name}"]`).click()
  // Two at least: a single one could be worked out from the sum. The street's own dash may stand there before.
  await publicStatus.locator('.shape[aria-label*="不公开"]').nth(1).waitFor()
  await publicStatus.locator('[part="withheld"]').waitFor()
  await resident.close()

  assert.doesNotMatch(page.url(), /wangge_code|#/)
  await page.getByRole('button', { name: '退出' }).click()
  await page.getByText('工作人员登录').waitFor()
  assert.deepEqual(complaints, [])
  await page.close()
})

test('the desk speaks the browser’s language, and the other one without signing anybody out', async () => {
  const english = await stack.browser.newContext({ locale: 'en-GB', timezoneId: 'Asia/Shanghai' })
  const page = await openPage(english, `${stack.desk}/`, complaints)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('button', { name: /Community/ }).click()
  await page.getByText('Being worked on', { exact: true }).waitFor()
  assert.equal(await page.locator('#grants').getByRole('listitem').innerText(), 'Community')
  await page.getByRole('button', { name: '中文' }).click()
  await page.locator('wg-grid-status').getByText('正在处理', { exact: true }).waitFor()
  assert.equal(await page.locator('#grants').getByRole('listitem').innerText(), '社区')
  assert.equal(await page.locator('html').getAttribute('lang'), 'zh-CN')
  // Chosen for good, and before anybody has signed in again.
  await page.reload()
  await page.getByRole('button', { name: '登录' }).waitFor()
  await english.close()
})

test('the desk asks before it discards what is unsent', async () => {
  const page = await signIn('Community', complaints)
  await page.locator('wg-grid-status .shape').first().waitFor()
  await page.evaluate(() => {
    const provider = document.querySelector('wg-provider') as HTMLElement & { signOut: unknown }
    provider.signOut = async ({ discardUnsent = false } = {}) =>
      discardUnsent ? { ok: true } : { ok: false, reason: 'unsent', entries: 2 }
  })
  const leave = page.getByRole('button', { name: '退出' })
  page.once('dialog', (dialog) => {
    assert.match(dialog.message(), /还有 2 条没有发送/)
    void dialog.dismiss()
  })
  await leave.click()
  assert.ok(await page.locator('#desk').isVisible())
  page.once('dialog', (dialog) => void dialog.accept())
  await leave.click()
  await page.getByText('工作人员登录').waitFor()
  await page.close()
})

test('an appointment that ends takes the reach away at once', async () => {
  const page = await signIn('Inspector')
  const status = page.locator('wg-grid-status')
  await status.locator('.shape').first().waitFor()
  const { roles } = JSON.parse(await stack.wangge('role', 'list', '--json')) as { roles: { id: string; role: string }[] }
  const { id } = roles.find(({ role }) => role === 'inspector') as { id: string }
  await stack.wangge('role', 'end', '--id', id)
  await status.locator('.shape').first().click()
  await status.getByText('您现在没有任职').waitFor()
  await page.close()
})

test('a site key that is revoked stops the page at once', async () => {
  const page = await openPage(context, `${stack.district}/`)
  const status = page.locator('wg-grid-status')
  await status.getByText('实时', { exact: true }).waitFor()
  const key = await page.locator('wg-provider').getAttribute('site-key')
  await stack.wangge('key', 'revoke', '--key', String(key))
  await status.getByText('未连接', { exact: true }).waitFor()
  await status.locator('.shape').first().click()
  // Of an origin without a key the browser does not even show the page the server's answer.
  await status.locator('[part="error"]').waitFor()
  assert.equal(await status.locator('.figures').count(), 0)
  await page.close()
})
