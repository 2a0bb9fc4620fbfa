import type { GridTree } from '@wangge/core/grid'
import type { Category, ReportCommand } from '@wangge/core/issue/schema'
import type { PreparedPhoto } from '../../photos/photo.ts'
import { EMPTY_DRAFT } from './draft.ts'
import type { Draft } from './draft.ts'

export interface FromReportOptions {
  photos: readonly PreparedPhoto[]
  category: Category | undefined
  tree: GridTree | undefined
}

/** A report that was made before, as it is filled in; what was joined and agreed to is said anew. */
export function fromReport(
  { categoryId, attributes, description, place, placeText = '' }: ReportCommand,
  { photos, category, tree }: FromReportOptions,
): Draft {
  const typed = Object.entries(attributes).map(([code, value]) => [code, toTyped(value)] as const)
  return {
    ...EMPTY_DRAFT,
    topCategoryId: category?.parentId ?? '',
    categoryId: category ? categoryId : '',
    attributes: Object.fromEntries(typed),
    description,
    placeText,
    photos,
    ...placeOf(place, tree),
  }
}

function placeOf(place: ReportCommand['place'], tree: GridTree | undefined): Partial<Draft> {
  if (place.by === 'grid') {
    const path = tree?.get(place.gridId) ? tree.path(place.gridId).slice(1) : []
    return { placeBy: 'grid', grids: path.map(({ id }) => id) }
  }
  const { position, crs } = place
  if (crs === 'wgs84') return { placeBy: 'pin', pin: { position, crs } }
  return crs === 'gcj02' || crs === 'bd09' ? { placeBy: 'point', position: { position, crs } } : {}
}

/** A date and time as its field shows it, by the district's clocks. */
function toTyped(value: ReportCommand['attributes'][string]): string | string[] {
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'string') return [...value]
  return /^\d{4}-\d{2}-\d{2}T[\d:]+\+08:00$/.test(value) ? value.slice(0, 16) : value
}
