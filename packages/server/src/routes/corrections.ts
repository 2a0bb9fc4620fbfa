import type { GridTree } from '@wangge/core/grid'
import { attendancePolicy, changedFacts, correctionRefusal, standingFacts, stepCorrection } from '@wangge/core/roster'
import { correctionStepCommandSchema, correctionViewSchema, requestCorrectionCommandSchema } from '@wangge/core/roster/schema'
import { correctionRolesOf } from '../auth/correction-roles-of.ts'
import { expectMadeFor } from '../auth/made-for.ts'
import { expectOfPath, expectReachable } from '../auth/own-sign-up.ts'
import { principalName } from '../auth/principal.ts'
import type { Principal } from '../auth/principal.ts'
import type { Context } from '../context.ts'
import { commandFingerprint } from '../fingerprint.ts'
import { operation } from '../operation.ts'
import { notFound, ProblemError, refused } from '../problem.ts'
import { noQuerySchema } from '../schema.ts'
import { lockAttendance, saveAttendance } from '../storage/attendance.ts'
import { supersedeCertificates } from '../storage/certificates.ts'
import {
  DECIDED,
  correctionsOf,
  correctionView,
  factsOf,
  findCorrection,
  insertCorrection,
  keepBefore,
  setCorrection,
} from '../storage/corrections.ts'
import type { Tx } from '../storage/database.ts'
import { keepNames } from '../storage/kept-names.ts'
import type { Reference } from '../storage/reference.ts'
import { signUpChange, slotChange } from '../storage/roster-changes.ts'
import { serviceRecords } from '../storage/service-records.ts'
import type { PersonRecord } from '../storage/service-records.ts'
import { findSignUp, findSignUpView, signUpAt } from '../storage/sign-ups.ts'
import type { StoredSignUp } from '../storage/sign-ups.ts'
import { findSlotView } from '../storage/slots.ts'
import { queueRosterNotices } from '../storage/roster-notices.ts'
import { write } from '../storage/write.ts'

const RULES = { access: ['person', 'staff'], query: noQuerySchema, idempotent: true } as const
const VIEW = { description: 'The correction as it stands, and what the caller may do with it', schema: correctionViewSchema }

export const postCorrection = operation({
  ...RULES,
  roles: ['street', 'liaison'],
  scope: { person: 'own', staff: 'organisation' },
  method: 'POST',
  path: '/v1/sign-ups/{id}/corrections',
  id: 'requestCorrection',
  summary: 'Asks for something else to stand in a record: other times, another name, place, content or person in charge',
  json: { schema: requestCorrectionCommandSchema },
  answers: { 201: VIEW },
  async handle(call) {
    const { context, principal, params, body: command, now } = call
    const { districtId } = context
    expectOfPath('signUpId', command.signUpId, params)
    expectMadeFor(command, principal)
    const reference = await context.reference.current()
    const { tree, policy } = reference
    const actor = principalName(principal)
    const view = async (tx: Tx) => viewOf(tx, { context, principal, reference, now, id: command.id })
    const request = { key: command.id, fingerprint: commandFingerprint(call), actor, now, tellAgain: view }
    return write(context, request, async (tx) => {
      await keepNames(tx, districtId)
      const found = expectReachable(await findSignUp(tx, districtId, command.signUpId), principal, tree)
      const slot = (await findSlotView(tx, districtId, found.slotId))!
      await lockAttendance(tx, districtId, found.id)
      if ((await signUpAt(tx, districtId, found))?.state !== 'seated') throw refused('not-seated', { slotId: found.slotId })
      const open = (await correctionsOf(tx, districtId, [found.id])).map(({ state }) => state)
      const record = await recordOf(tx, { context, reference, now, signUpId: found.id })
      if (!record && slot.cancelled) throw refused('slot-cancelled', { slotId: slot.id })
      if (!record) throw refused('shift-not-over', { endsAt: slot.endsAt })
      const rules = { slot, now, policy: attendancePolicy(policy.attendance), open, stands: record }
      const refusal = correctionRefusal(command, rules)
      if (refusal) throw refused(refusal.reason, refusal.detail)
      const at = new Date(now).toISOString()
      const facts = changedFacts(command.facts ?? {}, record)
      if (!(await insertCorrection(tx, context, { ...command, facts, requestedBy: actor, at }))) {
        throw new ProblemError(422, 'idempotency-key-reused', 'This id is already that of another record')
      }
      const audit = { action: 'request-correction', subject: found.id }
      return { status: 201, answer: null, body: await view(tx), audit, changes: await changesOf(tx, context, found, tree) }
    })
  },
})

