// What a partner's own backend adds, in thirty lines: it knows who is signed in on the intranet, and says so to the district
// in a token of a few minutes. The private key never leaves this machine; the district fetches the public half (JWKS).
// Beside it stand the site's own session (`employeeOf`), two routes in its server, and `wangge issuer create` at the district.
import { readFile, writeFile } from 'node:fs/promises'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'

/** `employeeOf(request)`: who is signed in by this site's own session, `{ number, name, minor? }`, or undefined. */
export async function tokenRoutes({ origin, district, keyFile, seconds = 300, employeeOf }) {
  const jwk = await readKey(keyFile)
  const { d: _private, ...publicKey } = jwk
  return {
    'GET /.well-known/jwks.json': (_request, response) => json(response, 200, { keys: [publicKey] }),
    // POST with the page's own Origin: no other site gets a token out of a visitor's session.
    'POST /wangge-token': async (request, response) => {
      if (request.headers.origin !== origin) return json(response, 403, { error: 'other-origin' })
      const employee = employeeOf(request)
      if (!employee) return json(response, 200, { token: null })
      const token = new SignJWT({ name: employee.name, minor: employee.minor ?? false, origin })
        .setProtectedHeader({ alg: jwk.alg, kid: jwk.kid })
        .setIssuer(origin) // as registered with the district: wangge issuer create
        .setAudience(`urn:wangge:${district}`)
        .setSubject(employee.number) // 工号
        .setIssuedAt()
        .setExpirationTime(`${seconds} s`) // 900 at most
      json(response, 200, { token: await token.sign(jwk) })
    },
  }
}

/** Made on the first start. A new one beside it (with a kid of its own) rotates it; the district sees it by itself. */
async function readKey(file) {
  const known = await readFile(file, 'utf8').catch(() => undefined)
  if (known) return JSON.parse(known)
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  const jwk = { ...(await exportJWK(privateKey)), alg: 'ES256', use: 'sig', kid: `intranet-${Date.now()}` }
  await writeFile(file, JSON.stringify(jwk), { mode: 0o600, flag: 'wx' })
  return jwk
}

const json = (response, status, body) =>
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(JSON.stringify(body))
