import { createUlid } from '@wangge/core'
import { isMinor, signUp } from '@wangge/core/roster'
import { cancelSignUpCommandSchema, signUpCommandSchema, signUpListSchema, signUpViewSchema } from '@wangge/core/roster/schema'
import { expectOwnOrganisation } from '../auth/own-organisation.ts'
import { expectMadeFor } from '../auth/made-for.ts'
import { expectOfPath, expectReachable } from '../auth/own-sign-up.ts'
import { principalName } from '../auth/principal.ts'
import type { Person } from '../auth/principal.ts'
import { takeConsent } from '../consent.ts'
import type { Context } from '../context.ts'
import { commandFingerprint } from '../fingerprint.ts'
import { operation } from '../operation.ts'
import { ProblemError, refused } from '../problem.ts'
import { noQuerySchema } from '../schema.ts'
import { act } from '../storage/act.ts'
import { cancelStored } from '../storage/cancel-sign-up.ts'
import { closedRefusalOf, keepOpen } from '../storage/closed-organisations.ts'
import type { Tx } from '../storage/database.ts'
import { findOrganisation } from '../storage/organisations.ts'
import { awaitGuardian, employeeOf } from '../storage/people.ts'
import { sponsorRefusalOf } from '../storage/posts.ts'
import { rosterChanges } from '../storage/roster-changes.ts'
import { dutiesOf, findSignUp, findSignUpView, signUpsOf } from '../storage/sign-ups.ts'
import { findSlotViews } from '../storage/slots.ts'
import { stepSlot } from '../storage/step-slot.ts'
import { storeSlot } from '../storage/store-slot.ts'
import { volunteerOf } from '../storage/volunteers.ts'
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
    const { policy, tree, timeZone } = reference
    expectOwnOrganisation(principal, command.orgId, tree)
    const at = new Date(now).toISOString()
    const actor = principalName(principal)
    const person = principal as Person
    expectMadeFor(command, person)
    const signingUp = write(context, { key: command.id, fingerprint: commandFingerprint(call), actor, now }, async (tx) => {
      await keepOpen(tx, districtId)
      if (!(await findOrganisation(tx, districtId, command.orgId))) throw refused('unknown-organisation')
      const newId = createUlid(now, context.random)
      const personId = await employeeOf(tx, context, person, newId)
      const volunteer = (await volunteerOf(tx, context, reference, { personId, now }))!
      const minor = isMinor(volunteer, at, policy)
      await takeConsent(tx, context, reference, { personId, minor, consent: command.consent, now })
      const stepped = await stepSlot(tx, districtId, command.slotId, { policy, now })
      if (!stepped) throw refused('unknown-slot')
      const { slot: before, changed } = stepped
      const coming = { orgId: command.orgId, slot: before, timeZone }
      const closed =
        (await closedRefusalOf(tx, districtId, coming)) ?? (await sponsorRefusalOf(tx, districtId, before, command.orgId))
      if (closed) throw refused(closed.reason, closed.detail)
      const duties = await dutiesOf(tx, districtId, personId, before.id)
      // A minor's guardian has agreed: the consent was held to it.
      const asking = { ...volunteer, guardian: true, ...(command.role !== undefined && { role: command.role }) }
      const result = signUp(before, asking, { now, duties, policy })
      if (!result.ok) throw refused(result.reason, result.detail)
      const { id, slotId, orgId, consent } = command
      const isRelief = (result.slot.vacated?.length ?? 0) < (before.vacated?.length ?? 0)
      const arrival = { id, orgId, personId, by: 'self' as const, consentVersion: consent.version, isRelief }
      const stored = await storeSlot(tx, districtId, { before, after: result.slot, at, arrivals: [arrival] })
      const answer = (await findSignUpView(tx, districtId, id))!
      const audit = { action: 'sign-up', subject: id }
      const changes = await rosterChanges(tx, districtId, tree, { slotId, signUpIds: [...stored, ...changed] })
      return { status: 201, answer, audit, changes }
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
  summary: 'One’s own sign-ups for the organisation one comes from, with what each is for, newest first',
  access: ['person'],
  scope: 'own',
  query: noQuerySchema,
  answers: { 200: { description: 'At most the newest 200', schema: signUpListSchema } },
  async handle({ context: { db, districtId }, principal, now }) {
    const { personId, orgId } = principal as Person
    const own = personId === undefined ? [] : await signUpsOf(db, districtId, { personId, orgId })
    const slots = new Map(
      (
        await findSlotViews(
          db,
          districtId,
          own.map(({ slotId }) => slotId),
        )
      ).map((slot) => [slot.id, slot]),
    )
    const signUps = own.map((view) => {
      const slot = slots.get(view.slotId)
      return slot ? { ...view, slot } : view
    })
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
    expectOfPath('signUpId', command.signUpId, params)
    expectMadeFor(command, principal)
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
      const by = principal.kind === 'person' ? 'self' : 'liaison'
      const result = await cancelStored(tx, districtId, found, { policy, tree, now, by })
      if (!result.ok) throw refused(result.reason, result.detail)
      const { view: answer, changes } = result
      const presence = answer.attendance?.state
      // Who is on duty does not leave it by a cancellation, which would take their hours.
      if (presence === 'in' || presence === 'out') throw refused('checked-in', { signUpId: found.id, state: presence })
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
