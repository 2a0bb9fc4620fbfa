// A volunteer's week on the company's intranet: finds a shift near, signs up, checks in and out by the code that the liaison's
// board shows at the post, sees the hours. WANGGE_JOURNEY_AT sets the clocks to another instant, e.g. 2026-10-01T23:10:00+08:00.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { PGlite } from '@electric-sql/pglite'
import type { BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { openBoard, openShift } from './board.ts'
import { openPage, switchEmployee } from './people.ts'
import { createQuiet } from './quiet.ts'
import { scan } from './scan.ts'
import { makeShift, type SoonShift } from './soon.ts'
import { startStack, type Stack } from './stack.ts'
import { until } from './until.ts'

const MINUTE_MS = 60_000
const { WANGGE_JOURNEY_AT } = process.env

const records = <T extends { id: string }>(name: string): Map<string, T> => {
  const text = readFileSync(join(import.meta.dirname, `../../seeds/data/${name}.json`), 'utf8')
  return new Map((JSON.parse(text) as { records: T[] }).records.map((record) => [record.id, record]))
}

/** A post in another community than the company's own. */
const POST = records<{ id: string; name: { zh: string }; gridId: string; position: [number, number] }>('posts').get('post-004')!
const COMMUNITY = records<{ id: string; parentId: string }>('grids').get(POST.gridId)!.parentId

let stack: Stack
/** The phone of whoever volunteers. */
let context: BrowserContext
let quiet: () => Promise<void>
const complaints: string[] = []

before(async () => {
  stack = await startStack({ at: WANGGE_JOURNEY_AT === undefined ? Date.now() : Date.parse(WANGGE_JOURNEY_AT) })
  context = await openContext()
  quiet = createQuiet(context)
})

after(() => stack?.dispose())

/** A device by the post, with the servers' clock. */
async function openContext(options: BrowserContextOptions = {}): Promise<BrowserContext> {
  const [longitude, latitude] = POST.position
  const opened = await stack.browser.newContext({
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    geolocation: { longitude, latitude, accuracy: 10 },
    permissions: ['geolocation', 'clipboard-read', 'clipboard-write'],
    ...options,
  })
  opened.setDefaultTimeout(20_000)
  await opened.clock.install({ time: stack.now() })
  return opened
}

/** Lets time pass, for the servers and for the pages, which ask for nothing meanwhile: the phone is in a pocket. */
async function passUntil(at: number): Promise<void> {
  const ms = at - stack.now()
  // What was under way is answered before: no token ages by an hour between a phone and its server.
  await quiet()
  await context.setOffline(true)
  await quiet()
  await stack.pass(ms)
  await context.clock.fastForward(ms)
  await context.setOffline(false)
}

/** The liaison's board with the shift open and its code shown, on a tablet that stands at the post for a while. */
async function atThePost(shift: SoonShift, meanwhile: (board: Locator) => Promise<void>): Promise<void> {
  const tablet = await openContext({ viewport: { width: 1280, height: 900 } })
  const { board } = await openBoard(stack, tablet, complaints)
  await openShift(board, shift)
  await board.getByRole('button', { name: '出示签到码' }).click()
  await meanwhile(board)
  await tablet.close()
}

/** The phone's camera opens the address that it sees; the page behind it leads to the company's. @returns that one */
async function followCode(board: Locator): Promise<Page> {
  const page = await openPage(context, await scan(board.locator('.qr')), complaints)
  await page.getByRole('link', { name: /恒景软件/ }).click()
  await page.locator('wg-volunteer-signup #scanned-yes').waitFor()
  assert.equal(page.url(), `${stack.intranet}/`, 'no code stays in the address')
  return page
}

/** Whoever is led nowhere copies the code there. */
async function copyCode(board: Locator): Promise<void> {
  const page = await openPage(context, await scan(board.locator('.qr')), complaints)
  await page.getByText('没有您的单位').click()
  await page.getByRole('button', { name: '复制签到码' }).click()
  await page.getByText('已复制').waitFor()
  assert.equal(page.url(), `${stack.endpoint}/check-in`, 'no code stays in the address')
  await page.close()
}

const ownDuty = async (element: Locator, slotId: string): Promise<Locator> => {
  await element.getByRole('button', { name: '我的班次' }).click()
  const duties = element.locator('[data-duty]').filter({ hasText: POST.name.zh })
  await duties.first().waitFor()
  assert.equal(await duties.count(), 1, slotId)
  return duties.first()
}

/** Looks for the shift in the list of those near where the phone is. */
async function findInList(element: Locator, { slotId, startsAt }: SoonShift): Promise<Locator> {
  await element.getByRole('button', { name: '离我近的' }).click()
  await element.getByText('按离您的远近排列').waitFor()
  const date = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', month: 'numeric', day: 'numeric' }).format(startsAt)
  const day = element.locator('.day').filter({ has: element.page().getByText(date, { exact: true }) })
  await day.click()
  const nearest = element.locator('.hour').first()
  assert.match(await nearest.locator('.when').innerText(), /^10 米/)
  return nearest.locator(`[data-slot="${slotId}"]`)
}

async function findOnMap(element: Locator, { slotId }: SoonShift): Promise<Locator> {
  await element.getByRole('button', { name: '地图' }).click()
  await element.locator(`.marker[data-id="${COMMUNITY}"]`).click()
  await element.locator(`.marker[data-id="${POST.id}"]`).click()
  return element.locator(`[data-slot="${slotId}"]`)
}

async function signUp(element: Locator, offer: Locator): Promise<void> {
  await offer.click()
  await element.getByRole('checkbox', { name: '我已阅读并同意' }).check()
  await element.getByRole('button', { name: '确认报名' }).click()
  await element.getByText('报名成功').first().waitFor()
}

/** Pastes what `copyCode` has copied at the duty, up to the button. */
async function pasteCode(page: Page, duty: Locator): Promise<Locator> {
  await duty.locator('[data-check]').click()
  await duty.getByLabel('或粘贴、输入签到码').focus()
  await page.keyboard.press('ControlOrMeta+V')
  return duty.getByRole('button', { name: '用码签到' })
}

/** The other way: the intranet is told the code behind the `#` of its own address. */
async function checkOut(page: Page, board: Locator): Promise<void> {
  const { hash } = new URL(await scan(board.locator('.qr')))
  await page.evaluate((code) => (location.hash = code), hash)
  const yes = page.locator('wg-volunteer-signup #scanned-yes')
  await yes.getByText('签退').waitFor()
  assert.equal(page.url(), `${stack.intranet}/`)
  await yes.click()
  await yes.waitFor({ state: 'detached' })
}

test('a volunteer finds a shift near, signs up, checks in and out by the code, and sees the hours', async () => {
  const shift = await makeShift(stack, { postId: POST.id, startsIn: 90, minutes: 120 })
  const page = await openPage(context, `${stack.intranet}/`, complaints)
  const element = page.locator('wg-volunteer-signup')
  await (await findInList(element, shift)).waitFor()
  await signUp(element, await findOnMap(element, shift))

  const duty = await ownDuty(element, shift.slotId)
  assert.equal(await duty.locator('[data-check]').count(), 0, 'it is too early to check in')
  await passUntil(shift.startsAt - 5 * MINUTE_MS)
  // The camera opens the address, a tap there the company's page, and another one there checks in.
  await atThePost(shift, async (board) => {
    const scanned = await followCode(board)
    await scanned.locator('#scanned-yes').click()
    await scanned.locator('#scanned-yes').waitFor({ state: 'detached' })
    await scanned.close()
    await duty.getByText(/已签到 \d\d:\d\d/).waitFor()
    // The liaison sees it come.
    await board.getByText(/\d\d:\d\d 签到（扫码）/).waitFor()
  })

  await passUntil(shift.endsAt)
  await atThePost(shift, (board) => checkOut(page, board))
  await element.getByRole('button', { name: '服务时长' }).click()
  await element
    .locator('#total')
    .getByText(/^2 小时/)
    .waitFor()
  const record = await element.locator('[data-record]').innerText()
  assert.match(record, new RegExp(`${POST.name.zh}\\s+2 小时[^]+已签到 \\d\\d:\\d\\d · 已签退 \\d\\d:\\d\\d`))
  assert.deepEqual(complaints, [])
  await page.close()
})

test('who checks in offline in two tabs, and whose first answer is lost, has come once', async () => {
  await switchEmployee(stack, context, 'A002')
  const shift = await makeShift(stack, { postId: POST.id, startsIn: 90, minutes: 60 })
  const tabs = [
    await openPage(context, `${stack.intranet}/`, complaints),
    await openPage(context, `${stack.intranet}/`, complaints),
  ]
  const elements = tabs.map((page) => page.locator('wg-volunteer-signup'))
  const [first] = elements as [Locator]
  await signUp(first, await findInList(first, shift))
  await passUntil(shift.startsAt + MINUTE_MS)
  await atThePost(shift, copyCode)
  const duties = await Promise.all(elements.map((element) => ownDuty(element, shift.slotId)))
  const buttons: Locator[] = []
  for (const [index, page] of tabs.entries()) buttons.push(await pasteCode(page, duties[index]!))

  /** Keys under which a check-in was sent, in their order. */
  const sent: string[] = []
  let isOffline = true
  // There before the line goes: a request that a route comes to while it is under way gets past both.
  await context.route('**/v1/check-ins', async (route) => {
    if (isOffline) return route.abort('internetdisconnected')
    sent.push(String(route.request().headers()['idempotency-key']))
    if (sent.length > 1) return route.continue()
    assert.equal((await route.fetch()).status(), 200)
    return route.abort()
  })
  await context.setOffline(true)
  for (const button of buttons) await button.click()
  for (const duty of duties) await duty.getByText(/签到，已存在这台设备.*签到，已存在这台设备/).waitFor()
  isOffline = false
  await context.setOffline(false)
  for (const duty of duties) {
    await duty.getByText(/已签到 \d\d:\d\d/).waitFor()
    await duty.getByText('已存在这台设备').waitFor({ state: 'detached' })
  }
  // While the other is on its way nothing waits any more, and it may not have been sent yet.
  await until(() => new Set(sent).size === 2, 'both are sent')
  const [lost, again] = sent
  assert.equal(again, lost, 'the first is sent again under its own key, then the other')
  await atThePost(shift, (board) => board.getByText('已签到 1 人，应到 1 人').waitFor())
  await passUntil(shift.endsAt)
  await atThePost(shift, (board) => checkOut(tabs[0]!, board))
  await first.getByRole('button', { name: '服务时长' }).click()
  await first
    .locator('#total')
    .getByText(/^5\d 分钟/)
    .waitFor()
  assert.deepEqual(await first.locator('.record .length').allInnerTexts(), [await first.locator('#total').innerText()])
  assert.deepEqual(complaints, [])

  await stack.stop()
  const database = await PGlite.create(join(stack.data, 'pg'))
  try {
    const came = await database.query(
      `select count(*)::int as times, count(distinct s.person_id)::int as people from attendances a
       join sign_ups s on s.district_id = a.district_id and s.id = a.sign_up_id where s.shift_id = $1`,
      [shift.slotId],
    )
    assert.deepEqual(came.rows, [{ times: 1, people: 1 }])
    const codes = await database.query(`select count(*)::int as taken from used_shift_codes where shift_id = $1`, [shift.slotId])
    assert.deepEqual(codes.rows, [{ taken: 2 }], 'one to come, one to go')
  } finally {
    await database.close()
  }
})
