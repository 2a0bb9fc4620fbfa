import { reachesDistrict, reachesOrganisation } from '@wangge/core/access'
import type { GridTree } from '@wangge/core/grid'
import { attendancePolicy, correctionRefusal, stepCorrection } from '@wangge/core/roster'
import type { CorrectionRole } from '@wangge/core/roster'
import { correctionStepCommandSchema, correctionViewSchema, requestCorrectionCommandSchema } from '@wangge/core/roster/schema'
import type { CorrectionState } from '@wangge/core/roster/schema'
import { expectMadeFor } from '../auth/made-for.ts'
import { expectOfPath } from '../auth/own-sign-up.ts'
import { principalName } from '../auth/principal.ts'
import type { Principal } from '../auth/principal.ts'
import type { Context } from '../context.ts'
import { commandFingerprint } from '../fingerprint.ts'
import { operation } from '../operation.ts'
import { notFound, ProblemError, refused } from '../problem.ts'
import { noQuerySchema } from '../schema.ts'
import { lockAttendance, saveAttendance } from '../storage/attendance.ts'
import { supersedeCertificates } from '../storage/certificates.ts'
import { correctionsOf, correctionView, findCorrection, insertCorrection, setCorrection } from '../storage/corrections.ts'
import type { Tx } from '../storage/database.ts'
import { signUpChange, slotChange } from '../storage/roster-changes.ts'
import { findSignUp, findSignUpView, signUpAt } from '../storage/sign-ups.ts'
import type { StoredSignUp } from '../storage/sign-ups.ts'
import { findSlotView } from '../storage/slots.ts'
import { queueRosterNotices } from '../storage/roster-notices.ts'
import { write } from '../storage/write.ts'

const RULES = {
  access: ['person', 'staff'],
  roles: ['street', 'liaison'],
  scope: { person: 'own', staff: 'organisation' },
  query: noQuerySchema,
  idempotent: true,
} as const
const VIEW = { description: 'The correction as it stands, and what the caller may do with it', schema: correctionViewSchema }

export const postCorrection = operation({
  ...RULES,
  method: 'POST',
  path: '/v1/sign-ups/{id}/corrections',
  id: 'requestCorrection',
  summary: 'Asks for other times than those that were recorded',
  json: { schema: requestCorrectionCommandSchema },
  answers: { 201: VIEW },
  async handle(call) {
    const { context, principal, params, body: command, now } = call
    const { districtId } = context
    expectOfPath('signUpId', command.signUpId, params)
    expectMadeFor(command, principal)
    const { tree, policy } = await context.reference.current()
    const actor = principalName(principal)
    const view = async (tx: Tx) => viewOf(tx, { context, principal, tree, id: command.id })
    const request = { key: command.id, fingerprint: commandFingerprint(call), actor, now, tellAgain: view }
    return write(context, request, async (tx) => {
      const found = await reachedSignUp(tx, { context, principal, tree, signUpId: command.signUpId })
      const slot = (await findSlotView(tx, districtId, found.slotId))!
      await lockAttendance(tx, districtId, found.id)
      if ((await signUpAt(tx, districtId, found))?.state !== 'seated') throw refused('not-seated', { slotId: found.slotId })
      const open = (await correctionsOf(tx, districtId, [found.id])).map(({ state }) => state)
      const refusal = correctionRefusal(command, { slot, now, policy: attendancePolicy(policy.attendance), open })
      if (refusal) throw refused(refusal.reason, refusal.detail)
      const at = new Date(now).toISOString()
      if (!(await insertCorrection(tx, context, { ...command, requestedBy: actor, at }))) {
        throw new ProblemError(422, 'idempotency-key-reused', 'This id is already that of another record')
      }
      const audit = { action: 'request-correction', subject: found.id }
      return { status: 201, answer: null, body: await view(tx), audit, changes: await changesOf(tx, context, found, tree) }
    })
  },
})

/** Others have had their say: whoever asked hears of it. */
const DECIDED: readonly CorrectionState[] = ['accepted', 'refused', 'upheld']

