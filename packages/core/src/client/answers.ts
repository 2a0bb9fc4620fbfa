import { reportReceiptSchema } from '../issue/schema.ts'
import type { ReportCommand } from '../issue/schema.ts'
import type { CacheRecord, OutboxEntry } from '../ports/index.ts'
import { cancelSignUpCommandSchema, signUpViewSchema } from '../roster/schema.ts'
import { dutyKey } from './duties.ts'
import { receiptRecord } from './my-reports.ts'
import { gridStatusPath, signUpPath, SLOTS } from './paths.ts'
import { parseWith } from './schema-parse.ts'

/** What the server's answer to a command puts into the cache; undefined where it is no answer to it. */
export function answerRecords(entry: OutboxEntry, body: unknown, now: number): CacheRecord[] | undefined {
  if (entry.kind === 'report') return reportRecords(entry, body, now)

  const view = parseWith(signUpViewSchema)(body)
  const signUpId = entry.kind === 'sign-up' ? entry.id : parseWith(cancelSignUpCommandSchema)(entry.body)?.signUpId
  if (!view || view.id !== signUpId) return undefined
  const records: CacheRecord[] = [{ key: signUpPath(view.id), data: view, fetchedAt: now }]
  return entry.memo ? [...records, { key: dutyKey(view.id), data: entry.memo, fetchedAt: now }] : records
}

function reportRecords(entry: OutboxEntry, body: unknown, now: number): CacheRecord[] | undefined {
  const receipt = parseWith(reportReceiptSchema)(body)
  if (receipt?.id !== entry.id) return undefined
  return [receiptRecord(receipt, entry.body as ReportCommand, now)]
}

/** Which resources an acknowledged command has made older than they look. */
export function outdatedBy(entry: OutboxEntry, answer: unknown): (key: string) => boolean {
  if (entry.kind !== 'report') return (key) => key.startsWith(SLOTS)
  const statuses = new Set(parseWith(reportReceiptSchema)(answer)?.gridPath.map(gridStatusPath))
  return (key) => statuses.has(key)
}
