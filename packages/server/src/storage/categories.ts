import type { Category } from '@wangge/core/issue/schema'
import type { Queries } from './database.ts'
import { withoutNulls } from './without-nulls.ts'

export async function listCategories(db: Queries, districtId: string): Promise<Category[]> {
  const rows = await db
    .selectFrom('categories')
    .selectAll()
    .where('district_id', '=', districtId)
    .orderBy('ordinal')
    .orderBy('id')
    .execute()
  return rows.map(({ id, parent_id: parentId, name, version, attributes }) =>
    withoutNulls({ id, parentId, name, version, attributes }),
  )
}

/** A report names a category of the second level. */
export async function isReportable(db: Queries, districtId: string, categoryId: string): Promise<boolean> {
  const row = await db
    .selectFrom('categories')
    .select('id')
    .where('district_id', '=', districtId)
    .where('id', '=', categoryId)
    .where('parent_id', 'is not', null)
    .executeTakeFirst()
  return row !== undefined
}
