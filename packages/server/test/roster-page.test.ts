import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { pathToFileURL } from 'node:url'
import { planRoster } from '@wangge/core/roster'
import type { RosterProblem } from '@wangge/core/roster/schema'
import { chromium } from 'playwright-core'
import type { Browser, Page } from 'playwright-core'
import { BROWSER_FLAGS } from '../../../scripts/browser.mjs'
import { rosterPage } from '../src/report/roster-page.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const ATTACK = '</script><script>globalThis.attacked = 1</script><img src=x onerror="globalThis.attacked = 1">'
const WEEK = new URL('../../../examples/roster/week.json', import.meta.url)

describe('the page of a rotation', () => {
  let folder: string
  let browser: Browser
  let page: Page
  let problem: RosterProblem
  let troubles: string[]
  let requests: string[]

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wangge-roster-'))
    browser = await chromium.launch({ executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium', args: BROWSER_FLAGS })
    problem = JSON.parse(await readFile(WEEK, 'utf8')) as RosterProblem
  })
  after(async () => {
    await browser.close()
    await rm(folder, { recursive: true, force: true })
  })

  const open = async (given: RosterProblem, options: Parameters<Browser['newPage']>[0] = {}) => {
    await page?.close()
    const plan = await planRoster(given, { seed: 1 })
    const html = await rosterPage({ title: 'a & b.json', problem: given, plan, lang: 'zh', at: new Date('2026-06-01T01:00:00Z') })
    const file = join(folder, 'page.html')
    await writeFile(file, html)
    page = await browser.newPage({ viewport: { width: 1200, height: 900 }, ...options })
    troubles = []
    requests = []
    page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()))
    page.on('pageerror', (error) => troubles.push(error.message))
    page.on('request', (request) => requests.push(request.url()))
    await page.goto(pathToFileURL(file).href)
    await page.locator('.slot').first().waitFor()
    return plan
  }

  it('is whole in itself, and shows every shift with how far it is filled', async () => {
    const plan = await open(problem)
    assert.equal(requests.length, 1)
    assert.deepEqual(troubles, [])
    assert.equal(await page.locator('.slot').count(), problem.slots.length)
    const missing = plan.unfilled.reduce((sum, one) => sum + one.missing, 0)
    assert.equal(await page.locator('.outcome').innerText(), `缺 ${missing} 人`)
    assert.equal(await page.locator('.gap').count(), plan.unfilled.length)
  })

  it('goes from a gap to its shift, and says who is there and why nobody else', async () => {
    await open(problem)
    await page.locator('.gap').first().click()
    const detail = page.locator('.detail')
    assert.match(await detail.innerText(), /crossing-east[^]*缺 \d+ 人。符合条件 \d+ 人/)
    assert.equal(await page.locator('.slot[aria-pressed=true]').count(), 1)
    await page.getByRole('button', { name: 'English' }).click()
    assert.match(await detail.innerText(), /\d+ missing\. \d+ eligible: /)
    await page.getByRole('button', { name: 'Close' }).click()
    assert.equal(await detail.isVisible(), false)
  })

  it('finds a post, a person, and the posts with gaps', async () => {
    const plan = await open(problem)
    const rows = page.locator('.week tbody tr')
    const short = new Set(plan.unfilled.map(({ slot }) => problem.slots.find(({ id }) => id === slot)!.postId))
    await page.locator('#gaps-only').check()
    assert.equal(await rows.count(), short.size)
    await page.locator('#gaps-only').uncheck()
    await page.getByRole('searchbox').fill('market')
    assert.equal(await rows.count(), 1)
    await page.getByRole('searchbox').fill('nobody of that name')
    assert.equal(await page.locator('.none').first().innerText(), '没有符合条件的岗位')
  })

  it('shows an id that is an attack as the text that it is', async () => {
    const [slot] = problem.slots
    await open({ ...problem, fixed: [], slots: [{ ...slot!, postId: ATTACK }] })
    assert.ok((await page.locator('.week tbody th').innerText()).includes(ATTACK))
    await page.locator('.slot').click()
    assert.equal(await page.evaluate(() => 'attacked' in globalThis), false)
    assert.deepEqual(troubles, [])
  })

  for (const [name, options] of Object.entries({
    light: {},
    dark: { colorScheme: 'dark' },
    'a phone': { viewport: { width: 375, height: 800 } },
  } as const)) {
    it(`can be read by all, in ${name}`, async () => {
      await open(problem, options)
      await page.locator('.gap').first().click()
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= page.viewportSize()!.width)
      await page.evaluate(AXE)
      const violations = await page.evaluate(async () => {
        const { axe } = globalThis as unknown as {
          axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
        }
        return (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
      })
      assert.deepEqual(violations, [])
    })
  }
})
