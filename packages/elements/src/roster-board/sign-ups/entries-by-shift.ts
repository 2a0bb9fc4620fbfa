import type { Roster } from '@wangge/core/roster/schema'

type Entry = Roster['entries'][number]

/** A shift with those of an organisation who signed up for it. */
export interface ShiftEntries extends Pick<Entry, 'slotId' | 'post' | 'startsAt' | 'endsAt'> {
  /** Local date of its start. */
  date: string
  people: readonly Entry[]
}

/** Entries by the shift that they are for, in the order in which they are told. */
export function entriesByShift(entries: readonly Entry[], dayOf: (at: string) => string): ShiftEntries[] {
  const shifts = new Map<string, Entry[]>()
  for (const entry of entries) shifts.set(entry.slotId, [...(shifts.get(entry.slotId) ?? []), entry])
  return [...shifts.values()].map((people) => {
    const { slotId, post, startsAt, endsAt } = people[0]!
    return { slotId, post, startsAt, endsAt, date: dayOf(startsAt), people }
  })
}
