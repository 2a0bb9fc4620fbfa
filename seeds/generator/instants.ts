const MINUTE = 60_000
const OFFSET = 8 * 60 * MINUTE

export const DAY = 24 * 60 * MINUTE

/** Midnight of a local date (Asia/Shanghai has no summer time), in epoch milliseconds. */
export const midnight = (date: string): number => Date.parse(`${date}T00:00:00+08:00`)

/** RFC 3339 with +08:00, to the second. */
export const toInstant = (ms: number): string => `${new Date(ms + OFFSET).toISOString().slice(0, 19)}+08:00`

/** `days` and `minutes` after midnight of a local date. */
export const after = (date: string, days: number, minutes = 0): string =>
  toInstant(midnight(date) + days * DAY + minutes * MINUTE)
