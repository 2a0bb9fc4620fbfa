import type { Cache } from '../cache/index.ts'
import { reportReceiptSchema } from '../issue/schema.ts'
import type { ReportCommand } from '../issue/schema.ts'
import type { CacheRecord, OutboxEntry } from '../ports/index.ts'
import { cancelSignUpCommandSchema, signUpViewSchema } from '../roster/schema.ts'
import { dutyKey } from './duties.ts'
import { receiptRecord } from './my-reports.ts'
import { mySignUpsKey, parseSignUps, withSignUp } from './my-sign-ups.ts'
import { gridStatusPath, pathOf, SLOTS } from './paths.ts'
import { parseWith } from './schema-parse.ts'

/** What the server's answer to a command puts into the cache; undefined where it is no answer to it. */
export async function answerRecords(
  entry: OutboxEntry,
  body: unknown,
  { cache, now }: { cache: Cache; now: number },
): Promise<CacheRecord[] | undefined> {
  if (entry.kind === 'report') return reportRecords(entry, body, now)

  const view = parseWith(signUpViewSchema)(body)
  const signUpId = entry.kind === 'sign-up' ? entry.id : parseWith(cancelSignUpCommandSchema)(entry.body)?.signUpId
  if (!view || view.id !== signUpId) return undefined
  const { person } = entry
  if (person === undefined) return []
  const list = withSignUp(await cache.read(mySignUpsKey(person), parseSignUps), view)
  // The server's own list is asked for behind it.
  const records: CacheRecord[] = [{ key: mySignUpsKey(person), data: list, fetchedAt: now, stale: 1 }]
  return entry.memo ? [...records, { key: dutyKey(person, view.id), data: entry.memo, fetchedAt: now }] : records
}

function reportRecords(entry: OutboxEntry, body: unknown, now: number): CacheRecord[] | undefined {
  const receipt = parseWith(reportReceiptSchema)(body)
  if (receipt?.id !== entry.id) return undefined
  return [receiptRecord(receipt, entry.body as ReportCommand, { person: entry.person, now })]
}

/** Which resources a settled command has made older than they look. */
export function outdatedBy(entry: OutboxEntry, answer: unknown): (key: string) => boolean {
  if (entry.kind !== 'report') {
    const { person } = entry
    return (key) => key.startsWith(SLOTS) || (person !== undefined && key === mySignUpsKey(person))
  }
  const statuses = new Set(parseWith(reportReceiptSchema)(answer)?.gridPath.map(gridStatusPath))
  return (key) => statuses.has(pathOf(key))
}
