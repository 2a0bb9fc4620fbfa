import { dutyClashes, isAbsent } from '@wangge/core/roster'
import type { DutyClash } from '@wangge/core/roster'
import type { PostKind, RosterPerson, RosterWeek } from '@wangge/core/roster/schema'

export type BoardSlot = RosterWeek['slots'][number]
export type BoardPost = RosterWeek['posts'][number]

/** What of the week is looked at. */
export interface BoardFilter {
  kind: PostKind | ''
  /** Part of a post's name. */
  text: string
  /** Only posts with a shift that lacks somebody. */
  onlyGaps: boolean
}

export const NO_FILTER: BoardFilter = { kind: '', text: '', onlyGaps: false }

export interface BoardRow {
  post: BoardPost
  /** By date. */
  cells: ReadonlyMap<string, readonly BoardSlot[]>
}

/** Seats that nobody has. */
export const lacking = ({ capacity, seated, cancelled }: BoardSlot): number => (cancelled ? 0 : Math.max(0, capacity - seated))

/** Posts by kind and name, each with its shifts by date. */
export function rowsOf(
  { posts, slots }: RosterWeek,
  { kind, text, onlyGaps }: BoardFilter,
  names: (post: BoardPost) => string,
): BoardRow[] {
  const byPost = new Map<string, Map<string, BoardSlot[]>>()
  for (const slot of slots) {
    const cells = byPost.get(slot.postId) ?? new Map<string, BoardSlot[]>()
    byPost.set(slot.postId, cells.set(slot.date, [...(cells.get(slot.date) ?? []), slot]))
  }
  const wanted = text.trim().toLowerCase()
  return posts
    .filter((post) => (kind === '' || post.kind === kind) && (wanted === '' || names(post).toLowerCase().includes(wanted)))
    .map((post) => ({ post, cells: byPost.get(post.id) ?? new Map<string, BoardSlot[]>() }))
    .filter(
      ({ cells }) => cells.size > 0 && (!onlyGaps || [...cells.values()].some((cell) => cell.some((slot) => lacking(slot) > 0))),
    )
}

/** People who are to be in two places at once, or have too little rest between two duties. */
export function clashesOf({ slots, minRestMinutes = 0 }: Pick<RosterWeek, 'slots' | 'minRestMinutes'>): DutyClash[] {
  const duties = slots
    .filter(({ cancelled }) => !cancelled)
    .flatMap(({ id, startsAt, endsAt, people }) =>
      people.filter(isBound).map(({ personId }) => ({ personId, slotId: id, startsAt, endsAt })),
    )
  return dutyClashes(duties, minRestMinutes)
}

/** Whether a seat is theirs, and nobody has said that they are not there. */
export const isComing = ({ state, attendance }: Pick<RosterPerson, 'state' | 'attendance'>): boolean =>
  (state === 'seated' || state === 'offered') && !isAbsent(attendance)

/** Whether it counts against another duty, as the rule has it: whoever waits may move up, who is only asked may say no. */
export const isBound = ({ state, attendance }: Pick<RosterPerson, 'state' | 'attendance'>): boolean =>
  (state === 'seated' || state === 'offered' || state === 'waitlisted') && !isAbsent(attendance)

/** Whether anybody can still be named for it: once it has begun, for a free seat and for as long as relief may come. */
export function isNameable(
  { cancelled, startsAt, endsAt, seated, capacity }: Pick<BoardSlot, 'cancelled' | 'startsAt' | 'endsAt' | 'seated' | 'capacity'>,
  { now, reliefMinutes = 0 }: { now: number; reliefMinutes?: number | undefined },
): boolean {
  const start = Date.parse(startsAt)
  if (cancelled || now < start) return !cancelled
  return seated < capacity && now < Math.min(start + reliefMinutes * 60_000, Date.parse(endsAt))
}

/** Monday of the week that a local date is in. @example mondayOf('2026-06-03') // '2026-06-01' */
export function mondayOf(date: string): string {
  const at = new Date(`${date}T00:00:00Z`)
  return addDays(date, -((at.getUTCDay() + 6) % 7))
}

export function addDays(date: string, days: number): string {
  const at = new Date(`${date}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() + days)
  return at.toISOString().slice(0, 10)
}
