// A liaison's week at the desk: what is owed, five people named, one replaced, the hours of service.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { join } from 'node:path'
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { openPage, ORGANISATION } from './people.ts'
import { startStack, type Stack } from './stack.ts'

let stack: Stack
let context: BrowserContext
const complaints: string[] = []

before(async () => {
  stack = await startStack()
  context = await stack.browser.newContext({
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: { width: 1440, height: 1000 },
  })
  context.setDefaultTimeout(20_000)
})

after(() => stack?.dispose())

const records = <T>(name: string): T[] =>
  (JSON.parse(readFileSync(join(import.meta.dirname, `../../seeds/data/${name}.json`), 'utf8')) as { records: T[] }).records

/** People of the organisation who have agreed to volunteer duty, by name. */
function volunteers(): string[] {
  const members = new Set(
    records<{ personId: string; orgId: string }>('memberships')
      .filter(({ orgId }) => orgId === ORGANISATION)
      .map(({ personId }) => personId),
  )
  const agreed = new Set(records<{ personId: string }>('duty-consents').map(({ personId }) => personId))
  return records<{ id: string; displayName: string }>('people')
    .filter(({ id }) => members.has(id) && agreed.has(id))
    .map(({ displayName }) => displayName)
}

async function openBoard(): Promise<{ page: Page; board: Locator }> {
  const page = await openPage(context, `${stack.desk}/`, complaints)
  await page.getByRole('button', { name: '登录' }).click()
  await page.getByRole('button', { name: /Liaison/ }).click()
  const board = page.locator('wg-roster-board')
  await board.getByRole('tab', { name: '排班' }).waitFor()
  return { page, board }
}

/** How many are named in the week that is shown. */
async function assigned(board: Locator): Promise<number> {
  const words = await board.locator('.quota .whole').innerText()
  return Number(/已报 (\d+)/.exec(words)?.[1] ?? Number.NaN)
}

/** Opens shifts that lack people, one after the other, until one asks for nothing special. */
async function openShift(board: Locator, after: number): Promise<number> {
  for (let at = after; ; at += 1) {
    await board.locator('.shift.empty').nth(at).click()
    await board.locator('.candidates li').first().waitFor()
    if ((await board.locator('.panel .needs').count()) === 0) return at
  }
}

const pick = async (board: Locator, name: string, verb: '安排' | '换成') => {
  await board.getByRole('searchbox', { name: '查找姓名或工号' }).fill(name)
  await board
    .getByRole('button', { name: `${verb} ${name}`, exact: true })
    .first()
    .click()
  await board.locator('#panel-news').getByText(name).waitFor()
}

test('a liaison sees what is owed, names five people, replaces one, and sees the hours of service', async () => {
  const { page, board } = await openBoard()
  await board.getByRole('button', { name: '下一周' }).click()
  await board
    .locator('.quota .whole')
    .getByText(/应派 \d+ 人次，已报 \d+/)
    .waitFor()
  const before = await assigned(board)
  await board.locator('.shift.empty').first().waitFor()

  const [first = '', second = '', third = '', fourth = '', fifth = '', other = ''] = volunteers()
  for (const [at, name] of [first, second, third, fourth, fifth].entries()) {
    await openShift(board, at * 3)
    await pick(board, name, '安排')
    assert.match(await board.locator('#panel-news').innerText(), new RegExp(`${name}：已报上`))
  }
  await page.waitForFunction((wanted) => {
    const words = document.querySelector('wg-roster-board')?.shadowRoot?.querySelector('.quota .whole')?.textContent ?? ''
    return words.includes(`已报 ${wanted}`)
  }, before + 5)

  await board.getByRole('button', { name: `换下 ${fifth}` }).click()
  await pick(board, other, '换成')
  await board.locator('.people:not(.candidates)').getByText(other).waitFor()
  assert.equal(await board.locator('.people:not(.candidates)').getByText(fifth).count(), 0)

  await board.getByRole('tab', { name: '换班' }).click()
  await board.locator('[data-swap]').getByText(other).waitFor()

  await board.getByRole('tab', { name: '时长与证明' }).click()
  await board.locator('.sum').waitFor()
  // The duties that are over may all lie in the month before.
  if ((await board.locator('table.plain tbody tr').count()) === 0) {
    await board.getByRole('button', { name: '上一月' }).click()
    await board.locator('table.plain tbody tr').first().waitFor()
  }
  assert.match(await board.locator('table.plain').innerText(), /小时/)
  assert.deepEqual(complaints, [])
  await page.close()
})
