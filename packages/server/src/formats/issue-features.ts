import { stageOf } from '@wangge/core/issue'
import type { ExportedIssue } from '../storage/export-issues.ts'
import { STAGES } from './issue-table.ts'
import type { IssueTableOptions } from './issue-table.ts'

/**
 * A GeoJSON feature for each issue: beside the keys, which are the same in each language, what a map shows to people, named in one.
 * What the reporter wrote only where it was asked for.
 */
export function issueFeatures(
  issues: readonly ExportedIssue[],
  { tree, categories, words, lang }: Omit<IssueTableOptions, 'timeZone'>,
) {
  return issues.map(({ id, position, description, placeText, categorySet, ...properties }) => {
    const { categoryId, gridPath, state } = properties
    const category = categories.find({ categoryId, categorySet })
    const over = category?.parentId === undefined ? undefined : categories.find({ categoryId: category.parentId, categorySet })
    // Kept as it was when it was reported: of a grid that is gone there is no name.
    const grid = tree.get(gridPath.at(-1)!)
    const [code] = grid?.codes ?? []
    return {
      type: 'Feature' as const,
      id,
      geometry: position && { type: 'Point' as const, coordinates: position },
      properties: {
        ...properties,
        category: category?.name[lang] ?? null,
        categoryOver: over?.name[lang] ?? null,
        grid: grid?.name[lang] ?? null,
        gridCode: code?.value ?? null,
        gridCodeScheme: code?.scheme ?? null,
        place: gridPath.map((gridId) => tree.get(gridId)?.name[lang] ?? gridId).join(' / '),
        stage: STAGES[stageOf(state)][lang],
        ...(words && { description, placeText }),
      },
    }
  })
}
