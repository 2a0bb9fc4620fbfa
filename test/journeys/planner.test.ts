// Planning beside the page, on three host pages under strict policies: one with the files on its own site, one whose script comes from
// elsewhere and that frames the district's server, and one that does not let it.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, normalize } from 'node:path'
import { after, before, test } from 'node:test'
import type { BrowserContext, Page } from 'playwright-core'
import type { createPlanner as Planning } from '@wangge/core/planner'
import { openPage } from './people.ts'
import { startStack, type Stack } from './stack.ts'

/** What npm would install. */
const INSTALLED = join(import.meta.dirname, '..', '..', 'examples', 'intranet', 'node_modules', '@wangge')

let stack: Stack
let context: BrowserContext
/** Another site's server for scripts, as a CDN is one. */
let scripts: Site
let host: Site
const requests: string[] = []

interface Site {
  origin: string
  /** Policy of its page. */
  policy: string
  close(): void
}

before(async () => {
  stack = await startStack()
  scripts = await openSite()
  host = await openSite()
  await stack.wangge('key', 'create', '--origin', host.origin, '--audience', 'public')
  context = await stack.browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
  context.setDefaultTimeout(20_000)
  context.on('request', (request) => requests.push(request.url()))
})

after(async () => {
  scripts?.close()
  host?.close()
  await stack?.dispose()
})

/** A page without anything of its own, and the installed packages below /vendor/, for other origins too. */
async function openSite(): Promise<Site> {
  const site = { origin: '', policy: '', close: () => void server.close() }
  const server: Server = createServer(async ({ url = '/' }, response) => {
    if (!url.startsWith('/vendor/')) {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': site.policy })
      return response.end(
        '<!doctype html><html lang="zh-CN"><title>Host</title><link rel="icon" href="data:," /><p>单位网站</p></html>',
      )
    }
    const bytes = await readFile(join(INSTALLED, normalize(url).slice('/vendor/'.length))).catch(() => undefined)
    response.writeHead(bytes ? 200 : 404, {
      'content-type': 'text/javascript; charset=utf-8',
      'access-control-allow-origin': '*',
    })
    response.end(bytes)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  site.origin = `http://localhost:${(server.address() as AddressInfo).port}`
  return site
}

interface Asked {
  /** Of the planner's module, from wherever it comes. */
  module: string
  endpoint: string | null
  patience?: number
}

/** Plans two shifts for two people on the page, as its own script would. */
const planOn = (page: Page, asked: Asked) =>
  page.evaluate(async ({ module, endpoint, patience }) => {
    const { createPlanner } = (await import(module)) as { createPlanner: typeof Planning }
    const planner = createPlanner({ ...(endpoint !== null && { endpoint }), ...(patience !== undefined && { patience }) })
    const slot = (day: number) => ({
      id: `s-${day}`,
      postId: 'post',
      startsAt: `2026-06-0${day}T09:00:00+08:00`,
      endsAt: `2026-06-0${day}T12:00:00+08:00`,
      needs: [{ min: 1 }],
    })
    const problem = {
      version: 1 as const,
      timeZone: 'Asia/Shanghai',
      slots: [slot(1), slot(2)],
      people: [{ id: 'anna' }, { id: 'bo' }],
    }
    try {
      const plan = await planner.plan(problem, { seed: 1 })
      const { valid } = await planner.verify(problem, plan)
      return { filled: plan.assignments.length, valid, frames: document.querySelectorAll('iframe').length }
    } catch (error) {
      const { name, code, message } = error as Error & { code: string }
      return { name, code, message }
    } finally {
      planner.dispose()
    }
  }, asked)

test('on the sample intranet, whose policy allows its own scripts only, it plans in a worker of its own', async () => {
  const complaints: string[] = []
  const page = await openPage(context, `${stack.intranet}/`, complaints)
  const asked = { module: `${stack.intranet}/vendor/core/planner/index.js`, endpoint: null }
  assert.deepEqual(await planOn(page, asked), { filled: 2, valid: true, frames: 0 })
  assert.deepEqual(complaints, [])
  await page.close()
})

test('with a script from another origin it plans in a frame of the district’s server, and the page’s policy needs but frame-src', async () => {
  host.policy = `default-src 'none'; script-src ${scripts.origin}; img-src data:; connect-src ${stack.endpoint}; frame-src ${stack.endpoint}`
  const complaints: string[] = []
  const page = await openPage(context, host.origin, complaints)
  requests.length = 0
  const asked = { module: `${scripts.origin}/vendor/core/dist/planner/index.js`, endpoint: stack.endpoint }
  assert.deepEqual(await planOn(page, asked), { filled: 2, valid: true, frames: 1 })
  assert.deepEqual(complaints, [])
  assert.deepEqual(
    requests.filter((url) => !url.startsWith(scripts.origin)),
    [`${stack.endpoint}/planner?origin=${encodeURIComponent(host.origin)}`, `${stack.endpoint}/planner/worker.js`],
  )
  assert.equal(await page.locator('iframe').count(), 0, 'disposed of, it leaves nothing behind')
  await page.close()
})

test('where the page does not allow the frame, it says which header is missing', async () => {
  host.policy = `default-src 'none'; script-src ${scripts.origin}; img-src data:; connect-src ${stack.endpoint}`
  const page = await openPage(context, host.origin)
  const asked = { module: `${scripts.origin}/vendor/core/dist/planner/index.js`, endpoint: stack.endpoint }
  const { name, code, message } = (await planOn(page, asked)) as { name: string; code: string; message: string }
  assert.deepEqual([name, code], ['SdkError', 'worker'])
  assert.match(message, new RegExp(`frame of ${stack.endpoint} \\(frame-src in this page's policy\\)`))
  await page.close()
})

test('a page that is none of the district’s sites gets no planner from it', async () => {
  scripts.policy = `default-src 'none'; script-src 'self'; worker-src 'none'; img-src data:; frame-src ${stack.endpoint}`
  const page = await openPage(context, scripts.origin)
  const asked = { module: `${scripts.origin}/vendor/core/dist/planner/index.js`, endpoint: stack.endpoint, patience: 1_500 }
  const { code } = (await planOn(page, asked)) as { code: string }
  assert.equal(code, 'worker')
  await page.close()
})
