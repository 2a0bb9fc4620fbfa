import { reachesDistrict, reachesGrid } from '@wangge/core/access'
import { maskName, maskPhone } from '@wangge/core/privacy'
import {
  createPersonCommandSchema,
  findPeopleSchema,
  personListSchema,
  personSchema,
  recordConsentCommandSchema,
} from '@wangge/core/privacy/schema'
import type { Consent, Person, PersonSummary } from '@wangge/core/privacy/schema'
import { principalName } from '../auth/principal.ts'
import type { Staff } from '../auth/principal.ts'
import { GRID_ROLES } from '../auth/roles.ts'
import { expectConsent, expectPurpose, expectSeparateConsent, takeBack } from '../consent.ts'
import type { Context } from '../context.ts'
import { commandFingerprint } from '../fingerprint.ts'
import { operation } from '../operation.ts'
import { invalidBody } from '../parse.ts'
import { notFound, ProblemError, refused } from '../problem.ts'
import { noQuerySchema } from '../schema.ts'
import { appendAudit } from '../storage/audit.ts'
import { consentsOf, recordConsent } from '../storage/consents.ts'
import type { Queries } from '../storage/database.ts'
import { expectNotErased } from '../storage/erased-commands.ts'
import { mergedInto } from '../storage/merged-people.ts'
import { findPeople, findPerson, holderOfPhone, insertPerson, matchPeople } from '../storage/people.ts'
import type { StoredPerson } from '../storage/people.ts'
import { isWithinReach, lasts, placesOf } from '../storage/person-reach.ts'
import { write } from '../storage/write.ts'

const PERSON = { schema: personSchema }
/** More than these nobody means by one name. */
const MOST_FOUND = 20

export const postPerson = operation({
  method: 'POST',
  path: '/v1/people',
  id: 'createPerson',
  summary: 'Enters a person; a phone that somebody has already is refused',
  access: ['staff'],
  roles: ['street'],
  scope: 'district',
  query: noQuerySchema,
  json: { schema: createPersonCommandSchema },
  idempotent: true,
  answers: { 201: { description: 'The person, masked', schema: personListSchema } },
  async handle(call) {
    const { context, principal, body: command, now } = call
    const reference = await context.reference.current()
    expectDistrict(principal as Staff, reference.tree)
    expectGuardians(command.consents ?? [])
    const request = { key: command.id, fingerprint: commandFingerprint(call), actor: principalName(principal), now }
    return write(context, request, async (tx) => {
      const { id, name, phone, partyStatus, minor = false, consents = [] } = command
      for (const consent of consents) expectConsent(consent, reference)
      if (partyStatus !== undefined) expectSeparateConsent(consents, reference, minor)
      await expectNotErased(tx, context, id)
      const holder = phone === undefined ? undefined : await holderOfPhone(tx, context, phone)
      if (holder !== undefined) throw refused('person-exists', { personId: holder })
      if (!(await insertPerson(tx, context, { id, name, phone, partyStatus, minor }))) {
        throw new ProblemError(422, 'idempotency-key-reused', 'This id is already that of another record')
      }
      for (const consent of consents) await recordConsent(tx, context, { personId: id, ...consent, now })
      const person = { id, name: maskName(name), ...(phone !== undefined && { phone: maskPhone(phone) }), grants: [] }
      return { status: 201, answer: { people: [person] }, audit: { action: 'create-person', subject: id }, changes: [] }
    })
  },
})

export const postFindPeople = operation({
  method: 'POST',
  path: '/v1/people/find',
  id: 'findPeople',
  summary: 'Whom a whole name or a phone in any spelling means, masked; within the caller’s reach',
  access: ['staff'],
  roles: ['street', 'community', 'liaison'],
  scope: 'subtree',
  query: noQuerySchema,
  json: { schema: findPeopleSchema },
  answers: { 200: { description: 'At most 20', schema: personListSchema } },
  async handle({ context, principal, body, now }) {
    const { db, districtId } = context
    if (body.name === undefined && body.phone === undefined) {
      throw invalidBody([{ path: [], code: 'too_small', message: 'Expected a name or a phone' }])
    }
    const reference = await context.reference.current()
    const { grants } = principal as Staff
    const found = await matchPeople(db, context, { ...body, limit: 200 })
    const people: PersonSummary[] = []
    for (const person of found) {
      const places = await placesOf(db, districtId, person.id, { ...reference, now })
      if (people.length < MOST_FOUND && isWithinReach(places, grants, reference.tree)) people.push(masked(person, places.grants))
    }
    await audit(context, principal as Staff, { action: 'find-people', subject: reference.tree.root.id, now })
    return { status: 200, body: { people } }
  },
})

export const getPerson = operation({
  method: 'GET',
  path: '/v1/people/{id}',
  id: 'getPerson',
  summary: 'Name and phone of a person in the caller’s reach; the reading is audited',
  access: ['staff'],
  roles: ['street', 'community', 'estateWorker', 'buildingHead', 'liaison'],
  scope: 'subtree',
  query: noQuerySchema,
  answers: { 200: { description: 'Party status and whether a minor: only for whoever may see them', ...PERSON } },
  async handle({ context, principal, params, now }) {
    const staff = principal as Staff
    const body = await readPerson(context.db, context, { id: params.id!, staff, now })
    await audit(context, staff, { action: 'read-person', subject: body.id, now })
    return { status: 200, body }
  },
})

