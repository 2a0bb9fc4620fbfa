import assert from 'node:assert/strict'
import { ORIGINS } from '../harness.ts'
import { claimsOf, HOSTS, hostToken } from '../host-tokens.ts'
import type { Sent } from './ledger.ts'

/** What the writes of a lane are sent with. */
export interface Credentials {
  /** Site keys. */
  org: string
  public: string
  /** A token of the street office. */
  street: string
}

/** Headers of an employee, with a token that their host signs now. */
export function employeeHeaders({ org }: Credentials, employee: string): Record<string, string> {
  const claims = claimsOf('org-a', Date.now(), { sub: employee, name: `志愿者${employee}` })
  const token = hostToken({ secret: HOSTS['org-a'].secret, claims })
  return { 'wangge-site-key': org, origin: ORIGINS.org, authorization: `Bearer ${token}` }
}

/** Sends a write and keeps the answer with it. @throws where there was none */
export async function send(url: string, credentials: Credentials, write: Sent): Promise<void> {
  if (write.kind === 'revoke') return revoke(url, credentials, write)
  const headers = write.employee
    ? employeeHeaders(credentials, write.employee)
    : { 'wangge-site-key': credentials.public, origin: ORIGINS.public }
  if (write.photo) {
    const put = await fetch(`${url}/v1/photos/${write.photo.ref.sha256}`, {
      method: 'PUT',
      headers: { ...headers, 'content-type': 'image/png' },
      body: write.photo.bytes as BodyInit,
    })
    assert.ok(put.ok, await put.text())
  }
  const response = await fetch(url + write.path, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': write.body.id },
    body: JSON.stringify(write.body),
  })
  const body = (await response.json()) as { receipt?: string }
  // A refusal by a rule is an answer too; anything else is not.
  assert.ok(response.ok || (body as { code?: string }).code === 'refused', JSON.stringify(body))
  write.answer = { status: response.status, body, replayed: response.headers.get('idempotency-replayed') === 'true' }
}

/** Has no key of its own under which it could come again: a key that is gone already was revoked by the first try. */
async function revoke(url: string, { street }: Credentials, write: Sent): Promise<void> {
  const admin = async (command: string, body: object) => {
    const headers = { authorization: `Bearer ${street}`, 'content-type': 'application/json' }
    const response = await fetch(`${url}/v1/admin/${command}`, { method: 'POST', headers, body: JSON.stringify(body) })
    return { status: response.status, body: (await response.json()) as { key?: string; code?: string } }
  }
  const isAgain = write.key !== undefined
  if (write.key === undefined) {
    const made = await admin('key-create', { origins: ['https://gone.example'], audience: 'public' })
    assert.equal(made.status, 200, JSON.stringify(made.body))
    write.key = made.body.key!
  }
  const { status, body } = await admin('key-revoke', { key: write.key })
  const isGone = isAgain && body.code === 'unknown-site-key'
  assert.ok(status === 200 || isGone, JSON.stringify(body))
  write.answer = { status: 200, body: {}, replayed: isGone }
}
