// A disk that fills up, and a browser that is killed, under the stores of a page in a real Chromium.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { BROWSER_FLAGS } from '../../scripts/browser.mjs'
import { serveOnePage } from './one-page.ts'

interface Tab {
  open(): Promise<void>
  /** Resolves with why it is in memory only; undefined where it is written. */
  add(id: string, bytes: number): Promise<string | undefined>
  /** Resolves with the name of what failed; undefined where nothing did. */
  put(key: string, bytes: number): Promise<string | undefined>
  entries(): Promise<string[]>
  photos(): Promise<number>
  keys(): Promise<string[]>
  troubles(): string[]
}

let origin: string
let close: () => void
let profile: string

before(async () => {
  ;({ origin, close } = await serveOnePage(`import { openDeviceStores } from './device-stores.ts'
        let stores
        const troubles = []
        const saying = (work) => work.then(() => undefined, (error) => error.cause?.name ?? error.message)
        const noise = (bytes) => {
          const all = new Uint8Array(bytes)
          for (let at = 0; at < bytes; at += 65536) crypto.getRandomValues(all.subarray(at, Math.min(bytes, at + 65536)))
          return all
        }
        const text = (bytes) => Array.from(noise(bytes / 2), (byte) => byte.toString(16).padStart(2, '0')).join('')
        globalThis.tab = {
          async open() {
            stores = await openDeviceStores({ name: 'full', now: Date.now })
            stores.onTrouble(({ kind }) => troubles.push(kind))
          },
          async add(id, bytes) {
            await stores.outbox.add(
              { id, kind: 'report', subject: id, method: 'POST', path: '/v1/issues', body: { id }, photos: [id], state: 'queued', attempts: 0, createdAt: 1, nextAttemptAt: 0 },
              [{ sha256: id, type: 'image/jpeg', bytes: noise(bytes).buffer }])
            return stores.kind === 'memory' ? stores.reason : undefined
          },
          put: (key, bytes) => saying(stores.cache.put({ key, data: { text: text(bytes) }, fetchedAt: Date.now() })),
          entries: async () => (await stores.outbox.list()).map(({ id }) => id),
          async photos() {
            const all = await Promise.all((await stores.outbox.list()).flatMap(({ photos }) => photos).map((name) => stores.outbox.photo(name)))
            return all.filter((photo) => photo && photo.bytes.byteLength > 0).length
          },
          keys: () => stores.cache.keys(),
          troubles: () => troubles,
        }`))
  profile = mkdtempSync(join(tmpdir(), 'wangge-full-disk-'))
})

const opened: BrowserContext[] = []

after(async () => {
  for (const context of opened) await context.close()
  close?.()
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
})

/** `quotaBytes`: of all that the page may store; a browser believes it for a while, so it is said before anything is stored. */
async function start(quotaBytes?: number): Promise<Page> {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
    args: BROWSER_FLAGS,
  })
  opened.push(context)
  const page = await context.newPage()
  if (quotaBytes !== undefined) {
    const session = await context.newCDPSession(page)
    await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: quotaBytes })
  }
  await page.goto(origin)
  await page.waitForFunction('globalThis.tab')
  await call(page, 'open')
  return page
}

const call = <K extends keyof Tab>(page: Page, name: K, ...args: Parameters<Tab[K]>): Promise<Awaited<ReturnType<Tab[K]>>> =>
  page.evaluate(
    ([method, given]) =>
      (globalThis as unknown as { tab: Record<string, (...all: unknown[]) => unknown> }).tab[method]!(...given),
    [name, args] as const,
  ) as Promise<Awaited<ReturnType<Tab[K]>>>

test('on a disk that fills up the cache makes room for reports, each that was said to be saved is there, and one that was not is said', async () => {
  const page = await start(12_000_000)
  for (let n = 0; n < 8; n += 1) assert.equal(await call(page, 'put', `/v1/slots?org=${n}`, 1_000_000), undefined)
  assert.equal(await call(page, 'put', 'report:1', 10_000), undefined)

  const saved: string[] = []
  let said: string | undefined
  for (let n = 0; n < 60 && said === undefined; n += 1) {
    said = await call(page, 'add', `e${n}`, 700_000)
    if (said === undefined) saved.push(`e${n}`)
  }
  assert.match(said ?? '', /QuotaExceededError/)
  assert.deepEqual(await call(page, 'keys'), ['report:1'], 'what only this device knows has not made way')
  const troubles = await call(page, 'troubles')
  assert.ok(troubles.includes('evicted') && troubles.includes('memory'))
  assert.deepEqual(await call(page, 'entries'), [...saved, `e${saved.length}`], 'the last one is there as long as the page is')
  await page.context().close()

  const again = await start()
  assert.deepEqual(await call(again, 'entries'), saved, 'after the browser was closed and opened')
  assert.equal(await call(again, 'photos'), saved.length)
})
