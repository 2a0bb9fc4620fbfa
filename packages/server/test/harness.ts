import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { createUlid } from '@wangge/core'
import { problemSchema } from '@wangge/core/schema'
import { sql } from 'kysely'
import { createApp } from '../src/app.ts'
import type { App, AppOptions } from '../src/app.ts'
import { createHostIssuer, createSiteKey, createStaffToken } from '../src/credentials.ts'
import { createKeyring } from '../src/privacy/keyring.ts'
import type { Keyring } from '../src/privacy/keyring.ts'
import type { FileKeyring } from '../src/privacy/secrets.ts'
import type { SeedData } from '../src/seed/files.ts'
import { seedDistrict } from '../src/seed/seed-district.ts'
import type { Database } from '../src/storage/database.ts'
import { migrate } from '../src/storage/migrate.ts'
import { claimsOf, HOSTS, hostToken } from './host-tokens.ts'
import { createOidcIssuer, OIDC } from './oidc-issuer.ts'
import type { OidcIssuer } from './oidc-issuer.ts'
import { pngOf } from './photos.ts'
import { NOW, sample } from './sample.ts'

export const ADMIN_SECRET = 'the-data-directorys-own-secret'
export const ORIGINS = { public: 'https://district.example', org: 'https://a.example', otherOrg: 'https://b.example' }
/** Tokens of the sample district: a role, and what it reaches. */
export const STAFF = {
  street: { role: 'street', gridId: 'root' },
  community: { role: 'community', gridId: 'north' },
  estate: { role: 'estateWorker', gridId: 'north-2' },
  head: { role: 'buildingHead', gridId: 'micro-1' },
  liaison: { role: 'liaison', orgId: 'org-a' },
  inspector: { role: 'inspector', gridId: 'north' },
  auditor: { role: 'auditor', gridId: 'root' },
} as const
/** An employee of org-a or org-b, by their number. */
type Employee = `employee:${string}` | `otherEmployee:${string}`
export type Caller = keyof typeof ORIGINS | keyof typeof STAFF | Employee | 'admin' | 'nobody'

export interface CallOptions {
  as?: Caller
  body?: unknown
  headers?: Record<string, string>
}

export interface District {
  app: App
  database: Database
  keyring: Keyring
  /** The sign-in service of its staff. */
  idp: OidcIssuer
  /** Moves the server's clock. */
  clock: { now: number }
  /** What the server failed at; a test with any is a failed test. */
  failures: unknown[]
  headersOf(caller: Caller): Record<string, string>
  call(method: string, path: string, request?: CallOptions): Promise<Answered>
  post(path: string, body: { id: string; [field: string]: unknown }, as: Caller): Promise<Answered>
}

export interface Answered {
  status: number
  headers: Headers
  // Whatever came: each test holds it to its schema or to what it expects.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any
}

let counter = 0
/** Ids in order, the same in every run. */
export const nextUlid = (): string => createUlid(NOW + counter++, () => 0.5)

/** Keys of this run only, in memory; they are renewed as those in a file are. */
export function newKeyring(): FileKeyring {
  const hashKey = randomBytes(32)
  const fieldKeys = [{ kid: 'k1', key: randomBytes(32) }]
  const signingKeys = [{ kid: 's1', key: randomBytes(32) }]
  let inner = createKeyring({ fieldKeys, hashKey, signingKeys })
  return {
    get current() {
      return inner.current
    },
    seal: (text, place) => inner.seal(text, place),
    open: (sealed, place) => inner.open(sealed, place),
    isCurrent: (sealed) => inner.isCurrent(sealed),
    hash: (kind, text) => inner.hash(kind, text),
    get currentSigner() {
      return inner.currentSigner
    },
    sign: (kid, text) => inner.sign(kid, text),
    async renew() {
      fieldKeys.unshift({ kid: `k${fieldKeys.length + 1}`, key: randomBytes(32) })
      signingKeys.unshift({ kid: `s${signingKeys.length + 1}`, key: randomBytes(32) })
      inner = createKeyring({ fieldKeys, hashKey, signingKeys })
    },
  }
}