export const postCorrectionStep = operation({
  ...RULES,
  method: 'POST',
  path: '/v1/corrections/{id}/steps',
  id: 'stepCorrection',
  summary: 'Accepts, refuses, disputes or withdraws a correction; what is accepted counts from then on',
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
    const view = async (tx: Tx) => viewOf(tx, { context, principal, tree, id: command.correctionId })
    const request = { key: command.id, fingerprint: commandFingerprint(call), actor, now, tellAgain: view }
    return write(context, request, async (tx) => {
      const { found, roles } = await reachedCorrection(tx, { context, principal, tree, id: command.correctionId })
      const attendance = await lockAttendance(tx, districtId, found.id)
      // Read under the lock of its sign-up.
      const correction = (await findCorrection(tx, districtId, command.correctionId))!
      const { action, note } = command
      const step = stepCorrection(correction.state, { action, roles, requester: correction.requested_by === actor, note })
      if (!step.ok) throw refused(step.reason, step.detail)
      const at = new Date(now).toISOString()
      await setCorrection(tx, context, { id: correction.id, state: step.state, note, at })
      if (DECIDED.includes(step.state)) {
        const decided = { topic: 'roster.correction', facts: { correction: step.state } } as const
        await queueRosterNotices(tx, districtId, [{ ...decided, slotId: found.slotId, signUpId: found.id }], at)
      }
      if (step.state === 'accepted') {
        const corrected = { in: correction.in_at, out: correction.out_at }
        await saveAttendance(tx, districtId, { signUpId: found.id, attendance: { ...attendance, corrected }, at })
        await supersedeCertificates(tx, context, reference, { personId: found.personId, now })
      }
      const audit = { action: `${action}-correction`, subject: found.id }
      return { status: 200, answer: null, body: await view(tx), audit, changes: await changesOf(tx, context, found, tree) }
    })
  },
})

/** What came of it is in the sign-up, whose page shows it. */
async function changesOf(tx: Tx, { districtId }: Context, { id, slotId }: StoredSignUp, tree: GridTree) {
  const view = (await findSignUpView(tx, districtId, id))!
  const change = await slotChange(tx, districtId, tree, slotId)
  return [change, signUpChange(view, change)]
}

interface Asked {
  context: Context
  principal: Principal
  tree: GridTree
}

async function reachedSignUp(
  tx: Tx,
  { context, principal, tree, signUpId }: Asked & { signUpId: string },
): Promise<StoredSignUp> {
  const found = await findSignUp(tx, context.districtId, signUpId)
  if (found && rolesIn(principal, found, tree).length > 0) return found
  throw notFound('unknown-sign-up', 'There is no such sign-up')
}

async function reachedCorrection(tx: Tx, { context, principal, tree, id }: Asked & { id: string }) {
  const correction = await findCorrection(tx, context.districtId, id)
  const found = correction && (await findSignUp(tx, context.districtId, correction.sign_up_id))
  const roles = found ? rolesIn(principal, found, tree) : []
  if (correction && found && roles.length > 0) return { correction, found, roles }
  throw notFound('unknown-correction', 'There is no such correction')
}

async function viewOf(tx: Tx, asked: Asked & { id: string }) {
  const { correction, roles } = await reachedCorrection(tx, asked)
  return correctionView(asked.context, correction, { roles, actor: principalName(asked.principal) })
}

/** Whose hours they are; whose organisation keeps the record; whoever is above. */
export function rolesIn(principal: Principal, { personId, orgId }: StoredSignUp, tree: GridTree): CorrectionRole[] {
  if (principal.kind === 'person') return principal.personId === personId && principal.orgId === orgId ? ['self'] : []
  if (principal.kind !== 'staff') return []
  const { grants } = principal
  // Whoever's own hours they are decides nothing about them, whatever else they are.
  if (principal.personId === personId) return grants.some((grant) => reachesOrganisation(grant, orgId, tree)) ? ['self'] : []
  return [
    ...(grants.some((grant) => grant.orgId === orgId) ? (['recorder'] as const) : []),
    ...(grants.some((grant) => reachesDistrict(grant, tree)) ? (['street'] as const) : []),
  ]
}
