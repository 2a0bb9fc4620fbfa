import { reachedGrids, reachesOrganisation } from '@wangge/core/access'
import type { Grant } from '@wangge/core/access/schema'
import type { GridTree } from '@wangge/core/grid'
import { isClosedOn, localDate } from '@wangge/core/roster'
import { slotListSchema } from '@wangge/core/roster/schema'
import { expectOwnOrganisation } from '../auth/own-organisation.ts'
import { STAFF_ROLES } from '../auth/roles.ts'
import { operation } from '../operation.ts'
import { notFound } from '../problem.ts'
import { slotsQuerySchema } from '../schema.ts'
import { findOrganisation } from '../storage/organisations.ts'
import { listSlots } from '../storage/slots.ts'

const MINUTE_MS = 60_000
const WEEK_MS = 7 * 86_400_000

export const getSlots = operation({
  method: 'GET',
  path: '/v1/slots',
  id: 'listSlots',
  summary:
    'Slots that start within seven days, or have begun and need relief, and are open to an organisation; for staff those of their subtree',
  access: ['org', 'staff'],
  roles: STAFF_ROLES,
  scope: { org: 'organisation', staff: 'subtree' },
  query: slotsQuerySchema,
  answers: { 200: { description: 'By start', schema: slotListSchema } },
  async handle({ context: { db, districtId, reference }, principal, query: { org }, now }) {
    const { tree, policy, timeZone } = await reference.current()
    const gridIds = principal.kind === 'staff' ? reachOf(principal.grants, org, tree) : undefined
    if (principal.kind !== 'staff') expectOwnOrganisation(principal, org, tree)
    const organisation = await findOrganisation(db, districtId, org)
    if (!organisation) throw notFound('unknown-organisation', 'There is no such organisation')
    const reliefMs = (policy.reliefMinutes ?? 0) * MINUTE_MS
    const found = await listSlots(db, districtId, { from: now, to: now + WEEK_MS, reliefMs, orgId: org, gridIds })
    const slots = found.filter(({ startsAt }) => !isClosedOn(organisation, localDate(Date.parse(startsAt), timeZone)))
    return { status: 200, body: { asOf: new Date(now).toISOString(), slots }, tag: slots }
  },
})

/** Grids whose slots are told; undefined for all: of the whole district, or of whoever answers for the organisation. */
function reachOf(grants: readonly Grant[], orgId: string, tree: GridTree): string[] | undefined {
  if (grants.some((grant) => reachesOrganisation(grant, orgId, tree))) return undefined
  return reachedGrids(grants, tree).flatMap((id) => [id, ...tree.descendants(id).map((grid) => grid.id)])
}
