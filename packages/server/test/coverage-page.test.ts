import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { pathToFileURL } from 'node:url'
import { checkCoverage } from '@wangge/core/grid'
import { chromium } from 'playwright-core'
import type { Browser, Page } from 'playwright-core'
import { BROWSER_FLAGS } from '../../../scripts/browser.mjs'
import { coveragePage } from '../src/report/coverage-page.ts'
import type { PageInput } from '../src/report/page-data.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const ATTACK = '</script><script>globalThis.attacked = 1</script><img src=x onerror="globalThis.attacked = 1">'

type Ring = [number, number][]
const box = (west: number, south: number, east: number, north: number): { type: 'Polygon'; coordinates: Ring[] } => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ],
  ],
})
const grid = (id: string, name: string, geometry: ReturnType<typeof box>, parentId?: string) => ({
  id,
  ...(parentId === undefined ? {} : { parentId }),
  name: { zh: name, en: `Grid ${id} ${name.startsWith('<') ? name : ''}` },
  level: parentId === undefined ? ('estate' as const) : ('micro' as const),
  geometry,
})

/** With a corner wherever one of the two has one. */
const outline = (blank: number): ReturnType<typeof box> => {
  const middle = blank === 0 ? [100] : [100 - blank, 100]
  const south = middle.map((x): [number, number] => [x, 0])
  const north = middle.toReversed().map((x): [number, number] => [x, 100])
  return { type: 'Polygon', coordinates: [[[0, 0], ...south, [200, 0], [200, 100], ...north, [0, 100], [0, 0]]] }
}

/** Metres: an estate of two micro-grids; `blank` of them is left between the two. */
const estate = (blank: number) => [
  grid('e', '锦瑞坊', outline(blank)),
  grid('m1', ATTACK, box(0, 0, 100 - blank, 100), 'e'),
  grid('m2', '二号楼', box(100, 0, 200, 100), 'e'),
]

