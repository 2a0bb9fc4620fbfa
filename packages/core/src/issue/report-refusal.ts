import type { Id } from '../schema.ts'
import type { Actor } from './permission.ts'
import { sourcesOf } from './report-sources.ts'
import type { ReportSource as Source } from './report-sources.ts'

/** Why a report is not this actor's to make, and what would be. */
export type ReportRefusal = { ok: false } & (
  | { reason: 'source-not-allowed'; detail: { source: Source; allowed: Source[] } }
  /** A member of staff reports inside the own subtree, whose top is `gridId`. */
  | { reason: 'out-of-reach'; detail: { gridId?: Id; gridPath: Id[] } }
)

/**
 * Why this actor cannot report from this source at this place. A resident reports anywhere.
 * @param gridPath grids of the place, root first
 * @example reportRefusal('keeper', ['root', 'c1'], { id: 'p', role: 'resident' })
 * // { ok: false, reason: 'source-not-allowed', detail: { source: 'keeper', allowed: ['resident'] } }
 */
export function reportRefusal(source: Source, gridPath: Id[], { role, gridId }: Actor): ReportRefusal | undefined {
  const allowed = sourcesOf(role)
  if (!allowed.includes(source)) return { ok: false, reason: 'source-not-allowed', detail: { source, allowed } }
  if (role === 'resident') return undefined
  const reaches = gridId === undefined ? role === 'street' : gridPath.includes(gridId)
  return reaches
    ? undefined
    : { ok: false, reason: 'out-of-reach', detail: { ...(gridId !== undefined && { gridId }), gridPath } }
}
