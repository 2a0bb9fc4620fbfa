import { createUlid } from '@wangge/core'
import { reachesOrganisation } from '@wangge/core/access'
import { isMinor, othersWaitRefusal, swapOfferRefusal, swapStep, swapWantsRefusal } from '@wangge/core/roster'
import type { SwapAction } from '@wangge/core/roster'
import {
  acceptSwapCommandSchema,
  offerSwapCommandSchema,
  organisationSwapSchema,
  swapCommandSchema,
  swapViewSchema,
} from '@wangge/core/roster/schema'
import type { SwapCommand } from '@wangge/core/roster/schema'
import * as z from 'zod/mini'
import { expectMadeFor } from '../auth/made-for.ts'
import { expectOfPath, expectReachable } from '../auth/own-sign-up.ts'
import { principalName } from '../auth/principal.ts'
import type { Person, Principal } from '../auth/principal.ts'
import { takeConsent } from '../consent.ts'
import type { Context } from '../context.ts'
import { commandFingerprint } from '../fingerprint.ts'
import { operation } from '../operation.ts'
import type { Call } from '../operation.ts'
import { notFound, ProblemError, refused } from '../problem.ts'
import { noQuerySchema } from '../schema.ts'
import type { NewChange } from '../storage/changes.ts'
import { keepOpen } from '../storage/closed-organisations.ts'
import type { Queries, Tx } from '../storage/database.ts'
import { readSlots } from '../storage/lock-slot.ts'
import { organisationSwaps } from '../storage/organisation-swaps.ts'
import { employeeOf } from '../storage/people.ts'
import { performSwap } from '../storage/perform-swap.ts'
import type { Swapping } from '../storage/perform-swap.ts'
import type { Reference } from '../storage/reference.ts'
import { rosterChanges } from '../storage/roster-changes.ts'
import { queueRosterNotices } from '../storage/roster-notices.ts'
import type { RosterHappening } from '../storage/roster-notices.ts'
import { dutiesOf, findSignUp, findSignUpView, seatedOf, signUpAt } from '../storage/sign-ups.ts'
import { stepSlot } from '../storage/step-slot.ts'
import { findSwap, insertSwap, swapViewFor, updateSwap } from '../storage/swaps.ts'
import type { StoredSwap, SwapUpdate } from '../storage/swaps.ts'
import { heldConsent, ofOrganisation, volunteerOf } from '../storage/volunteers.ts'
import { write } from '../storage/write.ts'

const ROLES = ['street', 'liaison'] as const
const VIEW = { description: 'The swap as it stands', schema: swapViewSchema }
const DECIDED = { description: 'The swap as it stands', schema: organisationSwapSchema }

