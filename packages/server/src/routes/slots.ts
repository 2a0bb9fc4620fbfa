import { slotListSchema } from '@wangge/core/roster/schema'
import { expectOwnOrganisation } from '../auth/own-organisation.ts'
import { operation } from '../operation.ts'
import { notFound } from '../problem.ts'
import { slotsQuerySchema } from '../schema.ts'
import { findOrganisation } from '../storage/organisations.ts'
import type { Reference } from '../storage/reference.ts'
import { listSlots } from '../storage/slots.ts'

const WEEK_MS = 7 * 86_400_000

export const getSlots = operation({
  method: 'GET',
  path: '/v1/slots',
  id: 'listSlots',
  summary: 'Slots that start within seven days and are open to an organisation; for staff those of their subtree',
  access: ['org', 'staff'],
  query: slotsQuerySchema,
  answers: { 200: { description: 'By start', schema: slotListSchema } },
  async handle({ context: { db, districtId, reference }, principal, query: { org }, now }) {
    expectOwnOrganisation(principal, org)
    if (!(await findOrganisation(db, districtId, org))) throw notFound('unknown-organisation', 'There is no such organisation')
    const gridIds = principal.kind === 'staff' ? reachOf(principal.gridId, await reference.current()) : undefined
    const slots = await listSlots(db, districtId, { from: now, to: now + WEEK_MS, orgId: org, gridIds })
    return { status: 200, body: { asOf: new Date(now).toISOString(), slots }, tag: slots }
  },
})

/** Grids of a subtree; undefined for the whole district. */
function reachOf(gridId: string, { tree }: Reference): string[] | undefined {
  if (gridId === tree.root.id) return undefined
  return tree.get(gridId) ? [gridId, ...tree.descendants(gridId).map(({ id }) => id)] : []
}
