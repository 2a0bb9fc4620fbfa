import { dueRosterSteps } from '@wangge/core/roster'
import type { RosterStep, Slot } from '@wangge/core/roster'
import type { SignUpPolicy } from '@wangge/core/roster/schema'
import type { Tx } from './database.ts'
import { lockSlots } from './lock-slot.ts'
import { storeSlot } from './store-slot.ts'
import { lapseSwaps } from './swaps.ts'

export interface SteppedSlot {
  slot: Slot
  /** What time had brought about since somebody last looked. */
  steps: RosterStep[]
  /** Ids of the sign-ups that changed by it. */
  changed: string[]
}

/** The slot under its lock, with all done that was due by now: whoever comes after a time has passed finds it so. */
export async function stepSlot(
  tx: Tx,
  districtId: string,
  slotId: string,
  { policy, now }: { policy: SignUpPolicy; now: number },
): Promise<SteppedSlot | undefined> {
  return (await stepSlots(tx, districtId, [slotId], { policy, now })).get(slotId)
}

/** The same of many at once; those that there are not are left out. */
export async function stepSlots(
  tx: Tx,
  districtId: string,
  slotIds: readonly string[],
  { policy, now }: { policy: SignUpPolicy; now: number },
): Promise<Map<string, SteppedSlot>> {
  const stepped = new Map<string, SteppedSlot>()
  for (const [slotId, before] of await lockSlots(tx, districtId, slotIds)) {
    stepped.set(slotId, await step(tx, districtId, before, { policy, now }))
  }
  return stepped
}

async function step(
  tx: Tx,
  districtId: string,
  before: Slot,
  { policy, now }: { policy: SignUpPolicy; now: number },
): Promise<SteppedSlot> {
  const { slot: after, steps } = dueRosterSteps(before, { now, policy })
  if (steps.length === 0) return { slot: before, steps, changed: [] }
  const ends = new Map(steps.flatMap((step) => (step.kind === 'ended' ? [[step.personId, step.why] as const] : [])))
  const endOf = (personId: string) => ends.get(personId)!
  const changed = await storeSlot(tx, districtId, { before, after, at: new Date(now).toISOString(), endOf })
  if (ends.size > 0) await lapseSwaps(tx, districtId, changed)
  return { slot: after, steps, changed }
}
