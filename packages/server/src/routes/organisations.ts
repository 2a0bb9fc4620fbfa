import { reachesDistrict } from '@wangge/core/access'
import { maskName } from '@wangge/core/privacy'
import { localDate, openOn } from '@wangge/core/roster'
import {
  organisationListSchema,
  organisationPeopleSchema,
  organisationProblemsSchema,
  organisationViewSchema,
} from '@wangge/core/roster/schema'
import { operation } from '../operation.ts'
import { notFound } from '../problem.ts'
import { principalName } from '../auth/principal.ts'
import type { Staff } from '../auth/principal.ts'
import { staffNumberPlace } from '../privacy/sealed-fields.ts'
import { noQuerySchema } from '../schema.ts'
import { appendAudit } from '../storage/audit.ts'
import { membersOf } from '../storage/members.ts'
import { rosterProblems } from '../storage/roster-problems.ts'
import { reconciliationOf, rollsAgainstMembers } from '../storage/reconciliation.ts'
import { expectWholeDistrict } from './admin.ts'
import { findOrganisation, listOrganisations } from '../storage/organisations.ts'
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

export const getOrganisations = operation({
  method: 'GET',
  path: '/v1/organisations',
  id: 'listOrganisations',
  summary: 'All organisations, closed ones too, and how many there are now of which kind against what was declared',
  access: ['staff'],
  roles: ['street', 'auditor'],
  scope: 'district',
  query: noQuerySchema,
  answers: { 200: { description: 'By id', schema: organisationListSchema } },
  async handle({ context, principal, now }) {
    await expectWholeDistrict(context, principal)
    const { db, districtId } = context
    const { timeZone } = await context.reference.current()
    const organisations = await listOrganisations(db, districtId)
    const open = openOn(organisations, localDate(now, timeZone))
    const reconciliation = await reconciliationOf(db, districtId, open)
    const rolls = await rollsAgainstMembers(db, districtId, { organisations: open, now })
    const body = { organisations, reconciliation, rolls }
    return { status: 200, body: { asOf: new Date(now).toISOString(), ...body }, tag: body }
  },
})

export const getOrganisationProblems = operation({
  method: 'GET',
  path: '/v1/organisation-problems',
  id: 'listOrganisationProblems',
  summary: 'What is wrong with organisations and memberships, by organisation and person; the reading is audited',
  access: ['staff'],
  roles: ['street'],
  scope: 'district',
  query: noQuerySchema,
  answers: { 200: { description: 'How many, and the first of them', schema: organisationProblemsSchema } },
  async handle({ context, principal, now }) {
    await expectWholeDistrict(context, principal)
    const { db, districtId } = context
    const { tree, timeZone } = await context.reference.current()
    const organisations = openOn(await listOrganisations(db, districtId), localDate(now, timeZone))
    const body = await rosterProblems(db, districtId, { organisations, tree, now })
    const at = new Date(now).toISOString()
    const act = { at, actor: principalName(principal), action: 'read-organisation-problems', subject: districtId }
    await db.transaction().execute((tx) => appendAudit(tx, context, act))
    return { status: 200, body: { asOf: at, ...body }, tag: body }
  },
})

export const getOrganisationPeople = operation({
  method: 'GET',
  path: '/v1/organisations/{id}/people',
  id: 'listOrganisationPeople',
  summary: 'Who belongs to an organisation, to be named for its shifts; the reading is audited',
  access: ['staff'],
  roles: ['street', 'liaison'],
  scope: 'organisation',
  query: noQuerySchema,
  answers: { 200: { description: 'Members and employees, by name', schema: organisationPeopleSchema } },
  async handle({ context, principal, params, now }) {
    const { db, districtId, keyring } = context
    const orgId = params.id!
    const { tree } = await context.reference.current()
    expectOwnOrganisation(principal, orgId, tree)
    if (!(await findOrganisation(db, districtId, orgId))) throw notFound('unknown-organisation', 'There is no such organisation')
    const isStreet = (principal as Staff).grants.some((grant) => reachesDistrict(grant, tree))
    const people = (await membersOf(db, context, { orgId, now })).map(({ id, name = '', minor, numberHash, numberSealed }) => {
      // A minor is masked for everybody but the street, and a number would name them again.
      if (minor && !isStreet) return { personId: id, name: maskName(name) }
      const isNumbered = numberHash !== null && numberSealed !== null
      const staffNumber = isNumbered ? keyring.open(numberSealed, staffNumberPlace(districtId, numberHash)) : undefined
      return { personId: id, name, ...(staffNumber !== undefined && { staffNumber }) }
    })
    people.sort((one, other) => one.name.localeCompare(other.name, 'zh') || (one.personId < other.personId ? -1 : 1))
    const at = new Date(now).toISOString()
    const act = { at, actor: principalName(principal), action: 'read-organisation-people', subject: orgId }
    await db.transaction().execute((tx) => appendAudit(tx, context, act))
    return { status: 200, body: { asOf: at, people }, tag: people }
  },
})
