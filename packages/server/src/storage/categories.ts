import type { Category } from '@wangge/core/issue/schema'
import type { Queries } from './database.ts'
import type { CategoryRow } from './tables.ts'
import { withoutNulls } from './without-nulls.ts'

export async function listCategories(db: Queries, districtId: string): Promise<Category[]> {
  const rows = await db
    .selectFrom('categories')
    .selectAll()
    .where('district_id', '=', districtId)
    .orderBy('ordinal')
    .orderBy('id')
    .execute()
  return rows.map(toCategory)
}

export async function findCategory(db: Queries, districtId: string, categoryId: string): Promise<Category | undefined> {
  const row = await db
    .selectFrom('categories')
    .selectAll()
    .where('district_id', '=', districtId)
    .where('id', '=', categoryId)
    .executeTakeFirst()
  return row && toCategory(row)
}

const toCategory = ({ id, parent_id: parentId, name, version, attributes, severity, terms }: CategoryRow): Category =>
  withoutNulls({ id, parentId, name, version, attributes, severity, terms })

/** Of each second-level category the first-level one. */
export const parentsOf = (categories: readonly { id: string; parentId?: string | undefined }[]): Map<string, string> =>
  new Map(categories.flatMap(({ id, parentId }) => (parentId === undefined ? [] : [[id, parentId] as const])))
