import { attendancePolicy, recordingUnit } from '@wangge/core/roster'
import type { PostKind } from '@wangge/core/roster/schema'
import type { Localized } from '@wangge/core/schema'
import type { Reference } from './reference.ts'

/** What decree 67 wants to be known of an activity, as it was when something of it was recorded first. Whoever was in charge is kept apart, by id. */
export interface KeptActivity {
  /** That of the post. */
  name: Localized
  kind: PostKind
  /** The grid it is in. */
  place: Localized
  /** 记录单位 */
  organiser: Localized
  /** How long after its end what somebody gives counts. */
  overrunMinutes: number
  /** Somebody answered for it, though it may not be said any more who. */
  hadChief: boolean
}

/** A post, and when a shift at it began. */
export interface RecordedPost {
  name: Localized
  kind: PostKind
  gridId: string
  startsAt: string
}

/**
 * What an activity is now: its grids as they were when it began, as far as its post's grid was there, else as they are. Who answers for it is
 * the chief of its grid when it began, else of the nearest above; undefined where there was none.
 */
export function activityOf(
  reference: Reference,
  { name, kind, gridId, startsAt }: RecordedPost,
): KeptActivity & { inChargeId: string | undefined } {
  const { policy, appointments } = reference
  const then = reference.treeOf(startsAt)
  const tree = then?.get(gridId) ? then : reference.tree
  const path = tree.get(gridId) ? tree.path(gridId) : [tree.root]
  const start = Date.parse(startsAt)
  const chiefAt = (id: string) =>
    appointments.find(
      (one) =>
        one.role === 'gridChief' &&
        one.gridId === id &&
        Date.parse(one.from) <= start &&
        (one.to === undefined || start < Date.parse(one.to)),
    )?.personId
  const chiefId = path.toReversed().reduce<string | undefined>((found, { id }) => found ?? chiefAt(id), undefined)
  return {
    name,
    kind,
    place: path.at(-1)!.name,
    organiser: recordingUnit(gridId, tree).name,
    overrunMinutes: attendancePolicy(policy.attendance).overrunMinutes,
    hadChief: chiefId !== undefined,
    inChargeId: chiefId?.startsWith('erased-') ? undefined : chiefId,
  }
}
