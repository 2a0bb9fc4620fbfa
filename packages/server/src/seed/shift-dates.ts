const DAY_MS = 86_400_000
const DATED = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d.*)?$/

/** Whole days from one local date to another, e.g. from `2026-02-27` to `2026-03-02` 3. */
export const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS)

/**
 * Moves every date and every instant in a record by whole days; times of day and offsets stay as they are.
 * Geometry has none and is passed by.
 */
export function shiftDates<T>(value: T, days: number): T {
  if (days === 0) return value
  return shifted(value, days) as T
}

function shifted(value: unknown, days: number): unknown {
  if (typeof value === 'string') return shiftText(value, days)
  if (Array.isArray(value)) return value.map((item) => shifted(item, days))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, item]) => [key, key === 'geometry' ? item : shifted(item, days)])
  return Object.fromEntries(entries)
}

function shiftText(text: string, days: number): string {
  const [, date, time = ''] = DATED.exec(text) ?? []
  if (date === undefined) return text
  return new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10) + time
}
