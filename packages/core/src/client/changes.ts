import { backoff } from '../backoff.ts'
import type { Cache } from '../cache/index.ts'
import { problemError } from '../cache/fetch-record.ts'
import { isSdkError, SdkError } from '../errors.ts'
import type { Channel, Clock, Locks, MetaStore, Random, Transport, Wakeups } from '../ports/index.ts'
import { rosterWeekSchema, slotViewSchema } from '../roster/schema.ts'
import { localDate } from '../calendar/zoned-time.ts'
import type { RosterWeek, SlotView } from '../roster/schema.ts'
import { changesPageSchema } from '../schema.ts'
import type { Change, ChangesPage } from '../schema.ts'
import { issueStateSchema } from '../issue/schema.ts'
import type { IssueState } from '../issue/schema.ts'
import { tellIssues } from './issue-records.ts'
import { parseSignUps, SIGN_UPS } from './my-sign-ups.ts'
import { openReports, tellReport } from './my-reports.ts'
import {
  gridOutlinesPath,
  GRIDS,
  gridStatusPath,
  isGridStatus,
  isIssue,
  isIssueBoard,
  isOthersHours,
  isQuota,
  meKey,
  MY_HOURS,
  pathOf,
  ROSTER_TODAY,
  ROSTER_WEEK,
  shiftCodePath,
  SLOTS,
} from './paths.ts'
import { parseWith } from './schema-parse.ts'
import { outdatedSwaps } from './swap-news.ts'

export interface ChangesOptions {
  cache: Cache
  meta: MetaStore
  transport: Transport
  /** Key of the person who is here; undefined for nobody. */
  personHere: () => string | undefined
  /** One tab at a time moves the cursor, so that news are applied in the order of commits. */
  locks: Locks
  /** On which the one tab that has the server's stream tells the others what it hears. */
  channel: Channel
  wakeups: Wakeups
  now: Clock
  random: Random
  /** Told when the line on which the server hints at changes opens or ends. */
  onLive: (live: boolean) => void
}

export interface Changes {
  /** Keeps what is watched current as long as somebody follows. */
  follow(): () => void
  close(): void
}

const parseSlot = parseWith(slotViewSchema)
const parseWeek = parseWith(rosterWeekSchema)
const parseState = parseWith(issueStateSchema)

/**
 * Where somebody is in the feed. Each person has a place of their own, and so has nobody: a tab can mark the records only of
 * whoever is in it, and hears only what they may.
 */
export const cursorKey = (person: string | undefined) => (person === undefined ? 'cursor' : `cursor/${person}`)
/** However fast news come, they are fetched together at this pace. */
const PACE_MS = 1000
/** How far ahead the server lists slots. */
const LISTED_MS = 7 * 86_400_000

