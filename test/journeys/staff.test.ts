// Staff sign in by the district's issuer, reach their own subtree, and no longer than their appointment lasts.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
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

/** A resident reports on the district's site, in the estate of the sample's staff. */
async function report(description: string): Promise<string> {
  const page = await openPage(context, `${stack.district}/`)
  const key = String(await page.locator('wg-provider').getAttribute('site-key'))
  const answer = await page.evaluate(
    async ([endpoint, siteKey, words]) => {
      const headers = { 'wangge-site-key': siteKey!, 'content-type': 'application/json' }
      const get = async (path: string) => (await fetch(`${endpoint}${path}`, { headers })).json()
      const { grids } = await get('/v1/grids')
      const { categories } = await get('/v1/categories')
      const { statements } = await get('/v1/statements')
      const { version } = statements.find(({ purpose }: { purpose: string }) => purpose === 'issue-report')
      const body = {
        id: `01JZ${crypto.randomUUID().replaceAll('-', '').slice(0, 22).toUpperCase()}`,
        source: 'resident',
        categoryId: categories.find((one: { parentId?: string; attributes: unknown[] }) => one.parentId && !one.attributes.length)
          .id,
        attributes: {},
        description: words,
        place: { by: 'grid', gridId: grids.find(({ parentId }: { parentId?: string }) => parentId === 'g-e-087').id },
        photos: [],
        consent: { purpose: 'issue-report', version },
      }
      const request = { method: 'POST', headers: { ...headers, 'idempotency-key': body.id }, body: JSON.stringify(body) }
      return (await fetch(`${endpoint}/v1/issues`, request)).json()
    },
    [stack.endpoint, key, description],
  )
  await page.close()
  assert.ok(answer.id, JSON.stringify(answer))
  return answer.id
}

test('a community’s chief settles a report on the desk, and another verifies and closes it', async () => {
  const chief = await signIn('Community', complaints)
  const description = `路灯不亮 ${randomUUID()}`
  await chief.locator('wg-issue-board #found').waitFor()
  // It comes to the board by itself.
  const id = await report(description)
  const open = async (page: Page) => {
    const board = page.locator('wg-issue-board')
    await board.locator(`.what[data-issue="${id}"]`).click()
    await board.locator(`[data-open="${id}"] [part="timeline"]`).waitFor()
    return async (action: string, fill = async () => {}) => {
      await board.locator('[part="actions"]').getByRole('button', { name: action, exact: true }).click()
      await fill()
      await board.locator('#send').click()
      await board.getByText(`${action}：已记录`).waitFor()
    }
  }
  await chief.locator('wg-issue-board #text').fill(description)
  const step = await open(chief)
  await step('受理')
  await step('派办')
  assert.match(await chief.locator('wg-issue-board .detail .due').innerText(), /剩|超时/)
  await step('开始办理')
  await step('处置完成', async () => {
    const buffer = await chief.screenshot({ clip: { x: 0, y: 0, width: 120, height: 90 } })
    await chief.locator('wg-issue-board #photo-files').setInputFiles({ name: 'after.png', mimeType: 'image/png', buffer })
    await chief.locator('wg-issue-board .photos canvas').waitFor()
  })
  await chief.locator('wg-issue-board .picture canvas').waitFor()
  assert.equal(await chief.locator('wg-issue-board [data-action="verify"]').count(), 0)
  assert.match(chief.url(), new RegExp(`issue=${id}`))

  const worker = await signIn('Estate worker', complaints)
  await worker.locator('wg-issue-board #text').fill(description)
  const check = await open(worker)
  await check('核查通过')
  await check('结案')
  await chief.locator(`wg-issue-board .what[data-issue="${id}"]`).getByText('已结案').waitFor()
  assert.deepEqual(complaints, [])
  await worker.close()
  await chief.close()
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
