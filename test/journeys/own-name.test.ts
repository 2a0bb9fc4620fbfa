// An employee signs up on their company's intranet under their own name, and under nobody else's.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { BrowserContext, Page, Request } from 'playwright-core'
import { createRosterReader, ORGANISATION, openPage, personKeyOf, signUp, switchEmployee } from './people.ts'
import type { RosterEntry } from './people.ts'
import { startStack, type Stack } from './stack.ts'

let stack: Stack
let context: BrowserContext
let roster: () => Promise<RosterEntry[]>
const complaints: string[] = []
/** The employee's own request, as the browser sent it. */
let sent: Request
let chosen = ''

before(async () => {
  stack = await startStack()
  roster = await createRosterReader(stack)
  context = await stack.browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
  context.setDefaultTimeout(20_000)
})

after(() => stack?.dispose())

test('whom the intranet knows is signed up under that name, with nothing to type', async () => {
  const page = await openPage(context, `${stack.intranet}/`, complaints)
  const asked = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/v1/sign-ups'))
  chosen = await signUp(page)
  sent = await asked
  await page.getByText('报名成功').first().waitFor()
  assert.doesNotMatch(String(sent.postData()), /张晓岚|A001/)
  const own = (await roster()).filter(({ slotId }) => slotId === chosen)
  assert.deepEqual(
    own.map(({ name, staffNumber, state }) => ({ name, staffNumber, state })),
    [{ name: '张晓岚', staffNumber: 'A001', state: 'seated' }],
  )
  assert.match(await stack.wanggeOf({ name: '张晓岚' }, 'person', 'find', '--stdin'), /张\*岚/)
  assert.equal(await stack.wanggeOf({ name: '李一帆' }, 'person', 'find', '--stdin'), '')
  assert.deepEqual(complaints, [])
})

test('whoever comes from the picture at a post is asked whether they come, and the code is out of the address', async () => {
  const code = `1~${chosen}~0~k~${'0'.repeat(8)}~${'0'.repeat(22)}`
  const page = await openPage(context, `${stack.intranet}/?from=post#${code}`, complaints)
  await page.locator('wg-volunteer-signup #scanned-yes').waitFor()
  assert.equal(page.url(), `${stack.intranet}/?from=post`)
  await page.evaluate((hash) => (location.hash = hash), '#1~too-short')
  assert.equal(page.url(), `${stack.intranet}/?from=post#1~too-short`, 'what is no code is the page’s own')
  await page.locator('wg-volunteer-signup').getByRole('button', { name: '先不签' }).click()
  await page.locator('wg-volunteer-signup #scanned-yes').waitFor({ state: 'detached' })
  await page.evaluate((hash) => (location.hash = hash), `#${code}`)
  await page.locator('wg-volunteer-signup #scanned-yes').waitFor()
  assert.equal(page.url(), `${stack.intranet}/?from=post`)
  assert.deepEqual(complaints, [])
  await page.close()
})

/** What the server says to a sign-up that the page of somebody who means ill sends. */
async function forge(page: Page, { headers, body }: { headers: Record<string, string>; body: object }) {
  return page.evaluate(
    async ({ url, headers, body }) => {
      const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
      return { status: response.status, code: ((await response.json()) as { code?: string }).code }
    },
    { url: `${stack.endpoint}/v1/sign-ups`, headers, body },
  )
}

const tokenFor = (page: Page): Promise<string> =>
  page.evaluate(async () => ((await (await fetch('/wangge-token', { method: 'POST' })).json()) as { token: string }).token)

