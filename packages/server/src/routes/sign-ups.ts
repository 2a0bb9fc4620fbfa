import { createUlid } from '@wangge/core'
import { cancelSignUp, signUp, sponsorRefusal } from '@wangge/core/roster'
import { cancelSignUpCommandSchema, signUpCommandSchema, signUpViewSchema } from '@wangge/core/roster/schema'
import { expectOwnOrganisation } from '../auth/own-organisation.ts'
import { expectConsent } from '../consent.ts'
import { commandFingerprint } from '../fingerprint.ts'
import { principalName } from '../auth/principal.ts'
import { operation } from '../operation.ts'
import { notFound, ProblemError, refused } from '../problem.ts'
import { noQuerySchema } from '../schema.ts'
import { dutiesOf, findSignUp, findSignUpView, insertSignUp, personOf, setState } from '../storage/sign-ups.ts'
import { intersectionDuties, postOf } from '../storage/posts.ts'
import { lockSlot } from '../storage/slots.ts'
import { signUpChange, slotChange } from '../storage/roster-changes.ts'
import { findOrganisation } from '../storage/organisations.ts'
import { write } from '../storage/write.ts'

const VIEW = { description: 'The sign-up as it stands', schema: signUpViewSchema }

export const postSignUp = operation({
  method: 'POST',
  path: '/v1/sign-ups',
  id: 'signUp',
  summary: 'Signs an employee up for a slot: a seat, or a place in the waitlist',
  access: ['org'],
  query: noQuerySchema,
  json: { schema: signUpCommandSchema },
  idempotent: true,
  answers: { 201: VIEW },
  async handle(call) {
    const { context, principal, body: command, now } = call
    const { districtId } = context
    expectOwnOrganisation(principal, command.orgId)
    const reference = await context.reference.current()
    const { policy, tree } = reference
    const at = new Date(now).toISOString()
    const actor = principalName(principal)
    const written = await write(context, { key: command.id, fingerprint: commandFingerprint(call), actor, now }, async (tx) => {
      expectConsent(command.consent, reference)
      if (!(await findOrganisation(tx, districtId, command.orgId))) throw refused('unknown-organisation')
      const newId = createUlid(now, context.random)
      const personId = await personOf(tx, districtId, { orgId: command.orgId, volunteer: command.volunteer, newId })
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
    return { ...written, headers: { location: `/v1/sign-ups/${command.id}` } }
  },
})

export const getSignUp = operation({
  method: 'GET',
  path: '/v1/sign-ups/{id}',
  id: 'getSignUp',
  summary: 'A sign-up as it stands',
  access: ['org'],
  query: noQuerySchema,
  answers: { 200: VIEW },
  async handle({ context: { db, districtId }, principal, params }) {
    const view = await findSignUpView(db, districtId, params.id!)
    // Another organisation's sign-up is none: its existence is not told.
    if (!view || (principal.kind === 'org' && view.orgId !== principal.orgId)) {
      throw notFound('unknown-sign-up', 'There is no such sign-up')
    }
    return { status: 200, body: view }
  },
})

export const postCancelSignUp = operation({
  method: 'POST',
  path: '/v1/sign-ups/{id}/cancel',
  id: 'cancelSignUp',
  summary: 'Gives a seat back; the first of the waitlist gets it',
  access: ['org'],
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
    const { policy, tree } = await context.reference.current()
    const actor = principalName(principal)
    return write(context, { key: command.id, fingerprint: commandFingerprint(call), actor, now }, async (tx) => {
      const found = await findSignUp(tx, districtId, command.signUpId)
      if (!found || (principal.kind === 'org' && found.orgId !== principal.orgId)) {
        throw notFound('unknown-sign-up', 'There is no such sign-up')
      }
      const { id, slotId, personId } = found
      const slot = (await lockSlot(tx, districtId, slotId))!
      // Asked under the slot's lock: the person may hold a later sign-up for the slot, which this command is not about.
      const current = await findSignUpView(tx, districtId, id)
      if (current?.state === 'cancelled') throw refused('not-signed-up', { slotId })
      const result = cancelSignUp(slot, personId, { now, policy })
      if (!result.ok) throw refused(result.reason, result.detail)
      await setState(tx, districtId, { slotId, personId, state: 'cancelled' })
      const { promoted } = result
      const promotedId = promoted && (await setState(tx, districtId, { slotId, personId: promoted, state: 'seated' }))
      const answer = (await findSignUpView(tx, districtId, id))!
      const promotedView = promotedId && (await findSignUpView(tx, districtId, promotedId))
      const change = await slotChange(tx, districtId, tree, slotId)
      const views = promotedView ? [answer, promotedView] : [answer]
      return {
        status: 200,
        answer,
        audit: { action: 'cancel-sign-up', subject: id },
        changes: [change, ...views.map((view) => signUpChange(view, change))],
      }
    })
  },
})
