import type { Queries } from './database.ts'

/** Whose record the person with this id became part of; undefined where it is nobody's who is gone. */
export async function mergedInto(db: Queries, districtId: string, id: string): Promise<string | undefined> {
  return (await mergedAmong(db, districtId, [id])).get(id)
}

/** The same of many: by the id that is gone. */
export async function mergedAmong(db: Queries, districtId: string, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('merged_people')
    .select(['gone_id', 'person_id'])
    .where('district_id', '=', districtId)
    .where('gone_id', 'in', [...ids])
    .execute()
  return new Map(rows.map(({ gone_id: goneId, person_id: personId }) => [goneId, personId]))
}

/** The ids that a person had before their records became one. */
export async function formerIdsOf(db: Queries, districtId: string, personId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('merged_people')
    .select('gone_id')
    .where('district_id', '=', districtId)
    .where('person_id', '=', personId)
    .orderBy('gone_id')
    .execute()
  return rows.map(({ gone_id: id }) => id)
}
