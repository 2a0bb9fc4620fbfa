import { sql } from 'kysely'
import type { Kysely } from 'kysely'

/** More reasons for which a swap lapses: somebody waits for the seat that was to be given for it, or one of the two has checked in. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table swaps drop constraint swaps_because_check`.execute(db)
  await sql`alter table swaps add constraint swaps_because_check
    check (because in ('others-wait', 'given-waited-for', 'checked-in', 'given-checked-in'))`.execute(db)
}
