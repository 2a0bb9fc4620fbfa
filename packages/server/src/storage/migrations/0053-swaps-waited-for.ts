import { sql } from 'kysely'
import type { Kysely } from 'kysely'

/** Why an offer of a seat lapsed, where whoever offered it can do something else: somebody waits for the seat. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table swaps add column because text check (because in ('others-wait'))`.execute(db)
}
