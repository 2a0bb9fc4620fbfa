import type { Id, Instant } from '../../schema.ts'
import type { IntersectionDuty } from '../sponsor.ts'

const HOUR_MS = 3_600_000

/** From one instant until before another an intersection has no branch. */
export interface SponsorGap {
  intersectionId: Id
  from: Instant
  /** Absent where nobody takes it over. */
  to?: Instant
  /** Absent where it does not end. */
  hours?: number
}

/**
 * When intersections have no branch, from an instant on, without end: what is before a duty, between two, and after the last
 * one that ends (INV-18). In the order of the intersections, then of time.
 * @example
 * sponsorGaps(['x'], [{ intersectionId: 'x', orgId: 'o', from: '2026-03-02T00:00:00Z' }], '2026-03-01T00:00:00Z')
 * // [{ intersectionId: 'x', from: '2026-03-01T00:00:00.000Z', to: '2026-03-02T00:00:00.000Z', hours: 24 }]
 */
export function sponsorGaps(intersectionIds: readonly Id[], duties: readonly IntersectionDuty[], from: Instant): SponsorGap[] {
  const dutiesAt = new Map<Id, { from: number; to: number }[]>()
  for (const duty of duties) {
    const span = { from: Date.parse(duty.from), to: duty.to === undefined ? Infinity : Date.parse(duty.to) }
    const spans = dutiesAt.get(duty.intersectionId)
    if (spans) spans.push(span)
    else dutiesAt.set(duty.intersectionId, [span])
  }
  return intersectionIds.flatMap((intersectionId) => {
    const gaps: SponsorGap[] = []
    let covered = Date.parse(from)
    for (const span of (dutiesAt.get(intersectionId) ?? []).sort((one, other) => one.from - other.from)) {
      if (span.from > covered && span.from < span.to) gaps.push(gapOf(intersectionId, covered, span.from))
      covered = Math.max(covered, span.to)
    }
    return covered === Infinity ? gaps : [...gaps, gapOf(intersectionId, covered)]
  })
}

const gapOf = (intersectionId: Id, from: number, to?: number): SponsorGap => ({
  ...{ intersectionId, from: new Date(from).toISOString() },
  ...(to !== undefined && { to: new Date(to).toISOString(), hours: (to - from) / HOUR_MS }),
})
