import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { createStaffSignIn } from './index.ts'

const PAGE = 'https://pages.example/staff?tab=1'
const NOON = Date.parse('2026-03-02T12:00:00+08:00')
const SESSION = { token: 'ws_1', expiresAt: '2026-03-02T20:00:00+08:00' }

function setUp(answer = () => Response.json(SESSION, { status: 201 })) {
  const stored = new Map<string, string>()
  const calls: { url: string; body: unknown; authorization: string | undefined }[] = []
  const clock = { now: NOON }
  let count = 0
  const signIn = createStaffSignIn({
    endpoint: 'https://grid.example/',
    storage: {
      getItem: (key) => stored.get(key) ?? null,
      setItem: (key, value) => void stored.set(key, value),
      removeItem: (key) => void stored.delete(key),
    },
    fetch: (async (input: unknown, init: { body?: string; headers: Record<string, string> }) => {
      const body: unknown = init.body === undefined ? undefined : JSON.parse(init.body)
      calls.push({ url: String(input), body, authorization: init.headers['authorization'] })
      return answer()
    }) as typeof fetch,
    now: () => clock.now,
    randomBytes: (size) => new Uint8Array(size).fill((count += 1)),
  })
  const begin = async () => new URL(await signIn.begin(`${PAGE}#old`))
  const comeBack = (question: URL, answers: Record<string, string>) => {
    const state = question.searchParams.get('state') ?? ''
    return signIn.complete(`${PAGE}#${new URLSearchParams({ wangge_state: state, ...answers }).toString()}`)
  }
  return { signIn, stored, calls, clock, begin, comeBack }
}

test('who signs in is sent to the provider with a challenge, and comes back with a session in memory', async () => {
  const { signIn, stored, calls, begin, comeBack } = setUp()
  const question = await begin()
  assert.equal(question.origin + question.pathname, 'https://grid.example/v1/auth/sign-in')
  assert.equal(question.searchParams.get('redirect_uri'), PAGE)
  assert.deepEqual(await comeBack(question, { wangge_code: 'c1' }), { ok: true, expiresAt: SESSION.expiresAt })
  const { codeVerifier } = calls[0]?.body as { codeVerifier: string }
  assert.deepEqual(calls[0], {
    url: 'https://grid.example/v1/auth/sessions',
    body: { code: 'c1', codeVerifier },
    authorization: undefined,
  })
  const challenge = createHash('sha256').update(codeVerifier).digest('base64url')
  assert.equal(question.searchParams.get('code_challenge'), challenge)
  assert.deepEqual([await signIn.token(), signIn.isSignedIn(), stored.size], ['ws_1', true, 0])
})

test('an answer that this page did not ask for signs nobody in, and neither does the same answer twice', async () => {
  const { signIn, calls, begin, comeBack } = setUp()
  const question = await begin()
  assert.deepEqual(await comeBack(question, { wangge_code: 'c1', wangge_state: 'of another' }), {
    ok: false,
    reason: 'unexpected',
  })
  assert.deepEqual(await comeBack(question, { wangge_code: 'c1' }), { ok: false, reason: 'unexpected' })
  assert.deepEqual([calls.length, signIn.isSignedIn()], [0, false])
})

test('an address without an answer is none', async () => {
  assert.deepEqual(await setUp().signIn.complete(PAGE), { ok: false, reason: 'none' })
})

test('a refusal says whose word it is', async () => {
  const refusing = setUp(() => Response.json({ code: 'no-appointment' }, { status: 403 }))
  const refused = await refusing.comeBack(await refusing.begin(), { wangge_code: 'c1' })
  assert.deepEqual(refused, { ok: false, reason: 'refused', detail: 'no-appointment' })
  const { begin, comeBack } = setUp()
  const cancelled = await comeBack(await begin(), { wangge_error: 'access_denied' })
  assert.deepEqual(cancelled, { ok: false, reason: 'refused', detail: 'access_denied' })
})

for (const [what, answer, code] of [
  ['a server out of order', () => Response.json({}, { status: 503 }), 'bad-response'],
  ['a page of a proxy', () => new Response('<html>'), 'bad-response'],
  ['no way there', () => Promise.reject(new TypeError('Failed to fetch')) as unknown as Response, 'network'],
] as const) {
  test(`${what} is no refusal`, async () => {
    const { begin, comeBack } = setUp(answer)
    await assert.rejects(comeBack(await begin(), { wangge_code: 'c1' }), { name: 'SdkError', code, retryable: true })
  })
}

test('a session that has run out is none; who signs out has none at once and the server is told', async () => {
  const { signIn, calls, clock, begin, comeBack } = setUp()
  await comeBack(await begin(), { wangge_code: 'c1' })
  clock.now += 8 * 3_600_000
  await assert.rejects(signIn.token(), { code: 'network' })
  await comeBack(await begin(), { wangge_code: 'c2' })
  clock.now = NOON
  await comeBack(await begin(), { wangge_code: 'c3' })
  assert.equal(await signIn.signOut(), true)
  assert.deepEqual([signIn.isSignedIn(), calls.at(-1)?.url], [false, 'https://grid.example/v1/auth/sign-out'])
  assert.equal(calls.at(-1)?.authorization, 'Bearer ws_1')
})
