import type { Cache } from '../cache/index.ts'
import { restsOnConsent } from '../issue/index.ts'
import { reportReceiptSchema } from '../issue/schema.ts'
import type { ReportCommand } from '../issue/schema.ts'
import type { CacheRecord, OutboxEntry } from '../ports/index.ts'
import {
  cancelSignUpCommandSchema,
  checkInCommandSchema,
  confirmSignUpCommandSchema,
  correctionViewSchema,
  signUpViewSchema,
  swapViewSchema,
} from '../roster/schema.ts'
import type { SignUpView } from '../roster/schema.ts'
import { dutyKey } from './duties.ts'
import { receiptRecord } from './my-reports.ts'
import { outdatedByStep, stepRecords } from './issue-records.ts'
import { mySignUpsKey, parseSignUps, withSignUp } from './my-sign-ups.ts'
import {
  gridStatusPath,
  isAttendance,
  isGridStatus,
  isOf,
  isQuota,
  MY_SWAPS,
  pathOf,
  resourceKey,
  SLOTS,
  isReport,
  trackKey,
} from './paths.ts'
import { parseWith } from './schema-parse.ts'
import { parseTrack } from './track-issue.ts'

/** What the server's answer to a command puts into the cache; undefined where it is no answer to it. */
export async function answerRecords(
  entry: OutboxEntry,
  body: unknown,
  { cache, now }: { cache: Cache; now: number },
): Promise<CacheRecord[] | undefined> {
  if (entry.kind === 'report') return reportRecords(entry, body, now)

  if (entry.kind === 'reporter-step') {
    const track = parseTrack(body)
    return track && [{ key: trackKey(entry.person, track.id), data: track, fetchedAt: now }]
  }
  if (entry.kind === 'issue-step') return stepRecords(entry, body, { cache, now })
  if (entry.kind === 'correction') return parseWith(correctionViewSchema)(body) ? [] : undefined
  // Which seats have changed hands the own lists say, asked for anew.
  if (isOfSwap(entry)) return parseWith(swapViewSchema)(body) ? [] : undefined

  const view = parseWith(signUpViewSchema)(body)
  if (entry.kind === 'check-in') return view && checkInRecords(entry, view, { cache, now })

  const signUpId = signUpIdOf(entry)
  if (!view || view.id !== signUpId) return undefined
  const { person } = entry
  if (person === undefined) return []
  const records = await ownSignUpRecords(person, view, { cache, now })
  return entry.memo ? [...records, { key: dutyKey(person, view.id), data: entry.memo, fetchedAt: now }] : records
}

interface Parts {
  cache: Cache
  now: number
}

/** A host's word is about somebody else's sign-up: that is in no list of theirs. */
async function checkInRecords({ person, body }: OutboxEntry, view: SignUpView, parts: Parts): Promise<CacheRecord[]> {
  const isHosts = parseWith(checkInCommandSchema)(body)?.proof.by === 'host'
  return person === undefined || isHosts ? [] : ownSignUpRecords(person, view, parts)
}

async function ownSignUpRecords(person: string, view: SignUpView, { cache, now }: Parts): Promise<CacheRecord[]> {
  const list = withSignUp(await cache.read(mySignUpsKey(person), parseSignUps), view)
  // The server's own list is asked for behind it.
  return [{ key: mySignUpsKey(person), data: list, fetchedAt: now, stale: 1 }]
}

const isOfSwap = ({ kind }: OutboxEntry) => kind === 'offer-swap' || kind === 'accept-swap' || kind === 'withdraw-swap'

function signUpIdOf({ kind, id, body }: OutboxEntry): string | undefined {
  if (kind === 'sign-up') return id
  const schema = kind === 'confirm-sign-up' ? confirmSignUpCommandSchema : cancelSignUpCommandSchema
  return parseWith<{ signUpId: string }>(schema)(body)?.signUpId
}

function reportRecords(entry: OutboxEntry, body: unknown, now: number): CacheRecord[] | undefined {
  const receipt = parseWith(reportReceiptSchema)(body)
  if (receipt?.id !== entry.id) return undefined
  const report = entry.body as ReportCommand
  // What staff find on their duty they follow on the board, by no code.
  return restsOnConsent(report.source) ? [receiptRecord(receipt, report, { person: entry.person, now })] : []
}

/** Which resources a settled command has made older than they look. */
export function outdatedBy(entry: OutboxEntry, answer: unknown): (key: string) => boolean {
  if (entry.kind === 'reporter-step') return (key) => isGridStatus(key) || isReport(key, entry.subject)
  if (entry.kind === 'issue-step') return outdatedByStep(entry, answer)
  if (entry.kind !== 'report') {
    const { person } = entry
    if (person === undefined) return (key) => key.startsWith(SLOTS)
    const own = [mySignUpsKey(person), resourceKey(person, MY_SWAPS)]
    return (key) => key.startsWith(SLOTS) || own.includes(key) || isAttendance(person)(key) || (isOf(person)(key) && isQuota(key))
  }
  const statuses = new Set(parseWith(reportReceiptSchema)(answer)?.gridPath.map(gridStatusPath))
  return (key) => statuses.has(pathOf(key))
}
