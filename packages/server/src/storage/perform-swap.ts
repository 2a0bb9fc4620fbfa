import { createUlid } from '@wangge/core'
import { swapSeats } from '@wangge/core/roster'
import type { SignUpRefusal } from '@wangge/core/roster'
import type { Context } from '../context.ts'
import { refused } from '../problem.ts'
import type { NewChange } from './changes.ts'
import type { Tx } from './database.ts'
import type { Reference } from './reference.ts'
import { rosterChanges } from './roster-changes.ts'
import { dutiesOf, findSignUp, findSignUpView } from './sign-ups.ts'
import { stepSlot } from './step-slot.ts'
import { storeSlot } from './store-slot.ts'
import { lapseSwaps } from './swaps.ts'
import { lockPeople, volunteerOf } from './volunteers.ts'

export interface Swapping {
  swapId: string
  orgId: string
  /** The seat that is handed on. */
  signUpId: string
  takerId: string
  /** To what version of the purpose the taker has agreed. */
  consentVersion: number
  /** The seat that is given for it. */
  givenSignUpId?: string | undefined
  by: 'self' | 'liaison'
}

export type SwapOutcome = { ok: true; changes: NewChange[] } | SignUpRefusal

/**
 * Hands a seat on, or exchanges two, by core's rule, with all people and slots concerned locked in one order. Whoever gets a
 * seat gets a sign-up of their own (to be called after `keepOpen`); who gave it is told that it was swapped. Who has checked in keeps theirs. With `dryRun` it is only asked whether it could be.
 * @throws ProblemError 409 refused `checked-in`
 */
export async function performSwap(
  tx: Tx,
  context: Context,
  reference: Reference,
  {
    swapId,
    orgId,
    signUpId,
    takerId,
    consentVersion,
    givenSignUpId,
    by,
    now,
    dryRun = false,
  }: Swapping & { now: number; dryRun?: boolean },
): Promise<SwapOutcome> {
  const { districtId } = context
  const { policy, tree } = reference
  const [offered, given] = [await find(signUpId), givenSignUpId === undefined ? undefined : await find(givenSignUpId)]
  const { personId: giverId } = offered
  await lockPeople(tx, districtId, [giverId, takerId])
  const slotIds = [offered.slotId, ...(given ? [given.slotId] : [])].sort()
  const stepped = new Map<string, NonNullable<Awaited<ReturnType<typeof stepSlot>>>>()
  for (const slotId of slotIds) stepped.set(slotId, (await stepSlot(tx, districtId, slotId, { policy, now }))!)
  const slot = stepped.get(offered.slotId)!.slot
  const givesSeat = given && stepped.get(given.slotId)!.slot
  for (const { id } of [offered, ...(given ? [given] : [])]) {
    const presence = (await findSignUpView(tx, districtId, id))?.attendance?.state
    if (presence === 'in' || presence === 'out') throw refused('checked-in', { signUpId: id, state: presence })
  }

  const [giver, taker] = [await volunteer(giverId), await volunteer(takerId)]
  const kept = {
    giver: await dutiesOf(tx, districtId, giverId, offered.slotId),
    taker: await dutiesOf(tx, districtId, takerId, given?.slotId ?? ''),
  }
  const result = swapSeats(
    { slot, person: giver, duties: kept.giver },
    { person: taker, duties: kept.taker, givesSeat },
    { now, policy, isGiven: by === 'liaison' },
  )
  if (!result.ok || dryRun) return result.ok ? { ok: true, changes: [] } : result

  const at = new Date(now).toISOString()
  const arrival = (personId: string, version: number) => ({
    id: createUlid(now, context.random),
    orgId,
    personId,
    by,
    consentVersion: version,
  })
  const endOf = () => 'swapped' as const
  const changes: NewChange[] = []
  const sides = [
    { before: slot, after: result.given, arrivals: [arrival(takerId, consentVersion)] },
    ...(givesSeat && result.taken
      ? [{ before: givesSeat, after: result.taken, arrivals: [arrival(giverId, await versionOf(signUpId))] }]
      : []),
  ]
  for (const { before, after, arrivals } of sides) {
    const stored = await storeSlot(tx, districtId, { before, after, at, arrivals, endOf })
    const signUpIds = [...stored, ...stepped.get(before.id)!.changed]
    changes.push(...(await rosterChanges(tx, districtId, tree, { slotId: before.id, signUpIds })))
  }
  const seatIds = [signUpId, ...(givenSignUpId === undefined ? [] : [givenSignUpId])]
  await lapseSwaps(tx, districtId, seatIds, { settling: swapId })
  return { ok: true, changes }

  async function find(id: string) {
    const found = await findSignUp(tx, districtId, id)
    if (!found) throw new Error(`Expected a sign-up ${id}, found none`)
    return found
  }

  /** Consents were looked at when each agreed. */
  async function volunteer(personId: string) {
    const known = await volunteerOf(tx, context, reference, { personId, now })
    return known ? { ...known, guardian: true } : { id: personId }
  }

  async function versionOf(id: string): Promise<number> {
    const row = await tx
      .selectFrom('sign_ups')
      .select('consent_version')
      .where('district_id', '=', districtId)
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    return row.consent_version ?? 1
  }
}
