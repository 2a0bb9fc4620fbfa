import { organisationViewSchema } from '@wangge/core/roster/schema'
import { operation } from '../operation.ts'
import { notFound } from '../problem.ts'
import { noQuerySchema } from '../schema.ts'
import { findOrganisation } from '../storage/organisations.ts'
import { expectOwnOrganisation } from '../auth/own-organisation.ts'

export const getOrganisation = operation({
  method: 'GET',
  path: '/v1/organisations/{id}',
  id: 'getOrganisation',
  summary: 'An organisation with the rules of sign-up that hold for it',
  access: ['org', 'staff'],
  roles: ['street', 'liaison'],
  scope: 'organisation',
  query: noQuerySchema,
  answers: { 200: { description: 'The organisation', schema: organisationViewSchema } },
  async handle({ context: { db, districtId, reference }, principal, params }) {
    const { policy, tree } = await reference.current()
    expectOwnOrganisation(principal, params.id!, tree)
    const organisation = await findOrganisation(db, districtId, params.id!)
    if (!organisation) throw notFound('unknown-organisation', 'There is no such organisation')
    return { status: 200, body: { ...organisation, policy } }
  },
})
