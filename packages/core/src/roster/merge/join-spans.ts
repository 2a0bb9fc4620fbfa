import type { Instant } from '../../schema.ts'

interface Span {
  from: Instant
  to?: Instant
}

/**
 * Of spans that are the same thing, one for each time that they cover together: those that share time are one, from the first
 * begin to the last end. What only follows upon another stays by itself.
 * @param keyOf tells which are the same thing
 */
export function joinSpans<One extends Span>(spans: readonly One[], keyOf: (span: One) => string): One[] {
  const joined = new Map<string, One[]>()
  for (const span of [...spans].sort((one, other) => Date.parse(one.from) - Date.parse(other.from))) {
    const key = keyOf(span)
    const list = joined.get(key) ?? []
    joined.set(key, list)
    const last = list.at(-1)
    if (last && sharesTime(last, span)) list[list.length - 1] = until(last, later(last.to, span.to))
    else list.push(span)
  }
  return [...joined.values()].flat()
}

/** Whether two spans share time; two that begin at once do, however short they are. */
export const sharesTime = (one: Span, other: Span): boolean =>
  Date.parse(one.from) === Date.parse(other.from) || (startsWithin(one, other) && startsWithin(other, one))

const startsWithin = ({ from }: Span, { to }: Span): boolean => to === undefined || Date.parse(from) < Date.parse(to)

const later = (one: Instant | undefined, other: Instant | undefined): Instant | undefined =>
  one === undefined || other === undefined ? undefined : Date.parse(one) < Date.parse(other) ? other : one

function until<One extends Span>({ to: _, ...span }: One, to: Instant | undefined): One {
  return { ...span, ...(to !== undefined && { to }) } as One
}
