import type { GridTree } from '@wangge/core/grid'
import type { IssueRow } from '@wangge/core/issue/schema'
import type { Localized } from '@wangge/core/schema'
import type { Locale } from '../locale.ts'

/** By what an issue is found besides its own words, as the server looks: its category and its grids, in both languages. */
export const wordsOf =
  ({ names, tree }: { names: ReadonlyMap<string, Localized>; tree: GridTree | undefined }) =>
  ({ categoryId, categoryName, gridPath }: IssueRow): string =>
    [names.get(categoryId) ?? categoryName, ...gridPath.slice(1).map((id) => tree?.get(id)?.name)]
      .flatMap((name) => (name ? [name.zh, name.en] : []))
      .join('\n')

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
