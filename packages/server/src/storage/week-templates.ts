import type { Post } from '@wangge/core/roster'
import type { WeekTemplate } from '@wangge/core/roster/schema'
import type { Queries, Tx } from './database.ts'
import { withoutNulls } from './without-nulls.ts'

export async function weekTemplates(db: Queries, districtId: string): Promise<WeekTemplate[]> {
  const rows = await db.selectFrom('week_templates').selectAll().where('district_id', '=', districtId).orderBy('id').execute()
  return rows.map(({ id, post_id: postId, from_date: from, to_date: to, lines }) => withoutNulls({ id, postId, from, to, lines }))
}

/** Those whose ids are there already are replaced; others stay as they are. */
export async function saveWeekTemplates(tx: Tx, districtId: string, templates: readonly WeekTemplate[]): Promise<void> {
  for (const { id, postId, from, to = null, lines } of templates) {
    const row = { post_id: postId, from_date: from, to_date: to, lines: JSON.stringify(lines) }
    await tx
      .insertInto('week_templates')
      .values({ district_id: districtId, id, ...row })
      .onConflict((conflict) => conflict.columns(['district_id', 'id']).doUpdateSet(row))
      .execute()
  }
}

/** Posts as far as their weeks go. */
export async function postsToCheck(db: Queries, districtId: string): Promise<Post[]> {
  const rows = await db
    .selectFrom('posts')
    .select(['id', 'kind', 'place_id as placeId', 'capacity'])
    .where('district_id', '=', districtId)
    .orderBy('id')
    .execute()
  return rows.map(withoutNulls)
}
