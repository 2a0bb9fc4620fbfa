import { organisationViewSchema } from '@wangge/core/roster/schema'
import { operation } from '../operation.ts'
import { notFound, ProblemError } from '../problem.ts'
import { noQuerySchema } from '../schema.ts'
import { findOrganisation } from '../storage/organisations.ts'
import { expectOwnOrganisation } from '../auth/own-organisation.ts'

export const getOrganisation = operation({
  method: 'GET',
  path: '/v1/organisations/{id}',
  id: 'getOrganisation',
  summary: 'An organisation with the rules of sign-up that hold for it',
  access: ['org', 'staff'],
  query: noQuerySchema,
  answers: { 200: { description: 'The organisation', schema: organisationViewSchema } },
  async handle({ context: { db, districtId, reference }, principal, params }) {
    if (principal.kind === 'staff' && principal.role !== 'street') {
      throw new ProblemError(403, 'role-not-allowed', 'Organisations are for the street office', {
        detail: `Expected role street, got ${principal.role}`,
      })
    }
    expectOwnOrganisation(principal, params.id!)
    const organisation = await findOrganisation(db, districtId, params.id!)
    if (!organisation) throw notFound('unknown-organisation', 'There is no such organisation')
    const { policy } = await reference.current()
    return { status: 200, body: { ...organisation, policy } }
  },
})
