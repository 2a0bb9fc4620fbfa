import { SdkError } from '../errors.ts'
import type { Id, Position } from '../schema.ts'
import type { Actor } from './permission.ts'
import type { Route } from './route-issue.ts'
import type { Issue, Moderation, ReportCommand, ServiceTerms, Severity } from './schema.ts'

export interface OpenIssueContext {
  /** Grids of the place, root first; kept as they are now (INV-19). */
  gridPath: readonly Id[]
  /** WGS-84, where a point was reported; in whatever system that was, the report itself says. */
  position?: Position
  /** Who reports. Of a person without an account an id that nobody else has: it gives the right to verify and reopen. */
  actor: Actor
  /** What is promised of it: its category's, for its severity. */
  terms?: ServiceTerms | undefined
  /** Version of the district's categories that is in force. @defaultValue 1 */
  categorySet?: number | undefined
  /** @defaultValue `general` */
  severity?: Severity | undefined
  /** Who is asked first (routeIssue); it stands in the first step. */
  route?: Route | undefined
  /** What the district's policy says of publishing it; it stands in the first step. @defaultValue nothing of it is ever published */
  moderation?: Moderation | undefined
  /** Epoch milliseconds. */
  now: number
}

/** What a report says of an issue, whichever way it came. */
export type Reported = Pick<
  ReportCommand,
  'id' | 'categoryId' | 'attributes' | 'description' | 'place' | 'placeText' | 'photos'
> &
  Pick<Issue, 'source' | 'hotlineNumber'>

/**
 * The issue that a report opens: submitted, version 1, with the report as the first step of its history.
 * @throws SdkError `bad-argument` where `gridPath` is empty: an issue lies somewhere
 */
export function openIssue(
  command: Reported,
  { gridPath, position, actor, categorySet, terms, severity, route, moderation, now }: OpenIssueContext,
): Issue {
  if (gridPath.length === 0) throw new SdkError('bad-argument', 'Expected the grids of the place, root first, got none')
  const at = new Date(now).toISOString()
  return {
    id: command.id,
    categoryId: command.categoryId,
    gridPath: [...gridPath],
    state: 'submitted',
    createdAt: at,
    updatedAt: at,
    version: 1,
    source: command.source,
    ...(categorySet !== undefined && { categorySet }),
    ...(command.hotlineNumber !== undefined && { hotlineNumber: command.hotlineNumber }),
    attributes: command.attributes,
    description: command.description,
    ...(position && { position }),
    ...(position && asDeclared(command.place)),
    ...(command.placeText !== undefined && { placeText: command.placeText }),
    photos: command.photos,
    ...(severity && { severity }),
    ...(terms && { terms }),
    history: [
      {
        issueId: command.id,
        seq: 1,
        action: 'report',
        to: 'submitted',
        actor: { id: actor.id, role: actor.role },
        at,
        ...(route && { assignee: route.assignee }),
        ...(route?.vacant.length && { vacant: route.vacant }),
        ...(moderation && { moderation }),
      },
    ],
  }
}

/** Conversion can be done better one day, or can have been the wrong one: the numbers that came are kept. */
function asDeclared(place: ReportCommand['place']): Pick<Issue, 'declared'> {
  if (place.by !== 'point' || place.crs === 'wgs84') return {}
  return { declared: { position: place.position, crs: place.crs } }
}
