import { sql } from 'kysely'
import type { Kysely } from 'kysely'

/**
 * Which organisation was asked last, and whose hands an issue is in: written with each step, so that lists of either need no
 * history. For those that there are it is read from their histories, as `askedLast` and `holderOf` do.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table issues add column asked_org_id text, add column holder_role text, add column holder_place text`.execute(
    db,
  )
  await sql`
    update issues set asked_org_id = steps.org_id from (
      select distinct on (district_id, issue_id) district_id, issue_id, details->'assignee'->>'orgId' as org_id
      from issue_transitions where details ? 'assignee' order by district_id, issue_id, seq desc
    ) steps where issues.district_id = steps.district_id and issues.id = steps.issue_id and steps.org_id is not null`.execute(db)
  await sql`
    update issues set holder_role = held.assignee->>'role', holder_place = coalesce(held.assignee->>'orgId', held.assignee->>'gridId')
    from (
      select distinct on (steps.district_id, steps.issue_id) steps.district_id, steps.issue_id, steps.details->'assignee' as assignee
      from issue_transitions steps join issues on issues.district_id = steps.district_id and issues.id = steps.issue_id
      where (issues.state = 'submitted' and steps.seq = 1)
        or (issues.state in ('dispatched', 'handling', 'suspended') and steps.action in ('accept', 'dispatch', 'reassign'))
      order by steps.district_id, steps.issue_id, steps.seq desc
    ) held where issues.district_id = held.district_id and issues.id = held.issue_id and held.assignee is not null`.execute(db)
  await sql`
    create index issues_asked on issues (district_id, asked_org_id, created_at desc, id desc) where asked_org_id is not null`.execute(
    db,
  )
  await sql`
    create index issues_held on issues (district_id, holder_place, holder_role, created_at desc, id desc)
    where holder_place is not null`.execute(db)
}