export const postConsent = operation({
  method: 'POST',
  path: '/v1/people/{id}/consents',
  id: 'recordConsent',
  summary: 'Keeps what a person, or a minor’s guardian, agreed to on paper, or that they took it back',
  access: ['staff'],
  roles: ['street'],
  scope: 'district',
  query: noQuerySchema,
  json: { schema: recordConsentCommandSchema },
  idempotent: true,
  answers: { 200: { description: 'The person', ...PERSON } },
  async handle(call) {
    const { context, principal, params, body: command, now } = call
    const staff = principal as Staff
    const reference = await context.reference.current()
    expectDistrict(staff, reference.tree)
    if (!command.withdraw) expectGuardians([command])
    const request = { key: command.id, fingerprint: commandFingerprint(call), actor: principalName(principal), now }
    const written = await write(context, request, async (tx) => {
      const { purpose, version, by, guardian, withdraw = false } = command
      if (!(await findPerson(tx, context, params.id!, true))) throw unknownPerson()
      const personId = params.id!
      if (withdraw) {
        expectPurpose(purpose, reference)
        const { changes } = await takeBack(tx, context, reference, { personId, purpose, by, now })
        return { status: 200, answer: null, audit: { action: 'withdraw-consent', subject: personId }, changes }
      }
      expectConsent({ purpose, version }, reference)
      await recordConsent(tx, context, { personId, purpose, version, by, guardian, now })
      // Nobody's name stays in the record of the command: the answer is read anew.
      return { status: 200, answer: null, audit: { action: 'record-consent', subject: personId }, changes: [] }
    })
    return { ...written, body: await readPerson(context.db, context, { id: params.id!, staff, now }) }
  },
})

export const getGridPeople = operation({
  method: 'GET',
  path: '/v1/grids/{id}/people',
  id: 'listGridPeople',
  summary: 'Who is appointed to a grid at this instant, masked: 1+1+N',
  access: ['staff'],
  roles: GRID_ROLES,
  scope: 'subtree',
  query: noQuerySchema,
  answers: { 200: { description: 'The head first', schema: personListSchema } },
  async handle({ context, principal, params, now }) {
    const { db } = context
    const { tree, appointments } = await context.reference.current()
    const { grants } = principal as Staff
    const gridId = params.id!
    const isReached = tree.get(gridId) && grants.some((grant) => reachesGrid(grant, gridId, tree))
    if (!isReached) throw notFound('unknown-grid', 'There is no such grid in your subtree')
    const here = appointments.filter((one) => one.gridId === gridId && lasts(one, now))
    const people = new Map(
      (
        await findPeople(
          db,
          context,
          here.map(({ personId }) => personId),
        )
      ).map((one) => [one.id, one]),
    )
    const list = ROLES_IN_ORDER.flatMap((role) =>
      here
        .filter((one) => one.role === role)
        .flatMap(({ personId }) => {
          const person = people.get(personId)
          return person ? [{ ...masked(person, []), role }] : []
        }),
    )
    return { status: 200, body: { people: list } }
  },
})

const ROLES_IN_ORDER = ['gridChief', 'gridWorker', 'buildingHead', 'dualPrimary', 'dualReserve', 'volunteer'] as const

const masked = ({ id, name = '', phone }: StoredPerson, grants: PersonSummary['grants']): PersonSummary => ({
  id,
  name: maskName(name),
  ...(phone !== undefined && { phone: maskPhone(phone) }),
  grants,
})

const unknownPerson = () => notFound('unknown-person', 'There is no such person')

interface Reading {
  id: string
  staff: Staff
  now: number
}

/** @throws ProblemError 404 `unknown-person`, also for somebody out of reach; 409 refused `person-merged` with who it is now */
async function readPerson(db: Queries, context: Context, { id, staff, now }: Reading): Promise<Person> {
  const reference = await context.reference.current()
  const { tree } = reference
  const person = await findPerson(db, context, id)
  if (!person) {
    const personId = await mergedInto(db, context.districtId, id)
    if (personId === undefined) throw unknownPerson()
    // Whoever may not know the person is not told that they are there.
    await readPerson(db, context, { id: personId, staff, now })
    throw refused('person-merged', { personId })
  }
  const places = await placesOf(db, context.districtId, id, { ...reference, now })
  if (!isWithinReach(places, staff.grants, tree)) throw unknownPerson()
  const { name = '', phone, partyStatus, minor } = person
  const isStreet = staff.grants.some((grant) => reachesDistrict(grant, tree))
  const isLiaison = staff.grants.some(({ orgId }) => orgId !== undefined && places.orgIds.includes(orgId))
  // Who is a minor, and who they are in full, is for the street alone (PIPL art. 31).
  if (minor && !isStreet) return masked(person, places.grants)
  return {
    id,
    name,
    ...(phone !== undefined && { phone }),
    ...((isStreet || isLiaison) && partyStatus !== undefined && { partyStatus }),
    ...(isStreet && { minor, consents: await consentsOf(db, context.districtId, id) }),
    grants: places.grants,
  }
}

/** @throws ProblemError 422 `invalid-body` for a guardian's consent without their name */
function expectGuardians(consents: readonly { by: Consent['by']; guardian?: string | undefined }[]): void {
  if (consents.every(({ by, guardian }) => by === 'self' || guardian !== undefined)) return
  throw invalidBody([{ path: ['guardian'], code: 'invalid_type', message: 'Expected the name of the guardian' }])
}

/** @throws ProblemError 403 `role-not-allowed` for a street role somewhere else than at the root */
export function expectDistrict({ grants }: Staff, tree: Parameters<typeof reachesDistrict>[1]): void {
  if (grants.some((grant) => reachesDistrict(grant, tree))) return
  throw new ProblemError(403, 'role-not-allowed', 'This call is for those who answer for the whole district')
}

async function audit(
  context: Context,
  staff: Staff,
  { action, subject, now }: { action: string; subject: string; now: number },
): Promise<void> {
  const act = { at: new Date(now).toISOString(), actor: principalName(staff), action, subject }
  await context.db.transaction().execute((tx) => appendAudit(tx, context, act))
}
