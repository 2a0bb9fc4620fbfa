import type { Id, Instant } from '../../schema.ts'
import type { CoverOfIntersection } from '../cover-schema.ts'
import type { IntersectionDuty } from '../sponsor.ts'

const HOUR_MS = 3_600_000

/** Hours in which an intersection is to have exactly one branch. */
export interface RequiredCover {
  intersectionId: Id
  /** Those that overlap count once. @defaultValue all of the time asked for */
  during?: readonly { from: Instant; to: Instant }[]
}

export interface IntersectionCover {
  requiredHours: number
  sponsoredHours: number
  gapHours: number
  doubleHours: number
  /** In the order of `required`. */
  intersections: CoverOfIntersection[]
}

/**
 * 包路口 over a time: exactly one branch for each intersection at each instant (INV-18), gaps and doubles listed with their
 * hours. What is sponsored, open and double adds up to what is required. A branch that is named twice is one.
 * @example
 * intersectionCover([{ intersectionId: 'x', orgId: 'o', from: '2026-03-01T06:00:00Z' }], [{ intersectionId: 'x' }],
 *   '2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z')
 * // { requiredHours: 24, sponsoredHours: 18, gapHours: 6, doubleHours: 0, intersections: [{ gaps: [{ …, hours: 6 }], … }] }
 */
export function intersectionCover(
  duties: readonly IntersectionDuty[],
  required: readonly RequiredCover[],
  from: Instant,
  to: Instant,
): IntersectionCover {
  const whole = { from: Date.parse(from), to: Date.parse(to) }
  const dutiesAt = new Map<Id, IntersectionDuty[]>()
  for (const duty of duties) dutiesAt.set(duty.intersectionId, [...(dutiesAt.get(duty.intersectionId) ?? []), duty])
  const intersections = required.map(({ intersectionId, during }) => {
    const spans = during ? during.map((span) => ({ from: Date.parse(span.from), to: Date.parse(span.to) })) : [whole]
    return coverOf(intersectionId, union(spans, whole), dutiesAt.get(intersectionId) ?? [])
  })
  const total = (key: 'requiredHours' | 'sponsoredHours' | 'gapHours' | 'doubleHours') =>
    intersections.reduce((sum, cover) => sum + cover[key], 0)
  return {
    requiredHours: total('requiredHours'),
    sponsoredHours: total('sponsoredHours'),
    gapHours: total('gapHours'),
    doubleHours: total('doubleHours'),
    intersections,
  }
}

/** Epoch milliseconds, the end exclusive. */
interface Span {
  from: number
  to: number
}

interface Piece extends Span {
  /** Sorted, each once. */
  orgIds: Id[]
}

function coverOf(intersectionId: Id, required: readonly Span[], duties: readonly IntersectionDuty[]): CoverOfIntersection {
  const held = duties.map(({ orgId, from, to }) => ({
    orgId,
    from: Date.parse(from),
    to: to === undefined ? Infinity : Date.parse(to),
  }))
  const pieces = required.flatMap((span) => piecesOf(span, held))
  const gaps = pieces.filter(({ orgIds }) => orgIds.length === 0)
  const doubles = pieces.filter(({ orgIds }) => orgIds.length > 1)
  return {
    intersectionId,
    requiredHours: hoursOf(required),
    sponsoredHours: hoursOf(pieces.filter(({ orgIds }) => orgIds.length === 1)),
    gapHours: hoursOf(gaps),
    doubleHours: hoursOf(doubles),
    gaps: gaps.map(stretch),
    doubles: doubles.map((piece) => ({ ...stretch(piece), orgIds: piece.orgIds })),
  }
}

/** A required span cut where the branches that hold it change. */
function piecesOf(span: Span, held: readonly (Span & { orgId: Id })[]): Piece[] {
  const inside = held.filter(({ from, to }) => from < span.to && span.from < to && from < to)
  const cuts = new Set([span.from, span.to])
  for (const { from, to } of inside) for (const cut of [from, to]) if (span.from < cut && cut < span.to) cuts.add(cut)
  const pieces: Piece[] = []
  const sorted = [...cuts].sort((one, other) => one - other)
  for (const [index, from] of sorted.slice(0, -1).entries()) {
    const to = sorted[index + 1]!
    const orgIds = [...new Set(inside.filter((duty) => duty.from <= from && to <= duty.to).map(({ orgId }) => orgId))].sort()
    const last = pieces.at(-1)
    if (last && last.orgIds.join('\n') === orgIds.join('\n')) last.to = to
    else pieces.push({ from, to, orgIds })
  }
  return pieces
}

/** The spans inside a whole, joined where they touch, in the order of time. */
function union(spans: readonly Span[], whole: Span): Span[] {
  const joined: Span[] = []
  const clipped = spans.map(({ from, to }) => ({ from: Math.max(from, whole.from), to: Math.min(to, whole.to) }))
  for (const span of clipped.filter(({ from, to }) => from < to).sort((one, other) => one.from - other.from)) {
    const last = joined.at(-1)
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to)
    else joined.push(span)
  }
  return joined
}

const hoursOf = (spans: readonly Span[]): number => spans.reduce((sum, { from, to }) => sum + to - from, 0) / HOUR_MS

const stretch = ({ from, to }: Span) => ({
  from: new Date(from).toISOString(),
  to: new Date(to).toISOString(),
  hours: (to - from) / HOUR_MS,
})
