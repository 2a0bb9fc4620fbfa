import type { Id, Instant } from '../schema.ts'
import { correctionFact, signUpFacts, swapFact } from './duty-facts.ts'
import type { DutyFact } from './duty-facts.ts'
import type { CancelReason, CorrectionView, DutiesSeen, SignUpEnd, SignUpPolicy, SignUpView, SwapView } from './schema.ts'

/**
 * What can have happened to somebody's duties without them: `offered` (a seat is held until `until`), `invited`, `moved-up` (from the
 * waitlist to a seat), `assigned` (by a liaison or a plan), `called-off`, `ended` (`ended` says why), `changed` (hours or place),
 * `to-confirm` (until `until`), `reminded` (of a shift to come that wants no answer), `absent` and `absence-lifted`, `swap-offered` (by a colleague), `swap-accepted` (waits for the
 * liaison), `swap-done`, `swap-refused`, `swap-lapsed`, `swap-waited-for` (it lapsed, for somebody waits for the seat), and a `correction-…` that was decided.
 */
export type DutyNewsKind =
  | 'offered'
  | 'invited'
  | 'moved-up'
  | 'assigned'
  | 'called-off'
  | 'ended'
  | 'changed'
  | 'to-confirm'
  | 'reminded'
  | 'absent'
  | 'absence-lifted'
  | 'swap-offered'
  | 'swap-accepted'
  | 'swap-done'
  | 'swap-refused'
  | 'swap-lapsed'
  | 'swap-waited-for'
  | 'correction-accepted'
  | 'correction-refused'
  | 'correction-upheld'

export interface DutyNews {
  /** What it is marked as seen by; the same for the same happening. */
  id: string
  kind: DutyNewsKind
  slotId: Id
  /** Of the person's own sign-up, where it is about one. */
  signUpId?: Id
  swapId?: Id
  /** By when it wants an answer. */
  until?: Instant
  /** With `ended`. */
  ended?: SignUpEnd
  /** With `called-off`, as far as it was said. */
  reason?: CancelReason
  /** With `changed`: the hours that were seen last, and whether the place is another one. */
  was?: { startsAt: Instant; endsAt: Instant; moved: boolean }
}

/** What is known of a person's duties now. What is left out is not known, and nothing is told or forgotten of it. */
export interface DutiesNow {
  signUps: readonly SignUpView[]
  swaps?: readonly SwapView[]
  /** The newest of each sign-up. */
  corrections?: readonly CorrectionView[]
}

export interface DutyNewsContext {
  /** Epoch milliseconds. */
  now: number
  /** Of the district, as far as it is known. */
  policy?: SignUpPolicy | undefined
}

/** So many records that are in no list any more are remembered, the newest: one that comes back is not told anew. */
const MOST_GONE = 400

/**
 * What has happened to a person's duties since what they saw last, what wants an answer first, then by the start of the shift. What they did
 * themselves is no news, nor, of what they never saw here, what is long over.
 * @param seen what they saw last; undefined where they never looked on this device
 * @example
 * dutyNews({ 's:01J….state': 'waitlisted' }, { signUps: [{ …, state: 'offered', confirmBy }] }, { now })
 * // [{ kind: 'offered', until: confirmBy, … }]
 */
export function dutyNews(seen: DutiesSeen | undefined, duties: DutiesNow, context: DutyNewsContext): DutyNews[] {
  const told = factsOf(duties, context).flatMap((fact) => {
    const news = newsOf(fact, seen)
    return news ? [{ news: { id: idOf(fact), ...news }, start: fact.start }] : []
  })
  const rank = ({ kind }: DutyNews) => (ASKING.has(kind) ? 0 : 1)
  return told
    .sort((a, b) => rank(a.news) - rank(b.news) || order(a.start, b.start) || order(a.news.id, b.news.id))
    .map(({ news }) => news)
}

/**
 * What counts as seen once the present state was shown: that which is no news. What is news stays so, until it is marked.
 * @returns `seen` itself where nothing is new
 */
export function noteDuties(seen: DutiesSeen | undefined, duties: DutiesNow, context: DutyNewsContext): DutiesSeen {
  const facts = factsOf(duties, context)
  const silent = facts.filter((fact) => newsOf(fact, seen) === undefined && seen?.[fact.key] !== fact.value)
  const gone = goneLongest(seen, facts)
  if (seen && silent.length === 0 && gone.size === 0) return seen
  const kept = Object.entries(seen ?? {}).filter(([key]) => !gone.has(key))
  return Object.fromEntries([...kept, ...silent.map(({ key, value }) => [key, value] as const)])
}

/** What counts as seen once the person has said so of some news, by their ids. */
export function markDutyNews(seen: DutiesSeen | undefined, ids: readonly string[]): DutiesSeen {
  const marked = ids.map((id) => {
    const at = id.indexOf('=')
    return [id.slice(0, at), id.slice(at + 1)] as const
  })
  return { ...seen, ...Object.fromEntries(marked) }
}

/** Kinds that want an answer. */
const ASKING: ReadonlySet<DutyNewsKind> = new Set<DutyNewsKind>(['offered', 'invited', 'to-confirm', 'swap-offered'])

const idOf = ({ key, value }: DutyFact): string => `${key}=${value}`

function newsOf(fact: DutyFact, seen: DutiesSeen | undefined): Omit<DutyNews, 'id'> | undefined {
  const before = seen?.[fact.key]
  return before === fact.value ? undefined : fact.news(before)
}

const factsOf = ({ signUps, swaps = [], corrections = [] }: DutiesNow, context: DutyNewsContext): DutyFact[] => [
  ...signUps.flatMap((view) => signUpFacts(view, context)),
  ...swaps.map((swap) => swapFact(swap, slotIn(signUps, swap.slotId), context)),
  ...corrections.map((correction) => correctionFact(correction, slotIn(signUps, correction.slotId), context)),
]

const slotIn = (signUps: readonly SignUpView[], slotId: Id) => signUps.find((view) => view.slotId === slotId)?.slot

/** Keys sort by time behind their letter: ids are ULIDs. */
function goneLongest(seen: DutiesSeen | undefined, facts: readonly DutyFact[]): Set<string> {
  const present = new Set(facts.map(({ key }) => key))
  const gone = Object.keys(seen ?? {}).filter((key) => !present.has(key))
  const timeOf = (key: string) => key.slice(key.indexOf(':') + 1)
  return new Set(gone.sort((a, b) => order(timeOf(b), timeOf(a))).slice(MOST_GONE))
}

const order = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)
