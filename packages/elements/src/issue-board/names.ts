import type { GridTree } from '@wangge/core/grid'
import type { Locale } from '../locale.ts'

interface Names {
  tree: GridTree | undefined
  locale: Locale
}

/** Empty of a grid that is not known. */
export function gridName(id: string, { tree, locale }: Names): string {
  const grid = tree?.get(id)
  return grid ? locale.text(grid.name) : ''
}

/** Community, estate and building in words; that all is in the district goes without saying. */
export const placeName = (gridPath: readonly string[], names: Names): string =>
  gridPath
    .slice(gridPath.length > 1 ? 1 : 0)
    .map((id) => gridName(id, names))
    .filter(Boolean)
    .join(' ')
