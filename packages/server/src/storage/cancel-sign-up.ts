import { cancelSignUp } from '@wangge/core/roster'
import type { SignUpReason } from '@wangge/core/roster'
import type { SignUpEnd, SignUpView } from '@wangge/core/roster/schema'
import type { NewChange } from './changes.ts'
import type { Tx } from './database.ts'
import type { Reference } from './reference.ts'
import { rosterChanges } from './roster-changes.ts'
import { findSignUpView } from './sign-ups.ts'
import type { StoredSignUp } from './sign-ups.ts'
import { stepSlot } from './step-slot.ts'
import { storeSlot } from './store-slot.ts'
import { lapseSwaps } from './swaps.ts'

export type Cancellation =
  { ok: true; view: SignUpView; changes: NewChange[] } | { ok: false; reason: SignUpReason; detail: object }

export interface Cancelling extends Pick<Reference, 'policy' | 'tree'> {
  now: number
  /** Who or what ends it. @defaultValue 'self' */
  by?: Extract<SignUpEnd, 'self' | 'liaison' | 'consent-withdrawn' | 'organisation-closed'>
}

/** Gives a sign-up's place back under the slot's lock, by core's rule: the first who waits moves up. */
export async function cancelStored(
  tx: Tx,
  districtId: string,
  { id, slotId, personId }: StoredSignUp,
  { policy, tree, now, by = 'self' }: Cancelling,
): Promise<Cancellation> {
  const { slot, changed } = (await stepSlot(tx, districtId, slotId, { policy, now }))!
  // Asked under the slot's lock: the person may hold a later sign-up for the slot, which this one is not about.
  const current = await findSignUpView(tx, districtId, id)
  if (current?.state === 'cancelled') return { ok: false, reason: 'not-signed-up', detail: { slotId } }
  const result = cancelSignUp(slot, personId, { now, policy })
  if (!result.ok) return result
  const isDeclined = by === 'self' && (current?.state === 'offered' || current?.state === 'invited')
  const endOf = () => (isDeclined ? 'declined' : by)
  const at = new Date(now).toISOString()
  const ended = await storeSlot(tx, districtId, { before: slot, after: result.slot, at, endOf })
  await lapseSwaps(tx, districtId, [id])
  const view = (await findSignUpView(tx, districtId, id))!
  return { ok: true, view, changes: await rosterChanges(tx, districtId, tree, { slotId, signUpIds: [...ended, ...changed] }) }
}
