import { backoff, createUlid, retryAfterMs } from '@wangge/core'
import { noticeOf } from '@wangge/core/issue'
import type { Context } from '../context.ts'
import { pastCategories } from '../storage/categories.ts'
import { findIssue } from '../storage/issues.ts'
import {
  beginWaiting,
  claimTargets,
  firstNotice,
  gatheredNotices,
  giveUpClosed,
  releaseTarget,
  settleNotice,
} from '../storage/notice-queue.ts'
import type { NoticeEnd, WaitingNotice } from '../storage/notice-queue.ts'
import { addressOf } from '../storage/notice-targets.ts'
import type { NoticeTargetRow } from '../storage/notice-targets.ts'
import { retryConflicts } from '../storage/retry-conflicts.ts'
import { NOTICE_FORMATS, noticeObjection } from './notice-formats.ts'
import type { NoticeMessage } from './notice-formats.ts'
import { noticeText } from './notice-text.ts'
import { PostError, postSafely } from './post-safely.ts'
import { rosterNotices } from './roster-notice-of.ts'
import { rosterText } from './roster-text.ts'

/** Without word for so long a target is taken to be nobody’s. Longer than sending one notice can take. Milliseconds. */
const LEASE_MS = 60_000
/** Targets that are sent to at a time. */
const MOST_TARGETS = 8
/** Notices of one turn: then others have theirs. */
const MOST_NOTICES = 50
/** A notice that was not got rid of for so long tells nobody anything new. Milliseconds. */
export const GIVE_UP_MS = 24 * 3_600_000
const BACKOFF = { baseMs: 10_000, maxMs: 30 * 60_000 }
/** A wait with no jitter at its lower end: at once would be hammering. */
const LEAST_WAIT_MS = 2_000

/**
 * Sends what waits, to several targets at a time and to each in order, until nothing is due. A target is held by a lease, so that
 * several processes share the work; one that died is followed by whoever comes next, who sends again what may have been sent:
 * each notice comes at least once, under the same id.
 * @returns how many were sent
 */
export async function sendNotices(context: Context): Promise<number> {
  const { db, districtId, clock, random } = context
  const by = createUlid(clock(), random)
  let sent = 0
  while (!context.stopping.aborted) {
    await beginWaiting(db, districtId, clock())
    await giveUpClosed(db, districtId, clock())
    const targets = await claimTargets(db, districtId, { by, now: clock(), leaseMs: LEASE_MS, most: MOST_TARGETS })
    if (targets.length === 0) return sent
    const counts = await Promise.all(targets.map((target) => sendTo(context, target, by)))
    sent += counts.reduce((sum, count) => sum + count, 0)
  }
  return sent
}

async function sendTo(context: Context, target: NoticeTargetRow, by: string): Promise<number> {
  const { db, districtId, clock } = context
  let sent = 0
  let { failures } = target
  try {
    for (let turn = 0; turn < MOST_NOTICES && !context.stopping.aborted; turn++) {
      const first = await firstNotice(db, districtId, target.id)
      if (!first) break
      // A program takes each by itself; a group is not told three hundred times.
      const isGathered = target.format !== 'json' && first.issueId === null
      const waiting = isGathered ? await gatheredNotices(db, districtId, target.id, first) : [first]
      const { end, retryAfter } = await attempt(context, target, waiting)
      // Whoever was cut off by the server’s own end has not failed.
      if (context.stopping.aborted && end.kind === 'failed') break
      const now = clock()
      failures = end.kind === 'failed' ? failures + 1 : end.kind === 'sent' ? 0 : failures
      const nextAt = now + waitAfter(end, { context, target, failures, retryAfter })
      const lease = { by, now, leaseMs: LEASE_MS }
      // Each grows old by itself.
      const places = (end.kind === 'gave-up' ? [first] : waiting).map(({ place }) => place)
      const settled = await retryConflicts(() =>
        db.transaction().execute((tx) => settleNotice(tx, districtId, { targetId: target.id, places, end, nextAt, lease })),
      )
      if (!settled) break
      if (end.kind === 'sent') sent++
      if (nextAt > now) break
    }
  } finally {
    await releaseTarget(db, districtId, { id: target.id, by })
  }
  return sent
}

interface Waiting {
  context: Context
  target: NoticeTargetRow
  failures: number
  retryAfter: number | undefined
}

/** Milliseconds until the target’s next turn. */
function waitAfter(end: NoticeEnd, { context, target, failures, retryAfter = 0 }: Waiting): number {
  if (end.kind === 'gave-up') return 0
  if (end.kind === 'sent') return NOTICE_FORMATS[target.format].paceMs
  const wait = Math.max(LEAST_WAIT_MS, backoff(failures, context.random, BACKOFF), retryAfter)
  return Math.min(wait, GIVE_UP_MS)
}

async function attempt(
  context: Context,
  target: NoticeTargetRow,
  waiting: readonly WaitingNotice[],
): Promise<{ end: NoticeEnd; retryAfter?: number | undefined }> {
  const { clock } = context
  const [first] = waiting
  if (first && clock() - Date.parse(first.queuedAt) >= GIVE_UP_MS) {
    return { end: { kind: 'gave-up', error: first.lastError ?? target.last_error ?? 'not tried in time' } }
  }
  const message = await composed(context, target, waiting)
  // An issue, or a duty, that is gone is nothing to tell of.
  if (!message) return { end: { kind: 'sent' } }
  const format = NOTICE_FORMATS[target.format]
  try {
    const request = format.request(message, addressOf(context, target), { now: clock() })
    const answer = await postSafely(request, { privateTargets: context.privateTargets, signal: context.stopping })
    const error = noticeObjection(target.format, answer)
    if (error === undefined) return { end: { kind: 'sent' } }
    return { end: { kind: 'failed', error }, retryAfter: retryAfterMs(answer.retryAfter, clock()) }
  } catch (error) {
    if (!(error instanceof PostError)) throw error
    return { end: { kind: 'failed', error: error.code } }
  }
}

async function composed(
  context: Context,
  target: NoticeTargetRow,
  waiting: readonly WaitingNotice[],
): Promise<NoticeMessage | undefined> {
  const { db, districtId } = context
  const { tree, calendar, timeZone } = await context.reference.current()
  const { id = '', issueId = null, seq = null } = waiting[0] ?? {}
  if (issueId === null || seq === null) {
    const notices = await rosterNotices(context, target, waiting)
    const [notice] = notices
    return notice && { notice, text: rosterText(notices, timeZone) }
  }
  const issue = await findIssue(db, districtId, issueId)
  if (!issue) return undefined
  const categories = (await pastCategories(db, districtId, [issue])).of(issue.categorySet)
  const notice = noticeOf(issue, seq, { id, tree, categories, calendar })
  return notice && { notice, text: noticeText(notice, timeZone) }
}
