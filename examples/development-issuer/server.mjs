// An OpenID Connect issuer for development: it asks nobody for a password and lets anyone be any of the sample's staff.
// Enough of the protocol to try the real thing on: discovery, JWKS, authorization code with PKCE (S256), nonce.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { CSS, page, refusal } from './page.mjs'

const { PORT = '4314', OIDC_CLIENT_ID, OIDC_CLIENT_SECRET_FILE, OIDC_REDIRECT_URI, OIDC_STAFF_FILE, NODE_ENV } = process.env
if (NODE_ENV === 'production') {
  console.error('This issuer lets anyone be anyone. It is for development and does not start where NODE_ENV is production.')
  process.exit(1)
}
for (const [name, value] of Object.entries({ OIDC_CLIENT_ID, OIDC_CLIENT_SECRET_FILE, OIDC_REDIRECT_URI, OIDC_STAFF_FILE }))
  if (!value) throw new Error(`Expected a value for ${name}, found none in the environment.`)

const ISSUER = `http://localhost:${PORT}`
const CODE_MS = 60_000
const secret = (await readFile(OIDC_CLIENT_SECRET_FILE, 'utf8')).trim()
/** Who may be chosen: `{ subject, name, role, place }`. */
const staff = JSON.parse(await readFile(OIDC_STAFF_FILE, 'utf8'))
// A key of this process alone: what it signed means nothing after its end.
const { privateKey, publicKey } = await generateKeyPair('ES256')
const kid = randomBytes(8).toString('hex')
const jwks = { keys: [{ ...(await exportJWK(publicKey)), alg: 'ES256', use: 'sig', kid }] }
/** Codes that were given out, each good for one use within a minute. */
const codes = new Map()

const discovery = {
  issuer: ISSUER,
  authorization_endpoint: `${ISSUER}/authorize`,
  token_endpoint: `${ISSUER}/token`,
  jwks_uri: `${ISSUER}/jwks.json`,
  response_types_supported: ['code'],
  response_modes_supported: ['query'],
  grant_types_supported: ['authorization_code'],
  subject_types_supported: ['public'],
  scopes_supported: ['openid'],
  id_token_signing_alg_values_supported: ['ES256'],
  token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
  code_challenge_methods_supported: ['S256'],
  authorization_response_iss_parameter_supported: true,
}

const ROUTES = {
  'GET /.well-known/openid-configuration': (_request, response) => json(response, 200, discovery),
  'GET /jwks.json': (_request, response) => json(response, 200, jwks),
  'GET /issuer.css': (_request, response) => response.writeHead(200, { 'content-type': 'text/css' }).end(CSS),
  'GET /authorize': (_request, response, query) => {
    const wrong = wrongWith(query)
    html(response, wrong ? 400 : 200, wrong ? refusal(wrong) : page(staff, query))
  },
  'POST /authorize': async (request, response) => {
    const form = new URLSearchParams(await bodyOf(request))
    const wrong = request.headers.origin === ISSUER ? wrongWith(form) : 'Expected the form of this issuer’s own page'
    const person = staff.find(({ subject }) => subject === form.get('subject'))
    if (wrong || !person) return html(response, 400, refusal(wrong ?? 'Expected one of the listed people as subject'))
    const code = randomBytes(32).toString('base64url')
    codes.set(digestOf(code), {
      subject: person.subject,
      challenge: form.get('code_challenge'),
      nonce: form.get('nonce'),
      until: Date.now() + CODE_MS,
    })
    const back = new URL(OIDC_REDIRECT_URI)
    for (const [name, value] of Object.entries({ code, state: form.get('state'), iss: ISSUER }))
      if (value !== null) back.searchParams.set(name, value)
    response.writeHead(303, { location: back.href, 'cache-control': 'no-store' }).end()
  },
  'POST /token': async (request, response) => {
    const form = new URLSearchParams(await bodyOf(request))
    if (!isClient(request, form)) return json(response, 401, { error: 'invalid_client' }, { 'www-authenticate': 'Basic' })
    if (form.get('grant_type') !== 'authorization_code') return json(response, 400, { error: 'unsupported_grant_type' })
    const key = digestOf(form.get('code') ?? '')
    const given = codes.get(key)
    codes.delete(key)
    const isGood =
      given !== undefined &&
      Date.now() < given.until &&
      form.get('redirect_uri') === OIDC_REDIRECT_URI &&
      same(digestOf(form.get('code_verifier') ?? ''), given.challenge)
    if (!isGood) return json(response, 400, { error: 'invalid_grant' })
    const idToken = new SignJWT({ ...(given.nonce && { nonce: given.nonce }), auth_time: Math.floor(Date.now() / 1000) })
      .setProtectedHeader({ alg: 'ES256', kid })
      .setIssuer(ISSUER)
      .setAudience(OIDC_CLIENT_ID)
      .setSubject(given.subject)
      .setIssuedAt()
      .setExpirationTime('5 min')
    json(response, 200, {
      access_token: randomBytes(32).toString('base64url'),
      token_type: 'Bearer',
      expires_in: 60,
      scope: 'openid',
      id_token: await idToken.sign(privateKey),
    })
  },
}

