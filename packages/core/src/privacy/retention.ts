const DAY_MS = 86_400_000

/**
 * What ended at or before this moment has been kept for its time and is to be deleted.
 * @param now epoch milliseconds
 * @example
 * keptUntil(Date.parse('2026-03-02T00:00:00Z'), 1) // '2026-03-01T00:00:00.000Z'
 */
export const keptUntil = (now: number, retentionDays: number): string => new Date(now - retentionDays * DAY_MS).toISOString()