export const postSwap = operation({
  method: 'POST',
  path: '/v1/swaps',
  id: 'offerSwap',
  summary: 'Offers one’s seat to colleagues; a liaison names who takes it, and it is done',
  access: ['person', 'staff'],
  roles: ROLES,
  scope: { person: 'own', staff: 'organisation' },
  query: noQuerySchema,
  json: { schema: offerSwapCommandSchema },
  idempotent: true,
  answers: {
    201: {
      description: 'To the person as they see it, to staff as they decide',
      schema: z.union([swapViewSchema, organisationSwapSchema]),
    },
  },
  async handle(call) {
    const { context, principal, body: command, now } = call
    const { districtId } = context
    expectMadeFor(command, principal)
    const reference = await context.reference.current()
    const { policy, tree } = reference
    const tellAgain = (tx: Tx) => told(tx, context, reference, { id: command.id, principal, now })
    const request = { key: command.id, fingerprint: commandFingerprint(call), actor: principalName(principal), now, tellAgain }
    return write(context, request, async (tx) => {
      await keepOpen(tx, districtId)
      const { id, orgId, slotId, personId } = expectReachable(await findSignUp(tx, districtId, command.signUpId), principal, tree)
      const { toPersonId, wants } = command
      const idle = swapOfferRefusal({ slotId, personId }, command)
      if (idle) throw refused(idle.reason, idle.detail)
      if (toPersonId !== undefined) await expectColleague(tx, districtId, { orgId, personId: toPersonId, now })
      const { slot, changed } = (await stepSlot(tx, districtId, slotId, { policy, now }))!
      if (now >= Date.parse(slot.startsAt)) throw refused('slot-started', { startedAt: slot.startsAt })
      const view = (await findSignUpView(tx, districtId, id))!
      if (view.state !== 'seated' || view.attendance?.state === 'no-show') throw refused('no-seat', { slotId })
      const presence = view.attendance?.state
      if (presence === 'in' || presence === 'out') throw refused('checked-in', { signUpId: id, state: presence })
      if (view.swapId !== undefined) throw refused('swap-open', { swapId: view.swapId })
      const waited = othersWaitRefusal(slot, personId, { now, policy })
      if (waited) throw refused(waited.reason, waited.detail)
      if (wants) await expectWantable(tx, context, reference, { orgId, personId, slotId, wants, now })
      const at = new Date(now).toISOString()
      const isLiaisons = principal.kind === 'staff'
      if (isLiaisons && (toPersonId === undefined || wants)) throw refused('swap-names-nobody', { slotId })
      const swap = { id: command.id, orgId, signUpId: id, slotId, at, state: 'open' as const, toPersonId, wants }
      if (!(await insertSwap(tx, districtId, swap))) {
        throw new ProblemError(422, 'idempotency-key-reused', 'This id is already that of another record')
      }
      const changes: NewChange[] = []
      if (isLiaisons) {
        const taker = { id: toPersonId!, volunteer: await volunteerOf(tx, context, reference, { personId: toPersonId!, now }) }
        if (!taker.volunteer) throw refused('unknown-person', { personIds: [taker.id] })
        const consent = await heldConsent(tx, districtId, reference, { person: taker.volunteer, now })
        if (!consent.ok) throw refused(consent.reason, consent.detail)
        const consentVersion = consent.version
        const swapping = { swapId: swap.id, orgId, signUpId: id, takerId: taker.id, consentVersion, by: 'liaison' as const }
        changes.push(...(await perform(tx, context, reference, { ...swapping, now })))
        await stepOn(tx, districtId, { id: swap.id, from: swap.state, state: 'done', takerId: taker.id, now })
      } else {
        const facts = { swap: 'offered', swapId: swap.id } as const
        if (toPersonId !== undefined) await queueRosterNotices(tx, districtId, [{ topic: 'roster.swap', facts, slotId }], at)
        changes.push(...(await rosterChanges(tx, districtId, reference.tree, { slotId, signUpIds: [id, ...changed] })))
      }
      const answer = await told(tx, context, reference, { id: command.id, principal, now })
      const action = isLiaisons ? 'replace-volunteer' : 'offer-swap'
      return { status: 201, answer, audit: { action, subject: isLiaisons ? personId : id }, changes }
    })
  },
})

export const postAcceptSwap = operation({
  method: 'POST',
  path: '/v1/swaps/{id}/accept',
  id: 'acceptSwap',
  summary: 'Takes a colleague’s seat, or exchanges one’s own for it; where the district wants it, once the liaison agrees',
  access: ['person'],
  scope: 'own',
  query: noQuerySchema,
  json: { schema: acceptSwapCommandSchema },
  idempotent: true,
  answers: { 200: VIEW },
  async handle(call) {
    const { context, principal, params, body: command, now } = call
    const { districtId } = context
    expectOfPath('swapId', command.swapId, params)
    const person = principal as Person
    expectMadeFor(command, person)
    const reference = await context.reference.current()
    const actor = principalName(principal)
    const tellAgain = (tx: Tx) => told(tx, context, reference, { id: command.swapId, principal, now })
    return write(context, { key: command.id, fingerprint: commandFingerprint(call), actor, now, tellAgain }, async (tx) => {
      await keepOpen(tx, districtId)
      const swap = expectVisible(await findSwap(tx, districtId, command.swapId, now), person)
      const takerId = await employeeOf(tx, context, person, createUlid(now, context.random))
      if (takerId === swap.giverId) throw refused('swap-own', { swapId: swap.id })
      const step = expectStep(swap, 'accept', reference)
      const volunteer = (await volunteerOf(tx, context, reference, { personId: takerId, now }))!
      const minor = isMinor(volunteer, new Date(now).toISOString(), reference.policy)
      await takeConsent(tx, context, reference, { personId: takerId, minor, consent: command.consent, now })
      const givenSignUpId = await givenFor(tx, { swap, takerId, signUpId: command.signUpId })
      const swapping: Swapping = {
        swapId: swap.id,
        orgId: swap.orgId,
        signUpId: swap.signUpId,
        takerId,
        consentVersion: command.consent.version,
        givenSignUpId,
        by: 'self',
      }
      const changes = await perform(tx, context, reference, { ...swapping, now, dryRun: step === 'accepted' })
      await stepOn(tx, districtId, { id: swap.id, from: swap.state, state: step, takerId, givenSignUpId, now })
      if (step === 'accepted') {
        const { slotId, signUpId } = swap
        changes.push(...(await rosterChanges(tx, districtId, reference.tree, { slotId, signUpIds: [signUpId] })))
      }
      const answer = swapViewFor((await findSwap(tx, districtId, swap.id, now))!, takerId)
      return { status: 200, answer, audit: { action: 'accept-swap', subject: swap.signUpId }, changes }
    })

    /** @throws ProblemError 409 refused `swap-wants` where the seat that is given is not what is wanted; 404 for another's */
    async function givenFor(
      tx: Tx,
      { swap, takerId, signUpId }: { swap: StoredSwap; takerId: string; signUpId?: string | undefined },
    ) {
      const { wants = [] } = swap
      if (signUpId === undefined) {
        if (wants.length > 0) throw refused('swap-wants', { wants })
        return undefined
      }
      const found = await findSignUp(tx, districtId, signUpId)
      const given = expectReachable(found, { ...person, personId: takerId }, reference.tree)
      if (!wants.includes(given.slotId)) throw refused('swap-wants', { wants, given: given.slotId })
      return given.id
    }
  },
})