/** The sample district, served in this process. */
export async function openDistrict(
  database: Database,
  options: Partial<AppOptions> = {},
  data: SeedData = sample(),
): Promise<District> {
  await migrate(database)
  const keyring = newKeyring()
  await seedDistrict(database, { from: data, keyring, now: NOW })
  const clock = { now: NOW }
  const failures: unknown[] = []
  const where = { keyring, clock: () => clock.now }
  const onError = (error: unknown) => failures.push(error)
  const idp = await createOidcIssuer()
  const app = createApp({
    database,
    ...where,
    adminSecret: ADMIN_SECRET,
    limits: false,
    plans: 'when-told',
    oidc: OIDC,
    fetch: idp.fetch,
    onError,
    ...options,
  })
  const key = async (audience: string, origin: string) =>
    (await createSiteKey(database, { origins: [origin], audience, ...where })).key
  const keys = {
    public: await key('public', ORIGINS.public),
    org: await key('org:org-a', ORIGINS.org),
    otherOrg: await key('org:org-b', ORIGINS.otherOrg),
  }
  for (const [orgId, { iss, secret }] of Object.entries(HOSTS)) {
    await createHostIssuer(database, { orgId, issuer: iss, secret, ...where })
  }
  const tokens = new Map<string, string>([['admin', ADMIN_SECRET]])
  for (const [name, grant] of Object.entries(STAFF)) {
    tokens.set(name, (await createStaffToken(database, { ...grant, ...where })).token)
  }

  const headersOf = (caller: Caller): Record<string, string> => {
    if (caller === 'nobody') return {}
    if (tokens.has(caller)) return { authorization: `Bearer ${tokens.get(caller)}` }
    const [kind, number] = caller.split(':')
    if (number !== undefined) {
      const orgId = kind === 'employee' ? 'org-a' : 'org-b'
      const claims = claimsOf(orgId, clock.now, { sub: number, name: `员工${number}` })
      const token = hostToken({ secret: HOSTS[orgId].secret, claims })
      return { ...headersOf(kind === 'employee' ? 'org' : 'otherOrg'), authorization: `Bearer ${token}` }
    }
    const site = caller as keyof typeof keys
    return { 'wangge-site-key': keys[site], origin: ORIGINS[site] }
  }
  const call: District['call'] = async (method, path, { as = 'nobody', body, headers = {} } = {}) => {
    const raw = body instanceof Uint8Array || typeof body === 'string'
    const response = await app.fetch(
      new Request(`http://district.test${path}`, {
        method,
        headers: { ...headersOf(as), ...(body !== undefined && !raw && { 'content-type': 'application/json' }), ...headers },
        ...(body !== undefined && { body: raw ? (body as BodyInit) : JSON.stringify(body) }),
      }),
    )
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json')
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? undefined : isJson ? JSON.parse(text) : text,
    }
  }
  const post: District['post'] = (path, body, as) => call('POST', path, { as, body, headers: { 'idempotency-key': body.id } })
  return { app, database, keyring, idp, clock, failures, headersOf, call, post }
}

export const signUpCommand = (changes: object = {}) => ({
  id: nextUlid(),
  slotId: 'sh-20',
  orgId: 'org-a',
  consent: { purpose: 'volunteer-duty', version: 1 },
  ...changes,
})

/** Puts a seat into another slot, which may be over: nobody signs up for one. */
export async function moveSignUp({ database: { db } }: District, id: string, slotId: string): Promise<void> {
  await sql`
    update sign_ups set shift_id = ${slotId}, state = 'seated',
      ordinal = (select coalesce(max(ordinal), 0) + 1 from sign_ups others where others.shift_id = ${slotId})
    where id = ${id}`.execute(db)
}

/** Somebody was at the slot that is over for half an hour of its hour. */
export async function attend({ database: { db } }: District, signUpId: string): Promise<void> {
  await sql`
    insert into attendances (district_id, sign_up_id, in_at, in_by, out_at, out_by, recorded_at)
    values ('main', ${signUpId}, '2026-03-02T07:05:00+08:00', 'code', '2026-03-02T07:35:00+08:00', 'code', '2026-03-02T07:35:00+08:00')
    on conflict do nothing`.execute(db)
}

/** By the place of the sample's first post, which the slot that is over belongs to. */
export const checkInCommand = (changes: object = {}) => ({
  id: nextUlid(),
  kind: 'in',
  at: '2026-03-02T07:05:00+08:00',
  proof: { by: 'place', slotId: 'sh-past', position: [104.0605, 30.5705], accuracy: 20 },
  ...changes,
})

export const correctionCommand = (signUpId: string, changes: object = {}) => ({
  id: nextUlid(),
  signUpId,
  checkedInAt: '2026-03-02T07:00:00+08:00',
  checkedOutAt: '2026-03-02T08:00:00+08:00',
  reason: '签退时手机没电',
  ...changes,
})

export const certificateCommand = (changes: object = {}) => ({
  id: nextUlid(),
  from: '2026-03-01',
  to: '2026-03-31',
  disclose: ['name', 'activities'],
  ...changes,
})

export const requestedCertificateCommand = (personId: string, changes: object = {}) => ({
  ...certificateCommand(),
  personId,
  asked: 'in-person',
  ...changes,
})

export const reportCommand = (changes: object = {}) => ({
  id: nextUlid(),
  source: 'resident',
  categoryId: 'street-litter',
  attributes: {},
  description: '垃圾没有清走',
  place: { by: 'point', position: [104.0605, 30.5705], crs: 'wgs84' },
  photos: [],
  consent: { purpose: 'issue-report', version: 2 },
  ...changes,
})

/** One grey pixel as PNG; `salt` makes another one of it. */
export function png(salt: string): { bytes: Uint8Array; ref: { sha256: string; type: 'image/png'; size: number } } {
  const bytes = pngOf({ width: 1, height: 1, salt })
  return { bytes, ref: { sha256: createHash('sha256').update(bytes).digest('hex'), type: 'image/png', size: bytes.length } }
}

/** Holds an answer to the problem schema and its own status. */
export function assertProblem(answer: { status: number; headers: Headers; body: unknown }, status: number, code?: string): void {
  assert.equal(answer.status, status, JSON.stringify(answer.body))
  assert.equal(answer.headers.get('content-type'), 'application/problem+json')
  const problem = problemSchema.parse(answer.body)
  assert.equal(problem.status, status)
  if (code !== undefined) assert.equal(problem.code, code)
  assert.equal(problem.type, `urn:wangge:problem:${problem.code}`)
}
