import { attendancePolicy, confirmation } from '@wangge/core/roster'
import type { SignUpPolicy, SignUpView, SlotView } from '@wangge/core/roster/schema'

/** What a sign-up asks its person to do now, the most urgent first. */
export type DutyNeed = 'take-offer' | 'answer-invitation' | 'check-in' | 'check-out' | 'confirm'

type Times = Pick<SlotView, 'id' | 'startsAt' | 'endsAt' | 'cancelled'>

/**
 * What is to be done about a sign-up at an instant; undefined for nothing. Of a slot whose times are not known, only what can be
 * answered at any time is.
 */
export function dutyNeed(
  view: SignUpView,
  slot: Times | undefined,
  { now, policy }: { now: number; policy: SignUpPolicy | undefined },
): DutyNeed | undefined {
  if (slot?.cancelled) return undefined
  const hasBegun = slot !== undefined && now >= Date.parse(slot.startsAt)
  if (view.state === 'offered') return view.confirmBy && now >= Date.parse(view.confirmBy) ? undefined : 'take-offer'
  if (view.state === 'invited') return hasBegun ? undefined : 'answer-invitation'
  if (view.state !== 'seated' || !slot) return undefined
  return attendanceNeed(view, slot, { now, policy }) ?? (isToBeConfirmed(view, slot, { now, policy }) ? 'confirm' : undefined)
}

/** When one may check in at a slot. */
export const checkInOpens = ({ startsAt }: Pick<Times, 'startsAt'>, policy: SignUpPolicy | undefined): number =>
  Date.parse(startsAt) - attendancePolicy(policy?.attendance).opensBeforeMinutes * 60_000

function attendanceNeed(
  { attendance }: SignUpView,
  slot: Times,
  { now, policy }: { now: number; policy: SignUpPolicy | undefined },
): DutyNeed | undefined {
  const { closesAfterMinutes } = attendancePolicy(policy?.attendance)
  const ends = Date.parse(slot.endsAt)
  const state = attendance?.state ?? 'none'
  if (state === 'in') return now < ends + closesAfterMinutes * 60_000 ? 'check-out' : undefined
  return state === 'none' && now >= checkInOpens(slot, policy) && now < ends ? 'check-in' : undefined
}

function isToBeConfirmed(
  { confirmBy, confirmedAt }: SignUpView,
  slot: Times,
  { now, policy }: { now: number; policy: SignUpPolicy | undefined },
): boolean {
  if (confirmBy === undefined || confirmedAt !== undefined || now >= Date.parse(confirmBy)) return false
  const asked = policy && confirmation(slot, policy)
  return asked === undefined || now >= asked.opens
}
