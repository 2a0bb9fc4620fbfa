// The roster board at the desk, as an organisation's liaison has it.
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { openPage } from './people.ts'
import type { SoonShift } from './soon.ts'
import type { Stack } from './stack.ts'

/** Signs in at the desk. */
export async function openBoard(
  { desk }: Stack,
  context: BrowserContext,
  complaints: string[],
): Promise<{ page: Page; board: Locator }> {
  const page = await openPage(context, `${desk}/`, complaints)
  await page.getByRole('button', { name: '登录' }).click()
  await page.getByRole('button', { name: /Liaison/ }).click()
  const board = page.locator('wg-roster-board')
  await board.getByRole('tab', { name: '排班' }).waitFor()
  return { page, board }
}

/** Opens a shift of this week, or of the next where it begins after Sunday's midnight. */
export async function openShift(board: Locator, { slotId }: SoonShift): Promise<void> {
  const shift = board.locator(`[data-slot="${slotId}"]`)
  await board.locator('.shift').first().waitFor()
  if ((await shift.count()) === 0) await board.getByRole('button', { name: '下一周' }).click()
  await shift.click()
  await board.locator('.panel').waitFor()
}
