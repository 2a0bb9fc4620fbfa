import { sql } from 'kysely'
import type { Kysely } from 'kysely'

/**
 * Notices of the roster beside those of issues: of a shift, or of a sign-up for it, with what the rows themselves do not say, and never with whose it is. A
 * target may be an organisation’s, which hears of its own people alone.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  `alter table notices
    alter column issue_id drop not null,
    alter column seq drop not null,
    add column slot_id text,
    add column sign_up_id text,
    add column facts jsonb,
    add column at timestamptz`,
  `alter table notice_targets add column org_id text`,
]