export const postWithdrawSwap = operation({
  method: 'POST',
  path: '/v1/swaps/{id}/withdraw',
  id: 'withdrawSwap',
  summary: 'Takes back what one has offered; or, what one has accepted: it is open to others again',
  access: ['person'],
  scope: 'own',
  query: noQuerySchema,
  json: { schema: swapCommandSchema },
  idempotent: true,
  answers: { 200: VIEW },
  handle: (call) => decide(call, 'withdraw'),
})

const DECISION = {
  access: ['staff'],
  roles: ROLES,
  scope: 'organisation',
  query: noQuerySchema,
  json: { schema: swapCommandSchema },
  idempotent: true,
  answers: { 200: DECIDED },
} as const

export const postApproveSwap = operation({
  ...DECISION,
  method: 'POST',
  path: '/v1/swaps/{id}/approve',
  id: 'approveSwap',
  summary: 'Lets a swap that both agree to take place',
  handle: (call) => decide(call, 'approve'),
})

export const postRefuseSwap = operation({
  ...DECISION,
  method: 'POST',
  path: '/v1/swaps/{id}/refuse',
  id: 'refuseSwap',
  summary: 'Refuses a swap: all stays as it was',
  handle: (call) => decide(call, 'refuse'),
})

async function decide(call: Call<unknown, SwapCommand>, asked: Extract<SwapAction, 'approve' | 'refuse' | 'withdraw'>) {
  const { context, principal, params, body: command, now } = call
  const { districtId } = context
  expectOfPath('swapId', command.swapId, params)
  expectMadeFor(command, principal)
  const reference = await context.reference.current()
  const tellAgain = (tx: Tx) => told(tx, context, reference, { id: command.swapId, principal, now })
  const request = { key: command.id, fingerprint: commandFingerprint(call), actor: principalName(principal), now, tellAgain }
  return write(context, request, async (tx) => {
    await keepOpen(tx, districtId)
    const swap = expectDecidable(await findSwap(tx, districtId, command.swapId, now), principal, reference)
    const action = asked === 'withdraw' && isTaker(swap, principal) ? 'release' : asked
    const state = expectStep(swap, action, reference)
    const { id, slotId, signUpId, orgId, takerId, givenSignUpId } = swap
    const changes: NewChange[] = []
    if (action === 'approve') {
      const volunteer = await volunteerOf(tx, context, reference, { personId: takerId!, now })
      const consent = volunteer && (await heldConsent(tx, districtId, reference, { person: volunteer, now }))
      if (!consent?.ok) throw refused(consent?.reason ?? 'unknown-person', consent?.detail)
      const consentVersion = consent.version
      const swapping = { swapId: id, orgId, signUpId, takerId: takerId!, consentVersion, givenSignUpId, by: 'self' as const }
      changes.push(...(await perform(tx, context, reference, { ...swapping, now })))
    }
    await stepOn(tx, districtId, { id, from: swap.state, state, now })
    if (action !== 'approve')
      changes.push(...(await rosterChanges(tx, districtId, reference.tree, { slotId, signUpIds: [signUpId] })))
    const answer = await told(tx, context, reference, { id, principal, now })
    return { status: 200, answer, audit: { action: `${action}-swap`, subject: signUpId }, changes }
  })
}

/** Writes a step down. @throws ProblemError 409 refused `swap-state` where somebody has stepped it on meanwhile */
async function stepOn(tx: Tx, districtId: string, { now, ...update }: SwapUpdate & { now: number }): Promise<void> {
  if (await updateSwap(tx, districtId, update)) return tellOfSwap(tx, districtId, { ...update, now })
  const swap = await findSwap(tx, districtId, update.id, now)
  throw refused('swap-state', { state: swap?.state })
}

