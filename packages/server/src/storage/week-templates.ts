import type { WeekTemplate } from '@wangge/core/roster/schema'
import type { Queries } from './database.ts'
import { withoutNulls } from './without-nulls.ts'

export async function weekTemplates(db: Queries, districtId: string): Promise<WeekTemplate[]> {
  const rows = await db.selectFrom('week_templates').selectAll().where('district_id', '=', districtId).orderBy('id').execute()
  return rows.map(({ id, post_id: postId, from_date: from, to_date: to, lines }) => withoutNulls({ id, postId, from, to, lines }))
}
