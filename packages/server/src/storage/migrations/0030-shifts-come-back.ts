import { sql } from 'kysely'
import type { Kysely } from 'kysely'

/**
 * Whether a shift was called off because no template gave it any more, so that it comes back with its line; and how often, and
 * when last, its hours or somebody's place in it changed, which calendar programs go by.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  `alter table shifts
    add column withdrawn boolean not null default false,
    add column revision int not null default 0,
    add column revised_at timestamptz`,
  `alter table sign_ups
    add column revision int not null default 0,
    add column revised_at timestamptz`,
]
