import { reachesGrid, reachesOrganisation } from '@wangge/core/access'
import { markAbsent } from '@wangge/core/roster'
import type { Absence } from '@wangge/core/roster'
import { absenceCommandSchema, signUpViewSchema } from '@wangge/core/roster/schema'
import type { AbsenceCommand } from '@wangge/core/roster/schema'
import { expectOfPath } from '../auth/own-sign-up.ts'
import { principalName } from '../auth/principal.ts'
import type { Principal } from '../auth/principal.ts'
import { commandFingerprint } from '../fingerprint.ts'
import { operation } from '../operation.ts'
import type { Call } from '../operation.ts'
import { notFound, refused } from '../problem.ts'
import { noQuerySchema } from '../schema.ts'
import type { Tx } from '../storage/database.ts'
import type { Reference } from '../storage/reference.ts'
import { rosterChanges } from '../storage/roster-changes.ts'
import { findSignUp, findSignUpView } from '../storage/sign-ups.ts'
import type { StoredSignUp } from '../storage/sign-ups.ts'
import { findSlotView } from '../storage/slots.ts'
import { stepSlot } from '../storage/step-slot.ts'
import { storeSlot } from '../storage/store-slot.ts'
import { write } from '../storage/write.ts'

const RULES = {
  access: ['staff'],
  roles: ['street', 'community', 'estateWorker', 'buildingHead', 'liaison'],
  scope: 'subtree',
  query: noQuerySchema,
  json: { schema: absenceCommandSchema },
  idempotent: true,
  answers: { 200: { description: 'The sign-up as it stands', schema: signUpViewSchema } },
} as const

export const postNoShow = operation({
  ...RULES,
  method: 'POST',
  path: '/v1/sign-ups/{id}/no-show',
  id: 'markNoShow',
  summary: 'Says that somebody has not come: for a while their seat can be taken as relief',
  handle: (call) => mark(call, 'no-show'),
})

export const postExcuse = operation({
  ...RULES,
  method: 'POST',
  path: '/v1/sign-ups/{id}/excuse',
  id: 'excuseAbsence',
  summary: 'Says that somebody has not come for a good reason',
  handle: (call) => mark(call, 'excused'),
})

async function mark(call: Call<unknown, AbsenceCommand>, absence: Absence) {
  const { context, principal, params, body: command, now } = call
  const { districtId } = context
  expectOfPath('signUpId', command.signUpId, params)
  const { policy, tree } = await context.reference.current()
  const find = async (tx: Tx) =>
    expectHost(tx, districtId, { found: await findSignUp(tx, districtId, command.signUpId), principal, tree })
  const tellAgain = async (tx: Tx) => findSignUpView(tx, districtId, (await find(tx)).id)
  const request = { key: command.id, fingerprint: commandFingerprint(call), actor: principalName(principal), now, tellAgain }
  return write(context, request, async (tx) => {
    const { id, slotId, personId } = await find(tx)
    const { slot: before, changed } = (await stepSlot(tx, districtId, slotId, { policy, now }))!
    const view = (await findSignUpView(tx, districtId, id))!
    if (view.state === 'cancelled') throw refused('not-signed-up', { slotId })
    const attendance = view.attendance?.state
    if (attendance === 'in' || attendance === 'out') throw refused('checked-in', { signUpId: id, state: attendance })
    const result = markAbsent(before, personId, { now, policy })
    if (!result.ok) throw refused(result.reason, result.detail)
    const at = new Date(now).toISOString()
    await storeSlot(tx, districtId, { before, after: result.slot, at, absence })
    await tx.updateTable('sign_ups').set({ absence }).where('district_id', '=', districtId).where('id', '=', id).execute()
    const answer = await findSignUpView(tx, districtId, id)
    const changes = await rosterChanges(tx, districtId, tree, { slotId, signUpIds: [id, ...changed] })
    return {
      status: 200,
      answer,
      audit: { action: absence === 'no-show' ? 'mark-no-show' : 'excuse-absence', subject: id },
      changes,
    }
  })
}

interface Asked {
  found: StoredSignUp | undefined
  principal: Principal
  tree: Reference['tree']
}

/** Whoever answers for the organisation, or for the grid of the slot. @throws ProblemError 404 `unknown-sign-up` */
async function expectHost(tx: Tx, districtId: string, { found, principal, tree }: Asked): Promise<StoredSignUp> {
  const gridId = found && (await findSlotView(tx, districtId, found.slotId))?.post.gridId
  const isReached =
    found &&
    principal.kind === 'staff' &&
    principal.grants.some(
      (grant) => reachesOrganisation(grant, found.orgId, tree) || (gridId !== undefined && reachesGrid(grant, gridId, tree)),
    )
  if (found && isReached) return found
  throw notFound('unknown-sign-up', 'There is no such sign-up')
}
