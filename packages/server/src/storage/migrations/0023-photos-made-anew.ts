import { sql } from 'kysely'
import type { Kysely } from 'kysely'

/**
 * A photo is kept under the hash of what was sent, while what is kept is made anew of it and has a hash, a type and a size of
 * its own. What is here already was kept as it came.
 */
const STATEMENTS = `
alter table photos add column digest text, add column stored_type text, add column stored_size int;
update photos set digest = sha256, stored_type = type, stored_size = size;
alter table photos
  alter column digest set not null, alter column stored_type set not null, alter column stored_size set not null`

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS.split(/;\s*\n/)) await sql.raw(statement).execute(db)
}
