import { attendancePolicy, checkInSpan, confirmation } from '@wangge/core/roster'
import type { SignUpPolicy, SignUpView, SlotView } from '@wangge/core/roster/schema'

/** What a sign-up asks its person to do now, the most urgent first. */
export type DutyNeed = 'take-offer' | 'answer-invitation' | 'check-in' | 'check-out' | 'confirm'

type Times = Pick<SlotView, 'id' | 'startsAt' | 'endsAt' | 'cancelled' | 'calledOffAt'>

/**
 * What is to be done about a sign-up at an instant; undefined for nothing. Of a slot whose times are not known, only what can be
 * answered at any time is.
 */
export function dutyNeed(
  view: SignUpView,
  slot: Times | undefined,
  { now, policy }: { now: number; policy: SignUpPolicy | undefined },
): DutyNeed | undefined {
  // Who had come when it was called off may go.
  if (slot?.cancelled) return mayGo(view, slot, { now, policy }) ? 'check-out' : undefined
  const hasBegun = slot !== undefined && now >= Date.parse(slot.startsAt)
  if (view.state === 'offered') return view.confirmBy && now >= Date.parse(view.confirmBy) ? undefined : 'take-offer'
  if (view.state === 'invited') return hasBegun ? undefined : 'answer-invitation'
  if (view.state !== 'seated' || !slot) return undefined
  return attendanceNeed(view, slot, { now, policy }) ?? (isToBeConfirmed(view, slot, { now, policy }) ? 'confirm' : undefined)
}

/** Whether somebody who has come may check out of a slot now. */
const mayGo = (
  { state, attendance }: SignUpView,
  slot: Times,
  { now, policy }: { now: number; policy: SignUpPolicy | undefined },
): boolean =>
  state === 'seated' &&
  attendance?.state === 'in' &&
  (!slot.cancelled || slot.calledOffAt !== undefined) &&
  now < checkInSpan(slot, attendancePolicy(policy?.attendance)).closes

/** When one may check in at a slot. */
export const checkInOpens = ({ startsAt }: Pick<Times, 'startsAt'>, policy: SignUpPolicy | undefined): number =>
  Date.parse(startsAt) - attendancePolicy(policy?.attendance).opensBeforeMinutes * 60_000

function attendanceNeed(
  view: SignUpView,
  slot: Times,
  { now, policy }: { now: number; policy: SignUpPolicy | undefined },
): DutyNeed | undefined {
  const state = view.attendance?.state ?? 'none'
  if (state === 'in') return mayGo(view, slot, { now, policy }) ? 'check-out' : undefined
  const isOpen = now >= checkInOpens(slot, policy) && now < Date.parse(slot.endsAt)
  return state === 'none' && isOpen ? 'check-in' : undefined
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