test('nobody is signed up under another’s name from the page, whatever it sends', async (t) => {
  const before = await roster()
  // Its console is full of the server's refusals: they are what is looked for.
  const page = await openPage(context, `${stack.intranet}/`)
  const { 'wangge-site-key': siteKey } = (await sent.allHeaders()) as { 'wangge-site-key': string }
  const own = await tokenFor(page)
  const next = await freeSlot(page, siteKey)
  const headersWith = (token: string | undefined, id: string) => ({
    'content-type': 'application/json',
    'wangge-site-key': siteKey,
    'idempotency-key': id,
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  })
  let count = 0
  const attempt = (token: string | undefined, changes: object = {}) => {
    const id = `01JD${String((count += 1)).padStart(22, '0')}`
    const consent = { purpose: 'volunteer-duty', version: 1 }
    return forge(page, { headers: headersWith(token, id), body: { id, slotId: next, orgId: ORGANISATION, consent, ...changes } })
  }
  const withClaims = (changes: object) => {
    const [header = '', payload = '', signature = ''] = own.split('.')
    const claims = { ...JSON.parse(Buffer.from(payload, 'base64url').toString()), ...changes } as object
    return [header, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.')
  }
  const unsigned = () => {
    const [, payload = ''] = own.split('.')
    return `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`
  }

  await t.test('the key of another person in the body', async () => {
    assert.deepEqual(await attempt(own, { person: personKeyOf(stack.intranet, 'A002') }), { status: 403, code: 'other-person' })
  })
  await t.test('a name and a number in the body', async () => {
    assert.equal((await attempt(own, { volunteer: { name: '李一帆', staffNumber: 'A002' } })).status, 422)
  })
  await t.test('one’s own token with another’s number in it', async () => {
    assert.deepEqual(await attempt(withClaims({ sub: 'A002', name: '李一帆' })), { status: 401, code: 'token-invalid' })
  })
  await t.test('a token that nobody signed', async () => {
    assert.deepEqual(await attempt(unsigned()), { status: 401, code: 'token-invalid' })
  })
  await t.test('no token', async () => {
    assert.deepEqual(await attempt(undefined), { status: 401, code: 'token-required' })
  })
  await t.test('another’s token for what one has made oneself', async () => {
    await switchEmployee(stack, context, 'A002')
    const others = await tokenFor(page)
    await switchEmployee(stack, context, 'A001')
    const made = JSON.parse(String(sent.postData())) as { id: string; person?: string }
    assert.equal(made.person, personKeyOf(stack.intranet, 'A001'))
    const answer = await forge(page, { headers: headersWith(others, made.id), body: made })
    assert.deepEqual(answer, { status: 403, code: 'other-person' })
  })
  await t.test('the same request once more is the same sign-up', async () => {
    const made = JSON.parse(String(sent.postData())) as { id: string }
    assert.equal((await forge(page, { headers: headersWith(own, made.id), body: made })).status, 201)
  })
  await t.test('another site’s page gets no token out of the session, and may not use one', async () => {
    const elsewhere = await openPage(context, `${stack.district}/`)
    const stolen = await elsewhere
      .evaluate(
        (url) => fetch(url, { method: 'POST', credentials: 'include' }).then((answer) => answer.text()),
        `${stack.intranet}/wangge-token`,
      )
      .catch(() => 'refused by the browser')
    assert.equal(stolen, 'refused by the browser')
    const made = JSON.parse(String(sent.postData())) as { id: string }
    const status = await forge(elsewhere, { headers: headersWith(own, made.id), body: made }).then(
      (answer) => answer.status,
      () => 'refused by the browser',
    )
    assert.ok(status === 403 || status === 'refused by the browser', String(status))
  })
  assert.deepEqual(await roster(), before)
})

/** A shift that the employee has not signed up for and could. */
function freeSlot(page: Page, siteKey: string): Promise<string> {
  return page.evaluate(
    async ({ url, siteKey, chosen }) => {
      const response = await fetch(url, { headers: { 'wangge-site-key': siteKey } })
      const { slots } = (await response.json()) as { slots: { id: string; startsAt: string }[] }
      return (slots.filter(({ id }) => id !== chosen).at(-1) as { id: string }).id
    },
    { url: `${stack.endpoint}/v1/slots?org=${ORGANISATION}`, siteKey, chosen },
  )
}
