import { reachesOrganisation } from '@wangge/core/access'
import { createUlid } from '@wangge/core'
import type { GridTree } from '@wangge/core/grid'
import { signUp, sponsorRefusal } from '@wangge/core/roster'
import { cancelSignUpCommandSchema, signUpCommandSchema, signUpListSchema, signUpViewSchema } from '@wangge/core/roster/schema'
import { expectOwnOrganisation } from '../auth/own-organisation.ts'
import { principalName } from '../auth/principal.ts'
import type { Person, Principal } from '../auth/principal.ts'
import { takeConsent } from '../consent.ts'
import type { Context } from '../context.ts'
import { commandFingerprint } from '../fingerprint.ts'
import { operation } from '../operation.ts'
import { notFound, ProblemError, refused } from '../problem.ts'
import { noQuerySchema } from '../schema.ts'
import { cancelStored } from '../storage/cancel-sign-up.ts'
import type { Tx } from '../storage/database.ts'
import { findOrganisation } from '../storage/organisations.ts'
import { act } from '../storage/act.ts'
import { awaitGuardian, employeeOf, findPerson } from '../storage/people.ts'
import { intersectionDuties, postOf } from '../storage/posts.ts'
import { signUpChange, slotChange } from '../storage/roster-changes.ts'
import { dutiesOf, findSignUp, findSignUpView, insertSignUp, signUpsOf } from '../storage/sign-ups.ts'
import type { StoredSignUp } from '../storage/sign-ups.ts'
import { lockSlot } from '../storage/slots.ts'
import { write } from '../storage/write.ts'

const VIEW = { description: 'The sign-up as it stands', schema: signUpViewSchema }

export const postSignUp = operation({
  method: 'POST',
  path: '/v1/sign-ups',
  id: 'signUp',
  summary: 'Signs an employee up for a slot: a seat, or a place in the waitlist',
  access: ['person'],
  scope: 'own',
  query: noQuerySchema,
  json: { schema: signUpCommandSchema },
  idempotent: true,
  answers: { 201: VIEW },
  async handle(call) {
    const { context, principal, body: command, now } = call
    const { districtId } = context
    const reference = await context.reference.current()
    const { policy, tree } = reference
    expectOwnOrganisation(principal, command.orgId, tree)
    const at = new Date(now).toISOString()
    const actor = principalName(principal)
    const person = principal as Person
    expectMadeFor(command, person)
    const signingUp = write(context, { key: command.id, fingerprint: commandFingerprint(call), actor, now }, async (tx) => {
      if (!(await findOrganisation(tx, districtId, command.orgId))) throw refused('unknown-organisation')
      const newId = createUlid(now, context.random)
      const personId = await employeeOf(tx, context, person, newId)
      const { minor = person.minor } = (await findPerson(tx, context, personId)) ?? {}
      await takeConsent(tx, context, reference, { personId, minor, consent: command.consent, now })
      const slot = await lockSlot(tx, districtId, command.slotId)
      if (!slot) throw refused('unknown-slot')
      const closed = sponsorRefusal(
        await postOf(tx, districtId, slot.id),
        slot,
        command.orgId,
        await intersectionDuties(tx, districtId),
      )
      if (closed) throw refused(closed.reason, closed.detail)
      const duties = await dutiesOf(tx, districtId, personId, slot.id)
      const result = signUp(slot, { id: personId }, { now, duties, policy })
      if (!result.ok) throw refused(result.reason, result.detail)
      const { id, slotId, orgId, consent } = command
      const row = { id, slotId, orgId, personId, state: result.outcome, consentVersion: consent.version, at }
      if (!(await insertSignUp(tx, districtId, row))) {
        throw new ProblemError(422, 'idempotency-key-reused', 'This id is already that of another record')
      }
      const answer = (await findSignUpView(tx, districtId, id))!
      const change = await slotChange(tx, districtId, tree, slotId)
      const audit = { action: 'sign-up', subject: id }
      return { status: 201, answer, audit, changes: [change, signUpChange(answer, change)] }
    })
    const written = await signingUp.catch(async (error: unknown) => {
      if (isForGuardian(error)) await keepWaiting(context, { person, actor, now })
      throw error
    })
    return { ...written, headers: { location: `/v1/sign-ups/${command.id}` } }
  },
})

