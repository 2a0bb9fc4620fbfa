import type { GridRecord } from './schema.ts'

/** When a grid or an appointment holds: from its first instant up to, not including, its last; epoch milliseconds. */
export interface Span {
  from: number
  to: number
}

/** A grid's span of validity; without bounds it has always been and will always be valid. */
export const validity = ({ validFrom, validTo }: GridRecord): Span => ({
  from: validFrom === undefined ? -Infinity : Date.parse(validFrom),
  to: validTo === undefined ? Infinity : Date.parse(validTo),
})

export const holdsAt = ({ from, to }: Span, at: number): boolean => from <= at && at < to
