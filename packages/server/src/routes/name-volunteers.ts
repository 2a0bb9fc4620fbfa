import { createUlid } from '@wangge/core'
import { reachesGrid, reachesOrganisation } from '@wangge/core/access'
import { invite, signUp } from '@wangge/core/roster'
import type { Slot } from '@wangge/core/roster'
import { inviteCommandSchema, namedAnswerSchema, nameVolunteersCommandSchema } from '@wangge/core/roster/schema'
import type { NamedAnswer, NameVolunteersCommand } from '@wangge/core/roster/schema'
import { principalName } from '../auth/principal.ts'
import type { Staff } from '../auth/principal.ts'
import { commandFingerprint } from '../fingerprint.ts'
import { operation } from '../operation.ts'
import type { Call } from '../operation.ts'
import { notFound, refused } from '../problem.ts'
import { noQuerySchema } from '../schema.ts'
import { closedRefusalOf, keepOpen } from '../storage/closed-organisations.ts'
import type { Tx } from '../storage/database.ts'
import { findOrganisation } from '../storage/organisations.ts'
import { sponsorRefusalOf } from '../storage/posts.ts'
import type { Reference } from '../storage/reference.ts'
import { rosterChanges } from '../storage/roster-changes.ts'
import { dutiesOf, findSignUpView } from '../storage/sign-ups.ts'
import { findSlotView } from '../storage/slots.ts'
import { stepSlot } from '../storage/step-slot.ts'
import { storeSlot } from '../storage/store-slot.ts'
import type { Arrival } from '../storage/store-slot.ts'
import { heldConsent, lockPeople, ofOrganisation, volunteerOf } from '../storage/volunteers.ts'
import { write } from '../storage/write.ts'

const RULES = { access: ['staff'], roles: ['street', 'community', 'liaison'], scope: 'subtree', query: noQuerySchema } as const
const ANSWER = { description: 'An answer for each person, in the order they were named in', schema: namedAnswerSchema }

export const postNameVolunteers = operation({
  ...RULES,
  method: 'POST',
  path: '/v1/organisations/{id}/sign-ups',
  id: 'nameVolunteers',
  summary: 'Signs people of an organisation up for a slot: by its liaison, or by whoever answers for the slot’s grid',
  json: { schema: nameVolunteersCommandSchema },
  idempotent: true,
  answers: { 200: ANSWER },
  handle: (call) => nameAll(call, 'sign-up'),
})

export const postInvitations = operation({
  ...RULES,
  method: 'POST',
  path: '/v1/organisations/{id}/invitations',
  id: 'inviteVolunteers',
  summary: 'Asks people of an organisation to come to a slot; nothing is held for them',
  json: { schema: inviteCommandSchema },
  idempotent: true,
  answers: { 200: ANSWER },
  handle: (call) => nameAll(call, 'invite'),
})

/** Each person by the rule that holds for whoever signs up themselves, one after the other under one lock. */
async function nameAll(call: Call<unknown, NameVolunteersCommand>, what: 'sign-up' | 'invite') {
  const { context, principal, params, body: command, now } = call
  const { districtId } = context
  const reference = await context.reference.current()
  const { policy, tree, timeZone } = reference
  const orgId = params.id!
  const { slotId } = command
  const request = { key: command.id, fingerprint: commandFingerprint(call), actor: principalName(principal), now }
  return write(context, request, async (tx) => {
    await keepOpen(tx, districtId)
    await expectNamer(tx, districtId, { staff: principal as Staff, orgId, slotId, tree })
    const personIds = command.people.map(({ personId }) => personId)
    const known = await ofOrganisation(tx, districtId, { orgId, personIds, now })
    const unknown = personIds.filter((id) => !known.has(id))
    if (unknown.length > 0) throw refused('unknown-person', { personIds: unknown })
    await lockPeople(tx, districtId, personIds)
    const stepped = await stepSlot(tx, districtId, slotId, { policy, now })
    if (!stepped) throw refused('unknown-slot')
    const closed =
      (await closedRefusalOf(tx, districtId, { orgId, slot: stepped.slot, timeZone })) ??
      (await sponsorRefusalOf(tx, districtId, stepped.slot, orgId))
    if (closed) throw refused(closed.reason, closed.detail)

    const changed = [...stepped.changed]
    const results: NamedAnswer['results'] = []
    let slot = stepped.slot
    for (const named of command.people) {
      const done = await nameOne(tx, { slot, named })
      if (done.ok) {
        slot = done.slot
        changed.push(...done.changed)
        results.push({ ok: true, personId: named.personId, signUp: (await findSignUpView(tx, districtId, done.id))! })
      } else {
        const { reason, detail } = done
        results.push({ ok: false, personId: named.personId, reason, detail: { ...detail } })
      }
    }
    const changes = changed.length > 0 ? await rosterChanges(tx, districtId, tree, { slotId, signUpIds: changed }) : []
    const action = what === 'sign-up' ? 'name-volunteers' : 'invite-volunteers'
    return { status: 200, answer: { results } satisfies NamedAnswer, audit: { action, subject: slotId }, changes }
  })

  async function nameOne(tx: Tx, { slot: before, named }: { slot: Slot; named: NameVolunteersCommand['people'][number] }) {
    const { personId, role } = named
    const volunteer = await volunteerOf(tx, context, reference, { personId, now })
    if (!volunteer) return { ok: false, reason: 'unknown-person', detail: {} } as const
    const consent = await heldConsent(tx, districtId, reference, { person: volunteer, now })
    const isInvited = what === 'invite' || (!consent.ok && command.orInvite === true)
    if (!isInvited && !consent.ok) return consent
    const duties = await dutiesOf(tx, districtId, personId, before.id)
    const asked = { ...volunteer, guardian: true, ...(role !== undefined && { role }) }
    const result = (isInvited ? invite : signUp)(before, asked, { now, duties, policy, isNamed: true })
    if (!result.ok) return result
    const arrival: Arrival = {
      id: createUlid(now, context.random),
      orgId,
      personId,
      by: isInvited ? 'invitation' : 'liaison',
      consentVersion: !isInvited && consent.ok ? consent.version : null,
      isRelief: (result.slot.vacated?.length ?? 0) < (before.vacated?.length ?? 0),
    }
    const at = new Date(now).toISOString()
    const changed = await storeSlot(tx, districtId, { before, after: result.slot, at, arrivals: [arrival] })
    return { ok: true, slot: result.slot, changed, id: arrival.id } as const
  }
}

interface Naming {
  staff: Staff
  orgId: string
  slotId: string
  tree: Reference['tree']
}

/** @throws ProblemError 404 `unknown-organisation`, also where neither the organisation nor the slot is in the caller’s reach */
async function expectNamer(tx: Tx, districtId: string, { staff, orgId, slotId, tree }: Naming): Promise<void> {
  const gridId = (await findSlotView(tx, districtId, slotId))?.post.gridId
  const isReached = staff.grants.some(
    (grant) => reachesOrganisation(grant, orgId, tree) || (gridId !== undefined && reachesGrid(grant, gridId, tree)),
  )
  if (isReached && (await findOrganisation(tx, districtId, orgId))) return
  throw notFound('unknown-organisation', 'There is no such organisation')
}
