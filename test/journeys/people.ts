// Who is there, on the pages and at the server.
import { createHash } from 'node:crypto'
import type { BrowserContext, Page } from 'playwright-core'
import type { Stack } from './stack.ts'

/** The company whose intranet the example is. */
export const ORGANISATION = 'o-n-420'

export interface RosterEntry {
  slotId: string
  state: string
  name: string
  staffNumber?: string
}

/** Opens a page; what its console complains of while there is a network is added to `complaints`. */
export async function openPage(context: BrowserContext, url: string, complaints: string[] = []): Promise<Page> {
  const page = await context.newPage()
  page.on('console', (message) => {
    const isComplaint = message.type() === 'error' || message.type() === 'warning'
    if (isComplaint && !/ERR_INTERNET_DISCONNECTED|ERR_FAILED/.test(message.text())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(url)
  return page
}

/** Another employee signs in to the intranet in this browser. */
export async function switchEmployee({ intranet }: Stack, context: BrowserContext, employee: string): Promise<void> {
  const headers = { origin: intranet }
  await context.request.post(`${intranet}/session`, { headers, form: { employee }, maxRedirects: 0 })
}

/** Signs up for the first shift that is offered on one of the week's days, up to the button. */
export async function signUp(page: Page, day = 0): Promise<string> {
  const element = page.locator('wg-volunteer-signup')
  const chosen = element.locator('.day').nth(day)
  await chosen.click()
  // What is listed until then is of another day.
  await chosen.and(element.locator('[aria-pressed=true]')).waitFor()
  const offer = element.locator('[data-slot]').first()
  const slotId = (await offer.getAttribute('data-slot')) as string
  await offer.click()
  await element.getByRole('checkbox', { name: '我已阅读并同意' }).check()
  await element.getByRole('button', { name: '确认报名' }).click()
  return slotId
}

export const personKeyOf = (issuer: string, subject: string): string =>
  createHash('sha256').update(`${issuer}\n${subject}`).digest('hex').slice(0, 32)

/** Who signed up at the district, as the organisation's liaison reads it. */
export async function createRosterReader(stack: Stack): Promise<() => Promise<RosterEntry[]>> {
  const made = await stack.wangge('token', 'create', '--role', 'liaison', '--org', ORGANISATION, '--json')
  const { token } = JSON.parse(made) as { token: string }
  return async () => {
    const response = await fetch(`${stack.endpoint}/v1/organisations/${ORGANISATION}/sign-ups`, {
      headers: { authorization: `Bearer ${token}` },
    })
    if (!response.ok) throw new Error(`expected the roster, got ${response.status} ${await response.text()}`)
    return ((await response.json()) as { entries: RosterEntry[] }).entries
  }
}

/** What this browser keeps of the page's site, in every database, as text. */
export const keptIn = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const result = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error as DOMException)
      })
    const kept: unknown[] = []
    for (const { name } of await indexedDB.databases()) {
      const database = await result(indexedDB.open(name as string))
      for (const store of database.objectStoreNames) {
        const all = database.transaction(store).objectStore(store)
        kept.push([name, store, await result(all.getAllKeys()), await result(all.getAll())])
      }
      database.close()
    }
    return JSON.stringify([kept, Object.entries(localStorage), Object.entries(sessionStorage)])
  })
