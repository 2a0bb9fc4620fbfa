import { slotListSchema } from '@wangge/core/roster/schema'
import { expectOwnOrganisation } from '../auth/own-organisation.ts'
import { operation } from '../operation.ts'
import { notFound } from '../problem.ts'
import { slotsQuerySchema } from '../schema.ts'
import { findOrganisation } from '../storage/organisations.ts'
import { listSlots } from '../storage/slots.ts'

const WEEK_MS = 7 * 86_400_000

export const getSlots = operation({
  method: 'GET',
  path: '/v1/slots',
  id: 'listSlots',
  summary: 'Slots that start within seven days and are open to an organisation',
  access: ['org', 'staff'],
  query: slotsQuerySchema,
  answers: { 200: { description: 'By start', schema: slotListSchema } },
  async handle({ context: { db, districtId }, principal, query: { org }, now }) {
    expectOwnOrganisation(principal, org)
    if (!(await findOrganisation(db, districtId, org))) throw notFound('unknown-organisation', 'There is no such organisation')
    const slots = await listSlots(db, districtId, { from: now, to: now + WEEK_MS })
    return { status: 200, body: { asOf: new Date(now).toISOString(), slots }, tag: slots }
  },
})
