// Somebody clears the data of a site while a page of it is open: the browser takes the databases away without asking.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Browser, chromium, type Page } from 'playwright-core'
import { BROWSER_FLAGS } from '../../scripts/browser.mjs'
import { serveOnePage } from './one-page.ts'

interface Listed {
  id: string
  seq: number
  body: object
  locked?: boolean
  photo: boolean
}

interface Tab {
  add(id: string): Promise<unknown>
  list(): Promise<Listed[]>
  troubles(): string[]
}

let browser: Browser
let origin: string
let close: () => void

before(async () => {
  ;({ origin, close } = await serveOnePage(`import { openDeviceStores } from './device-stores.ts'
        const stores = await openDeviceStores({ name: 'test', now: Date.now })
        const told = []
        stores.onTrouble(({ kind, message }) => told.push(kind + ': ' + message))
        globalThis.tab = {
          add: (id) => stores.outbox.add({
            id, kind: 'report', subject: id, method: 'POST', path: '/v1/issues', body: { id }, photos: ['p'], state: 'queued',
            attempts: 0, createdAt: 1, nextAttemptAt: 0,
          }, [{ sha256: 'p', type: 'image/png', bytes: new Uint8Array([1, 2, 3]).buffer }]),
          list: async () => Promise.all((await stores.outbox.list()).map(async ({ id, seq, body, locked, photos }) => (
            { id, seq, body, ...(locked ? { locked } : {}), photo: (await stores.outbox.photo(photos[0]))?.bytes?.byteLength === 3 }))),
          troubles: () => told,
        }`))
  browser = await chromium.launch({ executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium', args: BROWSER_FLAGS })
})

after(async () => {
  await browser?.close()
  close?.()
})

const ask = async <T>(page: Page, work: (tab: Tab) => Promise<T> | T): Promise<T> => {
  await page.waitForFunction(() => 'tab' in globalThis)
  return page.evaluate(`(${work})(globalThis.tab)`) as Promise<T>
}

test('what is unsent is written again, once, in its order, as the pages that are open know it, and can be read after them', async () => {
  const context = await browser.newContext()
  const [first, second] = [await context.newPage(), await context.newPage()]
  for (const page of [first, second]) await page.goto(origin)
  await ask(first, (tab) => tab.add('a'))
  await ask(second, (tab) => tab.add('b'))
  await ask(first, (tab) => tab.list())
  const before = await ask(second, (tab) => tab.list())
  assert.deepEqual(
    before.map(({ id }) => id),
    ['a', 'b'],
  )
  const devtools = await context.newCDPSession(first)
  await devtools.send('Storage.clearDataForOrigin', { origin: new URL(origin).origin, storageTypes: 'all' })
  for (const page of [first, second]) {
    assert.deepEqual(await ask(page, (tab) => tab.list()), before)
    assert.match((await ask(page, (tab) => tab.troubles())).join(), /emptied: .* 2 unsent were written again/)
  }
  for (const page of [first, second]) await page.close()
  const later = await context.newPage()
  await later.goto(origin)
  assert.deepEqual(await ask(later, (tab) => tab.list()), before, 'sealed with a key that is there')
  await context.close()
})
