import type { GridTree } from '@wangge/core/grid'
import type { GridRecord } from '@wangge/core/grid/schema'

/** One row of the tree as the APG pattern wants it announced. */
export interface TreeRow {
  grid: GridRecord
  parentId: string | undefined
  /** From 1. */
  level: number
  /** Place among the siblings, from 1. */
  position: number
  siblings: number
  children: number
  expanded: boolean
}

/** Rows from top to bottom: the grid at the top, and below each expanded grid its children. */
export function visibleRows(tree: GridTree, top: GridRecord, expanded: ReadonlySet<string>): TreeRow[] {
  const rows: TreeRow[] = []
  const add = (grid: GridRecord, parentId: string | undefined, level: number, position: number, siblings: number) => {
    const children = tree.children(grid.id)
    const open = children.length > 0 && expanded.has(grid.id)
    rows.push({ grid, parentId, level, position, siblings, children: children.length, expanded: open })
    if (open) children.forEach((child, index) => add(child, grid.id, level + 1, index + 1, children.length))
  }
  add(top, undefined, 1, 1, 1)
  return rows
}

/**
 * Where type-ahead goes: the next row after `from`, going round, whose name, pinyin or initials begin with `text`.
 * A single letter leaves the current row; more letters may stay on it.
 */
export function typeAhead(rows: readonly TreeRow[], from: number, text: string): number | undefined {
  const wanted = text.toLowerCase()
  const start = text.length === 1 ? from + 1 : from
  for (let step = 0; step < rows.length; step++) {
    const index = (start + step) % rows.length
    if (rows[index] && beginsWith(rows[index].grid, wanted)) return index
  }
  return undefined
}

function beginsWith({ name, pinyin = '' }: GridRecord, wanted: string): boolean {
  const syllables = pinyin.toLowerCase().split(' ')
  const forms = [name.zh, name.en, syllables.join(''), syllables.map((syllable) => syllable[0]).join('')]
  return forms.some((form) => form.toLowerCase().startsWith(wanted))
}
