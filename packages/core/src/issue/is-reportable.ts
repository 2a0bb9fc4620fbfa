import type { Category } from './schema.ts'

/**
 * Whether something can be reported of it: a category of the second level that is not retired. The first level only orders them.
 * @example isReportable({ parentId: 'street', retired: true }) // false
 */
export const isReportable = (category: Pick<Category, 'parentId' | 'retired'>): boolean => categoryRefusal(category) === undefined

/** Why nothing is reported of a category: there is no such one of the second level, or it is retired. */
export function categoryRefusal(
  category: Pick<Category, 'parentId' | 'retired'> | undefined,
): 'unknown-category' | 'category-retired' | undefined {
  if (category?.parentId === undefined) return 'unknown-category'
  return category.retired ? 'category-retired' : undefined
}
