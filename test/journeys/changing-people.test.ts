// Tokens that run out and people who change while things wait in the queue of one browser.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { BrowserContext, Page } from 'playwright-core'
import { createRosterReader, keptIn, openPage, personKeyOf, signUp, switchEmployee } from './people.ts'
import type { RosterEntry } from './people.ts'
import { startStack, type Stack } from './stack.ts'

/** So short that no token outlasts the time without a network. */
const TOKEN_SECONDS = 5

let stack: Stack
let context: BrowserContext
let roster: () => Promise<RosterEntry[]>
const complaints: string[] = []

before(async () => {
  stack = await startStack({ env: { INTRANET_TOKEN_SECONDS: String(TOKEN_SECONDS) } })
  roster = await createRosterReader(stack)
  context = await stack.browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
  context.setDefaultTimeout(20_000)
})

after(() => stack?.dispose())

const badge = (page: Page) => page.locator('wg-sync-badge')

async function openIntranet(): Promise<Page> {
  const page = await openPage(context, `${stack.intranet}/`, complaints)
  await page.locator('wg-volunteer-signup [data-slot] >> visible=true').first().waitFor()
  return page
}

/** Opens the form once, so that all that it needs without a network is here, and goes back. */
async function lookAround(page: Page): Promise<void> {
  await page.locator('wg-volunteer-signup [data-slot] >> visible=true').first().click()
  await page.getByText('的身份报名').waitFor()
  await page.getByRole('checkbox', { name: '我已阅读并同意' }).waitFor()
  await page.getByRole('button', { name: '返回班次列表' }).click()
}

const expiryOf = (token: string): number =>
  (JSON.parse(Buffer.from(token.split('.')[1] as string, 'base64url').toString()) as { exp: number }).exp * 1000

async function namesOf(slots: readonly string[]): Promise<string[]> {
  const entries = await roster()
  return slots.map((slot) =>
    entries
      .filter(({ slotId }) => slotId === slot)
      .map(({ staffNumber }) => String(staffNumber))
      .join(),
  )
}

test('tokens run out while a queue waits without a network; they are renewed and nothing is lost', async () => {
  const page = await openIntranet()
  await lookAround(page)
  const used: { token: string; at: number }[] = []
  page.on('request', (request) => {
    const token = /^Bearer (.+)$/.exec(request.headers()['authorization'] ?? '')?.[1]
    if (token !== undefined && request.method() === 'POST') used.push({ token, at: Date.now() })
  })
  const first = await page.evaluate(
    async () => ((await (await fetch('/wangge-token', { method: 'POST' })).json()) as { token: string }).token,
  )
  await context.setOffline(true)
  const slots: string[] = []
  for (const day of [0, 1, 2]) {
    slots.push(await signUp(page, day))
    await page.getByText('已存在这台设备').first().waitFor()
    await page.getByRole('button', { name: '再看看别的班次' }).click()
  }
  await badge(page).getByText('3 条待发送').waitFor()
  await page.waitForFunction((end) => Date.now() > end, expiryOf(first))
  await context.setOffline(false)
  await badge(page).getByText('都已送达').waitFor()
  assert.deepEqual(await namesOf(slots), ['A001', 'A001', 'A001'])
  const outdated = used.filter(({ token, at }) => expiryOf(token) <= at)
  assert.deepEqual(outdated, [])
  assert.ok(used.some(({ token }) => token !== first))
  await page.close()
})

test('what one employee left in the queue waits while another is there, and is sent once they are back', async () => {
  const page = await openIntranet()
  await lookAround(page)
  await context.setOffline(true)
  const slot = await signUp(page, 3)
  await page.getByText('已存在这台设备').first().waitFor()
  // A page that is being closed is online again for a moment: its client has to be gone before.
  await page.goto('about:blank')
  await page.close()
  await context.setOffline(false)

  await switchEmployee(stack, context, 'A002')
  const others = await openIntranet()
  await others.locator('wg-volunteer-signup').getByText('另有 1 条属于使用过本机的其他人').waitFor()
  await badge(others).getByText('另有 1 条属于使用过本机的其他人').waitFor()
  assert.equal(await others.locator('wg-volunteer-signup .own').count(), 0)
  const own = await signUp(others, 3)
  await others.getByText('报名成功').first().waitFor()
  assert.deepEqual(await namesOf([slot]), [own === slot ? 'A002' : ''])
  await others.close()

  await switchEmployee(stack, context, 'A001')
  const again = await openIntranet()
  await badge(again).getByText('都已送达').waitFor()
  await again.locator('wg-volunteer-signup .own').first().waitFor()
  assert.match((await namesOf([slot]))[0] as string, /A001/)
  await again.close()
})

test('who leaves the intranet leaves nothing of theirs in the browser, and is asked where something is unsent', async () => {
  const page = await openIntranet()
  await page.locator('wg-volunteer-signup .own').first().waitFor()
  const key = personKeyOf(stack.intranet, 'A001')
  assert.match(await keptIn(page), new RegExp(key))
  assert.doesNotMatch(await keptIn(page), /张晓岚|A001|eyJ/)
  await lookAround(page)
  await context.setOffline(true)
  const slot = await signUp(page, 4)
  await page.getByText('已存在这台设备').first().waitFor()
  const signOut = (discardUnsent: boolean) =>
    page.evaluate((discard) => document.querySelector('wg-volunteer-signup')!.signOut({ discardUnsent: discard }), discardUnsent)
  assert.deepEqual(await signOut(false), { ok: false, reason: 'unsent', entries: 1 })
  assert.deepEqual(await signOut(true), { ok: true })
  assert.doesNotMatch(await keptIn(page), new RegExp(key))
  await context.setOffline(false)
  await page.getByRole('button', { name: '退出' }).click()
  await page.getByText('未登录').waitFor()
  await page.locator('wg-volunteer-signup [data-slot] >> visible=true').first().click()
  await page.getByText('您还没有登录单位网站').waitFor()
  assert.doesNotMatch(await keptIn(page), new RegExp(key))
  assert.deepEqual(await namesOf([slot]), [''])
})

test('the pages had nothing to complain of', () => assert.deepEqual(complaints, []))
