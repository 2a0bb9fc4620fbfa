import type { PlanComparison, RosterWeek } from '@wangge/core/roster/schema'
import type { Locale } from '../../locale.ts'

/** A shift as the plan's lists name it. */
export interface NamedSlot {
  id: string
  postId: string
  date: string
  startsAt: string
  endsAt: string
  post: string
  /** Day, hours and post. */
  words: string
}

/** What ids of a plan are called: from the week on the board, and from the comparison for whatever that lacks. */
export interface PlanNames {
  slot(id: string): NamedSlot | undefined
  /** Where nothing is known of them: a dash. */
  person(id: string): string
  /** Posts with a shift, in the order of the board. */
  posts: readonly { id: string; name: string; gridId: string }[]
  /** Everybody whose name is known, by name. */
  people: readonly { id: string; name: string }[]
}

export function planNames(
  { text, day, time, tag }: Locale,
  week: RosterWeek | undefined,
  comparison: PlanComparison | undefined,
): PlanNames {
  const posts = byId([...(comparison?.posts ?? []), ...(week?.posts ?? [])])
  const slots = byId([...(comparison?.slots ?? []), ...(week?.slots ?? [])])
  const ofWeek = (week?.slots ?? []).flatMap(({ people }) => people).map(({ personId: id, name }) => ({ id, name }))
  const people = byId([...(comparison?.people ?? []), ...ofWeek])
  const slot = (id: string): NamedSlot | undefined => {
    const found = slots.get(id)
    if (!found) return undefined
    const { postId, date, startsAt, endsAt } = found
    const post = posts.get(postId)
    const name = post ? text(post.name) : postId
    return { id, postId, date, startsAt, endsAt, post: name, words: `${day(startsAt)} ${time(startsAt)}–${time(endsAt)} ${name}` }
  }
  return {
    slot,
    person: (id) => people.get(id)?.name ?? '—',
    posts: [...posts.values()].map(({ id, name, gridId }) => ({ id, name: text(name), gridId })),
    people: [...people.values()].sort((one, other) => one.name.localeCompare(other.name, tag)),
  }
}

const byId = <T extends { id: string }>(list: readonly T[]): Map<string, T> => new Map(list.map((one) => [one.id, one]))
