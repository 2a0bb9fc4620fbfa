const DAY_MS = 86_400_000

/** Whole days from one local date to another. */
export const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / DAY_MS

/** @example addDays('2026-02-28', 2) // '2026-03-02' */
export const addDays = (date: string, days: number): string =>
  new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10)
