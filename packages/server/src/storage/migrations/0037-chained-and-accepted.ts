import { sql } from 'kysely'
import type { Kysely } from 'kysely'

/**
 * What the hash of a step covers. Those that are here already say nothing of what their issue was opened with: its category, its
 * grids, what was promised of it. The next step of such an issue does.
 *
 * What a building head or a liaison took up was public by that, though they may publish nothing: it waits now for somebody who may.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table issue_transitions add column chain_version smallint not null default 1`.execute(db)
  await sql`
    update issues set to_publish = true from (
      select district_id, issue_id from issue_transitions
      where action = 'accept' and actor->>'role' in ('buildingHead', 'liaison')
      intersect select district_id, issue_id from issue_transitions
      where action = 'report' and details->>'moderation' in ('off', 'photos')
      except select district_id, issue_id from issue_transitions where action in ('publish', 'withhold')) waiting
    where issues.district_id = waiting.district_id and issues.id = waiting.issue_id and not issues.to_publish
      and issues.state not in ('rejected', 'merged') and (issues.description <> '' or issues.photos <> '[]')`.execute(db)
}
