import { convert } from '@wangge/core/grid'
import type { IssuePlace } from '@wangge/core/issue/schema'
import type { Crs, Position } from '@wangge/core/schema'
import { refused } from './problem.ts'
import type { Reference } from './storage/reference.ts'

export interface PlacedIssue {
  ok: true
  /** Root first. */
  gridPath: string[]
  /** WGS-84, where a point was told. */
  position?: Position
}

type PlaceRefusal = { ok: false; reason: 'unknown-grid' | 'crs-not-supported' | 'outside-district'; detail: object }

/** Where a report lies in the grid, and why it lies nowhere. */
export function placeOf(place: IssuePlace, { tree, locate }: Pick<Reference, 'tree' | 'locate'>): PlacedIssue | PlaceRefusal {
  const pathOf = (gridId: string) => tree.path(gridId).map(({ id }) => id)
  if (place.by === 'grid') {
    const { gridId } = place
    return tree.get(gridId) ? { ok: true, gridPath: pathOf(gridId) } : { ok: false, reason: 'unknown-grid', detail: { gridId } }
  }
  const { position: reported, crs } = place
  // Planar coordinates say nothing of where on earth they begin.
  if (crs === 'planar') return { ok: false, reason: 'crs-not-supported', detail: { crs, supported: GEOGRAPHIC } }
  const position = isOnEarth(reported) ? convert(reported, { from: crs, to: 'wgs84' }) : undefined
  const gridId = position && locate(position)
  if (position === undefined || gridId === undefined) {
    return { ok: false, reason: 'outside-district', detail: { position: reported, crs } }
  }
  return { ok: true, gridPath: pathOf(gridId), position }
}

/** @throws ProblemError 409 refused `unknown-grid`, `crs-not-supported`, `outside-district` */
export function placed(place: IssuePlace, reference: Pick<Reference, 'tree' | 'locate'>): PlacedIssue {
  const found = placeOf(place, reference)
  if (!found.ok) throw refused(found.reason, found.detail)
  return found
}

const GEOGRAPHIC: readonly Crs[] = ['wgs84', 'cgcs2000', 'gcj02', 'bd09']

const isOnEarth = ([longitude, latitude]: Position) => Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90
