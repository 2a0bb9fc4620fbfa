import { cancelSignUp } from '@wangge/core/roster'
import type { SignUpReason } from '@wangge/core/roster'
import type { SignUpView } from '@wangge/core/roster/schema'
import type { NewChange } from './changes.ts'
import type { Tx } from './database.ts'
import type { Reference } from './reference.ts'
import { signUpChange, slotChange } from './roster-changes.ts'
import { findSignUpView, setState } from './sign-ups.ts'
import type { StoredSignUp } from './sign-ups.ts'
import { lockSlot } from './slots.ts'

export type Cancellation =
  { ok: true; view: SignUpView; changes: NewChange[] } | { ok: false; reason: SignUpReason; detail: object }

/** Gives a sign-up's place back under the slot's lock, by core's rule: the first who waits moves up. */
export async function cancelStored(
  tx: Tx,
  districtId: string,
  { id, slotId, personId }: StoredSignUp,
  { policy, tree, now }: Pick<Reference, 'policy' | 'tree'> & { now: number },
): Promise<Cancellation> {
  const slot = (await lockSlot(tx, districtId, slotId))!
  // Asked under the slot's lock: the person may hold a later sign-up for the slot, which this one is not about.
  const current = await findSignUpView(tx, districtId, id)
  if (current?.state === 'cancelled') return { ok: false, reason: 'not-signed-up', detail: { slotId } }
  const result = cancelSignUp(slot, personId, { now, policy })
  if (!result.ok) return result
  await setState(tx, districtId, { slotId, personId, state: 'cancelled' })
  const { promoted } = result
  const promotedId = promoted && (await setState(tx, districtId, { slotId, personId: promoted, state: 'seated' }))
  const view = (await findSignUpView(tx, districtId, id))!
  const promotedView = promotedId && (await findSignUpView(tx, districtId, promotedId))
  const change = await slotChange(tx, districtId, tree, slotId)
  const views = promotedView ? [view, promotedView] : [view]
  return { ok: true, view, changes: [change, ...views.map((each) => signUpChange(each, change))] }
}