export const postCorrectionStep = operation({
  ...RULES,
  roles: ['street', 'community'],
  scope: { person: 'own', staff: 'subtree' },
  method: 'POST',
  path: '/v1/corrections/{id}/steps',
  id: 'stepCorrection',
  summary:
    'Accepts, refuses, disputes or withdraws a correction, as whoever recorded the service or whoever gave it; what is accepted counts from then on',
  json: { schema: correctionStepCommandSchema },
  answers: { 200: VIEW },
  async handle(call) {
    const { context, principal, params, body: command, now } = call
    const { districtId } = context
    expectOfPath('correctionId', command.correctionId, params)
    expectMadeFor(command, principal)
    const reference = await context.reference.current()
    const { tree } = reference
    const actor = principalName(principal)
    const asked = { context, principal, reference, now, id: command.correctionId }
    const view = async (tx: Tx) => viewOf(tx, asked)
    const request = { key: command.id, fingerprint: commandFingerprint(call), actor, now, tellAgain: view }
    return write(context, request, async (tx) => {
      await keepNames(tx, districtId)
      const { correction: reached, roles } = await reachedCorrection(tx, asked)
      const found = { id: reached.sign_up_id, slotId: reached.slotId, personId: reached.personId }
      const attendance = await lockAttendance(tx, districtId, found.id)
      // Read under the lock of its sign-up.
      const correction = (await findCorrection(tx, districtId, command.correctionId))!
      const { action, note } = command
      const step = stepCorrection(correction.state, { action, roles, requester: correction.requested_by === actor, note })
      if (!step.ok) throw refused(step.reason, step.detail)
      const at = new Date(now).toISOString()
      const claim = { checkedInAt: correction.in_at ?? undefined, facts: factsOf(context, correction) }
      const record = step.state === 'accepted' ? await recordOf(tx, { ...asked, signUpId: found.id }) : undefined
      const isDecided = DECIDED.includes(step.state)
      await setCorrection(tx, context, { id: correction.id, state: step.state, note, at, ...(isDecided && { decidedBy: actor }) })
      if (isDecided) {
        // Whoever asked hears of it.
        const decided = { topic: 'roster.correction', facts: { correction: step.state } } as const
        await queueRosterNotices(tx, districtId, [{ ...decided, slotId: found.slotId, signUpId: found.id }], at)
      }
      if (step.state === 'accepted') {
        await keepBefore(tx, context, { id: correction.id, before: record ? standingFacts(claim, record) : {} })
        if (correction.in_at !== null && correction.out_at !== null) {
          const corrected = { in: correction.in_at, out: correction.out_at }
          await saveAttendance(tx, districtId, { signUpId: found.id, attendance: { ...attendance, corrected }, at, reference })
        }
        const renamed = claim.facts && found.id
        await supersedeCertificates(tx, context, reference, { personId: found.personId, now, renamed })
      }
      const audit = { action: `${action}-correction`, subject: found.id }
      return { status: 200, answer: null, body: await view(tx), audit, changes: await changesOf(tx, context, found, tree) }
    })
  },
})

/** What came of it is in the sign-up, whose page shows it. */
async function changesOf(tx: Tx, { districtId }: Context, { id, slotId }: Pick<StoredSignUp, 'id' | 'slotId'>, tree: GridTree) {
  const view = (await findSignUpView(tx, districtId, id))!
  const change = await slotChange(tx, districtId, tree, slotId)
  return [change, signUpChange(view, change)]
}

interface Asked {
  context: Context
  principal: Principal
  /** Read before the transaction: the embedded database has one connection. */
  reference: Reference
  now: number
  id: string
}

async function reachedCorrection(tx: Tx, { context, principal, reference, id }: Asked) {
  const correction = await findCorrection(tx, context.districtId, id)
  const roles = correction ? correctionRolesOf(principal, correction, reference.tree) : []
  if (correction && roles.length > 0) return { correction, roles }
  throw notFound('unknown-correction', 'There is no such correction')
}

async function viewOf(tx: Tx, asked: Asked) {
  const { correction, roles } = await reachedCorrection(tx, asked)
  const reader = { roles, actor: principalName(asked.principal) }
  return correctionView(asked.context, correction, reader, await recordOf(tx, { ...asked, signUpId: correction.sign_up_id }))
}

/** What the record tells now. */
async function recordOf(
  tx: Tx,
  { context, reference, now, signUpId }: Pick<Asked, 'context' | 'reference' | 'now'> & { signUpId: string },
): Promise<PersonRecord | undefined> {
  return (await serviceRecords(tx, context, reference, { signUpIds: [signUpId], now }))[0]
}