/** What an authorization request lacks, in words; nothing is sent back to an address that is not the registered one. */
function wrongWith(query) {
  const expected = {
    client_id: OIDC_CLIENT_ID,
    redirect_uri: OIDC_REDIRECT_URI,
    response_type: 'code',
    code_challenge_method: 'S256',
  }
  for (const [name, value] of Object.entries(expected))
    if (query.get(name) !== value) return `Expected ${name} to be ${value}, got ${query.get(name) ?? 'none'}`
  if (!/^[\w-]{43}$/.test(query.get('code_challenge') ?? '')) return 'Expected a code_challenge of 43 characters'
  if (!query.get('scope')?.split(' ').includes('openid')) return `Expected the scope openid, got ${query.get('scope') ?? 'none'}`
  return undefined
}

function isClient(request, form) {
  const [scheme, encoded = ''] = (request.headers.authorization ?? '').split(' ')
  const [id, given] =
    scheme.toLowerCase() === 'basic'
      ? Buffer.from(encoded, 'base64').toString().split(':').map(formDecoded)
      : [form.get('client_id'), form.get('client_secret')]
  return id === OIDC_CLIENT_ID && same(given ?? '', secret)
}

/** RFC 6749 section 2.3.1: both parts are form-encoded before they are joined. */
const formDecoded = (text) => decodeURIComponent(text.replaceAll('+', ' '))

/** Also the way of S256 from the verifier to the challenge. */
const digestOf = (text) => createHash('sha256').update(text).digest('base64url')

const same = (a, b) => timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest())

async function bodyOf(request) {
  let text = ''
  for await (const chunk of request) if ((text += chunk).length > 10_000) throw new Error('Expected a small form, got more')
  return text
}

const json = (response, status, body, headers = {}) =>
  response
    .writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers })
    .end(JSON.stringify(body))

const html = (response, status, text) =>
  response
    .writeHead(status, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      // No form-action: a browser would hold it against the redirect back, too.
      'content-security-policy': "default-src 'none'; style-src 'self'; img-src data:; frame-ancestors 'none'; base-uri 'none'",
      // With `no-referrer` a form's Origin would be null.
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    })
    .end(text)

createServer(async (request, response) => {
  const url = new URL(request.url, ISSUER)
  const route = ROUTES[`${request.method} ${url.pathname}`]
  if (!route) return response.writeHead(404).end()
  try {
    await route(request, response, url.searchParams)
  } catch (error) {
    console.error(error)
    if (!response.headersSent) response.writeHead(400)
    response.end()
  }
}).listen(Number(PORT), '127.0.0.1', () => console.log(`${ISSUER}/`))
