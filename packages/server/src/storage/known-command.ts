import type { Queries } from './database.ts'

/** Whether a command of this key was taken before. */
export async function isKnownCommand(db: Queries, districtId: string, key: string): Promise<boolean> {
  const row = await db
    .selectFrom('idempotency')
    .select('key')
    .where('district_id', '=', districtId)
    .where('key', '=', key)
    .executeTakeFirst()
  return row !== undefined
}
