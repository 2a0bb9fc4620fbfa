// A browser freezes tabs to save power, in the middle of what they do, and keeps their locks for them.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Browser, chromium, type Page } from 'playwright-core'
import { BROWSER_FLAGS } from '../../scripts/browser.mjs'
import { serveOnePage } from './one-page.ts'

interface Tab {
  holdForGood(): Promise<string>
  hold(): Promise<string>
}

let browser: Browser
let origin: string
let close: () => void

before(async () => {
  ;({ origin, close } = await serveOnePage(`import { createLocks } from './locks.ts'
        const locks = createLocks('test')
        globalThis.tab = {
          /** Holds the lock for good; tells how that ends. */
          holdForGood: () => new Promise((told) => {
            locks.exclusive('outbox', (lost) => { told('held'); return new Promise(() => lost.addEventListener('abort', () => (document.title = 'lost'))) })
              .catch((error) => (document.body.textContent = error.code))
          }),
          hold: () => locks.exclusive('outbox', async () => 'mine'),
        }`))
  browser = await chromium.launch({ executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium', args: BROWSER_FLAGS })
})

after(async () => {
  await browser?.close()
  close?.()
})

test('what a frozen tab held a tab in view takes over, and the other hears of it when it runs again', async () => {
  const context = await browser.newContext()
  const [frozen, inView] = [await context.newPage(), await context.newPage()]
  for (const page of [frozen, inView]) await page.goto(origin)
  const held = await frozen.evaluate(() => (globalThis as unknown as { tab: Tab }).tab.holdForGood())
  assert.equal(held, 'held')
  await inView.bringToFront()
  const thaw = await freeze(frozen)
  assert.equal(await inView.evaluate(() => (globalThis as unknown as { tab: Tab }).tab.hold()), 'mine')
  await thaw()
  await frozen.waitForFunction(() => document.title === 'lost' && document.body.textContent === 'aborted')
  await context.close()
})

test('what a closed tab held is free at once', async () => {
  const context = await browser.newContext()
  const [closed, inView] = [await context.newPage(), await context.newPage()]
  for (const page of [closed, inView]) await page.goto(origin)
  await closed.evaluate(() => (globalThis as unknown as { tab: Tab }).tab.holdForGood())
  const mine = inView.evaluate(() => (globalThis as unknown as { tab: Tab }).tab.hold())
  await closed.close()
  assert.equal(await mine, 'mine')
  await context.close()
})

/** Stops all that runs in a page, as a browser that freezes it: no timer, no message, no answer. Resolves to what thaws it. */
async function freeze(page: Page): Promise<() => Promise<unknown>> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Debugger.enable')
  const paused = new Promise((resolve) => devtools.once('Debugger.paused', resolve))
  await devtools.send('Debugger.pause')
  // It stops at the next that it does.
  devtools.send('Runtime.evaluate', { expression: '0' }).catch(() => {})
  await paused
  return () => devtools.send('Debugger.resume')
}
