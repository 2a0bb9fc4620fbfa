/**
 * pg and PGlite read the same columns differently (a count is '1' here and 1 there, an instant a Date).
 * This is the one place where both are told what to give: numbers, RFC 3339 strings, parsed JSON.
 */
const INT8 = 20
const NUMERIC = 1700
const TIMESTAMPTZ = 1184

export const PARSERS: Record<number, (value: string) => unknown> = {
  [INT8]: Number,
  [NUMERIC]: Number,
  [TIMESTAMPTZ]: parseInstant,
}

/** From `2026-03-02 01:00:00.5+00` to `2026-03-02T01:00:00.500Z`. */
function parseInstant(value: string): string {
  const withColon = /[+-]\d\d$/.test(value) ? `${value}:00` : value
  return new Date(withColon.replace(' ', 'T')).toISOString()
}