export const getMySignUps = operation({
  method: 'GET',
  path: '/v1/me/sign-ups',
  id: 'listMySignUps',
  summary: 'One’s own sign-ups, newest first',
  access: ['person'],
  scope: 'own',
  query: noQuerySchema,
  answers: { 200: { description: 'At most the newest 200', schema: signUpListSchema } },
  async handle({ context: { db, districtId }, principal, now }) {
    const { personId } = principal as Person
    const signUps = personId === undefined ? [] : await signUpsOf(db, districtId, personId)
    return { status: 200, body: { asOf: new Date(now).toISOString(), signUps }, tag: signUps }
  },
})

export const getSignUp = operation({
  method: 'GET',
  path: '/v1/sign-ups/{id}',
  id: 'getSignUp',
  summary: 'A sign-up as it stands: one’s own, or for whoever answers for the organisation',
  access: ['person', 'staff'],
  roles: ['street', 'liaison'],
  scope: { person: 'own', staff: 'organisation' },
  query: noQuerySchema,
  answers: { 200: VIEW },
  async handle({ context: { db, districtId, reference }, principal, params }) {
    const { tree } = await reference.current()
    const { id } = expectReachable(await findSignUp(db, districtId, params.id!), principal, tree)
    return { status: 200, body: await findSignUpView(db, districtId, id) }
  },
})

export const postCancelSignUp = operation({
  method: 'POST',
  path: '/v1/sign-ups/{id}/cancel',
  id: 'cancelSignUp',
  summary: 'Gives a seat back; the first of the waitlist gets it',
  access: ['person', 'staff'],
  roles: ['street', 'liaison'],
  scope: { person: 'own', staff: 'organisation' },
  query: noQuerySchema,
  json: { schema: cancelSignUpCommandSchema },
  idempotent: true,
  answers: { 200: VIEW },
  async handle(call) {
    const { context, principal, params, body: command, now } = call
    const { districtId } = context
    if (command.signUpId !== params.id) {
      const errors = [{ path: ['signUpId'], code: 'mismatch', message: 'Expected the sign-up of the path' }]
      throw new ProblemError(422, 'invalid-body', 'The body is not as expected', { errors })
    }
    if (principal.kind === 'person') expectMadeFor(command, principal)
    const { policy, tree } = await context.reference.current()
    const actor = principalName(principal)
    const request = {
      key: command.id,
      fingerprint: commandFingerprint(call),
      actor,
      now,
      tellAgain: async (tx: Tx) => {
        const { id } = expectReachable(await findSignUp(tx, districtId, command.signUpId), principal, tree)
        return findSignUpView(tx, districtId, id)
      },
    }
    return write(context, request, async (tx) => {
      const found = expectReachable(await findSignUp(tx, districtId, command.signUpId), principal, tree)
      const result = await cancelStored(tx, districtId, found, { policy, tree, now })
      if (!result.ok) throw refused(result.reason, result.detail)
      const { view: answer, changes } = result
      return { status: 200, answer, audit: { action: 'cancel-sign-up', subject: found.id }, changes }
    })
  },
})

const isForGuardian = (error: unknown): boolean =>
  error instanceof ProblemError && error.details.refusal?.reason === 'guardian-consent-required'

/** The street finds a minor who was refused, and can enter the guardian's consent: the refusal itself leaves nothing. */
const keepWaiting = (context: Context, { person, actor, now }: { person: Person; actor: string; now: number }) =>
  act(context, { action: 'await-guardian', actor }, async (inside) => {
    const subject = await employeeOf(inside.db, context, person, createUlid(now, context.random))
    await awaitGuardian(inside.db, context.districtId, subject, new Date(now).toISOString())
    return { subject, result: undefined }
  })

/** Somebody else's sign-up is none: its existence is not told. */
function expectReachable(found: StoredSignUp | undefined, principal: Principal, tree: GridTree): StoredSignUp {
  if (found && isReached(found, principal, tree)) return found
  throw notFound('unknown-sign-up', 'There is no such sign-up')
}

function isReached({ personId, orgId }: StoredSignUp, principal: Principal, tree: GridTree): boolean {
  if (principal.kind === 'person') return principal.personId === personId && principal.orgId === orgId
  return principal.kind === 'staff' && principal.grants.some((grant) => reachesOrganisation(grant, orgId, tree))
}

/** A command that waited on a device may come with the token of whoever signed in there since. */
function expectMadeFor({ person }: { person?: string | undefined }, { personKey }: Person): void {
  if (person === undefined || person === personKey) return
  throw new ProblemError(403, 'other-person', 'The command was made for somebody else')
}
