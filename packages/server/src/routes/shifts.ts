import { reachesGrid } from '@wangge/core/access'
import type { Grant } from '@wangge/core/access/schema'
import type { GridTree } from '@wangge/core/grid'
import { shiftsToCancel } from '@wangge/core/roster'
import { cancelledShiftsSchema, cancelShiftsCommandSchema } from '@wangge/core/roster/schema'
import { principalName } from '../auth/principal.ts'
import type { Staff } from '../auth/principal.ts'
import { reachedSubtree } from '../auth/reached-subtree.ts'
import { commandFingerprint } from '../fingerprint.ts'
import { operation } from '../operation.ts'
import { invalidBody } from '../parse.ts'
import { refused } from '../problem.ts'
import { noQuerySchema } from '../schema.ts'
import { callOffShifts } from '../storage/call-off-shifts.ts'
import { cancellableShifts } from '../storage/slots.ts'
import { write } from '../storage/write.ts'

const LONGEST_MS = 31 * 86_400_000

export const postCancelShifts = operation({
  method: 'POST',
  path: '/v1/shifts:cancel',
  id: 'cancelShifts',
  summary: 'Calls off the shifts of a time, for a storm say: sign-ups end with it; what has begun goes on',
  access: ['staff'],
  roles: ['street', 'community'],
  scope: 'subtree',
  query: noQuerySchema,
  json: { schema: cancelShiftsCommandSchema },
  idempotent: true,
  answers: { 200: { description: 'What was called off', schema: cancelledShiftsSchema } },
  async handle(call) {
    const { context, principal, body: command, now } = call
    const { districtId } = context
    const { tree } = await context.reference.current()
    const { grants } = principal as Staff
    expectTime(command)
    expectReached(grants, command.gridIds ?? [], tree)
    const gridIds = command.gridIds ?? reachedSubtree(grants, undefined, tree)
    const request = { key: command.id, fingerprint: commandFingerprint(call), actor: principalName(principal), now }
    return write(context, request, async (tx) => {
      const shifts = await cancellableShifts(tx, districtId, command)
      expectReachedShifts(command.slotIds ?? [], { shifts, grants, tree })
      const plan = shiftsToCancel(shifts, { ...command, gridIds }, { tree, now })
      const { reason } = command
      const at = new Date(now).toISOString()
      const called = { ids: plan.cancel, held: plan.passedBy, reason, at, tree }
      const { slotIds, signUps, changes } = await callOffShifts(tx, districtId, called)
      const answer = { slotIds, signUps, passedBy: plan.passedBy.length }
      return { status: 200, answer, audit: { action: `cancel-shifts-${reason}`, subject: command.id }, changes }
    })
  },
})

/** @throws ProblemError 422 `invalid-body` */
function expectTime({ from, to }: { from: string; to: string }): void {
  const length = Date.parse(to) - Date.parse(from)
  if (length > 0 && length <= LONGEST_MS) return
  throw invalidBody([
    { path: ['to'], code: 'out-of-range', message: `Expected at most 31 days after from, got ${from} to ${to}` },
  ])
}

/** @throws ProblemError 409: another's grid is none */
function expectReached(grants: readonly Grant[], gridIds: readonly string[], tree: GridTree): void {
  const foreign = gridIds.find((gridId) => !grants.some((grant) => reachesGrid(grant, gridId, tree)))
  if (foreign !== undefined) throw refused('unknown-grid', { gridId: foreign })
}

/** @throws ProblemError 409: another's shift, or one of another time, is none */
function expectReachedShifts(
  slotIds: readonly string[],
  { shifts, grants, tree }: { shifts: readonly { id: string; gridId: string }[]; grants: readonly Grant[]; tree: GridTree },
): void {
  const reached = new Set(
    shifts.filter(({ gridId }) => grants.some((grant) => reachesGrid(grant, gridId, tree))).map(({ id }) => id),
  )
  const foreign = slotIds.find((slotId) => !reached.has(slotId))
  if (foreign !== undefined) throw refused('unknown-slot', { slotId: foreign })
}