/** Whoever offered a seat hears what becomes of it; who waited for the liaison's word, whether they have it. */
async function tellOfSwap(tx: Tx, districtId: string, { id, from, state, now }: SwapUpdate & { now: number }): Promise<void> {
  const swap = state === 'open' ? undefined : await findSwap(tx, districtId, id, now)
  if (!swap || (state !== 'accepted' && state !== 'done' && state !== 'refused')) return
  const { slotId, takerId } = swap
  const taken =
    state === 'done' && from === 'accepted' && takerId !== undefined
      ? await signUpAt(tx, districtId, { slotId, personId: takerId })
      : undefined
  const about = { topic: 'roster.swap', facts: { swap: state, swapId: id }, slotId } as const
  const told: RosterHappening[] = [{ ...about, signUpId: swap.signUpId }]
  if (taken) told.push({ ...about, signUpId: taken.id })
  if (state === 'refused' && from === 'accepted') told.push(about)
  await queueRosterNotices(tx, districtId, told, new Date(now).toISOString())
}

const isTaker = ({ takerId }: StoredSwap, principal: Principal): boolean =>
  principal.kind === 'person' && takerId !== undefined && takerId === principal.personId

/** Done with the rule's word. */
async function perform(
  tx: Tx,
  context: Context,
  reference: Reference,
  swapping: Swapping & { now: number; dryRun?: boolean },
): Promise<NewChange[]> {
  const result = await performSwap(tx, context, reference, swapping)
  if (!result.ok) throw refused(result.reason, result.detail)
  return result.changes
}

function expectStep(swap: StoredSwap, action: SwapAction, { policy }: Reference) {
  const step = swapStep(swap.state, action, { needsApproval: policy.swapNeedsApproval ?? false })
  if (!step.ok) throw refused(step.reason, step.detail)
  return step.state
}

const unknownSwap = () => notFound('unknown-swap', 'There is no such swap')

/** One's own, or one that is open to colleagues. @throws ProblemError 404 `unknown-swap` */
function expectVisible(swap: StoredSwap | undefined, { orgId, personId }: Person): StoredSwap {
  if (swap?.orgId !== orgId) throw unknownSwap()
  const isOwn = personId !== undefined && [swap.giverId, swap.takerId].includes(personId)
  const isForAll = swap.toPersonId === undefined || swap.toPersonId === personId
  if (!isOwn && !isForAll) throw unknownSwap()
  return swap
}

/** @throws ProblemError 404 `unknown-swap` for another's */
function expectDecidable(swap: StoredSwap | undefined, principal: Principal, { tree }: Reference): StoredSwap {
  if (swap && principal.kind === 'staff' && principal.grants.some((grant) => reachesOrganisation(grant, swap.orgId, tree))) {
    return swap
  }
  if (swap && principal.kind === 'person' && swap.orgId === principal.orgId && principal.personId !== undefined) {
    if ([swap.giverId, swap.takerId].includes(principal.personId)) return swap
  }
  throw unknownSwap()
}

/** The swap as whoever asks may see it now. */
async function told(
  db: Queries,
  context: Context,
  reference: Reference,
  { id, principal, now }: { id: string; principal: Principal; now: number },
) {
  const found = await findSwap(db, context.districtId, id, now)
  if (principal.kind === 'person') return swapViewFor(expectVisible(found, principal), principal.personId)
  const swap = expectDecidable(found, principal, reference)
  return (await organisationSwaps(db, context, reference, { swaps: [swap], staff: principal }))[0]
}

/** @throws ProblemError 409 refused `unknown-person` for somebody of another organisation */
async function expectColleague(
  tx: Tx,
  districtId: string,
  { orgId, personId, now }: { orgId: string; personId: string; now: number },
) {
  const known = await ofOrganisation(tx, districtId, { orgId, personIds: [personId], now })
  if (!known.has(personId)) throw refused('unknown-person', { personIds: [personId] })
}

/** @throws ProblemError 409 refused `swap-unwantable` for shifts that nobody can give for the seat, or that the giver cannot take */
async function expectWantable(
  tx: Tx,
  context: Context,
  reference: Reference,
  { orgId, personId, slotId, wants, now }: { orgId: string; personId: string; slotId: string; wants: string[]; now: number },
): Promise<void> {
  const { districtId } = context
  const slots = await readSlots(tx, districtId, wants)
  const seated = await seatedOf(tx, districtId, { orgId, slotIds: wants })
  const known = await volunteerOf(tx, context, reference, { personId, now })
  const refusal = swapWantsRefusal(
    wants.map((id) => ({ slotId: id, slot: slots.get(id), colleagues: seated.get(id) ?? [] })),
    {
      now,
      policy: reference.policy,
      person: { ...(known ?? { id: personId }), guardian: true },
      duties: await dutiesOf(tx, districtId, personId, slotId),
    },
  )
  if (refusal) throw refused(refusal.reason, refusal.detail)
}