describe('the page of a check', () => {
  let folder: string
  let browser: Browser
  let page: Page
  let troubles: string[]
  let requests: string[]

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wangge-page-'))
    browser = await chromium.launch({ executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium', args: BROWSER_FLAGS })
  })
  after(async () => {
    await browser.close()
    await rm(folder, { recursive: true, force: true })
  })

  const open = async (input: Partial<PageInput>, options: Parameters<Browser['newPage']>[0] = {}) => {
    await page?.close()
    const grids = input.grids ?? estate(0.01)
    const report = input.report ?? checkCoverage(grids as Parameters<typeof checkCoverage>[0], { crs: 'planar' })
    const at = new Date('2026-03-02T01:00:00Z')
    const html = await coveragePage({ title: 'a & b.json', crs: 'planar', lang: 'zh', notes: [], at, ...input, grids, report })
    const file = join(folder, 'page.html')
    await writeFile(file, html)
    page = await browser.newPage({ viewport: { width: 1200, height: 800 }, ...options })
    troubles = []
    requests = []
    page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()))
    page.on('pageerror', (error) => troubles.push(error.message))
    page.on('request', (request) => requests.push(request.url()))
    await page.goto(pathToFileURL(file).href)
    await page.locator('canvas').waitFor()
  }
  const rows = () => page.locator('#findings [role=option]')
  const scale = () => page.locator('.scale').innerText()
  /** Until the scale of the map is another one. */
  const rescaled = (before: string) => page.locator('.scale').filter({ hasNotText: before }).waitFor()
  /** Colour of the pixel in the middle of the map. */
  const middle = () =>
    page.evaluate(() => {
      const canvas = document.querySelector('canvas')!
      const { width, height } = canvas
      return [...canvas.getContext('2d')!.getImageData(width / 2 + 40, height / 2, 1, 1).data]
    })

  it('is whole in itself: it asks for nothing and its policy finds nothing to forbid', async () => {
    await open({})
    assert.equal(requests.length, 1)
    assert.deepEqual(troubles, [])
    assert.equal(await page.title(), 'a & b.json')
  })

  it('shows a name that is an attack as the text that it is', async () => {
    await open({})
    assert.ok((await rows().first().innerText()).includes(ATTACK))
    await rows().first().click()
    await page.getByRole('button', { name: 'English' }).click()
    assert.equal(await page.evaluate(() => 'attacked' in globalThis), false)
    assert.deepEqual(troubles, [])
  })

  it('goes to a blank of a centimetre, and so near that it is seen', async () => {
    await open({})
    assert.match(await rows().first().innerText(), /空白区域[^]*1 m²[^]*1 cm/)
    await rows().first().click()
    assert.equal(await rows().first().getAttribute('aria-selected'), 'true')
    await page.getByRole('button', { name: '放大到此处' }).click()
    await page.locator('.scale', { hasText: / mm/ }).waitFor()
    const [red = 0, green = 0, blue = 0] = await middle()
    assert.ok(red > green + 20 && red > blue + 20, `${red} ${green} ${blue}`)
  })

  it('is worked by keys alone, in the list and on the map', async () => {
    await open({ grids: [...estate(0.01), ...flatOverlaps(3)] })
    const [, ...others] = await rows().all()
    await page.locator('#findings').focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    assert.equal(await others[0]!.getAttribute('aria-selected'), 'true')
    const before = await scale()
    await page.keyboard.press('Enter')
    await rescaled(before)
    await page.locator('canvas').focus()
    await page.keyboard.press('0')
    const all = await scale()
    for (const key of ['+', '+', '+', 'ArrowLeft']) await page.keyboard.press(key)
    await rescaled(all)
    await page.keyboard.press('n')
    assert.equal(await others[1]!.getAttribute('aria-selected'), 'true')
    await page.keyboard.press('p')
    assert.equal(await others[0]!.getAttribute('aria-selected'), 'true')
  })

  it('is moved and zoomed by the mouse, and names what is under it', async () => {
    await open({ lang: 'en' })
    const { x, y, width, height } = (await page.locator('canvas').boundingBox())!
    const [left, centre] = [x + width * 0.7, y + height / 2]
    await page.mouse.move(left, centre)
    await page.locator('.pointed', { hasText: /Grid e.*›.*Grid m2/ }).waitFor()
    const before = await scale()
    await page.mouse.wheel(0, -600)
    await rescaled(before)
    const place = await page.locator('.pointed').innerText()
    await page.mouse.down()
    await page.mouse.move(left + 60, centre + 30)
    await page.mouse.up()
    await page.mouse.move(left, centre)
    await page.locator('.pointed').filter({ hasNotText: place }).waitFor()
  })

  it('narrows the list by kind and by the name of a grid', async () => {
    await open({ grids: [...estate(0.01), ...flatOverlaps(3)] })
    const all = await rows().count()
    await page.getByRole('button', { name: /交叉重叠/ }).click()
    assert.equal(await rows().count(), 3)
    await page.getByRole('searchbox').fill('O1-B')
    assert.equal(await rows().count(), 1)
    await page.getByRole('searchbox').fill('nobody')
    assert.equal(await rows().count(), 0)
    assert.match(await page.locator('#findings').innerText(), /没有符合条件的结果/)
    await page.getByRole('searchbox').fill('')
    await page.getByRole('button', { name: /^全部/ }).click()
    assert.equal(await rows().count(), all)
  })

  it('says that all is clean, with its figures, in both languages', async () => {
    await open({ grids: estate(0) })
    const header = page.getByRole('banner')
    assert.match(await header.innerText(), /界线明确[^]*3 个网格[^]*20,000 m²/)
    await page.getByRole('button', { name: 'English' }).click()
    assert.match(await header.innerText(), /Clear borders[^]*3 grids[^]*20,000 m²/)
    assert.equal(await page.getAttribute('html', 'lang'), 'en')
    assert.equal(await page.locator('#findings').isVisible(), false)
  })

  it('shows thousands of findings a part at a time', async () => {
    await open({ grids: flatOverlaps(700) })
    assert.equal(await rows().count(), 500)
    await page.getByRole('button', { name: '再显示 200 处' }).click()
    assert.equal(await rows().count(), 700)
  })

  it('draws what can be drawn where an outline cannot be read', async () => {
    const broken = { type: 'Polygon', coordinates: [[[0, 0], ['x', 1], null, [5, 5], [0, 9]]] } as unknown as ReturnType<
      typeof box
    >
    const nothing = { type: 'Polygon', coordinates: 7 } as unknown as ReturnType<typeof box>
    await open({ grids: [...estate(0), grid('x', '坏', broken), grid('y', '空', nothing)] })
    await rows().first().click()
    assert.deepEqual(troubles, [])
  })

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`fits a phone, and is accessible, when it is ${colorScheme}`, async () => {
      await open({}, { viewport: { width: 390, height: 844 }, colorScheme })
      const surplus = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
      assert.equal(surplus, 0)
      await rows().first().click()
      await page.evaluate(AXE)
      const violations = await page.evaluate(async () => {
        const { axe } = globalThis as unknown as {
          axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
        }
        return (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]!.html}`)
      })
      assert.deepEqual(violations, [])
    })
  }

  it('prints all findings in light colours, whatever the screen has', async () => {
    await open({ grids: flatOverlaps(510) }, { colorScheme: 'dark' })
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')))
    assert.equal(await rows().count(), 510)
    assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), 'rgb(255, 255, 255)')
  })
})

/** Pairs of squares that overlap by a metre, each pair by itself. */
function flatOverlaps(count: number) {
  return Array.from({ length: count }, (_, index) => {
    const [x, y] = [(index % 40) * 50, 1000 + Math.floor(index / 40) * 50]
    return [
      grid(`o${index}-a`, `甲${index}`, box(x, y, x + 11, y + 10)),
      grid(`o${index}-b`, `乙${index}`, box(x + 10, y, x + 20, y + 10)),
    ]
  }).flat()
}
