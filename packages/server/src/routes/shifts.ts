import { reachesGrid } from '@wangge/core/access'
import type { Grant } from '@wangge/core/access/schema'
import type { GridTree } from '@wangge/core/grid'
import { shiftsToCancel } from '@wangge/core/roster'
import type { CancellableShift, CancelPlan } from '@wangge/core/roster'
import {
  cancelledShiftsSchema,
  cancelPreviewSchema,
  cancelShiftsCommandSchema,
  previewCancelCommandSchema,
} from '@wangge/core/roster/schema'
import type { PreviewCancelCommand } from '@wangge/core/roster/schema'
import { principalName } from '../auth/principal.ts'
import type { Principal, Staff } from '../auth/principal.ts'
import { reachedSubtree } from '../auth/reached-subtree.ts'
import type { Context } from '../context.ts'
import { commandFingerprint } from '../fingerprint.ts'
import { operation } from '../operation.ts'
import { invalidBody } from '../parse.ts'
import { refused } from '../problem.ts'
import { noQuerySchema } from '../schema.ts'
import { callOffShifts, countSignUps, lockShifts } from '../storage/call-off-shifts.ts'
import { cancellableShifts } from '../storage/slots.ts'
import { write } from '../storage/write.ts'

const LONGEST_MS = 31 * 86_400_000

const CALLING_OFF = { access: ['staff'], roles: ['street', 'community'], scope: 'subtree', query: noQuerySchema } as const

export const previewCancelShifts = operation({
  ...CALLING_OFF,
  method: 'POST',
  path: '/v1/shifts:cancel-preview',
  id: 'previewCancelShifts',
  summary: 'How many shifts and sign-ups calling off would concern as things stand; nothing is written',
  json: { schema: previewCancelCommandSchema },
  answers: { 200: { description: 'By the same rule as calling off', schema: cancelPreviewSchema } },
  async handle({ context, principal, body, now }) {
    const { db, districtId } = context
    const order = { ...body, ...(await reachOf(context, principal, body)), now }
    const shifts = await cancellableShifts(db, districtId, body)
    const plan = planOf(shifts, order)
    const off = new Set(plan.cancel)
    const ends = shifts.filter(({ id }) => off.has(id))
    const counts = await countSignUps(db, districtId, plan.cancel)
    const answer = {
      asOf: new Date(now).toISOString(),
      slotIds: plan.cancel,
      ...(ends.length > 0 && { span: spanOf(ends) }),
      ...counts,
      passedBy: plan.passedBy.length,
    }
    return { status: 200, body: answer }
  },
})

export const postCancelShifts = operation({
  ...CALLING_OFF,
  method: 'POST',
  path: '/v1/shifts:cancel',
  id: 'cancelShifts',
  summary: 'Calls off the shifts of a time, for a storm say: sign-ups end with it; what has begun goes on',
  json: { schema: cancelShiftsCommandSchema },
  idempotent: true,
  answers: { 200: { description: 'What was called off', schema: cancelledShiftsSchema } },
  async handle(call) {
    const { context, principal, body: command, now } = call
    const { districtId } = context
    const reach = await reachOf(context, principal, command)
    const order = { ...command, ...reach, now }
    const request = { key: command.id, fingerprint: commandFingerprint(call), actor: principalName(principal), now }
    return write(context, request, async (tx) => {
      const meant = planOf(await cancellableShifts(tx, districtId, command), order)
      // Decided once all of them are locked: one that was off may be brought back, or moved, at the same moment.
      const locked = new Set((await lockShifts(tx, districtId, [...meant.cancel, ...meant.passedBy])).map(({ id }) => id))
      const asTheyAre = (await cancellableShifts(tx, districtId, command)).filter(({ id }) => locked.has(id))
      const plan = planOf(asTheyAre, order)
      const { reason } = command
      const at = new Date(now).toISOString()
      const called = { ids: plan.cancel, held: plan.passedBy, reason, at, tree: reach.tree }
      const { slotIds, signUps, changes } = await callOffShifts(tx, districtId, called)
      const answer = { slotIds, signUps, passedBy: plan.passedBy.length }
      return { status: 200, answer, audit: { action: `cancel-shifts-${reason}`, subject: command.id }, changes }
    })
  },
})
interface Reach {
  grants: readonly Grant[]
  /** Roots of what is meant: those asked for, else all that the caller reaches. */
  gridIds: string[]
  tree: GridTree
}

/** @throws ProblemError 422 where the time is none, 409 where a grid is another's */
async function reachOf(context: Context, principal: Principal, order: PreviewCancelCommand): Promise<Reach> {
  const { tree } = await context.reference.current()
  const { grants } = principal as Staff
  expectTime(order)
  expectReached(grants, order.gridIds ?? [], tree)
  return { grants, tree, gridIds: order.gridIds ?? reachedSubtree(grants, undefined, tree) }
}

/** @throws ProblemError 409 where a shift that is named is another's, or of another time */
function planOf(
  shifts: readonly CancellableShift[],
  { grants, tree, now, gridIds, ...order }: PreviewCancelCommand & Reach & { now: number },
): CancelPlan {
  expectReachedShifts(order.slotIds ?? [], { shifts, grants, tree })
  return shiftsToCancel(shifts, { ...order, gridIds }, { tree, now })
}

const spanOf = (shifts: readonly CancellableShift[]) => ({
  from: new Date(Math.min(...shifts.map(({ startsAt }) => Date.parse(startsAt)))).toISOString(),
  to: new Date(Math.max(...shifts.map(({ endsAt }) => Date.parse(endsAt)))).toISOString(),
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
