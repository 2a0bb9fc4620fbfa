import assert from 'node:assert/strict'
import { importReportSchema } from '@wangge/core/roster/schema'
import type { ImportReport } from '@wangge/core/roster/schema'
import { createApp } from '../../src/app.ts'
import { createHostIssuer, createSiteKey, createStaffToken } from '../../src/credentials.ts'
import { claimsOf, HOSTS, hostToken } from '../host-tokens.ts'
import { ADMIN_SECRET } from '../harness.ts'
import type { Answered, District } from '../harness.ts'
import { NOW, sample } from '../sample.ts'

export const FRESH = 'fresh'

/** Rows of a table as a file has them. */
export const csv = (...rows: string[][]) => rows.map((cells) => cells.join(',')).join('\r\n')

export interface Fresh {
  /** As the street, unless it says otherwise; a command's id is its key too. */
  send: (
    method: string,
    path: string,
    as?: 'admin' | 'street' | 'community' | 'org-a' | 'org-b',
    body?: unknown,
    type?: string,
  ) => Promise<Pick<Answered, 'status' | 'body'>>
  /** What came of a table that the street brought in. */
  imported: (what: string, table: string, query?: string) => Promise<ImportReport>
  audited: (action: string) => Promise<number>
}

export const counts = ({ outcome, created, updated, unchanged, removed }: ImportReport) => [
  ...[outcome, created, updated, unchanged, removed],
]
export const told = ({ faults }: ImportReport) => faults.map(({ row, column, code }) => `${row} ${column} ${code}`)

/** A district beside the sample's that nobody seeded: its grids and two organisations have come in by table. */
export async function openFresh(seeded: District): Promise<Fresh> {
  const { database } = seeded
  const where = { keyring: seeded.keyring, clock: () => seeded.clock.now, districtId: FRESH }
  const onError = (error: unknown) => seeded.failures.push(error)
  const app = createApp({ database, ...where, adminSecret: ADMIN_SECRET, limits: false, plans: 'when-told', onError })
  const headers = new Map<string, Record<string, string>>([['admin', { authorization: `Bearer ${ADMIN_SECRET}` }]])
  const send: Fresh['send'] = async (method, path, as = 'street', body, type = 'application/json') => {
    const answer = await app.fetch(
      new Request(`http://district.test${path}`, {
        method,
        headers: {
          ...headers.get(as),
          ...(body !== undefined && { 'content-type': type }),
          ...(method === 'POST' && (body as { id?: string }).id && { 'idempotency-key': (body as { id: string }).id }),
        },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    )
    return { status: answer.status, body: await answer.json() }
  }
  const imported: Fresh['imported'] = async (what, table, query = '') => {
    const { status, body } = await send('POST', `/v1/${what}:import${query}`, 'street', table, 'text/csv')
    assert.equal(status, 200, JSON.stringify(body))
    return importReportSchema.parse(body)
  }
  const grids = JSON.parse(JSON.stringify(sample().grids), (_, value: unknown) =>
    typeof value === 'number' ? Math.round(value * 1e6) / 1e6 : value,
  )
  const made = await send('POST', '/v1/admin/grids-import', 'admin', { grids })
  assert.equal(made.body.outcome, 'created', JSON.stringify(made.body))
  // How a street enters what people agree to is another matter than its tables.
  const consent = JSON.stringify((sample().district![0] as { consent: object }).consent)
  await database.db.updateTable('districts').set({ consent }).where('district_id', '=', FRESH).execute()
  for (const role of ['street', 'community'] as const) {
    const gridId = role === 'street' ? 'root' : 'north'
    const { token } = await createStaffToken(database, { role, gridId, ...where })
    headers.set(role, { authorization: `Bearer ${token}` })
  }
  const organisations = csv(['组织编号', '组织名称', '组织类别'], ['org-a', '甲支部', '机关'], ['org-b', '乙支部', '机关'])
  assert.equal((await imported('organisations', organisations)).outcome, 'imported')
  for (const orgId of ['org-a', 'org-b'] as const) {
    const { iss, secret } = HOSTS[orgId]
    await createHostIssuer(database, { orgId, issuer: iss, secret, ...where })
    const { key } = await createSiteKey(database, { origins: [HOSTS[orgId].origin], audience: `org:${orgId}`, ...where })
    const token = hostToken({ secret, claims: claimsOf(orgId, NOW, { aud: `urn:wangge:${FRESH}`, sub: '7', name: '员工七' }) })
    headers.set(orgId, { 'wangge-site-key': key, origin: HOSTS[orgId].origin, authorization: `Bearer ${token}` })
  }
  const audited: Fresh['audited'] = async (action) => {
    const { db } = database
    const entries = db.selectFrom('audit_entries').select('seq').where('district_id', '=', FRESH)
    return (await entries.where('action', '=', action).execute()).length
  }
  return { send, imported, audited }
}
