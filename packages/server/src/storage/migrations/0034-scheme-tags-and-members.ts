import { sql } from 'kysely'
import type { Kysely } from 'kysely'

/**
 * What the duties of a post belong to in the district's own words. And beside how many members an organisation declares how many
 * memberships it had: the quota may follow either. Of the time before, only the present is known; where it is not, what was
 * declared stands for it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table posts add column scheme_tag text`.execute(db)
  await sql`alter table quota_rolls add column members int check (members >= 0)`.execute(db)
  await sql`
    update quota_rolls set members = (
      select count(distinct person_id) from memberships
      where memberships.district_id = quota_rolls.district_id and memberships.org_id = quota_rolls.org_id
        and from_at <= now() and (to_at is null or to_at > now()))
    where not exists (
      select from quota_rolls later where later.district_id = quota_rolls.district_id and later.org_id = quota_rolls.org_id
        and later.from_day > quota_rolls.from_day)`.execute(db)
}
