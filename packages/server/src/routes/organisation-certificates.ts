import { reachesDistrict } from '@wangge/core/access'
import {
  certificateViewSchema,
  organisationCertificateListSchema,
  requestedCertificateCommandSchema,
  revokeCertificateCommandSchema,
} from '@wangge/core/roster/schema'
import { expectMadeFor } from '../auth/made-for.ts'
import { expectOwnOrganisation } from '../auth/own-organisation.ts'
import { expectOfPath } from '../auth/own-sign-up.ts'
import { principalName } from '../auth/principal.ts'
import type { Staff } from '../auth/principal.ts'
import type { Context } from '../context.ts'
import { commandFingerprint } from '../fingerprint.ts'
import { operation } from '../operation.ts'
import type { Call } from '../operation.ts'
import { notFound } from '../problem.ts'
import { namesOf } from '../privacy/names-of.ts'
import { publicAddress } from '../public-address.ts'
import { noQuerySchema } from '../schema.ts'
import { appendAudit } from '../storage/audit.ts'
import { certificateView, findCertificate, revokeCertificate, seenCertificates } from '../storage/certificates.ts'
import type { SeenCertificates } from '../storage/certificates.ts'
import type { Tx } from '../storage/database.ts'
import { issueCertificate } from '../storage/issue-certificate.ts'
import { findOrganisation } from '../storage/organisations.ts'
import { write } from '../storage/write.ts'
import { expectSpan } from './certificates.ts'

export const getOrganisationCertificates = operation({
  method: 'GET',
  path: '/v1/organisations/{id}/certificates',
  id: 'listOrganisationCertificates',
  summary: 'To a liaison what people let them print or asked them for, to the street what was asked for; the reading is audited',
  access: ['staff'],
  roles: ['street', 'liaison'],
  scope: 'organisation',
  query: noQuerySchema,
  answers: { 200: { description: 'At most the newest 200', schema: organisationCertificateListSchema } },
  async handle(call) {
    const { context, principal, params, request, now } = call
    const { db, districtId } = context
    const orgId = params.id!
    const seen = await expectReached(call, orgId)
    const rows = await seenCertificates(db, districtId, { orgId, ...seen })
    const ids = rows.map(({ person_id: personId }) => personId)
    // A minor’s is masked, as in all that a liaison reads; it is on the paper, for whoever holds that.
    const nameOf = await namesOf(db, context, ids, { seesMinors: seen.asked })
    const act = { at: new Date(now).toISOString(), actor: principalName(principal), action: 'read-certificates', subject: orgId }
    await db.transaction().execute((tx) => appendAudit(tx, context, act))
    const address = publicAddress(context, request)
    const certificates = rows.map((row) => ({
      personId: row.person_id,
      name: nameOf(row.person_id),
      ...certificateView(row, address),
    }))
    return { status: 200, body: { asOf: new Date(now).toISOString(), certificates }, tag: certificates }
  },
})

/** By whoever keeps the records, or answers for those people: not everybody has a page that knows them. */
const AT_THE_COUNTER = {
  access: ['staff'],
  roles: ['street', 'liaison'],
  scope: 'organisation',
  query: noQuerySchema,
  idempotent: true,
} as const
const VIEW = { description: 'The certificate, to be printed for its holder', schema: certificateViewSchema }

export const postRequestedCertificate = operation({
  ...AT_THE_COUNTER,
  method: 'POST',
  path: '/v1/organisations/{id}/certificates',
  id: 'issueRequestedCertificate',
  summary: 'Certifies the hours of somebody who asked for it and has no page to do so, free of charge',
  json: { schema: requestedCertificateCommandSchema },
  answers: { 201: VIEW },
  async handle(call) {
    const { context, params, body: command, now } = call
    const orgId = params.id!
    expectSpan(command)
    const reference = await context.reference.current()
    return atTheCounter(call, { certificateId: command.id, action: 'issue-certificate', status: 201 }, (tx, { seen }) =>
      // Who asks the street has not asked their employer. A liaison does not get to know who a minor is.
      issueCertificate(tx, context, reference, { ...command, orgId, shared: seen.shared, forMinors: seen.asked, now }),
    )
  },
})

export const postRequestedRevocation = operation({
  ...AT_THE_COUNTER,
  method: 'POST',
  path: '/v1/organisations/{id}/certificates/{certificateId}/revoke',
  id: 'revokeRequestedCertificate',
  summary: 'Takes back, at its holder’s wish, a certificate that was asked for at the organisation or the street',
  json: { schema: revokeCertificateCommandSchema },
  answers: { 200: VIEW },
  async handle(call) {
    const { context, params, body: command, now } = call
    const { certificateId } = command
    expectOfPath('certificateId', certificateId, { id: params.certificateId! })
    return atTheCounter(call, { certificateId, action: 'revoke-certificate', status: 200 }, async (tx, { view }) => {
      await view()
      await revokeCertificate(tx, context.districtId, { id: certificateId, at: new Date(now).toISOString() })
    })
  },
})

type CounterCall = Call<unknown, { id: string; person?: string | undefined }>

/** What is done there with a certificate, once, and the certificate as it is then. */
async function atTheCounter(
  call: CounterCall,
  { certificateId, action, status }: { certificateId: string; action: string; status: 200 | 201 },
  work: (tx: Tx, at: { view: () => Promise<unknown>; seen: SeenCertificates }) => Promise<void>,
) {
  const { context, principal, params, body: command, now } = call
  const orgId = params.id!
  expectMadeFor(command, principal)
  const seen = await expectReached(call, orgId)
  const view = (tx: Tx) => viewOf(tx, context, { call, certificateId, orgId, seen })
  const what = { key: command.id, fingerprint: commandFingerprint(call), actor: principalName(principal), now, tellAgain: view }
  return write(context, what, async (tx) => {
    await work(tx, { view: () => view(tx), seen })
    return { status, answer: null, body: await view(tx), audit: { action, subject: certificateId }, changes: [] }
  })
}

/** As its liaison, as the street, or as both. */
async function expectReached({ context, principal }: Call<unknown, unknown>, orgId: string): Promise<SeenCertificates> {
  const { tree } = await context.reference.current()
  expectOwnOrganisation(principal, orgId, tree)
  if (!(await findOrganisation(context.db, context.districtId, orgId))) {
    throw notFound('unknown-organisation', 'There is no such organisation')
  }
  const { grants } = principal as Staff
  return {
    shared: grants.some((grant) => grant.orgId === orgId),
    asked: grants.some((grant) => reachesDistrict(grant, tree)),
  }
}

/** What its holder issued themselves is theirs to take back; what they asked the street for is not their liaison’s. */
async function viewOf(
  tx: Tx,
  context: Context,
  {
    call,
    certificateId,
    orgId,
    seen,
  }: { call: Call<unknown, unknown>; certificateId: string; orgId: string; seen: SeenCertificates },
) {
  const row = await findCertificate(tx, context.districtId, ['id', certificateId])
  const isSeen = row !== undefined && row.asked !== null && (seen.asked || (seen.shared && row.shared))
  if (!isSeen || row.org_id !== orgId) {
    throw notFound('unknown-certificate', 'There is no such certificate')
  }
  return certificateView(row, publicAddress(context, call.request))
}
