import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe } from 'node:test'
import { OIDC, PAGE } from '../oidc-issuer.ts'
import { bind, comeBack, newPage, PAGE_STATE } from '../sign-in.ts'
import { attack } from './arena.ts'
import type { Arena, Ask } from './arena.ts'

/** Addresses that are none of a page's, however much of one is in them. */
const REDIRECTS: Record<string, string> = {
  'of another site': 'https://evil.example/desk',
  'whose name begins like the page’s': 'https://staff.example.evil.example/',
  'whose name ends like the page’s': 'https://evil-staff.example/',
  'with the page’s name before an @': 'https://staff.example@evil.example/',
  'with a user': 'https://user@staff.example/',
  'without TLS': 'http://staff.example/desk',
  'with another port': 'https://staff.example:444/desk',
  'with a fragment of its own': 'https://staff.example/#wangge_code=mine',
  'with an empty fragment': 'https://staff.example/#',
  'that is a script': 'javascript:alert(1)//https://staff.example',
  'that is data': 'data:text/html,<script>alert(1)</script>',
  'without a scheme': '//staff.example/desk',
  'that is only a path': '/desk',
  'with a backslash for a slash': 'https://evil.example\\@staff.example/',
  'of an organisation’s site': 'https://a.example/',
  'with a line break': 'https://staff.example/\r\nset-cookie: a=b',
}

const CHALLENGES: Record<string, object> = {
  'a challenge that is too short': { code_challenge: 'short' },
  'a challenge that is the verifier itself, too long for a hash': { code_challenge: 'v'.repeat(44) },
  'the plain method': { code_challenge_method: 'plain' },
  'no challenge': { code_challenge: '' },
}

const now = () => Math.floor(Date.now() / 1000)
/** What an ID token says that is not for this sign-in. */
const ID_TOKENS: Record<string, () => object> = {
  'with another nonce': () => ({ nonce: 'another' }),
  'without a nonce': () => ({ nonce: undefined }),
  'for another client': () => ({ aud: 'another-client' }),
  'for several clients, of which another asked': () => ({ aud: [OIDC.clientId, 'evil'], azp: 'evil' }),
  'of another issuer': () => ({ iss: 'https://evil.example' }),
  'that has expired': () => ({ iat: now() - 7200, exp: now() - 3600 }),
  'about nobody': () => ({ sub: undefined }),
}

