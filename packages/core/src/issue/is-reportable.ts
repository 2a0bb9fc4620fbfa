import type { Category } from './schema.ts'

/** A report names a category of the second level; the first only orders them. */
export const isReportable = ({ parentId }: Pick<Category, 'parentId'>): boolean => parentId !== undefined
