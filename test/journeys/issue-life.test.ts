// The whole life of an issue: a resident reports it on a phone, the district settles it with evidence, the resident follows it,
// rates it and has it reopened. The district's steps are taken over the API.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { Issue, PhotoRef } from '@wangge/core/issue/schema'
import { createUlid } from '@wangge/core'
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { openPage } from './people.ts'
import { photograph } from './photograph.ts'
import { startStack, type Stack } from './stack.ts'

let stack: Stack
let phone: BrowserContext
/** Who handles it, and somebody else who checks. */
let handler: string
let checker: string
const complaints: string[] = []

before(async () => {
  stack = await startStack()
  phone = await stack.browser.newContext({
    viewport: { width: 390, height: 844 },
    ...{ deviceScaleFactor: 2, isMobile: true, hasTouch: true, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' },
  })
  phone.setDefaultTimeout(30_000)
  const token = async () => {
    const made = await stack.wangge('token', 'create', '--role', 'street', '--grid', 'g-s-1', '--json')
    return (JSON.parse(made) as { token: string }).token
  }
  handler = await token()
  checker = await token()
})

after(() => stack?.dispose())

async function call<T>(token: string, method: string, path: string, body?: BodyInit, headers: Record<string, string> = {}) {
  const response = await fetch(`${stack.endpoint}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...headers },
    ...(body !== undefined && { body }),
  })
  assert.ok(response.ok, `${method} ${path}: ${response.status}`)
  return (await response.json()) as T
}

const read = (id: string) => call<Issue>(handler, 'GET', `/v1/issues/${id}`)

/** The district takes it one step on. */
async function step(token: string, issueId: string, action: string, more: object = {}): Promise<Issue> {
  const { version } = await read(issueId)
  const command = { id: createUlid(Date.now(), Math.random), issueId, action, version, ...more }
  const headers = { 'content-type': 'application/json', 'idempotency-key': command.id }
  return call<Issue>(token, 'POST', `/v1/issues/${issueId}/transitions`, JSON.stringify(command), headers)
}

async function upload(bytes: Buffer): Promise<PhotoRef> {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return call<PhotoRef>(handler, 'PUT', `/v1/photos/${sha256}`, new Uint8Array(bytes), { 'content-type': 'image/jpeg' })
}

/** Opens the page that follows issues, in one language, and the one that was reported on this phone. */
async function follow(page: string): Promise<{ page: Page; track: Locator }> {
  const opened = await openPage(phone, `${stack.district}/${page}`, complaints)
  const track = opened.locator('wg-issue-track')
  await track.locator('.pick').first().click()
  return { page: opened, track }
}

test('an issue is reported on a phone, settled with evidence, followed, rated and reopened', async (t) => {
  let id = ''
  let evidence: Buffer = Buffer.alloc(0)

  await t.test('a resident reports it step by step, with the address of a building and a real photo', async () => {
    const page = await openPage(phone, `${stack.district}/report.html`, complaints)
    const form = page.locator('wg-issue-form')
    const next = () => form.getByRole('button', { name: '下一步' }).click()
    await form.getByRole('radio', { name: '小区院落' }).check()
    await form.getByRole('radio', { name: '漏水渗水' }).check()
    await form.getByLabel('发生了什么？').fill('楼道口有积水，已经两天')
    await next()
    await form.getByRole('combobox').fill('竹韵小区 1号楼')
    await form.getByRole('option').first().click()
    await form.getByLabel('补充位置').fill('2单元门口')
    await next()
    const photo = await photograph(page)
    await form.locator('input[type=file]').setInputFiles({ name: 'photo.jpg', mimeType: 'image/jpeg', buffer: photo })
    await form.getByRole('img', { name: '第 1 张照片' }).waitFor()
    await next()
    await form.getByRole('checkbox', { name: '我已阅读并同意' }).check()
    await form.getByRole('button', { name: '提交' }).click()
    await form.locator('.code').waitFor()
    assert.match(await form.locator('.code').innerText(), /^[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{2}$/)
    evidence = await photograph(page, 0.8)
    await page.close()
  })

  await t.test('the district has it with the place, and the resident sees in English that it waits', async () => {
    const { issues } = await call<{ issues: Issue[] }>(handler, 'GET', '/v1/issues?grid=g-s-1&state=submitted&limit=1')
    const [issue] = issues
    assert.equal(issue?.description, '楼道口有积水，已经两天')
    assert.match(issue.placeText ?? '', /竹韵小区1号楼，2单元门口$/)
    assert.deepEqual([issue.gridPath[2], issue.photos.length, issue.position?.length], ['g-e-001', 1, 2])
    id = issue.id
    const { page, track } = await follow('track-en.html')
    await track.getByText('Received; it is waiting to be accepted.').waitFor()
    await page.close()
  })

  await t.test('it is accepted, dispatched and resolved with a photo; somebody else checks it, and it is closed', async () => {
    const { gridPath } = await step(handler, id, 'accept')
    await step(handler, id, 'dispatch', { assignee: { role: 'community', gridId: gridPath[1] } })
    await step(handler, id, 'start')
    await step(handler, id, 'resolve', { reason: '已疏通并清扫', evidence: [await upload(evidence)] })
    await step(checker, id, 'verify')
    const { state } = await step(checker, id, 'close')
    assert.equal(state, 'closed')
  })

  await t.test('the resident sees before and after, rates it by keys, and says that the water is back', async () => {
    const { page, track } = await follow('track.html')
    await track.getByText('已经办结').waitFor()
    await track.getByText('已疏通并清扫').waitFor()
    await track.getByRole('img', { name: '处理前，第 1 张' }).locator('canvas').waitFor()
    await track.getByRole('img', { name: '处理后，第 1 张' }).locator('canvas').waitFor()
    await track.getByRole('button', { name: '评价' }).click()
    await track.getByRole('radio', { name: '很不满意' }).focus()
    for (let press = 0; press < 4; press += 1) await page.keyboard.press('ArrowRight')
    await track.getByRole('button', { name: '提交' }).click()
    await track.getByText('您作了评价').waitFor()
    await track.getByRole('button', { name: '没有解决，请重新办理' }).click()
    await track.getByLabel('哪里没有解决？').fill('今天又积水了')
    await track.getByRole('button', { name: '提交' }).click()
    await track.getByText('已经要求重新办理。').waitFor()
    await page.close()
  })

  await t.test('the district has every step in its history', async () => {
    const { state, history } = await read(id)
    assert.equal(state, 'reopened')
    assert.deepEqual(
      history.map(({ action, rating, reason }) => [action, rating ?? reason].filter(Boolean).join(' ')),
      [
        ...['report', 'accept', 'dispatch', 'start', 'resolve 已疏通并清扫'],
        ...['verify', 'close', 'rate 5', 'reopen 今天又积水了'],
      ],
    )
  })

  await t.test('the pages had nothing to complain of', () => assert.deepEqual(complaints, []))
})