export function signIns(arena: Arena): void {
  describe('sign-in', () => {
    const { ask, refuses } = arena
    const begin = (changes: object = {}): Ask => {
      const query = { redirect_uri: `${PAGE}/desk`, state: PAGE_STATE, code_challenge: 'c'.repeat(43), ...changes }
      return { path: `/v1/auth/sign-in?${new URLSearchParams(query)}` }
    }
    const sentTo = async () => (await ask(begin())).headers.get('location')!
    const back = (query: URLSearchParams | string): Ask => ({ path: `/v1/auth/callback?${query}` })
    const redeem = (code: string, codeVerifier: string, headers = {}): Ask => ({
      path: '/v1/auth/sessions',
      body: { code, codeVerifier },
      headers,
    })
    const page = newPage()
    const codeOf = async () =>
      (await comeBack(arena.district, await bind(arena.district, 'head-1'), page.path)).get('wangge_code')!
    const sessions = () => arena.context.db.selectFrom('sessions').select('id').execute()
    /** The code may be used up by the try; a session does not come of it. */
    const givesNoSession = async (request: Ask) => {
      const before = await sessions()
      const { status, body } = await ask(request)
      assert.deepEqual([status, body.code], [401, 'code-invalid'])
      assert.deepEqual(await sessions(), before)
    }
    /** Where the browser ends after it comes back: at the page, with this word and no code. */
    const endsIn = async (error: string, query: URLSearchParams | string) => {
      const { status, headers } = await ask(back(query))
      assert.equal(status, 302)
      assert.equal(headers.get('location'), `${PAGE}/desk#wangge_error=${error}&wangge_state=${PAGE_STATE}`)
    }

    for (const [what, redirect_uri] of Object.entries(REDIRECTS)) {
      attack(`a sign-in that goes back to an address ${what}`, async () => {
        const answer = await arena.untouched(() => ask(begin({ redirect_uri })))
        assert.equal(answer.status, 400)
        assert.match(answer.body.code, /^(redirect-not-allowed|invalid-query)$/)
        assert.equal(answer.headers.get('location'), null)
      })
    }

    for (const [what, changes] of Object.entries(CHALLENGES)) {
      attack(`a sign-in with ${what}`, async () => void (await refuses(400, 'invalid-query', begin(changes))))
    }

    attack('a sign-in with two addresses to go back to', async () => {
      await refuses(400, 'invalid-query', { path: `${begin().path}&redirect_uri=https%3A%2F%2Fevil.example` })
    })

    attack('coming back without a state', async () => void (await refuses(400, 'invalid-query', back('code=x'))))

    attack('coming back with a forged state', async () => {
      await refuses(400, 'unknown-sign-in', back(`code=x&state=${'s'.repeat(43)}`))
    })

    attack('coming back with the page’s own state', async () => {
      await sentTo()
      const { body } = await arena.untouched(() => ask(back(`code=x&state=${PAGE_STATE}`)))
      assert.match(body.code, /^(unknown-sign-in|invalid-query)$/)
    })

    attack('coming back a second time', async () => {
      const query = arena.district.idp.authorize(await sentTo(), 'somebody')
      await ask(back(query))
      await refuses(400, 'unknown-sign-in', back(query))
    })

    attack('coming back after ten minutes', async () => {
      const query = arena.district.idp.authorize(await sentTo(), 'somebody')
      arena.district.clock.now += 10 * 60_000
      const answer = await ask(back(query))
      assert.deepEqual([answer.status, answer.body.code], [400, 'unknown-sign-in'])
    })

    attack('a code of the sign-in service that was given for somebody else’s sign-in', async () => {
      const subject = await bind(arena.district, 'head-1')
      const code = new URLSearchParams(arena.district.idp.authorize(await sentTo(), subject)).get('code')!
      const state = new URL(await sentTo()).searchParams.get('state')!
      await endsIn('sign-in-failed', new URLSearchParams({ code, state }))
    })

    attack('a page’s text in the error of the sign-in service', async () => {
      const state = new URL(await sentTo()).searchParams.get('state')!
      const error_description = '<script>alert(1)</script>\r\nset-cookie: a=b'
      await endsIn('sign-in-refused', new URLSearchParams({ state, error: 'access_denied', error_description }))
    })

    attack('a script as the error of the sign-in service', async () => {
      const state = new URL(await sentTo()).searchParams.get('state')!
      const { headers, body } = await ask(back(new URLSearchParams({ state, error: '"><script>alert(1)</script>' })))
      assert.doesNotMatch(`${headers.get('location')}${JSON.stringify(body)}`, /script/)
    })

    for (const [what, changes] of Object.entries(ID_TOKENS)) {
      attack(`an ID token ${what}`, async () => {
        const query = arena.district.idp.authorize(await sentTo(), await bind(arena.district, 'head-1'))
        arena.district.idp.changes = { ...changes() }
        try {
          await endsIn('sign-in-failed', query)
        } finally {
          arena.district.idp.changes = {}
        }
      })
    }

    attack('an account that nobody bound to a person', async () => {
      await endsIn('unknown-person', arena.district.idp.authorize(await sentTo(), 'a-stranger'))
    })

    attack('an account whose name differs in case only', async () => {
      const subject = await bind(arena.district, 'head-1')
      await endsIn('unknown-person', arena.district.idp.authorize(await sentTo(), subject.toUpperCase()))
    })

    attack('a page’s code used twice', async () => {
      const code = await codeOf()
      assert.equal((await ask(redeem(code, page.verifier))).status, 201)
      await givesNoSession(redeem(code, page.verifier))
    })

    attack('a page’s code used five times at once', async () => {
      const code = await codeOf()
      const answers = await Promise.all(Array.from({ length: 5 }, () => ask(redeem(code, page.verifier))))
      assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 401, 401, 401, 401])
    })

    attack('a stolen code with another verifier', async () => givesNoSession(redeem(await codeOf(), newPage().verifier)))

    attack('a stolen code with the challenge as its verifier', async () => {
      await givesNoSession(redeem(await codeOf(), createHash('sha256').update(page.verifier).digest('base64url')))
    })

    attack('a stolen code on a page of another origin', async () => {
      await givesNoSession(redeem(await codeOf(), page.verifier, { origin: 'https://evil.example' }))
    })

    attack('a code after its minute', async () => {
      const code = await codeOf()
      arena.district.clock.now += 60_000
      await givesNoSession(redeem(code, page.verifier))
    })

    attack('a guessed code', async () => givesNoSession(redeem(`wc_${'A'.repeat(43)}`, page.verifier)))

    attack('a session token as code', async () => givesNoSession(redeem(`ws_${'A'.repeat(43)}`, page.verifier)))

    attack('a verifier that is too short', async () => {
      await refuses(422, 'invalid-body', redeem(await codeOf(), 'v'.repeat(42)))
    })
  })
}
