import type { GridTree } from '@wangge/core/grid'
import type { Locale } from '../../locale.ts'

/** A grid by the names from the community down to it; empty where it is none of the tree, or its root. */
export function pathWords({ text }: Locale, tree: GridTree | undefined, gridId: string | undefined): string {
  if (!gridId || !tree?.get(gridId)) return ''
  return tree
    .path(gridId)
    .slice(1)
    .map(({ name }) => text(name))
    .join(' › ')
}