/** Turns "there is something new" into fresh records: by the server's hints, and whenever the world looks better. */
export function createChanges(options: ChangesOptions): Changes {
  const { cache, meta, transport, personHere, locks, channel, wakeups, now, random, onLive } = options
  let followers = 0
  let following: AbortController | undefined
  let running = false
  let wanted = false
  /** What alone is wanted, where all that is known is that the feed has got so far. */
  let heard: number | undefined
  let isLine = false
  let failures = 0
  let notBefore = 0
  let cancelTimer = () => {}

  const unwake = wakeups.onBetter(() => {
    if (following) wake()
    else cache.refreshWatched('outdated')
  })
  const unhear = channel.subscribe((message) => {
    if (!following) return
    if (message.type === 'heard') wake(message.cursor)
    if (message.type === 'line' && message.live !== undefined) onLive(message.live)
    if (message.type === 'line' && message.live === undefined && isLine) channel.post({ type: 'line', live: true })
  })

  function follow() {
    followers += 1
    if (followers === 1) start()
    let over = false
    return () => {
      if (over) return
      over = true
      followers -= 1
      if (followers === 0) stop()
    }
  }

  function start() {
    following = new AbortController()
    wake()
    const { signal } = following
    if (!transport.listen) return
    channel.post({ type: 'line' })
    // A browser gives a host few connections, and all tabs hear the same: one of those in view has the stream for all.
    transport.listen({
      signal,
      turn: (connection) => locks.exclusive('stream', connection, { signal }),
      onCursor: (cursor) => channel.post({ type: 'heard', cursor }),
      onState(connected) {
        isLine = connected
        channel.post({ type: 'line', live: connected })
      },
    })
  }

  function stop() {
    following?.abort(new SdkError('aborted', 'Nobody follows the changes any more'))
    following = undefined
    cancelTimer()
    onLive(false)
  }

  function wake(cursor?: number) {
    heard = wanted && heard === undefined ? undefined : cursor
    wanted = true
    if (running || !following) return
    cancelTimer()
    const waitMs = notBefore - now()
    // A clock that was set back must not hold the news up.
    if (waitMs <= 0 || waitMs > PACE_MS) void run(following.signal)
    else cancelTimer = wakeups.after(waitMs, () => following && void run(following.signal))
  }

  async function run(signal: AbortSignal) {
    running = true
    wanted = false
    const until = heard
    heard = undefined
    notBefore = now() + PACE_MS
    try {
      await locks.exclusive('changes', (lost) => catchUp(until, signal, lost), { signal })
      failures = 0
      cache.refreshWatched('outdated')
    } catch (error) {
      if (!signal.aborted) giveUpOrRetry(error)
    } finally {
      running = false
    }
    if (wanted) wake(heard)
  }

  function giveUpOrRetry(error: unknown) {
    failures += 1
    // Without the feed every resource speaks for itself.
    if (isSdkError(error) && !error.retryable) return cache.refreshWatched('all')
    const asked = isSdkError(error) ? (error.retryAfterMs ?? 0) : 0
    cancelTimer = wakeups.after(asked + backoff(failures, random, { baseMs: 2_000, maxMs: 120_000 }), () => wake())
  }

  async function catchUp(until: number | undefined, signal: AbortSignal, lost: AbortSignal) {
    const person = personHere()
    const stored = await meta.get(cursorKey(person))
    let cursor = typeof stored === 'number' ? stored : undefined
    if (cursor === undefined) return begin(person, signal)
    // Another tab has heard the same and was quicker: all that it fetched it has told.
    if (cursor === until) return
    for (let more = true; more && !signal.aborted;) {
      const page = await fetchPage(cursor, person, signal)
      // Whoever has the turn now is further.
      if (lost.aborted) return
      // A server that is behind us has begun anew; what we know is of another time.
      if (!page || page.cursor < cursor) return begin(person, signal)
      await apply(page.changes)
      if (page.cursor !== cursor) await meta.put(cursorKey(person), page.cursor)
      more = page.more && page.cursor > cursor
      cursor = page.cursor
    }
  }

  /** From here on. What was fetched before may have missed a change. */
  async function begin(person: string | undefined, signal: AbortSignal) {
    const page = await fetchPage(undefined, person, signal)
    if (!page) throw new SdkError('bad-response', 'Expected a first cursor of the changes, got none')
    await meta.put(cursorKey(person), page.cursor)
    await cache.expire((key) => key.startsWith('/') || key.startsWith(meKey('')))
  }

  /** Undefined where the server knows no such cursor (any more). Where nobody is here yet, under whichever token comes first. */
  async function fetchPage(
    after: number | undefined,
    person: string | undefined,
    signal: AbortSignal,
  ): Promise<ChangesPage | undefined> {
    const path = after === undefined ? '/v1/changes' : `/v1/changes?after=${after}`
    const response = await transport.send({ method: 'GET', path, signal, ...(person === undefined ? {} : { person }) })
    if (after !== undefined && (response.status === 400 || response.status === 410)) return undefined
    if (response.status !== 200) throw problemError(path, response, now())
    const page = parseWith(changesPageSchema)(response.body)
    if (!page) throw new SdkError('bad-response', `Expected ${path} to be a page of changes; it is none`, { retryable: true })
    return page
  }

  async function apply(changes: Change[]) {
    const outdated = new Set<string>(await outdatedSwaps(cache, changes))
    const slots = new Map<string, SlotView>()
    const slotIds = new Set<string>()
    let isAnyIssue = false
    const issues = new Map<string, number>()
    const isAnySignUp = changes.some(({ topic }) => topic === 'sign-up')
    for (const { topic, id, gridPath, data } of changes) {
      if (topic === 'issue' || topic === 'grid') for (const gridId of gridPath) outdated.add(gridStatusPath(gridId))
      if (topic === 'grid') for (const key of [GRIDS, ...gridPath.map(gridOutlinesPath)]) outdated.add(key)
      const issue = topic === 'issue' ? readIssue(id, data) : undefined
      if (issue) for (const key of await tellReport(cache, issue)) outdated.add(key)
      if (issue) issues.set(id, issue.version)
      if (topic === 'issue' && !issue) isAnyIssue = true
      const slot = topic === 'slot' ? parseSlot(data) : undefined
      if (slot) slots.set(id, slot)
      if (topic === 'slot') slotIds.add(id)
    }
    if (slots.size > 0) await applySlots(slots, outdated)
    if (slotIds.size > 0) await outdateSignUps(slotIds, outdated)
    if (slotIds.size > 0) await outdateWeeks(slotIds, slots, outdated)
    if (issues.size > 0) for (const key of await tellIssues(cache, issues)) outdated.add(key)
    if (isAnyIssue) for (const key of await openReports(cache)) outdated.add(key)
    // Only staff hear of sign-ups: those who read what organisations owe and have named.
    if (isAnySignUp) await cache.expire(isQuota)
    if (outdated.size > 0 || isAnyIssue)
      await cache.expire((key) => outdated.has(key) || outdated.has(pathOf(key)) || (isAnyIssue && hangsOnIssues(key)))
  }

  async function applySlots(news: ReadonlyMap<string, SlotView>, outdated: Set<string>) {
    for (const key of await cache.keys(SLOTS)) {
      const known = new Set(await cache.replaceRows(key, [...news.values()]))
      // One that is not in the list may belong there now; the server knows.
      if ([...news.values()].some((slot) => !known.has(slot.id) && mayBeListed(slot, now()))) outdated.add(key)
    }
  }

  /** The feed says of a slot that it has changed and not whose place in it; of the own places the server tells. */
  async function outdateSignUps(slotIds: ReadonlySet<string>, outdated: Set<string>) {
    const codes = new Set([...slotIds].map(shiftCodePath))
    for (const key of await cache.keys(meKey(''))) {
      const list = key.endsWith(`/${SIGN_UPS}`) ? await cache.read(key, parseSignUps) : undefined
      if (list?.signUps.some(({ slotId, state }) => slotIds.has(slotId) && state !== 'cancelled')) outdated.add(key)
      // Somebody took the code that is shown, or came.
      const path = pathOf(key)
      if (codes.has(path) || path === MY_HOURS || isOthersHours(path)) outdated.add(key)
    }
  }

  /** A week of the roster has names, which the feed does not tell: one that has the slot, or that a new one lies in, is asked for again. */
  async function outdateWeeks(slotIds: ReadonlySet<string>, news: ReadonlyMap<string, SlotView>, outdated: Set<string>) {
    const isWeek = (path: string) => path.startsWith(ROSTER_WEEK) || path === ROSTER_TODAY
    const keys = (await cache.keys(meKey(''))).filter((key) => isWeek(pathOf(key)))
    for (const key of keys) {
      const week = await cache.read(key, parseWeek)
      if (!week) continue
      const known = new Set(week.slots.map(({ id }) => id))
      const isTold = [...slotIds].some((id) => known.has(id))
      if (isTold || [...news.values()].some((slot) => !known.has(slot.id) && liesIn(slot, week))) outdated.add(key)
    }
  }

  return {
    follow,
    close() {
      unwake()
      unhear()
      stop()
    },
  }
}

