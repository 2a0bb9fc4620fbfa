import type { KeptStatement } from './revise-statement.ts'

const DAY_MS = 86_400_000

/**
 * What ended at or before this moment has been kept for its time and is to be deleted.
 * @param now epoch milliseconds
 * @example
 * keptUntil(Date.parse('2026-03-02T00:00:00Z'), 1) // '2026-03-01T00:00:00.000Z'
 */
export const keptUntil = (now: number, retentionDays: number): string => new Date(now - retentionDays * DAY_MS).toISOString()

/**
 * For how long what somebody agreed to a version of lets their data be kept: later words, with longer days or with shorter ones, are
 * agreed to by those who read them. Where no version was agreed to, or nobody knows its words any more, the words of now hold.
 * @returns whole days; undefined without a statement
 * @example
 * retentionDaysOf({ version: 2, zh, en, retentionDays: 730, earlier: [{ version: 1, zh, en, retentionDays: 365 }] }, 1) // 365
 */
export function retentionDaysOf(statement: KeptStatement | undefined, version?: number): number | undefined {
  const agreed = statement?.earlier?.find((one) => one.version === version)
  return (agreed ?? statement)?.retentionDays
}
