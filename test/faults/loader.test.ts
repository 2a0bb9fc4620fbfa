// The loader on a page of somebody else's: what it fetches, and what happens where a piece of it does not come.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { type Browser, chromium, type Page } from 'playwright-core'
import { BROWSER_FLAGS } from '../../scripts/browser.mjs'

const PIECES = join(import.meta.dirname, '..', '..', 'packages', 'elements', 'dist', 'pieces')
const CSP = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'"

let origin: string
let stop: () => void
let browser: Browser

before(async () => {
  const server = createServer(async ({ url = '/' }, response) => {
    if (url === '/')
      return response
        .writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': CSP })
        .end('<!doctype html><title>host</title><script type="module" src="/pieces/wangge-loader.js"></script><body></body>')
    const bytes = await readFile(join(PIECES, url.replace('/pieces/', ''))).catch(() => undefined)
    response.writeHead(bytes ? 200 : 404, { 'content-type': 'text/javascript' }).end(bytes)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  stop = () => server.close()
  browser = await chromium.launch({ executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium', args: BROWSER_FLAGS })
})

after(async () => {
  await browser?.close()
  stop?.()
})

interface Host {
  page: Page
  /** What was fetched of ours, by file. */
  fetched: string[]
  warnings: string[]
}

async function openHost(body: string, before: (page: Page) => Promise<unknown> = async () => {}): Promise<Host> {
  const page = await browser.newPage()
  const fetched: string[] = []
  const warnings: string[] = []
  page.on('requestfinished', (request) => {
    if (request.url().includes('/pieces/')) fetched.push(request.url().split('/').at(-1)!)
  })
  page.on('console', (message) => {
    if (message.type() === 'warning') warnings.push(message.text())
  })
  page.on('pageerror', (error) => warnings.push(`thrown: ${error.message}`))
  await before(page)
  await page.goto(origin)
  await page.evaluate((html) => (document.body.innerHTML = html), body)
  return { page, fetched, warnings }
}

/** What an element says; with no server it says so, in its language. */
const says = (page: Page, tag: string, text: string) =>
  page.waitForFunction(([name, words]) => document.querySelector(name!)?.shadowRoot?.textContent?.includes(words!) === true, [
    tag,
    text,
  ] as const)
const isDefined = (page: Page, tag: string) => page.evaluate((name) => customElements.get(name) !== undefined, tag)

test('a page without an element fetches the loader alone; one that comes later is fetched with what it needs and its language', async () => {
  const { page, fetched, warnings } = await openHost('<p>nothing of ours</p>')
  await page.waitForLoadState('networkidle')
  assert.deepEqual(fetched, ['wangge-loader.js'])

  await page.evaluate(() => document.body.append(Object.assign(document.createElement('wg-grid-tree'), { lang: 'en' })))
  await says(page, 'wg-grid-tree', 'Not connected')
  assert.equal(await isDefined(page, 'wg-roster-board'), false)
  assert.ok(fetched.some((file) => file.startsWith('en-')))
  assert.ok(!fetched.some((file) => file.startsWith('zh-')))
  assert.ok(
    warnings.every((warning) => !warning.startsWith('thrown')),
    warnings.join('\n'),
  )

  await page.evaluate(() => (document.querySelector('wg-grid-tree')!.lang = 'zh'))
  await says(page, 'wg-grid-tree', '还没有连接到服务器')
  await page.close()
})

test('an element whose code does not come is said, and comes when the device is online again', async () => {
  let isCut = true
  const { page, warnings } = await openHost('', (page) =>
    page.route('**/define-*.js', (route) => (isCut ? route.abort() : route.continue())),
  )
  const warned = page.waitForEvent('console', (message) => message.text().includes('could not be fetched'))
  await page.evaluate(() => document.body.append(document.createElement('wg-grid-tree')))
  await warned
  assert.equal(await isDefined(page, 'wg-grid-tree'), false)
  isCut = false
  await page.evaluate(() => dispatchEvent(new Event('online')))
  await says(page, 'wg-grid-tree', '还没有连接到服务器')
  assert.equal(warnings.filter((warning) => warning.includes('<wg-grid-tree> could not be fetched')).length, 1)
  await page.close()
})

test('an element whose words do not come shows nothing wrong and speaks once they do; a language that does not come leaves the one it has', async () => {
  const cut = new Set(['zh', 'en'])
  const { page } = await openHost('', async (page) => {
    for (const language of ['zh', 'en'])
      await page.route(`**/${language}-*.js`, (route) => (cut.has(language) ? route.abort() : route.continue()))
  })
  const warned = page.waitForEvent('console', (message) => message.text().includes('words of "zh"'))
  await page.evaluate(() => document.body.append(document.createElement('wg-grid-tree')))
  await warned
  assert.equal(await page.evaluate(() => document.querySelector('wg-grid-tree')!.shadowRoot?.textContent ?? ''), '')
  cut.delete('zh')
  await page.evaluate(() => dispatchEvent(new Event('online')))
  await says(page, 'wg-grid-tree', '还没有连接到服务器')

  const notInEnglish = page.waitForEvent('console', (message) => message.text().includes('words of "en"'))
  await page.evaluate(() => (document.documentElement.lang = 'en'))
  await notInEnglish
  await says(page, 'wg-grid-tree', '还没有连接到服务器')
  cut.delete('en')
  await page.evaluate(() => dispatchEvent(new Event('online')))
  await says(page, 'wg-grid-tree', 'Not connected to a server yet')
  await page.close()
})

test('a shadow root of the host’s own is watched where it is named', async () => {
  const { page } = await openHost('<div id="app"></div>')
  await page.evaluate(async () => {
    const root = document.querySelector('#app')!.attachShadow({ mode: 'open' })
    root.innerHTML = '<wg-grid-tree></wg-grid-tree>'
    const loader = '/pieces/wangge-loader.js'
    const { watchElements } = (await import(loader)) as { watchElements: (root: ShadowRoot) => () => void }
    watchElements(root)
  })
  await page.waitForFunction(() => customElements.get('wg-grid-tree'))
  await page.close()
})
