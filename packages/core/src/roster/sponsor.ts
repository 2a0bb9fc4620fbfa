import type { Id, Instant } from '../schema.ts'
import type { PostKind } from './schema.ts'

/** 包路口: the branch that an intersection belongs to, from one instant until before another. */
export interface IntersectionDuty {
  /** The place. */
  intersectionId: Id
  orgId: Id
  from: Instant
  /** Absent while nobody took the place over. */
  to?: Instant
}

/** The organisation is not the one that the intersection belongs to when the slot starts; `sponsorId` is. */
export interface SponsorRefusal {
  ok: false
  reason: 'not-sponsor'
  detail: { slotId: Id; sponsorId?: Id }
}

/**
 * Why an organisation cannot fill a slot. A post at an intersection is for the branch that the intersection belongs to when
 * the slot starts, and for nobody in a gap between two branches; every other post is open to all.
 * @example
 * sponsorRefusal({ kind: 'intersection', placeId: 'x1' }, slot, 'o2', [{ intersectionId: 'x1', orgId: 'o1', from }])
 * // { ok: false, reason: 'not-sponsor', detail: { slotId: slot.id, sponsorId: 'o1' } }
 */
export function sponsorRefusal(
  post: { kind: PostKind; placeId?: Id | undefined },
  slot: { id: Id; startsAt: Instant },
  orgId: Id,
  duties: readonly IntersectionDuty[],
): SponsorRefusal | undefined {
  if (post.kind !== 'intersection') return undefined
  const sponsorId = sponsorAt(post.placeId, slot.startsAt, duties)
  if (sponsorId === orgId) return undefined
  return { ok: false, reason: 'not-sponsor', detail: { slotId: slot.id, ...(sponsorId !== undefined && { sponsorId }) } }
}

/** The branch that an intersection belongs to at an instant; none in a gap between two. */
export function sponsorAt(placeId: Id | undefined, at: Instant, duties: readonly IntersectionDuty[]): Id | undefined {
  const ms = Date.parse(at)
  return duties.find(
    ({ intersectionId, from, to }) =>
      intersectionId === placeId && Date.parse(from) <= ms && (to === undefined || ms < Date.parse(to)),
  )?.orgId
}
