// One resident and one employee, two host sites on two origins, one district server; the network goes away in between.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { PGlite } from '@electric-sql/pglite'
import { join } from 'node:path'
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { photograph } from './photograph.ts'
import { startStack, type Stack } from './stack.ts'

const OPEN_FIGURE = 'wg-grid-status [part="figures"] b >> nth=0'

let stack: Stack
let context: BrowserContext
/** What the pages' consoles complained of while there was a network. */
const complaints: string[] = []

before(async () => {
  stack = await startStack()
  context = await stack.browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
  context.setDefaultTimeout(20_000)
})

after(() => stack?.dispose())

async function open(url: string): Promise<Page> {
  const page = await context.newPage()
  page.on('console', (message) => {
    if (message.type() === 'error' && !/ERR_INTERNET_DISCONNECTED|ERR_FAILED/.test(message.text()))
      complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(url)
  return page
}

/** The figure of open issues that the status widget shows for the whole district. */
async function openIssues(page: Page): Promise<number> {
  const text = await page.locator(OPEN_FIGURE).innerText()
  return Number(text.replaceAll(/[^\d]/g, ''))
}

/** What leaks and where; photos and consent are the caller's. */
async function describeLeak(form: Locator, words: string) {
  await form.getByRole('radio', { name: '小区院落' }).check()
  await form.getByRole('radio', { name: '漏水渗水' }).check()
  await form.getByLabel('发生了什么？').fill(words)
  await form.getByRole('radio', { name: '选小区和楼栋' }).check()
  await form.locator('wg-grid-tree [role=treeitem][aria-level="2"]').first().click()
}

/** What a browser does when it finds a network, for the service worker of the district's site. */
async function syncInBackground() {
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  const registered = new Promise<string>((resolve) =>
    devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const own = registrations.find(({ scopeURL }) => scopeURL.startsWith(stack.district))
      if (own) resolve(own.registrationId)
    }),
  )
  // Only a page of the origin sees its workers; this one has none of the elements.
  await page.goto(`${stack.district}/icon.svg`)
  await devtools.send('ServiceWorker.enable')
  const registrationId = await registered
  await devtools.send('ServiceWorker.dispatchSyncEvent', {
    ...{ origin: stack.district, registrationId, tag: 'wangge-unsent', lastChance: false },
  })
}

