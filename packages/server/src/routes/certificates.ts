import { maskName } from '@wangge/core/privacy'
import { readCertificateCode, recordingUnits } from '@wangge/core/roster'
import {
  certificateCheckSchema,
  certificateCommandSchema,
  certificateListSchema,
  certificateViewSchema,
  RECORD_KIND,
  revokeCertificateCommandSchema,
} from '@wangge/core/roster/schema'
import type { CertificateCheck } from '@wangge/core/roster/schema'
import { expectMadeFor } from '../auth/made-for.ts'
import { principalName } from '../auth/principal.ts'
import type { Person, Principal } from '../auth/principal.ts'
import type { Context } from '../context.ts'
import { commandFingerprint } from '../fingerprint.ts'
import { operation } from '../operation.ts'
import { invalidBody } from '../parse.ts'
import { notFound, refused } from '../problem.ts'
import { publicAddress } from '../public-address.ts'
import { noQuerySchema } from '../schema.ts'
import { certificatesOf, certificateView, findCertificate, revokeCertificate } from '../storage/certificates.ts'
import type { StoredCertificate } from '../storage/certificates.ts'
import type { Tx } from '../storage/database.ts'
import { issueCertificate } from '../storage/issue-certificate.ts'
import { findPerson } from '../storage/people.ts'
import { write } from '../storage/write.ts'

const VIEW = { description: 'The certificate as its holder has it', schema: certificateViewSchema }

export const postCertificate = operation({
  method: 'POST',
  path: '/v1/me/certificates',
  id: 'issueCertificate',
  summary: 'Certifies one’s own hours of a span of days, free of charge; only what the holder agrees to is told by its code',
  access: ['person'],
  scope: 'own',
  query: noQuerySchema,
  json: { schema: certificateCommandSchema },
  idempotent: true,
  answers: { 201: VIEW },
  async handle(call) {
    const { context, principal, body: command, request, now } = call

    expectMadeFor(command, principal)
    const { from, to } = command
    expectSpan(command)
    const { personId, orgId } = principal as Person
    const reference = await context.reference.current()
    const view = async (tx: Tx) => viewOf(tx, context, { request, certificate: ['id', command.id], principal })
    const what = { key: command.id, fingerprint: commandFingerprint(call), actor: principalName(principal), now, tellAgain: view }
    return write(context, what, async (tx) => {
      if (personId === undefined) throw refused('no-hours', { from, to })
      const issued = { ...command, personId, orgId, shared: command.share ?? false, asked: null, forMinors: true }
      await issueCertificate(tx, context, reference, { ...issued, now })
      const audit = { action: 'issue-certificate', subject: command.id }
      return { status: 201, answer: null, body: await view(tx), audit, changes: [] }
    })
  },
})

export const getMyCertificates = operation({
  method: 'GET',
  path: '/v1/me/certificates',
  id: 'listMyCertificates',
  summary: 'One’s own certificates, newest first',
  access: ['person'],
  scope: 'own',
  query: noQuerySchema,
  answers: { 200: { description: 'At most the newest 200', schema: certificateListSchema } },
  async handle({ context, principal, request, now }) {
    const { personId, orgId } = principal as Person
    const rows = personId === undefined ? [] : await certificatesOf(context.db, context.districtId, { personId, orgId })
    const certificates = rows.map((row) => certificateView(row, publicAddress(context, request)))
    return { status: 200, body: { asOf: new Date(now).toISOString(), certificates }, tag: certificates }
  },
})

export const postCertificateRevocation = operation({
  method: 'POST',
  path: '/v1/me/certificates/{id}/revoke',
  id: 'revokeCertificate',
  summary: 'Takes the consent to a certificate back: from then on nobody is told anything by its code',
  access: ['person'],
  scope: 'own',
  query: noQuerySchema,
  json: { schema: revokeCertificateCommandSchema },
  idempotent: true,
  answers: { 200: VIEW },
  async handle(call) {
    const { context, principal, params, body: command, request, now } = call
    if (command.certificateId !== params.id) {
      throw invalidBody([{ path: ['certificateId'], code: 'mismatch', message: 'Expected the certificate of the path' }])
    }
    expectMadeFor(command, principal)
    const view = async (tx: Tx) => viewOf(tx, context, { request, certificate: ['id', command.certificateId], principal })
    const what = { key: command.id, fingerprint: commandFingerprint(call), actor: principalName(principal), now, tellAgain: view }
    return write(context, what, async (tx) => {
      await view(tx)
      await revokeCertificate(tx, context.districtId, { id: command.certificateId, at: new Date(now).toISOString() })
      const audit = { action: 'revoke-certificate', subject: command.certificateId }
      return { status: 200, answer: null, body: await view(tx), audit, changes: [] }
    })
  },
})

export const getCertificate = operation({
  method: 'GET',
  path: '/v1/certificates/{code}',
  id: 'verifyCertificate',
  summary: 'What a certificate says, for whoever has its code: no more than its holder agreed to',
  access: ['anyone'],
  scope: 'open',
  query: noQuerySchema,
  answers: {
    200: { description: 'As it was issued; whether its records have been corrected since', schema: certificateCheckSchema },
  },
  async handle({ context, params, now }) {
    const check = await checkCertificate(context, { code: params.code!, now })
    const { asOf: _, ...tag } = check
    return { status: 200, body: check, tag, headers: { 'cache-control': 'no-store' } }
  },
})

/** @throws ProblemError 404 `unknown-certificate`: mistyped, never issued, revoked, or its holder is gone */
export async function checkCertificate(
  context: Context,
  { code, now }: { code: string; now: number },
): Promise<CertificateCheck> {
  const read = readCertificateCode(code)
  const row = read === undefined ? undefined : await findCertificate(context.db, context.districtId, ['code', read])
  if (!row || row.revoked_at !== null) throw notFound('unknown-certificate', 'There is no certificate with this code')
  const person = row.disclose.includes('name') ? await findPerson(context.db, context, row.person_id) : undefined
  return {
    asOf: new Date(now).toISOString(),
    kind: RECORD_KIND,
    state: row.superseded_at === null ? 'valid' : 'superseded',
    // Who a minor is in full is not for whoever has the code: enough of the name to compare it with the paper.
    ...(person?.name !== undefined && { name: person.minor ? maskName(person.name) : person.name }),
    recordingUnits: recordingUnits(row.lines),
    from: row.from_date,
    to: row.to_date,
    minutes: row.minutes,
    issuedAt: row.issued_at,
    ...(row.disclose.includes('activities') && { activities: row.lines }),
  }
}

/** @throws ProblemError 422 `invalid-body` */
export function expectSpan({ from, to }: { from: string; to: string }): void {
  if (from <= to) return
  throw invalidBody([{ path: ['to'], code: 'too_small', message: 'Expected a last day that is not before the first' }])
}

async function viewOf(
  tx: Tx,
  context: Context,
  { request, certificate, principal }: { request: Request; certificate: readonly ['id', string]; principal: Principal },
) {
  const row = await findCertificate(tx, context.districtId, certificate)
  if (!row || !isTheirs(row, principal as Person)) throw notFound('unknown-certificate', 'There is no such certificate')
  return certificateView(row, publicAddress(context, request))
}

/** The token is the employer's word: what came through another is not told by it. */
const isTheirs = (row: StoredCertificate, { personId, orgId }: Person) => row.person_id === personId && row.org_id === orgId
