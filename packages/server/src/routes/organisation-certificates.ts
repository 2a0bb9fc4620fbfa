import { maskName } from '@wangge/core/privacy'
import { organisationCertificateListSchema } from '@wangge/core/roster/schema'
import { expectOwnOrganisation } from '../auth/own-organisation.ts'
import { principalName } from '../auth/principal.ts'
import { operation } from '../operation.ts'
import { notFound } from '../problem.ts'
import { publicAddress } from '../public-address.ts'
import { noQuerySchema } from '../schema.ts'
import { appendAudit } from '../storage/audit.ts'
import { certificateView, sharedCertificates } from '../storage/certificates.ts'
import { findOrganisation } from '../storage/organisations.ts'
import { findPeople } from '../storage/people.ts'

/** Shown for somebody of whom nothing is known any more. */
const ERASED = '—'

export const getOrganisationCertificates = operation({
  method: 'GET',
  path: '/v1/organisations/{id}/certificates',
  id: 'listOrganisationCertificates',
  summary: 'Certificates that their holders let the organisation print for them; the reading is audited',
  access: ['staff'],
  roles: ['liaison'],
  scope: 'organisation',
  query: noQuerySchema,
  answers: { 200: { description: 'At most the newest 200', schema: organisationCertificateListSchema } },
  async handle({ context, principal, params, request, now }) {
    const { db, districtId } = context
    const orgId = params.id!
    const { tree } = await context.reference.current()
    expectOwnOrganisation(principal, orgId, tree)
    if (!(await findOrganisation(db, districtId, orgId))) throw notFound('unknown-organisation', 'There is no such organisation')
    const rows = await sharedCertificates(db, districtId, orgId)
    const people = await findPeople(db, context, [...new Set(rows.map(({ person_id }) => person_id))])
    // A minor’s is masked, as in all that a liaison reads; it is on the paper, for whoever holds that.
    const names = new Map(people.map(({ id, name = ERASED, minor }) => [id, minor && name !== ERASED ? maskName(name) : name]))
    const act = { at: new Date(now).toISOString(), actor: principalName(principal), action: 'read-certificates', subject: orgId }
    await db.transaction().execute((tx) => appendAudit(tx, context, act))
    const address = publicAddress(context, request)
    const certificates = rows.map((row) => ({
      personId: row.person_id,
      name: names.get(row.person_id) ?? ERASED,
      ...certificateView(row, address),
    }))
    return { status: 200, body: { asOf: new Date(now).toISOString(), certificates }, tag: certificates }
  },
})
