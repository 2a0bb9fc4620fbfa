// A liaison's week at the desk: somebody put on record as come, what is owed, five people named, one replaced, the hours of
// service, a certificate on paper.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { join } from 'node:path'
import type { BrowserContext, Locator } from 'playwright-core'
import { openBoard, openShift } from './board.ts'
import { openPage, ORGANISATION, switchEmployee } from './people.ts'
import { makeShift, type SoonShift } from './soon.ts'
import { startStack, type Stack } from './stack.ts'

/** Of the intranet: the sample knows them by their number, and has hours of theirs. */
const EMPLOYEE = { number: 'H045', name: '任桂鹏' }

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

/** How many are named in the week that is shown. */
async function assigned(board: Locator): Promise<number> {
  const words = await board.locator('.quota .whole').innerText()
  return Number(/已报 (\d+)/.exec(words)?.[1] ?? Number.NaN)
}

/** Opens shifts that lack people, one after the other, until one asks for nothing special. */
async function openOpenShift(board: Locator, after: number): Promise<number> {
  for (let at = after; ; at += 1) {
    await board.locator('.shift.empty').nth(at).click()
    await board.locator('.candidates li').first().waitFor()
    if ((await board.locator('.panel .needs').count()) === 0) return at
  }
}

const pick = async (board: Locator, name: string, verb: '安排' | '换成此人') => {
  await board.getByRole('searchbox', { name: '查找姓名或工号' }).fill(name)
  await board
    .getByRole('button', { name: `${verb} ${name}`, exact: true })
    .first()
    .click()
  await board.locator('#panel-news').getByText(name).waitFor()
}

/** Names somebody for a shift at which people check in already, and puts on record that they are there. */
async function receive(board: Locator, shift: SoonShift, names: readonly string[]): Promise<void> {
  await openShift(board, shift)
  await board.locator('.candidates li').first().waitFor()
  const people = board.locator('.people:not(.candidates)')
  for (const name of names) {
    await pick(board, name, '安排')
    // Whoever has another duty about now does not come.
    if (await board.locator('#panel-news .notice.ok').count()) {
      await people.getByRole('button', { name: `登记到岗：${name}`, exact: true }).click()
      await board.locator('#panel-news').getByText(`${name}：已登记到岗`).waitFor()
      await people.getByText(/\d\d:\d\d 签到（代为登记）/).waitFor()
      return
    }
  }
  throw new Error(`expected one of ${names.join(', ')} to be free now, got none`)
}

/** An employee has a certificate issued on the intranet, and lets the organisation print it. @returns its code */
async function issueCertificate(): Promise<string> {
  const own = await stack.browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
  own.setDefaultTimeout(20_000)
  await switchEmployee(stack, own, EMPLOYEE.number)
  const page = await openPage(own, `${stack.intranet}/`, complaints)
  const element = page.locator('wg-volunteer-signup')
  await element.getByRole('button', { name: '服务时长' }).click()
  await element.getByRole('checkbox', { name: '我的姓名' }).check()
  await element.getByRole('checkbox', { name: '本单位的联络人可以打印' }).check()
  await element.getByRole('button', { name: '开具证明' }).click()
  await element.getByText('证明开好了').waitFor()
  const code = await element.locator('[data-certificate] .code').innerText()
  await own.close()
  return code
}

/** Prints the certificate. @returns the hours on it, and the address by which anybody verifies it */
async function print(board: Locator, code: string): Promise<{ hours: string; address: string }> {
  const opened = context.waitForEvent('page')
  await board.getByRole('link', { name: `打印证明：${EMPLOYEE.name}` }).click()
  const paper = await opened
  await paper.getByText(code, { exact: true }).waitFor()
  const words = await paper.locator('body').innerText()
  const said = new RegExp(`兹证明 ${EMPLOYEE.name} 于.+期间参加志愿服务活动 1 次，服务时间共计\\s+([\\d.]+) 小时`)
  const [, hours = ''] = said.exec(words) ?? []
  assert.ok(Number(hours) > 2, words)
  assert.match((await paper.pdf({ format: 'A4' })).toString('latin1'), /^%PDF-[^]+\/Count 1\b/, 'it is one page')
  const address = await paper.locator('.check p').last().innerText()
  await paper.close()
  return { hours, address }
}

/** Somebody who has the paper in their hand, and nothing else. */
async function verify(address: string): Promise<string> {
  const anybody = await stack.browser.newContext({ locale: 'zh-CN' })
  const page = await openPage(anybody, address, complaints)
  const words = await page.locator('body').innerText()
  await anybody.close()
  return words
}

test('a liaison receives somebody, sees what is owed, names five people, replaces one, sees the hours and prints a certificate', async () => {
  const soon = await makeShift(stack, { postId: 'post-004', startsIn: 50, minutes: 60 })
  const { page, board } = await openBoard(stack, context, complaints)
  const [first = '', second = '', third = '', fourth = '', fifth = '', other = '', ...more] = volunteers()
  await receive(board, soon, more)
  await board.locator('.panel-head button').first().click()
  const week = await board.locator('.week-name').innerText()
  await board.getByRole('button', { name: '下一周' }).click()
  await board.locator('.week-name').filter({ hasNotText: week }).waitFor()
  await board
    .locator('.quota .whole')
    .getByText(/应派 \d+ 人次，已报 \d+/)
    .waitFor()
  const before = await assigned(board)
  await board.locator('.shift.empty').first().waitFor()

  for (const [at, name] of [first, second, third, fourth, fifth].entries()) {
    await openOpenShift(board, at * 3)
    await pick(board, name, '安排')
    assert.match(await board.locator('#panel-news').innerText(), new RegExp(`${name}：已报上`))
  }
  await page.waitForFunction((wanted) => {
    const words = document.querySelector('wg-roster-board')?.shadowRoot?.querySelector('.quota .whole')?.textContent ?? ''
    return words.includes(`已报 ${wanted}`)
  }, before + 5)

  await board.getByRole('button', { name: `换人：替下 ${fifth}` }).click()
  await pick(board, other, '换成此人')
  await board.locator('.people:not(.candidates)').getByText(other).waitFor()
  assert.equal(await board.locator('.people:not(.candidates)').getByText(fifth).count(), 0)

  await board.getByRole('tab', { name: '换班' }).click()
  await board.locator('[data-swap]').getByText(other).waitFor()

  const code = await issueCertificate()
  await board.getByRole('tab', { name: '时长与证明' }).click()
  await board.locator('.sum').waitFor()
  // The duties that are over may all lie in the month before.
  if ((await board.locator('table.plain tbody tr').count()) === 0) {
    await board.getByRole('button', { name: '上一月' }).click()
    await board.locator('table.plain tbody tr').first().waitFor()
  }
  assert.match(await board.locator('table.plain').innerText(), /小时/)

  await board.locator('[data-certificate]').getByText(`核验编号 ${code}`).waitFor()
  const { hours, address } = await print(board, code)
  const told = await verify(address)
  for (const words of ['证明有效', EMPLOYEE.name, `${hours} 小时`]) assert.ok(told.includes(words), `${words} in ${told}`)
  const forged = await verify(address.replace(code, (code.startsWith('A') ? 'B' : 'A') + code.slice(1)))
  assert.ok(forged.includes('查无此证明') && !forged.includes(EMPLOYEE.name), forged)
  // The answer to a code that is none is a 404, of which the browser tells.
  assert.deepEqual(
    complaints.splice(0).filter((words) => !words.includes('404')),
    [],
  )
  await page.close()
})
