import { createHash } from 'node:crypto'
import { bearerOf } from '../auth/authenticate.ts'
import type { SignInService } from '../auth/oidc.ts'
import { createSecret, isSameSecret } from '../auth/secrets.ts'
import type { Context } from '../context.ts'
import { operation } from '../operation.ts'
import { notFound, ProblemError } from '../problem.ts'
import { callbackQuerySchema, newSessionSchema, noQuerySchema, redeemSchema, signInQuerySchema } from '../schema.ts'
import { act } from '../storage/act.ts'
import { recordAct } from '../storage/audit.ts'
import { findIdentity } from '../storage/identities.ts'
import { createSession, revokeSession } from '../storage/sessions.ts'
import { beginSignIn, redeemCode, settleSignIn, takeSignIn } from '../storage/sign-ins.ts'
import type { PageRequest, SignIn } from '../storage/sign-ins.ts'

/** Who is not known yet, as the audit names them. */
const NOBODY = 'none'

const REDIRECT = { 302: { description: 'Go on there' } }

export const getSignIn = operation({
  method: 'GET',
  path: '/v1/auth/sign-in',
  id: 'beginSignIn',
  summary: 'Sends a browser to the district’s sign-in service and, with a code, back to the page it came from',
  access: ['anyone'],
  scope: 'open',
  query: signInQuerySchema,
  answers: REDIRECT,
  async handle({ context, query }) {
    const service = expectService(context)
    const page: PageRequest = { redirectUri: query.redirect_uri, state: query.state, challenge: query.code_challenge }
    expectPage(page.redirectUri, service)
    const secret = () => Buffer.from(context.randomBytes(32)).toString('base64url')
    const attempt = { state: secret(), nonce: secret(), verifier: secret() }
    const address = await service.addressFor(attempt).catch(() => {
      throw new ProblemError(503, 'sign-in-unavailable', 'The sign-in service does not answer', {
        headers: { 'retry-after': '10' },
      })
    })
    await beginSignIn(context, { page, attempt })
    return redirect(address)
  },
})

export const getCallback = operation({
  method: 'GET',
  path: '/v1/auth/callback',
  id: 'finishSignIn',
  summary: 'Where the sign-in service sends a browser back to',
  access: ['anyone'],
  scope: 'open',
  query: callbackQuerySchema,
  answers: REDIRECT,
  async handle({ context, query, request }) {
    const service = expectService(context)
    const signIn = await takeSignIn(context, query.state)
    if (!signIn) throw new ProblemError(400, 'unknown-sign-in', 'There is no such sign-in under way; begin again')
    const outcome = query.error === undefined ? await settle(context, service, signIn, request) : { error: 'sign-in-refused' }
    if ('error' in outcome) await recordRefusal(context, outcome.error)
    const back = new URL(signIn.page.redirectUri)
    const told = 'code' in outcome ? { wangge_code: outcome.code } : { wangge_error: outcome.error }
    back.hash = new URLSearchParams({ ...told, wangge_state: signIn.page.state }).toString()
    return redirect(back)
  },
})

/** A code for the page; or a word of ours, never the service's own. */
async function settle(
  context: Context,
  service: SignInService,
  { attempt }: SignIn,
  request: Request,
): Promise<{ code: string } | { error: string }> {
  const account = await service.accountOf(new URL(request.url).search, attempt).catch(() => undefined)
  if (!account) return { error: 'sign-in-failed' }
  const personId = await findIdentity(context, account)
  if (personId === undefined) return { error: 'unknown-person' }
  const code = createSecret('wc', context.randomBytes)
  await settleSignIn(context, { state: attempt.state, code, personId })
  return { code }
}

export const postSession = operation({
  method: 'POST',
  path: '/v1/auth/sessions',
  id: 'createSession',
  summary: 'Makes a session of a sign-in’s code, once, for the page that began it',
  access: ['anyone'],
  scope: 'own',
  query: noQuerySchema,
  json: { schema: redeemSchema },
  answers: { 201: { description: 'The session’s token, shown this once', schema: newSessionSchema } },
  async handle({ context, body: { code, codeVerifier }, request }) {
    const signIn = await redeemCode(context, code)
    const challenge = createHash('sha256').update(codeVerifier).digest('base64url')
    const origin = request.headers.get('origin')
    const isFromPage = signIn && (origin === null || origin === new URL(signIn.page.redirectUri).origin)
    if (!isFromPage || !isSameSecret(challenge, signIn.page.challenge)) {
      if (signIn) await recordRefusal(context, signIn.personId)
      throw new ProblemError(401, 'code-invalid', 'The code is unknown, used, expired or another page’s')
    }
    const { personId } = signIn
    const { token, expiresAt } = await act(context, { action: 'sign-in', actor: `staff:${personId}` }, async (inside) => {
      const result = await createSession(inside, personId)
      return { subject: result.id, result }
    })
    return { status: 201, body: { token, expiresAt } }
  },
})

export const postSignOut = operation({
  method: 'POST',
  path: '/v1/auth/sign-out',
  id: 'endSession',
  summary: 'Ends the session whose token comes with the call; one that is over already stays so',
  access: ['anyone'],
  scope: 'own',
  query: noQuerySchema,
  answers: { 204: { description: 'It is over' } },
  async handle({ context, request }) {
    const token = bearerOf(request.headers) ?? ''
    await act(context, { action: 'sign-out', actor: NOBODY, recheck: true }, async (inside) => {
      const ended = await revokeSession(inside, token)
      return { ...(ended && { subject: ended.id, actor: `staff:${ended.personId}` }), result: undefined }
    })
    return new Response(null, { status: 204, headers: { 'cache-control': 'no-store' } })
  },
})

/** Of sign-ins that were begun only: at will nobody makes the audit longer. */
const recordRefusal = (context: Context, subject: string): Promise<void> =>
  recordAct(context, { now: context.clock(), actor: NOBODY, action: 'sign-in-refused', subject })

function expectService({ signInService }: Context): SignInService {
  if (signInService) return signInService
  throw notFound('no-sign-in', 'This district has no sign-in service')
}

/**
 * Compared letter by letter (RFC 9700, 2.1): whatever is normalised may be mistaken, and another page of the same origin may
 * pass a code on.
 * @throws ProblemError 400 `redirect-not-allowed`: a code goes to a page of the district's own and nowhere else
 */
function expectPage(address: string, { pages }: SignInService): void {
  if (pages.includes(address)) return
  throw new ProblemError(400, 'redirect-not-allowed', 'The page is none that staff sign in from')
}

const redirect = (to: URL): Response =>
  new Response(null, {
    status: 302,
    headers: { location: to.href, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' },
  })
