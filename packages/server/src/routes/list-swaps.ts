import { organisationSwapListSchema, swapListSchema } from '@wangge/core/roster/schema'
import { expectOwnOrganisation } from '../auth/own-organisation.ts'
import { principalName } from '../auth/principal.ts'
import type { Person } from '../auth/principal.ts'
import { operation } from '../operation.ts'
import { notFound } from '../problem.ts'
import { noQuerySchema } from '../schema.ts'
import { acceptableSwaps } from '../storage/acceptable-swaps.ts'
import { recordAct } from '../storage/audit.ts'
import { organisationSwaps } from '../storage/organisation-swaps.ts'
import { findOrganisation } from '../storage/organisations.ts'
import { shiftsOfColleagues } from '../storage/sign-ups.ts'
import { MOST_SWAPS, swapsFor, swapsOfOrganisation, swapViewFor } from '../storage/swaps.ts'
import type { StoredSwap } from '../storage/swaps.ts'

/** So many shifts are told in which colleagues have a seat, the next first. */
const MOST_SHIFTS = 500

export const getMySwaps = operation({
  method: 'GET',
  path: '/v1/me/swaps',
  id: 'listMySwaps',
  summary: 'One’s own swaps, and those of colleagues that one may accept: which seat, not whose',
  access: ['person'],
  scope: 'own',
  query: noQuerySchema,
  answers: {
    200: { description: 'At most the newest 200; and the next shifts where colleagues have a seat', schema: swapListSchema },
  },
  async handle({ context, principal, now }) {
    const { db, districtId } = context
    const person = principal as Person
    const { personId, orgId } = person
    const { own, offers } = await swapsFor(db, districtId, { orgId, personId, now })
    const acceptable = await acceptableSwaps(context, await context.reference.current(), { person, swaps: offers, now })
    const told = [...own, ...offers.filter(({ id }) => acceptable.has(id))].sort(byNewest).slice(0, MOST_SWAPS)
    const swaps = told.map((swap) => swapViewFor(swap, personId))
    const colleaguesAt = await shiftsOfColleagues(db, districtId, { orgId, personId, now, most: MOST_SHIFTS })
    return { status: 200, body: { asOf: new Date(now).toISOString(), swaps, colleaguesAt }, tag: [swaps, colleaguesAt] }
  },
})

const byNewest = (one: StoredSwap, other: StoredSwap): number =>
  Date.parse(other.at) - Date.parse(one.at) || (one.id < other.id ? 1 : -1)

export const getOrganisationSwaps = operation({
  method: 'GET',
  path: '/v1/organisations/{id}/swaps',
  id: 'listOrganisationSwaps',
  summary: 'Swaps within an organisation, by name; the reading is audited',
  access: ['staff'],
  roles: ['street', 'liaison'],
  scope: 'organisation',
  query: noQuerySchema,
  answers: { 200: { description: 'At most the newest 200', schema: organisationSwapListSchema } },
  async handle({ context, principal, params, now }) {
    const { db, districtId } = context
    const orgId = params.id!
    const reference = await context.reference.current()
    expectOwnOrganisation(principal, orgId, reference.tree)
    if (!(await findOrganisation(db, districtId, orgId))) throw notFound('unknown-organisation', 'There is no such organisation')
    const found = await swapsOfOrganisation(db, districtId, orgId, now)
    const swaps = await organisationSwaps(db, context, reference, { swaps: found, staff: principal })
    await recordAct(context, { actor: principalName(principal), action: 'read-swaps', subject: orgId, now })
    return { status: 200, body: { asOf: new Date(now).toISOString(), swaps }, tag: swaps }
  },
})
