import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { createUlid } from '@wangge/core'
import { problemSchema } from '@wangge/core/schema'
import { createApp } from '../src/app.ts'
import type { App } from '../src/app.ts'
import { createSiteKey, createStaffToken } from '../src/credentials.ts'
import { seedDistrict } from '../src/seed/seed-district.ts'
import type { Database } from '../src/storage/database.ts'
import { migrate } from '../src/storage/migrate.ts'
import { NOW, sample } from './sample.ts'

export const ADMIN_SECRET = 'the-data-directorys-own-secret'
export const ORIGINS = { public: 'https://district.example', org: 'https://a.example', otherOrg: 'https://b.example' }
export type Caller = keyof typeof ORIGINS | 'street' | 'estate' | 'admin' | 'nobody'

export interface CallOptions {
  as?: Caller
  body?: unknown
  headers?: Record<string, string>
}

export interface District {
  app: App
  database: Database
  /** Moves the server's clock. */
  clock: { now: number }
  /** What the server failed at; a test with any is a failed test. */
  failures: unknown[]
  headersOf(caller: Caller): Record<string, string>
  call(method: string, path: string, request?: CallOptions): Promise<Answered>
  post(path: string, body: { id: string }, as: Caller): Promise<Answered>
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

/** The sample district, served in this process. */
export async function openDistrict(database: Database): Promise<District> {
  await migrate(database)
  await seedDistrict(database, { from: sample(), now: NOW })
  const clock = { now: NOW }
  const failures: unknown[] = []
  const where = { clock: () => clock.now }
  const app = createApp({ database, ...where, adminSecret: ADMIN_SECRET, onError: (error) => failures.push(error) })
  const key = async (audience: string, origin: string) =>
    (await createSiteKey(database, { origins: [origin], audience, ...where })).key
  const keys = {
    public: await key('public', ORIGINS.public),
    org: await key('org:org-a', ORIGINS.org),
    otherOrg: await key('org:org-b', ORIGINS.otherOrg),
  }
  const token = async (role: 'street' | 'estateWorker', gridId: string) =>
    (await createStaffToken(database, { role, gridId, ...where })).token
  const tokens = { street: await token('street', 'root'), estate: await token('estateWorker', 'north-2'), admin: ADMIN_SECRET }

  const headersOf = (caller: Caller): Record<string, string> => {
    if (caller === 'nobody') return {}
    if (caller in tokens) return { authorization: `Bearer ${tokens[caller as keyof typeof tokens]}` }
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
    return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) }
  }
  const post: District['post'] = (path, body, as) => call('POST', path, { as, body, headers: { 'idempotency-key': body.id } })
  return { app, database, clock, failures, headersOf, call, post }
}

export const signUpCommand = (changes: object = {}) => ({
  id: nextUlid(),
  slotId: 'sh-20',
  orgId: 'org-a',
  volunteer: { name: '张三', staffNumber: 'A1' },
  consent: { purpose: 'volunteer-duty', version: 1 },
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

/** A PNG by its first bytes, of any length; `salt` makes another one of it. */
export function png(salt: string): { bytes: Uint8Array; ref: { sha256: string; type: 'image/png'; size: number } } {
  const bytes = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from(salt)])
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