test('a sign-up and an offline report with a photo reach the district, and the status widget follows', async (t) => {
  await t.test('an employee signs up on the intranet', async () => {
    const page = await open(`${stack.intranet}/`)
    await page.locator('wg-volunteer-signup [data-slot] >> visible=true').first().click()
    await page.locator('wg-volunteer-signup input[type=checkbox]').check()
    await page.getByRole('button', { name: '确认报名' }).click()
    await page.getByText('报名成功').first().waitFor()
    await page.close()
  })

  const district = await open(`${stack.district}/`)
  await district.locator(OPEN_FIGURE).waitFor()
  const countBefore = await openIssues(district)

  const report = await open(`${stack.district}/report.html`)
  await t.test('a resident fills the form offline, with a photo, and it is saved on the device', async () => {
    await report.getByText('小区院落', { exact: true }).waitFor()
    // The host's service worker has to hold the page before the network goes away.
    await report.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
    const photo = await photograph(report)
    await context.setOffline(true)
    const form = report.locator('wg-issue-form')
    await describeLeak(form, 'journey: 楼道口有积水,已经两天')
    await form.locator('input[type=file]').setInputFiles({ name: 'photo.jpg', mimeType: 'image/jpeg', buffer: photo })
    await form.getByRole('img', { name: '第 1 张照片' }).waitFor()
    await form.getByRole('checkbox', { name: '我已阅读并同意' }).check()
    await form.getByRole('button', { name: '提交' }).click()
    await form.getByText('已存在这台设备').first().waitFor()
  })

  await t.test('after a reload without a network the report is still there, unsent', async () => {
    await report.reload()
    await report.locator('wg-sync-badge').getByText('1 条待发送').waitFor()
    assert.equal(await openIssues(district), countBefore)
  })

  await t.test('back online it is sent once, and the status widget on the other page counts it without a reload', async () => {
    await context.setOffline(false)
    await report.locator('wg-sync-badge').getByText('都已送达').first().waitFor()
    await district.waitForFunction((expected) => {
      const figure = document.querySelector('wg-grid-status')?.shadowRoot?.querySelector('[part="figures"] b')
      return Number(figure?.textContent?.replaceAll(/[^\d]/g, '')) === expected
    }, countBefore + 1)
  })

  await t.test('the reloaded page gives the receipt code of the report that was made before', async () => {
    const own = report.locator('wg-issue-form').getByRole('region', { name: '我在这台设备上的反映' })
    await own.getByText(/^[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{2}$/).waitFor()
    assert.match(await own.innerText(), /漏水渗水/)
  })

  await t.test('what is written offline goes out with no page open, once the browser finds a network', async () => {
    await context.setOffline(true)
    const form = report.locator('wg-issue-form')
    await report.reload()
    await describeLeak(form, 'journey: 地下车库渗水')
    await form.getByRole('checkbox', { name: '我已阅读并同意' }).check()
    await form.getByRole('button', { name: '提交' }).click()
    await form.getByText('已存在这台设备').first().waitFor()
    // No page of this site's own key is left that could send it.
    await district.close()
    await report.close()
    const watcher = await stack.browser.newContext({ locale: 'zh-CN' })
    const elsewhere = await watcher.newPage()
    await elsewhere.goto(`${stack.district}/`)
    await elsewhere.locator(OPEN_FIGURE).waitFor()
    assert.equal(await openIssues(elsewhere), countBefore + 1)
    await context.setOffline(false)
    await syncInBackground()
    await elsewhere.waitForFunction((expected) => {
      const figure = document.querySelector('wg-grid-status')?.shadowRoot?.querySelector('[part="figures"] b')
      return Number(figure?.textContent?.replaceAll(/[^\d]/g, '')) === expected
    }, countBefore + 2)
    await watcher.close()
  })

  await t.test('the pages had nothing to complain of', () => assert.deepEqual(complaints, []))

  await t.test('both are in the server’s database, once', async () => {
    await stack.stop()
    const database = await PGlite.create(join(stack.data, 'pg'))
    try {
      const signUps = await database.query(
        `select s.state, count(*)::int as employees from sign_ups s join employees e using (district_id, org_id, person_id)
         join shifts on shifts.district_id = s.district_id and shifts.id = s.shift_id and shifts.starts_at > now()
         where s.org_id = 'o-n-420' group by s.id, s.state`,
      )
      assert.deepEqual(signUps.rows, [{ state: 'seated', employees: 1 }])
      const issues = await database.query<{ id: string; photos: unknown[] }>(
        `select id, photos from issues where description like 'journey:%' order by created_at`,
      )
      assert.deepEqual(
        issues.rows.map(({ photos }) => photos.length),
        [1, 0],
      )
      const { sha256, size } = issues.rows[0]!.photos[0] as { sha256: string; size: number }
      // What is kept is the picture encoded anew.
      const photos = await database.query(
        `select size, octet_length(bytes) = stored_size as whole from photos where sha256 = $1`,
        [sha256],
      )
      assert.deepEqual(photos.rows, [{ size, whole: true }])
    } finally {
      await database.close()
    }
  })
})

test('a second start works at once, on the same data', async (t) => {
  const ms = await stack.restart()
  t.diagnostic(`first start ${(stack.startedIn / 1000).toFixed(1)} s, second start ${(ms / 1000).toFixed(1)} s`)
  // Nothing is made anew: measured by the first start, so that a busy machine does not break it.
  assert.ok(ms < stack.startedIn / 2, `the second start took ${ms} ms, the first ${stack.startedIn} ms`)
  const page = await context.newPage()
  await page.goto(`${stack.district}/`)
  await page.locator(OPEN_FIGURE).waitFor()
})
