import { confirmSignUp, isMinor } from '@wangge/core/roster'
import { confirmSignUpCommandSchema, signUpViewSchema } from '@wangge/core/roster/schema'
import { expectMadeFor } from '../auth/made-for.ts'
import { expectOfPath, expectReachable } from '../auth/own-sign-up.ts'
import { principalName } from '../auth/principal.ts'
import { takeConsent } from '../consent.ts'
import { commandFingerprint } from '../fingerprint.ts'
import { operation } from '../operation.ts'
import { refused } from '../problem.ts'
import { noQuerySchema } from '../schema.ts'
import type { Tx } from '../storage/database.ts'
import { sponsorRefusalOf } from '../storage/posts.ts'
import { rosterChanges } from '../storage/roster-changes.ts'
import { dutiesOf, findSignUp, findSignUpView } from '../storage/sign-ups.ts'
import { stepSlot } from '../storage/step-slot.ts'
import { storeSlot } from '../storage/store-slot.ts'
import { heldConsent, lockPeople, volunteerOf } from '../storage/volunteers.ts'
import { write } from '../storage/write.ts'

export const postConfirmSignUp = operation({
  method: 'POST',
  path: '/v1/sign-ups/{id}/confirm',
  id: 'confirmSignUp',
  summary:
    'Takes an offered seat or an invitation, or says before the shift that one comes; of a seat, whoever answers for them too',
  access: ['person', 'staff'],
  roles: ['street', 'liaison'],
  scope: { person: 'own', staff: 'organisation' },
  query: noQuerySchema,
  json: { schema: confirmSignUpCommandSchema },
  idempotent: true,
  answers: { 200: { description: 'The sign-up as it stands', schema: signUpViewSchema } },
  async handle(call) {
    const { context, principal, params, body: command, now } = call
    const { districtId } = context
    expectOfPath('signUpId', command.signUpId, params)
    expectMadeFor(command, principal)
    const reference = await context.reference.current()
    const { policy, tree } = reference
    const at = new Date(now).toISOString()
    const find = async (tx: Tx) => expectReachable(await findSignUp(tx, districtId, command.signUpId), principal, tree)
    const tellAgain = async (tx: Tx) => findSignUpView(tx, districtId, (await find(tx)).id)
    const request = { key: command.id, fingerprint: commandFingerprint(call), actor: principalName(principal), now, tellAgain }
    return write(context, request, async (tx) => {
      const { id, slotId, orgId, personId } = await find(tx)
      await lockPeople(tx, districtId, [personId])
      const volunteer = (await volunteerOf(tx, context, reference, { personId, now }))!
      const { slot: before, changed } = (await stepSlot(tx, districtId, slotId, { policy, now }))!
      const view = (await findSignUpView(tx, districtId, id))!
      if (view.state === 'cancelled') {
        const { confirmBy } = view
        if (view.ended === 'offer-lapsed' && confirmBy !== undefined) throw refused('offer-lapsed', { slotId, confirmBy })
        throw refused('not-signed-up', { slotId })
      }
      // Nobody takes up for another what only they can say yes to.
      const isNamed = principal.kind !== 'person'
      if (isNamed && view.state !== 'seated') throw refused('not-seated', { slotId })
      // Whoever asked them may have handed the crossing over since; a seat that is taken stays.
      const closed = view.state === 'seated' ? undefined : await sponsorRefusalOf(tx, districtId, before, orgId)
      if (closed) throw refused(closed.reason, closed.detail)
      if (view.state === 'invited') {
        const { consent } = command
        const agreed = consent ?? (await agreedBefore())
        await takeConsent(tx, context, reference, { personId, minor: isMinor(volunteer, at, policy), consent: agreed, now })
        await tx
          .updateTable('sign_ups')
          .set({ consent_version: agreed.version })
          .where('district_id', '=', districtId)
          .where('id', '=', id)
          .execute()
      }
      const duties = await dutiesOf(tx, districtId, personId, slotId)
      const result = confirmSignUp(before, { ...volunteer, guardian: true }, { now, duties, policy, isNamed })
      if (!result.ok) throw refused(result.reason, result.detail)
      const stored = await storeSlot(tx, districtId, { before, after: result.slot, at })
      const answer = await findSignUpView(tx, districtId, id)
      const changes = await rosterChanges(tx, districtId, tree, { slotId, signUpIds: [...stored, ...changed] })
      return { status: 200, answer, audit: { action: 'confirm-sign-up', subject: id }, changes }

      async function agreedBefore() {
        const held = await heldConsent(tx, districtId, reference, { person: volunteer, now })
        if (!held.ok) throw refused(held.reason, held.detail)
        return { purpose: 'volunteer-duty', version: held.version }
      }
    })
  },
})
