import type { Id, Instant } from '../schema.ts'
import { minutes, restBetween } from './slot-times.ts'
import type { Duty } from './slot.ts'

export interface PersonalDuty extends Duty {
  personId: Id
}

/** Two duties of one person that do not go together. */
export interface DutyClash {
  personId: Id
  /** The one that begins first. */
  first: Duty
  second: Duty
  /** Minutes between them; below 0 for those that overlap. */
  restMinutes: number
}

/**
 * Where somebody is to be in two places at once, or has too little rest between two duties (INV-16). Each pair once, by the
 * start of its second duty; the same slot named twice is none.
 * @example
 * dutyClashes([{ personId: 'p', slotId: 'a', startsAt: '…T08:00Z', endsAt: '…T10:00Z' }, { personId: 'p', slotId: 'b', startsAt: '…T09:00Z', … }], 0)
 * // [{ personId: 'p', first: { slotId: 'a', … }, second: { slotId: 'b', … }, restMinutes: -60 }]
 */
export function dutyClashes(duties: readonly PersonalDuty[], minRestMinutes: number): DutyClash[] {
  const byPerson = new Map<Id, PersonalDuty[]>()
  for (const duty of duties) {
    const own = byPerson.get(duty.personId)
    if (own) own.push(duty)
    else byPerson.set(duty.personId, [duty])
  }
  const clashes = [...byPerson.values()].flatMap((own) => clashesOf(own.sort(byStart), minRestMinutes))
  return clashes.sort((one, other) => byStart(one.second, other.second) || (one.personId < other.personId ? -1 : 1))
}

function clashesOf(own: readonly PersonalDuty[], minRestMinutes: number): DutyClash[] {
  return own.flatMap((second, at) =>
    own.slice(0, at).flatMap((first) => {
      const rest = restBetween(first, second)
      if (first.slotId === second.slotId || rest >= minutes(minRestMinutes)) return []
      return [{ personId: second.personId, first, second, restMinutes: Math.floor(rest / minutes(1)) }]
    }),
  )
}

const startOf = ({ startsAt }: { startsAt: Instant }) => Date.parse(startsAt)
const byStart = (one: Duty, other: Duty) => startOf(one) - startOf(other) || (one.slotId < other.slotId ? -1 : 1)