/** Whether a shift that a week does not have may belong there: it is of one of its posts and starts on one of its days. */
function liesIn({ post, startsAt }: SlotView, { days, posts, timeZone }: RosterWeek): boolean {
  if (!posts.some(({ id }) => id === post.id)) return false
  const date = localDate(Date.parse(startsAt), timeZone)
  return days.some((day) => day.date === date)
}

/** A liaison is not told which issue it is either: it may be one of theirs. */
const hangsOnIssues = (key: string): boolean => isGridStatus(key) || isIssueBoard(key) || isIssue(key)

/** Staff hear which issue has changed, and into which state; others that some issue has. */
function readIssue(
  id: string,
  { version, state }: Change['data'],
): { id: string; version: number; state: IssueState } | undefined {
  const known = parseState(state)
  return typeof version === 'number' && known ? { id, version, state: known } : undefined
}

/**
 * Whether a slot may be missing from a list. Each sign-up anywhere changes a slot, and most are not in a list for good
 * reason: were it fetched for those too, every page would ask at each of them. An intersection is listed to its sponsor
 * only; a new one is found at the next refresh.
 */
function mayBeListed({ cancelled, post, startsAt }: SlotView, now: number): boolean {
  const inMs = Date.parse(startsAt) - now
  return !cancelled && post.kind !== 'intersection' && inMs >= 0 && inMs < LISTED_MS
}
